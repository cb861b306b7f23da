//! Whether a value is a secret, or a name of one, a reference to one, a placeholder.
//!
//! Must not know: where the value stands.

use super::names::{self, Says};
use super::random::{is_name, is_random};

/// The value is a secret under such a name.
pub(super) fn is_secret(value: &str, says: Says) -> bool {
    if is_reference(value) || is_placeholder(value) || is_sealed(value) || is_public(value) {
        return false;
    }
    match says {
        Says::Password => {
            value.len() >= SHORTEST
                && !is_word(value)
                && !names_itself(value)
                && !is_path(value)
                && !is_code(value)
                && !is_prose(value)
        }
        Says::Key => is_random(value) && !is_code(value) && !is_fingerprint(value),
    }
}

/// Shorter passwords are flags and numbers of versions.
const SHORTEST: usize = 4;
/// It says where the secret is: a variable, a template, a file, an address in a vault.
pub(super) fn is_reference(value: &str) -> bool {
    STARTS.iter().any(|start| value.starts_with(start))
        || INSIDE.iter().any(|part| value.contains(part))
        || is_absolute_path(value)
}

const STARTS: [&str; 27] = [
    "[",
    "$",
    "{",
    "<",
    "*",
    "!",
    "%",
    "((",
    "__",
    "@",
    "&",
    "env.",
    "env:",
    "ENC[",
    "vault:",
    "vault.",
    "ref+",
    "op://",
    "arn:",
    "file:",
    "kms:",
    "secretKeyRef",
    "valueFrom",
    "gopass:",
    "awssm://",
    "gcpsm://",
    "akv://",
];

const INSIDE: [&str; 8] = [
    "${",
    "$(",
    "{{",
    "{%",
    "<%",
    "`",
    "os.environ",
    "process.env",
];

fn is_absolute_path(value: &str) -> bool {
    let parts = value
        .strip_prefix("./")
        .or_else(|| value.strip_prefix("../"))
        .or_else(|| value.strip_prefix("~/"))
        .or_else(|| value.strip_prefix('/'));
    const ROOTS: [&str; 22] = [
        "etc", "run", "var", "root", "home", "usr", "opt", "srv", "mnt", "dev", "tmp", "data",
        "vault", "secrets", "config", "app", "certs", "keys", "proc", "sys", "media", "boot",
    ];
    let first = parts
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    if ROOTS.contains(&first) {
        return true;
    }
    // A base64 text may start with a `/`: a path is made of words.
    parts.is_some_and(|rest| {
        rest.split(['/', '.'])
            .all(|part| part.is_empty() || is_name(part))
    })
}

/// Of a key of PGP.
fn is_fingerprint(value: &str) -> bool {
    value.len() == 40
        && value
            .chars()
            .all(|c| c.is_ascii_digit() || ('A'..='F').contains(&c))
}

/// `config.get(`, `help=`: a piece of a program.
fn is_code(value: &str) -> bool {
    let call = value
        .split(['(', '['])
        .next()
        .filter(|head| head.len() < value.len())
        .is_some_and(|head| {
            !head.is_empty()
                && head
                    .chars()
                    .all(|c| c.is_ascii_alphabetic() || "._:".contains(c))
        });
    call || value.starts_with('-')
        || (value.ends_with('=')
            && value.len() < 20
            && value
                .trim_end_matches('=')
                .chars()
                .all(|c| c.is_ascii_lowercase()))
}

/// A sentence, or a label of a form: `Mot de passe oublié ?`
pub(super) fn is_prose(value: &str) -> bool {
    const WORDS: [&str; 34] = [
        "the", "your", "you", "of", "or", "a", "an", "is", "are", "in", "to", "for", "must", "see",
        "ask", "at", "with", "and", "not", "has", "de", "la", "le", "les", "du", "des", "votre",
        "et", "ou", "est", "dans", "un", "une", "name",
    ];
    let words: Vec<&str> = value.split_whitespace().collect();
    words.len() > 1
        && (value.ends_with(['?', '.', ':'])
            || names_itself(&value.replace(['?', '!', ','], ""))
            || words
                .iter()
                .any(|word| WORDS.contains(&word.to_lowercase().as_str())))
}

/// `secret/data/db`.
fn is_path(value: &str) -> bool {
    value.contains('/') && value.split(['/', '#']).all(is_name)
}

/// What people write where the real value is to be put.
pub(super) fn is_placeholder(value: &str) -> bool {
    let plain: String = value
        .to_ascii_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let first = value
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    // `xxxxxxxx`, `********`, `00000000`: one sign over and over, perhaps behind a prefix.
    let one = value.chars().next();
    plain.is_empty()
        || PLACEHOLDERS.contains(&plain.as_str())
        || (PLACEHOLDERS.contains(&first.as_str()) && first != "test" && first != "change")
        || ["changeme", "replaceme"]
            .iter()
            .any(|word| plain.starts_with(word))
        || (plain.starts_with("change") && plain.len() <= 10)
        || value.chars().all(|c| Some(c) == one)
        || repeats(value)
        || value.contains("EXAMPLE")
        || value.contains("...")
        || value.contains('…')
}

const PLACEHOLDERS: [&str; 30] = [
    "changeme",
    "change",
    "replaceme",
    "replace",
    "example",
    "placeholder",
    "redacted",
    "todo",
    "tbd",
    "fixme",
    "dummy",
    "sample",
    "insert",
    "yourpassword",
    "your",
    "fakepassword",
    "notasecret",
    "remplacer",
    "aremplacer",
    "achanger",
    "motdepasse",
    "votre",
    "xxx",
    "foobared",
    "none",
    "null",
    "undefined",
    "test",
    "fake",
    "exemple",
];

/// Most of it is one sign: `ghp_xxxxxxxxxxxxxxxx`, `xoxb-xxxx-xxxx`.
fn repeats(value: &str) -> bool {
    let x = value
        .chars()
        .filter(|c| matches!(c, 'x' | 'X' | '*' | '0' | '•'))
        .count();
    let tail = value.rsplit(['_', '-', '/']).next().unwrap_or_default();
    value.len() > 3
        && (x * 4 >= value.chars().count() * 3
            || (tail.len() > 3 && tail.chars().all(|c| matches!(c, 'x' | 'X' | '*'))))
}

/// Encrypted already: what SealedSecrets and others made. Its length says which key it is for.
fn is_sealed(value: &str) -> bool {
    (value.len() >= 150 && value.starts_with("Ag"))
        || [
            "-----BEGIN PGP MESSAGE",
            "-----BEGIN AGE ENCRYPTED",
            "ANSIBLE_VAULT",
            "age1",
            "ciphertext:",
        ]
        .iter()
        .any(|start| value.starts_with(start))
}

/// A key that everybody may have: a certificate, a public key, as text or in base64.
fn is_public(value: &str) -> bool {
    const STARTS: [&str; 14] = [
        "sha1-",
        "sha256-",
        "sha384-",
        "sha512-",
        "sha256:",
        "sha512:",
        "-----BEGIN CERT",
        "-----BEGIN PUBLIC",
        "-----BEGIN PGP PUBLIC",
        "ssh-",
        "ecdsa-",
        "LS0tLS1CRUdJTiBDRV",
        "LS0tLS1CRUdJTiBQVU",
        "MIIB",
    ];
    STARTS.iter().any(|start| value.starts_with(start))
}

/// An English or configuration word, a number, a time: no password.
fn is_word(value: &str) -> bool {
    let low = value.to_ascii_lowercase();
    PLAIN.contains(&low.as_str())
        || value.chars().all(|c| c.is_ascii_digit()) && value.len() < SHORTEST
        || value.chars().filter(|c| *c == ' ').count() > 5
}

const PLAIN: [&str; 38] = [
    "true",
    "false",
    "null",
    "none",
    "yes",
    "no",
    "on",
    "off",
    "enabled",
    "disabled",
    "required",
    "optional",
    "strict",
    "auto",
    "automatic",
    "generate",
    "generated",
    "random",
    "default",
    "prompt",
    "ask",
    "file",
    "stdin",
    "hidden",
    "masked",
    "encrypted",
    "string",
    "text",
    "input",
    "field",
    "bcrypt",
    "scram-sha-256",
    "md5",
    "crypt",
    "plain",
    "nil",
    "undefined",
    "interactive",
];

/// `db-password`, `admin_password`: the name of a key, not its value.
fn names_itself(value: &str) -> bool {
    const STEMS: [&str; 7] = [
        "password",
        "passwd",
        "secret",
        "token",
        "credential",
        "passphrase",
        "passe",
    ];
    let is_name = value
        .chars()
        .all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | '.' | ' '));
    is_name
        && (names::words(value)
            .iter()
            .any(|word| STEMS.contains(&word.as_str()))
            || value.to_ascii_lowercase().ends_with("password"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_and_what_stands_for_them() {
        for value in [
            "hunter2",
            "correct horse",
            "Soleil2024!",
            "1234",
            "admin",
            "P@ssw0rd",
            "azerty",
        ] {
            assert!(is_secret(value, Says::Password), "{value}");
        }
        for value in [
            "",
            "$PASSWORD",
            "${P}",
            "{{ p }}",
            "<your>",
            "/run/secrets/db",
            "changeme",
            "CHANGE_ME",
            "change-me-please",
            "xxxx",
            "****",
            "true",
            "no",
            "db-password",
            "your-password-here",
            "secret/data/db",
            "ENC[AES256_GCM,data:x]",
            "vault:secret/db",
            "prefix-${X}",
            "null",
        ] {
            assert!(!is_secret(value, Says::Password), "{value}");
        }
    }
}
