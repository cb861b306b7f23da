//! How a command that failed ends.

use super::exit::Exit;
use super::failure::Failure;
use super::render::{self, Format};
use crate::check::input::unreadable;
use crate::diagnostic::Report;
use crate::source::{Sources, Span};

/// In a format for programs: a whole document, which says it, and the exit code. Other formats
/// leave it to be told.
pub(super) fn in_document(failure: Failure, format: Format) -> Result<Exit, Failure> {
    if format.is_for_people() {
        return Err(failure);
    }
    let mut sources = Sources::default();
    // The line is where it says: nothing of the file is known.
    let before = "\n".repeat(failure.line.unwrap_or(1) - 1);
    let file = sources.add(
        failure.path.clone().unwrap_or_else(|| "infra".to_string()),
        before.clone(),
    );
    let at = Span::new(file, before.len(), before.len());
    let mut report = Report::default();
    let help = failure
        .help
        .clone()
        .unwrap_or_else(|| "mend it, and run the command again".to_string());
    report.push(
        unreadable::RULE
            .at(at, failure.message.clone())
            .label("not read")
            .help(help),
    );
    render::print(&render::findings(&[(&report, &sources)], format, false))?;
    render::error(&format!("error: {failure}"));
    Ok(Exit::Usage)
}
