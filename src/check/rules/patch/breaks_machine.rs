//! `patch/breaks-machine`

use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::is_host;
use crate::yaml::{self, Kind, Node};

pub static RULE: Rule = Rule {
    id: "patch/breaks-machine",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch that Talos accepts, and with which the machine does not work",
    why: "Talos checks the form of a patch, not whether it makes sense: it accepts this, and the \
          machine does not work with it.\n\nAn MTU of 99999, a time server with a blank or an \
          install image without a registry pass, and the machine has no network, no time, or \
          cannot be installed.",
    fr: French {
        summary: "un patch que Talos accepte, et avec lequel la machine ne marche pas",
        why: "Talos vérifie la forme, pas le sens : un MTU de 99999, un serveur de temps avec un \
              blanc ou une image d'installation sans registre passent, et la machine n'a pas de \
              réseau, pas d'heure, ou ne peut pas être installée.",
    },
    // Each of these was accepted by talos machinery 1.13.9.
    wrong: &[r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: LinkConfig
    name: lan1
    mtu: 99999
    """
"#],
    right: &[r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: LinkConfig
    name: lan1
    mtu: 9000
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in &cx.hatches.patches {
        let mut refuse = |node: &Node, message: String, label: &str, help: &str| {
            report.push(
                RULE.at(document.span(&node.at), message)
                    .label(label)
                    .help(help),
            );
        };
        document.node.each_scalar(&mut |path, node| {
            // `patch/refused-by-omni`.
            if path == ["machine", "type"] && cx.model.cluster.is_omni() {
                return;
            }
            if let Some((message, label, help)) = broken(document.kind(), path, node) {
                refuse(node, message, label, help);
            }
        });
        let dead = dead_bond(document.kind(), &document.node);
        if let Some(mode) = dead.filter(|_| !is_declared(cx, document)) {
            let help = "add `miimon: 100`: the link is looked at every 100 ms";
            refuse(
                mode,
                "this bond never notices a dead link".to_string(),
                "LACP without link monitoring",
                help,
            );
        }
    }
}

/// One of the description gets what the patch does not say.
fn is_declared(cx: &Context<'_>, document: &PatchDocument<'_>) -> bool {
    let name = document.node.get("name").map_or("", Node::text);
    let declared = |node: &&crate::model::Node| {
        node.interfaces
            .iter()
            .any(|interface| interface.name.value == name && !interface.is_nic())
    };
    cx.model
        .nodes
        .iter()
        .filter(|node| node.is_called(&document.owner.on))
        .all(|node| declared(&node))
}

/// Message, label and help for a value with which a machine does not work.
fn broken(kind: &str, path: &[&str], node: &Node) -> Option<(String, &'static str, &'static str)> {
    const HOST: &str = "write a host name or an address";
    let text = node.text();
    Some(match (kind, path) {
        (_, ["mtu"]) | ("", ["machine", "network", "interfaces", "mtu"]) => match node.kind {
            Kind::Int(mtu) if !(68..=65_535).contains(&mtu) => (
                format!("{mtu} is not a possible MTU"),
                "68 to 65535",
                "write 1500, or 9000 where every switch carries frames of 9000 bytes",
            ),
            _ => return None,
        },
        ("TimeSyncConfig", ["ntp", "servers"]) | ("", ["machine", "time", "servers"])
            if !is_host(text) && !text.starts_with(PTP) =>
        {
            (
                format!("`{text}` is not a host"),
                "the clock would never be set",
                HOST,
            )
        }
        ("", ["machine" | "cluster", .., "certSANs"])
        | ("KubeAPIServerConfig", ["certExtraSANs"])
            if !is_host(text.strip_prefix("*.").unwrap_or(text)) =>
        {
            (
                format!("`{text}` is not a host"),
                "no certificate can be made for it",
                HOST,
            )
        }
        ("", ["machine", "type"]) => (
            "this makes another machine of it than the description says".to_string(),
            "a control plane without etcd, or a worker with one",
            "remove it: `role=` of the node says what a machine is",
        ),
        ("", ["machine", "install", "image"]) if !is_image(text) => (
            format!("`{text}` is not an image"),
            "the installer cannot be fetched",
            "write `<registry>/<name>:<version>`; without a patch, Radier writes the image of the \
             factory",
        ),
        ("", ["cluster", "inlineManifests", "contents"])
        | ("KubeInlineManifestConfig", ["manifest"]) => {
            let problem = yaml::nodes(text).err()?;
            (
                format!("this manifest is not YAML: {}", problem.message),
                "Kubernetes gets nothing of it",
                "correct it, or use `manifests`, which checks objects too",
            )
        }
        _ => return None,
    })
}

/// A clock of the machine in the place of a server (talos pkg/machinery/config
/// `PTPDevicePathPrefix`).
const PTP: &str = "/dev/";

/// The mode of a bond without link monitoring, of which Talos only warns.
fn dead_bond<'n>(kind: &str, body: &'n Node) -> Option<&'n Node> {
    let mode = body
        .get("bondMode")
        .filter(|mode| kind == "BondConfig" && mode.text() == "802.3ad")?;
    let watched = matches!(
        body.get("miimon"),
        Some(Node {
            kind: Kind::Int(1..),
            ..
        })
    );
    (!watched).then_some(mode)
}

/// `registry/path:tag` without blanks.
fn is_image(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.contains('/')
        && text
            .rsplit('/')
            .next()
            .is_some_and(|last| last.contains([':', '@']))
}
