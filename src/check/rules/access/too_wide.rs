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
    why: "`cluster-admin` reads every Secret and deletes every disk; a project with `*` lets any repository do the same. When \
          the person leaves, or one token leaks, it is the whole platform that is lost, not one club.",
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
    for object in &cx.hatches.objects {
        let problem = match object.kind() {
            "ClusterRoleBinding" | "RoleBinding" => binding(object),
            "AppProject" => project(object),
            _ => None,
        };
        if let Some(problem) = problem {
            report.push(problem);
        }
    }
}

/// Programs may need everything; people are in the group of `admins`.
fn binding(object: &Object<'_>) -> Option<Diagnostic> {
    let role = object.at(&["roleRef", "name"]).filter(|role| role.text() == "cluster-admin")?;
    let subjects = object.at(&["subjects"])?.items();
    let person = subjects.iter().find(|subject| matches!(subject.get("kind").map(Node::text), Some("User" | "Group")))?;
    let name = person.get("name").map_or("", Node::text);
    Some(
        RULE.at(object.span(&role.at), format!("`{name}` would have all rights"))
            .label("reads every Secret, deletes every disk")
            .help("people who may do everything are in the group of `admins` in `platform`; for others, use `edit` or `view`"),
    )
}

fn project(object: &Object<'_>) -> Option<Diagnostic> {
    let every = |path: &[&str]| object.at(path).into_iter().flat_map(Node::items).find(|item| item.text() == "*");
    let destinations = object.at(&["spec", "destinations"]).map_or(&[][..], Node::items);
    let anywhere = destinations.iter().filter_map(|place| place.get("server").or_else(|| place.get("name"))).find(|place| place.text() == "*");
    let found = every(&["spec", "sourceRepos"]).map(|node| (node, "any repository")).or(anywhere.map(|node| (node, "any cluster")));
    found.map(|(node, what)| {
        RULE.at(object.span(&node.at), format!("project `{}` lets {what} in", object.name()))
            .label("everything in it has these rights")
            .help("list the repositories, and the one cluster and namespaces, that it needs")
    })
}
