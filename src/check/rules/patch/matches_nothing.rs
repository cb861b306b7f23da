//! `patch/matches-nothing`

use crate::check::context::Context;
use crate::check::hatch::{Truth, matches, stable_name};
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "patch/matches-nothing",
    level: Level::Error,
    since: "0.1.0",
    summary: "a selector in a patch can never match",
    why: "Talos compares text exactly. What no selector matches is never made: the machine waits, \
          and its log says only that it is waiting.\n\nA disk that no selector matches is never \
          formatted, and a network card that none matches gets no name.",
    fr: French {
        summary: "un sélecteur d'un patch ne peut rien trouver",
        why: "Talos compare les textes tels qu'ils sont. Un disque qu'aucun sélecteur ne trouve \
              n'est jamais formaté, et une carte réseau qu'aucun ne trouve n'a pas de nom : la \
              machine attend, et son journal ne dit que cela.",
    },
    // Each of these was accepted by talos machinery 1.13.9.
    wrong: &[r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: scratch
    provisioning:
      diskSelector:
        match: disk.dev_path == "/dev/disk/by-id/ata-SSD_0000W1"
      minSize: 10GiB
    """
"#],
    right: &[
        r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: scratch
    provisioning:
      diskSelector:
        match: '"/dev/disk/by-id/ata-SSD_0000W1" in disk.symlinks'
      minSize: 10GiB
    """
"#,
        r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: LinkAliasConfig
    name: lan9
    selector:
      match: mac(link.permanent_addr) == "02:aa:00:00:00:09"
    """
"#,
    ],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in &cx.hatches.patches {
        document.node.each_scalar(&mut |path, node| {
            if !matches!(path, [.., "match"]) {
                return;
            }
            let text = node.text();
            let (message, label, help) = if let Some(disk) = never_matches_a_disk(text) {
                let message = "this selector never matches a disk, so the volume is never made";
                (
                    message,
                    "`dev_path` is a name such as `/dev/sda`, never this one",
                    format!(
                        "write `match: '\"{disk}\" in disk.symlinks'`, with both kinds of quotes"
                    ),
                )
            } else if text.contains("mac(") && has_upper_case_mac(text) {
                let message =
                    "this selector never matches a network card, so its link is never set up";
                (
                    message,
                    "Talos writes MAC addresses in lower case",
                    format!("write `match: {}`", text.to_lowercase()),
                )
            } else {
                return;
            };
            report.push(
                RULE.at(document.span(&node.at), message)
                    .label(label)
                    .help(help),
            );
        });
    }
}

/// The stable name of a disk that is compared with kernel names, where this alone makes the
/// selector useless.
fn never_matches_a_disk(selector: &str) -> Option<&str> {
    stable_name(selector).filter(|_| matches(selector, None, &[]) == Truth::No)
}

fn has_upper_case_mac(text: &str) -> bool {
    text.split(['"', '\'']).any(|part| {
        part.len() == 17
            && part.split(':').count() == 6
            && part.contains(|c: char| ('A'..='F').contains(&c))
    })
}
