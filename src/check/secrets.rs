//! Recognises text that must never stand in Git: private keys, tokens, passwords.

/// What a line seems to hold, and the part of it to point at (byte range in the line).
pub(super) fn find(line: &str) -> Option<(&'static str, std::ops::Range<usize>)> {
    for (mark, what) in MARKS {
        if let Some(at) = line.find(mark) {
            return Some((what, at..token_end(line, at)));
        }
    }
    password(line)
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

/// `passwd: ...`, `password: ...` and the like with a value that is neither a reference nor a flag.
fn password(line: &str) -> Option<(&'static str, std::ops::Range<usize>)> {
    const KEYS: [&str; 8] =
        ["password", "passwd", "hashed_passwd", "passphrase", "secretboxencryptionsecret", "bearertoken", "clientsecret", "apikey"];
    let trimmed = line.trim_start().trim_start_matches("- ");
    let (key, value) = trimmed.split_once([':', '='])?;
    let key = key.trim().trim_matches('"').to_ascii_lowercase().replace('-', "");
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

fn token_end(line: &str, at: usize) -> usize {
    let rest = &line[at..];
    let end = rest.find(|c: char| c.is_whitespace() || c == '"' || c == '\'').unwrap_or(rest.len());
    at + if rest.starts_with("-----") { rest.trim_end().len() } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_secrets_and_leaves_the_rest() {
        let wrong = ["  passwd: hunter2", "-----BEGIN OPENSSH PRIVATE KEY-----", "token=ghp_abcdefgh", "password: \"x\""];
        for line in wrong {
            assert!(find(line).is_some(), "{line}");
        }
        let right =
            ["lock_passwd: true", "ssh_pwauth: false", "passwd: $6$", "password: ${PASSWORD}", "ssh-keys secret=\"backtest-ssh\"", "- ghp"];
        for line in right {
            assert!(find(line).is_none(), "{line}");
        }
    }
}
