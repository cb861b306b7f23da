//! `node/idle-extension`

use crate::check::about::extensions::{AFTER_CONFIGURATION, MODULES_OF, bare};
use crate::check::about::machines::extensions;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, names};
use crate::model::Node;
use crate::source::Span;
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "node/idle-extension",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an extension is installed, and lacks what makes it work",
    why: "Talos installs an extension and does no more: its kernel modules are loaded only when \
          they are named, and a service that needs a configuration waits for it forever. Nothing \
          fails, and nothing works.",
    fr: French {
        summary: "une extension est installée, et il lui manque ce qui la fait marcher",
        why: "Talos installe une extension et ne fait rien de plus : ses modules ne sont chargés \
              que s'ils sont nommés, et un service qui a besoin d'une configuration l'attend sans \
              fin. Rien n'échoue, et rien ne marche.",
    },
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    extensions "zfs"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    extensions "tailscale"
}
"#,
    ],
    right: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    extensions "zfs" "iscsi-tools" "nut-client"
    kernel-module "zfs"
}
patch "talos" on=all """
    apiVersion: v1alpha1
    kind: ExtensionServiceConfig
    name: nut-client
    configFiles:
      - content: MONITOR ups@10.0.0.3 1 upsmon monitor secondary
        mountPath: /usr/local/etc/nut/upsmon.conf
    """
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    extensions "btrfs"
}
patch "talos" on=all """
    machine:
      kernel:
        modules:
          - name: btrfs
    """
"#,
    ],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        for (name, span) in extensions(cx, node) {
            let finding = modules(cx, node, name, span).or_else(|| service(cx, node, name, span));
            if let Some(finding) = finding.filter(|_| told.insert(span)) {
                report.push(finding);
            }
        }
    }
}

/// An extension whose modules nobody loads.
fn modules(cx: &Context<'_>, node: &Node, name: &str, span: Span) -> Option<Diagnostic> {
    let (_, needed) = MODULES_OF.iter().find(|(known, _)| bare(name) == *known)?;
    let loaded = loaded(cx, node);
    // Who names one of them has read which are needed.
    if needed
        .iter()
        .any(|module| loaded.iter().any(|loaded| loaded == module))
    {
        return None;
    }
    let words: Vec<String> = needed
        .iter()
        .map(|module| format!("`kernel-module \"{module}\"`"))
        .collect();
    Some(
        RULE.at(
            span,
            format!("the modules of extension `{name}` are never loaded"),
        )
        .label(format!("needs {}", names(needed.iter().copied())))
        .help(format!(
            "add to the same block, one in each line: {}",
            words.join(", ")
        )),
    )
}

/// Modules that the description or a patch loads, with `_` as the kernel writes them.
fn loaded(cx: &Context<'_>, node: &Node) -> Vec<String> {
    let declared = node
        .settings(&cx.model.cluster)
        .flat_map(|(_, machine)| &machine.kernel_module)
        .map(|module| module.name.value.as_str());
    let patches = cx.hatches.patches.iter();
    let patched = patches
        .filter(|document| node.is_called(&document.owner.on))
        .flat_map(|document| match document.kind() {
            "KernelModuleConfig" => document.node.get("name").into_iter().collect(),
            "" => {
                let list = document.node.at_path(&["machine", "kernel", "modules"]);
                let items = list.map_or(&[][..], |(_, list)| list.items());
                items.iter().filter_map(|item| item.get("name")).collect()
            }
            _ => Vec::new(),
        })
        .map(crate::yaml::Node::text);
    declared
        .chain(patched)
        .map(|name| name.replace('-', "_"))
        .collect()
}

/// A service that waits for a document.
fn service(cx: &Context<'_>, node: &Node, name: &str, span: Span) -> Option<Diagnostic> {
    let service = AFTER_CONFIGURATION.iter().find(|known| name == **known)?;
    let is_configured = cx.hatches.patches.iter().any(|document| {
        let is_its = document
            .node
            .get("name")
            .is_some_and(|name| name.text() == *service);
        document.kind() == "ExtensionServiceConfig" && is_its && node.is_called(&document.owner.on)
    });
    (!is_configured).then(|| {
        RULE.at(
            span,
            format!("extension `{name}` waits for its configuration"),
        )
        .label(format!(
            "no document `ExtensionServiceConfig` of name `{service}`"
        ))
        .help(format!(
            "add a `patch \"talos\"` with `kind: ExtensionServiceConfig` and `name: {service}`; \
                 keys and passwords do not belong in it, because it is committed"
        ))
        .help(format!(
            "if Omni or somebody by hand gives it the document, {}",
            RULE.accept()
        ))
    })
}
