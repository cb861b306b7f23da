//! `club/source-of-platform`

use super::source_too_wide::too_wide;
use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "club/source-of-platform",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a club may deploy from the repository of the platform",
    why: "Two Applications then own the same objects, and each undoes what the other does: the club's copy of a manifest \
          wins whenever it is synced last. It is hard to find, because nothing in the club's own repository is wrong.",
    fr: French {
        summary: "un club peut déployer depuis le dépôt de la plateforme",
        why: "Deux Applications possèdent alors les mêmes objets, et chacune défait ce que fait l'autre : la copie du club \
              gagne quand elle est synchronisée en dernier. C'est difficile à trouver, car rien n'est faux dans le dépôt du \
              club.",
    },
    wrong: r#"
club "makers" {
    source "https://git.example.org/lab/*"
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
    right: r#"
club "makers" {
    source "https://git.example.org/makers/*"
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let repo = &cx.model.platform.repo.url;
    if repo.span.is_empty() {
        return;
    }
    for club in &cx.model.clubs {
        for source in club.decl.source.iter().filter(|source| !source.span.is_empty() && too_wide(&source.value).is_none() && matches(&source.value, &repo.value)) {
            report.push(
                RULE.at(source.span, format!("club `{}` may deploy from the repository of the platform", club.decl.name))
                    .label("matches it")
                    .also(repo.span, "the repository of the platform")
                    .help("name the club's own repositories, or keep the platform's under another owner"),
            );
        }
    }
}

/// A glob of Argo CD: `*` stands for anything but `/`.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.trim_end_matches(".git"), text.trim_end_matches(".git"));
    let mut texts = text.split('/');
    let alike = |pattern: &str, text: &str| match pattern.split_once('*') {
        Some((start, end)) => text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end),
        None => pattern.eq_ignore_ascii_case(text),
    };
    pattern.split('/').all(|part| texts.next().is_some_and(|text| alike(part, text))) && texts.next().is_none()
}
