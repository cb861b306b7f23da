//! Labels, taints, kernel settings, and what workloads need of a machine.

use super::piece::Piece;
use crate::language::{BackendKind, KernelModule, Taint};
use crate::model::constants::{LABEL_RACK, LABEL_STORAGE};
use crate::model::{Model, Node, containerd};
use crate::yaml::{Value, list, map};

/// Processes and threads of one pod. Without it, one that forks for ever takes all that the kernel
/// of its machine has, and Ceph's daemons and the VMs of others with it. Ceph runs with this number
/// on OpenShift, which sets it for all pods (OpenShift 4.11, "Understanding process ID limits").
const POD_PIDS: i64 = 4_096;

pub(super) fn pieces(model: &Model, node: &Node, out: &mut Vec<Piece>) {
    let multi = model.versions.is_multi_document();
    kubelet(model, multi, out);
    for (key, value) in labels(model, node) {
        let value = Value::Text(value);
        out.push(if multi {
            Piece::key("KubeNodeConfig", "labels", &key, value)
        } else {
            Piece::main_key("machine.nodeLabels", &key, value)
        });
    }
    for (_, settings) in node.settings(&model.cluster) {
        for taint in &settings.taint {
            out.push(self::taint(node, taint, multi));
        }
        for sysctl in &settings.sysctl {
            let value = Value::Text(sysctl.value.value.clone());
            out.push(if multi {
                Piece::key("SysctlConfig", "params", &sysctl.key, value)
            } else {
                Piece::main_key("machine.sysctls", &sysctl.key, value)
            });
        }
    }
    modules(model, node, multi, out);
    if model.has_vms() && model.takes_workloads(node) && !customizes_containerd(model, node) {
        block_device_ownership(multi, out);
    }
}

/// Its address, and what one pod may have.
fn kubelet(model: &Model, multi: bool, out: &mut Vec<Piece>) {
    let subnet = list![model.cluster.decl.nodes.subnet.to_string()];
    let node_ip = map! { "validSubnets" => subnet };
    let pids = Value::Int(POD_PIDS);
    out.extend(if multi {
        [
            Piece::key("KubeNodeConfig", "", "nodeIP", node_ip),
            Piece::key("KubeletConfig", "config", "podPidsLimit", pids),
        ]
    } else {
        [
            Piece::main("machine.kubelet.nodeIP", node_ip),
            Piece::main("machine.kubelet.extraConfig.podPidsLimit", pids),
        ]
    });
}

/// Taints of workers are for the kubelet, which brings them along when it registers. From
/// `nodeTaints`, Talos 1.13 sets them with the worker's own identity, together with labels:
/// Kubernetes refuses both (talos v1.13.9 controllers/k8s/node_apply.go; kubernetes
/// plugin/pkg/admission/noderestriction).
fn taint(node: &Node, taint: &Taint, multi: bool) -> Piece {
    let value = taint.value.as_ref().map_or("", |value| &value.0);
    let text = Value::Text(format!("{value}:{}", taint.effect.value));
    if multi {
        return Piece::key("KubeNodeConfig", "taints", &taint.key, text);
    }
    if node.is_control_plane() {
        return Piece::main_key("machine.nodeTaints", &taint.key, text);
    }
    let registered = map! {
        "key" => taint.key.to_string(),
        "value" => (!value.is_empty()).then(|| value.to_string()),
        "effect" => taint.effect.value.word(),
    };
    Piece::main("machine.kubelet.extraConfig.registerWithTaints", registered).appended()
}

/// Modules of all levels, each once: the most specific level says with which parameters.
fn modules(model: &Model, node: &Node, multi: bool, out: &mut Vec<Piece>) {
    let all: Vec<&KernelModule> = node
        .settings(&model.cluster)
        .flat_map(|(_, settings)| &settings.kernel_module)
        .collect();
    for (at, module) in all.iter().enumerate() {
        if all[at + 1..]
            .iter()
            .any(|later| *later.name == *module.name)
        {
            continue;
        }
        let parameters: Vec<String> = module
            .parameters
            .iter()
            .map(|parameter| parameter.value.clone())
            .collect();
        let parameters = (!parameters.is_empty()).then_some(parameters);
        out.push(if multi {
            Piece::document(
                "KernelModuleConfig",
                Some(&module.name),
                map! { "parameters" => parameters },
            )
        } else {
            Piece::main(
                "machine.kernel.modules",
                map! { "name" => &module.name.value, "parameters" => parameters },
            )
            .appended()
        });
    }
}

/// Our own labels, then the description's; the most specific level comes last and wins.
fn labels(model: &Model, node: &Node) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if let (true, Some(storage)) = (node.has_storage(), &model.storage) {
        let BackendKind::Ceph = storage.backend;
        all.push((
            LABEL_STORAGE.to_string(),
            storage.backend.word().to_string(),
        ));
    }
    if let Some(rack) = node.rack.and_then(|at| model.racks.get(at)) {
        all.push((LABEL_RACK.to_string(), rack.name.to_string()));
    }
    for (_, settings) in node.settings(&model.cluster) {
        for label in &settings.label {
            all.retain(|(key, _)| *key != *label.key.value.0);
            all.push((label.key.to_string(), label.value.to_string()));
        }
    }
    all
}

/// A patch writes the file, which is written once; `patch/file` sees to it that it holds what is
/// needed here.
fn customizes_containerd(model: &Model, node: &Node) -> bool {
    let mut patches = model.patches.iter();
    patches.any(|patch| {
        let writes = [containerd::PATH, containerd::KIND];
        node.is_called(&patch.on) && writes.iter().any(|word| patch.body.contains(word))
    })
}

/// CDI writes to block volumes without being root.
fn block_device_ownership(multi: bool, out: &mut Vec<Piece>) {
    let content = containerd::content();
    out.push(if multi {
        Piece::document(
            containerd::KIND,
            Some("block-device-ownership"),
            map! { "content" => content },
        )
    } else {
        let file = map! {
            "content" => content,
            "permissions" => 0o644,
            "path" => containerd::PATH,
            "op" => "create",
        };
        Piece::main("machine.files", list![file])
    });
}
