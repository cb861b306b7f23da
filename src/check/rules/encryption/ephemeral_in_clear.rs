//! `encryption/ephemeral-in-clear`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report, names};
use crate::language::Key;
use crate::model::Node;
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "encryption/ephemeral-in-clear",
    level: Level::Warning,
    since: "0.1.0",
    summary: "STATE is encrypted, and EPHEMERAL with etcd and all Secrets is not",
    why: "On control planes, EPHEMERAL holds etcd with every Secret; on all machines it holds \
          images, logs and what pods write. A disk that is thrown away or sent back can be read, \
          although the description looks encrypted.",
    fr: French {
        summary: "STATE est chiffré, et EPHEMERAL avec etcd et tous les Secrets ne l'est pas",
        why: "Sur les plans de contrôle, EPHEMERAL contient etcd avec chaque Secret ; sur toutes \
              les machines, il contient les images, les journaux et ce que les pods écrivent. Un \
              disque jeté ou renvoyé peut être lu, alors que la description semble chiffrée.",
    },
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    encryption { volume "STATE" key=node-id; }
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    encryption { volume "STATE" key=node-id; volume "EPHEMERAL" key=none; }
}
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    encryption { volume "STATE" key=node-id; volume "EPHEMERAL" key=node-id; }
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::CLUSTER, sums::NODES],
        each: false,
        unless: &["encryption/unknown-volume"],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // One line may reach many nodes.
    let mut found: Vec<(Span, String, Vec<&str>)> = Vec::new();
    for node in &cx.model.nodes {
        let Some((span, keys)) = keys_of(node, "STATE") else {
            continue;
        };
        if keys_of(node, "EPHEMERAL").is_some() {
            continue;
        }
        let name = node.decl.name.value.0.as_str();
        match found.iter_mut().find(|(known, ..)| *known == span) {
            Some((.., nodes)) => nodes.push(name),
            None => found.push((span, keys, vec![name])),
        }
    }
    for (span, keys, nodes) in found {
        report.push(
            RULE.at(span, "`STATE` is encrypted, and `EPHEMERAL` is not")
                .label("etcd, Secrets and logs are elsewhere, in clear")
                .note(format!("machines: {}", names(nodes)))
                .help(format!(
                    "add `volume \"EPHEMERAL\" {keys}` to the same block; on machines that are \
                     installed it holds once EPHEMERAL is wiped"
                )),
        );
    }
}

/// Where a volume of a machine is encrypted, and with which keys, as they are written.
fn keys_of(node: &Node, name: &str) -> Option<(Span, String)> {
    let mut volumes = node.encryption.iter();
    let volume = volumes.find(|volume| volume.volume.value == name)?;
    let mut keys = volume.keys.iter().filter(|key| key.value != Key::None);
    let first = format!("key={}", keys.next()?.value);
    let fallback = keys.next().map(|key| format!(" fallback={}", key.value));
    Some((volume.volume.span, first + &fallback.unwrap_or_default()))
}
