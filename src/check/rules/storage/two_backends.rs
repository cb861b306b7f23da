//! `storage/two-backends`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "storage/two-backends",
    level: Level::Error,
    since: "0.1.0",
    summary: "one storage backend is declared twice",
    why: "There is one Ceph cluster. A second declaration would be silently ignored, with its \
          pools.",
    fr: French {
        summary: "un même stockage est déclaré deux fois",
        why: "Il y a un seul cluster Ceph. Une seconde déclaration serait laissée de côté en \
              silence, avec ses pools.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "more" media=hdd serves=apps
}
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    pool "more" media=hdd serves=apps
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(first) = &cx.model.storage else {
        return;
    };
    for again in cx.model.extra_storage.iter() {
        report.push(
            RULE.at(
                again.head.span,
                format!("storage `{}` is declared twice", again.backend),
            )
            .label("again here")
            .also(first.decl.head.span, "first here")
            .help("move the lines of this block into the first one"),
        );
    }
}
