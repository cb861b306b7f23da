//! Runs the tests with each mutant, the quick ones first, two mutants at a time.

use crate::change::Mutant;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Modules of tests, the quick and telling ones first. Those that read the source are left out: it
/// is another one here.
pub const ROUNDS: [&[&str]; 4] = [
    &[
        "generated",
        "emitted",
        "messages",
        "fix",
        "readme",
        "templates",
        "protected",
    ],
    &[
        "rules", "names", "upstream", "coverage", "cli", "unread", "hidden", "formats", "secrets",
    ],
    &["parts", "platforms", "crash", "outside", "remembering"],
    &["ui", "lost", "removed", "documents"],
];

/// A mutant that takes longer has hung.
const LONGEST: Duration = Duration::from_secs(60);

/// Those that no test found.
pub fn all(programs: &[PathBuf], mutants: &[Mutant], rounds: usize) -> Vec<Mutant> {
    let is_healthy = !is_found(programs, 0, rounds);
    assert!(
        is_healthy,
        "tests fail without a mutant: {}",
        failed(programs)
    );
    let (next, survivors) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !is_found(programs, mutant.number, rounds) {
                        println!("survived: {mutant}");
                        survivors
                            .lock()
                            .expect("nobody panics")
                            .push(mutant.clone());
                    }
                }
            });
        }
    });
    println!("{} s", began.elapsed().as_secs());
    let mut survivors = survivors.into_inner().expect("nobody panics");
    survivors.sort_by_key(|mutant| mutant.number);
    survivors
}

fn is_found(programs: &[PathBuf], number: usize, rounds: usize) -> bool {
    let (unit, whole): (Vec<&PathBuf>, Vec<&PathBuf>) = programs
        .iter()
        .partition(|program| !program.to_string_lossy().contains("/it-"));
    unit.iter().any(|program| fails(program, &[], number))
        || ROUNDS
            .iter()
            .take(rounds)
            .any(|round| whole.iter().any(|program| fails(program, round, number)))
}

/// The first round that fails, for people.
fn failed(programs: &[PathBuf]) -> String {
    let rounds = ROUNDS.iter().flat_map(|round| round.iter());
    let fails = |module: &&&str| programs.iter().any(|program| fails(program, &[module], 0));
    rounds.filter(fails).copied().collect::<Vec<_>>().join(", ")
}

fn fails(program: &PathBuf, modules: &[&str], number: usize) -> bool {
    let mut child = Command::new(program)
        .args(modules.iter().map(|module| format!("{module}::")))
        .args(["-q", "--test-threads", "1"])
        .env("MUTANT", number.to_string())
        .env("RUST_BACKTRACE", "0")
        .current_dir(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../target/mutants/copy"
        ))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a test starts");
    let began = Instant::now();
    loop {
        match child.try_wait().expect("a test ends") {
            Some(status) => return !status.success(),
            None if began.elapsed() > LONGEST => {
                let _ = child.kill();
                let _ = child.wait();
                return true;
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}
