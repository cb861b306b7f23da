//! `secret/in-file`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "secret/in-file",
    level: Level::Error,
    since: "0.1.0",
    summary: "something that looks like a secret is in a file",
    why: "What is committed once is public forever: deleting the line does not delete it from Git. \
          Secrets live in the cluster, and the description names them.",
    fr: French {
        summary: "quelque chose qui ressemble à un secret est dans un fichier",
        why: "Ce qui est commité une fois est public pour toujours : effacer la ligne ne l'efface \
              pas de Git. Les secrets vivent dans le cluster, et la description les nomme.",
    },
    wrong: &[r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: EnvironmentConfig
    variables:
      TOKEN: ghp_0123456789abcdefghijklmnopqrstuvwxyz
    """
"#],
    right: &[r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: EnvironmentConfig
    variables:
      GRPC_GO_LOG_VERBOSITY_LEVEL: "99"
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for secret in cx.secrets().iter().filter(|secret| secret.is_sure) {
        report.push(secret.told(&RULE).help(secret.belongs()));
    }
}
