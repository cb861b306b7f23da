//! Versions of a part: which one is installed, which ones work.

use crate::language::types::Release;
use crate::model::Versions;
use crate::source::Spanned;

/// A version that the description may name.
pub struct Version {
    /// As messages call it.
    pub title: &'static str,
    /// The one that is installed.
    pub of: fn(&Versions) -> &Spanned<Release>,
    /// The newest minor whose form is known, where that is newer than the tested one.
    pub newest: Option<(u64, u64)>,
    /// What is too old.
    pub oldest: Option<Oldest>,
    /// Minors of Kubernetes that it runs.
    pub runs: &'static [Runs],
}

/// The oldest version that works, and why.
pub struct Oldest {
    /// Minor.
    pub minor: (u64, u64),
    /// What is wrong with older ones, behind "Rook 1.19.0".
    pub says: fn(&Versions) -> String,
    pub label: &'static str,
    /// What to do; gets the tested versions.
    pub help: fn(&Versions) -> String,
    /// The version that it does not go with, when there is one.
    pub beside: Option<fn(&Versions) -> &Spanned<Release>>,
    /// It matters only then.
    pub when: fn(&Versions) -> bool,
}

impl Oldest {
    /// Too old for Radier, whatever goes with it.
    pub(super) const fn new(
        minor: (u64, u64),
        label: &'static str,
        says: fn(&Versions) -> String,
        help: fn(&Versions) -> String,
    ) -> Self {
        Self {
            minor,
            says,
            label,
            help,
            beside: None,
            when: |_| true,
        }
    }
}

/// Minors of Kubernetes 1 that a minor of a part runs.
pub struct Runs {
    /// Minor of the part.
    pub minor: (u64, u64),
    pub oldest: u64,
    pub newest: u64,
    /// What happens with others.
    pub outcome: &'static str,
    /// Older ones were not tried either, and work: nobody who upgrades one after the other is kept
    /// from it.
    pub bears_older: bool,
}

impl Version {
    /// A version of which the tested one is the newest that is known.
    pub(super) const fn new(title: &'static str, of: fn(&Versions) -> &Spanned<Release>) -> Self {
        Self {
            title,
            of,
            newest: None,
            oldest: None,
            runs: &[],
        }
    }

    pub(super) const fn from(self, oldest: Oldest) -> Self {
        Self {
            oldest: Some(oldest),
            ..self
        }
    }

    pub(super) const fn up_to(self, newest: (u64, u64)) -> Self {
        Self {
            newest: Some(newest),
            ..self
        }
    }

    pub(super) const fn running(self, runs: &'static [Runs]) -> Self {
        Self { runs, ..self }
    }
}
