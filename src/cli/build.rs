//! `radier build`: compiles the description to the output folder.

use super::render::{self, Format};
use super::{Exit, input, summary};
use crate::emit;
use crate::model::Model;
use crate::output::{self, Artifact, Conflict, LOCK, Lock, LockError, Plan};
use std::io::ErrorKind;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folder of the description, or one file.
    #[arg(default_value = "infra")]
    path: PathBuf,
    /// Output folder.
    #[arg(long, default_value = "out")]
    out: PathBuf,
    /// Write nothing; exit with 1 if the output folder is not what a build would make it.
    #[arg(long, conflicts_with_all = ["stdout", "overwrite"])]
    check: bool,
    /// Print the files instead of writing them.
    #[arg(long, conflicts_with = "overwrite")]
    stdout: bool,
    /// Replace files of ours that were edited by hand.
    #[arg(long)]
    overwrite: bool,
    /// Say how long reading, comparing and writing took, in microseconds, on standard error.
    #[arg(long, hide = true)]
    timings: bool,
    /// Shape of the findings.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let start = std::time::Instant::now();
    let Some(compiled) = compile(arguments)? else { return Ok(Exit::Findings) };
    if arguments.stdout {
        emit_all(compiled, &mut |artifact| render::print(&format!("# {}\n{}", artifact.path, artifact.text)));
        return Ok(Exit::Success);
    }
    let lock = lock(&arguments.out)?;
    let (clusters, plan, computed) = thread::scope(|scope| {
        let (send, receive) = sync_channel(AHEAD);
        let comparing = scope.spawn(|| output::plan(receive, &arguments.out, lock.as_ref(), crate::VERSION));
        // A comparison that fails stops listening: its error is what counts then.
        let clusters = emit_all(compiled, &mut |artifact| drop(send.send(artifact)));
        drop(send);
        let computed = start.elapsed();
        (clusters, comparing.join().unwrap_or_else(|panic| resume_unwind(panic)), computed)
    });
    let plan = plan.map_err(|error| io(&arguments.out, &error))?;
    let compared = start.elapsed();
    let exit = if arguments.check { Ok(judge(&plan, arguments)) } else { write(&plan, &clusters, arguments) };
    if arguments.timings {
        let written = start.elapsed();
        let micros = |d: std::time::Duration| d.as_micros();
        render::error(&format!(
            "compute {} compare {} write {}",
            micros(computed),
            micros(compared - computed),
            micros(written - compared)
        ));
    }
    exit
}

/// Artifacts that may wait for their comparison.
const AHEAD: usize = 256;

/// A cluster, and its folder below `out/`.
type Compiled = (Model, String);

/// One cluster of a build: what the last words are about.
pub(super) struct Cluster {
    pub model: Model,
    pub overrides: Vec<emit::Override>,
}

/// All clusters compiled, or none when there is an error: wrong input never produces output.
fn compile(arguments: &Arguments) -> Result<Option<Vec<Compiled>>, String> {
    let mut inputs = input::read(&arguments.path)?;
    let compiled: Vec<_> = inputs.iter_mut().map(|input| input.compile()).collect();
    let reports: Vec<_> = compiled.iter().zip(&inputs).map(|(compilation, input)| (&compilation.report, &input.sources)).collect();
    let failed = reports.iter().any(|(report, _)| report.has_errors());
    if arguments.format == Format::Json {
        // For programs: one object on standard output, whatever it says.
        render::print(&render::findings(&reports, arguments.format, false));
    } else {
        let findings = render::findings(&reports, arguments.format, render::stderr_is_terminal());
        let last = if failed { "nothing was written" } else { "" };
        [findings.trim_end(), last].iter().filter(|text| !text.is_empty()).for_each(|text| render::error(text));
    }
    if failed {
        return Ok(None);
    }
    Ok(Some(compiled.into_iter().zip(inputs).map(|(compilation, input)| (compilation.model, input.prefix)).collect()))
}

/// Emits all clusters, one after the other.
fn emit_all(compiled: Vec<Compiled>, put: &mut dyn FnMut(Artifact)) -> Vec<Cluster> {
    let emitted = compiled.into_iter().map(|(model, prefix)| {
        let mut overrides = emit::all(&model, &mut |mut artifact| {
            if !prefix.is_empty() {
                artifact.path = format!("{prefix}/{}", artifact.path);
            }
            put(artifact);
        });
        // One chart has the same values in every vcluster.
        overrides.dedup();
        Cluster { model, overrides }
    });
    emitted.collect()
}

fn lock(out: &Path) -> Result<Option<Lock>, String> {
    let path = out.join(LOCK);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(&path, &error)),
    };
    let newer = |version: &str| {
        format!(
            "{} was written by Radier {version}; this is {}\nhelp: install Radier {version} or later, or everybody's output would go back and forth",
            path.display(),
            crate::VERSION
        )
    };
    match Lock::parse(&text) {
        Ok(lock) => match (semver::Version::parse(&lock.version), semver::Version::parse(crate::VERSION)) {
            (Ok(theirs), Ok(ours)) if theirs > ours => Err(newer(&lock.version)),
            _ => Ok(Some(lock)),
        },
        Err(LockError::Newer(version)) => Err(newer(&version)),
        Err(LockError::Broken(line)) => Err(format!(
            "{}:{line}: this line is not of a lock\nhelp: a merge may have left its marks; take the lock of either side (`git checkout --ours {}`) and build again",
            path.display(),
            path.display()
        )),
    }
}

/// `--check`: what is not as it should be.
fn judge(plan: &Plan, arguments: &Arguments) -> Exit {
    if plan.is_clean() {
        render::print(&format!("ok: {} is up to date, {} files\n", arguments.out.display(), plan.unchanged));
        return Exit::Success;
    }
    render::error(summary::difference(plan, &arguments.out).trim_end());
    Exit::Findings
}

fn write(plan: &Plan, clusters: &[Cluster], arguments: &Arguments) -> Result<Exit, String> {
    let blocking = |conflict: &&Conflict| !(arguments.overwrite && matches!(conflict, Conflict::Edited { .. }));
    let conflicts: Vec<&Conflict> = plan.conflicts.iter().filter(blocking).collect();
    if !conflicts.is_empty() {
        render::error(summary::conflicts(&conflicts, &arguments.out).trim_end());
        return Ok(Exit::Findings);
    }
    output::apply(plan, &arguments.out).map_err(|error| io(&arguments.out, &error))?;
    if arguments.format != Format::Json {
        render::print(&summary::built(plan, clusters, &arguments.out));
    }
    Ok(Exit::Success)
}

fn io(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
