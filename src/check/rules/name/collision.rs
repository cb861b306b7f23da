//! `name/collision`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::parts::Written;
use rustc_hash::{FxBuildHasher, FxHashMap};
use spaces::Derived;
use std::borrow::Cow;

mod spaces;

pub static RULE: Rule = Rule {
    id: "name/collision",
    level: Level::Error,
    since: "0.1.0",
    summary: "two things of different names give one object the same name",
    why: "Names of objects are built from those that you give: here two come out the same, and one \
          would overwrite the other.\n\nTwo VMs would write to one disk, or a club would have no \
          namespace.",
    fr: French {
        summary: "deux choses de noms différents donnent le même nom à un objet",
        why: "Les noms d'objets sont composés des vôtres : ici deux donnent le même, et l'un \
              écrase l'autre. Deux VM écriraient sur un même disque, ou un club n'aurait pas de \
              namespace.",
    },
    wrong: &[
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "db" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="10GiB"
        disk "data-root" size="20GiB"
    }
    vm "db-data" cpu=2 memory="4GiB" { disk "root" image="debian-13" size="10GiB"; }
}
"#,
        r#"
storage "ceph" {
    pool "shared-data0" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    filesystem "shared" media=hdd
}
"#,
        r#"
storage "ceph" {
    pool "shared-metadata" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    filesystem "shared" media=hdd
}
"#,
        r#"
rack "worker-1"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="worker-1" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
"#,
        r#"
rack "default"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="default" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
"#,
        r#"
network "default" vlan=60 subnet="10.60.0.0/24" { bridge "br-default"; }
node "worker-3" model="server" role=worker {
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    place rack="A" unit=13
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan" "default"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="4TB" media=hdd use=storage
}
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "db" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="10GiB"
        nic "pod"
        nic "default"
        placement { nodes "worker-3"; }
        allow "vm/not-migratable" reason="an example"
    }
}
"#,
    ],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "db" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="10GiB"
        disk "data" size="20GiB"
    }
    vm "db-data" cpu=2 memory="4GiB" { disk "root" image="debian-13" size="10GiB"; }
}
"#],
    check: Check::Several(&[Check::Written(check), Check::Written(beyond_kubernetes)]),
};

/// Names that no object of Kubernetes has: those of Ceph, and of the cards in a VM.
fn beyond_kubernetes(cx: &Context<'_>, report: &mut Report) {
    let mut seen: FxHashMap<(Cow<'_, str>, Cow<'_, str>), Derived<'_>> = FxHashMap::default();
    for derived in spaces::all(cx.model) {
        let key = (derived.space.clone(), derived.name.clone());
        match seen.get(&key) {
            // Two of one name and one kind: `name/declared-twice`.
            Some(first) if first.of == derived.of && first.own && derived.own => {}
            Some(first) => report.extend(spaces::taken(&RULE, first, &derived)),
            None => {
                seen.insert(key, derived);
            }
        }
    }
}

fn check(cx: &Context<'_>, report: &mut Report) {
    let all = cx.written();
    let mut seen: FxHashMap<(&str, &str, &str), &Written<'_>> =
        FxHashMap::with_capacity_and_hasher(all.len(), FxBuildHasher);
    let mut told = None;
    for written in all {
        let key = (
            written.kind,
            written.namespace.as_deref().unwrap_or_default(),
            &*written.name,
        );
        let Some(first) = seen.get(&key).copied() else {
            seen.insert(key, written);
            continue;
        };
        // The part of the platform has its name for good; of two names that are the same,
        // `name/declared-twice` tells.
        let (other, at) = if written.at.is_empty() {
            (written, first)
        } else {
            (first, written)
        };
        let same = !at.at.is_empty()
            && !other.at.is_empty()
            && cx.sources.text(at.at) == cx.sources.text(other.at)
            && at.of == other.of;
        if at.at.is_empty() || same || told.replace((at.at, other.at)) == Some((at.at, other.at)) {
            continue;
        }
        report.push(taken(written, at, other));
    }
}

fn taken(written: &Written<'_>, at: &Written<'_>, other: &Written<'_>) -> Diagnostic {
    let message = format!(
        "{} would be called `{}`, which is taken",
        article(written),
        written.name
    );
    let problem = RULE.at(at.at, message).label(format!("this {}", at.of));
    if other.at.is_empty() {
        problem
            .note(format!(
                "the platform has a {} of this name itself",
                written.kind
            ))
            .help("choose another name")
    } else {
        problem
            .also(other.at, format!("this {} has it already", other.of))
            .help("rename the one that does not exist yet: under a new name it starts empty")
    }
}

/// `an Application`, `a DataVolume`.
fn article(written: &Written<'_>) -> String {
    let an = written.kind.starts_with(['A', 'E', 'I', 'O']);
    format!("{} {}", if an { "an" } else { "a" }, written.kind)
}
