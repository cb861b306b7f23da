//! Helm values against the chart's schema, where it has one, and against the keys of its
//! `values.yaml`: a made-up key passes Helm silently.

use super::{complaints, documents};
use crate::platforms;
use crate::support::upstream;
use flate2::read::GzDecoder;
use serde_json::Value;
use std::io::Read;
use std::path::Path;

/// What a chart says of its values.
pub struct Chart {
    pub values: Value,
    schema: Option<jsonschema::Validator>,
    closed: bool,
}

impl Chart {
    pub fn new(upstream: &Path, archive: &str) -> Self {
        let packed = std::fs::File::open(upstream.join("charts").join(archive)).unwrap();
        let mut tar = tar::Archive::new(GzDecoder::new(packed));
        let (mut values, mut schema, mut closed) = (Value::Null, None, false);
        for entry in tar.entries().unwrap() {
            let mut entry = entry.unwrap();
            let path = entry.path().unwrap().to_string_lossy().into_owned();
            // The chart's own files, not those of its dependencies.
            if path.matches('/').count() != 1 {
                continue;
            }
            let mut text = String::new();
            if path.ends_with("/values.yaml") {
                entry.read_to_string(&mut text).unwrap();
                values = documents(&text).remove(0);
            } else if path.ends_with("/values.schema.json") {
                entry.read_to_string(&mut text).unwrap();
                let read: Value = serde_json::from_str(&text).unwrap();
                closed = read["additionalProperties"] == false;
                schema = Some(jsonschema::validator_for(&read).unwrap());
            }
        }
        Self {
            values,
            schema,
            closed,
        }
    }

    pub fn judge(&self, values: &Value) -> Vec<String> {
        let mut found = self
            .schema
            .iter()
            .flat_map(|schema| complaints(schema, values))
            .collect::<Vec<_>>();
        // A closed schema knows all keys; the values know only those with a default.
        if !self.closed {
            unknown_keys(values, &self.values, "", &mut found);
        }
        found
    }
}

/// Keys that the chart's own values do not have. An empty map, a list or nothing takes any key.
fn unknown_keys(ours: &Value, chart: &Value, path: &str, found: &mut Vec<String>) {
    let (Some(ours), Some(chart)) = (ours.as_object(), chart.as_object()) else {
        return;
    };
    if chart.is_empty() {
        return;
    }
    for (key, value) in ours {
        match chart.get(key) {
            Some(inner) => unknown_keys(value, inner, &format!("{path}/{key}"), found),
            None if OPEN.iter().any(|open| path.starts_with(open))
                || OPTIONAL.contains(&format!("{path}/{key}").as_str()) => {}
            None => found.push(format!("{path}/{key}: not a key of the chart")),
        }
    }
}

/// Maps that the chart passes on as they are: settings of Argo CD, and specifications that
/// `kubernetes.rs` judges.
const OPEN: [&str; 3] = ["/configs/cm", "/configs/params", "/cephClusterSpec"];

/// Keys that stand only in comments of the chart's values, and in its templates.
const OPTIONAL: [&str; 3] = [
    "/operatorConfig/driverSpecDefaults/nodePlugin/priorityClassName",
    "/operatorConfig/driverSpecDefaults/controllerPlugin/priorityClassName",
    "/socketLB/hostNamespaceOnly",
];

const CHARTS: [(&str, &str); 7] = [
    ("platform/argocd/", "argo-cd.tgz"),
    ("platform/cilium/", "cilium-1.19.6.tgz"),
    ("platform/rook-ceph/", "rook-ceph.tgz"),
    ("platform/ceph-csi-drivers/", "ceph-csi-drivers.tgz"),
    ("platform/rook-ceph-cluster/", "rook-ceph-cluster.tgz"),
    ("platform/external-secrets/", "external-secrets.tgz"),
    ("clubs/", "vcluster.tgz"),
];

#[test]
#[ignore = "needs ../shared"]
fn every_value_is_a_key_of_its_chart() {
    let Some(upstream) = upstream() else { return };
    let charts: Vec<(&str, Chart)> = CHARTS
        .iter()
        .map(|(start, archive)| (*start, Chart::new(&upstream, archive)))
        .collect();
    let mut failures = String::new();
    for platform in platforms::all() {
        for artifact in platform
            .artifacts()
            .into_iter()
            .filter(|artifact| artifact.path.ends_with("/values.yaml"))
        {
            let (_, chart) = charts
                .iter()
                .find(|(start, _)| artifact.path.starts_with(start))
                .unwrap();
            for complaint in chart.judge(&documents(&artifact.text)[0]) {
                failures.push_str(&format!(
                    "{} {}: {complaint}\n",
                    platform.name, artifact.path
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
