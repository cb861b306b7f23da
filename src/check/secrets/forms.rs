//! Forms that tell a secret by themselves, and commands that take one: data, most of it derived
//! from the rules of gitleaks (`schema/upstream/secrets.txt`), the rest in `own.rs`. A form is
//! compiled when a word of it was seen in a text.
//!
//! Must not know: names, places.

use super::commands::COMMANDS;
use super::names::STEMS;
use super::own::{KEY, OWN};
use super::random::entropy;
use super::value::{is_placeholder, is_reference};
use super::words::Words;
use crate::upstream;
use regex::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::OnceLock;

/// One form.
pub(super) struct Form {
    /// `a secret (github-pat)`.
    pub what: String,
    /// Nothing else looks like it.
    pub is_sure: bool,
    /// It is the form of a value, which counts under a name with one of its words.
    pub is_value: bool,
    /// Bits per character that it has at least.
    least: f64,
    pattern: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Form {
    fn new(what: String, is_sure: bool, is_value: bool, least: f64, pattern: &'static str) -> Form {
        Form {
            what,
            is_sure,
            is_value,
            least,
            pattern,
            regex: OnceLock::new(),
        }
    }

    /// Every secret of this form in a text: the first group of the form, or all of it.
    pub fn find(&self, text: &str, window: Range<usize>) -> Vec<Range<usize>> {
        let Some(regex) = self.regex() else {
            return Vec::new();
        };
        let (start, part) = (window.start, &text[window]);
        let found = regex.captures_iter(part).filter_map(|found| {
            Some((
                found.get(1).or_else(|| found.get(0))?,
                found.get(1).is_some(),
            ))
        });
        let found =
            found.map(|(found, is_part)| (start + found.start()..start + found.end(), is_part));
        let found = found
            .filter(|(at, is_part)| self.fits(text, at, *is_part))
            .map(|(at, _)| at);
        found
            .map(|at| {
                if self.what == KEY {
                    whole_key(text, at)
                } else {
                    at
                }
            })
            .collect()
    }

    /// A value as a whole is of this form.
    pub fn is(&self, value: &str) -> bool {
        self.regex()
            .and_then(|regex| regex.find(value))
            .is_some_and(|found| found.len() == value.len())
            && entropy(value) >= self.least
    }

    /// `is_part`: the form says what is around it.
    fn fits(&self, text: &str, at: &Range<usize>, is_part: bool) -> bool {
        let found = &text[at.clone()];
        // `ghp_` of `highp_float` starts none, and a form that has a length of its own does not end
        // within a word.
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let starts = is_part
            || !inside(text[..at.start].chars().next_back())
            || !inside(found.chars().next());
        starts
            && !(is_part && found.starts_with('-'))
            && entropy(found) >= self.least
            && !is_placeholder(found)
            && !(is_part && is_reference(found))
    }

    fn regex(&self) -> Option<&Regex> {
        // Of a form that does not compile nothing is found; a test compiles all.
        let build = || {
            RegexBuilder::new(&ascii(self.pattern))
                .size_limit(4 << 20)
                .build()
                .ok()
        };
        self.regex.get_or_init(build).as_ref()
    }
}

/// The same form for ASCII alone, which is all that tokens are made of: `\w` of all scripts takes a
/// hundred times the memory.
fn ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut in_class = false;
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        let class = match (sign, signs.peek()) {
            ('\\', Some('w')) => "0-9A-Za-z_",
            ('\\', Some('d')) => "0-9",
            ('\\', Some('b')) => "",
            ('\\', Some(_)) => {
                out.push(sign);
                out.extend(signs.next());
                continue;
            }
            _ => {
                in_class = (in_class || sign == '[') && !(sign == ']' && in_class);
                out.push(sign);
                continue;
            }
        };
        signs.next();
        out.push_str(&match (class, in_class) {
            ("", _) => r"(?-u:\b)".to_string(),
            (class, true) => class.to_string(),
            (class, false) => format!("[{class}]"),
        });
    }
    out
}

/// A key from its first line to its last, or to the end of the line when no last one follows.
fn whole_key(text: &str, first: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 16 << 10;
    let rest = &text[first.end..text.floor_char_boundary((first.end + LONGEST).min(text.len()))];
    let is_putty = text[first.clone()].starts_with("PuTTY");
    let last = if is_putty {
        rest.find("Private-Lines:")
    } else {
        rest.find("END ").filter(|at| rest[*at..].contains("KEY"))
    };
    let end = first.end + last.unwrap_or(0);
    let lines = if is_putty && last.is_some() { 2 } else { 1 };
    let length: usize = text[end..]
        .split_inclusive('\n')
        .take(lines)
        .map(str::len)
        .sum();
    first.start..end + text[end..end + length].trim_end().len()
}

/// What a word in a text leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// It is a part of a name that may say what stands behind it.
    Name,
    /// A secret of this form may be on its line.
    Form(usize),
    /// A file whose name says that it holds passwords.
    File,
    /// Users and passwords, a line each: those of cloud-init, and what a script gives to
    /// `chpasswd`.
    Chpasswd,
    /// An address, which may have a user and a password.
    Address,
}

/// Files that hold passwords and nothing else.
const FILES: [&str; 12] = [
    "chap-secrets",
    "pap-secrets",
    "rsyncd.secrets",
    "sasl_passwd",
    "userlist.txt",
    "davfs2/secrets",
    "passwd-s3fs",
    "users.acl",
    "vault_pass",
    "vaultpass",
    ".psk",
    "ipsec.secrets",
];

/// All forms, and the words that say where to look for them.
pub(super) struct Forms {
    all: Vec<Form>,
    words: Words,
    /// Where each word leads.
    of_word: Vec<Vec<Lead>>,
}

impl Forms {
    /// Read once.
    pub fn get() -> &'static Forms {
        static FORMS: OnceLock<Forms> = OnceLock::new();
        FORMS.get_or_init(Forms::read)
    }

    fn read() -> Forms {
        let mut all = Vec::new();
        let mut words: Vec<(&'static str, Lead)> =
            STEMS.iter().map(|stem| (*stem, Lead::Name)).collect();
        words.extend(FILES.iter().map(|file| (*file, Lead::File)));
        words.extend([
            ("chpasswd:", Lead::Chpasswd),
            ("chpasswd <<", Lead::Chpasswd),
            ("://", Lead::Address),
        ]);
        for (what, is_sure, keywords, pattern) in OWN.into_iter().chain(COMMANDS) {
            words.extend(keywords.iter().map(|word| (*word, Lead::Form(all.len()))));
            all.push(Form::new(what.to_string(), is_sure, false, 0.0, pattern));
        }
        Self::of_upstream(&mut all, &mut words);
        let (distinct, of_word) = Self::by_word(words);
        let words = Words::new(distinct);
        Forms {
            all,
            words,
            of_word,
        }
    }

    /// Forms of gitleaks.
    fn of_upstream(all: &mut Vec<Form>, words: &mut Vec<(&'static str, Lead)>) {
        for line in upstream::secret_forms()
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            let mut parts = line.splitn(5, ' ');
            let (Some(kind), Some(id), Some(least), Some(keywords), Some(pattern)) = (
                parts.next(),
                parts.next(),
                parts.next(),
                parts.next(),
                parts.next(),
            ) else {
                continue;
            };
            words.extend(
                keywords
                    .split(',')
                    .map(|word| (word, Lead::Form(all.len()))),
            );
            let is_value = kind == "named";
            all.push(Form::new(
                format!("a secret (`{id}`)"),
                !is_value,
                is_value,
                least.parse().unwrap_or(0.0),
                pattern,
            ));
        }
    }

    /// Each word once, with all that it leads to.
    fn by_word(mut words: Vec<(&'static str, Lead)>) -> (Vec<&'static str>, Vec<Vec<Lead>>) {
        words.sort_by_key(|(word, _)| *word);
        let mut of_word: Vec<Vec<Lead>> = Vec::new();
        let mut distinct: Vec<&'static str> = Vec::new();
        for (word, lead) in words {
            if distinct.last() != Some(&word) {
                distinct.push(word);
                of_word.push(Vec::new());
            }
            of_word
                .last_mut()
                .into_iter()
                .for_each(|leads| leads.push(lead));
        }
        (distinct, of_word)
    }

    /// Sees where a word stands in a text, and where it leads.
    pub fn each_word(
        &'static self,
        text: &str,
        mut see: impl FnMut(Range<usize>, &'static [Lead]),
    ) {
        self.words
            .each(text, |at, word| see(at, &self.of_word[word]));
    }

    pub fn form(&'static self, at: usize) -> &'static Form {
        &self.all[at]
    }

    #[cfg(test)]
    pub fn all(&'static self) -> &'static [Form] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_compiles_and_has_a_word() {
        let forms = Forms::get();
        assert!(forms.all().len() > 200);
        for (at, form) in forms.all().iter().enumerate() {
            assert!(form.regex().is_some(), "{}: {}", form.what, form.pattern);
            assert!(
                forms.of_word.iter().any(|of| of.contains(&Lead::Form(at))),
                "{} has no word",
                form.what
            );
        }
    }
}
