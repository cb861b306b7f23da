//! Clusters of a build: emitted, and compared with the folder at the same time.

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::render;
use crate::emit;
use crate::model::Model;
use crate::output::{self, Artifact, Lock, Plan, Taken};
use crate::parts::Parts;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Emits all clusters to standard output.
pub(super) fn print_all(compiled: Vec<Compiled>, out: &Path) -> Result<Exit, Failure> {
    let (mut printed, mut taken) = (Ok(()), Taken::default());
    emit_all(compiled, &mut |artifact| {
        if printed.is_ok() {
            let free = taken.take(&artifact.path);
            printed = free
                .map_err(|error| Failure::io(out, &error))
                .and_then(|()| render::print(&format!("# {}\n{}", artifact.path, artifact.text)));
        }
    });
    printed.map(|()| Exit::Success)
}

/// Emits everything, and compares it with the folder at the same time. `emitted` is called when the
/// last artifact is there.
pub(super) fn emit_and_compare(
    compiled: Vec<Compiled>,
    out: &Path,
    lock: Option<&Lock>,
    emitted: &mut dyn FnMut(),
) -> (Vec<Cluster>, std::io::Result<Plan>) {
    thread::scope(|scope| {
        let (send, receive) = sync_channel(AHEAD);
        let comparing = scope.spawn(move || {
            output::plan(
                receive.into_iter().flatten(),
                out,
                lock,
                crate::version::VERSION,
            )
        });
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
pub(super) struct Compiled {
    pub model: Model,
    pub parts: Parts,
    pub prefix: String,
}

/// One cluster of a build: what the last words are about.
pub(in crate::cli) struct Cluster {
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
