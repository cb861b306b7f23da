//! A namespace of a club: its quotas, defaults and policies.

use super::network::baseline;
use crate::emit::k8s::{Object, PodSecurity, namespace};
use crate::language::types::Size;
use crate::model::constants::LABEL_CLUB;
use crate::model::{Club, Model};
use crate::yaml::{Value, list, map};

/// Objects besides what VMs need: enough for people, too few to fill etcd.
const PODS: u64 = 50;
const CLAIMS: u64 = 30;

/// Requests only: with `limits.cpu` in a quota, KubeVirt silently limits every VM to one CPU per
/// vCPU (cozystack#3681), and with `limits.memory` it has to be told the limit of each.
pub(super) fn hard(cpu: u64, memory: Size, storage: Size, vms: u64) -> Value {
    map! {
        "requests.cpu" => cpu.to_string(),
        "requests.memory" => memory.quantity(),
        "requests.storage" => storage.quantity(),
        "requests.ephemeral-storage" => "50Gi",
        "services.loadbalancers" => "0",
        "services.nodeports" => "0",
        // One that runs, one that it moves to, and importers of its disks.
        "count/pods" => (PODS + 4 * vms).to_string(),
        "count/persistentvolumeclaims" => (CLAIMS + 10 * vms).to_string(),
        "count/services" => "30",
        "count/secrets" => (100 + 2 * vms).to_string(),
        "count/configmaps" => "100",
        "count/volumesnapshots.snapshot.storage.k8s.io" => (CLAIMS + 10 * vms).to_string(),
    }
}

/// A namespace with its quota, defaults and network policies.
pub(super) fn objects(
    model: &Model,
    club: &Club,
    name: &str,
    security: PodSecurity,
    hard: Value,
    visitors: &[&str],
) -> Vec<Value> {
    let owned = |object: Object| object.label(LABEL_CLUB, &club.decl.name);
    let limit = |api, kind, object_name: &str, spec: Value| {
        let object = Object::new(api, kind).named(object_name).within(name);
        owned(object).with("spec", spec).value()
    };
    let policy = "networking.k8s.io/v1";
    let deny = map! { "podSelector" => map! {}, "policyTypes" => list!["Ingress", "Egress"] };
    vec![
        owned(namespace(name, security)).value(),
        limit("v1", "ResourceQuota", "club", map! { "hard" => hard }),
        limit("v1", "ResourceQuota", "no-critical-pods", critical()),
        limit(
            "v1",
            "LimitRange",
            "club",
            map! { "limits" => list![defaults()] },
        ),
        limit(policy, "NetworkPolicy", "default-deny", deny),
        limit(
            policy,
            "NetworkPolicy",
            "baseline",
            baseline(model, visitors),
        ),
    ]
}

/// What a container asks for that says nothing.
fn defaults() -> Value {
    map! {
        "type" => "Container",
        "defaultRequest" => map! {
            "cpu" => "50m",
            "memory" => "128Mi",
            "ephemeral-storage" => "256Mi",
        },
    }
}

/// Classes that push other pods away are for the platform.
fn critical() -> Value {
    let critical = map! { "matchExpressions" => list![map! {
        "scopeName" => "PriorityClass",
        "operator" => "In",
        "values" => list!["system-node-critical", "system-cluster-critical"],
    }] };
    map! { "hard" => map! { "pods" => "0" }, "scopeSelector" => critical }
}
