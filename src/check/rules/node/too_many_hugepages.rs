//! `node/too-many-hugepages`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;
use crate::model::{HugePages, huge_pages};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "node/too-many-hugepages",
    level: Level::Error,
    since: "0.1.0",
    summary: "huge pages take the memory that the machine itself needs",
    why: "Huge pages are set aside at boot, and nothing else may use them: with too little left, \
          etcd, Ceph and the kubelet are killed one after the other, and the machine drops out of \
          the cluster.",
    fr: French {
        summary: "les grandes pages prennent la mémoire dont la machine a besoin",
        why: "Les grandes pages sont réservées au démarrage, et rien d'autre ne peut s'en servir. \
              Avec plus de la moitié de la mémoire partie, etcd, Ceph et le kubelet sont tués l'un \
              après l'autre, et la machine quitte le cluster.",
    },
    // kernel Documentation/admin-guide/mm/hugetlbpage.rst: pages of 2 MiB on x86-64
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    sysctl "vm.nr_hugepages" "63488"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    kernel-args "default_hugepagesz=1G" "hugepagesz=1G" "hugepages=127"
}
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    sysctl "vm.nr_hugepages" "1024"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for ledger in &cx.nodes {
        let node = &cx.model.nodes[ledger.node];
        let pools = huge_pages(node, &cx.model.cluster);
        let taken = pools
            .iter()
            .map(HugePages::bytes)
            .fold(0, u64::saturating_add);
        let needed = Size(ledger.system.0 + ledger.storage.0);
        let room = ledger.memory.0.saturating_sub(needed.0);
        let Some(largest) = pools.iter().max_by_key(|pool| pool.bytes()) else {
            continue;
        };
        if taken > room && told.insert(largest.at) {
            // What pages of other sizes leave.
            let others = taken.saturating_sub(largest.bytes());
            let most = room.saturating_sub(others) / largest.size;
            report.push(
                RULE.at(
                    largest.at,
                    format!(
                        "huge pages take {} of node `{}`, which has {}",
                        Size(taken),
                        node.decl.name,
                        ledger.memory
                    ),
                )
                .label(format!("{} pages of {}", largest.pages, Size(largest.size)))
                .note(format!("Talos, etcd and Ceph need {needed} there"))
                .help(format!(
                    "write {most} at most, and fewer to leave memory for pods, and for VMs \
                     without huge pages"
                )),
            );
        }
    }
}
