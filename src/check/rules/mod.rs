//! All rules: a folder per area, in it a file per rule. A test sees that none is forgotten.

use super::rule::Rule;

pub mod access;
pub mod allow;
pub mod capacity;
pub mod club;
pub mod cluster;
pub mod disk;
pub mod encryption;
pub mod image;
pub mod input;
pub mod language;
pub mod machine;
pub mod manifests;
pub mod name;
pub mod network;
pub mod node;
pub mod output;
pub mod patch;
pub mod platform;
pub mod reference;
pub mod secret;
pub mod storage;
pub mod syntax;
pub mod values;
pub mod vcluster;
pub mod version;
pub mod vm;

/// The rules of every area.
static AREAS: &[&[&Rule]] = &[
    access::RULES,
    allow::RULES,
    capacity::RULES,
    club::RULES,
    cluster::RULES,
    disk::RULES,
    encryption::RULES,
    image::RULES,
    input::RULES,
    language::RULES,
    machine::RULES,
    manifests::RULES,
    name::RULES,
    network::RULES,
    node::RULES,
    output::RULES,
    patch::RULES,
    platform::RULES,
    reference::RULES,
    secret::RULES,
    storage::RULES,
    syntax::RULES,
    values::RULES,
    vcluster::RULES,
    version::RULES,
    vm::RULES,
];

/// Every rule, by area.
pub fn all() -> impl Iterator<Item = &'static Rule> + Clone {
    AREAS.iter().copied().flatten().copied()
}

/// The rule of a slug.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
