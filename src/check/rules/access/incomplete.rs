//! `access/incomplete`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::{Access, AccessKind};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "access/incomplete",
    level: Level::Error,
    since: "0.1.0",
    summary: "the sign-in cannot work as described",
    why: "The API server then cannot tell which sign-ins to trust, and nobody gets in.",
    fr: French {
        summary: "la connexion ne peut pas fonctionner telle que décrite",
        why: "Le serveur d'API ne peut alors pas savoir à quelles connexions se fier, et \
              personne n'entre.",
    },
    wrong: &[r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git"
    access "oidc" issuer="https://sso.example.org"
}
"#],
    right: &[r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git"
    access "oidc" issuer="https://sso.example.org" client-id="kubernetes"
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(access) = cx.model.platform.access.as_ref() else {
        return;
    };
    match access.kind.value {
        AccessKind::Oidc => oidc(cx, access, report),
        AccessKind::Omni => omni(cx, access, report),
    }
}

/// People sign in at a login provider.
fn oidc(cx: &Context<'_>, access: &Access, report: &mut Report) {
    // kubernetes pkg/serviceaccount and apiserver authentication: an issuer is asked over
    // TLS only.
    if let Some(issuer) = access
        .issuer
        .as_ref()
        .filter(|issuer| issuer.scheme() != "https")
    {
        report.push(
            RULE.at(
                issuer.span,
                format!("the API server does not trust `{}`", issuer.value),
            )
            .label("must start with `https://`")
            .help(format!(
                "write `issuer=\"https://{}\"`",
                issuer
                    .value
                    .split_once("://")
                    .map_or("...", |(_, rest)| rest)
            )),
        );
    }
    missing(access, report);
    if let Some(prefix) = access
        .groups_prefix
        .as_ref()
        .filter(|prefix| !prefix.value.is_empty())
    {
        unprefixed(cx, prefix, report);
    }
}

/// What the API server needs to know of the login provider.
fn missing(access: &Access, report: &mut Report) {
    for (name, given) in [
        ("issuer", access.issuer.is_some()),
        ("client-id", access.client_id.is_some()),
    ] {
        if !given {
            report.push(
                RULE.at(
                    access.head.span,
                    format!("access through OpenID Connect has no `{name}`"),
                )
                .label(format!("`{name}=` is missing"))
                .help(match name {
                    "issuer" => "write `issuer=\"https://...\"`: the address of the \
                                 service where people sign in"
                        .to_string(),
                    _ => "write `client-id=\"...\"`: the ID that your login provider gave \
                          this cluster when it was registered there"
                        .to_string(),
                }),
            );
        }
    }
}

/// People come through Omni.
fn omni(cx: &Context<'_>, access: &Access, report: &mut Report) {
    let strangers = [
        access.issuer.as_ref().map(|v| v.span),
        access.client_id.as_ref().map(|v| v.span),
        access.groups_prefix.as_ref().map(|v| v.span),
    ];
    if let Some(span) = strangers.into_iter().flatten().next() {
        report.push(
            RULE.at(span, "access by Omni has no issuer of its own")
                .label("only for `oidc`")
                .help("remove it, or write `access \"oidc\"`"),
        );
    }
    if !cx.model.cluster.is_omni() {
        report.push(
            RULE.at(
                access.kind.span,
                "people are to come through Omni, and this cluster is not managed by it",
            )
            .label("needs Omni")
            .also(
                cx.model.cluster.decl.lifecycle.span,
                "managed in another way",
            )
            .help("write `access \"oidc\" issuer=... client-id=...`, or leave out `access`"),
        );
    }
}

/// A group in an object is called as the API server calls it: with the prefix.
fn unprefixed(cx: &Context<'_>, prefix: &str, report: &mut Report) {
    for object in cx
        .hatches
        .objects
        .iter()
        .filter(|object| matches!(object.known(), "RoleBinding" | "ClusterRoleBinding"))
    {
        for subject in object.at(&["subjects"]).map_or(&[][..], Node::items) {
            let Some(name) = subject
                .get("name")
                .filter(|_| subject.get("kind").map(Node::text) == Some("Group"))
            else {
                continue;
            };
            if !name.text().starts_with(prefix) && !name.text().starts_with("system:") {
                report.push(
                    RULE.at(
                        object.span(&name.at),
                        format!("nobody is in a group `{}`", name.text()),
                    )
                    .label(format!("groups of `access \"oidc\"` start with `{prefix}`"))
                    .help(format!("write `{prefix}{}`", name.text())),
                );
            }
        }
    }
}
