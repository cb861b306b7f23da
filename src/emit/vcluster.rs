//! vclusters: chart values, registration in Argo CD, and what is installed inside each.

use super::app::{self, App, Chart, git_source, in_repository};
use super::context::{Context, Sink};
use super::k8s::{Object, PodSecurity, namespace};
use super::{helm, tenancy};
use crate::language::types::Size;
use crate::model::constants::{
    LABEL_CLUB, LABEL_VCLUSTER, LABEL_VISIBLE, NAMESPACE_ARGOCD, PROJECT_PLATFORM, REGISTRAR,
};
use crate::model::{Club, Model, Purpose, Vcluster};
use crate::parts::vcluster::{CONTROL_PLANE, IMAGE, PART, REGISTRY, STATE};
use crate::yaml::{Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    for vcluster in &model.vclusters {
        let Some(club) = model.clubs.get(vcluster.club) else {
            continue;
        };
        let (folder, entity) = (folder(club, vcluster), entity(club, vcluster));
        let path = format!("{folder}/values.yaml");
        helm::write(
            context,
            sink,
            &path,
            &entity,
            &PART,
            values(model, vcluster),
        );
        sink.yaml(
            format!("{folder}/manifests/namespace.yaml"),
            &entity,
            &[own_namespace(model, club, vcluster)],
        );
        sink.yaml(
            format!("{folder}/registration/registration.yaml"),
            &entity,
            &registration(model, club, vcluster),
        );
        sink.yaml(
            format!("{folder}/baseline/baseline.yaml"),
            &entity,
            &baseline(model, club, vcluster),
        );
    }
    everywhere(model, sink);
}

fn folder(club: &Club, vcluster: &Vcluster) -> String {
    format!("{}/vclusters/{}", tenancy::folder(club), vcluster.decl.name)
}

fn entity(club: &Club, vcluster: &Vcluster) -> String {
    format!("{}/vcluster/{}", club.entity(), vcluster.decl.name)
}

/// Two of each: the vcluster, and what makes Argo CD know it. That one is on its own: it waits for
/// a Secret that the vcluster writes, and tries again until then.
pub(super) fn apps(model: &Model) -> Vec<App> {
    let names = model.names();
    let apps = |vcluster: &Vcluster| {
        let club = model.clubs.get(vcluster.club)?;
        let (folder, entity) = (folder(club, vcluster), entity(club, vcluster));
        let name = names.vcluster(vcluster);
        let values = format!("{folder}/values.yaml");
        let app = App {
            name: name.clone(),
            entity: entity.clone(),
            wave: 50,
            namespace: name.clone(),
            chart: Chart::of(&PART, model, &vcluster.decl.name, values),
            manifests: Some(format!("{folder}/manifests")),
            also: Vec::new(),
        };
        let registration = App {
            name: names.vcluster_registration(vcluster),
            entity,
            wave: 51,
            namespace: NAMESPACE_ARGOCD.to_string(),
            chart: None,
            manifests: Some(format!("{folder}/registration")),
            also: vec![name],
        };
        Some([app, registration])
    };
    model.vclusters.iter().filter_map(apps).flatten().collect()
}

fn own_namespace(model: &Model, club: &Club, vcluster: &Vcluster) -> Value {
    namespace(&model.names().vcluster(vcluster), PodSecurity::Baseline)
        .label(LABEL_CLUB, &club.decl.name)
        .value()
}

/// Values of the chart, which are vcluster's own configuration (vcluster v0.36.1
/// chart/values.schema.json).
fn values(model: &Model, vcluster: &Vcluster) -> Value {
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
        "policies" => policies(vcluster),
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
            "ingresses" => map! { "enabled" => true },
            "pods" => map! { "useSecretsForSATokens" => true },
            // A tenant's own volume could name a path on the node.
            "persistentVolumes" => off(),
            // A tenant's rules could reopen what ours close.
            "networkPolicies" => off(),
        },
        "fromHost" => map! {
            "ingressClasses" => map! { "enabled" => true },
            "storageClasses" => map! {
                "enabled" => true,
                "selector" => map! { "matchLabels" => map! { LABEL_VISIBLE => "true" } },
            },
            "nodes" => off(),
        },
    }
}

/// Every key is said: Helm merges, and keys left out keep the chart's defaults.
fn policies(vcluster: &Vcluster) -> Value {
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
        "except" => list!["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"],
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

/// Turns the Secret that the vcluster writes into the one that Argo CD reads. External Secrets
/// pulls it: nothing of the club may write to Argo CD's namespace.
fn registration(model: &Model, club: &Club, vcluster: &Vcluster) -> Vec<Value> {
    let name = model.names().vcluster(vcluster);
    let rights = map! {
        "apiGroups" => list![""],
        "resources" => list!["secrets"],
        "resourceNames" => list![&name],
        "verbs" => list!["get"],
    };
    let role = Object::new("rbac.authorization.k8s.io/v1", "Role")
        .named("argocd-registration")
        .within(&name)
        .with("rules", list![rights]);
    let account = map! {
        "kind" => "ServiceAccount",
        "name" => REGISTRAR,
        "namespace" => NAMESPACE_ARGOCD,
    };
    let binding = Object::new("rbac.authorization.k8s.io/v1", "RoleBinding")
        .named("argocd-registration")
        .within(&name)
        .role("Role", "argocd-registration")
        .with("subjects", list![account]);
    vec![
        role.value(),
        binding.value(),
        secret_store(&name),
        external_secret(model, club, vcluster, &name),
    ]
}

fn secret_store(name: &str) -> Value {
    let server = map! {
        "caProvider" => map! {
            "type" => "ConfigMap",
            "name" => "kube-root-ca.crt",
            "key" => "ca.crt",
        },
    };
    let provider = map! { "kubernetes" => map! {
        "remoteNamespace" => name,
        "server" => server,
        "auth" => map! { "serviceAccount" => map! { "name" => REGISTRAR } },
    } };
    Object::new("external-secrets.io/v1", "SecretStore")
        .named(name)
        .within(NAMESPACE_ARGOCD)
        .with("spec", map! { "provider" => provider })
        .value()
}

fn external_secret(model: &Model, club: &Club, vcluster: &Vcluster, name: &str) -> Value {
    let labels = map! {
        "argocd.argoproj.io/secret-type" => "cluster",
        LABEL_CLUB => &*club.decl.name.value.0,
        LABEL_VCLUSTER => &*vcluster.decl.name.value.0,
    };
    // Argo CD wants JSON; the braces with a dot are filled in by External Secrets, in the cluster.
    let config = r#"{"bearerToken":"{{ .token }}","tlsClientConfig":{"insecure":false,"caData":"{{ .ca | b64enc }}"}}"#;
    let remote = |key: &str, property: &str| {
        map! {
            "secretKey" => key,
            "remoteRef" => map! { "key" => name, "property" => property },
        }
    };
    let template = map! {
        "engineVersion" => "v2",
        "metadata" => map! { "labels" => labels },
        "data" => map! {
            "name" => name,
            "server" => format!("https://{}:443", model.names().vcluster_host(vcluster)),
            "config" => config,
        },
    };
    let spec = map! {
        "refreshInterval" => "10m",
        "secretStoreRef" => map! { "kind" => "SecretStore", "name" => name },
        "target" => map! {
            "name" => name,
            "creationPolicy" => "Owner",
            "template" => template,
        },
        "data" => list![remote("token", "token"), remote("ca", "certificate-authority")],
    };
    Object::new("external-secrets.io/v1", "ExternalSecret")
        .named(name)
        .within(NAMESPACE_ARGOCD)
        .with("spec", spec)
        .value()
}

/// Where its people find what the platform knows of a vcluster. Their rights inside come from Argo
/// CD and from the kubeconfig: its API server knows no groups.
fn baseline(model: &Model, club: &Club, vcluster: &Vcluster) -> Vec<Value> {
    let quota = &vcluster.decl;
    let limits = format!(
        "{} CPUs, {} of memory, {} of storage",
        quota.cpu, quota.memory, quota.storage
    );
    let data = map! {
        "club" => &*club.decl.name.value.0,
        "vcluster" => &*quota.name.value.0,
        "platform" => &*model.platform.name.value.0,
        "quota" => limits,
        "argocd" => model.names().argocd_host().map(|host| format!("https://{host}")),
        "contact" => model.platform.admins.as_ref().map(|group| group.value.clone()),
    };
    let info = Object::new("v1", "ConfigMap")
        .named("platform")
        .within("default");
    vec![info.with("data", data).value()]
}

/// What is installed inside every registered vcluster.
fn everywhere(model: &Model, sink: &mut Sink<'_>) {
    let label = |key: &str| format!("{{{{ index .metadata.labels \"{key}\" }}}}");
    let path = format!(
        "{}/{}/vclusters/{}/baseline",
        tenancy::FOLDER,
        label(LABEL_CLUB),
        label(LABEL_VCLUSTER)
    );
    let selector = map! {
        "matchLabels" => map! { "argocd.argoproj.io/secret-type" => "cluster" },
        "matchExpressions" => list![map! { "key" => LABEL_VCLUSTER, "operator" => "Exists" }],
    };
    let template = map! {
        "metadata" => map! { "name" => "baseline-{{ .nameNormalized }}" },
        "spec" => map! {
            "project" => PROJECT_PLATFORM,
            "source" => git_source(model, Some(in_repository(model, &path)), None),
            "destination" => map! { "name" => "{{ .name }}", "namespace" => "default" },
            "syncPolicy" => app::sync_policy(&["ServerSideApply=true"]),
        },
    };
    let spec = map! {
        "goTemplate" => true,
        "goTemplateOptions" => list!["missingkey=error"],
        "generators" => list![map! { "clusters" => map! { "selector" => selector } }],
        "syncPolicy" => map! {
            "applicationsSync" => "create-update",
            "preserveResourcesOnDeletion" => true,
        },
        "template" => template,
    };
    let set = Object::new("argoproj.io/v1alpha1", "ApplicationSet")
        .named("vcluster-baseline")
        .within(NAMESPACE_ARGOCD)
        .wave(60)
        .with("spec", spec)
        .value();
    sink.yaml(
        format!("{}/apps/vcluster-baseline.yaml", app::FOLDER),
        "versions/vcluster",
        &[set],
    );
}
