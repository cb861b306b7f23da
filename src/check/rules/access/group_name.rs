//! `access/group-name`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Model;
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "access/group-name",
    level: Level::Error,
    since: "0.1.0",
    summary: "a group has a name that breaks the rights of all, or that nobody is in",
    why: "Groups stand in lines that Argo CD reads as a list with commas: one quote or comma \
          breaks the file, and Argo CD refuses all of it, for everybody.\n\nWhere people sign in \
          through GitHub, groups are an organisation and a team: of any other name nobody is a \
          member.",
    fr: French {
        summary: "un groupe a un nom qui casse les droits de tous, ou dont personne ne fait partie",
        why: "Les groupes sont dans des lignes qu'Argo CD lit comme une liste à virgules : un \
              guillemet ou une virgule casse le fichier, et Argo CD le refuse en entier, pour \
              tous. Quand on se connecte par GitHub, les groupes sont une organisation et une \
              équipe : personne n'est membre d'un autre nom.",
    },
    // casbin's CSV; dex connector/github
    wrong: &[
        r#"
club "makers" {
    members group="lab:makers, lab:others" role=edit
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
        r#"
platform "lab" {
    repo "https://git.example.org/lab.git"
    domain "lab.example.org"
    admins "lab:sre"
    access "omni" {
        argocd github="lab" secret="argocd-github"
    }
}
club "makers" {
    members group="Lab:makers" role=edit
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
        r#"
club "makers" {
    members group="lab:makers " role=edit
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
        r#"
club "makers" {
    members group="role:admin" role=edit
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
    ],
    right: &[r#"
club "makers" {
    members group="lab:makers" role=edit
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#],
    check: Check::Several(&[Check::Written(check), Check::Written(of_github)]),
};

/// Groups that get rights: the administrators, and members.
fn groups(model: &Model) -> impl Iterator<Item = &Spanned<String>> {
    let members = model.clubs.iter().flat_map(|club| &club.decl.members);
    model
        .platform
        .admins
        .iter()
        .chain(members.map(|members| &members.group))
}

fn check(cx: &Context<'_>, report: &mut Report) {
    for group in groups(cx.model) {
        report.extend(breaks(group));
    }
}

/// What breaks a line of rights, or means something else there.
fn breaks(group: &Spanned<String>) -> Option<Diagnostic> {
    let name = group.value.as_str();
    let (label, help) = match name {
        _ if name.contains([',', '"', '\'', '`']) || name.chars().any(char::is_control) => (
            "one of these ends a name there: a comma, a quote, a line break",
            "write one group, as the sign-in calls it; for several, a `members` line each",
        ),
        _ if name.split(':').any(|part| part.trim() != part) => (
            "with a blank that the sign-in does not have",
            "remove the blank before or behind the name",
        ),
        _ if name.contains('*') => (
            "`*` is no pattern here: no group is called so",
            "write the name of one group, as the sign-in calls it",
        ),
        _ if ["role:", "proj:"]
            .iter()
            .any(|start| name.starts_with(start)) =>
        {
            (
                "a role of Argo CD, not a group of people",
                "write the group that should have rights, as the sign-in calls it",
            )
        }
        _ => return None,
    };
    let message = format!("`{}` cannot be a group", name.escape_debug());
    Some(RULE.at(group.span, message).label(label).help(help))
}

/// Where Argo CD lets people in through GitHub, nobody else is let in.
fn of_github(cx: &Context<'_>, report: &mut Report) {
    let access = cx.model.platform.access.as_ref();
    let Some(sign_in) = access.and_then(|access| access.argocd.as_ref()) else {
        return;
    };
    for group in groups(cx.model).filter(|group| breaks(group).is_none()) {
        report.extend(elsewhere(group, &sign_in.github));
    }
}

fn elsewhere(group: &Spanned<String>, organisation: &Spanned<String>) -> Option<Diagnostic> {
    let (label, help) = match group.value.split_once(':') {
        // Of Kubernetes itself: `access/everybody`.
        Some(("system", _)) => return None,
        Some((own, team)) if !team.is_empty() => {
            if own == organisation.value {
                return None;
            }
            let label = differs(own, &organisation.value);
            (
                label,
                format!(
                    "write `{}:{team}`, or correct `github=`",
                    organisation.value
                ),
            )
        }
        _ => {
            let team = group.value.trim_end_matches(':');
            let label = "no `organisation:team`".to_string();
            (
                label,
                format!("write `{}:{team}`, if that is the team", organisation.value),
            )
        }
    };
    let mut finding = RULE.at(
        group.span,
        format!("nobody who signs in is in `{}`", group.value),
    );
    finding.level = Level::Warning;
    let finding = finding
        .label(label)
        .also(organisation.span, "the sign-in of Argo CD");
    Some(finding.help(help))
}

fn differs(own: &str, organisation: &str) -> String {
    match own.eq_ignore_ascii_case(organisation) {
        true => format!("groups start with `{organisation}`, and capitals count"),
        false => format!("of `{own}`, and people sign in from `{organisation}`"),
    }
}
