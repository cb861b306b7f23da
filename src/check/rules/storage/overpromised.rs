//! `storage/overpromised`

use crate::check::{Context, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "storage/overpromised",
    level: Level::Error,
    since: "0.1.0",
    summary: "more storage is promised than there is",
    why: "Quotas are promises. When the fullest disk reaches 95 %, Ceph stops all writes of all clubs at once, and every VM \
          stands still: nothing refuses a volume before that.",
    // rook#4620, #5484
    wrong: r#"
club "archive" {
    quota { cpu 4; memory "8GiB"; storage "40TiB"; }
}
"#,
    right: r#"
club "archive" {
    quota { cpu 4; memory "8GiB"; storage "1TiB"; }
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let unsure = crate::check::storage_unsure(cx) || cx.model.clubs.iter().any(|club| club.decl.incomplete || club.decl.quota.damaged);
    let Some(storage) = cx.model.storage.as_ref().filter(|_| !unsure) else { return };
    for class in &cx.classes {
        if class.promised <= class.limit || class.bytes.full.bytes() == 0 {
            continue;
        }
        let mut clubs: Vec<_> = cx.model.clubs.iter().filter(|_| class.takes_quotas).collect();
        clubs.sort_by_key(|club| std::cmp::Reverse(club.decl.quota.storage.value));
        let at = clubs.first().map_or(class.pools[0].head, |club| club.decl.quota.storage.span);
        let over = crate::language::types::Size(class.promised.bytes() - class.limit.bytes());
        let mut problem = RULE.at(at, format!("{} disks: {over} more is promised than may be", class.pools[0].media)).label(clubs.first().map_or_else(
            || "images alone are too much for it".to_string(),
            |club| format!("the largest promise, to club `{}`: {}", club.decl.name, club.decl.quota.storage.value),
        ));
        if let Some(club) = clubs.get(1) {
            problem = problem.also(club.decl.quota.storage.span, format!("the next, to club `{}`: {}", club.decl.name, club.decl.quota.storage.value));
        }
        let hosts: Vec<String> = class.hosts.iter().map(|host| crate::language::types::Size(host.bytes()).human()).collect();
        report.push(
            problem
                .note(format!("promised: ({} quotas + {} images) x 1.2 for snapshots = {}", class.quotas, class.images, class.promised))
                .note(format!(
                    "there is: {} on {} = {} full, x 0.85 = {}, x {} overcommit = {}",
                    class.pools[0].redundancy.words(),
                    hosts.join(" + "),
                    class.bytes.full,
                    class.bytes.plan,
                    storage.decl.overcommit,
                    class.limit
                ))
                .help("promise less, add disks, or raise `overcommit` if volumes are rarely full"),
        );
    }
}
