//! The command line: one file per command. The only place that knows the terminal, the clock and
//! folders.

mod build;
mod check;
mod diff;
mod differences;
mod ending;
mod exit;
mod explain;
mod failure;
mod fix;
mod fmt;
mod folder;
mod input;
mod judging;
mod last_build;
mod progress;
mod render;
mod rules;
mod summary;
mod verify;

use clap::{Parser, Subcommand};
use ending::in_document;
use exit::Exit;
use std::panic;
use std::process::ExitCode;

/// Compiles one description of an on-premises platform to Talos, Omni, Helm, KubeVirt, vcluster and
/// Argo CD files.
#[derive(Parser)]
#[command(name = "radier", version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read the description and say what is wrong with it.
    Check(check::Arguments),
    /// Compile the description to the output folder.
    Build(build::arguments::Arguments),
    /// Mend what a machine can mend.
    Fix(fix::Arguments),
    /// Hold the description against what machines say of themselves.
    Verify(verify::Arguments),
    /// Bring the description into one style; comments and meaning stay.
    Fmt(fmt::Arguments),
    /// Explain a rule (disk/unstable-name) or a word of the language (node.disk.use).
    Explain(explain::Arguments),
    /// List all rules.
    Rules(rules::Arguments),
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are errors to clap, and go to standard output. A closed pipe is
            // nobody's mistake.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() {
                Exit::Usage as u8
            } else {
                Exit::Success as u8
            });
        }
    };
    panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()))
            .unwrap_or_default();
        render::error(&format!(
            "internal error at {place}: {}\nThis is a mistake in Radier, not in your description. \
             Please report it with the input that shows it.",
            info.payload_as_str().unwrap_or("no message")
        ));
    }));
    let exit = panic::catch_unwind(|| run(arguments.command)).unwrap_or(Exit::Internal);
    ExitCode::from(exit as u8)
}

fn run(command: Command) -> Exit {
    let result = match command {
        Command::Check(arguments) => {
            check::run(&arguments).or_else(|failure| in_document(failure, arguments.format()))
        }
        Command::Build(arguments) => {
            build::run(&arguments).or_else(|failure| in_document(failure, arguments.format()))
        }
        Command::Fix(arguments) => {
            fix::run(&arguments).or_else(|failure| in_document(failure, arguments.format()))
        }
        Command::Verify(arguments) => {
            verify::run(&arguments).or_else(|failure| in_document(failure, arguments.format()))
        }
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
    };
    result.unwrap_or_else(|failure| {
        render::error(&format!("error: {failure}"));
        Exit::Usage
    })
}
