//! `network/vlan-tag`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Network;
use crate::language::types::Name;
use crate::model::Interface;
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "network/vlan-tag",
    level: Level::Error,
    since: "0.1.0",
    summary: "a network is tagged where it should not be, or has an impossible tag",
    why: "Frames would arrive on the wrong network, or nowhere.\n\nVLAN tags go from 1 to 4094. \
          `vlans` and `vlan` carry tagged networks, `untagged` the one without a tag.",
    fr: French {
        summary: "un réseau est étiqueté là où il ne le faut pas, ou avec une étiquette impossible",
        why: "Les étiquettes VLAN vont de 1 à 4094. `vlans` et `vlan` portent des réseaux \
              étiquetés, `untagged` celui qui ne l'est pas : confondus, les trames arrivent sur le \
              mauvais réseau, ou nulle part.",
    },
    wrong: &[r#"
network "cameras" vlan=4095 subnet="10.60.0.0/24"
"#],
    right: &[r#"
network "cameras" vlan=60 subnet="10.60.0.0/24"
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    tags(cx, report);
    let untagged = untagged(cx);
    // One that many links carry: one line is missing, not many are wrong.
    for (network, named) in untagged {
        let help = format!(
            "give the network its tag, `vlan=50` for example; if it has none on the switch, write \
             `untagged \"{}\"` there",
            network.name
        );
        match named.as_slice() {
            [] => {}
            [name] => report.push(
                RULE.at(name.span, format!("network `{name}` has no tag"))
                    .label("only tagged networks belong here")
                    .also(network.head.span, "declared without `vlan=`")
                    .help(format!(
                        "write `untagged \"{name}\"`, or give the network its tag"
                    )),
            ),
            [first, others @ ..] => report.push(
                RULE.at(
                    network.head.span,
                    format!("network `{}` has no tag", network.name),
                )
                .label("`vlan=` is missing")
                .also(
                    first.span,
                    match others.len() {
                        1 => "carried as tagged here, and by one link more".to_string(),
                        more => format!("carried as tagged here, and by {more} links more"),
                    },
                )
                .help(help),
            ),
        }
    }
    has_tag(cx, report);
}

fn tags(cx: &Context<'_>, report: &mut Report) {
    for network in &cx.model.networks {
        if let Some(tag) = network.vlan.filter(|tag| !(1..=4094).contains(&tag.value)) {
            report.push(
                RULE.at(
                    tag.span,
                    format!("network `{}` has the tag {}", network.name, tag.value),
                )
                .label("tags go from 1 to 4094")
                .help("use the tag that is set on the switch"),
            );
        }
    }
}

/// Networks without a tag, each with the places where it is carried as if it had one.
fn untagged<'m>(cx: &Context<'m>) -> Vec<(&'m Network, Vec<&'m Spanned<Name>>)> {
    let untagged = cx
        .model
        .networks
        .iter()
        .filter(|network| network.vlan.is_none());
    let mut untagged: Vec<(&Network, Vec<&Spanned<Name>>)> =
        untagged.map(|network| (network, Vec::new())).collect();
    for name in interfaces(cx).flat_map(|interface| {
        interface
            .link
            .vlans
            .iter()
            .chain(interface.link.vlan.iter().map(|vlan| &vlan.network))
    }) {
        if let Some((_, named)) = untagged
            .iter_mut()
            .find(|(network, _)| network.name == *name)
        {
            named.push(name);
        }
    }
    untagged
}

fn has_tag(cx: &Context<'_>, report: &mut Report) {
    for interface in interfaces(cx) {
        if let Some((name, network)) = interface
            .link
            .untagged
            .as_ref()
            .zip(interface.untagged.and_then(|at| cx.model.networks.get(at)))
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

fn interfaces<'m>(cx: &Context<'m>) -> impl Iterator<Item = &'m Interface> {
    cx.model.nodes.iter().flat_map(|node| &node.interfaces)
}
