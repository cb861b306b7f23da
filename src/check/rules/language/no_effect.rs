//! `language/no-effect`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::{Disk, DiskState, Encryption, Key, Use, VolumeKey};
use crate::source::Span;

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
    wrong: &[
        r#"
image "alpine" kind=disk {
    url "https://images.example.org/alpine.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    sha512 "3bb12eda3c298db5de25597f54d924f2e17e78a26ad8953ed8218ee682f0bbbe9021e2f3009d152c911bf1f25ec683a902714166767afbd8e5bd0fb0124ecb8a"
    virtual-size "1GiB"
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=node-id; kms "https://kms.example.org:4000"; }
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000014" size="4TB" media=hdd use=spare state=failed
}
"#,
    ],
    right: &[r#"
image "alpine" kind=disk {
    url "https://images.example.org/alpine.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "1GiB"
}
"#],
    check: Check::Several(&[
        Check::Whole(checksums),
        Check::Whole(encryption),
        Check::Whole(of_storage),
        Check::Whole(empty_disks),
        Check::Whole(placements),
    ]),
};

fn finding(span: Span, message: String, label: &str, help: &str) -> Diagnostic {
    RULE.at(span, message).label(label).help(help)
}

fn checksums(cx: &Context<'_>, report: &mut Report) {
    for image in &cx.model.images {
        let name = &image.decl.name;
        let (short, long) = (&image.decl.sha256, &image.decl.sha512);
        let any = short
            .as_ref()
            .map(|sum| sum.span)
            .or(long.as_ref().map(|sum| sum.span));
        if let (Some(sha256), Some(_)) = (short, long) {
            report.push(finding(
                sha256.span,
                format!("image `{name}` has two checksums"),
                "`sha512`, the longer one, is used",
                "remove `sha256`",
            ));
        } else if let (Some(sum), Some(_)) = (any, &image.decl.registry) {
            report.push(finding(
                sum,
                format!("image `{name}` has a checksum and a registry"),
                "the digest in the address is the checksum",
                "remove it",
            ));
        }
    }
}

fn encryption(cx: &Context<'_>, report: &mut Report) {
    let of_nodes = cx
        .model
        .nodes
        .iter()
        .filter_map(|node| node.decl.encryption.as_ref());
    for encryption in cx.model.cluster.decl.encryption.iter().chain(of_nodes) {
        let asks = |volume: &VolumeKey| {
            let fallback = volume.fallback.map(|fallback| fallback.value);
            volume.key.value == Key::Kms || fallback == Some(Key::Kms)
        };
        if let Some(kms) = encryption
            .kms
            .as_ref()
            .filter(|_| !encryption.volume.iter().any(asks))
        {
            report.push(finding(
                kms.span,
                "no volume asks this key server".to_string(),
                "no `key=kms` here",
                "use `key=kms`, or remove it",
            ));
        }
        fallbacks(encryption, report);
    }
}

fn fallbacks(encryption: &Encryption, report: &mut Report) {
    for volume in &encryption.volume {
        if let Some(fallback) = volume.fallback.filter(|_| volume.key.value == Key::None) {
            report.push(finding(
                fallback.span,
                format!("`{}` is not encrypted and has a fallback", volume.name),
                "nothing to fall back from",
                "remove `fallback=`, or choose a key",
            ));
        }
    }
}

/// Words about storage, on disks of another use.
fn of_storage(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        let disks = node.decl.disk.iter();
        for disk in disks.filter(|disk| disk.purpose.value != Use::Storage) {
            let mut say = |span: Span, help: &str| {
                let message = format!(
                    "disk `{}` of node `{}` is not for storage",
                    disk.name, node.decl.name
                );
                report.push(finding(span, message, "only for `use=storage`", help));
            };
            if let Some(backend) = disk.backend {
                say(backend.span, "remove `backend=`");
            }
            if disk.state.value != DiskState::Serving {
                say(
                    disk.state.span,
                    "remove `state=`; when the disk is replaced, write the `id=` of the new one",
                );
            }
        }
    }
}

fn empty_disks(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        // A patch may make volumes too.
        let by_patch = cx.hatches.patches.iter().any(|document| {
            document.kind().ends_with("VolumeConfig") && node.is_called(&document.owner.on)
        });
        let is_used = |disk: &Disk| {
            node.decl
                .volume
                .iter()
                .any(|volume| volume.disk == disk.name)
        };
        let disks = node
            .decl
            .disk
            .iter()
            .filter(|disk| disk.purpose.value == Use::Volume);
        for disk in disks.filter(|disk| !by_patch && !is_used(disk)) {
            let problem = finding(
                disk.purpose.span,
                format!(
                    "disk `{}` of node `{}` is for volumes, and has none",
                    disk.name, node.decl.name
                ),
                "stays unused",
                "add a `volume` on it, or write `use=spare`",
            );
            report.push(problem.also(node.decl.name.span, "no `volume` of this machine is on it"));
        }
    }
}

fn placements(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        let empty = vm
            .decl
            .placement
            .as_ref()
            .filter(|placement| placement.nodes.is_empty() && placement.spread.is_none());
        if let Some(placement) = empty {
            report.push(finding(
                placement.head.span,
                format!("VM `{}` has an empty `placement`", vm.decl.name),
                "says nothing",
                "remove it, or add `nodes` or `spread=`",
            ));
        }
    }
}
