//! `platform/branch`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "platform/branch",
    level: Level::Error,
    since: "0.1.0",
    summary: "Argo CD cannot follow a branch of this name",
    why: "Argo CD asks for `refs/heads/` and this name. A commit is no branch: it never moves, and \
          what is merged later is never applied. A name that Git does not allow is never found, \
          and every Application stays as it was.",
    fr: French {
        summary: "Argo CD ne peut pas suivre une branche de ce nom",
        why: "Argo CD demande `refs/heads/` et ce nom. Un commit n'est pas une branche : il ne \
              bouge jamais, et ce qui est fusionné plus tard n'est jamais appliqué. Un nom que Git \
              ne permet pas n'est jamais trouvé, et chaque Application reste comme elle était.",
    },
    // git check-ref-format
    wrong: &[
        r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git" branch="refs/heads/main"
    admins "lab:sre"
}
"#,
        r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git" branch="0f1d2c3b4a5968778695a4b3c2d1e0f00f1d2c3b"
    admins "lab:sre"
}
"#,
        r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git" branch="HEAD"
    admins "lab:sre"
}
"#,
        r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git" branch="my branch"
    admins "lab:sre"
}
"#,
    ],
    right: &[r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git" branch="release/2026-11"
    admins "lab:sre"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    report.extend(judge(&cx.model.platform.repo.branch));
}

fn judge(branch: &Spanned<String>) -> Option<Diagnostic> {
    let name = branch.value.as_str();
    let (label, help) = wrong(name)?;
    let message = format!("`{name}` is not the name of a branch");
    Some(RULE.at(branch.span, message).label(label).help(help))
}

/// What it is, and what to write.
fn wrong(name: &str) -> Option<(&'static str, String)> {
    let branch = "write the branch that changes are merged into, such as `branch=\"main\"`";
    let prefixes = ["refs/heads/", "origin/"];
    if let Some(short) = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)) {
        let help = match short.is_empty() {
            true => branch.to_string(),
            false => format!("write `branch=\"{short}\"`"),
        };
        return Some(("with what Git puts before it", help));
    }
    if name.starts_with("refs/") || name == "HEAD" {
        return Some(("a ref, but no branch", branch.to_string()));
    }
    if is_commit(name) {
        return Some(("a commit, which never moves", branch.to_string()));
    }
    let why = not_allowed(name)?;
    Some((why, "write its name as `git branch` shows it".to_string()))
}

/// SHA-1 or SHA-256.
fn is_commit(name: &str) -> bool {
    [40, 64].contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Why Git refuses the name (git check-ref-format).
fn not_allowed(name: &str) -> Option<&'static str> {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "~^:?*[\\".contains(c);
    let part = |part: &str| part.is_empty() || part.starts_with('.') || part.ends_with(".lock");
    Some(match name {
        _ if name.chars().any(forbidden) => "Git allows no blanks and none of ~ ^ : ? * [ \\ in it",
        _ if name.contains("..") || name.contains("@{") || name == "@" => {
            "Git reads `..` and `@` as something else"
        }
        _ if name.starts_with('-') || name.ends_with('.') => {
            "it starts or ends with what Git refuses"
        }
        _ if name.split('/').any(part) => {
            "a part of it is empty, or starts or ends with what Git refuses"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_are_git_s() {
        let judged = |name: &str| judge(&Spanned::new(name.to_string(), Default::default()));
        for name in [
            "refs/heads/main",
            "origin/main",
            "refs/tags/v1",
            "HEAD",
            "a b",
            "a\tb",
            "a..b",
            "a~1",
            "a^",
            "a:b",
            "a?",
            "a*",
            "a[b",
            "a\\b",
            "@",
            "a@{b",
            "-a",
            "a.",
            "a//b",
            "a/",
            "/a",
            ".a",
            "a/.b",
            "a.lock",
            "a.lock/b",
        ] {
            assert!(judged(name).is_some(), "{name}");
        }
        assert!(judged(&"0f".repeat(20)).is_some() && judged(&"0f".repeat(32)).is_some());
        let help = |name: &str| judged(name).map_or_else(String::new, |found| found.help.concat());
        assert!(help("origin/dev").contains("`branch=\"dev\"`"));
        assert!(help("origin/").contains("such as"));
        for name in [
            "main",
            "release/2026-11",
            "v1.2.3",
            "a@b",
            "feature-x",
            "0f1d2c3",
            "production",
        ] {
            assert!(judged(name).is_none(), "{name}");
        }
    }
}
