//! The binary: parses arguments, calls the library, returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    radier::cli::main()
}
