//! `club/source-of-platform`

use super::source_too_wide::too_wide;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "club/source-of-platform",
    level: Level::Error,
    since: "0.1.0",
    summary: "a club may deploy from the repository of the platform",
    why: "What is in that repository would run with the rights of the club, and what belongs to \
          others would be the club's. Argo CD has no way to leave one repository out of a pattern: \
          an entry with `!` lets in all others.",
    fr: French {
        summary: "un club peut déployer depuis le dépôt de la plateforme",
        why: "Ce qui est dans ce dépôt tournerait avec les droits du club, et ce qui est à \
              d'autres serait au club. Argo CD ne sait pas exclure un dépôt d'un motif : une \
              entrée avec `!` laisse entrer tous les autres.",
    },
    // argo-cd#21264
    wrong: &[
        r#"
club "makers" {
    source "https://git.example.org/lab/*"
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
        r#"
club "makers" {
    source "http://git.example.org/lab/platform"
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
        r#"
club "makers" {
    source "https://git.example.org:443/LAB/platform.git"
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
    ],
    right: &[r#"
club "makers" {
    source "https://git.example.org/makers/*"
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let repo = &cx.model.platform.repo.url;
    for club in &cx.model.clubs {
        let sources = club.decl.source.iter();
        // What is too wide is told as that.
        let sources = sources.filter(|source| too_wide(&source.value).is_none());
        for source in sources.filter(|source| matches(&source.value, &repo.value)) {
            report.push(of_platform(&club.decl.name, source.span, repo.span));
        }
    }
}

fn of_platform(club: &str, source: Span, repo: Span) -> Diagnostic {
    RULE.at(
        source,
        format!("club `{club}` may deploy from the repository of the platform"),
    )
    .label("matches it")
    .also(repo, "the repository of the platform")
    .help(
        "write the repositories of the club here, each as a text of its own, as in `source \"...\" \
         \"...\"`; or move that of the platform to another owner on the Git server",
    )
}

/// A glob of Argo CD: `*` stands for anything but `/`, `**` for anything. Spellings of one
/// repository count as one: whoever may name it in one way may name it in the others.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern = any_of_class(pattern);
    glob(repository(&pattern).as_bytes(), repository(text).as_bytes())
}

/// `?` for each `[a-z]`: whatever the class holds, it may match.
fn any_of_class(pattern: &str) -> String {
    let mut all = String::new();
    let mut rest = pattern;
    while let Some((before, class)) = rest.split_once('[') {
        let Some((_, behind)) = class.split_once(']') else {
            break;
        };
        all.push_str(before);
        all.push('?');
        rest = behind;
    }
    all + rest
}

/// Host and path of a repository, in lower case: without scheme, user, the port that the scheme has
/// anyway, and `.git` (argo-cd util/git NormalizeGitURL). `git@host:owner/name` is
/// `host/owner/name`.
fn repository(url: &str) -> String {
    let url = url.to_ascii_lowercase();
    let (scheme, rest) = url.split_once("://").unwrap_or(("", &url));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let usual = matches!(
        (scheme, port),
        (_, "") | ("https", "443") | ("http", "80") | ("ssh", "22")
    );
    let path = path.trim_end_matches('/').trim_end_matches(".git");
    match (scheme, port) {
        // What is behind the colon is the first part of the path.
        ("", _) if !port.is_empty() => format!("{name}/{port}/{path}"),
        _ if usual => format!("{name}/{path}"),
        _ => format!("{host}/{path}"),
    }
}

/// Linear in the product of both lengths, whatever the pattern.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    // Most differ before the first `*` or `?`.
    let (same, mut pattern) = pattern.split_at(
        pattern
            .iter()
            .position(|byte| b"*?".contains(byte))
            .unwrap_or(pattern.len()),
    );
    let Some(text) = text.strip_prefix(same) else {
        return false;
    };
    // Up to which places of the text the pattern so far can reach.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    while let Some((first, rest)) = pattern.split_first() {
        pattern = rest;
        if *first == b'*' {
            let crosses = rest.first() == Some(&b'*');
            pattern = if crosses { &rest[1..] } else { rest };
            for (at, byte) in text.iter().enumerate() {
                reached[at + 1] |= reached[at] && (crosses || *byte != b'/');
            }
        } else {
            for (at, byte) in text.iter().enumerate().rev() {
                let alike = byte == first || (*first == b'?' && *byte != b'/');
                reached[at + 1] = reached[at] && alike;
            }
            reached[0] = false;
        }
    }
    reached[text.len()]
}

#[cfg(test)]
mod tests {
    #[test]
    fn globs_are_argo_cds() {
        let repo = "https://git.example.org/lab/platform.git";
        for pattern in [
            "https://git.example.org/lab/*",
            "https://git.example.org/**",
            "https://git.example.org/l*b/*form",
            "https://git.example.org/l?b/*form",
            "https://git.example.org/[a-z]ab/[!x]latform",
            "https://Git.example.org/lab/platform",
            "https://git.example.org:443/lab/platform.git/",
            "ssh://git@git.example.org/lab/*",
            "ssh://git@git.example.org:22/lab/platform.git",
            "git@git.example.org:lab/platform.git",
            "git@git.example.org:lab/*",
            "http://someone@git.example.org:80/**",
        ] {
            assert!(super::matches(pattern, repo), "{pattern}");
        }
        for pattern in [
            "https://git.example.org/*",
            "https://git.example.org/lab/plat",
            "https://git.example.org/lab?platform",
            "https://git.example.org/[a-z]lab/platform",
            "https://git.example.org/lab/*/x",
            "https://git.example.org:8443/lab/platform",
            "ssh://git@other.example.org/lab/*",
        ] {
            assert!(!super::matches(pattern, repo), "{pattern}");
        }
        let (many, long) = ("*a".repeat(60), "a".repeat(100));
        assert!(!super::matches(
            &format!("https://{many}*b"),
            &format!("https://{long}")
        ));
    }
}
