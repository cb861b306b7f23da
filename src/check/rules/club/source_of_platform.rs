//! `club/source-of-platform`

use super::source_too_wide::too_wide;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "club/source-of-platform",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a club may deploy from the repository of the platform",
    why: "If the club deploys from it, two Applications own the same objects, and each undoes what \
          the other does. The cause is hard to find, because nothing in the club's own repository \
          is wrong.",
    fr: French {
        summary: "un club peut déployer depuis le dépôt de la plateforme",
        why: "Deux Applications possèdent alors les mêmes objets, et chacune défait ce que fait \
              l'autre : la copie du club gagne quand elle est synchronisée en dernier. C'est \
              difficile à trouver, car rien n'est faux dans le dépôt du club.",
    },
    wrong: &[r#"
club "makers" {
    source "https://git.example.org/lab/*"
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#],
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
        for source in club.decl.source.iter().filter(|source| {
            too_wide(&source.value).is_none() && matches(&source.value, &repo.value)
        }) {
            report.push(
                RULE.at(
                    source.span,
                    format!(
                        "club `{}` may deploy from the repository of the platform",
                        club.decl.name
                    ),
                )
                .label("matches it")
                .also(repo.span, "the repository of the platform")
                .help(
                    "write the repositories of the club here, each as a text of its own; or move \
                     that of the platform to another owner on the Git server",
                ),
            );
        }
    }
}

/// A glob of Argo CD: `*` stands for anything but `/`, `**` for anything. Addresses are compared in
/// lower case, without their `.git` (argo-cd util/git NormalizeGitURL).
fn matches(pattern: &str, text: &str) -> bool {
    let plain = |url: &str| url.trim_end_matches(".git").to_ascii_lowercase();
    glob(plain(pattern).as_bytes(), plain(text).as_bytes())
}

/// Linear in the product of both lengths, whatever the pattern.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    // Most differ before the first `*`.
    let (same, mut pattern) = pattern.split_at(
        pattern
            .iter()
            .position(|byte| *byte == b'*')
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
                reached[at + 1] = reached[at] && byte == first;
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
            "https://Git.example.org/lab/platform",
        ] {
            assert!(super::matches(pattern, repo), "{pattern}");
        }
        for pattern in [
            "https://git.example.org/*",
            "https://git.example.org/lab/plat",
            "https://git.example.org/lab/*/x",
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
