//! `disk/install-too-small`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Disk;
use crate::language::types::Size;
use crate::model::Node;

pub static RULE: Rule = Rule {
    id: "disk/install-too-small",
    level: Level::Error,
    since: "0.1.0",
    summary: "the install disk is smaller than what is put on it",
    why: "Talos needs 16 GiB at least for itself and containers. EPHEMERAL and user volumes on the \
          same disk must fit besides: a volume that does not fit leaves the machine waiting at \
          boot.",
    fr: French {
        summary: "le disque d'installation est plus petit que ce qu'on y met",
        why: "Talos a besoin d'au moins 16 Gio pour lui et les conteneurs. EPHEMERAL et les \
              volumes du même disque doivent tenir en plus : avec un volume qui ne tient pas, la \
              machine attend au démarrage.",
    },
    // Talos' own partitions: EFI 105 MB, META, STATE 105 MB; 16 GiB leaves room for images and
    // logs.
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="8GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="64GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

const SYSTEM: u64 = Size::GIB;
/// As disks are sold.
const LEAST: u64 = 16_000_000_000;

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        let Some(disk) = node.install_disk() else {
            continue;
        };
        let volumes: Size = node
            .decl
            .volume
            .iter()
            .filter(|volume| volume.disk == disk.name)
            .map(|volume| volume.size.value)
            .sum();
        // Without volumes behind it, EPHEMERAL takes what there is (talos
        // internal/app/machined/pkg/controllers/block volumes).
        let limit = node
            .ephemeral_limit(&cx.model.cluster)
            .filter(|_| volumes > Size(0));
        let ephemeral = limit.map_or(Size(0), |limit| limit.max_size.value);
        let needed = Size(SYSTEM + ephemeral.bytes() + volumes.bytes()).max(Size(LEAST));
        if disk.size.value >= needed {
            continue;
        }
        report.push(too_small(cx, node, disk, needed, ephemeral, volumes));
    }
}

fn too_small(
    cx: &Context<'_>,
    node: &Node,
    disk: &Disk,
    needed: Size,
    ephemeral: Size,
    volumes: Size,
) -> Diagnostic {
    let own = needed.bytes() <= LEAST;
    let like = |size: Size| size.like(cx.sources.text(disk.size.span));
    let problem = RULE
        .at(
            disk.size.span,
            format!("the install disk of node `{}` is too small", node.decl.name),
        )
        .label(format!(
            "{}; {} {}",
            like(disk.size.value),
            if own { "Talos needs" } else { "needed are" },
            like(needed)
        ));
    match own {
        true => problem
            .note("images and logs would fill it, and then the machine cannot start any new pods")
            .help(format!(
                "correct its `size`, or write `use=install` on a disk of {} or more",
                like(needed)
            )),
        false => problem
            .note(format!(
                "{} = {} system + {} EPHEMERAL + {} volumes",
                like(needed),
                like(Size(SYSTEM)),
                like(ephemeral),
                like(volumes)
            ))
            .note("a volume that does not fit leaves the machine waiting at boot")
            .help("use a larger disk, or put volumes on another one"),
    }
}
