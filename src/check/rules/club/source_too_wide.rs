//! `club/source-too-wide`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "club/source-too-wide",
    level: Level::Error,
    since: "0.1.0",
    summary: "a club may deploy from anybody's repositories",
    why: "Whoever can push to a repository that matches decides what runs in the vclusters of the \
          club. With a `*` in place of the host or the owner, anybody with an account there can \
          make such a repository.",
    fr: French {
        summary: "un club peut déployer depuis les dépôts de n'importe qui",
        why: "Quiconque peut pousser vers un dépôt qui correspond décide de ce qui tourne dans les \
              vclusters du club. Un `*` à la place de l'hôte ou du propriétaire l'ouvre à tous \
              ceux qui y ont un compte.",
    },
    // argo-cd docs user-guide/projects: sourceRepos are glob patterns
    wrong: &[r#"
club "robotics" {
    members group="lab:robotics" role=edit
    source "https://git.example.org/*/*"
    quota { cpu 16; memory "64GiB"; storage "500GiB"; vms 4 }
    vcluster "robotics" { cpu 4; memory "8GiB"; storage "50GiB" }
}
"#],
    right: &[r#"
club "robotics" {
    members group="lab:robotics" role=edit
    source "https://git.example.org/robotics/*"
    quota { cpu 16; memory "64GiB"; storage "500GiB"; vms 4 }
    vcluster "robotics" { cpu 4; memory "8GiB"; storage "50GiB" }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for club in &cx.model.clubs {
        for source in club.decl.source.iter() {
            let Some(problem) = too_wide(&source.value) else {
                continue;
            };
            report.push(
                RULE.at(
                    source.span,
                    format!(
                        "club `{}` may deploy from anybody's repositories",
                        club.decl.name
                    ),
                )
                .label(problem)
                .help(
                    "name the host and the owner, for example `https://git.example.org/robotics/*`",
                ),
            );
        }
    }
}

/// What a pattern of repositories leaves open. In one part of a path `*` stands for anything, `**`
/// crosses parts (argo-cd pkg/apis/application/v1alpha1 IsSourcePermitted, which globs with `/` as
/// separator).
pub(in crate::check::rules) fn too_wide(pattern: &str) -> Option<&'static str> {
    let (_, rest) = pattern.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if host.contains('*') {
        return Some("the host may be any");
    }
    let (owner, repository) = path
        .split_once('/')
        .map_or((path, None), |(owner, repository)| {
            (owner, Some(repository))
        });
    let open =
        owner.contains("**") || owner == "*" || (owner.contains('*') && repository.is_some());
    open.then_some("the owner may be anybody")
}
