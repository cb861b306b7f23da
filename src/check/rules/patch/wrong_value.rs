//! `patch/wrong-value`

use crate::check::about::documents;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::What;

pub static RULE: Rule = Rule {
    id: "patch/wrong-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch has a value of a type or a word that Talos does not accept",
    why: "One value of a wrong type, or a word that does not exist, and Talos refuses the whole \
          configuration, long after the pull request was merged.",
    fr: French {
        summary: "un patch a une valeur d'un type ou un mot que Talos ne prend pas",
        why: "Une liste là où il faut un texte, ou un mot qui n'en est pas un : Talos refuse toute \
              la configuration au moment de l'appliquer, bien après la fusion de la demande.",
    },
    wrong: &[r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraMounts: /var/local
    """
"#],
    right: &[r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraMounts:
          - destination: /var/local
            type: bind
            source: /var/local
            options: [bind, rshared, rw]
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    documents::tell(&RULE, &cx.hatches.patches, What::is_wrong_value, report);
}
