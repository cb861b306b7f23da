//! What a build finds in the output folder, as findings with a place in it: for formats that
//! programs read.
//!
//! Must not know: the formats.

use super::failure::shown;
use crate::check::Rule;
use crate::check::output::{
    edited, extra, foreign, missing, not_a_file, stale, unfinished, written,
};
use crate::diagnostic::{Report, visible};
use crate::output::{Change, Conflict, LOCK, Plan};
use crate::source::{Sources, Span};
use std::collections::BTreeSet;
use std::path::Path;

/// What `--check` tells: everything that a build would change or refuse.
pub(super) fn found(plan: &Plan, out: &Path) -> (Report, Sources) {
    let mut all = About::new(out);
    let known: BTreeSet<&str> = plan.conflicts.iter().map(Conflict::path).collect();
    for change in plan
        .changes
        .iter()
        .filter(|change| !known.contains(change.path()))
    {
        let (rule, what) = match change {
            Change::Create { .. } => (&missing::RULE, "is missing"),
            Change::Update { .. } => (&stale::RULE, "is not what the description says"),
            Change::Delete { .. } => (&extra::RULE, "belongs to nothing any more"),
        };
        all.tell(
            rule,
            change.path(),
            what,
            &format!("from {}", change.entity()),
            BUILD,
        );
    }
    plan.conflicts
        .iter()
        .for_each(|conflict| all.conflict(conflict));
    if plan.changes.is_empty() && plan.conflicts.is_empty() && !plan.is_clean() {
        all.tell(
            &unfinished::RULE,
            LOCK,
            "is missing or old, or a build was interrupted",
            "the lock of the output",
            BUILD,
        );
    }
    all.done()
}

/// What keeps a build from writing.
pub(super) fn conflicts(conflicts: &[&Conflict], out: &Path) -> (Report, Sources) {
    let mut all = About::new(out);
    conflicts.iter().for_each(|conflict| all.conflict(conflict));
    all.done()
}

/// What a build has done.
pub(super) fn written(plan: &Plan, out: &Path) -> (Report, Sources) {
    let mut all = About::new(out);
    for change in &plan.changes {
        let what = if matches!(change, Change::Delete { .. }) {
            "was removed"
        } else {
            "was written"
        };
        all.tell(
            &written::RULE,
            change.path(),
            what,
            &format!("from {}", change.entity()),
            "commit it together with the description",
        );
    }
    all.done()
}

const BUILD: &str = "run `radier build`, and commit the output";

/// Findings about files of one folder.
struct About {
    out: String,
    report: Report,
    sources: Sources,
}

impl About {
    fn new(out: &Path) -> Self {
        About {
            out: shown(out),
            report: Report::default(),
            sources: Sources::default(),
        }
    }

    fn conflict(&mut self, conflict: &Conflict) {
        match conflict {
            Conflict::Edited { path, entity } => self.tell(
                &edited::RULE,
                path,
                "was edited by hand",
                &format!("from {entity}"),
                "make the change in the description instead; `radier build --overwrite` throws \
                 edits by hand away",
            ),
            Conflict::Foreign { path } => {
                self.tell(
                    &foreign::RULE,
                    path,
                    "was not written by Radier",
                    "no description accounts for it",
                    "move it somewhere else",
                );
            }
            Conflict::NotAFile { path } => {
                self.tell(
                    &not_a_file::RULE,
                    path,
                    "is not a plain file",
                    "a link, or a folder",
                    "remove it, and build again",
                );
            }
        }
    }

    /// The whole file is the place: its first line stands for it.
    fn tell(&mut self, rule: &Rule, path: &str, what: &str, label: &str, help: &str) {
        let file = self
            .sources
            .add(format!("{}/{}", self.out, visible(path)), "");
        let mut finding = rule
            .at(Span::new(file, 0, 0), format!("`{path}` {what}"))
            .label(label)
            .help(help);
        finding.why = Some(rule.why);
        self.report.push(finding);
    }

    fn done(self) -> (Report, Sources) {
        (self.report, self.sources)
    }
}
