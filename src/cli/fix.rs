//! `radier fix`: mends what a machine can mend. Changes only the spans of findings, so comments and
//! layout stay.

use super::diff;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{At, Input};
use super::judging::Judging;
use super::render::{self, Format};
use crate::diagnostic::{Diagnostic, Fix, Level, mended};
use crate::output::replace;
use std::collections::BTreeMap;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Also write what is only probably meant. Look at the difference afterwards.
    #[arg(long = "unsafe")]
    guesses: bool,
    /// Print what would change, and write nothing.
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    judging: Judging,
}

/// Texts of files, by their path as the findings write it.
type Texts = BTreeMap<String, String>;

/// A mistake may hide others: so many times everything is read again.
const MAX_ROUNDS: usize = 20;

impl Arguments {
    pub fn format(&self) -> Format {
        self.judging.format
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut inputs = arguments.at.read()?;
    let before: Texts = texts(&inputs);
    let mut now = before.clone();
    let mut mended = 0;
    for _ in 0..MAX_ROUNDS {
        let found = findings(&mut inputs, arguments)?;
        let (next, count) = round(&found, &now, arguments.guesses);
        if count == 0 {
            break;
        }
        let mut after = arguments.at.read_as(&next)?;
        // Never make it worse: a guess can contradict another.
        if errors(&findings(&mut after, arguments)?) > errors(&found) {
            break;
        }
        mended += count;
        now = next;
        inputs = arguments.at.read_as(&now)?;
    }
    let changed: Vec<(&String, &String)> = now
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text))
        .collect();
    for (path, text) in &changed {
        match arguments.diff {
            true => render::print(&diff::unified(path, &before[*path], text))?,
            false => {
                replace(path.as_ref(), text).map_err(|error| Failure::io(path.as_ref(), &error))?
            }
        }
    }
    let mut judged = arguments.at.read_as(&now)?;
    finish(&mut judged, mended, changed.len(), arguments)
}

/// What is left, in the format that is asked for, and how many were mended.
fn finish(
    inputs: &mut [Input],
    mended: usize,
    files: usize,
    arguments: &Arguments,
) -> Result<Exit, Failure> {
    let judged = arguments.judging.compile(inputs)?;
    let reports: Vec<_> = judged
        .compiled
        .iter()
        .zip(&*inputs)
        .map(|(compilation, input)| (&compilation.report, &input.sources))
        .collect();
    let format = arguments.judging.format;
    let left = render::findings(
        &reports,
        format,
        !format.is_for_programs() && render::stderr_is_terminal(),
    );
    match format.is_for_programs() {
        true => render::print(&left)?,
        false if left.trim().is_empty() => {}
        false => render::error(left.trim_end()),
    }
    let guesses = reports
        .iter()
        .flat_map(|(report, _)| report.iter())
        .filter(|finding| finding.fix.is_some())
        .count();
    let words = words((mended, files), guesses, arguments);
    // Standard output is a difference or a document then.
    match arguments.diff || format.is_for_programs() {
        true => render::error(&words),
        false => render::print(&format!("{words}\n"))?,
    }
    Ok(if judged.failed {
        Exit::Findings
    } else {
        Exit::Success
    })
}

/// How much was mended, and what could be.
fn words((mended, files): (usize, usize), guesses: usize, arguments: &Arguments) -> String {
    let count =
        |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let verb = if arguments.diff {
        "would be mended"
    } else {
        "mended"
    };
    let mut words = format!(
        "{} {verb} in {}",
        count(mended, "finding", "findings"),
        count(files, "file", "files")
    );
    if guesses > 0 && !arguments.guesses {
        words.push_str(&format!("; {guesses} more with `--unsafe`"));
    }
    words
}

fn texts(inputs: &[Input]) -> Texts {
    inputs
        .iter()
        .flat_map(|input| input.sources.iter())
        .map(|(_, source)| (source.path.clone(), source.text.clone()))
        .collect()
}

/// Each finding with the path of its file.
fn findings(
    inputs: &mut [Input],
    arguments: &Arguments,
) -> Result<Vec<(String, Diagnostic)>, Failure> {
    let judged = arguments.judging.compile(inputs)?;
    let mut all = Vec::new();
    for (compilation, input) in judged.compiled.iter().zip(&*inputs) {
        for finding in compilation.report.iter() {
            let path = input
                .sources
                .get(finding.primary.span.file)
                .map(|source| source.path.clone());
            all.extend(path.map(|path| (path, finding.clone())));
        }
    }
    Ok(all)
}

fn errors(findings: &[(String, Diagnostic)]) -> usize {
    findings
        .iter()
        .filter(|(_, finding)| finding.level == Level::Error)
        .count()
}

/// Texts with all fixes that do not touch each other, and how many those are.
fn round(findings: &[(String, Diagnostic)], texts: &Texts, guesses: bool) -> (Texts, usize) {
    let mut by_file: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    for (path, finding) in findings {
        // Files that a description names are not its own.
        if let Some(fix) = finding.fix.as_ref().filter(|fix| {
            (guesses || fix.is_safe)
                && fix.span.file == finding.primary.span.file
                && texts.contains_key(path)
        }) {
            by_file.entry(path).or_default().push(fix);
        }
    }
    let mut next = texts.clone();
    let mut count = 0;
    for (path, fixes) in by_file {
        let Some(text) = next.get_mut(path) else {
            continue;
        };
        let (new, mended) = mended(text, fixes);
        count += mended;
        *text = new;
    }
    (next, count)
}
