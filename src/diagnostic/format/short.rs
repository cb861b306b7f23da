//! `--format short`: one line per finding, for editors and `grep`.

use crate::diagnostic::finding::Level;
use crate::diagnostic::report::Report;
use crate::source::Sources;

/// `path:line:column: level[rule]: message`, one line each.
pub fn short(report: &Report, sources: &Sources) -> String {
    let mut out = String::new();
    for d in report.iter() {
        let span = d.primary.span;
        let at = sources.position(span.file, span.start);
        let path = sources.get(span.file).map_or("", |s| s.path.as_str());
        out.push_str(&format!(
            "{path}:{}:{}: {}[{}]: {}\n",
            at.line,
            at.column,
            d.level.word(),
            d.rule,
            d.message
        ));
    }
    out
}

/// `2 errors, 1 warning`; empty when there is nothing to say.
pub fn summary(report: &Report) -> String {
    let parts: Vec<String> = [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .filter_map(|level| match report.count(level) {
            0 => None,
            1 => Some(format!("1 {}", level.word())),
            n => Some(format!("{n} {}s", level.word())),
        })
        .collect();
    parts.join(", ")
}
