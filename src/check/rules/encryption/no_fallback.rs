//! `encryption/no-fallback`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Key;

pub static RULE: Rule = Rule {
    id: "encryption/no-fallback",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a key of the TPM or of a key server has no fallback",
    why: "A firmware update changes what the TPM measures, and a key server can be down: the next \
          boot then finds no key, and the volume is lost. A second key opens it.",
    fr: French {
        summary: "une clé du TPM ou d'un serveur de clés n'a pas de secours",
        why: "Une mise à jour du micrologiciel change ce que le TPM mesure, et un serveur de clés \
              peut être en panne : le démarrage suivant ne trouve pas de clé, et le volume est \
              perdu. Une seconde clé l'ouvre.",
    },
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=tpm; }
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=tpm fallback=none; }
}
"#,
    ],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=tpm fallback=node-id; }
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // A key that opens nothing at all is a mistake of its own.
    let useless = super::cannot_unlock::useless_keys(cx);
    for volume in crate::check::about::machines::encrypted_volumes(cx)
        .filter(|volume| !useless.contains(&volume.key.value))
    {
        let alone = matches!(volume.key.value, Key::Tpm | Key::Kms)
            && volume
                .fallback
                .is_none_or(|key| key.value == volume.key.value || key.value == Key::None);
        if alone {
            report.push(
                RULE.at(
                    volume.key.span,
                    format!("`{}` can be unlocked with one key only", volume.name),
                )
                .label("there is no second key")
                .note(match volume.key.value {
                    Key::Kms => "while the key server cannot be reached, the machine does not boot",
                    _ => {
                        "an update of the firmware changes what the TPM measures: it may then \
                         refuse the key, and all data on the volume would be lost"
                    }
                })
                .help(
                    "add `fallback=node-id`; the price: who steals the whole machine, not only a \
                     disk, can read the data",
                ),
            );
        }
    }
}
