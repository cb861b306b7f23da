//! `image/no-source`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "image/no-source",
    level: Level::Error,
    since: "0.1.0",
    summary: "an image comes from nowhere, or from two places",
    why: "CDI imports an image from one source. With none it waits forever; with two it refuses \
          the volume.",
    fr: French {
        summary: "une image ne vient de nulle part, ou de deux endroits",
        why: "CDI importe une image d'une seule source. Sans source il attend pour toujours ; avec \
              deux il refuse le volume.",
    },
    wrong: &[r#"
image "alpine" kind=disk {
    virtual-size "1GiB"
}
"#],
    right: &[r#"
image "alpine" kind=disk {
    url "https://images.example.org/alpine.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "1GiB"
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for image in cx.model.images.iter() {
        match (&image.decl.url, &image.decl.registry) {
            (None, None) => report.push(
                RULE.at(
                    image.decl.head.span,
                    format!("image `{}` has no source", image.decl.name),
                )
                .label("no `url`, no `registry`")
                .help(
                    "add `url \"https://...\"` with `sha256 \"...\"`, or `registry \
                     \"docker://...@sha256:...\"`",
                ),
            ),
            (Some(url), Some(registry)) => report.push(
                RULE.at(
                    registry.span,
                    format!("image `{}` comes from two places", image.decl.name),
                )
                .label("a second source")
                .also(url.span, "the first source")
                .help("keep one of the two"),
            ),
            (Some(url), None) if !matches!(url.scheme(), "http" | "https") => report.push(
                RULE.at(
                    url.span,
                    format!(
                        "image `{}` cannot be fetched from `{}://`",
                        image.decl.name,
                        url.scheme()
                    ),
                )
                .label("`url` is for `https://`")
                .help(match url.scheme() {
                    "docker" => format!("write `registry \"{}\"`", url.value),
                    _ => "write `url \"https://...\"`, or `registry \
                          \"docker://...@sha256:...\"`"
                        .to_string(),
                }),
            ),
            _ => {}
        }
    }
}
