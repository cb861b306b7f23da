//! `radier rules`: all rules, one line each, or as a page.

use super::exit::Exit;
use super::failure::Failure;
use super::render;
use crate::check;
use clap::ValueEnum;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Shape of the list.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// One line each.
    Human,
    /// A page with reasons and examples.
    Md,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let rules = check::rules();
    if arguments.format == Format::Md {
        render::print(&check::reference())?;
        return Ok(Exit::Success);
    }
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let text: String = rules
        .iter()
        .map(|rule| {
            format!(
                "{:width$}  {:7}  {}\n",
                rule.id,
                rule.level.word(),
                rule.summary
            )
        })
        .collect();
    render::print(&text)?;
    Ok(Exit::Success)
}
