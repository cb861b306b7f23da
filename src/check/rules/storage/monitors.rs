//! `storage/monitors`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Chart;
use crate::yaml::Kind;

pub static RULE: Rule = Rule {
    id: "storage/monitors",
    level: Level::Error,
    since: "0.1.0",
    summary: "Ceph cannot have this number of monitors",
    why: "Monitors decide by majority, each on a machine of its own. An even number survives no more failures than one less; \
          with more monitors than machines Rook never finishes the cluster, and says so in a log of its operator only.",
    fr: French {
        summary: "Ceph ne peut pas avoir ce nombre de moniteurs",
        why: "Les moniteurs décident à la majorité, chacun sur sa machine. Un nombre pair ne survit pas à plus de pannes qu'un \
              de moins ; avec plus de moniteurs que de machines, Rook ne termine jamais le cluster, et ne le dit que dans un \
              journal de son opérateur.",
    },
    wrong: r#"
values "rook-ceph-cluster" { cephClusterSpec { mon { count 5; }; }; }
"#,
    right: r#"
values "rook-ceph-cluster" { cephClusterSpec { mon { count 3; }; }; }
"#,
    check: Some(check),
};

/// rook v1.20.6 types.go MonSpec: 1 to 9.
const MOST: usize = 9;

fn check(cx: &Context<'_>, report: &mut Report) {
    if crate::check::disks_unsure(cx) {
        return;
    }
    let hosts = cx.model.nodes.iter().filter(|node| node.storage_disks().next().is_some()).count();
    for values in cx.hatches.values.iter().filter(|values| values.owner == Chart::RookCephCluster) {
        let Some((_, value)) = values.node.at_path(&["cephClusterSpec", "mon", "count"]) else { continue };
        // Another type is an error of `values/wrong-value`.
        let Kind::Int(number) = value.kind else { continue };
        let count = usize::try_from(number).unwrap_or(0);
        let label = if count > MOST || count == 0 {
            format!("1 to {MOST}")
        } else if count > hosts {
            format!("{hosts} machines have disks for Ceph, and each takes one")
        } else if count % 2 == 0 {
            "an even number has no better majority than one less".to_string()
        } else {
            continue;
        };
        report.push(
            RULE.at(values.span(&value.at), format!("Ceph cannot have {number} monitors here"))
                .label(label)
                .help("write 3 or 5, as many as there are machines at most, or leave it away: Radier counts the machines"),
        );
    }
}
