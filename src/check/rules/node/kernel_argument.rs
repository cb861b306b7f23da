//! `node/kernel-argument`

use crate::check::about::machines::shared_machines;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Machine;
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    id: "node/kernel-argument",
    level: Level::Error,
    since: "0.1.0",
    summary: "a kernel argument that boot loaders misread, or that another word decides",
    why: "Kernel arguments are part of the boot image and of its ID. Spaces split them, and quotes \
          are read differently by each boot loader: the machine boots without the argument, and \
          nobody sees it.\n\nArguments of Talos stay in force beside the configuration: an address \
          in `ip=` for all machines is on all of them at once, and a token ends in Git.",
    fr: French {
        summary: "un argument du noyau que les chargeurs lisent mal, ou dont un autre mot décide",
        why: "Les arguments du noyau font partie de l'image de démarrage et de son identifiant. \
              Les espaces les coupent, et chaque chargeur lit les guillemets à sa façon : la \
              machine démarre sans l'argument, et personne ne le voit.\n\nLes arguments de Talos \
              restent en vigueur à côté de la configuration : une adresse dans `ip=` pour toutes \
              les machines est sur toutes à la fois, et un jeton finit dans Git.",
    },
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    kernel-args "intel_iommu=on iommu=pt"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    kernel-args "talos.platform=aws"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    kernel-args "ip=10.0.0.21::10.0.0.1:255.255.255.0::eth0:off"
}
"#,
    ],
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
    let first_boot = cx.model.cluster.decl.nodes.first_boot.span;
    let mut judge = |machine: &Machine, may_address: bool| {
        for argument in &machine.kernel_args {
            let other = || meddling(argument, first_boot, may_address);
            report.extend(unreadable(argument).or_else(other));
        }
    };
    shared_machines(cx).for_each(|machine| judge(machine, false));
    // On one machine, an address may be what it takes to reach the network.
    let may_address = !cx.model.cluster.boots_static();
    let nodes = cx.model.nodes.iter();
    nodes.for_each(|node| judge(&node.decl.machine, may_address));
}

/// A character that boot loaders read in different ways.
fn unreadable(argument: &Spanned<String>) -> Option<Diagnostic> {
    let legal = |c: char| c.is_ascii_graphic() && !"\"'`\\".contains(c);
    let wrong = argument.chars().find(|c| !legal(*c))?;
    let what = match wrong {
        ' ' => "a space".to_string(),
        other => format!("`{other}`"),
    };
    Some(
        RULE.at(
            argument.span,
            format!("kernel argument `{argument}` contains {what}"),
        )
        .label("one argument each: `name` or `name=value`")
        .help(
            "write each argument in its own quotes: `kernel-args \"intel_iommu=on\" \
             \"iommu=pt\"`",
        ),
    )
}

/// Arguments that say what other words say, or what does not belong in Git: name, label, help.
///
/// talos v1.13.9 pkg/machinery/constants: KernelParam*; an argument of the boot image stays in
/// force after the configuration is there (controllers/network/cmdline.go).
const OF_OTHERS: [(&str, &str, &str); 7] = [
    ("talos.platform", "images are made for `metal`", TAKE_OUT),
    (
        "talos.config",
        "would replace the configuration that is compiled here",
        TAKE_OUT,
    ),
    (
        "siderolink",
        "names a server that only boot media know",
        BY_OMNI,
    ),
    (
        "talos.hostname",
        "the name of a machine is that of its `node`",
        TAKE_OUT,
    ),
    (
        "ip",
        "stays in force beside the addresses of the description",
        BY_NODES,
    ),
    (
        "vlan",
        "stays in force beside the links of the description",
        BY_NODES,
    ),
    (
        "bond",
        "stays in force beside the links of the description",
        BY_NODES,
    ),
];
const TAKE_OUT: &str = "remove it: Talos does what is right for machines of your own";
const BY_OMNI: &str = "remove it: media from `omnictl` hold it already, and here it ends in Git and \
                       in a public schematic, with its token";
const BY_NODES: &str = "remove it; `first-boot=static` in `nodes` writes it for each machine, from \
                        its `nic`, `bond` and `address`";

fn meddling(argument: &Spanned<String>, first_boot: Span, may_address: bool) -> Option<Diagnostic> {
    let (name, value) = argument.split_once('=')?;
    // `talos.config.inline`, `siderolink.api`: a name with all that is below it.
    let is_its = |known: &str| {
        name.strip_prefix(known)
            .is_some_and(|rest| matches!(rest.chars().next(), None | Some('.')))
    };
    let (_, label, help) = OF_OTHERS.iter().find(|(known, ..)| is_its(known))?;
    // Asking DHCP is what machines do anyway.
    if may_address && *help == BY_NODES
        || value == "dhcp"
        || (name, value) == ("talos.platform", "metal")
    {
        return None;
    }
    let problem = RULE
        .at(
            argument.span,
            format!("kernel argument `{name}=` does not belong in `kernel-args`"),
        )
        .label(*label)
        .help(*help);
    Some(match *help == BY_NODES {
        true => problem.also(first_boot, "how machines reach the network first"),
        false => problem,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found() {
        for (name, ..) in OF_OTHERS {
            let argument = |value: &str| Spanned {
                value: format!("{name}={value}"),
                span: Span::default(),
            };
            assert!(
                meddling(&argument("x"), Span::default(), false).is_some(),
                "{name}"
            );
        }
    }
}
