//! Recognises text that must never stand in Git: private keys, tokens, passwords.

use crate::yaml::{Kind, Node};
use memchr::memmem;

/// Everything in a text that seems to be a secret: what it is, and its byte range. Marks are looked for in the whole
/// text at once, which is much faster than line by line.
pub(super) fn find_all(text: &str) -> Vec<(&'static str, std::ops::Range<usize>)> {
    let mut all = Vec::new();
    for (mark, what) in MARKS {
        let found = memmem::find_iter(text.as_bytes(), mark).filter(|at| starts_token(text, *at, mark)).map(|at| at..token_end(text, at));
        all.extend(found.filter(|at| is_long_enough(mark, &text[at.clone()])).map(|at| (what, at)));
    }
    for (mark, what) in LONG_MARKS {
        let found = memmem::find_iter(text.as_bytes(), mark).map(|at| at..token_end(text, at));
        all.extend(found.filter(|at| at.len() >= mark.len() + LONG).map(|at| (what, at)));
    }
    all.extend(memmem::find_iter(text.as_bytes(), "://").filter_map(|at| Some((URL, password_of_url(text, at + 3)?))));
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        all.extend(password(line).map(|(what, at)| (what, start + at.start..start + at.end)));
        start += line.len();
    }
    all.sort_by_key(|(_, at)| at.start);
    all
}

/// Secrets of a value that was read: under a key that says so, as the value of such an environment variable, or in a URL.
pub(super) fn find_in(node: &Node) -> Vec<(&'static str, std::ops::Range<usize>)> {
    let mut all = Vec::new();
    walk(node, "", &mut all);
    all
}

fn walk(node: &Node, key: &str, all: &mut Vec<(&'static str, std::ops::Range<usize>)>) {
    match &node.kind {
        Kind::Map(pairs) => {
            // `- {name: DB_PASSWORD, value: ...}` of a container.
            let name = node.get("name").map_or("", Node::text);
            for (inner, value) in pairs {
                walk(value, if inner.text == "value" { name } else { &inner.text }, all);
            }
        }
        Kind::List(items) => items.iter().for_each(|item| walk(item, key, all)),
        Kind::Text { text, .. } if says_password(key) && is_literal(text) => all.push(("a password", node.at.clone())),
        Kind::Text { text, .. } if has_user_and_password(text) => all.push((URL, node.at.clone())),
        _ => {}
    }
}

/// `adminPassword`, `GF_SECURITY_ADMIN_PASSWORD`, `client-secret`; not the name of a Secret, such as `passwordSecret`.
fn says_password(key: &str) -> bool {
    let key = key.to_ascii_lowercase().replace(['-', '_', '.'], "");
    ["password", "passwd", "passphrase", "apikey", "accesstoken", "authtoken", "clientsecret", "secretaccesskey"]
        .iter()
        .any(|end| key.ends_with(end))
}

/// Neither empty nor a reference: `$name`, `{{ name }}`, a path.
fn is_literal(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(['$', '{', '/', '<', '*']) && !matches!(text, "true" | "false" | "null" | "changeme")
}

const URL: &str = "a URL with a password";

/// `postgres://user:secret@host/`.
fn has_user_and_password(text: &str) -> bool {
    text.find("://").is_some_and(|at| password_of_url(text, at + 3).is_some())
}

/// Where the password is in a URL whose user starts at `at`.
fn password_of_url(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let end = text[at..].find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'')).map_or(text.len(), |len| at + len);
    let user = text[at..end].rfind('@')? + at;
    let start = text[at..user].find(':')? + at + 1;
    is_literal(&text[start..user]).then_some(start..user)
}

/// Prefixes that only secrets have.
const MARKS: [(&str, &str); 14] = [
    ("-----BEGIN PRIVATE KEY", "a private key"),
    ("-----BEGIN RSA PRIVATE KEY", "a private key"),
    ("-----BEGIN EC PRIVATE KEY", "a private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY", "a private key"),
    ("LS0tLS1CRUdJTi", "a key in base64"),
    ("AGE-SECRET-KEY-1", "an age key"),
    ("ghp_", "a GitHub token"),
    ("github_pat_", "a GitHub token"),
    ("gho_", "a GitHub token"),
    ("glpat-", "a GitLab token"),
    ("AKIA", "an AWS key"),
    ("xoxb-", "a Slack token"),
    ("eyJhbGciOi", "a signed token"),
    ("client-key-data:", "the key of a kubeconfig"),
];

/// Prefixes that only secrets have when so many characters follow.
const LONG_MARKS: [(&str, &str); 9] = [
    ("ghs_", "a GitHub token"),
    ("ghu_", "a GitHub token"),
    ("xoxp-", "a Slack token"),
    ("hooks.slack.com/services/", "the address of a webhook"),
    ("discord.com/api/webhooks/", "the address of a webhook"),
    ("sk-proj-", "an API key"),
    ("sk_live_", "an API key"),
    ("dckr_pat_", "a Docker token"),
    ("hvs.", "a Vault token"),
];
const LONG: usize = 16;

/// `passwd: ...`, `password: ...` and the like with a value that is neither a reference nor a flag.
fn password(line: &str) -> Option<(&'static str, std::ops::Range<usize>)> {
    const KEYS: [&str; 8] =
        ["password", "passwd", "hashed_passwd", "passphrase", "secretboxencryptionsecret", "bearertoken", "clientsecret", "apikey"];
    let mut trimmed = line.trim_ascii_start();
    while let Some(item) = trimmed.strip_prefix("- ") {
        trimmed = item;
    }
    // Nearly every line ends here: its first word is no key.
    let end = trimmed.bytes().position(|byte| matches!(byte, b':' | b'=' | b' ' | b'\n'))?;
    let (key, value) = (&trimmed[..end], trimmed[end..].trim_start().strip_prefix([':', '='])?);
    let key = key.trim_matches('"').to_ascii_lowercase().replace('-', "");
    let value = value.trim().trim_matches(['"', '\'']);
    let harmless = value.is_empty()
        || matches!(value, "true" | "false" | "null" | "~" | "|" | ">")
        || value.starts_with(['$', '{', '*', '!'])
        || value.starts_with('#');
    if !KEYS.contains(&key.as_str()) || harmless {
        return None;
    }
    let at = line.rfind(value)?;
    Some(("a password", at..at + value.len()))
}

/// `ghp_` of `highp_float` starts none.
fn starts_token(text: &str, at: usize, mark: &str) -> bool {
    !mark.starts_with(|c: char| c.is_ascii_alphanumeric()) || !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Tokens have a length of their own: `AKIA` and sixteen capitals or digits.
fn is_long_enough(mark: &str, token: &str) -> bool {
    let rest = token.strip_prefix(mark).unwrap_or_default();
    match mark {
        "AKIA" => rest.len() >= 16 && rest.chars().take(16).all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()),
        "ghp_" | "gho_" | "github_pat_" | "glpat-" | "xoxb-" => rest.len() >= 8,
        _ => true,
    }
}

/// End of the token that starts at `at`; a key starts a line of its own.
fn token_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let line = rest.lines().next().unwrap_or("");
    let end = line.find(|c: char| c.is_whitespace() || c == '"' || c == '\'').unwrap_or(line.len());
    at + if rest.starts_with("-----") || line[..end].ends_with(':') { line.trim_end().len() } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_secrets_and_leaves_the_rest() {
        let wrong = [
            "  passwd: hunter2",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "token=ghp_abcdefgh",
            "password: \"x\"",
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
            assert!(find_all(line).is_empty(), "{line}");
        }
    }
}
