//! Omni: one cluster template with everything in it (omni v1.10.4
//! client/pkg/template/internal/models).

use super::context::{Context, Sink};
use super::{factory, talos};
use crate::language::Role;
use crate::model::{Model, Node};
use crate::yaml::{Value, list, map};

/// Weights of patches: Omni applies them by scope, then weight.
const ROLE: u32 = 400;
const NODE: u32 = 500;
const LAST: u32 = 900;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    if !model.cluster.is_omni() {
        return;
    }
    let mut documents = vec![map! {
        "kind" => "Cluster",
        "name" => &*model.cluster.decl.name.value.0,
        "kubernetes" => map! { "version" => format!("v{}", model.versions.decl.kubernetes) },
        "talos" => map! { "version" => format!("v{}", model.versions.talos) },
        "features" => map! { "backupConfiguration" => map! { "interval" => "6h" } },
    }];
    documents.push(machine_set(
        context,
        "ControlPlane",
        None,
        Role::ControlPlane,
    ));
    if model.nodes_of(Role::Worker).next().is_some() {
        let mut workers = machine_set(context, "Workers", Some("workers"), Role::Worker);
        // One at a time: Ceph keeps its data only while no two hosts are down.
        workers.set(
            "upgradeStrategy",
            map! { "type" => "Rolling", "rolling" => map! { "maxParallelism" => 1 } },
        );
        documents.push(workers);
    }
    documents.extend(model.nodes.iter().map(|node| machine(model, node)));
    sink.yaml(
        "talos/cluster-template.yaml",
        &format!("cluster/{}", model.cluster.decl.name),
        &documents,
    );
}

fn machine_set(context: &Context<'_>, kind: &str, name: Option<&str>, role: Role) -> Value {
    let model = context.model;
    let uuids: Vec<String> = model
        .nodes_of(role)
        .filter_map(|node| node.decl.uuid.as_ref())
        .map(|uuid| uuid.to_string())
        .collect();
    let patches = talos::has_role_patch(context, role).then(|| {
        let file = relative(&talos::role_path(role));
        list![map! {
            "idOverride" => model.names().omni_patch(ROLE, role.word()),
            "name" => role.word(),
            "file" => file,
        },]
    });
    map! { "kind" => kind, "name" => name, "machines" => uuids, "patches" => patches }
}

fn machine(model: &Model, node: &Node) -> Value {
    let schematic = factory::schematic(model, node);
    let name: &str = &node.decl.name.value.0;
    let mut patches = vec![map! {
        "idOverride" => model.names().omni_patch(NODE, name),
        "name" => name,
        "file" => relative(&talos::node_path(node)),
    }];
    for (order, at) in talos::patches_of(model, node).enumerate() {
        let id = model.names().omni_patch(LAST + order as u32, name);
        patches.push(map! {
            "idOverride" => id,
            "name" => format!("{name}-{}", order + 1),
            "file" => relative(&talos::patch_path(model, at)),
        });
    }
    map! {
        "kind" => "Machine",
        "name" => node.decl.uuid.as_ref().map(|uuid| uuid.to_string()),
        "labels" => map! { "host" => name },
        "install" => node.install_disk().map(|disk| install(model, &disk.id.path())),
        "systemExtensions" => schematic.extensions,
        "kernelArgs" => (!schematic.kernel_args.is_empty()).then_some(schematic.kernel_args),
        "patches" => patches,
    }
}

/// Up to 1.10 a by-id path; from 1.11 a disk must be named exactly as the kernel does, so a
/// selector names it.
fn install(model: &Model, path: &str) -> Value {
    if model.versions.decl.omni.minor() >= (1, 11) {
        map! { "diskSelector" => talos::by_id(path) }
    } else {
        map! { "disk" => path }
    }
}

/// Paths in the template are relative to it.
fn relative(path: &str) -> String {
    path.strip_prefix("talos/").unwrap_or(path).to_string()
}
