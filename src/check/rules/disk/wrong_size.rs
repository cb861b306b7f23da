//! `disk/wrong-size`

use crate::check::about::disk_model::DiskModel;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;
use crate::language::{Disk, Media};
use crate::model::Node;

pub static RULE: Rule = Rule {
    id: "disk/wrong-size",
    level: Level::Error,
    since: "0.1.0",
    summary: "a disk is not as large as the description says",
    why: "All sums of storage start from here: what pools hold, what clubs may be promised. With a \
          zero too much everything fits on paper, until the disks are full.",
    fr: French {
        summary: "un disque n'est pas aussi grand que la description le dit",
        why: "Toutes les sommes du stockage partent d'ici : ce que contiennent les pools, ce qu'on \
              peut promettre aux clubs. Avec un zéro de trop tout tient sur le papier, jusqu'à ce \
              que les disques soient pleins.",
    },
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-WDC_WD40EFRX-68N32N0_WD-WCC7K1" size="6TB" media=hdd use=spare
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="nvme-SAMPLE_000014" size="3840TB" media=nvme use=spare
}
"#,
    ],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-WDC_WD40EFRX-68N32N0_WD-WCC7K1" size="3.64TiB" media=hdd use=spare
    disk "d2" id="nvme-SAMPLE_000014" size="245TB" media=nvme use=spare
}
"#],
    check: Check::Written(check),
};

/// Larger than any disk that is sold: hard disks, and flash.
const MOST: [u64; 2] = [100_000 * Size::GB, 500_000 * Size::GB];
/// One that says 4 TB has 4.0 to 4.1, or 3.64 TiB.
const TOLERANCE: f64 = 0.12;

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for disk in &node.decl.disk {
            report.extend(judge(node, disk));
        }
    }
}

fn judge(node: &Node, disk: &Disk) -> Option<Diagnostic> {
    let written = disk.size.value;
    let name = format!("disk `{}` of node `{}`", disk.name, node.decl.name);
    let most = MOST[usize::from(disk.media.value != Media::Hdd)];
    if written.bytes() > most {
        let less = Size(written.bytes() / 1000);
        return Some(
            RULE.at(
                disk.size.span,
                format!("{name} would hold {}", written.like("TB")),
            )
            .label("no such disk is made")
            .help(format!(
                "write the size that is printed on it, {} perhaps",
                less.like("TB")
            )),
        );
    }
    let real = DiskModel::of(&disk.id).size?;
    let apart = (written.bytes() as f64 / real.bytes() as f64 - 1.0).abs();
    (apart > TOLERANCE).then(|| {
        RULE.at(
            disk.size.span,
            format!("{name} has {}, not {}", real.like("TB"), written.like("TB")),
        )
        .label("its model number says otherwise")
        .also(
            disk.id.span,
            format!("the name of a disk of {}", real.like("TB")),
        )
        .help(format!(
            "write `size=\"{}\"`, or correct the `id` if it is that of another disk",
            real.written()
        ))
    })
}
