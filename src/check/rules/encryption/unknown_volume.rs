//! `encryption/unknown-volume`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, did_you_mean, list};

pub static RULE: Rule = Rule {
    id: "encryption/unknown-volume",
    level: Level::Error,
    since: "0.1.0",
    summary: "a volume is to be encrypted that does not exist",
    why: "STATE, EPHEMERAL and the user volumes of a machine can be encrypted, named exactly so. A \
          misspelt name encrypts nothing, and the data stays readable.",
    fr: French {
        summary: "il faut chiffrer un volume qui n'existe pas",
        why: "STATE, EPHEMERAL et les volumes d'une machine peuvent être chiffrés. Un nom mal \
              écrit ne chiffre rien, et les données restent en clair.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "ephemeral" key=node-id; }
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=node-id; }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let everywhere: Vec<&str> = cx
        .model
        .nodes
        .iter()
        .flat_map(|node| node.decl.volume.iter().map(|volume| &*volume.name.value.0))
        .collect();
    let cluster = cx
        .model
        .cluster
        .decl
        .encryption
        .iter()
        .map(|encryption| (encryption, everywhere.clone()));
    let nodes = cx.model.nodes.iter().filter_map(|node| {
        let own: Vec<&str> = node
            .decl
            .volume
            .iter()
            .map(|volume| &*volume.name.value.0)
            .collect();
        Some((node.decl.encryption.as_ref()?, own))
    });
    for (encryption, volumes) in cluster.chain(nodes) {
        let legal: Vec<&str> = ["STATE", "EPHEMERAL"].into_iter().chain(volumes).collect();
        for volume in encryption.volume.iter() {
            if !legal.contains(&volume.name.as_str()) {
                let problem = RULE
                    .at(
                        volume.name.span,
                        format!("there is no volume `{}`", volume.name),
                    )
                    .label("nothing would be encrypted");
                report.push(match did_you_mean(&volume.name, legal.iter().copied()) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help(format!("write one of {}", list(legal.iter().copied()))),
                });
            }
        }
    }
}
