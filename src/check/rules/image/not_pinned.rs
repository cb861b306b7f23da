//! `image/not-pinned`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::ImageSource;

pub static RULE: Rule = Rule {
    id: "image/not-pinned",
    level: Level::Error,
    since: "0.1.0",
    summary: "an image from a registry has no digest",
    why: "A tag is moved when a new image is published. A rebuilt cluster would start its VMs from \
          a different image than the one that was tested. A digest names one image forever.",
    fr: French {
        summary: "une image d'un registre n'a pas d'empreinte",
        why: "Une étiquette est déplacée quand une nouvelle image est publiée. Un cluster \
              reconstruit démarrerait ses VM d'une autre image que celle qui a été essayée. Une \
              empreinte nomme une image pour toujours.",
    },
    wrong: &[r#"
image "fedora" kind=disk {
    registry "docker://quay.io/containerdisks/fedora:42"
    virtual-size "5GiB"
}
"#],
    right: &[r#"
image "fedora" kind=disk {
    registry "docker://quay.io/containerdisks/fedora@sha256:bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "5GiB"
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for image in &cx.model.images {
        let Some(ImageSource::Registry { url }) = image.source.as_ref() else {
            continue;
        };
        let digest = url.rsplit_once("@sha256:").map_or("", |(_, digest)| digest);
        let pinned = digest.len() == 64 && digest.chars().all(|c| c.is_ascii_hexdigit());
        if !pinned || url.scheme() != "docker" {
            report.push(
                RULE.at(
                    url.span,
                    format!("image `{}` is not pinned", image.decl.name),
                )
                .label("no digest: `docker://host/name@sha256:` and 64 hexadecimal digits")
                .help(match (url.scheme(), url.split_once("@")) {
                    ("docker", None) => format!(
                        "write `{}@`, followed by what `skopeo inspect --format '{{{{.Digest}}}}' \
                         {}` prints",
                        untagged(url),
                        url.value
                    ),
                    _ => "`skopeo inspect --format '{{.Digest}}' docker://host/name:tag` prints \
                          the digest of a tag"
                        .to_string(),
                }),
            );
        }
    }
}

/// `docker://host:5000/name` of `docker://host:5000/name:tag`.
fn untagged(url: &str) -> &str {
    match url.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => url,
    }
}
