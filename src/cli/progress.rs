//! How far long work is: one line on a terminal, after a second, gone when the work is done.
//!
//! Must not know: what the work is.

use super::render;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::{Duration, Instant};

/// Before this, a line would only flicker.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Progress {
    /// What is counted: `files computed`.
    what: &'static str,
    start: Instant,
    done: u64,
    bar: Option<ProgressBar>,
    is_terminal: bool,
}

impl Progress {
    pub fn new(what: &'static str) -> Progress {
        Progress {
            what,
            start: Instant::now(),
            done: 0,
            bar: None,
            is_terminal: render::stderr_is_terminal(),
        }
    }

    /// So many more are done.
    pub fn add(&mut self, more: usize) {
        self.done += more as u64;
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
        } else if self.is_terminal && self.start.elapsed() > PATIENCE {
            let bar = ProgressBar::new_spinner().with_message(self.what);
            // The template is ours: it always reads.
            if let Ok(style) =
                ProgressStyle::with_template("{spinner} {human_pos} {msg} ({elapsed})")
            {
                bar.set_style(style);
            }
            bar.set_position(self.done);
            self.bar = Some(bar);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
