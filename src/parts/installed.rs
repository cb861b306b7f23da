//! What a description installs.
//!
//! Must not know: single parts.

use super::part::Part;
use super::pods::{Deployment, Share};
use super::protection::Protection;
use crate::language::Chart;
use crate::model::Model;
use crate::upstream::kubernetes;

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
        if let Some(row) = part.keeps_health {
            let keys = self.known().flat_map(|part| part.health);
            all.extend(keys.map(|health| {
                let path = row.path.iter().copied().chain([health.key]);
                (path.collect(), row.clone())
            }));
        }
        all
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

    /// What all parts run on every machine that takes workloads.
    pub fn daemons(&self) -> Share {
        let all = self.installed().flat_map(|part| part.daemons);
        all.fold(Share::NOTHING, |sum, pods| sum.plus(Share::of(*pods)))
    }

    /// Pods of all parts that the scheduler puts where there is room.
    pub fn deployments(&self, model: &Model) -> Vec<Deployment> {
        let all = self.installed();
        all.flat_map(|part| (part.deployments)(model)).collect()
    }

    /// What all parts request on each machine, in the order of `Model::nodes`.
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
