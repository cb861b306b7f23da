//! `access/too-wide`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::check::rules::club::source_too_wide::too_wide;
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Chart;
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "access/too-wide",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an object gives people or projects more rights than anybody should have",
    why: "When an account or a token with such rights is stolen, the whole platform is lost, not \
          one club.\n\n`cluster-admin` reads every Secret and deletes every disk; a project with \
          `*` lets any repository do the same.",
    fr: French {
        summary: "un objet donne à des personnes ou à des projets plus de droits qu'il n'en faut",
        why: "`cluster-admin` lit chaque Secret et supprime chaque disque ; un projet avec `*` \
              permet la même chose à n'importe quel dépôt. Quand la personne part, ou qu'un jeton \
              fuit, c'est toute la plateforme qui est perdue, pas un club.",
    },
    wrong: &[r#"
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
"#],
    right: &[r#"
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
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let admins = cx
        .model
        .platform
        .admins
        .as_ref()
        .map_or(String::new(), |group| cx.model.names().group(group));
    let platform = if cx.hatches.objects.is_empty() {
        Vec::new()
    } else {
        cx.platform_namespaces()
    };
    let roles: Vec<&str> = cx
        .hatches
        .objects
        .iter()
        .filter(|object| allows_everything(object))
        .map(Object::name)
        .collect();
    for object in &cx.hatches.objects {
        let problem = match object.known() {
            "ClusterRoleBinding" => binding(object, &roles, &admins),
            // A namespace of its own may belong to somebody.
            "RoleBinding" if platform.contains(&object.namespace()) => {
                binding(object, &roles, &admins)
            }
            "AppProject" => project(object, &platform),
            _ => None,
        };
        problem.into_iter().for_each(|problem| report.push(problem));
    }
    argocd(cx, &admins, report);
}

/// Roles in Argo CD itself.
fn argocd(cx: &Context<'_>, admins: &str, report: &mut Report) {
    for values in cx
        .hatches
        .values
        .iter()
        .filter(|values| values.owner == Chart::Argocd)
    {
        let Some((key, policy)) = values.node.at_path(&["configs", "rbac", "policy.csv"]) else {
            continue;
        };
        let admin = |line: &&str| {
            let words: Vec<&str> = line.split(',').map(str::trim).collect();
            matches!(words.as_slice(), ["g", group, "role:admin"] if *group != admins)
        };
        if let Some(line) = policy.text().lines().find(admin) {
            report.push(
                RULE.at(
                    values.span(&key.at),
                    format!(
                        "`{}` lets others than the administrators do everything in Argo CD",
                        line.trim()
                    ),
                )
                .label("syncs, deletes and reads all Applications")
                .help(
                    "name the administrators with `admins` in `platform`: Radier gives them this \
                     role",
                ),
            );
        }
    }
}

/// A role of its own that is `cluster-admin` by another name.
fn allows_everything(object: &Object<'_>) -> bool {
    let every = |rule: &Node, key: &str| {
        rule.get(key)
            .map_or(&[][..], Node::items)
            .iter()
            .any(|item| item.text() == "*")
    };
    let rules = object.at(&["rules"]).map_or(&[][..], Node::items);
    matches!(object.known(), "ClusterRole" | "Role")
        && rules.iter().any(|rule| {
            ["apiGroups", "resources", "verbs"]
                .iter()
                .all(|key| every(rule, key))
        })
}

/// Programs may need everything; people are in the group of `admins`.
fn binding(object: &Object<'_>, roles: &[&str], admins: &str) -> Option<Diagnostic> {
    let text = |node: &Node, key: &str| node.get(key).map_or("", Node::text).to_string();
    let role = object
        .at(&["roleRef", "name"])
        .filter(|role| role.text() == "cluster-admin" || roles.contains(&role.text()))?;
    let person = object.at(&["subjects"])?.items().iter().find(|subject| {
        match (
            text(subject, "kind").as_str(),
            text(subject, "name").as_str(),
        ) {
            ("User", name) => !name.starts_with("system:serviceaccount:"),
            ("Group", name) => name != admins,
            _ => false,
        }
    })?;
    Some(
        RULE.at(
            object.span(&role.at),
            format!("`{}` would have all rights", text(person, "name")),
        )
        .label("can read every Secret and delete every disk")
        .help(match admins {
            "" => format!(
                "if they administer the platform, remove this {}, and write their group as `admins \
                 \"...\"` in the block of `platform`",
                object.kind()
            ),
            group => format!(
                "if they administer the platform, remove this {}, and add them to the group \
                 `{group}` at your login provider",
                object.kind()
            ),
        })
        .help(
            "otherwise replace it with a `kind: RoleBinding` of `edit` or `view` in the \
             `namespace:` that they work in",
        ),
    )
}

/// The cluster of a destination.
fn cluster(place: &Node) -> Option<&Node> {
    place.get("server").or_else(|| place.get("name"))
}

fn project(object: &Object<'_>, platform: &[&str]) -> Option<Diagnostic> {
    let repositories = object
        .at(&["spec", "sourceRepos"])
        .map_or(&[][..], Node::items);
    let repository = repositories
        .iter()
        .find(|pattern| matches!(pattern.text(), "*" | "**") || too_wide(pattern.text()).is_some());
    let destinations = object
        .at(&["spec", "destinations"])
        .map_or(&[][..], Node::items);
    let anywhere = destinations
        .iter()
        .find_map(|place| cluster(place).filter(|cluster| cluster.text().contains('*')));
    let is_here = |place: &&Node| {
        matches!(
            cluster(place).map(Node::text),
            Some("https://kubernetes.default.svc" | "in-cluster")
        )
    };
    let here = destinations.iter().filter(is_here).find_map(|place| {
        place
            .get("namespace")
            .filter(|namespace| namespace.text() == "*")
    });
    let ours = destinations.iter().filter(is_here).find_map(|place| {
        place
            .get("namespace")
            .filter(|namespace| platform.contains(&namespace.text()))
    });
    let kinds = object
        .at(&["spec", "clusterResourceWhitelist"])
        .map_or(&[][..], Node::items);
    let every_kind = kinds.iter().any(|kind| {
        ["group", "kind"]
            .iter()
            .all(|key| kind.get(key).is_some_and(|value| value.text() == "*"))
    });
    let (node, message) = repository
        .map(|node| (node, "lets any repository in"))
        .or(anywhere.map(|node| (node, "reaches any cluster")))
        .or(here
            .filter(|_| every_kind)
            .map(|node| (node, "may change anything in the cluster")))
        .or(here.map(|node| (node, "reaches every namespace, those of the platform too")))
        .or(ours.map(|node| (node, "reaches a namespace of the platform")))?;
    Some(
        RULE.at(
            object.span(&node.at),
            format!("project `{}` {message}", object.name()),
        )
        .label("everything in it has these rights")
        .help("list the repositories, and the one cluster and namespaces, that it needs"),
    )
}
