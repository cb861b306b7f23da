//! What a build says of the folder, or does to it.

use super::arguments::Arguments;
use super::clusters::Cluster;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::render::{self, Format};
use crate::cli::{differences, summary};
use crate::diagnostic::{Findings, Report};
use crate::output::{self, Conflict, Plan};
use crate::source::Sources;

/// What a build has found, before it writes.
pub(super) struct Done<'a> {
    pub plan: &'a Plan,
    pub clusters: &'a [Cluster],
    /// What the description gave rise to.
    pub found: &'a [Findings<'a>],
}

impl Done<'_> {
    /// All findings as one document, those about the output last. Formats for people have their own
    /// words.
    fn document(&self, about_output: &(Report, Sources), format: Format) -> Result<(), Failure> {
        let (report, sources) = about_output;
        let all: Vec<Findings<'_>> = self
            .found
            .iter()
            .copied()
            .chain([(report, sources)])
            .collect();
        render::document(&all, format)
    }
}

/// `--check`: what is not as it should be.
pub(super) fn judge(done: &Done<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let Done { plan, .. } = done;
    let format = arguments.format();
    done.document(&differences::found(plan, &arguments.out), format)?;
    match (plan.is_clean(), format) {
        (true, Format::Human | Format::Short) => {
            render::print(&format!(
                "ok: {} is up to date, {} files\n",
                arguments.out.display(),
                plan.unchanged
            ))?;
        }
        (false, Format::Human) => {
            render::error(summary::difference(plan, &arguments.out).trim_end())
        }
        (false, Format::Short) => {
            let (report, sources) = differences::found(plan, &arguments.out);
            render::error(render::findings(&[(&report, &sources)], format, false).trim_end());
        }
        _ => {}
    }
    Ok(if plan.is_clean() {
        Exit::Success
    } else {
        Exit::Findings
    })
}

pub(super) fn write(done: &Done<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let Done { plan, clusters, .. } = done;
    let format = arguments.format();
    let blocking = |conflict: &&Conflict| {
        !(arguments.overwrite && matches!(conflict, Conflict::Edited { .. }))
    };
    let conflicts: Vec<&Conflict> = plan.conflicts.iter().filter(blocking).collect();
    if !conflicts.is_empty() {
        done.document(&differences::conflicts(&conflicts, &arguments.out), format)?;
        if format.is_for_people() {
            render::error(summary::conflicts(&conflicts, &arguments.out).trim_end());
        }
        return Ok(Exit::Findings);
    }
    let mut progress = Progress::new("files written");
    output::apply(plan, &arguments.out, &mut || progress.add(1))
        .map_err(|error| Failure::io(&arguments.out, &error))?;
    drop(progress);
    done.document(&differences::written(plan, &arguments.out), format)?;
    if format.is_for_people() {
        render::print(&summary::built(plan, clusters, &arguments.out))?;
    }
    Ok(Exit::Success)
}
