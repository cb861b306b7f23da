//! `node/one-rack`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Role;

pub static RULE: Rule = Rule {
    id: "node/one-rack",
    level: Level::Warning,
    since: "0.1.0",
    summary: "all control planes are in one rack, and there are others",
    why: "One fuse, one switch or one cable can take the whole cluster down. With members of etcd \
          in several racks, the others keep running.",
    fr: French {
        summary: "tous les plans de contrôle sont dans une baie, et il y en a d'autres",
        why: "Un fusible, un commutateur ou un câble emporte tout le cluster. Avec des membres \
              d'etcd dans plusieurs baies, le reste continue.",
    },
    // etcd docs op-guide/failures: a majority must survive
    wrong: &[r#"
rack "B"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="B" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
"#],
    right: &[r#"
rack "B"
node "cp-3" model="server" role=control-plane {
    uuid "c0a80003-3333-4a10-8031-b7c04f32d103"
    place rack="B" unit=3
    nic "net" mac="02:00:00:00:00:03" address="10.0.0.13"
    disk "os" id="ata-SSD_0000C3" size="240GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let planes: Vec<_> = cx.model.nodes_of(Role::ControlPlane).collect();
    let [first, _, _, ..] = planes.as_slice() else {
        return;
    };
    // A rack without machines is no place to move to.
    let others = cx
        .model
        .nodes
        .iter()
        .any(|node| node.rack.is_some() && node.rack != first.rack);
    if !others
        || planes
            .iter()
            .any(|node| node.rack.is_none() || node.rack != first.rack)
    {
        return;
    }
    if let (Some(place), Some(rack)) = (
        &first.decl.place,
        first.rack.and_then(|at| cx.model.racks.get(at)),
    ) {
        report.push(
            RULE.at(
                place.rack.span,
                format!(
                    "all {} control planes are in rack `{}`",
                    planes.len(),
                    rack.name
                ),
            )
            .label("the first of them by name")
            .help(
                "move all but one to other racks, each to its own if there are enough, and correct \
                 `rack=` in their `place`",
            ),
        );
    }
}
