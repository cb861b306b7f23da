//! `patch/grown-list`

use crate::check::about::documents::{Setting, reaching, said};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::source::Span;
use crate::yaml::Node;
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "patch/grown-list",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch repeats an entry of a list that may not hold it twice",
    why: "Talos appends lists when it merges. An exemption of PodSecurity that is already there is \
          then there twice, and the API server refuses to start: no control plane comes back from \
          the next reboot.",
    fr: French {
        summary: "un patch répète une entrée d'une liste qui ne peut pas l'avoir deux fois",
        why: "Talos ajoute les listes à la fin quand il fusionne. Une exemption de PodSecurity qui \
              est déjà là y est alors deux fois, et le serveur d'API refuse de démarrer : aucun \
              plan de contrôle ne revient du prochain redémarrage.",
    },
    // kubernetes pkg/security/podsecurity admission/api/validation: Duplicate value; talos v1.13.9
    // pkg/machinery/config/generate: kube-system is exempt
    wrong: &[
        r#"
patch "talos" on=control-plane """
    cluster:
      apiServer:
        admissionControl:
          - name: PodSecurity
            configuration:
              exemptions:
                namespaces: [kube-system]
    """
"#,
        r#"
patch "talos" on=control-plane """
    cluster:
      apiServer:
        admissionControl:
          - name: PodSecurity
            configuration:
              exemptions:
                namespaces: [lab]
    """
patch "talos" on="cp-1" """
    cluster:
      apiServer:
        admissionControl:
          - name: PodSecurity
            configuration:
              exemptions:
                namespaces: [shop, lab]
    """
"#,
    ],
    right: &[r#"
patch "talos" on=control-plane """
    cluster:
      apiServer:
        admissionControl:
          - name: PodSecurity
            configuration:
              exemptions:
                namespaces: [lab]
                usernames: [robot]
    """
"#],
    check: Check::Written(check),
};

/// Plugins of admission.
const PLUGINS: Setting = Setting {
    main: &["cluster", "apiServer", "admissionControl"],
    kind: "KubeAdmissionControlConfig",
    field: &["configuration"],
};

/// Lists of exemptions, and what Talos puts there first.
const EXEMPTIONS: [(&str, &[&str]); 3] = [
    ("namespaces", &["kube-system"]),
    ("usernames", &[]),
    ("runtimeClasses", &[]),
];

fn check(cx: &Context<'_>, report: &mut Report) {
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for node in cx.model.nodes.iter().filter(|node| node.is_control_plane()) {
        for (list, first) in EXEMPTIONS {
            let mut known: Vec<(&str, Option<Span>)> =
                first.iter().map(|entry| (*entry, None)).collect();
            for document in reaching(cx, node) {
                let Some((_, plugins)) = said(document, &PLUGINS) else {
                    continue;
                };
                let configuration = match document.kind() {
                    "" => of_pod_security(plugins),
                    _ => Some(plugins).filter(|_| {
                        let name = document.node.get("name");
                        name.is_some_and(|name| name.says(POD_SECURITY))
                    }),
                };
                let path = ["exemptions", list];
                let entries = configuration.and_then(|of| of.at_path(&path));
                for entry in entries.map_or(&[][..], |(_, list)| list.items()) {
                    let (text, at) = (entry.text(), document.span(&entry.at));
                    match known.iter().find(|(known, _)| *known == text) {
                        Some((_, first)) if told.insert(at) => {
                            report.push(again(list, text, at, *first));
                        }
                        Some(_) => {}
                        None => known.push((text, Some(at))),
                    }
                }
            }
        }
    }
}

const POD_SECURITY: &str = "PodSecurity";

fn of_pod_security(plugins: &Node) -> Option<&Node> {
    let mut plugins = plugins.items().iter();
    let plugin = plugins.find(|plugin| {
        let name = plugin.get("name");
        name.is_some_and(|name| name.says(POD_SECURITY))
    })?;
    plugin.get("configuration")
}

fn again(list: &str, text: &str, at: Span, first: Option<Span>) -> crate::diagnostic::Diagnostic {
    let problem = RULE
        .at(
            at,
            format!("`{text}` would be in `exemptions.{list}` twice"),
        )
        .help(format!(
            "remove `{text}` here: Talos appends lists, so the first one stays"
        ));
    match first {
        Some(first) => problem.label("again here").also(first, "first here"),
        None => problem.label("Talos has it there already"),
    }
}
