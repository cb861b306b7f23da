//! `radier build`: compiles the description to the output folder.

use super::failure::Failure;
use super::input::{self, At};
use super::judging::{Judged, Judging};
use super::last_build::LastBuild;
use super::progress::Progress;
use super::render::{self, Format};
use super::{Exit, differences, summary};
use crate::diagnostic::{Findings, Report};
use crate::emit;
use crate::model::Model;
use crate::output::{self, Access, Artifact, Conflict, Guard, Lock, Plan};
use crate::parts::Parts;
use crate::source::Sources;
use std::fs;
use std::io::ErrorKind;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Output folder.
    #[arg(long, default_value = "out")]
    pub out: PathBuf,
    /// Write nothing; exit with 1 if the output folder is not what a build would make it.
    #[arg(long, conflicts_with_all = ["stdout", "overwrite"])]
    pub check: bool,
    /// Print the files instead of writing them.
    #[arg(long, conflicts_with = "overwrite")]
    pub stdout: bool,
    /// Replace files of ours that were edited by hand.
    #[arg(long)]
    overwrite: bool,
    /// Wait while another build writes to the output folder.
    #[arg(long)]
    wait: bool,
    /// Compute everything, also if nothing seems to have changed since the last build.
    #[arg(long)]
    pub no_cache: bool,
    /// Say how long reading, comparing and writing took, in microseconds, on standard error.
    #[arg(long, hide = true)]
    timings: bool,
    #[command(flatten)]
    judging: Judging,
}

impl Arguments {
    pub fn format(&self) -> Format {
        self.judging.format
    }

    /// The output folder, for this build alone. None when it does not exist yet, or nothing is
    /// written.
    fn guard(&self) -> Result<Option<Guard>, Failure> {
        if self.stdout {
            return Ok(None);
        }
        if let Some(link) = output::link_in(&self.out) {
            return Err(
                Failure::at(&link, "is a link, and Radier never writes through one")
                    .help("name the folder that it leads to, with `--out`"),
            );
        }
        let access = if self.check {
            Access::Read
        } else {
            Access::Write
        };
        match Guard::take(&self.out, access, self.wait) {
            Ok(Some(guard)) => Ok(Some(guard)),
            Ok(None) => Err(Failure::at(&self.out, "another build is writing here")
                .help("try again when it is done, or let this one wait: `--wait`")),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::io(&self.out, &error)),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let start = Instant::now();
    if arguments.stdout && arguments.format().is_for_programs() {
        return Err(Failure::from(
            "`--stdout` prints the files, and a document beside them could not be told \
             apart\nhelp: leave `--format` or `--stdout` out"
                .to_string(),
        ));
    }
    let mut inputs = arguments.at.read()?;
    let mut guard = arguments.guard()?;
    let mut last = LastBuild::of(arguments, &inputs);
    let (judged, is_intact) = thread::scope(|scope| {
        // The output is read while the description is judged.
        let intact = last
            .promising()
            .map(|lock| scope.spawn(|| output::is_intact(&arguments.out, lock)));
        let judged = arguments.judging.compile(&mut inputs);
        (
            judged,
            intact.is_some_and(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
        )
    });
    let Judged {
        compiled,
        failed,
        reason,
    } = judged?;
    last.named = input::fingerprint_of_named(&inputs);
    let (models, found): (Vec<(Model, Parts)>, Vec<Report>) = compiled
        .into_iter()
        .map(|one| ((one.model, one.parts), one.report))
        .unzip();
    let found: Vec<_> = found
        .iter()
        .zip(&inputs)
        .map(|(report, input)| (report, &input.sources))
        .collect();
    // Of formats for programs one whole document follows at the end.
    if arguments.format().is_for_people() {
        render::error_unless_empty(&render::findings(
            &found,
            arguments.format(),
            render::stderr_is_terminal(),
        ));
    }
    reason
        .iter()
        .for_each(|reason| render::error(&format!("error: {reason}")));
    if failed {
        render::document(&found, arguments.format())?;
        if arguments.format().is_for_people() {
            render::error("nothing was written");
        }
        return Ok(Exit::Findings);
    }
    let compiled: Vec<Compiled> = models
        .into_iter()
        .zip(&inputs)
        .map(|((model, parts), input)| Compiled {
            model,
            parts,
            prefix: input.prefix.clone(),
        })
        .collect();
    if arguments.stdout {
        return print_all(compiled);
    }
    if guard.is_none() && !arguments.check {
        fs::create_dir_all(&arguments.out).map_err(|error| Failure::io(&arguments.out, &error))?;
        guard = arguments.guard()?;
        // Another build may have come first.
        last.read_lock(arguments);
    }
    let lock = std::mem::replace(&mut last.lock, Ok(None))?;
    let remembered = last.overrides(is_intact);
    let way = if remembered.is_some() {
        "remembered"
    } else {
        "computed"
    };
    let mut computed = start.elapsed();
    let (clusters, plan) = match remembered {
        Some(overrides) => {
            let clusters: Vec<Cluster> = compiled
                .into_iter()
                .zip(overrides)
                .map(|(Compiled { model, parts, .. }, overrides)| Cluster {
                    model,
                    parts,
                    overrides,
                })
                .collect();
            (clusters, Plan::nothing(lock.unwrap_or_default()))
        }
        None => {
            let (clusters, plan) =
                emit_and_compare(compiled, &arguments.out, lock.as_ref(), &mut || {
                    computed = start.elapsed()
                });
            (
                clusters,
                plan.map_err(|error| Failure::io(&arguments.out, &error))?,
            )
        }
    };
    let compared = start.elapsed();
    let done = Done {
        plan: &plan,
        clusters: &clusters,
        found: &found,
    };
    let exit = if arguments.check {
        judge(&done, arguments)?
    } else {
        write(&done, arguments)?
    };
    if !arguments.check && exit == Exit::Success {
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
    drop(guard);
    // The process ends here: the system takes all memory back at once.
    std::mem::forget((clusters, plan));
    Ok(exit)
}

/// Emits all clusters to standard output.
fn print_all(compiled: Vec<Compiled>) -> Result<Exit, Failure> {
    let mut printed = Ok(());
    emit_all(compiled, &mut |artifact| {
        if printed.is_ok() {
            printed = render::print(&format!("# {}\n{}", artifact.path, artifact.text));
        }
    });
    printed.map(|()| Exit::Success)
}

/// Emits everything, and compares it with the folder at the same time. `emitted` is called when the
/// last artifact is there.
fn emit_and_compare(
    compiled: Vec<Compiled>,
    out: &Path,
    lock: Option<&Lock>,
    emitted: &mut dyn FnMut(),
) -> (Vec<Cluster>, std::io::Result<Plan>) {
    thread::scope(|scope| {
        let (send, receive) = sync_channel(AHEAD);
        let comparing = scope
            .spawn(move || output::plan(receive.into_iter().flatten(), out, lock, crate::VERSION));
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
        (
            clusters,
            comparing
                .join()
                .unwrap_or_else(|panic| resume_unwind(panic)),
        )
    })
}

/// Artifacts that go to the comparison together: fewer wake the other thread less often.
const BATCH: usize = 32;

/// Batches that may wait for their comparison.
const AHEAD: usize = 8;

/// A cluster, and its folder below `out/`.
struct Compiled {
    model: Model,
    parts: Parts,
    prefix: String,
}

/// One cluster of a build: what the last words are about.
pub(super) struct Cluster {
    pub model: Model,
    pub parts: Parts,
    pub overrides: Vec<emit::Override>,
}

/// Emits all clusters, one after the other.
fn emit_all(compiled: Vec<Compiled>, put: &mut dyn FnMut(Artifact)) -> Vec<Cluster> {
    let emitted = compiled.into_iter().map(
        |Compiled {
             model,
             parts,
             prefix,
         }| {
            let mut overrides = emit::all(&model, &parts, &mut |mut artifact| {
                if !prefix.is_empty() {
                    artifact.path = format!("{prefix}/{}", artifact.path);
                }
                put(artifact);
            });
            // One chart has the same values in every vcluster.
            overrides.dedup();
            Cluster {
                model,
                parts,
                overrides,
            }
        },
    );
    emitted.collect()
}

/// What a build has found, before it writes.
struct Done<'a> {
    plan: &'a Plan,
    clusters: &'a [Cluster],
    /// What the description gave rise to.
    found: &'a [Findings<'a>],
}

impl Done<'_> {
    /// All findings as one document, those about the output last. Formats for people have their own
    /// words.
    fn document(&self, about_output: &(Report, Sources), format: Format) -> Result<(), Failure> {
        let (report, sources) = about_output;
        let all: Vec<Findings<'_>> = self
            .found
            .iter()
            .copied()
            .chain([(report, sources)])
            .collect();
        render::document(&all, format)
    }
}

/// `--check`: what is not as it should be.
fn judge(done: &Done<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let Done { plan, .. } = done;
    let format = arguments.format();
    done.document(&differences::found(plan, &arguments.out), format)?;
    match (plan.is_clean(), format) {
        (true, Format::Human | Format::Short) => {
            render::print(&format!(
                "ok: {} is up to date, {} files\n",
                arguments.out.display(),
                plan.unchanged
            ))?;
        }
        (false, Format::Human) => {
            render::error(summary::difference(plan, &arguments.out).trim_end())
        }
        (false, Format::Short) => {
            let (report, sources) = differences::found(plan, &arguments.out);
            render::error(render::findings(&[(&report, &sources)], format, false).trim_end());
        }
        _ => {}
    }
    Ok(if plan.is_clean() {
        Exit::Success
    } else {
        Exit::Findings
    })
}

fn write(done: &Done<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let Done { plan, clusters, .. } = done;
    let format = arguments.format();
    let blocking = |conflict: &&Conflict| {
        !(arguments.overwrite && matches!(conflict, Conflict::Edited { .. }))
    };
    let conflicts: Vec<&Conflict> = plan.conflicts.iter().filter(blocking).collect();
    if !conflicts.is_empty() {
        done.document(&differences::conflicts(&conflicts, &arguments.out), format)?;
        if format.is_for_people() {
            render::error(summary::conflicts(&conflicts, &arguments.out).trim_end());
        }
        return Ok(Exit::Findings);
    }
    let mut progress = Progress::new("files written");
    output::apply(plan, &arguments.out, &mut || progress.add(1))
        .map_err(|error| Failure::io(&arguments.out, &error))?;
    drop(progress);
    done.document(&differences::written(plan, &arguments.out), format)?;
    if format.is_for_people() {
        render::print(&summary::built(plan, clusters, &arguments.out))?;
    }
    Ok(Exit::Success)
}
