//! `reference/ambiguous`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "reference/ambiguous",
    level: Level::Error,
    since: "0.1.0",
    summary: "a name is left out where several things could be meant",
    why: "A reference may be left out where only one thing can be meant. With a second pool, each \
          disk must say in which one it is kept.",
    fr: French {
        summary: "un nom est omis là où plusieurs choses sont possibles",
        why: "Une référence peut être omise là où une seule chose est possible. Avec un second \
              pool, chaque disque dit dans lequel il est gardé.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "vm-2" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
}
image "debian-13" kind=disk {
    url "https://images.example.org/debian-13-20261020.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
    pool "vm"
}
image "installer" kind=iso {
    url "https://images.example.org/installer-24.04.iso"
    sha256 "a79397e384a1871a9902875108af4fa04c85c1033484787a72c36fdbcc776094"
    virtual-size "3GiB"
    pool "vm"
}
club "robotics" {
    quota { cpu 16; memory "64GiB"; storage "500GiB"; }
    vm "sim" cpu=4 memory="8GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    right: &[r#"

"#],
    check: Check::Elsewhere, // found when names are resolved
};
