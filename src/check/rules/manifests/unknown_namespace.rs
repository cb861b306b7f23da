//! `manifests/unknown-namespace`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, did_you_mean};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "manifests/unknown-namespace",
    level: Level::Warning,
    since: "0.1.0",
    summary: "objects go to a namespace that nothing here makes",
    why: "Argo CD does not create namespaces by itself: without the namespace, the Application \
          never gets in sync. If somebody created it by hand, it will be missing when the cluster \
          is rebuilt.",
    fr: French {
        summary: "des objets vont dans un namespace que rien ici ne crée",
        why: "Argo CD ne crée pas les namespaces de lui-même : si personne ne l'a créé à la main, \
              l'Application n'est jamais synchronisée, et le jour d'un nouveau cluster il n'existe \
              pas.",
    },
    wrong: &[r#"
manifests "limits" namespace="monitorng" {
    yaml """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: monitoring
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
        """
}
"#],
    right: &[r#"
manifests "limits" namespace="monitoring" {
    yaml """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: monitoring
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
        """
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let objects = &cx.hatches.objects;
    if objects.is_empty() {
        return;
    }
    let known = known(cx);
    let mut told: Vec<&str> = Vec::new();
    for object in objects {
        let name = object.namespace();
        if name.is_empty()
            || object.known() == "Namespace"
            || known.iter().any(|known| known == name)
            || told.contains(&name)
        {
            continue;
        }
        told.push(name);
        report.push(nowhere(object, &known));
    }
}

/// Namespaces that are there, or that something here creates.
fn known(cx: &Context<'_>) -> Vec<String> {
    let objects = &cx.hatches.objects;
    let mut known: Vec<String> = cx
        .written()
        .iter()
        .filter(|object| object.kind == "Namespace")
        .map(|object| object.name.to_string())
        .collect();
    // Argo CD makes those of Applications that ask for it.
    let makes = |object: &&Object<'_>| {
        let options = object
            .at(&["spec", "syncPolicy", "syncOptions"])
            .map_or(&[][..], Node::items);
        object.known() == "Application"
            && options
                .iter()
                .any(|option| option.text() == "CreateNamespace=true")
    };
    known.extend(objects.iter().filter(makes).filter_map(|object| {
        Some(
            object
                .at(&["spec", "destination", "namespace"])?
                .text()
                .to_string(),
        )
    }));
    known.extend(["default", "kube-system", "kube-public", "kube-node-lease"].map(str::to_string));
    known.extend(
        objects
            .iter()
            .filter(|object| object.known() == "Namespace")
            .map(|object| object.name().to_string()),
    );
    known
}

fn nowhere(object: &Object<'_>, known: &[String]) -> Diagnostic {
    let name = object.namespace();
    let own = object
        .node
        .at_path(&["metadata", "namespace"])
        .map(|(_, namespace)| object.span(&namespace.at));
    let span = own
        .or(object
            .owner
            .manifests
            .decl
            .namespace
            .as_ref()
            .map(|namespace| namespace.span))
        .unwrap_or(object.head());
    let problem = RULE
        .at(span, format!("nothing here creates the namespace `{name}`"))
        .label("must already exist");
    match did_you_mean(name, known.iter().map(String::as_str)) {
        Some(near) => problem.help(format!(
            "did you mean `{near}`? If not, add an object `kind: Namespace` with this name \
             beside them"
        )),
        None => problem.help(format!(
            "add an object `kind: Namespace` with the name `{name}`"
        )),
    }
}
