//! `secret/likely`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "secret/likely",
    level: Level::Error,
    since: "0.1.0",
    summary: "something that is probably a secret is in a file",
    why: "Its name says that it is a password or a key. What is committed once is public forever: \
          deleting the line does not delete it from Git. If it is none, an `allow` with the reason \
          says so to everybody who reads the file.",
    fr: French {
        summary: "quelque chose qui est probablement un secret est dans un fichier",
        why: "Son nom dit que c'est un mot de passe ou une clé. Ce qui est commité une fois est \
              public pour toujours : effacer la ligne ne l'efface pas de Git. Si ce n'en est pas \
              un, un `allow` avec la raison le dit à tous ceux qui lisent le fichier.",
    },
    wrong: &[r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: EnvironmentConfig
    variables:
      REGISTRY_PASSWORD: soleil-2026
    """
"#],
    right: &[r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: EnvironmentConfig
    variables:
      REGISTRY_PASSWORD_FILE: /var/run/secrets/registry
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for secret in cx.secrets().iter().filter(|secret| !secret.is_sure) {
        report.push(
            secret
                .told(&RULE)
                .help(secret.belongs())
                .help(format!("if it is none, {}", RULE.accept())),
        );
    }
}
