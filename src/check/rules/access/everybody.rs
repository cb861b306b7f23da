//! `access/everybody`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "access/everybody",
    level: Level::Error,
    since: "0.1.0",
    summary: "a group that Kubernetes fills itself gets rights: everybody is in it",
    why: "Kubernetes puts everyone who signs in into `system:authenticated`, and everyone else \
          into `system:unauthenticated`: all who have an account at your login provider would have \
          these rights, or anyone who can reach the API.",
    fr: French {
        summary: "un groupe de Kubernetes lui-même reçoit des droits : tout le monde en fait \
                  partie",
        why: "Kubernetes met tous ceux qui s'identifient dans `system:authenticated`, et tous les \
              autres dans `system:unauthenticated` : quiconque a un compte chez votre fournisseur \
              d'identité, ou quiconque atteint l'API, aurait ces droits.",
    },
    wrong: &[r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git"
    admins "system:authenticated"
}
"#],
    right: &[r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git"
    admins "lab:sre"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let admins = cx
        .model
        .platform
        .admins
        .as_ref()
        .map(|group| (group, "would be an administrator"));
    let members = cx
        .model
        .clubs
        .iter()
        .flat_map(|club| &club.decl.members)
        .map(|members| (&members.group, "would have the rights of the club"));
    for (group, rights) in admins.into_iter().chain(members) {
        if group.value.starts_with("system:") {
            report.push(everybody(group, rights));
        }
    }
}

fn everybody(group: &Spanned<String>, rights: &str) -> Diagnostic {
    RULE.at(
        group.span,
        format!("everybody in `{}` {rights}", group.value),
    )
    .label("a group that Kubernetes fills itself")
    .note(match group.value.as_str() {
        "system:authenticated" => "everyone with an account at your login provider is in it",
        "system:unauthenticated" => "everyone who reaches the API without signing in is in it",
        _ => "programs of Kubernetes are in it, not people",
    })
    .help(
        "write a group that your login provider knows: a team on GitHub is \
         `\"my-organisation:my-team\"`",
    )
}
