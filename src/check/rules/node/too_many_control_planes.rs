//! `node/too-many-control-planes`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, names};
use crate::language::Role;

pub static RULE: Rule = Rule {
    id: "node/too-many-control-planes",
    level: Level::Warning,
    since: "0.1.0",
    summary: "more than seven control planes",
    why: "Each write of etcd goes to every member and waits for more than half of them. Beyond \
          seven, more machines make the cluster slower and no safer: seven survive the loss of \
          three at once.",
    fr: French {
        summary: "plus de sept plans de contrôle",
        why: "Chaque écriture d'etcd va à tous les membres et en attend plus de la moitié. Au-delà \
              de sept, le cluster devient plus lent et pas plus sûr : sept survivent à la perte de \
              trois à la fois.",
    },
    // etcd docs faq: 'What is maximum cluster size?' recommends seven at most
    wrong: &[r#"
node "cp-4" model="server" role=control-plane {
    uuid "c0a80004-4444-4a10-8031-b7c04f32d104"
    place rack="A" unit=24
    nic "net" mac="02:00:00:00:00:04" address="10.0.0.14"
    disk "os" id="ata-SSD_0000C4" size="240GB" media=ssd use=install
}
node "cp-5" model="server" role=control-plane {
    uuid "c0a80005-5555-4a10-8031-b7c04f32d105"
    place rack="A" unit=25
    nic "net" mac="02:00:00:00:00:05" address="10.0.0.15"
    disk "os" id="ata-SSD_0000C5" size="240GB" media=ssd use=install
}
node "cp-6" model="server" role=control-plane {
    uuid "c0a80006-6666-4a10-8031-b7c04f32d106"
    place rack="A" unit=26
    nic "net" mac="02:00:00:00:00:06" address="10.0.0.16"
    disk "os" id="ata-SSD_0000C6" size="240GB" media=ssd use=install
}
node "cp-7" model="server" role=control-plane {
    uuid "c0a80007-7777-4a10-8031-b7c04f32d107"
    place rack="A" unit=27
    nic "net" mac="02:00:00:00:00:07" address="10.0.0.17"
    disk "os" id="ata-SSD_0000C7" size="240GB" media=ssd use=install
}
node "cp-8" model="server" role=control-plane {
    uuid "c0a80008-8888-4a10-8031-b7c04f32d108"
    place rack="A" unit=28
    nic "net" mac="02:00:00:00:00:08" address="10.0.0.18"
    disk "os" id="ata-SSD_0000C8" size="240GB" media=ssd use=install
}
node "cp-9" model="server" role=control-plane {
    uuid "c0a80009-9999-4a10-8031-b7c04f32d109"
    place rack="A" unit=29
    nic "net" mac="02:00:00:00:00:09" address="10.0.0.19"
    disk "os" id="ata-SSD_0000C9" size="240GB" media=ssd use=install
}
"#],
    right: &[r#"
node "cp-4" model="server" role=control-plane {
    uuid "c0a80004-4444-4a10-8031-b7c04f32d104"
    place rack="A" unit=24
    nic "net" mac="02:00:00:00:00:04" address="10.0.0.14"
    disk "os" id="ata-SSD_0000C4" size="240GB" media=ssd use=install
}
node "cp-5" model="server" role=control-plane {
    uuid "c0a80005-5555-4a10-8031-b7c04f32d105"
    place rack="A" unit=25
    nic "net" mac="02:00:00:00:00:05" address="10.0.0.15"
    disk "os" id="ata-SSD_0000C5" size="240GB" media=ssd use=install
}
node "cp-6" model="server" role=control-plane {
    uuid "c0a80006-6666-4a10-8031-b7c04f32d106"
    place rack="A" unit=26
    nic "net" mac="02:00:00:00:00:06" address="10.0.0.16"
    disk "os" id="ata-SSD_0000C6" size="240GB" media=ssd use=install
}
node "cp-7" model="server" role=control-plane {
    uuid "c0a80007-7777-4a10-8031-b7c04f32d107"
    place rack="A" unit=27
    nic "net" mac="02:00:00:00:00:07" address="10.0.0.17"
    disk "os" id="ata-SSD_0000C7" size="240GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

/// The most that upstream recommends.
const MOST: usize = 7;

fn check(cx: &Context<'_>, report: &mut Report) {
    let planes: Vec<_> = cx.model.nodes_of(Role::ControlPlane).collect();
    if let Some(first) = planes.get(MOST) {
        let others: Vec<String> = planes[MOST..]
            .iter()
            .map(|node| node.decl.name.to_string())
            .collect();
        report.push(
            RULE.at(
                first.decl.role.span,
                format!("{} control planes: more than 7 do not help", planes.len()),
            )
            .label("this is the eighth")
            .note(format!(
                "with {MOST}, the cluster survives the loss of 3; more make every write of etcd \
                 slower"
            ))
            .help(format!(
                "give {} `role=worker`",
                names(others.iter().map(String::as_str))
            )),
        );
    }
}
