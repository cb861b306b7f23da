//! How kube-scheduler chooses machines, where VMs are.

use crate::model::Model;
use crate::yaml::{Value, list, map};

/// Fills one machine before the next. By default it spreads what comes over all machines, and then
/// no machine has room in one piece for a large VM, which stays Pending although there is enough in
/// all: Radier's sums are about pieces. Talos adds the kind and the kubeconfig (siderolabs/talos
/// controllers/k8s/render_config_static_pods.go schedulerConfig).
pub(super) fn config(model: &Model) -> Option<Value> {
    if model.vms.is_empty() {
        return None;
    }
    let fit = map! {
        "scoringStrategy" => map! {
            "type" => "MostAllocated",
            "resources" => list![map! { "name" => "memory", "weight" => 1 }],
        },
    };
    // Both of these spread.
    let disabled = ["NodeResourcesBalancedAllocation", "PodTopologySpread"];
    let score = map! {
        "disabled" => disabled.map(|name| map! { "name" => name }).to_vec(),
        // VMs that should be apart are, also where one machine is the fuller one.
        "enabled" => list![
            map! { "name" => "NodeResourcesFit", "weight" => 10 },
            map! { "name" => "InterPodAffinity", "weight" => 20 },
        ],
    };
    let profile = map! {
        "schedulerName" => "default-scheduler",
        "pluginConfig" => list![map! { "name" => "NodeResourcesFit", "args" => fit }],
        "plugins" => map! { "score" => score },
    };
    Some(map! {
        "apiVersion" => "kubescheduler.config.k8s.io/v1",
        "kind" => "KubeSchedulerConfiguration",
        "profiles" => list![profile],
    })
}
