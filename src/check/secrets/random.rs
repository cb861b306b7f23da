//! Whether a text is random, or what somebody named a thing.
//!
//! Must not know: where the text stands.

const SHORTEST: usize = 8;
/// So many signs are no piece of a program.
const LONG: usize = 30;

/// Letters and digits as nobody would name a thing.
pub(super) fn is_random(value: &str) -> bool {
    // Keys of some programs have every sign; quotes and brackets of a language are around most.
    let is_token = |c: char| {
        let is_bracket = matches!(c, '{' | '}' | '[' | ']' | '|') && value.len() < LONG;
        c.is_ascii_graphic() && !is_bracket && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`')
    };
    value.len() >= SHORTEST
        && value.chars().any(char::is_alphabetic)
        && value.chars().all(is_token)
        && !is_name(value)
        && !is_version(value)
        && !is_time(value)
        && !is_address(value)
}

/// Words with separators between them, numbers among them: the name of an object, a host, an image.
pub(super) fn is_name(value: &str) -> bool {
    value.split(['-', '_', '.', '/', ':', '@']).all(|part| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = part.len() - letters.len();
        let is_word = letters.chars().all(char::is_alphabetic)
            && case_changes(letters) <= 3 + letters.len() / 8;
        is_word
            && (digits == 0
                || digits <= 2
                || letters.is_empty() && digits <= 4
                || letters.len() >= 3 && digits <= 3)
    })
}

/// How often small and capital letters take turns: names have one at each word.
pub(super) fn case_changes(text: &str) -> usize {
    let cases: Vec<bool> = text.chars().map(char::is_uppercase).collect();
    cases.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// `v1.2.3`, `1.2.3-alpha.1`.
pub(super) fn is_version(value: &str) -> bool {
    value.trim_start_matches('v').split('.').count() >= 3
        && value
            .trim_start_matches('v')
            .starts_with(|c: char| c.is_ascii_digit())
        && value.len() < 20
}

/// `1h30m`, `3600s`, `2026-11-28`, `2026-11-28T10:00:00Z`.
pub(super) fn is_time(value: &str) -> bool {
    let is_duration = value
        .chars()
        .all(|c| c.is_ascii_digit() || "hmsdw.".contains(c));
    let is_date = value.len() >= 10
        && value.as_bytes()[4] == b'-'
        && value[..4].chars().all(|c| c.is_ascii_digit())
        && value
            .chars()
            .all(|c| c.is_ascii_digit() || "-:TZ.+".contains(c));
    (is_duration && value.chars().any(char::is_alphabetic) && value.len() < 10) || is_date
}

/// A host with its port, a URL.
pub(super) fn is_address(value: &str) -> bool {
    value.contains("://")
        || value.rsplit_once(':').is_some_and(|(host, port)| {
            host.contains('.') && !port.is_empty() && port.chars().all(|c| c.is_ascii_digit())
        })
}

/// Bits that a character of it carries (Shannon).
pub(super) fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let all = text.len().max(1) as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / all)
        .map(|part| -part * part.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use crate::check::secrets::names::Says;
    use crate::check::secrets::value::is_secret;

    #[test]
    fn keys_are_random_and_names_are_not() {
        for value in [
            "d41d8cd98f00b204e9800998ecf8427e",
            "a1b2c3.0123456789abcdef",
            "xVtQb7LmZkRpWsYd",
            "Zm9vYmFyYmF6cXV4+/9=",
            "12345678-90ab-cdef-1234-567890abcdef",
        ] {
            assert!(is_secret(value, Says::Key), "{value}");
        }
        for value in [
            "grafana-admin",
            "wildcard-tls",
            "admin-password",
            "DB_PASSWORD",
            "kubernetes.io/service-account-token",
            "letsencrypt-account",
            "v1.2.3",
            "15m",
            "3600s",
            "oidc-client-2026",
            "https://login.example.org/token",
            "my-app-v2",
            "login.example.org:8443",
            "user",
            "2026-11-28",
        ] {
            assert!(!is_secret(value, Says::Key), "{value}");
        }
    }
}
