//! `access/everybody`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "access/everybody",
    level: Level::Error,
    since: "0.1.0",
    summary: "a group of Kubernetes itself gets rights: everybody is in it",
    why: "Everybody who signs in is in `system:authenticated`, and whoever does not in `system:unauthenticated`: a stranger \
          would have these rights.",
    fr: French {
        summary: "un groupe de Kubernetes lui-même reçoit des droits : tout le monde en fait partie",
        why: "Toute personne connectée est dans `system:authenticated`, et toute autre dans `system:unauthenticated` : un inconnu \
              aurait ces droits.",
    },
    wrong: r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git"
    admins "system:authenticated"
}
"#,
    right: r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git"
    admins "lab:sre"
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let admins = cx.model.platform.admins.as_ref().map(|group| (group, "do everything"));
    let members = cx.model.clubs.iter().flat_map(|club| &club.decl.members).map(|members| (&members.group, "have the rights of the club"));
    for (group, rights) in admins.into_iter().chain(members) {
        if group.value.starts_with("system:") && !group.span.is_empty() {
            report.push(
                RULE.at(group.span, format!("everybody in `{}` could {rights}", group.value))
                    .label("a group of Kubernetes itself")
                    .help("write a group of your sign-in, such as `\"my-organisation:my-team\"`"),
            );
        }
    }
}
