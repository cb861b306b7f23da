//! Resolves the names of a description. An unknown name is reported once; whatever needs it stays
//! silent.

mod unknown;

use self::unknown::once_for_each_name;
use super::text::Budget;
use super::{Club, Cluster, Image, Model, Node, Purpose, Storage, Vcluster, Versions, Vm, allow};
use crate::diagnostic::{Diagnostic, Report, list};
use crate::language::types::{Id, Name, Title};
use crate::language::{ImageKind, Infra};
use crate::schema::Lost;
use crate::source::{Files, Sources, Span, Spanned};
use rustc_hash::{FxHashMap, FxHashSet};

pub const UNKNOWN: &str = "reference/unknown";
pub const AMBIGUOUS: &str = "reference/ambiguous";
pub const WRONG_KIND: &str = "reference/wrong-kind";

/// Resolves a description. `files` reads what stands beside it.
pub fn link(
    infra: Infra,
    lost: Lost,
    sources: &mut Sources,
    files: &dyn Files,
    report: &mut Report,
) -> Model {
    let allows = allow::collect(&infra);
    let mut model = Model {
        lost,
        allows,
        ..Model::default()
    };
    let Infra {
        requires,
        platform,
        versions,
        cluster,
        network,
        rack,
        model: hardware,
        node,
        storage,
        image,
        club,
        values,
        patch,
        manifests,
        ..
    } = infra;
    model.requires = requires.map(|requires| *requires);
    model.platform = platform;
    model.versions = Versions::new(versions.map(|versions| *versions));
    model.cluster = Cluster::new(cluster);
    model.networks = sorted(network, |network| &network.name.value.0);
    model.racks = sorted(rack, |rack| &rack.name.value.0);
    model.hardware = sorted(hardware, |hardware| &hardware.name.value.0);
    let mut storage = storage.into_iter();
    model.storage = storage.next().map(Storage::new);
    model.extra_storage = storage.collect();
    let nodes = sorted(node, |node| &node.name.value.0);
    let images = sorted(image, |image| &image.name.value.0);

    let cluster = std::mem::take(&mut model.cluster);
    let platform = std::mem::take(&mut model.platform);
    let mut linker = Linker::new(&model, files, report);
    let nodes: Vec<Node> = nodes
        .into_iter()
        .map(|node| Node::new(node, &cluster, &mut linker))
        .collect();
    linker.nodes = index(nodes.iter().map(|node| &*node.decl.name.value.0));
    linker.note_nameless("node", nodes.iter().map(|node| node.decl.name.span));
    let images: Vec<Image> = images
        .into_iter()
        .map(|image| Image::new(image, &mut linker))
        .collect();
    linker.note_nameless("image", images.iter().map(|image| image.decl.name.span));
    linker.images = images
        .iter()
        .enumerate()
        .map(|(at, image)| {
            (
                image.decl.name.to_string(),
                (at, image.decl.kind.value, image.decl.kind.span),
            )
        })
        .collect();

    let mut vms = Vec::with_capacity(club.iter().map(|club| club.vm.len()).sum());
    let (mut clubs, mut vclusters) = (Vec::with_capacity(club.len()), Vec::new());
    for (at, mut club) in sorted(club, |club| &club.name.value.0)
        .into_iter()
        .enumerate()
    {
        let of_club = sorted(std::mem::take(&mut club.vm), |vm| &vm.name.value.0);
        for vm in of_club {
            vms.push(Vm::new(vm, at, (&platform, &club), &mut linker));
        }
        vclusters.extend(
            std::mem::take(&mut club.vcluster)
                .into_iter()
                .map(|decl| Vcluster { decl, club: at }),
        );
        clubs.push(Club {
            decl: club,
            vclusters: Vec::new(),
        });
    }
    let manifests = sorted(manifests, |manifests| &manifests.name.value.0);
    let manifests = manifests
        .into_iter()
        .map(|decl| linker.manifests(decl, sources))
        .collect();
    drop(linker);
    once_for_each_name(report);
    model.manifests = manifests;
    vclusters.sort_by(|a, b| a.decl.name.value.cmp(&b.decl.name.value));
    for (at, vcluster) in vclusters.iter().enumerate() {
        clubs[vcluster.club].vclusters.push(at);
    }
    model.cluster = cluster;
    model.platform = platform;
    model.nodes = nodes;
    model.images = images;
    model.clubs = clubs;
    model.vms = vms;
    model.vclusters = vclusters;
    model.values = sorted(values, |values| values.chart.value.word());
    model.patches = patch;
    // From general to special: what is said of one machine wins over what is said of all.
    let rank = |on: &str| match on {
        "all" => 0,
        "control-plane" | "worker" => 1,
        _ => 2,
    };
    model.patches.sort_by(|a, b| {
        (rank(&a.on), &a.on.value, &a.body.value).cmp(&(rank(&b.on), &b.on.value, &b.body.value))
    });
    model
}

fn sorted<T>(mut all: Vec<T>, key: impl Fn(&T) -> &str) -> Vec<T> {
    all.sort_by(|a, b| key(a).cmp(key(b)));
    all
}

fn index<'a>(names: impl Iterator<Item = &'a str>) -> FxHashMap<String, usize> {
    let mut map = FxHashMap::default();
    for (at, name) in names.enumerate() {
        map.entry(name.to_string()).or_insert(at);
    }
    map
}

/// What is kept in a pool.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Volume {
    Disk,
    Image,
}

impl Volume {
    fn words(self) -> &'static str {
        match self {
            Volume::Disk => "this disk",
            Volume::Image => "this image",
        }
    }
}

/// Names that are declared, and the means to say that one is not.
pub(super) struct Linker<'m> {
    model: &'m Model,
    pub(super) files: &'m dyn Files,
    pub(super) report: &'m mut Report,
    networks: FxHashMap<String, usize>,
    racks: FxHashMap<String, usize>,
    hardware: FxHashMap<String, usize>,
    nodes: FxHashMap<String, usize>,
    /// With the place of their kind.
    images: FxHashMap<String, (usize, ImageKind, Span)>,
    /// Kinds of which a name could not be read: it may be any that is used.
    nameless: FxHashSet<&'static str>,
    /// Names that nothing has, so far.
    unknown: usize,
    /// Work that templates may still do.
    pub(super) templates: Budget,
}

impl<'m> Linker<'m> {
    fn new(model: &'m Model, files: &'m dyn Files, report: &'m mut Report) -> Self {
        let mut linker = Self {
            networks: index(model.networks.iter().map(|n| &*n.name.value.0)),
            racks: index(model.racks.iter().map(|r| &*r.name.value.0)),
            hardware: index(model.hardware.iter().map(|h| &*h.name.value.0)),
            nodes: FxHashMap::default(),
            images: FxHashMap::default(),
            nameless: FxHashSet::default(),
            unknown: 0,
            templates: Budget::default(),
            model,
            files,
            report,
        };
        linker.note_nameless("network", model.networks.iter().map(|n| n.name.span));
        linker.note_nameless("rack", model.racks.iter().map(|r| r.name.span));
        linker.note_nameless("model", model.hardware.iter().map(|h| h.name.span));
        linker
    }

    fn note_nameless(&mut self, kind: &'static str, mut names: impl Iterator<Item = Span>) {
        if names.any(|name| self.report.unread().is(name)) {
            self.nameless.insert(kind);
        }
    }

    pub(super) fn network(&mut self, name: &Spanned<Name>) -> Option<usize> {
        self.networks.get(&*name.value.0).copied().or_else(|| {
            // `vlans "120"`: its tag, not its name.
            let tagged = self.model.networks.iter().find(|network| {
                network
                    .vlan
                    .is_some_and(|tag| tag.value.to_string() == *name.value.0)
            });
            let names = tagged.map_or_else(
                || {
                    self.model
                        .networks
                        .iter()
                        .map(|n| &*n.name.value.0)
                        .collect()
                },
                |network| vec![&*network.name.value.0],
            );
            self.unknown("network", name, names, false);
            None
        })
    }

    pub(super) fn rack(&mut self, name: &Spanned<Title>) -> Option<usize> {
        self.racks.get(&*name.value.0).copied().or_else(|| {
            self.unknown(
                "rack",
                name,
                self.model.racks.iter().map(|r| &*r.name.value.0),
                false,
            );
            None
        })
    }

    pub(super) fn hardware(&mut self, name: &Spanned<Name>) -> Option<usize> {
        self.hardware.get(&*name.value.0).copied().or_else(|| {
            self.unknown(
                "model",
                name,
                self.model.hardware.iter().map(|h| &*h.name.value.0),
                false,
            );
            None
        })
    }

    pub(super) fn node(&mut self, name: &Spanned<Name>) -> Option<usize> {
        self.nodes.get(&*name.value.0).copied().or_else(|| {
            let nodes = std::mem::take(&mut self.nodes);
            self.unknown("node", name, nodes.keys().map(String::as_str), false);
            self.nodes = nodes;
            None
        })
    }

    pub(super) fn image(&mut self, name: &Spanned<Id>, kind: ImageKind) -> Option<usize> {
        match self.images.get(&*name.value.0).copied() {
            Some((at, found, _)) if found == kind => Some(at),
            Some((.., place)) if self.report.unread().is(place) => None,
            Some((at, found, _)) => {
                let declared = self
                    .images
                    .iter()
                    .find(|(_, (other, ..))| *other == at)
                    .map(|(name, _)| name.clone());
                let help = match kind {
                    ImageKind::Disk => {
                        format!(
                            "remove `image=`, so that the disk starts blank, and add `cdrom \
                             \"{name}\"` to the block of the VM"
                        )
                    }
                    ImageKind::Iso => {
                        format!("clone it with `disk \"root\" image=\"{name}\" size=...`")
                    }
                };
                self.report.push(
                    Diagnostic::error(
                        WRONG_KIND,
                        name.span,
                        format!(
                            "image `{}` is of kind `{found}`, not `{kind}`",
                            declared.unwrap_or_default()
                        ),
                    )
                    .label(if kind == ImageKind::Disk {
                        "an installer cannot be the content of a disk"
                    } else {
                        "only an installer belongs in a CD-ROM drive"
                    })
                    .help(help),
                );
                None
            }
            None => {
                let images = std::mem::take(&mut self.images);
                self.unknown("image", name, images.keys().map(String::as_str), false);
                self.images = images;
                None
            }
        }
    }

    /// The pool that a volume of a VM is kept in: the one named, else the only one.
    pub(super) fn vm_pool(
        &mut self,
        name: Option<&Spanned<Name>>,
        owner: Span,
        volume: Volume,
    ) -> Option<usize> {
        let Some(storage) = &self.model.storage else {
            if let Some(name) = name {
                // A block of an unknown kind may be the storage.
                self.unknown("pool", name, [], self.model.lost.unknown);
            }
            return None;
        };
        if let Some(name) = name {
            let vm_pools = || {
                storage
                    .pools
                    .iter()
                    .filter(|pool| pool.purpose == Purpose::Vm)
                    .map(|pool| &*pool.name.value)
            };
            return match storage
                .pools
                .iter()
                .position(|pool| *pool.name.value == *name.value.0)
            {
                Some(at) if storage.pools[at].purpose == Purpose::Vm => Some(at),
                Some(at) => {
                    let problem = Diagnostic::error(
                        WRONG_KIND,
                        name.span,
                        format!("pool `{name}` is not for disks of VMs"),
                    )
                    .label(
                        "its volumes have a file system, and cannot be used by two nodes at once",
                    )
                    .also(storage.pools[at].head, "declared here")
                    .help(match vm_pools().next().is_some() {
                        true => format!("use a pool with `serves=vm`: {}", list(vm_pools())),
                        false => "declare a pool with `serves=vm`".to_string(),
                    });
                    self.report.push(problem);
                    None
                }
                None => {
                    let names: Vec<String> = vm_pools().map(str::to_string).collect();
                    self.unknown(
                        "pool",
                        name,
                        names.iter().map(String::as_str),
                        storage.decl.damaged,
                    );
                    None
                }
            };
        }
        let only = storage.only_vm_pool();
        if only.is_none() && !storage.decl.damaged {
            let names: Vec<&str> = storage
                .pools
                .iter()
                .filter(|p| p.purpose == Purpose::Vm)
                .map(|p| &*p.name.value)
                .collect();
            if !names.is_empty() {
                self.report.push(
                    Diagnostic::error(
                        AMBIGUOUS,
                        owner,
                        format!("{} could be kept in several pools", volume.words()),
                    )
                    .label(format!("{} is possible", list(names.iter().copied())))
                    .help(match volume == Volume::Disk {
                        true => format!(
                            "add one to this line: `pool=\"{}\"` for example; if the disk exists \
                             already, the pool that it is in",
                            names[0]
                        ),
                        false => format!(
                            "add one to the block: `pool \"{}\"` for example; if the image was \
                             imported already, the pool that it is in",
                            names[0]
                        ),
                    }),
                );
            }
        }
        only
    }
}
