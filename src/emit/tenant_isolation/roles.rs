//! Roles of members, and who has them where.
//!
//! Never Kubernetes' own `edit`: it makes network policies, which would open what ours close, and
//! ServiceAccounts of anybody could be used with it.

use crate::emit::context::Context;
use crate::emit::k8s::{Object, group};
use crate::emit::tenancy;
use crate::language::MemberRole;
use crate::model::Club;
use crate::model::constants::LABEL_CLUB;
use crate::parts::tenant_isolation::cluster_role;
use crate::yaml::{Value, list, map};

const RBAC: &str = "rbac.authorization.k8s.io/v1";

const READ: [&str; 3] = ["get", "list", "watch"];
const WRITE: [&str; 5] = ["create", "update", "patch", "delete", "deletecollection"];

/// Group and resources.
type Resources = (&'static str, &'static [&'static str]);

/// What shows why something does not run. No Secrets.
const SEEN: &[Resources] = &[
    (
        "",
        &[
            "pods",
            "pods/log",
            "pods/status",
            "services",
            "endpoints",
            "events",
            "configmaps",
            "persistentvolumeclaims",
            "resourcequotas",
            "limitranges",
            "serviceaccounts",
        ],
    ),
    ("events.k8s.io", &["events"]),
    (
        "apps",
        &["deployments", "replicasets", "statefulsets", "daemonsets"],
    ),
    ("batch", &["jobs", "cronjobs"]),
    ("autoscaling", &["horizontalpodautoscalers"]),
    ("policy", &["poddisruptionbudgets"]),
    ("networking.k8s.io", &["networkpolicies", "ingresses"]),
    ("discovery.k8s.io", &["endpointslices"]),
    ("cdi.kubevirt.io", &["datavolumes"]),
    ("snapshot.storage.k8s.io", &["volumesnapshots"]),
    ("k8s.cni.cncf.io", &["network-attachment-definitions"]),
];

/// What an application is made of. No policies, no roles, no host names (Ingress), nothing that
/// fetches Secrets from elsewhere.
const MADE: &[Resources] = &[
    (
        "",
        &[
            "pods",
            "services",
            "configmaps",
            "secrets",
            "persistentvolumeclaims",
            "serviceaccounts",
        ],
    ),
    ("apps", &["deployments", "replicasets", "statefulsets"]),
    (
        "apps",
        &[
            "deployments/scale",
            "replicasets/scale",
            "statefulsets/scale",
        ],
    ),
    ("batch", &["jobs", "cronjobs"]),
    ("autoscaling", &["horizontalpodautoscalers"]),
    ("policy", &["poddisruptionbudgets"]),
];

pub(super) fn roles() -> Vec<Value> {
    let role = |role: MemberRole, rules: Vec<Value>| {
        Object::new(RBAC, "ClusterRole")
            .named(&cluster_role(role))
            .with("rules", rules)
            .value()
    };
    let seen = || SEEN.iter().map(|what| rule(what, &READ));
    let made = MADE.iter().map(|what| rule(what, &WRITE));
    let secrets = rule(&("", &["secrets"]), &READ);
    let into = rule(
        &("", &["pods/exec", "pods/portforward", "pods/attach"]),
        &["create", "get"],
    );
    vec![
        role(MemberRole::View, seen().collect()),
        role(
            MemberRole::Edit,
            seen().chain(made).chain([secrets, into]).collect(),
        ),
    ]
}

fn rule((group, resources): &Resources, verbs: &[&'static str]) -> Value {
    map! {
        "apiGroups" => list![*group],
        "resources" => resources.to_vec(),
        "verbs" => verbs.to_vec(),
    }
}

const ROLES: [MemberRole; 2] = [MemberRole::View, MemberRole::Edit];

/// Of one club, in all of its namespaces.
pub(super) fn bindings(context: &Context<'_>, at: usize, club: &Club) -> Vec<Value> {
    let mut all = Vec::new();
    if tenancy::has_vms(context.model, at, club) {
        all.extend(beside_vms(context, club));
    }
    for inner in &club.decl.namespace {
        let name = context.model.names().club_namespace(club, &inner.name);
        let bound = ROLES.map(|role| bind(context, club, &name, role, &cluster_role(role), ""));
        all.extend(bound.into_iter().flatten());
    }
    all
}

/// Where VMs are, a pod would be root on its machine: all look, and what may be done is said by the
/// part that brings it.
fn beside_vms(context: &Context<'_>, club: &Club) -> Vec<Value> {
    let name = context.model.names().club(club);
    let look = cluster_role(MemberRole::View);
    let mut all = Vec::new();
    for role in ROLES {
        all.extend(bind(context, club, &name, role, &look, ""));
        let parts = context.parts.installed();
        for offer in parts.filter_map(|part| part.tenants.as_ref()) {
            let theirs = format!("{}{}", offer.roles, role.word());
            all.extend(bind(context, club, &name, role, &theirs, "-vms"));
        }
    }
    all
}

/// Groups of a role get a ClusterRole in a namespace.
fn bind(
    context: &Context<'_>,
    club: &Club,
    namespace: &str,
    role: MemberRole,
    cluster_role: &str,
    suffix: &str,
) -> Option<Value> {
    let members = club.decl.members.iter();
    let subjects: Vec<Value> = members
        .filter(|members| members.role.value == role)
        .map(|members| group(&context.model.names().group(&members.group)))
        .collect();
    let binding = Object::new(RBAC, "RoleBinding")
        .named(&format!("radier-{}{suffix}", role.word()))
        .within(namespace)
        .label(LABEL_CLUB, &club.decl.name)
        .role("ClusterRole", cluster_role);
    (!subjects.is_empty()).then(|| binding.with("subjects", subjects).value())
}
