//! The corpora of fuzzing as plain tests: what was found once is never wrong again.

#[path = "../../fuzz/targets.rs"]
mod targets;

use crate::support::root;
use std::fs;
use std::time::{Duration, Instant};

/// An input takes a second at most where people run it; tests are built without optimisation, and
/// share two processors.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn what_fuzzing_has_found_is_right() {
    let mut bytes = 0;
    for (name, target) in targets::TARGETS {
        let mut inputs: Vec<_> = fs::read_dir(root().join("fuzz/corpus").join(name))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        inputs.sort();
        assert!(!inputs.is_empty(), "{name} has no corpus");
        for input in inputs {
            let data = fs::read(&input).unwrap();
            bytes += data.len();
            let began = Instant::now();
            target(&data);
            assert!(
                began.elapsed() < LONGEST,
                "{}: {:?}",
                input.display(),
                began.elapsed()
            );
        }
    }
    assert!(
        bytes < 2 << 20,
        "the corpora have {bytes} bytes: fuzz/minimise"
    );
}

/// The scripts and the table name the same targets.
#[test]
fn the_scripts_know_every_target() {
    for script in ["fuzz/run", "fuzz/minimise"] {
        let text = fs::read_to_string(root().join(script)).unwrap();
        let names: Vec<&str> = targets::TARGETS.iter().map(|(name, _)| *name).collect();
        assert!(text.contains(&names.join(" ")), "{script}");
    }
}
