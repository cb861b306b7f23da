//! `network/interface-name`

use crate::check::about::machines::is_kernel_link;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "network/interface-name",
    level: Level::Error,
    since: "0.1.0",
    summary: "a link has a name that others use, or that is too long for the kernel",
    why: "After an update the kernel may give this name to another card, and the machine loses its \
          network. Names of Cilium, of KubeVirt or of network plugins are worse: two of them then \
          take one link for their own.",
    fr: French {
        summary: "un lien a un nom que d'autres utilisent, ou trop long pour le noyau",
        why: "Après une mise à jour, le noyau peut donner ce nom à une autre carte, et la \
              machine perd son réseau. Les noms de Cilium, de KubeVirt ou des plugins réseau sont \
              pires : deux d'entre eux prennent alors le même lien pour le leur.",
    },
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "eth0" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
        r#"
network "cameras" vlan=60 subnet="10.60.0.0/24" { bridge "cni0"; }
"#,
        r#"
network "cameras" vlan=60 subnet="10.60.0.0/24" { bridge "br-cameras-of-the-lab"; }
"#,
    ],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "lan" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

/// IFNAMSIZ less its final zero.
const MOST: usize = 15;

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for interface in &node.interfaces {
            let name = &interface.name;
            report.extend(maker(name).map(|maker| taken(name, name.span, maker)));
            if is_kernel_link(name) {
                report.push(
                    RULE.at(
                        name.span,
                        format!(
                            "{} `{name}` of node `{}` has a name that the kernel itself assigns",
                            if interface.is_nic() { "nic" } else { "bond" },
                            node.decl.name
                        ),
                    )
                    .label("may become the name of another card")
                    .help(
                        "choose a name that the kernel does not give, such as `lan` or `storage`, \
                         not `eth1`: cards are found by their `mac`",
                    ),
                );
            }
            let tags = interface
                .vlans
                .iter()
                .filter_map(|vlan| cx.model.networks.get(vlan.network)?.vlan);
            let longest = tags
                .map(|tag| tag.value.to_string().len() + 1)
                .max()
                .unwrap_or(0);
            too_long(
                name,
                name.span,
                longest,
                &format!("of node `{}`", node.decl.name),
                report,
            );
        }
    }
    bridges(cx, report);
}

/// How names of links start that others on the machine make, and who makes them (cilium v1.19
/// pkg/defaults; flannel v0.27 backend; kubernetes pkg/proxy; kubevirt v1.9 pkg/network/namescheme;
/// talos pkg/machinery/constants). A `*` leaves the rest open.
const OF_OTHERS: [(&str, &str); 15] = [
    ("cilium*", "Cilium"),
    ("lxc*", "Cilium"),
    ("cni*", "network plugins"),
    ("flannel*", "Flannel"),
    ("veth*", "network plugins"),
    ("kube-ipvs*", "kube-proxy"),
    ("nodelocaldns", "the DNS cache of Kubernetes"),
    ("k6t-*", "KubeVirt"),
    ("tap*", "KubeVirt"),
    ("siderolink", "Talos"),
    ("kubespan", "Talos"),
    ("dummy*", "the kernel"),
    ("sit*", "the kernel"),
    ("tunl*", "the kernel"),
    ("teql*", "the kernel"),
];

/// Who makes links of this name.
fn maker(name: &str) -> Option<&'static str> {
    let is_its = |known: &str| match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == known,
    };
    let (_, maker) = OF_OTHERS.iter().find(|(known, _)| is_its(known))?;
    Some(maker)
}

fn taken(name: &str, span: Span, maker: &str) -> Diagnostic {
    RULE.at(span, format!("{maker} may make a link called `{name}` too"))
        .label(format!("a name of {maker}"))
        .help("choose another name, such as `lan` for a card or `br-lan` for a bridge")
}

fn bridges(cx: &Context<'_>, report: &mut Report) {
    for network in &cx.model.networks {
        if let Some(bridge) = &network.bridge {
            report.extend(maker(bridge).map(|maker| taken(bridge, bridge.span, maker)));
            if is_kernel_link(bridge) {
                report.push(
                    RULE.at(
                        bridge.span,
                        format!(
                            "bridge `{bridge}` of network `{}` has a name that the kernel itself \
                             assigns",
                            network.name
                        ),
                    )
                    .label("may become the name of a card")
                    .help(format!(
                        "choose another name, such as `br-{}`",
                        network.name
                    )),
                );
            }
            too_long(
                bridge,
                bridge.span,
                0,
                &format!("of network `{}`", network.name),
                report,
            );
        }
    }
}

fn too_long(name: &str, span: Span, tag: usize, whose: &str, report: &mut Report) {
    let len = name.len() + tag;
    if len <= MOST {
        return;
    }
    let tag = if tag > 0 {
        format!(", {tag} of them for the VLAN tag")
    } else {
        String::new()
    };
    report.push(
        RULE.at(
            span,
            format!("link `{name}` {whose} has a name that is too long"),
        )
        .label(format!("{len} characters{tag}; the kernel allows {MOST}"))
        .note("the kernel refuses such a name, and the link is not there")
        .help(format!("shorten it by {}", len - MOST)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_name_of_others() {
        for (known, of) in OF_OTHERS {
            assert_eq!(maker(&known.replace('*', "0")), Some(of), "{known}");
        }
        assert_eq!(maker("br-lan"), None);
        assert_eq!(maker("siderolink2"), None);
    }
}
