//! `node/kernel-argument`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "node/kernel-argument",
    level: Level::Error,
    since: "0.1.0",
    summary: "a kernel argument has a character that boot loaders read otherwise",
    why: "Kernel arguments are part of the boot image and of its ID. Spaces split them, and quotes \
          are read differently by each boot loader: the machine boots without the argument, and \
          nobody sees it.",
    fr: French {
        summary: "un argument du noyau a un caractère que les chargeurs lisent autrement",
        why: "Les arguments du noyau font partie de l'image de démarrage et de son identifiant. \
              Les blancs les coupent, et chaque chargeur lit les guillemets à sa façon : la \
              machine démarre sans l'argument, et personne ne le voit.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    kernel-args "intel_iommu=on iommu=pt"
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    kernel-args "intel_iommu=on" "iommu=pt"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for argument in
        crate::check::about::machines::machines(cx).flat_map(|machine| &machine.kernel_args)
    {
        let legal = |c: char| c.is_ascii_graphic() && !"\"'`\\".contains(c);
        if let Some(wrong) = argument.chars().find(|c| !legal(*c)) {
            report.push(
                RULE.at(
                    argument.span,
                    format!(
                        "kernel argument `{argument}` contains {}",
                        if wrong == ' ' {
                            "a space".to_string()
                        } else {
                            format!("`{wrong}`")
                        }
                    ),
                )
                .label("one argument each: `name` or `name=value`")
                .help(
                    "write each argument in its own quotes: `kernel-args \"intel_iommu=on\" \
                     \"iommu=pt\"`",
                ),
            );
        }
    }
}
