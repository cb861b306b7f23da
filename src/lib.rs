//! Radier compiles one description of an on-premises platform to everything that the platform is
//! made of.
//!
//! Data flows one way, through these passes (`docs/architecture.md` has the map, a test holds it
//! against the code):
//!
//! ```text
//! source -> syntax -> schema + language -> model -> parts -> capacity -> check -> emit -> output
//! text      tree      declared structs     names    what is  ledgers     rules    files   disk
//!                                                   installed
//! ```
//!
//! The core is pure: files, clock and terminal are passed in by `cli`. A user's mistake never stops
//! a pass; it goes to the [`Report`](diagnostic::Report), and what can be said besides is said in
//! the same run.

pub mod capacity;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod emit;
pub mod language;
pub mod model;
pub mod output;
pub mod parts;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod upstream;
pub mod verify;
pub mod version;
pub mod yaml;

use diagnostic::Report;
use model::{Date, Model};
use parts::{Part, Parts};
use source::{Files, Sources};

pub use version::VERSION;

/// A description that was read and judged.
pub struct Compilation {
    pub model: Model,
    /// What it installs.
    pub parts: Parts,
    pub report: Report,
}

/// Reads and judges a description: all files of `sources` as one. `files` reads what the
/// description names besides; manifests among them join `sources`, because findings point into
/// them. `today` is the day on which accepted findings expire, if they may.
pub fn compile(sources: &mut Sources, files: &dyn Files, today: Option<Date>) -> Compilation {
    compile_with(parts::ALL, sources, files, today)
}

/// The same with these parts.
pub fn compile_with(
    known: &[&'static Part],
    sources: &mut Sources,
    files: &dyn Files,
    today: Option<Date>,
) -> Compilation {
    let mut report = Report::default();
    let (infra, lost) = schema::root(
        sources
            .iter()
            .map(|(id, source)| (id, source.text.as_str())),
        &mut report,
    );
    let model = model::link(infra, lost, sources, files, &mut report);
    let parts = Parts::new(known, &model);
    check::run(&model, &parts, sources, today, &mut report);
    Compilation {
        model,
        parts,
        report,
    }
}
