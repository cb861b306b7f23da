//! What a club gets on the host cluster: namespaces, quota, network policies, rights.

use super::app::App;
use super::context::{Context, Sink};
use super::k8s::{Object, PodSecurity, group, namespace};
use super::multus;
use crate::capacity::ClubLedger;
use crate::language::MemberRole;
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
    let has_vms =
        model.vms_of(at).next().is_some() || club.decl.quota.vms.is_some_and(|vms| vms.value > 0);
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
    if has_vms {
        all.extend(offers().flat_map(|offer| members(model, club, &name, offer.roles)));
    }
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
            ),
            &[],
        ));
        all.extend(members(model, club, &name, ""));
    }
    all
}

fn left(total: Size, carved: Size) -> Size {
    Size(total.bytes().saturating_sub(carved.bytes()))
}

/// Requests only: with `limits.cpu` in a quota, KubeVirt silently limits every VM to one CPU per
/// vCPU (cozystack#3681).
fn hard(cpu: u64, memory: Size, storage: Size) -> Value {
    map! {
        "requests.cpu" => cpu.to_string(),
        "requests.memory" => memory.quantity(),
        "requests.storage" => storage.quantity(),
        "services.loadbalancers" => "0",
        "services.nodeports" => "0",
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
        "defaultRequest" => map! { "cpu" => "50m", "memory" => "128Mi" },
    };
    let policy = "networking.k8s.io/v1";
    let deny = map! { "podSelector" => map! {}, "policyTypes" => list!["Ingress", "Egress"] };
    vec![
        owned(namespace(name, security)).value(),
        limit("v1", "ResourceQuota", "club", map! { "hard" => hard }),
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

/// Rights of members. Where VMs are, never core `edit`: in a privileged namespace it would be root
/// on the workers.
fn members(model: &Model, club: &Club, namespace: &str, prefix: &str) -> Vec<Value> {
    let binding = |role: MemberRole| {
        let members = club.decl.members.iter();
        let subjects: Vec<Value> = members
            .filter(|members| members.role.value == role)
            .map(|members| group(&model.names().group(&members.group)))
            .collect();
        let binding = Object::new("rbac.authorization.k8s.io/v1", "RoleBinding")
            .named(&format!("members-{}", role.word()))
            .within(namespace)
            .label(LABEL_CLUB, &club.decl.name)
            .role("ClusterRole", &format!("{prefix}{}", role.word()));
        (!subjects.is_empty()).then(|| binding.with("subjects", subjects).value())
    };
    [MemberRole::View, MemberRole::Edit]
        .into_iter()
        .filter_map(binding)
        .collect()
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
