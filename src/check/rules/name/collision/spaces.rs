//! Names that are derived from those of the description, and live outside of Kubernetes: each is
//! held against all others of its name space.

use crate::check::rule::Rule;
use crate::diagnostic::Diagnostic;
use crate::model::constants::{CRUSH_ROOT, POD_NIC};
use crate::model::{Model, Purpose, Redundancy};
use crate::source::Span;
use std::borrow::Cow;

/// A name, and where it comes from.
pub(super) struct Derived<'m> {
    /// Of what it must be the only name: "pools of Ceph".
    pub space: Cow<'m, str>,
    pub name: Cow<'m, str>,
    /// Empty for a name that is always there.
    pub at: Span,
    /// What it is a name of.
    pub of: &'static str,
    /// It is written, not made from another.
    pub own: bool,
}

const POOLS: &str = "pools of Ceph";
const CRUSH: &str = "places in Ceph's map of machines";

/// Of all name spaces; what is always there comes first.
pub(super) fn all(model: &Model) -> Vec<Derived<'_>> {
    let mut all = Vec::new();
    if model.storage.is_some() {
        ceph_pools(model, &mut all);
        crush(model, &mut all);
    }
    cards(model, &mut all);
    all
}

fn ceph_pools<'m>(model: &'m Model, all: &mut Vec<Derived<'m>>) {
    let names = model.names();
    for pool in model.pools() {
        let mut add = |name: Cow<'m, str>, of, own| {
            all.push(Derived {
                space: POOLS.into(),
                name,
                at: pool.name.span,
                of,
                own,
            })
        };
        if pool.purpose == Purpose::Filesystem {
            let made = names.filesystem_pools(pool);
            made.into_iter()
                .for_each(|name| add(name.into(), "file system", false));
            continue;
        }
        add(pool.name.value.as_str().into(), "pool", true);
        if matches!(pool.redundancy, Redundancy::Erasure { .. }) {
            add(names.metadata_pool(pool).into(), "pool", false);
        }
    }
}

/// Machines and racks are in one map (Ceph CrushWrapper name_exists).
fn crush<'m>(model: &'m Model, all: &mut Vec<Derived<'m>>) {
    let mut add = |name, at, of, own| {
        all.push(Derived {
            space: CRUSH.into(),
            name,
            at,
            of,
            own,
        })
    };
    add(CRUSH_ROOT.into(), Span::default(), "root", false);
    for node in model.storage_nodes() {
        let name = model.names().crush_host(node);
        add(name.into(), node.decl.name.span, "machine", true);
    }
    let used = model.storage_racks();
    for rack in &model.racks {
        let name: &str = &rack.name.value.0;
        if used.contains(&name) {
            add(name.into(), rack.name.span, "rack", true);
        }
    }
}

/// A VM calls its cards by their networks.
fn cards<'m>(model: &'m Model, all: &mut Vec<Derived<'m>>) {
    for vm in &model.vms {
        let on_pods = vm.nics.iter().any(|nic| nic.network.is_none());
        let taken = vm.nics.iter().filter(|nic| nic.network.is_some());
        for nic in taken.filter(|nic| on_pods && &*nic.name.value.0 == POD_NIC) {
            let space = format!("cards of VM `{}`", vm.decl.name);
            let card = |at, of| Derived {
                space: space.clone().into(),
                name: POD_NIC.into(),
                at,
                of,
                own: false,
            };
            all.push(card(Span::default(), "card"));
            all.push(card(nic.name.span, "network"));
        }
    }
}

/// Points at the one that can be renamed.
pub(super) fn taken(rule: &Rule, first: &Derived<'_>, second: &Derived<'_>) -> Option<Diagnostic> {
    let (other, at) = match second.at.is_empty() {
        true => (second, first),
        false => (first, second),
    };
    if at.at.is_empty() {
        return None;
    }
    let message = format!("`{}` would be the name of two {}", at.name, at.space);
    let finding = rule.at(at.at, message).label(format!("this {}", at.of));
    Some(if other.at.is_empty() {
        let (note, help) = match other.of {
            "root" => (
                "Ceph calls the root of its map so itself",
                "choose another name for it",
            ),
            _ => (
                "the card on the pod network is called so, and KubeVirt refuses a VM with both",
                "give the network another name, or take `nic \"pod\"` from this VM",
            ),
        };
        finding.note(note).help(help)
    } else {
        finding
            .also(other.at, format!("this {} has it already", other.of))
            .help("rename the one that does not exist yet: under a new name it starts empty")
    })
}
