//! `language/no-effect`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::{Key, Use};

pub static RULE: Rule = Rule {
    id: "language/no-effect",
    level: Level::Warning,
    since: "0.1.0",
    summary: "something is written that changes nothing",
    why: "Whoever reads it expects an effect, and finds out that there is none only when it is \
          needed.",
    fr: French {
        summary: "quelque chose est écrit qui ne change rien",
        why: "La personne qui l'a écrit s'attend à un effet. Un réglage sans effet est la pire \
              surprise : on le remarque le jour où on en a besoin.",
    },
    wrong: r#"
image "alpine" kind=disk {
    url "https://images.example.org/alpine.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    sha512 "3bb12eda3c298db5de25597f54d924f2e17e78a26ad8953ed8218ee682f0bbbe9021e2f3009d152c911bf1f25ec683a902714166767afbd8e5bd0fb0124ecb8a"
    virtual-size "1GiB"
}
"#,
    right: r#"
image "alpine" kind=disk {
    url "https://images.example.org/alpine.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "1GiB"
}
"#,
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut tell = |span, message: String, label: &str, help: &str| {
        report.push(
            RULE.at(span, message)
                .label(label.to_string())
                .help(help.to_string()),
        )
    };
    for image in cx.model.images.iter().filter(|image| !image.decl.damaged) {
        if let (Some(sha256), Some(_)) = (&image.decl.sha256, &image.decl.sha512) {
            tell(
                sha256.span,
                format!("image `{}` has two checksums", image.decl.name),
                "`sha512`, the longer one, is used",
                "remove `sha256`",
            );
        } else if let (Some(sum), Some(_)) = (
            image.decl.sha256.as_ref().map(|s| s.span).or(image
                .decl
                .sha512
                .as_ref()
                .map(|s| s.span)),
            &image.decl.registry,
        ) {
            tell(
                sum,
                format!("image `{}` has a checksum and a registry", image.decl.name),
                "the digest in the address is the checksum",
                "remove it",
            );
        }
    }
    let encryptions = cx.model.cluster.decl.encryption.iter().chain(
        cx.model
            .nodes
            .iter()
            .filter_map(|node| node.decl.encryption.as_ref()),
    );
    for encryption in encryptions.filter(|encryption| !encryption.damaged) {
        let uses = |key: Key| {
            encryption.volume.iter().any(|volume| {
                volume.key.value == key
                    || volume
                        .fallback
                        .is_some_and(|fallback| fallback.value == key)
            })
        };
        if let Some(kms) = encryption.kms.as_ref().filter(|_| !uses(Key::Kms)) {
            tell(
                kms.span,
                "no volume asks this key server".to_string(),
                "no `key=kms` here",
                "use `key=kms`, or remove it",
            );
        }
        for volume in &encryption.volume {
            if let Some(fallback) = volume.fallback.filter(|_| volume.key.value == Key::None) {
                tell(
                    fallback.span,
                    format!("`{}` is not encrypted and has a fallback", volume.name),
                    "nothing to fall back from",
                    "remove `fallback=`, or choose a key",
                );
            }
        }
    }
    for node in cx.model.nodes.iter().filter(|node| !node.decl.damaged) {
        for disk in &node.decl.disk {
            if let Some(backend) = disk.backend.filter(|_| disk.purpose.value != Use::Storage) {
                tell(
                    backend.span,
                    format!(
                        "disk `{}` of node `{}` is not for storage",
                        disk.name, node.decl.name
                    ),
                    "only for `use=storage`",
                    "remove `backend=`",
                );
            }
            // A patch may make volumes too.
            let by_patch = cx.hatches.patches.iter().any(|document| {
                document.kind().ends_with("VolumeConfig") && node.is_called(&document.owner.on)
            });
            if disk.purpose.value == Use::Volume
                && !by_patch
                && !node
                    .decl
                    .volume
                    .iter()
                    .any(|volume| volume.disk == disk.name)
            {
                tell(
                    disk.purpose.span,
                    format!(
                        "disk `{}` of node `{}` is for volumes, and has none",
                        disk.name, node.decl.name
                    ),
                    "stays unused",
                    "add a `volume` on it, or write `use=spare`",
                );
            }
        }
    }
    for vm in cx.model.vms.iter().filter(|vm| !vm.decl.damaged) {
        if let Some(placement) = vm
            .decl
            .placement
            .as_ref()
            .filter(|placement| placement.nodes.is_empty() && placement.spread.is_none())
        {
            tell(
                placement.head.span,
                format!("VM `{}` has an empty `placement`", vm.decl.name),
                "says nothing",
                "remove it, or add `nodes` or `spread=`",
            );
        }
    }
}
