//! What a caller wants to hear, and how: options that `check` and `build` share.

use super::failure::Failure;
use super::input::Input;
use super::render::Format;
use crate::Compilation;
use crate::check;
use crate::diagnostic::{Diagnostic, Level, did_you_mean};
use crate::model::{self, Date};
use jiff::Timestamp;
use jiff::tz::TimeZone;

#[derive(clap::Args)]
pub(super) struct Judging {
    /// Shape of the findings.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
    /// Take findings of rules for errors: a rule, an area such as `storage`, or `warnings` for all.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    deny: Vec<String>,
    /// Take findings of rules or areas for warnings. Errors stay errors.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    warn: Vec<String>,
    /// Do not tell of rules or areas. Errors are told all the same.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    allow: Vec<String>,
    /// Fail when there are more warnings.
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
    /// The day on which accepted findings may have ended, YYYY-MM-DD; today when absent.
    #[arg(long, value_name = "DAY", value_parser = day)]
    today: Option<Date>,
}

/// All descriptions, judged.
pub(super) struct Judged {
    pub compiled: Vec<Compilation>,
    /// Something is wrong enough to stop.
    pub failed: bool,
    /// Why, when it is not an error.
    pub reason: Option<String>,
}

impl Judging {
    /// Compiles all descriptions, and sets levels as the caller wants them.
    ///
    /// # Errors
    /// A rule of an option does not exist, or is an error that cannot be left out.
    pub fn compile(&self, inputs: &mut [Input]) -> Result<Judged, Failure> {
        let wishes = self.wishes()?;
        let today = self.today.unwrap_or_else(today);
        let mut compiled: Vec<Compilation> = inputs
            .iter_mut()
            .map(|input| input.compile(today))
            .collect();
        for report in compiled
            .iter_mut()
            .map(|compilation| &mut compilation.report)
        {
            report.adjust(|finding| {
                // A rule says more than its area, and an area more than `warnings`; then the
                // strictest wins.
                let meant = wishes
                    .iter()
                    .filter_map(|(word, wish)| Some((matches(word, finding)?, *wish)));
                match meant.max().filter(|_| finding.level != Level::Error) {
                    Some((_, Wish::Allow)) => return false,
                    Some((_, Wish::Warn)) => finding.level = Level::Warning,
                    Some((_, Wish::Deny)) => finding.level = Level::Error,
                    None => {}
                }
                true
            });
        }
        let warnings: usize = compiled
            .iter()
            .map(|compilation| compilation.report.count(Level::Warning))
            .sum();
        let reason = self
            .max_warnings
            .filter(|most| warnings > *most)
            .map(|most| match warnings {
                1 => format!("1 warning, and {most} may be there (`--max-warnings`)"),
                _ => format!("{warnings} warnings, and {most} may be there (`--max-warnings`)"),
            });
        let failed = reason.is_some()
            || compiled
                .iter()
                .any(|compilation| compilation.report.has_errors());
        Ok(Judged {
            compiled,
            failed,
            reason,
        })
    }

    /// What the options ask for, each with a word that is known.
    fn wishes(&self) -> Result<Vec<(&str, Wish)>, String> {
        let options = [
            ("--allow", &self.allow, Wish::Allow),
            ("--warn", &self.warn, Wish::Warn),
            ("--deny", &self.deny, Wish::Deny),
        ];
        let mut all = Vec::new();
        for (option, words, wish) in options {
            for word in words {
                known(option, word, wish)?;
                all.push((word.as_str(), wish));
            }
        }
        Ok(all)
    }
}

/// A level that a caller asks for, the strictest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wish {
    Allow,
    Warn,
    Deny,
}

/// How exactly a word means the rule of a finding: 0 is the least.
fn matches(word: &str, finding: &Diagnostic) -> Option<u8> {
    let area = finding.rule.split('/').next();
    if word == finding.rule {
        Some(2)
    } else if area == Some(word) {
        Some(1)
    } else {
        (word == WARNINGS && finding.level == Level::Warning).then_some(0)
    }
}

fn known(option: &str, word: &str, wish: Wish) -> Result<(), String> {
    let rules = check::rules();
    let is_known =
        rules.iter().any(|rule| rule.area() == word) || (wish == Wish::Deny && word == WARNINGS);
    match check::find(word) {
        Some(rule) if rule.level == Level::Error && wish != Wish::Deny => Err(format!(
            "{option}: `{word}` is an error: the output would be wrong, or data would be \
             lost\nhelp: mend what it finds: `radier explain {word}`"
        )),
        None if !is_known => Err(
            match did_you_mean(word, rules.iter().flat_map(|rule| [rule.id, rule.area()])) {
                Some(near) => {
                    format!("{option}: there is no rule `{word}`\nhelp: did you mean `{near}`?")
                }
                None => format!(
                    "{option}: there is no rule `{word}`\nhelp: `radier rules` lists them all"
                ),
            },
        ),
        _ => Ok(()),
    }
}

/// Word of `--deny` for every warning.
const WARNINGS: &str = "warnings";

fn day(text: &str) -> Result<Date, String> {
    model::day(text).ok_or_else(|| "write a day as YYYY-MM-DD".to_string())
}

fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}
