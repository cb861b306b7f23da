//! `node/place-taken`

use crate::check::about::machines::same_machine;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Rack;
use crate::model::Node;
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "node/place-taken",
    level: Level::Warning,
    since: "0.1.0",
    summary: "two machines are in the same rack unit, or one is outside of the rack",
    why: "Runbooks send people to a rack and a unit. If two machines claim the same one, sooner or \
          later the wrong machine is pulled.",
    fr: French {
        summary: "deux machines occupent la même unité d'une baie, ou l'une est hors de la baie",
        why: "Les procédures envoient des personnes à une baie et à une unité. Si deux machines la \
              revendiquent, l'une d'elles sera retirée par erreur.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    place rack="A" unit=14
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for (at, rack) in cx.model.racks.iter().enumerate() {
        let mut placed: Vec<(u32, u32, &Node)> = cx
            .model
            .nodes
            .iter()
            .filter(|node| node.rack == Some(at))
            .filter_map(|node| units(cx, node))
            .collect();
        placed.sort_by_key(|(bottom, _, node)| (*bottom, node.decl.head.span.start));
        outside(rack, &placed, report);
        same_place(rack, placed, report);
    }
}

fn outside(rack: &Rack, placed: &[(u32, u32, &Node)], report: &mut Report) {
    for (bottom, top, node) in placed {
        let Some(place) = &node.decl.place else {
            continue;
        };
        if *bottom == 0 || *top > rack.units.value {
            report.push(
                RULE.at(
                    place.unit.span,
                    format!(
                        "node `{}` is outside of rack `{}`",
                        node.decl.name, rack.name
                    ),
                )
                .label(format!("units {bottom} to {top} of 1 to {}", rack.units))
                .also(rack.units.span, "the rack")
                .help("unit 1 is at the bottom; `unit` is the lowest unit of the machine"),
            );
        }
    }
}

fn same_place(rack: &Rack, placed: Vec<(u32, u32, &Node)>, report: &mut Report) {
    let mut highest: Option<(u32, u32, &Node)> = None;
    for (bottom, top, node) in placed {
        if let (Some((from, taken, below)), Some(place)) = (highest, &node.decl.place)
            && bottom <= taken
            && !same_machine(below, node)
        {
            report.push(shared(
                rack,
                node,
                place.unit.span,
                below,
                (bottom, occupied(from, taken)),
            ));
        }
        if highest.is_none_or(|(_, taken, _)| top >= taken) {
            highest = Some((bottom, top, node));
        }
    }
}

fn shared(
    rack: &Rack,
    node: &Node,
    at: Span,
    below: &Node,
    (bottom, taken): (u32, String),
) -> Diagnostic {
    let problem = RULE
        .at(
            at,
            format!(
                "node `{}` is in the same place as `{}`",
                node.decl.name, below.decl.name
            ),
        )
        .label(format!("unit {bottom} of rack `{}`, again", rack.name));
    let other = below
        .decl
        .place
        .as_ref()
        .map_or(below.decl.head.span, |place| place.unit.span);
    problem
        .also(other, format!("`{}` occupies {}", below.decl.name, taken))
        .help(format!(
            "look at the rack, and correct one of the two; if both really are \
             there, in one chassis, {}",
            RULE.accept()
        ))
}

fn occupied(from: u32, to: u32) -> String {
    if from == to {
        format!("unit {from}")
    } else {
        format!("units {from} to {to}")
    }
}

/// Lowest and highest unit of a machine.
fn units<'m>(cx: &Context<'m>, node: &'m Node) -> Option<(u32, u32, &'m Node)> {
    let unit = node.decl.place.as_ref()?.unit;
    let hardware = cx.model.hardware.get(node.hardware?)?;
    let above = hardware.height.value.max(1) - 1;
    Some((unit.value, unit.value.saturating_add(above), node))
}
