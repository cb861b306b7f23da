//! What Radier tells its user: findings, a sink for them, and renderers.
//!
//! Must not know: KDL, the domain.

mod conceal;
mod finding;
mod format;
mod mend;
mod report;
mod suggest;
mod unread;
mod visible;

pub use conceal::{conceal, starred};
pub use finding::{Diagnostic, Fix, Label, Level};
pub use format::{
    Findings, RuleText, Style, github, gitlab, human, json, jsonl, junit, rdjson, sarif, short,
    summary,
};
pub use mend::mended;
pub use report::Report;
pub use suggest::{did_you_mean, list, look_alike, names};
pub use unread::Unread;
pub use visible::visible;
