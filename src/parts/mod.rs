//! What Radier can install, one file per part: when it is installed, from where, in which versions,
//! what it makes, what of it is protected. Every other pass reads it here; nothing else decides
//! whether a part is there. `schema/parts.md` is generated from these declarations.
//!
//! Must not know: text, YAML, how an object is written.

pub mod argocd;
pub mod cdi;
pub mod ceph_csi_drivers;
pub mod cilium;
pub mod external_secrets;
pub mod flannel;
pub mod images;
pub mod kubevirt;
mod markdown;
pub mod multus;
mod pods;
mod protection;
pub mod rook_ceph;
pub mod rook_ceph_cluster;
mod secret;
pub mod snapshots;
pub mod storage;
pub mod vcluster;
mod version;
mod written;

pub use markdown::markdown;
pub use pods::{Pods, Share};
pub use protection::{Health, Protection};
pub use secret::Secret;
pub use version::{Oldest, Runs, Version};
pub use written::Written;

use self::protection::HEALTH_OF;
use crate::language::Chart;
use crate::language::types::Release;
use crate::model::{Club, Model, Versions};
use crate::source::Spanned;
use crate::upstream::kubernetes;

/// Every part, by name.
pub static ALL: &[&Part] = &[
    &argocd::PART,
    &cdi::PART,
    &ceph_csi_drivers::PART,
    &cilium::PART,
    &external_secrets::PART,
    &flannel::PART,
    &images::PART,
    &kubevirt::PART,
    &multus::PART,
    &rook_ceph::PART,
    &rook_ceph_cluster::PART,
    &snapshots::PART,
    &storage::PART,
    &vcluster::PART,
];

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
    /// Its pods whose memory and CPU are known.
    pub pods: &'static [Pods],
    /// What it takes at most of each machine, in the order of `Model::nodes`; nothing when empty.
    pub takes: fn(&Model) -> Vec<Share>,
}

impl Part {
    /// What most parts do not have. Each names itself, when it is there, and where it comes from.
    const NOTHING: Part = Part {
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
        namespaces: &[],
        objects: |_, _| {},
        accounts: &[],
        clusters: |_| Vec::new(),
        secrets: |_| Vec::new(),
        kinds: &[],
        tenants: None,
        protected: &[],
        health: &[],
        pods: &[],
        takes: |_| Vec::new(),
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

/// Parts that can be installed, and those that a description installs.
#[derive(Clone)]
pub struct Parts {
    known: Vec<&'static Part>,
    installed: Vec<&'static Part>,
}

impl Parts {
    /// What a description installs of these.
    pub fn new(known: &[&'static Part], model: &Model) -> Self {
        let installed = known.iter().copied().filter(|part| (part.when)(model));
        Self {
            known: known.to_vec(),
            installed: installed.collect(),
        }
    }

    /// Everything that could be installed.
    pub fn known(&self) -> impl Iterator<Item = &'static Part> {
        self.known.iter().copied()
    }

    /// What is installed, by name.
    pub fn installed(&self) -> impl Iterator<Item = &'static Part> {
        self.installed.iter().copied()
    }

    /// A part is installed.
    pub fn has(&self, part: &Part) -> bool {
        self.installed
            .iter()
            .any(|installed| installed.name == part.name)
    }

    /// The part of a chart.
    pub fn of_chart(&self, chart: Chart) -> Option<&'static Part> {
        self.known().find(|part| part.chart() == Some(chart))
    }

    /// The part that serves a group of kinds, such as `kubevirt.io/v1`.
    pub fn serving(&self, api_version: &str) -> Option<&'static Part> {
        let serves = |file: &&str| kubernetes::serves(file, api_version);
        self.known().find(|part| part.kinds.iter().any(serves))
    }

    /// What is protected in the values of a chart, by its keys from the root.
    pub fn protections(&self, chart: Chart) -> Vec<(Vec<&'static str>, Protection)> {
        let Some(part) = self.of_chart(chart) else {
            return Vec::new();
        };
        let own = part.protected.iter();
        let mut all: Vec<_> = own.map(|row| (row.path.to_vec(), row.clone())).collect();
        if part.name == argocd::PART.name {
            let keys = self.known().flat_map(|part| part.health);
            all.extend(keys.map(|health| {
                let path = HEALTH_OF.path.iter().copied().chain([health.key]);
                (path.collect(), HEALTH_OF.clone())
            }));
        }
        all
    }

    /// Objects of `out/`, but the borders of tenants (quotas, policies, roles), which belong to
    /// their namespace.
    pub fn written<'m>(&self, model: &'m Model) -> Vec<Written<'m>> {
        written::all(self, model)
    }

    /// What Argo CD fetches from elsewhere, by part, in the order in which it is applied.
    pub fn remote(&self, model: &Model) -> Vec<(&'static str, String)> {
        let wave = |part: &&Part| {
            part.application
                .as_ref()
                .map(|application| application.wave)
        };
        let mut parts = self.installed.clone();
        parts.sort_by_key(wave);
        let of_part =
            |part: &'static Part| part.remote(model).into_iter().map(|url| (part.name, url));
        parts.into_iter().flat_map(of_part).collect()
    }

    /// What all parts take at most of each machine, in the order of `Model::nodes`.
    pub fn take(&self, model: &Model) -> Vec<Share> {
        let mut all = vec![Share::NOTHING; model.nodes.len()];
        for part in self.installed() {
            for (sum, share) in all.iter_mut().zip((part.takes)(model)) {
                *sum = sum.plus(share);
            }
        }
        all
    }
}
