//! What a caller wants to hear, and how: options that `check` and `build` share.

use super::input::Input;
use super::render::Format;
use crate::Compilation;
use crate::check::{self, Rule};
use crate::diagnostic::{Level, did_you_mean};
use crate::model::Date;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(clap::Args)]
pub(super) struct Judging {
    /// Shape of the findings.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
    /// Take findings of a rule for errors: a rule, an area such as `storage`, or `warnings` for all.
    #[arg(long, value_name = "RULE")]
    deny: Vec<String>,
    /// Take findings of a rule or an area for warnings. Errors stay errors.
    #[arg(long, value_name = "RULE")]
    warn: Vec<String>,
    /// Do not tell of a rule or an area. Errors are told all the same.
    #[arg(long, value_name = "RULE")]
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
    pub fn compile(&self, inputs: &mut [Input]) -> Result<Judged, String> {
        // The last level that is asked for wins, as with compilers: allow, then warn, then deny.
        let allow = self.rules("--allow", &self.allow, false)?;
        let warn = self.rules("--warn", &self.warn, false)?;
        let deny = self.rules("--deny", &self.deny, true)?;
        let today = self.today.unwrap_or_else(today);
        let mut compiled: Vec<Compilation> = inputs.iter_mut().map(|input| input.compile(today)).collect();
        for report in compiled.iter_mut().map(|compilation| &mut compilation.report) {
            report.adjust(|finding| {
                let is = |rules: &[&Rule]| rules.iter().any(|rule| rule.id == finding.rule);
                if finding.level == Level::Error {
                    return true;
                }
                if is(&warn) {
                    finding.level = Level::Warning;
                }
                let denied = is(&deny) || (finding.level == Level::Warning && self.deny.iter().any(|word| word == WARNINGS));
                if denied {
                    finding.level = Level::Error;
                }
                denied || is(&warn) || !is(&allow)
            });
        }
        let warnings: usize = compiled.iter().map(|compilation| compilation.report.count(Level::Warning)).sum();
        let reason = self.max_warnings.filter(|most| warnings > *most).map(|most| match warnings {
            1 => format!("1 warning, and {most} may be there (`--max-warnings`)"),
            _ => format!("{warnings} warnings, and {most} may be there (`--max-warnings`)"),
        });
        let failed = reason.is_some() || compiled.iter().any(|compilation| compilation.report.has_errors());
        Ok(Judged { compiled, failed, reason })
    }

    /// The rules that the words of an option mean.
    fn rules(&self, option: &str, words: &[String], is_deny: bool) -> Result<Vec<&'static Rule>, String> {
        let mut all = Vec::new();
        for word in words.iter().filter(|word| !(is_deny && *word == WARNINGS)) {
            let before = all.len();
            all.extend(check::rules().into_iter().filter(|rule| rule.id == word || rule.area() == word));
            if all.len() == before {
                let areas = check::rules().into_iter().map(|rule| rule.area());
                return Err(match did_you_mean(word, check::rules().iter().map(|rule| rule.id).chain(areas)) {
                    Some(near) => format!("{option}: there is no rule `{word}`\nhelp: did you mean `{near}`?"),
                    None => format!("{option}: there is no rule `{word}`\nhelp: `radier rules` lists them all"),
                });
            }
            if let [only] = all[before..]
                && only.level == Level::Error
                && !is_deny
            {
                return Err(format!(
                    "{option}: `{word}` is an error: the output would be wrong, or data would be lost\nhelp: mend what it finds: `radier explain {word}`"
                ));
            }
        }
        Ok(all)
    }
}

/// Word of `--deny` for every warning.
const WARNINGS: &str = "warnings";

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day as YYYY-MM-DD".to_string())
}

fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::from_unix(seconds)
}
