//! Finds secrets in a text, and in values of YAML.

use super::assignment::Name;
use super::encoded;
use super::files::{chpasswd, in_password_file};
use super::forms::{Forms, Lead};
use super::named::named;
use super::names;
use super::names::Says;
use super::random;
use super::secret::{ACCOUNT, CEPH, ENCODED, PASSWORD, Secret, TOKEN, URL};
use super::value;
use crate::yaml::{Kind, Node};
use std::collections::HashSet;
use std::ops::Range;

/// Everything in a text that seems to be a secret, in its order, none inside of another.
pub(super) fn find_all(text: &str) -> Vec<Secret> {
    find(text, 0)
}

/// `depth`: so many times the text was decoded.
fn find(text: &str, depth: usize) -> Vec<Secret> {
    let mut all = plain(text);
    for piece in encoded::pieces(text).filter(|_| depth < MAX_DEPTH) {
        if let Some(what) = encoded(text, &piece, depth) {
            all.push(Secret {
                what,
                at: piece,
                is_sure: true,
            });
        }
    }
    without_overlaps(all)
}

/// What is sure counts more than a guess, and what starts earlier more than what is inside of it.
fn without_overlaps(mut all: Vec<Secret>) -> Vec<Secret> {
    all.sort_by(|a, b| {
        (a.at.start, std::cmp::Reverse(a.at.end), b.is_sure).cmp(&(
            b.at.start,
            std::cmp::Reverse(b.at.end),
            a.is_sure,
        ))
    });
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
    (encoded::is_user_and_password(&inner)
        && (before.ends_with("auth") || before.ends_with("Basic")))
    .then_some(ACCOUNT)
}

/// Secrets that stand in a text as they are.
fn plain(text: &str) -> Vec<Secret> {
    let mut all = Vec::new();
    let mut tried: HashSet<(usize, usize)> = HashSet::new();
    let (mut known, mut line) = (0, 0..0);
    let forms = Forms::get();
    forms.each_word(text, |word, leads| {
        let is_value = |lead: &Lead| matches!(lead, Lead::Form(at) if forms.form(*at).is_value);
        if leads
            .iter()
            .any(|lead| *lead == Lead::Name || is_value(lead))
        {
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
                Lead::Address => all.extend(password_of_url(text, word.end).map(|at| Secret {
                    what: URL,
                    at,
                    is_sure: true,
                })),
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
    let end = text[word.start..]
        .find('\n')
        .map_or(text.len(), |len| word.start + len);
    start..end.max(word.end)
}

/// Where the password is in a URL whose user starts at `at`.
fn password_of_url(text: &str, at: usize) -> Option<Range<usize>> {
    let end = text[at..]
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | '`')
        })
        .map_or(text.len(), |len| at + len);
    let user = text[at..end].rfind('@')? + at;
    let start = match text[at..user].find(':') {
        Some(colon) => at + colon + 1,
        // A token alone, in place of the user.
        None if random::is_random(&text[at..user]) && user - at >= 20 => at,
        None => return None,
    };
    value::is_secret(&text[start..user], Says::Password).then_some(start..user)
}

/// Secrets of a value that was read: under a key that says so, as the value of such an environment
/// variable, or in a URL. It is seen however it is written.
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
                walk(
                    value,
                    if inner.text == "value" {
                        name
                    } else {
                        &inner.text
                    },
                    all,
                );
            }
        }
        Kind::List(items) => items.iter().for_each(|item| walk(item, key, all)),
        Kind::Text { text, .. }
            if names::says(key).is_some_and(|says| value::is_secret(text, says)) =>
        {
            all.push(Secret {
                what: if names::says(key) == Some(Says::Password) {
                    PASSWORD
                } else {
                    TOKEN
                },
                at: node.at.clone(),
                is_sure: false,
            });
        }
        // What is on one line was seen as it stands there.
        Kind::Text { text, .. } => all.extend(find_all(text).into_iter().map(|secret| Secret {
            at: node.at.clone(),
            ..secret
        })),
        Kind::Int(number)
            if names::says(key) == Some(Says::Password) && number.to_string().len() >= 4 =>
        {
            all.push(Secret {
                what: PASSWORD,
                at: node.at.clone(),
                is_sure: false,
            });
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
