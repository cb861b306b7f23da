//! Recognises text that must never stand in Git: private keys, tokens, passwords. By their form, by the name that they stand
//! under, by the command that takes them, and by any of these in base64.
//!
//! Must not know: where a text comes from.

mod assignment;
mod encoded;
mod forms;
mod names;
mod places;
mod value;
mod words;

use crate::yaml::{Kind, Node};
use assignment::Name;
use forms::{Forms, Lead};
use std::collections::HashSet;
use std::ops::Range;
use value::Says;

pub use places::{Placed, all, in_texts};

/// Something that seems to be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// `a GitHub token`.
    pub what: &'static str,
    /// Bytes of the text.
    pub at: Range<usize>,
    /// Its form says so. Otherwise a name does, and names can mislead.
    pub is_sure: bool,
}

const PASSWORD: &str = "a password";
const TOKEN: &str = "a token or a key";
const URL: &str = "a URL with a password";
const ENCODED: &str = "a secret in base64";
const CEPH: &str = "a key of Ceph";
const ACCOUNT: &str = "a user and a password in base64";

/// Everything in a text that seems to be a secret, in its order, none inside of another.
pub(super) fn find_all(text: &str) -> Vec<Secret> {
    find(text, 0)
}

/// `depth`: so many times the text was decoded.
fn find(text: &str, depth: usize) -> Vec<Secret> {
    let mut all = plain(text);
    for piece in encoded::pieces(text).filter(|_| depth < MAX_DEPTH) {
        if let Some(what) = encoded(text, &piece, depth) {
            all.push(Secret { what, at: piece, is_sure: true });
        }
    }
    without_overlaps(all)
}

/// What is sure counts more than a guess, and what starts earlier more than what is inside of it.
fn without_overlaps(mut all: Vec<Secret>) -> Vec<Secret> {
    all.sort_by(|a, b| (a.at.start, std::cmp::Reverse(a.at.end), b.is_sure).cmp(&(b.at.start, std::cmp::Reverse(b.at.end), a.is_sure)));
    let mut kept: Vec<Secret> = Vec::with_capacity(all.len());
    for secret in all {
        match kept.last_mut().filter(|last| secret.at.start < last.at.end) {
            Some(last) if secret.is_sure && !last.is_sure => {
                let at = last.at.start..last.at.end.max(secret.at.end);
                *last = Secret { at, ..secret };
            }
            Some(last) => last.at.end = last.at.end.max(secret.at.end),
            None => kept.push(secret),
        }
    }
    kept
}

/// A Secret in base64 may hold a file of base64.
const MAX_DEPTH: usize = 2;

/// What a piece of base64 holds that is a secret.
fn encoded(text: &str, at: &Range<usize>, depth: usize) -> Option<&'static str> {
    let piece = &text[at.clone()];
    if encoded::is_ceph_key(piece) {
        return Some(CEPH);
    }
    let inner = encoded::decoded(piece)?;
    if !find(&inner, depth + 1).is_empty() {
        return Some(ENCODED);
    }
    let before = text[..at.start].trim_end_matches(['"', '\'', ' ', ':', '=', '\\']);
    (encoded::is_user_and_password(&inner) && (before.ends_with("auth") || before.ends_with("Basic"))).then_some(ACCOUNT)
}

/// Secrets that stand in a text as they are.
fn plain(text: &str) -> Vec<Secret> {
    let mut all = Vec::new();
    let mut tried: HashSet<(usize, usize)> = HashSet::new();
    let (mut known, mut line) = (0, 0..0);
    let forms = Forms::get();
    forms.each_word(text, |word, leads| {
        let is_value = |lead: &Lead| matches!(lead, Lead::Form(at) if forms.form(*at).is_value);
        if leads.iter().any(|lead| *lead == Lead::Name || is_value(lead)) {
            let name = Name::around(text, &word);
            // A name may have several stems.
            if name.at.end > known && !name.at.is_empty() {
                known = name.at.end;
                all.extend(named(text, &name, leads));
            }
        }
        for lead in leads.iter().filter(|lead| !is_value(lead)) {
            match lead {
                Lead::Name => {}
                Lead::File => all.extend(in_password_file(text, word.end)),
                Lead::Chpasswd => all.extend(chpasswd(text, word.start)),
                Lead::Address => all.extend(password_of_url(text, word.end).map(|at| Secret { what: URL, at, is_sure: true })),
                Lead::Form(at) => {
                    // Words come in their order: the line is looked for once.
                    if !line.contains(&word.start) {
                        line = line_of(text, &word);
                    }
                    if tried.insert((*at, line.start)) {
                        let form = forms.form(*at);
                        all.extend(form.find(text, line.clone()).into_iter().map(|at| Secret {
                            what: &form.what,
                            at,
                            is_sure: form.is_sure,
                        }));
                    }
                }
            }
        }
    });
    all
}

/// The line of a word.
fn line_of(text: &str, word: &Range<usize>) -> Range<usize> {
    let start = text[..word.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[word.start..].find('\n').map_or(text.len(), |len| word.start + len);
    start..end.max(word.end)
}

/// The secret that stands behind a name. `leads`: forms of values that go with a part of the name.
fn named(text: &str, name: &Name<'_>, leads: &[Lead]) -> Option<Secret> {
    let secret = |what, at| Some(Secret { what, at, is_sure: false });
    // `grant_type=password`, `arn:...:secret:name`: a value, and no name.
    if name.is_a_value() {
        return None;
    }
    let says = if name.is_mot_de_passe() { Some(Says::Password) } else { names::says(name.text()) };
    let Some(says) = says else { return of_vendor(text, name, leads) };
    let what = if says == Says::Password { PASSWORD } else { TOKEN };
    if let Some((at, is_whole)) = name.value() {
        let value = &text[at.clone()];
        // `checksum/secret: 87b3...` of an annotation.
        let is_annotation = ["checksum/", "hash/"].iter().any(|mark| text[..name.at.start].ends_with(mark));
        if value::is_reference(value) || is_annotation {
            return None;
        }
        // `# Mot de passe : aucun, on entre par clé`.
        let is_odd = !value.contains(' ') && value.chars().any(|c| c.is_ascii_digit());
        if is_whole && (is_odd || !name.is_in_comment()) {
            return if value::is_secret(value, says) { secret(what, at) } else { None };
        }
        // `password: correct horse battery staple`; but `# password: see the wiki`.
        let is_shell = text[name.at.end..at.start].contains('=');
        if name.starts_line() && !name.is_in_comment() && says == Says::Password && is_shell {
            return if value::is_secret(value, says) { secret(what, at) } else { None };
        }
        if name.starts_line() && !name.is_in_comment() && says == Says::Password {
            let whole = name.whole_line().filter(|_| !name.text().ends_with("passwd"))?;
            return if value::is_secret(&text[whole.clone()], says) { secret(what, whole) } else { None };
        }
        if value::is_random(value) && value::is_secret(value, says) {
            return secret(what, at);
        }
        return in_prose(text, name, says).and_then(|at| secret(what, at));
    }
    // `requirepass hunter2`, `configure set secret_access_key fqN8...`.
    if let Some((at, ends_line)) = name.next_word() {
        let value = &text[at.clone()];
        let is_alone = says == Says::Password && name.starts_line() && ends_line && !name.is_in_comment();
        let is_long = value::is_random(value) && (says == Says::Password || value.len() >= 16);
        if (is_alone || is_long) && value::is_secret(value, says) {
            return secret(what, at);
        }
    }
    in_prose(text, name, says).and_then(|at| secret(what, at))
}

/// A value that has the form of a vendor's under the vendor's name, or that of a key under the name of one.
fn of_vendor(text: &str, name: &Name<'_>, leads: &[Lead]) -> Option<Secret> {
    const OTHERS: [&str; 16] = [
        "id", "url", "uri", "host", "name", "user", "email", "zone", "hash", "sha", "version", "image", "path", "file", "digest",
        "checksum",
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
        && ["key", "private", "shared"].iter().any(|word| low == *word || low.ends_with(&format!("_{word}")));
    let is_long = low.ends_with("key") && value.len() >= 40 && value::entropy(value) > 4.2;
    let of_lead = |lead: &Lead| if let Lead::Form(at) = lead { Some(forms.form(*at)) } else { None };
    let form = leads.iter().filter_map(of_lead).find(|form| form.is_value && form.is(value));
    let what = form.map(|form| form.what.as_str()).or((is_symmetric || is_long).then_some(TOKEN))?;
    value::is_secret(value, Says::Key).then_some(Secret { what, at, is_sure: false })
}

/// A word that nobody would write in a sentence, near to one that says what it is: behind it, or before it in a comment.
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
        let is_setting = word
            .split_once('=')
            .is_some_and(|(key, value)| !value.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)));
        let is_odd = value::is_random(word) && value::entropy(word) > 2.5 && !is_setting;
        let is_given =
            sign && word.len() >= SHORTEST_GIVEN && word.chars().any(|c| c.is_ascii_digit()) && word.chars().any(char::is_alphabetic);
        let is_odd = if says == Says::Password { is_odd || is_given } else { is_odd && sign };
        if is_odd && word.len() >= SHORTEST_GIVEN && value::is_secret(word, says) && !word.contains("://") {
            return Some(at);
        }
        sign = ["is", "est", ":", "=", "->"].contains(&word) || text[at.end..].starts_with(" :") || text[at.end..].starts_with(':');
    }
    let is_very_odd = |word: &str| {
        word.len() >= 12
            && value::is_random(word)
            && word.chars().any(|c| c.is_ascii_uppercase())
            && word.chars().any(|c| c.is_ascii_lowercase())
            && word.chars().any(|c| c.is_ascii_digit())
    };
    let before = || words(text, name.line_before()).find(|at| is_very_odd(&text[at.clone()]));
    if says == Says::Password && name.is_in_comment() { before() } else { None }
}

/// A shorter word in a sentence is a word.
const SHORTEST_GIVEN: usize = 8;

/// The words of a part of a text, without the signs around them.
fn words(text: &str, part: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = part.start;
    text[part].split_inclusive(char::is_whitespace).filter_map(move |word| {
        let inner = word.trim().trim_matches(['"', '\'', '(', ')', ',', ';', '.', '`', '«', '»']);
        let inner = if inner.len() > 1 { inner.trim_end_matches(':') } else { inner };
        let start = at + word.find(inner).unwrap_or(0);
        at += word.len();
        (!inner.is_empty()).then_some(start..start + inner.len())
    })
}

/// `chpasswd: {list: ...}` of cloud-init, which starts at `start`: a user and a password on each line.
fn chpasswd(text: &str, start: usize) -> Vec<Secret> {
    const LINES: usize = 16;
    const LONGEST: usize = 4096;
    let mut all = Vec::new();
    let mut at = start;
    let end = text.floor_char_boundary((start + LONGEST).min(text.len()));
    for line in text[start..end].split_inclusive('\n').take(LINES) {
        let inner = line.trim().trim_start_matches("- ").trim_matches(['"', '\'']);
        if let Some((user, password)) = inner.split_once(':')
            && !password.starts_with(' ')
            && !["RANDOM", "R"].contains(&password)
            && user.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
            && value::is_secret(password, Says::Password)
            && let Some(found) = line.find(password)
        {
            all.push(Secret { what: PASSWORD, at: at + found..at + found + password.len(), is_sure: false });
        }
        at += line.len();
    }
    all
}

/// The first password below the name of a file that holds nothing else.
fn in_password_file(text: &str, start: usize) -> Option<Secret> {
    const NEAR: usize = 300;
    let end = text.floor_char_boundary((start + NEAR).min(text.len()));
    let found = words(text, start..end).flat_map(|word| {
        let start = text[word.clone()].rfind([':', '>']).map_or(word.start, |sign| word.start + sign + 1);
        [start..word.end, word]
    });
    let is_password = |word: &str| word.len() >= SHORTEST_GIVEN && value::is_random(word) && value::is_secret(word, Says::Password);
    found.filter(|at| is_password(&text[at.clone()])).map(|at| Secret { what: PASSWORD, at, is_sure: false }).next()
}

/// Where the password is in a URL whose user starts at `at`.
fn password_of_url(text: &str, at: usize) -> Option<Range<usize>> {
    let end = text[at..]
        .find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | '`'))
        .map_or(text.len(), |len| at + len);
    let user = text[at..end].rfind('@')? + at;
    let start = match text[at..user].find(':') {
        Some(colon) => at + colon + 1,
        // A token alone, in place of the user.
        None if value::is_random(&text[at..user]) && user - at >= 20 => at,
        None => return None,
    };
    let password = &text[start..user];
    (value::is_secret(password, Says::Password)
        && !password.is_empty()
        && !value::is_reference(password)
        && !value::is_placeholder(password))
    .then_some(start..user)
}

/// Secrets of a value that was read: under a key that says so, as the value of such an environment variable, or in a URL. It is
/// seen however it is written.
pub(super) fn find_in(node: &Node) -> Vec<Secret> {
    let mut all = Vec::new();
    walk(node, "", &mut all);
    all
}

fn walk(node: &Node, key: &str, all: &mut Vec<Secret>) {
    match &node.kind {
        Kind::Map(pairs) => {
            // `- {name: DB_PASSWORD, value: ...}` of a container.
            let name = node.get("name").map_or("", Node::text);
            for (inner, value) in pairs {
                walk(value, if inner.text == "value" { name } else { &inner.text }, all);
            }
        }
        Kind::List(items) => items.iter().for_each(|item| walk(item, key, all)),
        Kind::Text { text, .. } if names::says(key).is_some_and(|says| value::is_secret(text, says)) => {
            all.push(Secret {
                what: if names::says(key) == Some(Says::Password) { PASSWORD } else { TOKEN },
                at: node.at.clone(),
                is_sure: false,
            });
        }
        // What is on one line was seen as it stands there.
        Kind::Text { text, .. } => all.extend(find_all(text).into_iter().map(|secret| Secret { at: node.at.clone(), ..secret })),
        Kind::Int(number) if names::says(key) == Some(Says::Password) && number.to_string().len() >= 4 => {
            all.push(Secret { what: PASSWORD, at: node.at.clone(), is_sure: false });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_secrets_and_leaves_the_rest() {
        let wrong = [
            "  passwd: hunter2",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "token=ghp_abcdefghijklmnopqrst",
            "password: \"soleil\"",
            "repo \"https://bot:s3cr3t@example.org/x\"",
            "discord.com/api/webhooks/1234567890/abcdefg",
        ];
        for line in wrong {
            assert_eq!(find_all(line).len(), 1, "{line}");
        }
        let right = [
            "lock_passwd: true",
            "ssh_pwauth: false",
            "passwd: $6$",
            "password: ${PASSWORD}",
            "ssh-keys secret=\"backtest-ssh\"",
            "- ghp",
            "https://example.org:8443/a@b",
            "hvs.md",
            "TEAM SLOVAKIA",
            "highp_float_precision",
            "https://$USER:$PASS@example.org",
        ];
        for line in right {
            assert!(find_all(line).is_empty(), "{line}: {:?}", find_all(line));
        }
    }
}
