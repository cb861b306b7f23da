//! Resolves the names of a description. An unknown name is reported once; whatever needs it stays
//! silent.

mod beside;
mod image;
mod interface;
mod linker;
mod node;
mod pool;
mod text;
mod unknown;
mod vm;

use self::linker::{Linker, index};
use self::unknown::once_for_each_name;
use super::allow;
use super::cluster::Cluster;
use super::image::Image;
use super::node::Node;
use super::resolved::Model;
use super::storage::Storage;
use super::tenant::{Club, Vcluster};
use super::versions::Versions;
use super::vm::Vm;
use crate::diagnostic::Report;
use crate::language::{self, ImageKind, Infra, Patch, Platform};
use crate::schema::Lost;
use crate::source::{Files, Sources, Span};
use rustc_hash::FxHashMap;

/// Resolves a description. `files` reads what stands beside it.
pub fn link(
    infra: Infra,
    lost: Lost,
    sources: &mut Sources,
    files: &dyn Files,
    report: &mut Report,
) -> Model {
    let allows = allow::collect(&infra);
    let mut storage = infra.storage.into_iter();
    let model = Model {
        lost,
        allows,
        requires: infra.requires.map(|requires| *requires),
        versions: Versions::new(infra.versions.map(|versions| *versions)),
        networks: sorted(infra.network, |network| &network.name.value.0),
        racks: sorted(infra.rack, |rack| &rack.name.value.0),
        hardware: sorted(infra.model, |hardware| &hardware.name.value.0),
        storage: storage.next().map(Storage::new),
        extra_storage: storage.collect(),
        values: sorted(infra.values, |values| values.chart.value.word()),
        patches: from_general_to_special(infra.patch),
        ..Model::default()
    };
    let cluster = Cluster::new(infra.cluster);
    let mut linker = Linker::new(&model, files, report);
    let nodes = nodes(infra.node, &cluster, &mut linker);
    let images = images(infra.image, &mut linker);
    let Tenants {
        clubs,
        vms,
        vclusters,
    } = tenants(infra.club, &infra.platform, &mut linker);
    let manifests = sorted(infra.manifests, |manifests| &manifests.name.value.0)
        .into_iter()
        .map(|decl| linker.manifests(decl, sources))
        .collect();
    drop(linker);
    once_for_each_name(report);
    Model {
        cluster,
        platform: infra.platform,
        nodes,
        images,
        clubs,
        vms,
        vclusters,
        manifests,
        ..model
    }
}

/// From here on the linker knows nodes.
fn nodes(decls: Vec<language::Node>, cluster: &Cluster, linker: &mut Linker<'_>) -> Vec<Node> {
    let nodes: Vec<Node> = sorted(decls, |node| &node.name.value.0)
        .into_iter()
        .map(|node| node::node(node, cluster, linker))
        .collect();
    linker.nodes = index(nodes.iter().map(|node| &*node.decl.name.value.0));
    linker.note_nameless("node", nodes.iter().map(|node| node.decl.name.span));
    nodes
}

/// From here on the linker knows images.
fn images(decls: Vec<language::Image>, linker: &mut Linker<'_>) -> Vec<Image> {
    let images: Vec<Image> = sorted(decls, |image| &image.name.value.0)
        .into_iter()
        .map(|image| image::image(image, linker))
        .collect();
    linker.note_nameless("image", images.iter().map(|image| image.decl.name.span));
    linker.images = images_by_name(&images);
    images
}

/// Clubs, and what moves out of their blocks.
#[derive(Default)]
struct Tenants {
    clubs: Vec<Club>,
    vms: Vec<Vm>,
    vclusters: Vec<Vcluster>,
}

fn tenants(decls: Vec<language::Club>, platform: &Platform, linker: &mut Linker<'_>) -> Tenants {
    let mut all = Tenants {
        vms: Vec::with_capacity(decls.iter().map(|club| club.vm.len()).sum()),
        ..Tenants::default()
    };
    let decls = sorted(decls, |club| &club.name.value.0);
    for (at, mut club) in decls.into_iter().enumerate() {
        for vm in sorted(std::mem::take(&mut club.vm), |vm| &vm.name.value.0) {
            all.vms.push(vm::vm(vm, at, (platform, &club), linker));
        }
        let vclusters = std::mem::take(&mut club.vcluster).into_iter();
        all.vclusters
            .extend(vclusters.map(|decl| Vcluster { decl, club: at }));
        all.clubs.push(Club {
            decl: club,
            vclusters: Vec::new(),
        });
    }
    all.vclusters
        .sort_by(|a, b| a.decl.name.value.cmp(&b.decl.name.value));
    for (at, vcluster) in all.vclusters.iter().enumerate() {
        all.clubs[vcluster.club].vclusters.push(at);
    }
    all
}

fn images_by_name(images: &[Image]) -> FxHashMap<String, (usize, ImageKind, Span)> {
    images
        .iter()
        .enumerate()
        .map(|(at, image)| {
            (
                image.decl.name.to_string(),
                (at, image.decl.kind.value, image.decl.kind.span),
            )
        })
        .collect()
}

/// What is said of one machine wins over what is said of all.
fn from_general_to_special(mut patches: Vec<Patch>) -> Vec<Patch> {
    let rank = |on: &str| match on {
        "all" => 0,
        "control-plane" | "worker" => 1,
        _ => 2,
    };
    patches.sort_by(|a, b| {
        (rank(&a.on), &a.on.value, &a.body.value).cmp(&(rank(&b.on), &b.on.value, &b.body.value))
    });
    patches
}

fn sorted<T>(mut all: Vec<T>, key: impl Fn(&T) -> &str) -> Vec<T> {
    all.sort_by(|a, b| key(a).cmp(key(b)));
    all
}
