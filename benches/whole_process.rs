//! Times the binary as a whole process: `check`, a first `build` split into compute, compare and
//! write, a `build` that changes nothing (with what the last one left in mind, and without), beside
//! the time of only reading the same files. `cargo bench --bench whole_process`; sizes as
//! arguments: `cargo bench --bench whole_process -- S M L XL`.

mod generate;

use generate::{SIZES, Size, platform};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    println!("| size | what | min ms | median ms | of these: compute / compare / write |");
    println!("|---|---|---|---|---|");
    for size in SIZES {
        let is_wanted = if wanted.is_empty() {
            matches!(size.name, "S" | "M")
        } else {
            wanted.iter().any(|name| name == size.name)
        };
        if is_wanted {
            measure(size);
        }
    }
}

fn measure(size: Size) {
    let folder =
        std::env::temp_dir().join(format!("radier-bench-{}-{}", size.name, std::process::id()));
    fs::create_dir_all(folder.join("infra")).unwrap();
    fs::write(folder.join("infra/infra.kdl"), platform(size)).unwrap();
    let runs = match size.nodes {
        0..=100 => 21,
        101..=1000 => 11,
        _ => 5,
    };
    row(size, "check", &repeat(runs, || run(&folder, &["check"])));
    let mut first = Vec::new();
    for _ in 0..if size.nodes > 1000 { 1 } else { 5 } {
        let _ = fs::remove_dir_all(folder.join("out"));
        first.push(run(&folder, &["build", "--timings"]));
    }
    row(size, "first build", &first);
    row(
        size,
        "no-op build",
        &repeat(runs, || run(&folder, &["build", "--timings"])),
    );
    row(
        size,
        "no-op build --no-cache",
        &repeat(runs.min(11), || {
            run(&folder, &["build", "--timings", "--no-cache"])
        }),
    );
    row(
        size,
        "only reading out/",
        &repeat(runs, || read(&folder.join("out"))),
    );
    fs::remove_dir_all(folder).unwrap();
}

/// Wall time of one run and what it said of its parts.
type Sample = (Duration, String);

fn repeat(runs: usize, mut one: impl FnMut() -> Sample) -> Vec<Sample> {
    one(); // warms the caches
    (0..runs).map(|_| one()).collect()
}

fn run(folder: &Path, arguments: &[&str]) -> Sample {
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_radier"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let elapsed = start.elapsed();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let parts: Vec<f64> = text
        .split_whitespace()
        .filter_map(|word| word.parse::<f64>().ok())
        .map(|micros| micros / 1000.0)
        .collect();
    (
        elapsed,
        parts
            .iter()
            .map(|part| format!("{part:.1}"))
            .collect::<Vec<_>>()
            .join(" / "),
    )
}

fn read(folder: &Path) -> Sample {
    let start = Instant::now();
    let mut bytes = 0;
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
    {
        bytes += fs::read(entry.path()).unwrap().len();
    }
    (start.elapsed(), format!("{:.2} MB", bytes as f64 / 1e6))
}

fn row(size: Size, what: &str, samples: &[Sample]) {
    let mut sorted: Vec<&Sample> = samples.iter().collect();
    sorted.sort_by_key(|sample| sample.0);
    let millis = |sample: &Sample| sample.0.as_secs_f64() * 1000.0;
    println!(
        "| {} | {what} | {:.1} | {:.1} | {} |",
        size.name,
        millis(sorted[0]),
        millis(sorted[sorted.len() / 2]),
        sorted[0].1
    );
}
