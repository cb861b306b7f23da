//! `node/etcd-on-hdd`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::{Media, Role};

pub static RULE: Rule = Rule {
    id: "node/etcd-on-hdd",
    level: Level::Warning,
    since: "0.1.0",
    summary: "etcd of a control plane writes to a spinning disk",
    why: "Every change to the cluster waits until etcd has written it to disk. A spinning disk \
          needs longer than etcd allows under load: leaders change, the API stops for seconds, and \
          operators keep restarting.",
    fr: French {
        summary: "etcd d'un plan de contrôle écrit sur un disque à plateaux",
        why: "Chaque changement du cluster attend qu'etcd l'ait écrit sur le disque. Sous la \
              charge, un disque à plateaux est plus lent que ce qu'etcd permet : le meneur change, \
              l'API s'arrête quelques secondes, et les opérateurs redémarrent en boucle.",
    },
    // etcd docs op-guide/hardware: 50 sequential IOPS at least, an SSD is recommended; 99 % of
    // fsyncs below 10 ms
    wrong: &[r#"
node "cp-3" model="server" role=control-plane {
    uuid "c0a80003-3333-4a10-8031-b7c04f32d103"
    place rack="A" unit=3
    nic "net" mac="02:00:00:00:00:03" address="10.0.0.13"
    disk "os" id="ata-HDD_0000C3" size="2TB" media=hdd use=install
}
"#],
    right: &[r#"
node "cp-3" model="server" role=control-plane {
    uuid "c0a80003-3333-4a10-8031-b7c04f32d103"
    place rack="A" unit=3
    nic "net" mac="02:00:00:00:00:03" address="10.0.0.13"
    disk "os" id="ata-SSD_0000C3" size="240GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in cx.model.nodes_of(Role::ControlPlane) {
        let Some(disk) = node
            .install_disk()
            .filter(|disk| disk.media.value == Media::Hdd)
        else {
            continue;
        };
        report.push(
            RULE.at(
                disk.media.span,
                format!("etcd of `{}` would live on a spinning disk", node.decl.name),
            )
            .label("too slow for etcd under load")
            .help(format!(
                "describe an SSD of the machine with `media=ssd use=install`, and remove this \
                 `use=install`; a machine that runs must be installed again; without an SSD, {}",
                RULE.accept()
            )),
        );
    }
}
