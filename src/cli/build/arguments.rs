//! What a build is asked for, and the folder that it has for itself.

use crate::cli::failure::Failure;
use crate::cli::input::At;
use crate::cli::judging::Judging;
use crate::cli::render::Format;
use crate::output::{self, Access, Guard};
use std::io::ErrorKind;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    pub at: At,
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
    pub overwrite: bool,
    /// Wait while another build writes to the output folder.
    #[arg(long)]
    pub wait: bool,
    /// Compute everything, also if nothing seems to have changed since the last build.
    #[arg(long)]
    pub no_cache: bool,
    /// Say how long reading, comparing and writing took, in microseconds, on standard error.
    #[arg(long, hide = true)]
    pub timings: bool,
    #[command(flatten)]
    pub judging: Judging,
}

impl Arguments {
    pub fn format(&self) -> Format {
        self.judging.format
    }

    /// Options that exclude each other only together.
    pub fn fit_together(&self) -> Result<(), Failure> {
        if self.stdout && self.format().is_for_programs() {
            return Err(Failure::from(
                "`--stdout` prints the files, and a document beside them could not be told \
                 apart\nhelp: leave `--format` or `--stdout` out"
                    .to_string(),
            ));
        }
        Ok(())
    }

    /// The output folder, for this build alone. None when it does not exist yet, or nothing is
    /// written.
    pub fn guard(&self) -> Result<Option<Guard>, Failure> {
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
