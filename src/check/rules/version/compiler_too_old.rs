//! `version/compiler-too-old`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Release;

pub static RULE: Rule = Rule {
    id: "version/compiler-too-old",
    level: Level::Error,
    since: "0.1.0",
    summary: "the description needs a newer Radier",
    why: "An older compiler generates different files: people with different versions would undo \
          each other's output.",
    fr: French {
        summary: "la description veut un Radier plus récent",
        why: "Un compilateur plus ancien écrit d'autres fichiers. La sortie irait et viendrait \
              entre des personnes qui ont des versions différentes.",
    },
    wrong: &[r#"
requires radier="99.0"
"#],
    right: &[r#"
requires radier="0.1"
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(wanted) = cx.model.requires.as_ref().map(|requires| &requires.radier) else {
        return;
    };
    let ours = Release::new(crate::version::VERSION).unwrap_or_default();
    if wanted.version() > ours.version() {
        report.push(
            RULE.at(
                wanted.span,
                format!("this description needs Radier {wanted} or later"),
            )
            .label(format!("this is Radier {ours}"))
            .help(
                "install a newer Radier, with `git pull` and `cargo install --path .` in its \
                 folder; leave this line as it is",
            ),
        );
    }
}
