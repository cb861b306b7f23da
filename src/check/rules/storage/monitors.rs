//! `storage/monitors`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};
use crate::language::Chart;
use crate::source::Span;
use crate::yaml::Kind;

pub static RULE: Rule = Rule {
    id: "storage/monitors",
    level: Level::Error,
    since: "0.1.0",
    summary: "Ceph cannot have this number of monitors",
    why: "Monitors decide by majority, each on a machine of its own: 4 still work after the loss \
          of one, just as 3 do.\n\nWith more monitors than machines Rook never finishes the \
          cluster, and says so in a log of its operator only.",
    fr: French {
        summary: "Ceph ne peut pas avoir ce nombre de moniteurs",
        why: "Les moniteurs décident à la majorité, chacun sur sa propre machine : 4 \
              fonctionnent encore après la perte d'un seul, tout comme 3.\n\nAvec plus de \
              moniteurs que de machines, Rook ne termine jamais le cluster, et ne le dit que \
              dans un journal de son opérateur.",
    },
    wrong: &[r#"
values "rook-ceph-cluster" { cephClusterSpec { mon { count 5; }; }; }
"#],
    right: &[r#"
values "rook-ceph-cluster" { cephClusterSpec { mon { count 3; }; }; }
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

/// rook v1.20.6 types.go MonSpec: 1 to 9.
const MOST: usize = 9;

fn check(cx: &Context<'_>, report: &mut Report) {
    let hosts = cx.model.storage_nodes().count();
    for values in cx
        .hatches
        .values
        .iter()
        .filter(|values| values.owner == Chart::RookCephCluster)
    {
        let Some((_, value)) = values.node.at_path(&["cephClusterSpec", "mon", "count"]) else {
            continue;
        };
        // Another type is an error of `values/wrong-value`.
        let Kind::Int(number) = value.kind else {
            continue;
        };
        judge(number, values.span(&value.at), hosts, report);
    }
}

fn judge(number: i64, at: Span, hosts: usize, report: &mut Report) {
    let count = usize::try_from(number).unwrap_or(0);
    let best = [5, 3, 1].into_iter().find(|odd| *odd <= hosts).unwrap_or(1);
    let help =
        format!("write {best}, or remove this line: Radier then writes what fits the machines");
    let too_many = |label: String| {
        RULE.at(at, format!("Ceph cannot have {number} monitors here"))
            .label(label)
    };
    let problem = if count > MOST || count == 0 {
        too_many(format!("1 to {MOST}"))
    } else if count > hosts {
        too_many(format!(
            "only {hosts} machines have disks for Ceph, and each can run one monitor"
        ))
        .note("the missing ones stay Pending, and Rook never finishes the cluster")
    } else if count % 2 == 0 {
        let mut advice = RULE
            .at(
                at,
                format!(
                    "{number} monitors survive no more failures than {}",
                    number - 1
                ),
            )
            .label("an even number");
        advice.level = Level::Warning;
        advice
    } else {
        return;
    };
    report.push(problem.help(help));
}
