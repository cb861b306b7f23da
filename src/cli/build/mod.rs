//! `radier build`: compiles the description to the output folder.

pub(super) mod arguments;
pub(super) mod clusters;
mod outcome;

use super::exit::Exit;
use super::failure::Failure;
use super::input;
use super::judging::Judged;
use super::last_build::LastBuild;
use super::render;
use crate::cli::input::Input;
use crate::diagnostic::Report;
use crate::emit::Override;
use crate::model::Model;
use crate::output::{self, Lock, Plan};
use crate::parts::Parts;
use crate::source::Sources;
use arguments::Arguments;
use clusters::{Cluster, Compiled, emit_and_compare, print_all};
use outcome::{Done, judge, write};
use std::fs;
use std::panic::resume_unwind;
use std::thread;
use std::time::{Duration, Instant};

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let start = Instant::now();
    arguments.fit_together()?;
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
    if let Some(exit) = tell(&found, reason.as_deref(), failed, arguments)? {
        return Ok(exit);
    }
    let compiled = beside(models, &inputs);
    if arguments.stdout {
        return print_all(compiled, &arguments.out);
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
        Some(overrides) => remembered_clusters(compiled, overrides, lock),
        None => {
            let mut emitted = || computed = start.elapsed();
            let (clusters, plan) =
                emit_and_compare(compiled, &arguments.out, lock.as_ref(), &mut emitted);
            let plan = plan.map_err(|error| Failure::io(&arguments.out, &error))?;
            (clusters, plan)
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
        say_timings(way, computed, compared, start.elapsed());
    }
    drop(guard);
    // The process ends here: the system takes all memory back at once.
    std::mem::forget((clusters, plan));
    Ok(exit)
}

/// Tells what was found; how the program ends, when nothing may be built.
fn tell(
    found: &[(&Report, &Sources)],
    reason: Option<&str>,
    failed: bool,
    arguments: &Arguments,
) -> Result<Option<Exit>, Failure> {
    // Of formats for programs one whole document follows at the end.
    if arguments.format().is_for_people() {
        render::error_unless_empty(&render::findings(
            found,
            arguments.format(),
            render::stderr_is_terminal(),
        ));
    }
    reason
        .iter()
        .for_each(|reason| render::error(&format!("error: {reason}")));
    if failed {
        render::document(found, arguments.format())?;
        if arguments.format().is_for_people() {
            render::error("nothing was written");
        }
        return Ok(Some(Exit::Findings));
    }
    Ok(None)
}

/// Models, each with the folder that it is built into.
fn beside(models: Vec<(Model, Parts)>, inputs: &[Input]) -> Vec<Compiled> {
    models
        .into_iter()
        .zip(inputs)
        .map(|((model, parts), input)| Compiled {
            model,
            parts,
            prefix: input.prefix.clone(),
        })
        .collect()
}

/// Nothing of what goes into the build has changed, nor anything that came out.
fn remembered_clusters(
    compiled: Vec<Compiled>,
    overrides: Vec<Vec<Override>>,
    lock: Option<Lock>,
) -> (Vec<Cluster>, Plan) {
    let both = compiled.into_iter().zip(overrides);
    let cluster = |(compiled, overrides): (Compiled, _)| Cluster {
        model: compiled.model,
        parts: compiled.parts,
        overrides,
    };
    (
        both.map(cluster).collect(),
        Plan::nothing(lock.unwrap_or_default()),
    )
}

fn say_timings(way: &str, computed: Duration, compared: Duration, written: Duration) {
    render::error(&format!(
        "{way}: compute {} compare {} write {}",
        computed.as_micros(),
        (compared - computed).as_micros(),
        (written - compared).as_micros()
    ));
}
