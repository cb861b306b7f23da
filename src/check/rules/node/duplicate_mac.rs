//! `node/duplicate-mac`

use crate::check::about::machines::same_machine;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Mac;
use crate::model::{Model, Node, Vm};
use crate::source::Spanned;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "node/duplicate-mac",
    level: Level::Error,
    since: "0.1.0",
    summary: "two network cards have one MAC address",
    why: "Cards are found by their MAC address. If a line was copied, the second machine finds no \
          such card, gets no address, and cannot be reached after its first boot.",
    fr: French {
        summary: "deux cartes réseau ont une même adresse MAC",
        why: "Les cartes sont trouvées par leur adresse MAC. Avec une ligne recopiée, la seconde \
              machine ne trouve pas de carte, ne reçoit pas d'adresse, et est injoignable après \
              son premier démarrage.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut seen: FxHashMap<Mac, (crate::source::Span, Option<&Node>, String)> =
        FxHashMap::default();
    for (mac, node, owner) in all(cx.model) {
        match seen.get(&mac.value) {
            Some((_, Some(first), _))
                if node.is_some_and(|node| {
                    !std::ptr::eq(*first, node) && same_machine(first, node)
                }) => {}
            // Two of one name: `name/declared-twice`.
            Some((.., first)) if *first == owner => {}
            Some((span, _, first)) => report.push(
                RULE.at(
                    mac.span,
                    format!("{owner} has the same MAC address as {first}"),
                )
                .label("again here")
                .also(*span, format!("first here: {first}"))
                .help(match node {
                    Some(node) => format!(
                        "one of the two lines is a copy: `talosctl get links -n {} -o yaml | grep \
                         permanentAddr` shows the real ones (add `--insecure` after `links` while \
                         Talos is not installed)",
                        cx.model.names().node_address(node)
                    ),
                    None => "remove `mac=` from the VM: Radier derives one that never changes"
                        .to_string(),
                }),
            ),
            None => {
                seen.insert(mac.value, (mac.span, node, owner));
            }
        }
    }
}

/// Cards of machines and of VMs: the address, the machine, and whose it is.
fn all(model: &Model) -> impl Iterator<Item = (Spanned<Mac>, Option<&Node>, String)> {
    let nodes = model.nodes.iter().flat_map(|node| {
        node.decl.nic.iter().map(move |nic| {
            (
                nic.mac,
                Some(node),
                format!("nic `{}` of node `{}`", nic.name, node.decl.name),
            )
        })
    });
    // A name is the only one within its club.
    let of_club = |vm: &Vm| {
        let club = model.clubs.get(vm.club);
        club.map_or(String::new(), |club| {
            format!(" of club `{}`", club.decl.name)
        })
    };
    let vms = model.vms.iter().flat_map(move |vm| {
        vm.nics.iter().filter_map(move |nic| {
            Some((
                nic.mac?,
                None,
                format!("nic `{}` of VM `{}`{}", nic.name, vm.decl.name, of_club(vm)),
            ))
        })
    });
    nodes.chain(vms)
}
