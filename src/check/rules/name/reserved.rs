//! `name/reserved`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "name/reserved",
    level: Level::Error,
    since: "0.1.0",
    summary: "a name already means something else",
    why: "The name already means something else here, and one of the two would not work.\n\n`pod` \
          is the pod network. A vcluster names a Service, which must start with a letter. Volumes \
          of Talos, and roles in `patch`, have names of their own.",
    fr: French {
        summary: "un nom veut déjà dire autre chose",
        why: "`pod` est le réseau des pods. Un vcluster donne son nom à un Service, qui doit \
              commencer par une lettre. Les volumes de Talos, et les rôles dans `patch`, ont leurs \
              propres noms.",
    },
    wrong: &[r#"
network "pod" vlan=60 subnet="10.60.0.0/24"
"#],
    right: &[r#"
network "cameras" vlan=60 subnet="10.60.0.0/24"
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut refuse = |what: &str, name: &str, span: Span, label: &str| {
        report.push(
            RULE.at(span, format!("{what} cannot be called `{name}`"))
                .label(label.to_string())
                .help("choose another name, here and wherever it is used"),
        );
    };
    for network in cx
        .model
        .networks
        .iter()
        .filter(|network| &*network.name.value.0 == "pod")
    {
        refuse(
            "a network",
            &network.name,
            network.name.span,
            "already means the pod network",
        );
    }
    for node in &cx.model.nodes {
        if matches!(&*node.decl.name.value.0, "all" | "worker" | "control-plane") {
            refuse(
                "a node",
                &node.decl.name,
                node.decl.name.span,
                "already means several nodes in `patch`",
            );
        }
    }
    for vcluster in &cx.model.vclusters {
        if vcluster.decl.name.starts_with(|c: char| c.is_ascii_digit()) {
            refuse(
                "a vcluster",
                &vcluster.decl.name,
                vcluster.decl.name.span,
                "its Service must start with a letter",
            );
        }
    }
    for vm in &cx.model.vms {
        for disk in vm.disks.iter().map(|disk| &disk.decl) {
            let name = &*disk.name.value.0;
            if name == "cloudinit" || name == "virtio-drivers" || name.starts_with("cdrom-") {
                refuse(
                    "a disk",
                    name,
                    disk.name.span,
                    "the name of a drive that Radier adds",
                );
            }
        }
    }
}
