//! `radier build`: compiles the description to the output folder.

use super::input::{self, Input};
use super::judging::{Judged, Judging};
use super::last_build::LastBuild;
use super::progress::Progress;
use super::render;
use super::{Exit, summary};
use crate::emit;
use crate::model::Model;
use crate::output::{self, Artifact, Conflict, Lock, Plan};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Folder of the description, or one file.
    #[arg(default_value = "infra")]
    path: PathBuf,
    /// Output folder.
    #[arg(long, default_value = "out")]
    pub out: PathBuf,
    /// Write nothing; exit with 1 if the output folder is not what a build would make it.
    #[arg(long, conflicts_with_all = ["stdout", "overwrite"])]
    check: bool,
    /// Print the files instead of writing them.
    #[arg(long, conflicts_with = "overwrite")]
    pub stdout: bool,
    /// Replace files of ours that were edited by hand.
    #[arg(long)]
    overwrite: bool,
    /// Compute everything, also if nothing seems to have changed since the last build.
    #[arg(long)]
    pub no_cache: bool,
    /// Say how long reading, comparing and writing took, in microseconds, on standard error.
    #[arg(long, hide = true)]
    timings: bool,
    #[command(flatten)]
    judging: Judging,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let start = Instant::now();
    let mut inputs = input::read(&arguments.path)?;
    let mut last = LastBuild::of(arguments, &inputs);
    let (compiled, is_intact) = thread::scope(|scope| {
        // The output is read while the description is judged.
        let intact = last.promising().map(|lock| scope.spawn(|| output::is_intact(&arguments.out, lock)));
        let compiled = compile(&mut inputs, &arguments.judging);
        (compiled, intact.is_some_and(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))))
    });
    let Some(models) = compiled? else { return Ok(Exit::Findings) };
    last.named = input::fingerprint_of_named(&inputs);
    let compiled: Vec<Compiled> = models.into_iter().zip(inputs).map(|(model, input)| (model, input.prefix)).collect();
    if arguments.stdout {
        emit_all(compiled, &mut |artifact| render::print(&format!("# {}\n{}", artifact.path, artifact.text)));
        return Ok(Exit::Success);
    }
    let lock = std::mem::replace(&mut last.lock, Ok(None))?;
    let remembered = last.overrides(is_intact);
    let way = if remembered.is_some() { "remembered" } else { "computed" };
    let mut computed = start.elapsed();
    let (clusters, plan) = match remembered {
        Some(overrides) => {
            let clusters = compiled.into_iter().zip(overrides).map(|((model, _), overrides)| Cluster { model, overrides }).collect();
            (clusters, Plan::nothing(lock.unwrap_or_default()))
        }
        None => {
            let (clusters, plan) = emit_and_compare(compiled, &arguments.out, lock.as_ref(), &mut || computed = start.elapsed());
            (clusters, plan.map_err(|error| io(&arguments.out, &error))?)
        }
    };
    let compared = start.elapsed();
    let exit = if arguments.check { Ok(judge(&plan, arguments)) } else { write(&plan, &clusters, arguments) };
    if !arguments.check && matches!(exit, Ok(Exit::Success)) {
        last.remember(&clusters, arguments);
    }
    if arguments.timings {
        let micros = |d: Duration| d.as_micros();
        let written = start.elapsed();
        render::error(&format!(
            "{way}: compute {} compare {} write {}",
            micros(computed),
            micros(compared - computed),
            micros(written - compared)
        ));
    }
    // The process ends here: the system takes all memory back at once.
    std::mem::forget((clusters, plan));
    exit
}

/// Emits everything, and compares it with the folder at the same time. `emitted` is called when the last artifact is there.
fn emit_and_compare(
    compiled: Vec<Compiled>,
    out: &Path,
    lock: Option<&Lock>,
    emitted: &mut dyn FnMut(),
) -> (Vec<Cluster>, std::io::Result<Plan>) {
    thread::scope(|scope| {
        let (send, receive) = sync_channel(AHEAD);
        let comparing = scope.spawn(move || output::plan(receive.into_iter().flatten(), out, lock, crate::VERSION));
        let mut batch = Vec::with_capacity(BATCH);
        let mut progress = Progress::new("files computed");
        let clusters = emit_all(compiled, &mut |artifact| {
            batch.push(artifact);
            if batch.len() == BATCH {
                progress.add(BATCH);
                // A comparison that fails stops listening: its error is what counts then.
                let _ = send.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)));
            }
        });
        let _ = send.send(batch);
        drop(send);
        emitted();
        (clusters, comparing.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Artifacts that go to the comparison together: fewer wake the other thread less often.
const BATCH: usize = 32;

/// Batches that may wait for their comparison.
const AHEAD: usize = 8;

/// A cluster, and its folder below `out/`.
type Compiled = (Model, String);

/// One cluster of a build: what the last words are about.
pub(super) struct Cluster {
    pub model: Model,
    pub overrides: Vec<emit::Override>,
}

/// All clusters compiled, or none when there is an error: wrong input never produces output.
fn compile(inputs: &mut [Input], judging: &Judging) -> Result<Option<Vec<Model>>, String> {
    let Judged { compiled, failed, reason } = judging.compile(inputs)?;
    let reports: Vec<_> = compiled.iter().zip(&*inputs).map(|(compilation, input)| (&compilation.report, &input.sources)).collect();
    if judging.format.is_for_programs() {
        // One document on standard output, whatever it says.
        render::print(&render::findings(&reports, judging.format, false));
    } else {
        let findings = render::findings(&reports, judging.format, render::stderr_is_terminal());
        [findings.trim_end()].iter().filter(|text| !text.is_empty()).for_each(|text| render::error(text));
    }
    reason.iter().for_each(|reason| render::error(&format!("error: {reason}")));
    if failed && !judging.format.is_for_programs() {
        render::error("nothing was written");
    }
    Ok((!failed).then(|| compiled.into_iter().map(|compilation| compilation.model).collect()))
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
    let mut progress = Progress::new("files written");
    output::apply(plan, &arguments.out, &mut || progress.add(1)).map_err(|error| io(&arguments.out, &error))?;
    drop(progress);
    if !arguments.judging.format.is_for_programs() {
        render::print(&summary::built(plan, clusters, &arguments.out));
    }
    Ok(Exit::Success)
}

pub(super) fn io(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
