//! `patch/selector`

use super::undoes_protection::threatened;
use crate::check::context::Context;
use crate::check::hatch::{cel_mistake, kernel_name};
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "patch/selector",
    level: Level::Error,
    since: "0.1.0",
    summary: "a selector of disks or links is no expression, or finds another one tomorrow",
    why: "Selectors are written in CEL. Talos refuses the whole configuration when it cannot read \
          one. One that looks for a kernel name such as /dev/sda is read, and means another disk \
          after a disk was added or the kernel was updated: that disk is formatted.",
    fr: French {
        summary: "un sélecteur de disques ou de liens n'est pas une expression, ou en trouve un \
                  autre demain",
        why: "Les sélecteurs sont écrits en CEL. Talos refuse toute la configuration quand il ne \
              peut pas en lire un. Celui qui cherche un nom du noyau comme /dev/sda est lu, et \
              désigne un autre disque après l'ajout d'un disque ou une mise à jour du noyau : ce \
              disque-là est formaté.",
    },
    // talos v1.13.9 pkg/machinery/cel/celenv; siderolabs/talos#9394
    wrong: &[
        r#"
patch "talos" on=control-plane """
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: scratch
    provisioning:
      diskSelector:
        match: disk.size > 50GB
      minSize: 10GiB
    """
"#,
        r#"
patch "talos" on="cp-1" """
    apiVersion: v1alpha1
    kind: VolumeConfig
    name: EPHEMERAL
    provisioning:
      diskSelector:
        match: disk.dev_path == '/dev/vda'
      maxSize: 40GiB
    """
"#,
    ],
    right: &[r#"
patch "talos" on=control-plane """
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: scratch
    provisioning:
      diskSelector:
        match: disk.size > 50u * GB && !system_disk && disk.serial == "2214E6000777"
      minSize: 10GiB
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in &cx.hatches.patches {
        document.node.each_scalar(&mut |path, node| {
            let is_of_disks = matches!(path, [.., "diskSelector" | "volumeSelector", "match"]);
            if !is_of_disks && path != ["selector", "match"] {
                return;
            }
            let at = document.span(&node.at);
            let text = node.text();
            if let Some((problem, help)) = cel_mistake(text) {
                report.push(
                    RULE.at(at, format!("this selector cannot be read: {problem}"))
                        .label("Talos refuses the configuration")
                        .help(help),
                );
            } else if let Some(name) = kernel_name(text)
                .filter(|_| is_of_disks && threatened(cx, document, node).is_none())
            {
                report.push(
                    RULE.at(at, format!("`{name}` may be another disk tomorrow"))
                        .label("kernel names move")
                        .help(
                            "select it by what stays: `\"/dev/disk/by-id/...\" in disk.symlinks`, \
                             or `disk.serial == \"...\"`",
                        ),
                );
            }
        });
    }
}
