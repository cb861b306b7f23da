//! Files that hold passwords and nothing else, where no name stands beside them.
//!
//! Must not know: forms, names of values.

use super::named::{SHORTEST_GIVEN, words};
use super::names::Says;
use super::random;
use super::secret::{PASSWORD, Secret};
use super::value;

/// `chpasswd: {list: ...}` of cloud-init, or `chpasswd <<EOF` of a script, which starts at `start`:
/// a user and a password on each line.
pub(super) fn chpasswd(text: &str, start: usize) -> Vec<Secret> {
    const LINES: usize = 16;
    const LONGEST: usize = 4096;
    let mut all = Vec::new();
    let mut at = start;
    let lines = || {
        text[start..text.floor_char_boundary((start + LONGEST).min(text.len()))]
            .split_inclusive('\n')
    };
    let closing = lines()
        .next()
        .and_then(|first| first.split_once("<<"))
        .map(|(_, word)| word.trim_matches(['-', '"', '\'', ' ', '\n']));
    for line in lines()
        .take(LINES)
        .take_while(|line| Some(line.trim()) != closing)
    {
        let inner = line
            .trim()
            .trim_start_matches("- ")
            .trim_matches(['"', '\'']);
        if let Some((user, password)) = inner.split_once(':')
            && !password.starts_with(' ')
            && !["RANDOM", "R"].contains(&password)
            && user
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
            && value::is_secret(password, Says::Password)
            && let Some(found) = line.find(password)
        {
            all.push(Secret {
                what: PASSWORD,
                at: at + found..at + found + password.len(),
                is_sure: false,
            });
        }
        at += line.len();
    }
    all
}

/// The first password below the name of a file that holds nothing else.
pub(super) fn in_password_file(text: &str, start: usize) -> Option<Secret> {
    const NEAR: usize = 300;
    let end = text.floor_char_boundary((start + NEAR).min(text.len()));
    let found = words(text, start..end).flat_map(|word| {
        let start = text[word.clone()]
            .rfind([':', '>'])
            .map_or(word.start, |sign| word.start + sign + 1);
        [start..word.end, word]
    });
    let is_password = |word: &str| {
        word.len() >= SHORTEST_GIVEN
            && random::is_random(word)
            && value::is_secret(word, Says::Password)
    };
    found
        .filter(|at| is_password(&text[at.clone()]))
        .map(|at| Secret {
            what: PASSWORD,
            at,
            is_sure: false,
        })
        .next()
}
