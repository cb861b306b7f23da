//! `radier fmt`: one style for all descriptions. Writes only what changes, and only when its
//! meaning stays the same.

use super::diff;
use super::exit::Exit;
use super::failure::{Failure, shown};
use super::folder;
use super::input::At;
use super::render::{self, Format};
use crate::diagnostic::Report;
use crate::output::replace;
use crate::source::{FileId, Sources};
use crate::syntax::{self, Tree};
use std::path::Path;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// `-` stands for standard input.
    #[command(flatten)]
    at: At,
    /// Write nothing; fail when a file is not in the style.
    #[arg(long)]
    check: bool,
    /// Print what would change.
    #[arg(long)]
    diff: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.at.path() == Path::new("-") {
        return standard_input(arguments);
    }
    let (mut changed, mut total, mut failed) = (Vec::new(), 0, false);
    for (path, text) in arguments.at.files()? {
        total += 1;
        let name = shown(&path);
        match formatted(&name, &text)? {
            None => failed = true,
            Some(new) if new == text => {}
            Some(new) => {
                if arguments.diff {
                    render::print(&diff::unified(&name, &text, &new))?;
                } else if !arguments.check {
                    replace(&path, &new).map_err(|error| Failure::io(&path, &error))?;
                }
                changed.push(name);
            }
        }
    }
    if failed {
        return Ok(Exit::Findings);
    }
    if arguments.check {
        changed
            .iter()
            .for_each(|name| render::error(&format!("not in the style: {name}")));
        if !changed.is_empty() {
            render::error(&format!(
                "help: run `radier fmt {}`",
                arguments.at.path().display()
            ));
            return Ok(Exit::Findings);
        }
    }
    if !arguments.diff {
        let verb = if arguments.check { "to do" } else { "written" };
        render::print(&format!(
            "ok: {total} {}, {} {verb}\n",
            if total == 1 { "file" } else { "files" },
            changed.len()
        ))?;
    }
    Ok(Exit::Success)
}

fn standard_input(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = folder::text(std::io::stdin().lock())
        .map_err(|error| Failure::read(Path::new("standard input"), &error))?;
    let Some(new) = formatted("-", &text)? else {
        return Ok(Exit::Findings);
    };
    let same = new == text;
    match (arguments.diff, arguments.check) {
        (true, _) if !same => render::print(&diff::unified("standard input", &text, &new))?,
        (true, _) => {}
        (false, false) => render::print(&new)?,
        (false, true) if !same => render::error("not in the style: standard input"),
        (false, true) => {}
    }
    Ok(if arguments.check && !same {
        Exit::Findings
    } else {
        Exit::Success
    })
}

/// The text in our style; none when it has syntax errors, which are printed.
fn formatted(name: &str, text: &str) -> Result<Option<String>, Failure> {
    let mut report = Report::default();
    let before = syntax::parse(text, FileId(0), &mut report);
    if report.has_errors() {
        let mut sources = Sources::default();
        sources.add(name, text);
        report.sort();
        let findings = render::findings(
            &[(&report, &sources)],
            Format::Human,
            render::stderr_is_terminal(),
        );
        render::error(&format!(
            "{}\n{name}: not formatted, because it cannot be read",
            findings.trim_end()
        ));
        return Ok(None);
    }
    let new = syntax::format(text);
    // Never seen, and worth the time: a style must not change a platform.
    let mut after = Report::default();
    if !same(&before, &syntax::parse(&new, FileId(0), &mut after)) || after.has_errors() {
        return Err(Failure::at(
            name.as_ref(),
            "formatting would change its meaning, so it was left as it is",
        )
        .help("please report this with the file"));
    }
    Ok(Some(new))
}

/// Two trees say the same.
fn same(one: &Tree<'_>, other: &Tree<'_>) -> bool {
    syntax::same(&one.nodes, &other.nodes)
}
