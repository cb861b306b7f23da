//! `node/module-without-extension`

use crate::check::about::extensions::{FROM_EXTENSION, has_extension};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, list};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "node/module-without-extension",
    level: Level::Error,
    since: "0.1.0",
    summary: "a kernel module is loaded that is in no extension of the machine",
    why: "Talos brings few modules of its own, and nobody can add one later. A module that is not \
          in the boot image is never loaded: its device or file system does not exist.",
    fr: French {
        summary: "un module du noyau est chargé, mais n'est dans aucune extension de la machine",
        why: "Talos apporte peu de modules, et personne ne peut en ajouter ensuite. Un module qui \
              n'est pas dans l'image de démarrage n'est jamais chargé : son périphérique ou son \
              système de fichiers n'existe pas.",
    },
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    kernel-module "zfs"
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    kernel-module "nvidia"
    extensions "nvidia-container-toolkit-lts"
}
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    extensions "zfs"
    kernel-module "zfs"
    kernel-module "nbd"
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        let modules = node
            .settings(&cx.model.cluster)
            .flat_map(|(_, machine)| &machine.kernel_module);
        for module in modules {
            let name = module.name.value.replace('-', "_");
            let mut rows = FROM_EXTENSION.iter();
            let Some((_, extensions)) = rows.find(|(known, _)| *known == name) else {
                continue;
            };
            let is_there = extensions
                .iter()
                .any(|extension| has_extension(cx, node, extension));
            if !is_there && told.insert(module.name.span) {
                report.push(
                    RULE.at(
                        module.name.span,
                        format!(
                            "module `{}` is not in the boot image of node `{}`",
                            module.name, node.decl.name
                        ),
                    )
                    .label("Talos does not have it by itself")
                    .help(format!(
                        "add its extension where the module is written: `extensions \"{}\"`{}",
                        extensions.first().unwrap_or(&""),
                        match extensions.len() {
                            1 => String::new(),
                            _ => format!("; these have it: {}", list(extensions.iter().copied())),
                        }
                    )),
                );
            }
        }
    }
}
