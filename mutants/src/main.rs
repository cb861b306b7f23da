//! Breaks the code on purpose, one line at a time, and sees whether a test fails.
//!
//! All mutants are in one program, a copy below `target/mutants`; the environment variable `MUTANT`
//! chooses one. Usage: `cargo run --release --manifest-path mutants/Cargo.toml -- [OPTIONS]`.

mod change;
mod copy;
mod judge;
mod sample;

use std::process::ExitCode;

/// What is asked for on the command line.
struct Options {
    /// Chooses the sample.
    seed: u64,
    /// Mutants of each area.
    each: usize,
    /// Every row of every table instead of a sample.
    rows: bool,
    /// Rounds of tests, the quick ones first.
    rounds: usize,
    /// Paths below `src` whose mutants count; all four areas without.
    areas: Vec<String>,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("error: {problem}");
            eprintln!(
                "usage: radier-mutants [--seed N] [--each N] [--rows] [--rounds N] [AREA...]"
            );
            return ExitCode::from(2);
        }
    };
    let (tests, mutants) = copy::build();
    let chosen = sample::choose(&mutants, &options);
    println!("{} mutants, {} chosen", mutants.len(), chosen.len());
    let survivors = judge::all(&tests, &chosen, options.rounds);
    for area in sample::areas(&options) {
        let of_area = chosen.iter().filter(|mutant| mutant.is_in(&area)).count();
        let alive = survivors
            .iter()
            .filter(|mutant| mutant.is_in(&area))
            .count();
        println!("{area}: {} of {of_area} found", of_area - alive);
    }
    for mutant in &survivors {
        println!("survived: {mutant}");
    }
    ExitCode::SUCCESS
}

fn options(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        seed: 1,
        each: 150,
        rows: false,
        rounds: judge::ROUNDS.len(),
        areas: Vec::new(),
    };
    while let Some(word) = words.next() {
        let mut number = || {
            let value = words.next().and_then(|value| value.parse().ok());
            value.ok_or(format!("`{word}` needs a number"))
        };
        match word.as_str() {
            "--seed" => options.seed = number()?,
            "--each" => options.each = number()? as usize,
            "--rounds" => options.rounds = number()? as usize,
            "--rows" => options.rows = true,
            option if option.starts_with('-') => return Err(format!("no option `{option}`")),
            area => options.areas.push(area.to_string()),
        }
    }
    Ok(options)
}
