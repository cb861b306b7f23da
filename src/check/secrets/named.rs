//! The secret behind a name: assigned to it, below it, or near to it in a sentence.
//!
//! Must not know: forms that need no name.

use super::assignment::Name;
use super::forms::{Forms, Lead};
use super::names;
use super::names::Says;
use super::random;
use super::secret::{PASSWORD, Secret, TOKEN};
use super::value;
use std::ops::Range;

/// The secret that stands behind a name. `leads`: forms of values that go with a part of the name.
pub(super) fn named(text: &str, name: &Name<'_>, leads: &[Lead]) -> Option<Secret> {
    // `grant_type=password`, `arn:...:secret:name`: a value, and no name.
    if name.is_a_value() {
        return None;
    }
    let says = if name.is_mot_de_passe() {
        Some(Says::Password)
    } else {
        names::says(name.text())
    };
    let Some(says) = says else {
        return of_vendor(text, name, leads);
    };
    let what = if says == Says::Password {
        PASSWORD
    } else {
        TOKEN
    };
    if let Some((at, is_whole)) = name.value() {
        return assigned(text, name, says, what, (at, is_whole));
    }
    // `requirepass hunter2`, `configure set secret_access_key fqN8...`.
    if let Some((at, ends_line)) = name.next_word() {
        let value = &text[at.clone()];
        let is_alone =
            says == Says::Password && name.starts_line() && ends_line && !name.is_in_comment();
        let is_long = random::is_random(value) && (says == Says::Password || value.len() >= 16);
        if (is_alone || is_long) && value::is_secret(value, says) {
            return secret(what, at);
        }
    }
    in_prose(text, name, says).and_then(|at| secret(what, at))
}

/// A value that is assigned to the name. `is_whole`: in quotes, or all that stands there.
fn assigned(
    text: &str,
    name: &Name<'_>,
    says: Says,
    what: &'static str,
    (at, is_whole): (Range<usize>, bool),
) -> Option<Secret> {
    let value = &text[at.clone()];
    // `checksum/secret: 87b3...` of an annotation.
    let is_annotation = ["checksum/", "hash/"]
        .iter()
        .any(|mark| text[..name.at.start].ends_with(mark));
    if value::is_reference(value) || is_annotation {
        return None;
    }
    // `# Mot de passe : aucun, on entre par clé`.
    let is_odd = !value.contains(' ') && value.chars().any(|c| c.is_ascii_digit());
    if is_whole && (is_odd || !name.is_in_comment()) {
        return if value::is_secret(value, says) {
            secret(what, at)
        } else {
            None
        };
    }
    // `password: correct horse battery staple`; but `# password: see the wiki`.
    // The value may stand before the name: `- {value: x, name: PASSWORD}`.
    let is_shell = text
        .get(name.at.end..at.start)
        .is_some_and(|between| between.contains('='));
    if name.starts_line() && !name.is_in_comment() && says == Says::Password && is_shell {
        return if value::is_secret(value, says) {
            secret(what, at)
        } else {
            None
        };
    }
    if name.starts_line() && !name.is_in_comment() && says == Says::Password {
        let whole = name
            .whole_line()
            .filter(|_| !name.text().ends_with("passwd"))?;
        return if value::is_secret(&text[whole.clone()], says) {
            secret(what, whole)
        } else {
            None
        };
    }
    if random::is_random(value) && value::is_secret(value, says) {
        return secret(what, at);
    }
    in_prose(text, name, says).and_then(|at| secret(what, at))
}

fn secret(what: &'static str, at: Range<usize>) -> Option<Secret> {
    Some(Secret {
        what,
        at,
        is_sure: false,
    })
}

/// A value that has the form of a vendor's under the vendor's name, or that of a key under the name
/// of one.
fn of_vendor(text: &str, name: &Name<'_>, leads: &[Lead]) -> Option<Secret> {
    const OTHERS: [&str; 16] = [
        "id", "url", "uri", "host", "name", "user", "email", "zone", "hash", "sha", "version",
        "image", "path", "file", "digest", "checksum",
    ];
    let low = name.text().to_ascii_lowercase();
    if OTHERS.iter().any(|end| low.ends_with(end)) || low.contains("pub") {
        return None;
    }
    let (at, _) = name.value()?;
    let value = &text[at.clone()];
    let forms = Forms::get();
    // 32 bytes, as WireGuard and many others have them.
    let is_symmetric = value.len() == 44
        && value.ends_with('=')
        && ["key", "private", "shared"]
            .iter()
            .any(|word| low == *word || low.ends_with(&format!("_{word}")));
    let is_long = low.ends_with("key") && value.len() >= 40 && random::entropy(value) > 4.2;
    let of_lead = |lead: &Lead| {
        if let Lead::Form(at) = lead {
            Some(forms.form(*at))
        } else {
            None
        }
    };
    let form = leads
        .iter()
        .filter_map(of_lead)
        .find(|form| form.is_value && form.is(value));
    let what = form
        .map(|form| form.what.as_str())
        .or((is_symmetric || is_long).then_some(TOKEN))?;
    value::is_secret(value, Says::Key).then_some(Secret {
        what,
        at,
        is_sure: false,
    })
}

/// A word that nobody would write in a sentence, near to one that says what it is: behind it, or
/// before it in a comment.
fn in_prose(text: &str, name: &Name<'_>, says: Says) -> Option<Range<usize>> {
    const NEAR: usize = 60;
    let rest = name.rest();
    let end = text.floor_char_boundary(rest.end.min(rest.start + NEAR));
    if !text[rest.start..end].starts_with([' ', ':', '=', ')', ',']) {
        return None;
    }
    let mut sign = false;
    for at in words(text, rest.start..end) {
        let word = &text[at.clone()];
        let is_setting = word.split_once('=').is_some_and(|(key, value)| {
            !value.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        });
        let is_odd = random::is_random(word) && random::entropy(word) > 2.5 && !is_setting;
        let is_given = sign
            && word.len() >= SHORTEST_GIVEN
            && word.chars().any(|c| c.is_ascii_digit())
            && word.chars().any(char::is_alphabetic);
        let is_odd = if says == Says::Password {
            is_odd || is_given
        } else {
            is_odd && sign
        };
        if is_odd
            && word.len() >= SHORTEST_GIVEN
            && value::is_secret(word, says)
            && !word.contains("://")
        {
            return Some(at);
        }
        sign = ["is", "est", ":", "=", "->"].contains(&word)
            || text[at.end..].starts_with(" :")
            || text[at.end..].starts_with(':');
    }
    before_name(text, name, says)
}

/// In a comment, the word may stand before the one that says what it is.
fn before_name(text: &str, name: &Name<'_>, says: Says) -> Option<Range<usize>> {
    let is_very_odd = |word: &str| {
        word.len() >= 12
            && random::is_random(word)
            && word.chars().any(|c| c.is_ascii_uppercase())
            && word.chars().any(|c| c.is_ascii_lowercase())
            && word.chars().any(|c| c.is_ascii_digit())
    };
    let before = || words(text, name.line_before()).find(|at| is_very_odd(&text[at.clone()]));
    if says == Says::Password && name.is_in_comment() {
        before()
    } else {
        None
    }
}

/// A shorter word in a sentence is a word.
pub(super) const SHORTEST_GIVEN: usize = 8;

/// The words of a part of a text, without the signs around them.
pub(super) fn words(text: &str, part: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = part.start;
    text[part]
        .split_inclusive(char::is_whitespace)
        .filter_map(move |word| {
            let inner = word
                .trim()
                .trim_matches(['"', '\'', '(', ')', ',', ';', '.', '`', '«', '»']);
            let inner = if inner.len() > 1 {
                inner.trim_end_matches(':')
            } else {
                inner
            };
            let start = at + word.find(inner).unwrap_or(0);
            at += word.len();
            (!inner.is_empty()).then_some(start..start + inner.len())
        })
}
