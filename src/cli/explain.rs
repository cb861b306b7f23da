//! `radier explain`: what a rule or a word of the language means.

use super::exit::Exit;
use super::failure::Failure;
use super::render;
use crate::check::{self, Rule};
use crate::diagnostic::{Level, did_you_mean, list};
use crate::language::Infra;
use crate::schema::{self, Block};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A rule such as `disk/unstable-name`, or a path of the language such as `node.disk.use`.
    topic: Option<String>,
    /// Language of the texts about a rule.
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Lang {
    /// English.
    En,
    /// French.
    Fr,
}

/// The language, for paths.
static LANGUAGE: schema::NodeSpec = Infra::SPEC;

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(topic) = &arguments.topic else {
        let names = LANGUAGE
            .all_fields()
            .into_iter()
            .map(|field| format!("  {}\n", field.name))
            .collect::<String>();
        render::print(&format!(
            "`radier explain RULE` explains a finding, `radier explain PATH` a word of the \
             language.\n`radier rules` lists the rules. The language starts with:\n{names}"
        ))?;
        return Ok(Exit::Success);
    };
    if topic.contains('/') {
        let rule = check::find(topic).ok_or_else(|| {
            match did_you_mean(topic, check::rules().iter().map(|rule| rule.id)) {
                Some(near) => format!("there is no rule `{topic}`\nhelp: did you mean `{near}`?"),
                None => format!("there is no rule `{topic}`\nhelp: `radier rules` lists them all"),
            }
        })?;
        render::print(&page(rule, arguments.lang))?;
        return Ok(Exit::Success);
    }
    let path = whole_path(topic)?;
    let text = schema::explain(&LANGUAGE, &path).map_err(|reason| {
        // `unstable-name`, without its area.
        let rule = check::rules()
            .into_iter()
            .find(|rule| rule.id.ends_with(&format!("/{topic}")));
        let help = rule.map_or_else(
            || "`radier explain` lists where to start".to_string(),
            |rule| format!("there is a rule `{}`", rule.id),
        );
        format!("{reason}\nhelp: {help}")
    })?;
    render::print(&text)?;
    Ok(Exit::Success)
}

/// The path that a topic means: itself, or the only path that ends with it (`quota.cpu` is
/// `club.quota.cpu`).
fn whole_path(topic: &str) -> Result<String, String> {
    let paths = schema::paths(&LANGUAGE);
    if paths.iter().any(|path| path == topic) {
        return Ok(topic.to_string());
    }
    let ending = format!(".{topic}");
    let found: Vec<&str> = paths
        .iter()
        .map(String::as_str)
        .filter(|path| path.ends_with(&ending))
        .collect();
    match found.as_slice() {
        [] => Ok(topic.to_string()),
        [only] => Ok(only.to_string()),
        several => Err(format!(
            "`{topic}` is several words of the language: {}\nhelp: give the whole path",
            list(several.iter().copied())
        )),
    }
}

/// A rule as a page for a person.
fn page(rule: &Rule, lang: Lang) -> String {
    let (since, summary, why, wrong, right) = match lang {
        Lang::En => ("since", rule.summary, rule.why, "Wrong:", "Right:"),
        Lang::Fr => ("depuis", rule.fr.summary, rule.fr.why, "Faux :", "Juste :"),
    };
    let level = level(rule.level, lang);
    let example = |text: &str| {
        text.trim_matches('\n')
            .lines()
            .map(|line| format!("    {line}\n"))
            .collect::<String>()
    };
    let mut text = format!(
        "{} ({level}, {since} {})\n\n{}.\n\n{}\n",
        rule.id,
        rule.since,
        capital(summary),
        wrap(why)
    );
    // A rule about files beside the description (`output/foreign`) has no example in KDL.
    for (heading, body) in [wrong, right]
        .into_iter()
        .zip(rule.examples())
        .filter(|(_, body)| !body.trim().is_empty())
    {
        text.push_str(&format!("\n{heading}\n\n{}", example(body)));
    }
    text
}

fn level(level: Level, lang: Lang) -> &'static str {
    match (lang, level) {
        (Lang::En, level) => level.word(),
        (Lang::Fr, Level::Error) => "erreur",
        (Lang::Fr, Level::Warning) => "avertissement",
        (Lang::Fr, Level::Note) => "note",
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Breaks paragraphs at 90 columns.
fn wrap(text: &str) -> String {
    text.split("\n\n")
        .map(wrap_paragraph)
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn wrap_paragraph(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    // French sets a blank before some signs, which do not start a line.
    let text = [" :", " ;", " !", " ?"]
        .iter()
        .fold(text.to_string(), |text, sign| {
            text.replace(sign, &sign.replace(' ', "\u{a0}"))
        });
    for word in text.split(' ') {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > 90 {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}
