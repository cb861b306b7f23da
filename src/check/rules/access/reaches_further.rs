//! `access/reaches-further`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::yaml::{Key, Node};

pub static RULE: Rule = Rule {
    id: "access/reaches-further",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object reaches into the rights or the pods of everybody",
    why: "It looks like an object of its own, and changes what others have: rights that are added \
          to `edit` are added for every member of every club, a default priority is that of every \
          pod, a store for the whole cluster hands out the Secrets that it reads.",
    fr: French {
        summary: "un objet touche aux droits ou aux pods de tout le monde",
        why: "Il semble ne concerner que lui, et change ce qu'ont les autres : des droits ajoutés \
              à `edit` le sont pour chaque membre de chaque club, une priorité par défaut est \
              celle de chaque pod, un magasin pour tout le cluster distribue les Secrets qu'il \
              lit.",
    },
    wrong: &[
        r#"
manifests "more" namespace="default" {
    yaml """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: more
          labels: {rbac.authorization.k8s.io/aggregate-to-edit: "true"}
        rules:
          - apiGroups: [networking.k8s.io]
            resources: [networkpolicies]
            verbs: [create]
        """
}
"#,
        r#"
manifests "more" namespace="default" {
    yaml """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata:
          name: high
        value: 1000000
        globalDefault: true
        """
}
"#,
        r#"
manifests "more" namespace="default" {
    yaml """
        apiVersion: external-secrets.io/v1
        kind: ClusterSecretStore
        metadata:
          name: cluster
        spec:
          provider:
            kubernetes:
              remoteNamespace: argocd
              auth: {serviceAccount: {name: reader, namespace: default}}
        """
}
"#,
        r#"
manifests "more" namespace="argocd" {
    yaml """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: web
        spec:
          project: default
          source: {repoURL: "https://git.example.org/web/site.git", path: deploy, targetRevision: main}
          destination: {server: "https://kubernetes.default.svc", namespace: default}
        """
}
"#,
    ],
    right: &[
        r#"
manifests "more" namespace="default" {
    yaml """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata:
          name: high
        value: 1000000
        """
}
"#,
        r#"
manifests "more" namespace="default" {
    yaml """
        apiVersion: external-secrets.io/v1
        kind: ClusterSecretStore
        metadata:
          name: own
        spec:
          conditions:
            - namespaces: [argocd]
          provider:
            kubernetes:
              remoteNamespace: argocd
              server: {caProvider: {type: ConfigMap, name: kube-root-ca.crt, key: ca.crt, namespace: argocd}}
              auth: {serviceAccount: {name: reader, namespace: argocd}}
        """
}
"#,
    ],
    check: Check::Written(check),
};

/// A key or a value, what it does, and what to do.
type Found<'o> = (Place<'o>, String, &'static str, String);

enum Place<'o> {
    Key(&'o Key),
    Value(&'o Node),
}

fn check(cx: &Context<'_>, report: &mut Report) {
    let platform = cx.platform_namespaces();
    for object in &cx.hatches.objects {
        let found = match object.known() {
            "ClusterRole" => added(object),
            "PriorityClass" => default_priority(object),
            "ClusterSecretStore" => store(object, &platform),
            "Application" => default_project(object),
            _ => None,
        };
        report.extend(found.map(|found| say(object, found)));
    }
}

fn say(object: &Object<'_>, (place, message, label, help): Found<'_>) -> Diagnostic {
    let span = match place {
        Place::Key(key) => object.span(&key.at),
        Place::Value(node) => object.place(node),
    };
    RULE.at(span, message).label(label).help(help)
}

/// Kubernetes adds the rules to its own roles, for all who have them.
fn added<'o>(object: &'o Object<'_>) -> Option<Found<'o>> {
    let labels = object.at(&["metadata", "labels"])?;
    let aggregates = |(key, value): &&(Key, Node)| {
        let to = key
            .text
            .strip_prefix("rbac.authorization.k8s.io/aggregate-to-");
        to.is_some_and(|to| ["admin", "edit", "view"].contains(&to)) && value.says("true")
    };
    let (key, _) = labels.pairs().iter().find(aggregates)?;
    let role = key.text.rsplit('-').next().unwrap_or_default();
    Some((
        Place::Key(key),
        format!(
            "ClusterRole `{}` adds rights to `{role}` everywhere",
            object.name()
        ),
        "whoever has that role gets these rights too",
        "remove this label, and bind the role to those who need it, in their namespace".to_string(),
    ))
}

fn default_priority<'o>(object: &'o Object<'_>) -> Option<Found<'o>> {
    let (_, node) = object
        .node
        .entry("globalDefault")
        .filter(|(_, node)| node.says("true"))?;
    Some((
        Place::Value(node),
        format!(
            "every pod that names no class would have priority `{}`",
            object.name()
        ),
        "those of all clubs too, and they push others away",
        "remove this line, and name the class in the pods that it is for".to_string(),
    ))
}

/// Every namespace may ask a store of the cluster.
fn store<'o>(object: &'o Object<'_>, platform: &[&str]) -> Option<Found<'o>> {
    let place = object.at(&["spec", "provider", "kubernetes", "remoteNamespace"])?;
    // It says itself which namespaces may.
    if object.at(&["spec", "conditions"]).is_some() {
        return None;
    }
    platform.contains(&place.text()).then(|| {
        (
            Place::Value(place),
            format!(
                "every namespace could fetch the Secrets of `{}`",
                place.text()
            ),
            "a store for the whole cluster reads them",
            "make it a `SecretStore` in the one namespace that needs it".to_string(),
        )
    })
}

/// Argo CD's own project, which may deploy anything anywhere.
fn default_project<'o>(object: &'o Object<'_>) -> Option<Found<'o>> {
    let project = object
        .at(&["spec", "project"])
        .filter(|project| project.text() == "default")?;
    Some((
        Place::Value(project),
        format!(
            "Application `{}` is in project `default`, which has no borders",
            object.name()
        ),
        "it may deploy anything anywhere",
        "write `project: platform` for the platform's own repository, or make an AppProject for it"
            .to_string(),
    ))
}
