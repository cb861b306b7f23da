//! `network/vlan-tag`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "network/vlan-tag",
    level: Level::Error,
    since: "0.1.0",
    summary: "a network is tagged where it should not be, or has an impossible tag",
    why: "Frames would arrive on the wrong network, or nowhere.\n\n\
          VLAN tags go from 1 to 4094. `vlans` and `vlan` carry tagged networks, `untagged` the one without a tag.",
    fr: French {
        summary: "un réseau est étiqueté là où il ne le faut pas, ou avec une étiquette impossible",
        why: "Les étiquettes VLAN vont de 1 à 4094. `vlans` et `vlan` portent des réseaux étiquetés, `untagged` celui qui ne \
              l'est pas : confondus, les trames arrivent sur le mauvais réseau, ou nulle part.",
    },
    wrong: r#"
network "cameras" vlan=4095 subnet="10.60.0.0/24"
"#,
    right: r#"
network "cameras" vlan=60 subnet="10.60.0.0/24"
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for network in &cx.model.networks {
        if let Some(tag) = network.vlan.filter(|tag| !tag.span.is_empty() && !(1..=4094).contains(&tag.value)) {
            report.push(
                RULE.at(tag.span, format!("network `{}` has the tag {}", network.name, tag.value))
                    .label("tags go from 1 to 4094")
                    .help("use the tag that is set on the switch"),
            );
        }
    }
    for node in &cx.model.nodes {
        for interface in &node.interfaces {
            let listed = interface.link.vlans.iter().chain(interface.link.vlan.iter().map(|vlan| &vlan.network));
            for name in listed {
                let Some(network) = cx.model.networks.iter().find(|network| network.name == *name) else { continue };
                if network.vlan.is_none() && !network.damaged {
                    report.push(
                        RULE.at(name.span, format!("network `{name}` has no tag"))
                            .label("only tagged networks belong here")
                            .also(network.head.span, "declared without `vlan=`")
                            .help(format!("write `untagged \"{name}\"`, or give the network its tag")),
                    );
                }
            }
            if let Some((name, network)) = interface.link.untagged.as_ref().zip(interface.untagged.and_then(|at| cx.model.networks.get(at)))
                && let Some(tag) = network.vlan
            {
                report.push(
                    RULE.at(name.span, format!("network `{name}` has a tag"))
                        .label("only a network without a tag belongs here")
                        .also(tag.span, "its tag")
                        .help(format!("write `vlans \"{name}\"`")),
                );
            }
        }
    }
}
