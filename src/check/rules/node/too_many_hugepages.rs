//! `node/too-many-hugepages`

use crate::capacity::HUGE_PAGE;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;
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
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    sysctl "vm.nr_hugepages" "63488"
}
"#],
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
        let settings = node
            .settings(&cx.model.cluster)
            .flat_map(|(_, machine)| &machine.sysctl);
        // The most specific level wins.
        let Some(sysctl) = settings
            .filter(|sysctl| *sysctl.key == *"vm.nr_hugepages")
            .last()
        else {
            continue;
        };
        let Ok(pages) = sysctl.value.parse::<u64>() else {
            continue;
        };
        let taken = Size(pages.saturating_mul(HUGE_PAGE));
        let needed = Size(ledger.system.0 + ledger.storage.0);
        let most = ledger.memory.0.saturating_sub(needed.0) / HUGE_PAGE;
        if pages > most && told.insert(sysctl.value.span) {
            report.push(
                RULE.at(
                    sysctl.value.span,
                    format!(
                        "huge pages take {taken} of node `{}`, which has {}",
                        node.decl.name, ledger.memory
                    ),
                )
                .label(format!("{pages} pages of 2 MiB"))
                .note(format!("Talos, etcd and Ceph need {} there", needed))
                .help(format!(
                    "write {most} at most, less 512 for each GiB that pods and VMs without huge \
                     pages need there"
                )),
            );
        }
    }
}
