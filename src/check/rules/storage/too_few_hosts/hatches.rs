//! Pools that escape hatches make: of object stores, and of objects of one's own.

use super::RULE;
use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::language::Chart;
use crate::model::Node as Machine;
use crate::source::Span;
use crate::yaml::{Kind, Node};

pub(super) fn find(cx: &Context<'_>) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for values in cx
        .hatches
        .values
        .iter()
        .filter(|values| values.owner == Chart::RookCephCluster)
    {
        let stores = values
            .node
            .get("cephObjectStores")
            .map(Node::items)
            .unwrap_or_default();
        for spec in stores.iter().filter_map(|store| store.get("spec")) {
            all.extend(
                of_spec(cx, spec)
                    .into_iter()
                    .map(|pool| pool.say(values.span(&pool.at.at))),
            );
        }
    }
    for object in &cx.hatches.objects {
        let Some(spec) = object
            .at(&["spec"])
            .filter(|_| KINDS.contains(&object.known()))
        else {
            continue;
        };
        all.extend(
            of_spec(cx, spec)
                .into_iter()
                .map(|pool| pool.say(object.span(&pool.at.at))),
        );
    }
    all
}

/// Kinds of Rook that make pools.
const KINDS: [&str; 3] = ["CephBlockPool", "CephFilesystem", "CephObjectStore"];

/// A pool with more parts than places.
struct TooWide<'n> {
    /// The number of copies, or of chunks.
    at: &'n Node,
    parts: u64,
    places: usize,
    place: &'static str,
}

/// The pools below a `spec`, and the spec itself where that is one.
fn of_spec<'n>(cx: &Context<'_>, spec: &'n Node) -> Vec<TooWide<'n>> {
    let named = ["metadataPool", "dataPool"]
        .into_iter()
        .filter_map(|name| spec.get(name));
    let listed = spec.get("dataPools").map(Node::items).unwrap_or_default();
    let own = [spec]
        .into_iter()
        .filter(|spec| spec.get("gateway").is_none());
    own.chain(named)
        .chain(listed)
        .filter_map(|pool| judge(cx, pool))
        .collect()
}

fn judge<'n>(cx: &Context<'_>, pool: &'n Node) -> Option<TooWide<'n>> {
    let (at, parts) = parts(pool)?;
    let (places, place) = places(cx, pool)?;
    (parts > places as u64).then_some(TooWide {
        at,
        parts,
        places,
        place,
    })
}

/// Copies or chunks, and where that is said.
fn parts(pool: &Node) -> Option<(&Node, u64)> {
    let number = |path: &[&str]| {
        let (_, node) = pool.at_path(path)?;
        match node.kind {
            Kind::Int(number) => Some((node, u64::try_from(number).ok()?)),
            _ => None,
        }
    };
    let Some((at, data)) = number(&["erasureCoded", "dataChunks"]) else {
        return number(&["replicated", "size"]);
    };
    let (_, coding) = number(&["erasureCoded", "codingChunks"])?;
    Some((at, data.saturating_add(coding)))
}

/// Machines or racks with disks of its class. Of other domains nothing is known.
fn places(cx: &Context<'_>, pool: &Node) -> Option<(usize, &'static str)> {
    let class = pool.get("deviceClass").map_or("", Node::text);
    let holds = |machine: &&Machine| {
        let mut disks = machine.storage_disks();
        disks.any(|disk| class.is_empty() || disk.media.value.word() == class)
    };
    let machines = cx.model.nodes.iter().filter(holds);
    match pool.get("failureDomain").map_or("", Node::text) {
        "" | "host" => Some((machines.count(), "machines")),
        "rack" => {
            let mut racks: Vec<_> = machines.filter_map(|machine| machine.rack).collect();
            racks.sort_unstable();
            racks.dedup();
            Some((racks.len(), "racks"))
        }
        _ => None,
    }
}

impl TooWide<'_> {
    fn say(&self, span: Span) -> Diagnostic {
        RULE.at(
            span,
            format!(
                "this pool needs {} {}, and there are {} with such disks",
                self.parts, self.place, self.places
            ),
        )
        .label("each part needs its own")
        .note("Ceph would wait for the missing ones forever, and every volume with it")
        .help(match self.places {
            0 => "write a `deviceClass` that there are disks of".to_string(),
            places => format!("write copies or chunks for {places} or fewer"),
        })
    }
}
