//! `radier rules`: all rules, one line each.

use super::{Exit, render};
use crate::check;

pub(super) fn run() -> Exit {
    let rules = check::rules();
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let text: String = rules.iter().map(|rule| format!("{:width$}  {:7}  {}\n", rule.id, rule.level.word(), rule.summary)).collect();
    render::print(&text);
    Exit::Success
}
