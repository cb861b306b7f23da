//! `encryption/static-key`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Key;

pub static RULE: Rule = Rule {
    id: "encryption/static-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "a volume is encrypted with a passphrase",
    why: "For STATE the passphrase is also on the same disk, unencrypted: Talos copies the \
          settings of the key to the META partition. Whoever has the disk has the key.\n\nThe \
          passphrase would be in Git.",
    fr: French {
        summary: "un volume est chiffré avec une phrase de passe",
        why: "La phrase de passe serait dans Git. Pour STATE elle serait aussi, en clair, sur le \
              même disque : Talos copie les réglages de la clé dans la partition META. Qui a le \
              disque a la clé.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=static; }
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=tpm fallback=node-id; }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for volume in crate::check::about::machines::encrypted_volumes(cx) {
        for key in std::iter::once(&volume.key).chain(&volume.fallback) {
            if key.value == Key::Static {
                report.push(
                    RULE.at(
                        key.span,
                        format!("`{}` is encrypted with a passphrase", volume.name),
                    )
                    .label("a passphrase would be in Git")
                    .help(
                        "write `key=tpm fallback=node-id` where the machine has a TPM 2.0, \
                         otherwise `key=node-id`: that protects a disk that is taken out, not a \
                         stolen machine",
                    ),
                );
            }
        }
    }
}
