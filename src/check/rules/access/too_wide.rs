//! `access/too-wide`

use crate::check::hatch::Object;
use crate::check::{Context, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "access/too-wide",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an object gives people or projects more rights than anybody should have",
    why: "When an account or a token with such rights is stolen, the whole platform is lost, not one club.\n\n\
          `cluster-admin` reads every Secret and deletes every disk; a project with `*` lets any repository do the \
          same.",
    fr: French {
        summary: "un objet donne à des personnes ou à des projets plus de droits qu'il n'en faut",
        why: "`cluster-admin` lit chaque Secret et supprime chaque disque ; un projet avec `*` permet la même chose à n'importe \
              quel dépôt. Quand la personne part, ou qu'un jeton fuit, c'est toute la plateforme qui est perdue, pas un club.",
    },
    wrong: r#"
manifests "rights" {
    yaml """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: helpers
        roleRef:
          kind: ClusterRole
          name: cluster-admin
          apiGroup: rbac.authorization.k8s.io
        subjects:
          - kind: User
            name: alice@example.org
            apiGroup: rbac.authorization.k8s.io
        """
}
"#,
    right: r#"
manifests "rights" {
    yaml """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: helpers
        roleRef:
          kind: ClusterRole
          name: view
          apiGroup: rbac.authorization.k8s.io
        subjects:
          - kind: Group
            name: lab:helpers
            apiGroup: rbac.authorization.k8s.io
        """
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let admins = cx.model.platform.admins.as_ref().map_or(String::new(), |group| cx.model.names().group(group));
    for object in &cx.hatches.objects {
        let problem = match object.known() {
            "ClusterRoleBinding" => binding(object, &admins),
            "AppProject" => project(object),
            _ => None,
        };
        if let Some(problem) = problem {
            report.push(problem);
        }
    }
}

/// Programs may need everything; people are in the group of `admins`.
fn binding(object: &Object<'_>, admins: &str) -> Option<Diagnostic> {
    let text = |node: &Node, key: &str| node.get(key).map_or("", Node::text).to_string();
    let role = object.at(&["roleRef"]).filter(|role| text(role, "kind") != "Role" && text(role, "name") == "cluster-admin")?.get("name")?;
    let person = object.at(&["subjects"])?.items().iter().find(|subject| match (text(subject, "kind").as_str(), text(subject, "name").as_str()) {
        ("User", name) => !name.starts_with("system:serviceaccount:"),
        ("Group", name) => name != admins,
        _ => false,
    })?;
    Some(
        RULE.at(object.span(&role.at), format!("`{}` would have all rights", text(person, "name")))
            .label("reads every Secret, deletes every disk")
            .help(match admins {
                "" => format!("remove this object if they administer the platform, and name their group with `admins` in `platform`; {OTHERS}"),
                group => format!("remove this object if they administer the platform, and add them to its group `{group}`; {OTHERS}"),
            }),
    )
}

const OTHERS: &str = "give others `edit` or `view` with a RoleBinding in their own namespace";

fn project(object: &Object<'_>) -> Option<Diagnostic> {
    let every = |path: &[&str]| object.at(path).into_iter().flat_map(Node::items).find(|item| item.text() == "*");
    let destinations = object.at(&["spec", "destinations"]).map_or(&[][..], Node::items);
    let anywhere = |keys: &[&str]| destinations.iter().filter_map(|place| keys.iter().find_map(|key| place.get(key))).find(|place| place.text() == "*");
    let kinds = object.at(&["spec", "clusterResourceWhitelist"]).map_or(&[][..], Node::items);
    let every_kind = kinds.iter().any(|kind| ["group", "kind"].iter().all(|key| kind.get(key).is_some_and(|value| value.text() == "*")));
    let (node, message) = every(&["spec", "sourceRepos"])
        .map(|node| (node, "lets any repository in"))
        .or(anywhere(&["server", "name"]).map(|node| (node, "reaches any cluster")))
        .or(anywhere(&["namespace"]).filter(|_| every_kind).map(|node| (node, "may change anything in the cluster")))?;
    Some(
        RULE.at(object.span(&node.at), format!("project `{}` {message}", object.name()))
            .label("everything in it has these rights")
            .help("list the repositories, and the one cluster and namespaces, that it needs"),
    )
}
