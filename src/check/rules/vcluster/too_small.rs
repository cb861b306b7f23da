//! `vcluster/too-small`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::parts::vcluster::{CONTROL_PLANE, STATE};

pub static RULE: Rule = Rule {
    id: "vcluster/too-small",
    level: Level::Error,
    since: "0.1.0",
    summary: "a vcluster is smaller than its own control plane",
    why: "Its quota then refuses the pod or the volume of the vcluster itself: it never starts, \
          and only the events of a namespace that nobody looks at say why.",
    fr: French {
        summary: "un vcluster est plus petit que son propre plan de contrôle",
        why: "Son quota refuse alors le pod ou le volume du vcluster lui-même : il ne démarre \
              jamais, et la raison se trouve dans les événements d'un namespace que personne ne \
              regarde.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vcluster "vision" { cpu 2; memory "1GiB"; storage "20GiB"; }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vcluster "vision" { cpu 2; memory "4GiB"; storage "20GiB"; }
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for vcluster in cx.model.vclusters.iter() {
        let decl = &vcluster.decl;
        let needs = [
            (&decl.memory, CONTROL_PLANE.limit, "memory", "of memory"),
            (&decl.storage, STATE, "storage", "for its state"),
        ];
        for (size, least, word, what) in needs
            .into_iter()
            .filter(|(size, least, ..)| size.value < *least)
        {
            report.push(
                RULE.at(
                    size.span,
                    format!(
                        "vcluster `{}` has less {word} than it needs itself",
                        decl.name
                    ),
                )
                .label(format!("its control plane needs {least} {what}"))
                .help(format!(
                    "write `{word} \"{}GiB\"` or more; what runs in it comes on top",
                    least.bytes() >> 30
                )),
            );
        }
    }
}
