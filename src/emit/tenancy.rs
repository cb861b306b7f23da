//! What a club gets on the host cluster: namespaces, quota, network policies, rights.

use super::app::App;
use super::context::{Context, Sink};
use super::k8s::{Object, PodSecurity, namespace};
use super::multus;
use crate::capacity::ClubLedger;
use crate::language::types::Size;
use crate::model::constants::LABEL_CLUB;
use crate::model::{Club, Model};
use crate::yaml::{Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    for (at, club) in model.clubs.iter().enumerate() {
        let path = format!("{}/tenancy.yaml", folder(club));
        sink.yaml(path, &club.entity(), &objects(context, at, club));
    }
}

fn objects(context: &Context<'_>, at: usize, club: &Club) -> Vec<Value> {
    let model = context.model;
    let names = model.names();
    let name = names.club(club);
    let has_vms = has_vms(model, at, club);
    // KubeVirt's launcher is not allowed by anything stricter.
    let security = if has_vms {
        PodSecurity::Privileged
    } else {
        PodSecurity::Baseline
    };
    let ledger = ClubLedger::new(model, at);
    let quota = &club.decl.quota;
    let mut hard = hard(
        u64::from(quota.cpu.value).saturating_sub(ledger.carved_cpu),
        left(quota.memory.value, ledger.carved_memory),
        left(quota.storage.value, ledger.carved_storage),
        most_vms(model, at, club),
    );
    let offers = || {
        context
            .parts
            .installed()
            .filter_map(|part| part.tenants.as_ref())
    };
    for offer in offers() {
        hard.set(
            offer.counted,
            (offer.may_have)(club).map(|most| most.to_string()),
        );
    }
    let visitors: Vec<&str> = match has_vms {
        true => offers().flat_map(|offer| offer.visitors).copied().collect(),
        false => Vec::new(),
    };
    let mut all = space(club, &name, security, hard, &visitors);
    all.extend(multus::attachments(context, at, club));
    all.extend(inner_spaces(model, club));
    all
}

/// Namespaces that a club has beside its own.
fn inner_spaces(model: &Model, club: &Club) -> Vec<Value> {
    let names = model.names();
    let mut all = Vec::new();
    for inner in &club.decl.namespace {
        let name = names.club_namespace(club, &inner.name);
        all.extend(space(
            club,
            &name,
            PodSecurity::Baseline,
            self::hard(
                inner.cpu.value.into(),
                inner.memory.value,
                inner.storage.value,
                0,
            ),
            &[],
        ));
    }
    all
}

fn left(total: Size, carved: Size) -> Size {
    Size(total.bytes().saturating_sub(carved.bytes()))
}

/// VMs that a club has, or may have.
fn most_vms(model: &Model, at: usize, club: &Club) -> u64 {
    let may = club.decl.quota.vms.map_or(0, |vms| u64::from(vms.value));
    may.max(model.vms_of(at).count() as u64)
}

/// Objects besides what VMs need: enough for people, too few to fill etcd.
const PODS: u64 = 50;
const CLAIMS: u64 = 30;

/// Requests only: with `limits.cpu` in a quota, KubeVirt silently limits every VM to one CPU per
/// vCPU (cozystack#3681), and with `limits.memory` it has to be told the limit of each.
fn hard(cpu: u64, memory: Size, storage: Size, vms: u64) -> Value {
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
fn space(
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
    let defaults = map! {
        "type" => "Container",
        "defaultRequest" => map! {
            "cpu" => "50m",
            "memory" => "128Mi",
            "ephemeral-storage" => "256Mi",
        },
    };
    // Classes that push other pods away are for the platform.
    let critical = map! { "matchExpressions" => list![map! {
        "scopeName" => "PriorityClass",
        "operator" => "In",
        "values" => list!["system-node-critical", "system-cluster-critical"],
    }] };
    let critical = map! { "hard" => map! { "pods" => "0" }, "scopeSelector" => critical };
    let policy = "networking.k8s.io/v1";
    let deny = map! { "podSelector" => map! {}, "policyTypes" => list!["Ingress", "Egress"] };
    vec![
        owned(namespace(name, security)).value(),
        limit("v1", "ResourceQuota", "club", map! { "hard" => hard }),
        limit("v1", "ResourceQuota", "no-critical-pods", critical),
        limit(
            "v1",
            "LimitRange",
            "club",
            map! { "limits" => list![defaults] },
        ),
        limit(policy, "NetworkPolicy", "default-deny", deny),
        limit(policy, "NetworkPolicy", "baseline", baseline(visitors)),
    ]
}

/// Pods and VMs of a namespace reach each other, resolvers and the internet; not other clubs, not
/// the nodes. Visitors are namespaces of the platform whose pods come in.
fn baseline(visitors: &[&str]) -> Value {
    let inside = || map! { "podSelector" => map! {} };
    let resolver = map! {
        "namespaceSelector" => map! {
            "matchLabels" => map! { "kubernetes.io/metadata.name" => "kube-system" },
        },
        "podSelector" => map! { "matchLabels" => map! { "k8s-app" => "kube-dns" } },
    };
    let dns = |protocol: &str| map! { "protocol" => protocol, "port" => 53 };
    let internet = map! { "ipBlock" => map! {
        "cidr" => "0.0.0.0/0",
        "except" => list!["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"],
    } };
    let namespace = |name: &str| {
        map! {
            "namespaceSelector" => map! {
                "matchLabels" => map! { "kubernetes.io/metadata.name" => name },
            },
        }
    };
    let mut from = vec![inside()];
    from.extend(visitors.iter().map(|name| namespace(name)));
    map! {
        "podSelector" => map! {},
        "policyTypes" => list!["Ingress", "Egress"],
        "ingress" => list![map! { "from" => from }],
        "egress" => list![
            map! { "to" => list![inside()] },
            map! { "to" => list![resolver], "ports" => list![dns("UDP"), dns("TCP")] },
            map! { "to" => list![internet] },
        ],
    }
}

/// A club has VMs, or may have some.
pub(super) fn has_vms(model: &Model, at: usize, club: &Club) -> bool {
    model.vms_of(at).next().is_some() || club.decl.quota.vms.is_some_and(|vms| vms.value > 0)
}

/// Applications of what tenants have of the platform.
pub(super) fn apps(model: &Model) -> Vec<App> {
    let names = model.names();
    let app = |club: &Club| App {
        name: names.club(club),
        entity: club.entity(),
        namespace: names.club(club),
        manifests: Some(folder(club)),
        also: club
            .decl
            .namespace
            .iter()
            .map(|inner| names.club_namespace(club, &inner.name))
            .collect(),
        gates_nothing: true,
        ..App::default()
    };
    model.clubs.iter().map(app).collect()
}

/// Of all clubs, below `out/`.
pub(super) const FOLDER: &str = "clubs";

/// Of a club, below `out/`.
pub(super) fn folder(club: &Club) -> String {
    format!("{FOLDER}/{}", club.decl.name)
}
