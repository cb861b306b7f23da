//! The last words of a build: what a person wants to know.

use super::build::clusters::Cluster;
use crate::diagnostic::visible;
use crate::emit::Override;
use crate::model::Model;
use crate::output::{Change, Conflict, Plan};
use std::path::Path;

/// At most this many names in a list.
const MAX_LISTED: usize = 20;

/// After a build: written, removed, unchanged, escape hatches, what comes from elsewhere, what to
/// do next.
pub(super) fn built(plan: &Plan, clusters: &[Cluster], out: &Path) -> String {
    let deleted = plan
        .changes
        .iter()
        .filter(|change| matches!(change, Change::Delete { .. }))
        .count();
    let mut text = format!(
        "{}: {} written, {deleted} removed, {} unchanged\n",
        out.display(),
        plan.changes.len() - deleted,
        plan.unchanged
    );
    text.push_str(&changes(plan));
    for Cluster {
        model,
        parts,
        overrides,
    } in clusters
    {
        text.push_str(&hatches(model));
        for Override {
            by,
            path,
            ours,
            theirs,
            adds,
        } in overrides
        {
            text.push_str(&match adds {
                true => format!("    {by} adds to {path}: {theirs}, behind {ours}\n"),
                false => format!("    {by} changes {path}: {ours} -> {theirs}\n"),
            });
        }
        for (part, url) in parts.remote(model) {
            text.push_str(&format!("  from elsewhere: {part} {url}\n"));
        }
    }
    text.push_str(&next(plan, clusters, out));
    text
}

fn changes(plan: &Plan) -> String {
    let line = |change: &Change| match change {
        Change::Create { path, .. } => format!("  + {path}\n"),
        Change::Update { path, .. } => format!("  ~ {path}\n"),
        Change::Delete { path, .. } => format!("  - {}\n", visible(path)),
    };
    let mut text: String = plan.changes.iter().take(MAX_LISTED).map(line).collect();
    if plan.changes.len() > MAX_LISTED {
        text.push_str(&format!(
            "  ... and {} more\n",
            plan.changes.len() - MAX_LISTED
        ));
    }
    text
}

fn hatches(model: &Model) -> String {
    let values = model
        .values
        .iter()
        .map(|values| format!("  escape hatch: values of chart `{}`\n", values.chart.value));
    let patches = model.patches.iter().map(|patch| {
        format!(
            "  escape hatch: patch of {} on `{}`\n",
            patch.target.value, patch.on
        )
    });
    let manifests = model.manifests.iter().map(|manifests| {
        format!(
            "  escape hatch: manifests `{}`, wave {}\n",
            manifests.decl.name, manifests.decl.wave.value
        )
    });
    values.chain(patches).chain(manifests).collect()
}

fn next(plan: &Plan, clusters: &[Cluster], out: &Path) -> String {
    if plan.changes.is_empty() {
        return "nothing to do\n".to_string();
    }
    let mut text = format!(
        "next: review with `git diff --stat {}`, commit the description and {} together\n",
        out.display(),
        out.display()
    );
    let talos = plan
        .changes
        .iter()
        .any(|change| change.path().starts_with("talos/"));
    if talos
        && clusters
            .iter()
            .any(|cluster| cluster.model.cluster.is_omni())
    {
        text.push_str(&format!(
            "      after the merge: `omnictl cluster template sync -f \
             {}/talos/cluster-template.yaml`\n",
            out.display()
        ));
    } else if talos && plan.unchanged > 0 {
        text.push_str(&format!(
            "      after the merge: `{}/runbooks/change.md` applies it to machines that run\n",
            out.display()
        ));
    }
    if plan.unchanged == 0 {
        text.push_str(&format!(
            "      from bare machines: `{}/runbooks/bootstrap.md`\n",
            out.display()
        ));
    }
    text
}

/// `--check`: every difference, and the command that removes it.
pub(super) fn difference(plan: &Plan, out: &Path) -> String {
    let edited = |path: &str| {
        plan.conflicts.iter().any(
            |conflict| matches!(conflict, Conflict::Edited { path: other, .. } if other == path),
        )
    };
    let mut text = format!("{} is not what a build would make it:\n", out.display());
    let mut listed = 0;
    for change in &plan.changes {
        if edited(change.path())
            || plan
                .conflicts
                .iter()
                .any(|c| matches!(c, Conflict::Foreign { path } if path == change.path()))
        {
            continue;
        }
        let word = match change {
            Change::Create { .. } => "missing",
            Change::Update { .. } => "stale",
            Change::Delete { .. } => "extra",
        };
        if listed < MAX_LISTED {
            text.push_str(&format!(
                "  {word}: {} (from {})\n",
                visible(change.path()),
                visible(change.entity())
            ));
        }
        listed += 1;
    }
    if listed > MAX_LISTED {
        text.push_str(&format!("  ... and {} more\n", listed - MAX_LISTED));
    }
    for conflict in &plan.conflicts {
        text.push_str(&conflict_line(conflict));
    }
    if plan.changes.is_empty() && plan.conflicts.is_empty() {
        text.push_str("  the lock is missing or old, or a build was interrupted\n");
    }
    text.push_str(&match plan.conflicts.is_empty() {
        true => format!("help: run `radier build` and commit {}\n", out.display()),
        false => conflict_help(&plan.conflicts.iter().collect::<Vec<_>>()),
    });
    text
}

/// A build that must not go on.
pub(super) fn conflicts(conflicts: &[&Conflict], out: &Path) -> String {
    let mut text = format!(
        "error: {} holds files that this build must not touch; nothing was written\n",
        out.display()
    );
    conflicts
        .iter()
        .for_each(|conflict| text.push_str(&conflict_line(conflict)));
    text.push_str(&conflict_help(conflicts));
    text
}

/// What to do about files that a build does not touch.
fn conflict_help(conflicts: &[&Conflict]) -> String {
    let mut text = String::new();
    if conflicts
        .iter()
        .any(|conflict| matches!(conflict, Conflict::Edited { .. }))
    {
        text.push_str(
            "help: make the change in the description instead; `radier build --overwrite` throws \
             edits by hand away\n",
        );
    }
    if conflicts.iter().any(|conflict| {
        matches!(
            conflict,
            Conflict::Foreign { .. } | Conflict::NotAFile { .. }
        )
    }) {
        text.push_str("help: move files that are not Radier's somewhere else\n");
    }
    text
}

fn conflict_line(conflict: &Conflict) -> String {
    let path = visible(conflict.path());
    match conflict {
        Conflict::Foreign { .. } => format!("  not ours: {path}\n"),
        Conflict::Edited { entity, .. } => format!(
            "  edited by hand: {path} (edit {} in the description instead)\n",
            visible(entity)
        ),
        Conflict::NotAFile { .. } => format!("  not a plain file: {path}\n"),
    }
}
