//! Rules over the [`Model`] and its ledgers: one file per rule in `rules`. A finding of an earlier
//! pass (syntax, decoding, resolution) has the same kind of file, without the function.
//!
//! Must not know: files, the terminal.

mod allow;
mod hatch;
mod reference;
mod rule;
mod rules;
mod secrets;

pub use reference::reference;
pub use rule::{French, Rule};
/// Rules whose findings are about files, which only the command line knows.
pub use rules::{input, output};

use self::hatch::Hatches;
use self::secrets::Placed;
use crate::capacity::{self, ClassLedger, NodeLedger, VmPlacement};
use crate::diagnostic::Report;
use crate::model::{Date, Model};
use crate::parts::{Parts, Written};
use crate::source::{Sources, Span, Spans};
use rustc_hash::{FxHashMap, FxHashSet};
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// All rules, by slug.
pub fn rules() -> Vec<&'static Rule> {
    let mut all: Vec<_> = rules::all().collect();
    all.sort_by_key(|rule| rule.id);
    all
}

/// The rule of a slug.
pub fn find(id: &str) -> Option<&'static Rule> {
    rules::all().find(|rule| rule.id == id)
}

/// Places of what looks like a secret in the text of files.
pub fn secrets(sources: &Sources) -> Vec<Span> {
    secrets::in_texts(sources)
        .into_iter()
        .map(|secret| secret.span)
        .collect()
}

/// What rules may look at.
pub struct Context<'m> {
    pub model: &'m Model,
    pub parts: &'m Parts,
    pub sources: &'m Sources,
    /// Memory and CPUs of nodes whose hardware is known.
    pub nodes: Vec<NodeLedger>,
    /// What stands in escape hatches.
    pub hatches: Hatches<'m>,
    /// Bytes of each device class.
    pub classes: Vec<ClassLedger<'m>>,
    /// Where VMs find room, once a rule has asked.
    placement: OnceLock<Option<VmPlacement>>,
    /// What `out/` will hold, once a rule has asked.
    written: OnceLock<Vec<Written<'m>>>,
    /// What looks like a secret, once a rule has asked.
    secrets: OnceLock<Vec<Placed>>,
    /// An address that nobody has, once a rule has asked.
    free_address: OnceLock<Option<std::net::Ipv4Addr>>,
}

impl<'m> Context<'m> {
    /// Reads the hatches and adds up the ledgers.
    pub fn new(model: &'m Model, parts: &'m Parts, sources: &'m Sources) -> Self {
        let (nodes, classes) = (capacity::nodes(model, parts), capacity::classes(model));
        let hatches = Hatches::read(model, parts, sources);
        Self {
            model,
            parts,
            sources,
            hatches,
            nodes,
            classes,
            placement: OnceLock::new(),
            written: OnceLock::new(),
            secrets: OnceLock::new(),
            free_address: OnceLock::new(),
        }
    }

    /// Objects of `out/`.
    fn written(&self) -> &[Written<'m>] {
        self.written.get_or_init(|| self.parts.written(self.model))
    }

    /// What looks like a secret.
    fn secrets(&self) -> &[Placed] {
        self.secrets.get_or_init(|| secrets::all(self))
    }

    /// Namespaces that are parts of the platform, with those of Kubernetes.
    fn platform_namespaces(&self) -> Vec<&str> {
        let own = self
            .written()
            .iter()
            .filter(|object| object.kind == "Namespace" && object.at.is_empty())
            .map(|object| &*object.name);
        own.chain(["kube-system", "kube-public", "kube-node-lease"])
            .collect()
    }

    /// Where running VMs find room; none when the hardware of a node is not known.
    fn placement(&self) -> Option<&VmPlacement> {
        self.placement
            .get_or_init(|| VmPlacement::new(self.model, &self.nodes))
            .as_ref()
    }
}

/// Runs all rules and applies the accepted findings. Without `today`, nothing expires.
pub fn run(
    model: &Model,
    parts: &Parts,
    sources: &Sources,
    today: Option<Date>,
    report: &mut Report,
) {
    all_rules(&Context::new(model, parts, sources), report);
    forget_secrets(report);
    allow::apply(model, today, report);
    give_reasons(report);
    report.sort();
}

/// What else is wrong with a secret is not told: it does not belong there.
fn forget_secrets(report: &mut Report) {
    let secrets: Spans = report
        .iter()
        .flat_map(|finding| finding.secrets.iter().copied())
        .collect();
    if !secrets.is_empty() {
        report.retain(|finding| {
            !finding.secrets.is_empty() || !secrets.overlap(finding.primary.span)
        });
    }
}

/// Findings without a note of their own tell the reason of their rule.
fn give_reasons(report: &mut Report) {
    let mut reasons: Option<FxHashMap<&str, &'static str>> = None;
    report.adjust(|finding| {
        if finding.notes.is_empty() {
            let reasons = reasons
                .get_or_insert_with(|| rules::all().map(|rule| (rule.id, rule.why)).collect());
            // The second paragraph tells of other cases of the same rule.
            finding.why = reasons
                .get(finding.rule)
                .and_then(|why| why.split("\n\n").next());
        }
        true
    });
}

/// From this many bytes on, rules share the processors: below, starting threads takes longer than
/// the rules.
const WORTH_THREADS: usize = 256 << 10;

/// Runs every rule. None sees another's findings, and readers get them sorted, so they may run side
/// by side.
fn all_rules(context: &Context<'_>, report: &mut Report) {
    let checks: Vec<_> = rules::all().filter_map(|rule| rule.check).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Report::default();
        while let Some(check) = checks.get(next.fetch_add(1, Ordering::Relaxed)) {
            check(context, &mut found);
        }
        found
    };
    let bytes: usize = context
        .sources
        .iter()
        .map(|(_, source)| source.text.len())
        .sum();
    let helpers = if bytes < WORTH_THREADS {
        0
    } else {
        thread::available_parallelism().map_or(0, |all| all.get().min(MAX_THREADS) - 1)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
        report.append(work());
        for thread in threads {
            report.append(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
}

/// More have nothing to do: a few rules take most of the time.
const MAX_THREADS: usize = 4;

/// Every `volume` of every `encryption`, each once.
fn encrypted_volumes<'m>(cx: &Context<'m>) -> impl Iterator<Item = &'m crate::language::VolumeKey> {
    let cluster = cx.model.cluster.decl.encryption.iter();
    let nodes = cx
        .model
        .nodes
        .iter()
        .filter_map(|node| node.decl.encryption.as_ref());
    cluster
        .chain(nodes)
        .flat_map(|encryption| &encryption.volume)
}

/// Disks may be missing from the model because of a mistake that was reported: sums over them prove
/// nothing.
fn disks_unsure(cx: &Context<'_>) -> bool {
    let model = cx.model;
    let storage = model
        .storage
        .as_ref()
        .is_some_and(|storage| storage.decl.incomplete);
    let disks = |node: &crate::model::Node| {
        let disks = &node.decl.disk;
        // One disk under two names is one disk too many.
        let mut names = FxHashSet::default();
        node.decl.incomplete
            || disks.iter().any(|disk| {
                disk.damaged || rules::disk::too_small::is(disk) || !names.insert(disk.id.name())
            })
    };
    // Two machines of one name are one host for Ceph.
    let names = model
        .nodes
        .windows(2)
        .any(|pair| pair[0].decl.name == pair[1].decl.name);
    storage
        || names
        || model.lost.anything
        || !model.lost.names.is_empty()
        || model.nodes.iter().any(disks)
}

/// The same for disks or pools.
fn storage_unsure(cx: &Context<'_>) -> bool {
    disks_unsure(cx)
        || cx.model.storage.as_ref().is_some_and(|storage| {
            storage.decl.damaged || storage.pools.iter().any(|pool| pool.damaged)
        })
}

/// A quota may be wrong because of a mistake that was reported.
fn quotas_unsure(cx: &Context<'_>) -> bool {
    cx.model
        .clubs
        .iter()
        .any(|club| club.decl.incomplete || club.decl.quota.damaged)
}

/// `eth0`, `enp1s0`, `ib0`, `lo`: a name that the kernel gives a link (systemd.net-naming-scheme).
fn is_kernel_link(name: &str) -> bool {
    let digits_after = |prefix: &str| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    [
        "eth", "end", "eno", "ens", "enp", "enP", "enu", "wlan", "wlp", "ib", "usb",
    ]
    .into_iter()
    .any(digits_after)
        || name.starts_with("enx")
        || name == "lo"
}

/// The name of an extension without that of its maker.
fn bare_extension(name: &str) -> &str {
    name.strip_prefix("siderolabs/").unwrap_or(name)
}

/// The command that lists the disks of a machine with the names that do not move.
fn disk_names(cx: &Context<'_>, node: &crate::model::Node) -> String {
    let address = cx.model.names().node_address(node);
    format!(
        "`talosctl get disks -n {address} -o yaml | grep -E 'dev_path|pretty_size|by-id'` shows \
         the names; add `--insecure` after `disks` while Talos is not installed"
    )
}

/// An address of the node network that nothing here uses, as an example.
fn free_address(cx: &Context<'_>) -> Option<std::net::Ipv4Addr> {
    *cx.free_address.get_or_init(|| look_for_free_address(cx))
}

fn look_for_free_address(cx: &Context<'_>) -> Option<std::net::Ipv4Addr> {
    let cluster = &cx.model.cluster.decl;
    let own = cx
        .model
        .nodes
        .iter()
        .flat_map(|node| &node.interfaces)
        .filter_map(|interface| interface.link.address.as_ref());
    let mut taken: Vec<std::net::Ipv4Addr> = own
        .map(|address| address.0)
        .filter(|address| cluster.nodes.subnet.is_host(*address))
        .collect();
    let highest = taken.iter().max().copied()?;
    taken.extend([cluster.nodes.gateway.value.0]);
    taken.extend(
        cluster
            .vip
            .iter()
            .map(|vip| vip.value.0)
            .chain(cluster.dns.iter().map(|dns| dns.value.0)),
    );
    let is_free = |address: &std::net::Ipv4Addr| {
        cluster.nodes.subnet.is_host(*address)
            && !taken.contains(address)
            && !cluster
                .load_balancers
                .as_ref()
                .is_some_and(|range| range.contains(*address))
    };
    (u32::from(highest)..)
        .skip(1)
        .take(256)
        .map(std::net::Ipv4Addr::from)
        .find(is_free)
}

/// The same in words, to stand behind "an address".
fn for_example(cx: &Context<'_>) -> String {
    free_address(cx).map_or(String::new(), |address| format!(", for example {address}"))
}

/// They have one UUID: a machine that is declared twice, or a copy whose lines were forgotten.
/// `node/duplicate-uuid` tells of all that they share.
fn same_machine(one: &crate::model::Node, other: &crate::model::Node) -> bool {
    let (Some(one), Some(other)) = (&one.decl.uuid, &other.decl.uuid) else {
        return false;
    };
    one.value == other.value && !one.span.is_empty() && !other.span.is_empty()
}

/// Extensions of a node at all levels, and where each is named.
fn extensions<'m>(
    cx: &Context<'m>,
    node: &'m crate::model::Node,
) -> impl Iterator<Item = (&'m str, Span)> {
    let named = node
        .settings(&cx.model.cluster)
        .flat_map(|(_, machine)| &machine.extensions);
    named
        .filter(|name| !name.span.is_empty())
        .map(|name| (bare_extension(&name.value), name.span))
}

/// Settings of machines at all levels: for the cluster, the roles, the nodes.
fn machines<'m>(cx: &Context<'m>) -> impl Iterator<Item = &'m crate::language::Machine> {
    let cluster = &cx.model.cluster.decl;
    let roles = [&cluster.control_plane, &cluster.worker]
        .into_iter()
        .flatten()
        .map(|role| &role.machine);
    std::iter::once(&cluster.machine)
        .chain(roles)
        .chain(cx.model.nodes.iter().map(|node| &node.decl.machine))
}
