//! How findings reach the terminal.

use super::failure::Failure;
use crate::check;
use crate::diagnostic::{self, Report, RuleText, Style};
use crate::source::Sources;
use clap::ValueEnum;
use std::io::{ErrorKind, IsTerminal, Write};

/// Shape of the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The source line, the cause underlined, and what to do.
    Human,
    /// One line each.
    Short,
    /// One JSON object (`format_version`, `diagnostics`).
    Json,
    /// One JSON object per line and finding.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands, for annotations in GitHub's pull requests.
    Github,
    /// A Code Quality report, for GitLab's merge requests.
    Gitlab,
    /// For reviewdog.
    Rdjson,
    /// One test case per rule.
    Junit,
}

impl Format {
    /// Goes to standard output as a whole, with nothing else.
    pub fn is_for_programs(self) -> bool {
        !matches!(self, Format::Human | Format::Short | Format::Github)
    }

    /// Lines for a terminal or a log.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Human | Format::Short)
    }
}

/// Findings of all descriptions as text. Colour and box characters are for terminals, unless
/// NO_COLOR is set.
pub(super) fn findings(
    reports: &[(&Report, &Sources)],
    format: Format,
    is_terminal: bool,
) -> String {
    let colour = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let style = Style {
        colour,
        unicode: is_terminal,
        width: 110,
    };
    // Rules do not run over a text that cannot be parsed; what looks like a secret is hidden all
    // the same.
    let concealed: Vec<_> = reports
        .iter()
        .map(|(report, sources)| {
            if report.is_empty() {
                None
            } else {
                diagnostic::conceal(report, sources, &check::secrets(sources))
            }
        })
        .collect();
    let shown = reports
        .iter()
        .zip(&concealed)
        .map(|(plain, concealed)| match concealed {
            Some((report, sources)) => (report, sources),
            None => *plain,
        });
    let reports: &[(&Report, &Sources)] = &shown.collect::<Vec<_>>();
    draw(reports, format, style)
}

fn draw(reports: &[(&Report, &Sources)], format: Format, style: Style) -> String {
    match format {
        Format::Human => reports
            .iter()
            .map(|(report, sources)| diagnostic::human(report, sources, style))
            .collect(),
        Format::Short => reports
            .iter()
            .map(|(report, sources)| diagnostic::short(report, sources))
            .collect(),
        Format::Json => diagnostic::json(reports),
        Format::Jsonl => diagnostic::jsonl(reports),
        Format::Sarif => diagnostic::sarif(reports, &rules(), crate::version::VERSION),
        Format::Github => diagnostic::github(reports),
        Format::Gitlab => diagnostic::gitlab(reports),
        Format::Rdjson => diagnostic::rdjson(reports),
        Format::Junit => diagnostic::junit(reports, &rules()),
    }
}

fn rules() -> Vec<RuleText> {
    check::rules()
        .into_iter()
        .map(|rule| RuleText {
            id: rule.id,
            level: rule.level,
            summary: rule.summary,
            why: rule.why,
        })
        .collect()
}

pub(super) fn stdout_is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

pub(super) fn stderr_is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Writes to standard output. A reader that has gone away is no mistake; a disk that is full is
/// one.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::io("standard output".as_ref(), &error))
        }
        _ => Ok(()),
    }
}

/// One document on standard output, in a format that is none for people.
pub(super) fn document(reports: &[(&Report, &Sources)], format: Format) -> Result<(), Failure> {
    if format.is_for_people() {
        return Ok(());
    }
    print(&findings(reports, format, false))
}

/// Writes findings to standard error, when there are any.
pub(super) fn error_unless_empty(text: &str) {
    if !text.trim_end().is_empty() {
        error(text.trim_end());
    }
}

/// Writes a line to standard error.
pub(super) fn error(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
