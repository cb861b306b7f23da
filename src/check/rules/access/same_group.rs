//! `access/same-group`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Club;
use crate::source::{Span, Spanned};
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "access/same-group",
    level: Level::Warning,
    since: "0.1.0",
    summary: "one group is in two clubs, or runs the platform and is in a club",
    why: "Whoever joins the group for the one gets the rights of the other: a line that was copied \
          with its group gives a club's VMs and files to another club.",
    fr: French {
        summary: "un groupe est dans deux clubs, ou gère la plateforme et est dans un club",
        why: "Qui entre dans le groupe pour l'un reçoit les droits de l'autre : une ligne copiée \
              avec son groupe donne les VM et les fichiers d'un club à un autre.",
    },
    wrong: &[
        r#"
club "makers" {
    members group="lab:robotics" role=edit
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
        r#"
club "makers" {
    members group="lab:sre" role=edit
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
    ],
    right: &[r#"
club "makers" {
    members group="lab:makers" role=edit
    members group="lab:makers" role=view
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut seen: FxHashMap<&str, (Option<&Club>, Span)> = FxHashMap::default();
    if let Some(admins) = &cx.model.platform.admins {
        seen.insert(&admins.value, (None, admins.span));
    }
    for club in &cx.model.clubs {
        for group in club.decl.members.iter().map(|members| &members.group) {
            match seen.get(group.value.as_str()) {
                // Twice in one club changes nothing; two of one name: `name/declared-twice`.
                Some((Some(other), _)) if other.decl.name.value == club.decl.name.value => {}
                Some((other, span)) => report.push(again(club, group, *other, *span)),
                None => {
                    seen.insert(&group.value, (Some(club), group.span));
                }
            }
        }
    }
}

fn again(club: &Club, group: &Spanned<String>, other: Option<&Club>, first: Span) -> Diagnostic {
    let (whose, label) = match other {
        Some(other) => (
            format!("is in club `{}` too", other.decl.name),
            "first here",
        ),
        None => ("runs the platform".to_string(), "the administrators"),
    };
    let message = format!(
        "group `{}` of club `{}` {whose}",
        group.value, club.decl.name
    );
    RULE.at(group.span, message)
        .label("the same group")
        .also(first, label)
        .help(format!(
            "write a group of the club's own; if these are the same people, {}",
            RULE.accept()
        ))
}
