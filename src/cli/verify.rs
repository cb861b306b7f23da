//! `radier verify`: holds the description against what machines say of themselves, offline.

use super::exit::Exit;
use super::failure::Failure;
use super::input::At;
use super::judging::Judging;
use super::render::{self, Format};
use crate::check;
use crate::diagnostic::{Level, Report};
use crate::verify::{self, Observed, Unreadable};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Outputs of `talosctl get links -o yaml`, `... disks ...` and so on, or of `omnictl get
    /// machinestatus -o yaml`; standard input when absent, or for `-`.
    files: Vec<PathBuf>,
    /// Folder of the description, or one file.
    #[arg(long, value_name = "PATH", default_value = "infra")]
    description: PathBuf,
    #[command(flatten)]
    judging: Judging,
}

impl Arguments {
    pub fn format(&self) -> Format {
        self.judging.format
    }
}

/// Larger than what a room full of machines says, in bytes.
const LARGEST: u64 = 64 << 20;

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut machines = Vec::new();
    let standard_input = [PathBuf::from("-")];
    let files = match arguments.files.as_slice() {
        [] => &standard_input,
        files => files,
    };
    for file in files {
        read(file, &mut machines)?;
    }
    let mut inputs = At::of(&arguments.description).read()?;
    let judged = arguments.judging.compile(&mut inputs)?;
    let mut reports = Vec::new();
    let mut known = BTreeSet::new();
    for compilation in &judged.compiled {
        // What is wrong with the description itself is told by `check`.
        let mut report = Report::default();
        known.extend(verify::compare(&compilation.model, &machines, &mut report));
        reports.push(report);
    }
    if let (Some(report), Some(first)) = (reports.first_mut(), judged.compiled.first()) {
        let strangers = machines.iter().enumerate();
        let strangers = strangers.filter(|(at, _)| !known.contains(at));
        report.extend(strangers.map(|(_, machine)| verify::stranger(&first.model, machine)));
    }
    for report in &mut reports {
        report.adjust(|finding| {
            finding.why = check::find(finding.rule).map(|rule| rule.why);
            true
        });
    }
    let format = arguments.judging.format;
    let shown: Vec<_> = reports
        .iter()
        .zip(inputs.iter().map(|input| &input.sources))
        .collect();
    render::print(&render::findings(
        &shown,
        format,
        render::stdout_is_terminal(),
    ))?;
    let is_clean = reports.iter().all(Report::is_empty);
    if is_clean && format == Format::Human {
        render::print(&format!("ok: {}\n", counted(known.len())))?;
    }
    let is_wrong = |report: &Report| report.count(Level::Error) + report.count(Level::Warning) > 0;
    Ok(match reports.iter().any(is_wrong) {
        true => Exit::Findings,
        false => Exit::Success,
    })
}

fn counted(machines: usize) -> String {
    match machines {
        1 => "1 machine is as described".to_string(),
        many => format!("{many} machines are as described"),
    }
}

fn read(file: &Path, machines: &mut Vec<Observed>) -> Result<(), Failure> {
    let text = text(file)?;
    verify::read(&text, machines).map_err(|unreadable| match unreadable {
        Unreadable::Yaml(line, reason) => {
            Failure::at(file, format!("is not YAML in line {line}: {reason}"))
                .help("add `-o yaml` to the command whose output this is")
        }
        Unreadable::Nothing => Failure::at(file, "says nothing of a machine").help(
            "give outputs of `talosctl get links -o yaml`, `... disks ...`, `... \
             systeminformation ...`, `... memorymodules ...`, `... cpu ...`, `... \
             discoveredvolumes ...`, or of `omnictl get machinestatus -o yaml`",
        ),
    })
}

fn text(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let result = match file == Path::new("-") {
        true => std::io::stdin().take(LARGEST).read_to_string(&mut text),
        false => std::fs::File::open(file)
            .and_then(|opened| opened.take(LARGEST).read_to_string(&mut text)),
    };
    match result {
        Ok(_) => Ok(text),
        Err(error) => Err(Failure::at(file, format!("cannot be read: {error}"))),
    }
}
