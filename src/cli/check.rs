//! `radier check`: reads the description and says what is wrong with it.

use super::exit::Exit;
use super::failure::Failure;
use super::input::At;
use super::judging::{Judged, Judging};
use super::render::{self, Format};
use crate::Compilation;
use crate::diagnostic::summary;
use crate::model::Model;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    judging: Judging,
}

impl Arguments {
    pub fn format(&self) -> Format {
        self.judging.format
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut inputs = arguments.at.read()?;
    let Judged {
        compiled,
        failed,
        reason,
    } = arguments.judging.compile(&mut inputs)?;
    let format = arguments.judging.format;
    let reports: Vec<_> = compiled
        .iter()
        .zip(&inputs)
        .map(|(compilation, input)| (&compilation.report, &input.sources))
        .collect();
    render::print(&render::findings(
        &reports,
        format,
        render::stdout_is_terminal(),
    ))?;
    reason
        .iter()
        .for_each(|reason| render::error(&format!("error: {reason}")));
    for compilation in compiled
        .iter()
        .filter(|_| format == Format::Human && !failed)
    {
        render::print(&in_order(compilation))?;
    }
    // The process ends here: the system takes all memory back at once, which is a tenth faster.
    std::mem::forget(compiled);
    Ok(if failed {
        Exit::Findings
    } else {
        Exit::Success
    })
}

/// What stands there, when nothing is wrong.
fn in_order(compilation: &Compilation) -> String {
    let report = &compilation.report;
    let found = if report.is_empty() {
        String::new()
    } else {
        format!(" ({})", summary(report))
    };
    format!("ok: {}{found}\n", counts(&compilation.model))
}

/// What a description holds: "6 nodes, 3 clubs, 2 VMs".
pub(super) fn counts(model: &Model) -> String {
    let count =
        |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut parts = vec![count(model.nodes.len(), "node", "nodes")];
    if !model.clubs.is_empty() {
        parts.push(count(model.clubs.len(), "club", "clubs"));
        parts.push(count(model.vms.len(), "VM", "VMs"));
        parts.push(count(model.vclusters.len(), "vcluster", "vclusters"));
    }
    parts.join(", ")
}
