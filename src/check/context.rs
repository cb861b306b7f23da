//! What rules may look at: a description, and what is computed from it once.

use super::hatch::Hatches;
use super::secrets::{self, Placed};
use crate::capacity::{self, ClassLedger, NodeLedger, VmPlacement};
use crate::diagnostic::Unread;
use crate::model::Model;
use crate::parts::{Parts, Written};
use crate::source::Sources;
use std::net::Ipv4Addr;
use std::sync::OnceLock;

/// What rules may look at.
pub struct Context<'m> {
    pub model: &'m Model,
    pub parts: &'m Parts,
    pub sources: &'m Sources,
    /// Places that nothing is to be concluded from; the runner sees to it.
    pub(super) unread: &'m Unread,
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
    pub(super) free_address: OnceLock<Option<Ipv4Addr>>,
}

impl<'m> Context<'m> {
    /// Reads the hatches and adds up the ledgers.
    pub fn new(
        model: &'m Model,
        parts: &'m Parts,
        sources: &'m Sources,
        unread: &'m Unread,
    ) -> Self {
        let (nodes, classes) = (capacity::nodes(model, parts), capacity::classes(model));
        let hatches = Hatches::read(model, parts, sources, unread);
        Self {
            model,
            parts,
            sources,
            unread,
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
    pub fn written(&self) -> &[Written<'m>] {
        self.written.get_or_init(|| self.parts.written(self.model))
    }

    /// What looks like a secret.
    pub fn secrets(&self) -> &[Placed] {
        self.secrets
            .get_or_init(|| secrets::all(self.model, &self.hatches, self.sources))
    }

    /// Namespaces that are parts of the platform, with those of Kubernetes.
    pub fn platform_namespaces(&self) -> Vec<&str> {
        let own = self
            .written()
            .iter()
            .filter(|object| object.kind == "Namespace" && object.at.is_empty())
            .map(|object| &*object.name);
        own.chain(["kube-system", "kube-public", "kube-node-lease"])
            .collect()
    }

    /// Where running VMs find room; none when the hardware of a node is not known.
    pub fn placement(&self) -> Option<&VmPlacement> {
        self.placement
            .get_or_init(|| VmPlacement::new(self.model, self.parts, &self.nodes))
            .as_ref()
    }
}
