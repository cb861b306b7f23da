//! `image/moving-url`

use super::wrong_format::file_name;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::ImageSource;

pub static RULE: Rule = Rule {
    id: "image/moving-url",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an image has a checksum, and an address whose file changes",
    why: "What is behind such an address is replaced with each release. From then on the checksum \
          is that of a file which nobody has any more: the platform cannot be built again, and a \
          deleted image does not come back.",
    fr: French {
        summary: "une image a une somme de contrôle, et une adresse dont le fichier change",
        why: "Ce qui est derrière une telle adresse est remplacé à chaque version. Dès lors la \
              somme de contrôle est celle d'un fichier que personne n'a plus : la plateforme ne \
              peut pas être reconstruite, et une image effacée ne revient pas.",
    },
    wrong: &[
        r#"
image "debian" kind=disk {
    url "https://images.example.org/trixie/latest/debian-13-generic-amd64.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
        r#"
image "debian" kind=disk {
    url "https://images.example.org/debian-latest.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
    ],
    right: &[
        r#"
image "debian" kind=disk {
    url "https://images.example.org/trixie/20261020/debian-13-generic-amd64.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
        r#"
image "debian" kind=disk {
    url "https://images.example.org/trixie/daily/20261020-2270/debian-13-daily-20261020-2270.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for image in &cx.model.images {
        // Without a checksum `image/no-checksum` says enough.
        let Some(ImageSource::Http {
            url,
            checksum: Some(_),
        }) = &image.source
        else {
            continue;
        };
        let Some(word) = moving(url) else { continue };
        report.push(
            RULE.at(
                url.span,
                format!(
                    "the checksum of image `{}` is right until the next release",
                    image.decl.name
                ),
            )
            .label(format!("`{word}` is another file then"))
            .help(format!(
                "write the address of one release, with its date or number in place of `{word}`"
            )),
        );
    }
}

/// Folders and parts of file names that mean the newest release.
const NEWEST: [&str; 5] = ["latest", "current", "daily", "nightly", "weekly"];

/// `20261020`.
fn is_date(part: &str) -> bool {
    part.len() >= 8 && part.starts_with("20") && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn moving(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let file = file_name(url);
    // A folder of one day in the folder of all days.
    if path.split(['/', '-', '_', '.']).any(is_date) {
        return None;
    }
    NEWEST.into_iter().find(|newest| {
        let is_it = |part: &str| part.eq_ignore_ascii_case(newest);
        // The host is none of the folders.
        path.split('/').skip(3).any(is_it) || file.split(['-', '_', '.']).any(is_it)
    })
}
