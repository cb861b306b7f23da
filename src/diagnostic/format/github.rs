//! `--format github`: workflow commands, which GitHub shows at the lines of a pull request.

use super::common::{Findings, Place, all, details, place};
use crate::diagnostic::finding::{Diagnostic, Level};
use crate::source::Sources;

/// More of a level vanish without a word (actions/toolkit#734).
const SHOWN: usize = 10;

/// One command per finding, errors first; what GitHub would drop is said at the end.
pub fn github(reports: &[Findings<'_>]) -> String {
    let mut out = String::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        let of_level = || all(reports).filter(move |(finding, _)| finding.level == level);
        for (finding, sources) in of_level().take(SHOWN) {
            out.push_str(&annotation(finding, sources, level));
        }
        let more = of_level().count().saturating_sub(SHOWN);
        if more > 0 {
            out.push_str(&format!(
                "::{}::{more} more of these are in the log: GitHub shows {SHOWN}\n",
                command(level)
            ));
            for (finding, sources) in of_level().skip(SHOWN) {
                let Place { path, start, .. } = place(finding.primary.span, sources);
                out.push_str(&format!(
                    "{path}:{}:{}: {}[{}]: {}\n",
                    start.line,
                    start.column,
                    level.word(),
                    finding.rule,
                    finding.message
                ));
            }
        }
    }
    out
}

fn annotation(finding: &Diagnostic, sources: &Sources, level: Level) -> String {
    let Place { path, start, end } = place(finding.primary.span, sources);
    let details = details(finding);
    let text = if details.is_empty() {
        finding.message.clone()
    } else {
        format!("{}\n{details}", finding.message)
    };
    // Columns across lines are refused.
    let columns = match start.line == end.line {
        true => format!(",col={},endColumn={}", start.column, end.column),
        false => String::new(),
    };
    format!(
        "::{} file={},line={},endLine={}{columns},title={}::{}\n",
        command(level),
        property(path),
        start.line,
        end.line,
        property(finding.rule),
        data(&text),
    )
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// What ends a command is escaped (actions/toolkit command.ts escapeData).
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
