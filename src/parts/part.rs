//! What a part is: when it is installed, from where, what it brings.
//!
//! Must not know: single parts.

use super::pods::{Deployment, Pods, Share};
use super::protection::{Health, Protection};
use super::secret::Secret;
use super::version::Version;
use super::written::Written;
use crate::language::Chart;
use crate::language::types::Release;
use crate::model::{Club, Model, Versions};
use crate::source::Spanned;

/// Something that Radier installs.
pub struct Part {
    /// Its Application and its folder below `platform/` are called so.
    pub name: &'static str,
    /// As people call it.
    pub title: &'static str,
    /// What it is for.
    pub what: &'static str,
    /// What its pods may do, where that is more than to look after their own objects.
    pub rights: &'static str,
    /// It is installed.
    pub when: fn(&Model) -> bool,
    /// The word of the description that brings it.
    pub needs: &'static str,
    pub from: From,
    /// It carries the traffic between pods: to change it on a running cluster interrupts all of it.
    pub is_network_plugin: bool,
    /// Versions that the description may name, that of the part itself first.
    pub versions: &'static [Version],
    /// The image that Radier names itself.
    pub image: Option<fn(&Versions) -> String>,
    /// How Argo CD applies it; none when there is no Application of its own.
    pub application: Option<Application>,
    /// Its Application holds nothing back, whatever hangs in it: it is about what people put in.
    pub gates_nothing: bool,
    /// Namespaces of its own.
    pub namespaces: &'static [&'static str],
    /// Objects that it makes, besides its Application and its namespaces.
    pub objects: for<'m> fn(&'m Model, &mut Vec<Written<'m>>),
    /// ServiceAccounts in Argo CD's namespace.
    pub accounts: &'static [&'static str],
    /// Clusters that Argo CD reaches by name.
    pub clusters: fn(&Model) -> Vec<String>,
    /// Secrets that it needs, or makes.
    pub secrets: fn(&Model) -> Vec<Secret>,
    /// Files of `schema/upstream` with the kinds that it serves.
    pub kinds: &'static [&'static str],
    /// What it has for tenants.
    pub tenants: Option<Tenants>,
    pub protected: &'static [Protection],
    /// How Argo CD sees that its objects work, where it cannot see it by itself.
    pub health: &'static [Health],
    /// What its values say of the health of others' objects: a key below this path each.
    pub keeps_health: Option<&'static Protection>,
    /// Its pods whose memory and CPU are known.
    pub pods: &'static [Pods],
    /// What it requests on each machine and nowhere else, in the order of `Model::nodes`; nothing
    /// when empty.
    pub takes: fn(&Model) -> Vec<Share>,
    /// Its pods on every machine that takes workloads.
    pub daemons: &'static [Pods],
    /// Its pods that the scheduler puts where there is room.
    pub deployments: fn(&Model) -> Vec<Deployment>,
}

impl Part {
    /// What most parts do not have. Each names itself, when it is there, and where it comes from.
    pub(super) const NOTHING: Part = Part {
        name: "",
        title: "",
        what: "",
        rights: "",
        when: |_| true,
        needs: "",
        from: From::Ours,
        is_network_plugin: false,
        versions: &[],
        image: None,
        application: None,
        gates_nothing: false,
        namespaces: &[],
        objects: |_, _| {},
        accounts: &[],
        clusters: |_| Vec::new(),
        secrets: |_| Vec::new(),
        kinds: &[],
        tenants: None,
        protected: &[],
        health: &[],
        keeps_health: None,
        pods: &[],
        takes: |_| Vec::new(),
        daemons: &[],
        deployments: |_| Vec::new(),
    };

    /// Its folder, below `out/`.
    pub fn folder(&self) -> String {
        format!("{PLATFORM}/{}", self.name)
    }

    /// Its Helm values, below `out/`.
    pub fn values(&self) -> String {
        format!("{}/values.yaml", self.folder())
    }

    /// Its objects, below `out/`.
    pub fn manifests(&self) -> String {
        format!("{}/manifests", self.folder())
    }

    /// The line of the description that its files come from.
    pub fn entity(&self, model: &Model) -> String {
        let application = self.application.as_ref();
        application.map_or_else(String::new, |application| (application.entity)(model))
    }

    /// The chart that `values` names for it.
    pub fn chart(&self) -> Option<Chart> {
        match self.from {
            From::Chart { values, .. } => Some(values),
            _ => None,
        }
    }

    /// The version of its chart.
    pub fn chart_version<'v>(&self, versions: &'v Versions) -> Option<&'v Spanned<Release>> {
        match self.from {
            From::Chart { version, .. } => Some(version(versions)),
            _ => None,
        }
    }

    /// What Argo CD fetches from elsewhere.
    pub fn remote(&self, model: &Model) -> Vec<String> {
        match self.from {
            From::Release(urls) => urls(model),
            _ => Vec::new(),
        }
    }
}

/// The folder of all parts, below `out/`.
pub const PLATFORM: &str = "platform";

/// Where a part comes from.
pub enum From {
    /// A Helm chart.
    Chart {
        repository: &'static str,
        /// As its repository names it.
        name: &'static str,
        /// As `values` names it.
        values: Chart,
        version: fn(&Versions) -> &Spanned<Release>,
        /// What its repository writes before a version.
        prefix: &'static str,
    },
    /// Files of a release, by their addresses.
    Release(fn(&Model) -> Vec<String>),
    /// Objects that Radier writes itself.
    Ours,
    /// Talos brings it.
    Talos,
}

impl From {
    pub fn is_of_talos(&self) -> bool {
        matches!(self, From::Talos)
    }
}

/// How Argo CD applies a part that is there once.
pub struct Application {
    /// Lower goes first.
    pub wave: i32,
    /// Where objects without a namespace of their own go.
    pub namespace: &'static str,
    /// Further namespaces in which it makes objects.
    pub also: &'static [&'static str],
    /// The line of the description that it comes from.
    pub entity: fn(&Model) -> String,
    /// Objects stand beside its chart, in a folder of their own; without a chart, always.
    pub manifests: fn(&Model) -> bool,
}

/// What a part has for tenants.
pub struct Tenants {
    /// What stands before the names of ClusterRoles for members.
    pub roles: &'static str,
    /// What a quota counts, and how many a club may have.
    pub counted: &'static str,
    pub may_have: fn(&Club) -> Option<u32>,
    /// Namespaces whose pods reach those of tenants.
    pub visitors: &'static [&'static str],
}
