//! `image/no-checksum`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::ImageSource;

pub static RULE: Rule = Rule {
    id: "image/no-checksum",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an image is downloaded without a checksum",
    why: "The file at an address can change, or be replaced. With a checksum, CDI refuses any \
          other; without one, every VM starts from whatever is there.",
    fr: French {
        summary: "une image est téléchargée sans somme de contrôle",
        why: "Ce qui se trouve derrière une adresse peut changer, ou être changé. Avec une somme \
              de contrôle, CDI refuse une image qui n'est pas celle que vous avez examinée ; sans \
              elle, chaque VM en démarre.",
    },
    wrong: &[r#"
image "alpine" kind=disk {
    url "https://images.example.org/alpine.qcow2"
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
        if let Some(ImageSource::Http {
            url,
            checksum: None,
        }) = &image.source
        {
            report.push(
                RULE.at(
                    url.span,
                    format!("image `{}` has no checksum", image.decl.name),
                )
                .label("whatever is there will be imported")
                .help("add `sha256 \"...\"` from the publisher's page"),
            );
        }
    }
}
