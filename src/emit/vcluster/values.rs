//! Values of vcluster's chart.
//!
//! Knows nothing of Argo CD.

use crate::emit::tenancy;
use crate::language::types::Size;
use crate::model::constants::LABEL_VISIBLE;
use crate::model::{Model, Purpose, Vcluster};
use crate::parts::vcluster::{CONTROL_PLANE, IMAGE, REGISTRY, STATE};
use crate::yaml::{Value, list, map};

/// Values of the chart, which are vcluster's own configuration (vcluster v0.36.1
/// chart/values.schema.json).
pub(super) fn values(model: &Model, vcluster: &Vcluster) -> Value {
    let names = model.names();
    let host = names.vcluster_host(vcluster);
    map! {
        "controlPlane" => map! {
            "statefulSet" => stateful_set(model),
            "distro" => map! {
                "k8s" => map! {
                    "enabled" => true,
                    "version" => format!("v{}", model.versions.vcluster_kubernetes),
                },
            },
            "backingStore" => map! {
                "database" => map! { "embedded" => map! { "enabled" => true } },
            },
            // Not among the default names of the certificate, and the one that Argo CD uses.
            "proxy" => map! { "extraSANs" => list![&host, format!("{host}.cluster.local")] },
        },
        "sync" => sync(),
        "networking" => map! {
            "advanced" => map! {
                "proxyKubelets" => map! { "byHostname" => false, "byIP" => false },
            },
        },
        "policies" => policies(model, vcluster),
        "exportKubeConfig" => map! {
            "context" => names.vcluster(vcluster),
            "server" => format!("https://{host}:443"),
            // A token that lives as long as the vcluster, for Argo CD.
            "serviceAccount" => map! {
                "name" => "argocd-manager",
                "namespace" => "kube-system",
                "clusterRole" => "cluster-admin",
            },
        },
        "telemetry" => map! { "enabled" => false },
    }
}

fn stateful_set(model: &Model) -> Value {
    let class = model.pools().iter().find(|pool| pool.default).or_else(|| {
        model
            .pools()
            .iter()
            .find(|pool| pool.purpose == Purpose::Apps)
    });
    let names = model.names();
    map! {
        // The default image needs a licence for some features and crashes without.
        "image" => map! {
            "registry" => REGISTRY,
            "repository" => IMAGE,
            "tag" => model.versions.vcluster.to_string(),
        },
        "resources" => map! {
            "requests" => map! {
                "cpu" => CONTROL_PLANE.cpu(),
                "memory" => CONTROL_PLANE.memory.quantity(),
                "ephemeral-storage" => "1Gi",
            },
            "limits" => map! {
                "cpu" => "1",
                "memory" => CONTROL_PLANE.limit.quantity(),
                "ephemeral-storage" => "4Gi",
            },
        },
        "persistence" => map! { "volumeClaim" => map! {
            "enabled" => true,
            "size" => STATE.quantity(),
            "storageClass" => class.map(|pool| names.storage_class(pool)),
            "retentionPolicy" => "Retain",
        } },
    }
}

fn sync() -> Value {
    let off = || map! { "enabled" => false };
    map! {
        "toHost" => map! {
            // A host name is whose Ingress names it first: a tenant could take Argo CD's.
            "ingresses" => off(),
            "pods" => map! { "useSecretsForSATokens" => true },
            // A tenant's own volume could name a path on the node.
            "persistentVolumes" => off(),
            // A tenant's rules could reopen what ours close.
            "networkPolicies" => off(),
        },
        "fromHost" => map! {
            "ingressClasses" => off(),
            "storageClasses" => map! {
                "enabled" => true,
                "selector" => map! { "matchLabels" => map! { LABEL_VISIBLE => "true" } },
            },
            "nodes" => off(),
        },
    }
}

/// Every key is said: Helm merges, and keys left out keep the chart's defaults.
fn policies(model: &Model, vcluster: &Vcluster) -> Value {
    let (cpu, memory) = (vcluster.decl.cpu.value, vcluster.decl.memory.value);
    let limits = map! {
        "enabled" => true,
        "default" => map! { "cpu" => "500m", "memory" => "512Mi", "ephemeral-storage" => "2Gi" },
        "defaultRequest" => map! {
            "cpu" => "50m",
            "memory" => "128Mi",
            "ephemeral-storage" => "256Mi",
        },
        "max" => map! { "cpu" => cpu.to_string(), "memory" => memory.quantity() },
    };
    let internet = map! {
        "enabled" => true,
        "cidr" => "0.0.0.0/0",
        "except" => tenancy::inside(model),
    };
    map! {
        "podSecurityStandard" => "baseline",
        "resourceQuota" => map! { "enabled" => true, "quota" => quota(vcluster) },
        "limitRange" => limits,
        "networkPolicy" => map! {
            "enabled" => true,
            "workload" => map! { "publicEgress" => internet },
        },
    }
}

fn quota(vcluster: &Vcluster) -> Value {
    let (cpu, memory) = (vcluster.decl.cpu.value, vcluster.decl.memory.value);
    let half_more = Size(memory.bytes().saturating_add(memory.bytes() / 2));
    map! {
        "requests.cpu" => cpu.to_string(),
        "requests.memory" => memory.quantity(),
        "requests.storage" => vcluster.decl.storage.quantity(),
        "requests.ephemeral-storage" => "20Gi",
        "limits.cpu" => cpu.saturating_mul(2).to_string(),
        "limits.memory" => half_more.quantity(),
        "limits.ephemeral-storage" => "40Gi",
        "services.nodeports" => 0,
        "services.loadbalancers" => 0,
        "count/endpoints" => 40,
        "count/pods" => 40,
        "count/services" => 30,
        "count/secrets" => 100,
        "count/configmaps" => 100,
        "count/persistentvolumeclaims" => 10,
    }
}
