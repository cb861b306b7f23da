//! The rules of gitleaks -> forms of secrets: what a token looks like, and which values mean
//! something under the name of a vendor. What gitleaks writes around each form (quotes, ends of
//! lines, what an assignment is) is Radier's own business.

use serde::Deserialize;

#[derive(Deserialize)]
struct Config {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    #[serde(default)]
    regex: String,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    entropy: f64,
}

/// Radier knows these by other means (names, commands, PEM), or they are no secrets.
const LEFT_OUT: [&str; 9] = [
    "generic-api-key",
    "private-key",
    "curl-auth-header",
    "curl-auth-user",
    "hashicorp-tf-password",
    "nuget-config-password",
    "kubernetes-secret-yaml",
    "jwt",
    "jwt-base64",
];

/// What stands before the name of a vendor, between it and the value, and behind the value
/// (cmd/generate/config/utils/generate.go).
const BEFORE: [&str; 3] = [
    r"(?i)[\w.-]{0,50}?(?:",
    r"[\w.-]{0,50}?(?i:[\w.-]{0,50}?(?:",
    r"[\w.-]{0,50}?(?i:",
];
const BETWEEN: &str = r#")(?:[ \t\w.-]{0,20})[\s'"]{0,3}"#;
const OPERATOR: &str = r#"(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}("#;
const BEHIND: [&str; 3] = [
    r#")(?:[\x60'"\s;]|\\[nr]|$)"#,
    r#")(?:[\x60'"\s;]|\\[nr]|$|\b)"#,
    r")\b",
];

/// The file `secrets.txt`.
pub fn forms(config: &str) -> String {
    let config: Config = toml::from_str(config).unwrap();
    let mut out =
        "# Derived by `cargo run --release --example upstream`; docs/upstream.md\n# origin \
         gitleaks config/gitleaks.toml (MIT)\n"
            .to_string();
    let mut rules = config.rules;
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    for Rule {
        id,
        regex,
        keywords,
        entropy,
    } in rules
    {
        // Two letters are everywhere; `q~` is not.
        let keywords: Vec<String> = keywords
            .into_iter()
            .filter(|word| word.len() > 2 || word.contains('~'))
            .collect();
        let is_public = ["-client-id", "-public-key", "-pub-key", "-pub-api-key"]
            .iter()
            .any(|end| id.ends_with(end));
        if LEFT_OUT.contains(&id.as_str()) || is_public || keywords.is_empty() || regex.is_empty() {
            continue;
        }
        let (kind, form) = match named(&regex) {
            // It starts with a word that only such a value has.
            Some(value)
                if keywords.iter().any(|word| {
                    value
                        .trim_start_matches("(?i)")
                        .to_lowercase()
                        .starts_with(word)
                }) =>
            {
                ("token", value)
            }
            Some(value) => ("named", value),
            None => ("token", token(&regex)),
        };
        out.push_str(&format!(
            "{kind} {id} {entropy} {} {form}\n",
            keywords.join(",").replace(' ', "")
        ));
    }
    out
}

/// The form of the value, when a rule is one about an assignment.
fn named(regex: &str) -> Option<String> {
    let (_, rest) = regex.split_once(OPERATOR)?;
    BEFORE
        .iter()
        .any(|before| regex.starts_with(before))
        .then_some(())?;
    assert!(regex.contains(BETWEEN.trim_end_matches(']')), "{regex}");
    let value = BEHIND
        .iter()
        .find_map(|end| rest.strip_suffix(end))
        .unwrap_or(rest);
    // Some have a second form behind the first: it is none of an assignment.
    let value = value.split(BEHIND[0]).next().unwrap_or(value);
    Some(format!(
        "{}{value}",
        if regex.starts_with("(?i)") {
            "(?i)"
        } else {
            ""
        }
    ))
}

/// The form of a token without what stands around it.
fn token(regex: &str) -> String {
    let mut form = regex;
    for end in [
        r#"(?:[\x60'"\s;]|\\[nr]|$)"#,
        r#"(?:[\x60'"\s;]|\\[nr]|$|\b)"#,
        r"(?:[^\w-]|\z)",
        r"(?:[^a-zA-Z0-9+/]|\z)",
        r"\b",
    ] {
        form = form.strip_suffix(end).unwrap_or(form);
    }
    form.to_string()
}
