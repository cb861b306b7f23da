//! `storage/unbalanced-hosts`

use super::overpromised::sizes;
use crate::capacity::ClassLedger;
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;

pub static RULE: Rule = Rule {
    id: "storage/unbalanced-hosts",
    level: Level::Warning,
    since: "0.1.0",
    summary: "machines have very different amounts of storage",
    why: "Each copy is on another machine, so with as many copies as machines the smallest one is \
          the limit: what the others have more is paid for and never used.",
    fr: French {
        summary: "les machines ont des quantités de stockage très différentes",
        why: "Chaque copie est sur une autre machine : avec autant de copies que de machines, la \
              plus petite est la limite. Ce que les autres ont de plus est payé et ne sert jamais.",
    },
    wrong: &[r#"
node "worker-2" model="server" role=worker {
    uuid "c0a80012-2222-4a10-8031-b7c04f32d112"
    nic "net" mac="02:00:00:00:00:12" address="10.0.0.22" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W2" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000012" size="1TB" media=hdd use=storage
}
node "worker-3" model="server" role=worker {
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="1TB" media=hdd use=storage
}
"#],
    right: &[r#"
node "worker-2" model="server" role=worker {
    uuid "c0a80012-2222-4a10-8031-b7c04f32d112"
    nic "net" mac="02:00:00:00:00:12" address="10.0.0.22" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W2" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000012" size="4TB" media=hdd use=storage
}
node "worker-3" model="server" role=worker {
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="4TB" media=hdd use=storage
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::STORAGE],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

/// Largest to smallest machine, beyond which it is worth a word.
const RATIO: f64 = 1.25;

fn check(cx: &Context<'_>, report: &mut Report) {
    for class in &cx.classes {
        let pool = class.pool;
        let bytes: Vec<u64> = class.hosts.iter().map(|host| host.bytes()).collect();
        let (Some(largest), Some(smallest)) = (bytes.iter().max(), bytes.iter().min()) else {
            continue;
        };
        let width = pool.redundancy.width() as usize;
        if *largest as f64 <= *smallest as f64 * RATIO || bytes.len() < width {
            continue;
        }
        // What could be stored if the same disks were spread evenly, less what can be stored now.
        // Of a pool that is erasure coded, each place keeps a part of the data.
        let parts = pool.redundancy.data_parts();
        let even = bytes.iter().sum::<u64>() / width as u64 * parts;
        let now = crate::capacity::usable(&bytes, pool.redundancy.width()) * parts;
        if now * 20 >= even * 19 {
            continue;
        }
        report.push(uneven(cx, class, *smallest, [now, even]));
    }
}

/// `now`, `even`: bytes that can be stored, and that could be if disks were spread evenly.
fn uneven(
    cx: &Context<'_>,
    class: &ClassLedger<'_>,
    smallest: u64,
    [now, even]: [u64; 2],
) -> Diagnostic {
    let pool = class.pool;
    let low = class
        .hosts
        .iter()
        .min_by_key(|host| host.bytes())
        .map_or("", |host| host.name.as_str());
    let at = cx
        .model
        .nodes
        .iter()
        .find(|node| &*node.decl.name.value.0 == low)
        .map_or(pool.head, |node| node.decl.head.span);
    RULE.at(
        at,
        format!(
            "the {} disks are spread unevenly: `{low}` has the least, and limits all pools \
             on them",
            pool.media
        ),
    )
    .label(format!("the smallest: {}", Size(smallest)))
    .also(
        pool.head,
        format!(
            "{} on {} places",
            pool.redundancy.words(),
            class.hosts.len()
        ),
    )
    .note(format!(
        "{} of disks hold {} of data; spread evenly, {}",
        sizes(&class.hosts),
        Size(now),
        Size(even)
    ))
    .help(format!(
        "move a disk to `{low}`, and its line here (`out/runbooks/replace-disk.md`), or \
         buy one; until then, {}",
        RULE.accept()
    ))
}
