//! Values of chart `rook-ceph-cluster`.

use super::Refuse;
use crate::check::context::Context;
use crate::check::hatch::ChartValues;
use crate::model::constants::NAMESPACE_ROOK;
use crate::parts::rook_ceph_cluster::OSD;
use crate::upstream::amount;
use crate::yaml::{Key, Kind, Node};

/// rook v1.20.6 pkg/operator/ceph/cluster/osd/osd.go (2048 MB) and mon/health.go updateMonTimeout.
pub(super) fn judge(cx: &Context<'_>, values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    osd_memory(values, refuse);
    settings(values, refuse);
    older_image(cx, values, refuse);
    ratios(values, refuse);
    networks(cx, values, refuse);
    if let Some(timeout) = spec(values, &["healthCheck", "daemonHealth", "mon", "timeout"])
        .filter(|(_, timeout)| !timeout.text().is_empty() && !is_duration(timeout.text()))
    {
        refuse(
            timeout,
            "this is not a duration, and Rook goes on with its default",
            "how long a monitor may be away",
            "write a number and a unit, like `45m`",
        );
    }
}

/// Data that a newer Ceph has written cannot be read by an older one.
fn older_image(cx: &Context<'_>, values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    let said = &cx.model.versions.decl.ceph;
    let places: [&[&str]; 2] = [
        &["cephImage", "tag"],
        &["cephClusterSpec", "cephVersion", "image"],
    ];
    for place in places
        .into_iter()
        .filter_map(|path| values.node.at_path(path))
    {
        let image = place.1.text().split('@').next().unwrap_or_default();
        let tag = image.rsplit(':').next().unwrap_or_default();
        // `v20.2.4-20260820` is a build of 20.2.4.
        let release = tag
            .trim_start_matches('v')
            .split('-')
            .next()
            .unwrap_or_default();
        let Ok(release) = semver::Version::parse(release) else {
            continue;
        };
        if release < *said.version() {
            refuse(
                place,
                &format!("Ceph {release} is older than the {said} of `versions`"),
                "the monitors of a running cluster do not start with it",
                "remove this line; `versions` says which Ceph runs",
            );
        }
    }
}

/// What Ceph does when disks fill up, in this order (ceph OSDMonitor.cc, `osd set-nearfull-ratio`),
/// and what Radier writes.
const RATIOS: [(&str, f64); 3] = [
    ("nearFullRatio", 0.85),
    ("backfillFullRatio", 0.90),
    ("fullRatio", 0.95),
];
/// Above it there is no room left to repair anything.
const MOST_FULL: f64 = 0.97;

fn ratios(values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    let said = RATIOS.map(|(name, ours)| {
        let place = spec(values, &["storage", name]);
        let number = place.and_then(|(_, node)| match node.kind {
            Kind::Float(number) => Some(number),
            Kind::Int(number) => Some(number as f64),
            _ => None,
        });
        (place, number.unwrap_or(ours))
    });
    let wrong = said.windows(2).find(|pair| pair[0].1 >= pair[1].1);
    if let Some([low, high]) = wrong {
        if let Some(place) = low.0.or(high.0) {
            refuse(
                place,
                "these limits are not in their order",
                "Ceph warns, stops to move data, and stops writes: in this order",
                "write `nearFullRatio` below `backfillFullRatio` below `fullRatio`; without them: \
                 0.85, 0.90, 0.95",
            );
        }
        return;
    }
    let [.., (full, part)] = said;
    if let Some(place) = full.filter(|_| part > MOST_FULL) {
        refuse(
            place,
            "with disks this full Ceph cannot repair itself",
            "nothing is left to write what deleting needs",
            "write 0.95, which Ceph is made for, or remove this line",
        );
    }
}

/// Monitors and disks of Ceph on networks of Multus wait for these before they start.
fn networks(cx: &Context<'_>, values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    let multus = spec(values, &["network", "provider"]).filter(|(_, node)| node.says("multus"));
    let Some(provider) = multus else { return };
    let part = cx.parts.serving("k8s.cni.cncf.io/v1");
    if part.is_some_and(|part| !cx.parts.has(part)) {
        refuse(
            provider,
            "nothing here installs Multus",
            "Ceph's pods wait for networks that nobody makes",
            "remove `network`; Ceph then uses the network of the pods",
        );
        return;
    }
    let selectors = ["public", "cluster"]
        .into_iter()
        .filter_map(|name| spec(values, &["network", "selectors", name]));
    for selector in selectors.filter(|(_, node)| !is_made(cx, node.text())) {
        refuse(
            selector,
            "no manifest makes this network",
            "Ceph's pods wait for it forever",
            "add its NetworkAttachmentDefinition to `manifests`, or remove `network`",
        );
    }
}

/// A network of Multus, as `namespace/name`, stands in a manifest.
fn is_made(cx: &Context<'_>, network: &str) -> bool {
    let (namespace, name) = network.split_once('/').unwrap_or((NAMESPACE_ROOK, network));
    cx.hatches.objects.iter().any(|object| {
        object.known() == "NetworkAttachmentDefinition"
            && object.name() == name
            && object.namespace() == namespace
    })
}

fn osd_memory(values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    // Only the limit is looked at, and none is no limit (rook pkg/operator/k8sutil CheckPodMemory).
    let limit = spec(values, &["resources", "osd", "limits", "memory"]);
    let bytes = |(_, node): &(_, &Node)| match node.kind {
        Kind::Int(bytes) => Some(bytes as f64),
        _ => amount(node.text()),
    };
    let help = "write `4Gi`, which Ceph is made for, or remove it";
    let request = spec(values, &["resources", "osd", "requests", "memory"])
        .as_ref()
        .and_then(bytes)
        .unwrap_or(OSD.memory.bytes() as f64);
    match limit.as_ref().and_then(bytes) {
        Some(bytes) if bytes > 0.0 && bytes < LEAST_OSD => {
            limit.into_iter().for_each(|limit| {
                refuse(
                    limit,
                    "an OSD does not start with less than 2 GiB of memory",
                    "Rook makes no OSD with this",
                    help,
                )
            });
        }
        Some(bytes) if bytes > 0.0 && bytes < request => {
            limit.into_iter().for_each(|limit| {
                refuse(
                    limit,
                    "the memory limit of an OSD is below its request",
                    "the API server refuses its pod",
                    help,
                )
            });
        }
        _ => {}
    }
    let paths: [&[&str]; 3] = [
        &["resources", "osd"],
        &["resources", "osd", "limits"],
        &["resources", "osd", "limits", "memory"],
    ];
    if let Some(gone) = paths
        .into_iter()
        .filter_map(|path| spec(values, path))
        .find(|(_, node)| node.kind == Kind::Null)
    {
        refuse(
            gone,
            "an OSD without a memory limit takes what it finds",
            "Talos ends pods without a limit first",
            "remove this line",
        );
    }
}

fn settings(values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    // types.go CephConfig map[string]map[string]string and StorageScopeSpec.Config
    // map[string]string.
    let sections = spec(values, &["cephConfig"])
        .into_iter()
        .flat_map(|(_, sections)| sections.pairs())
        .map(|(_, section)| section);
    let settings = sections
        .chain(spec(values, &["storage", "config"]).map(|(_, section)| section))
        .flat_map(Node::pairs);
    for (key, value) in
        settings.filter(|(_, value)| !matches!(value.kind, Kind::Text { .. } | Kind::Null))
    {
        refuse(
            (key, value),
            "settings of Ceph are text, whatever they mean",
            "the API server refuses this CephCluster",
            "write the value between quotes",
        );
    }
}

/// A key of the CephCluster that the chart writes.
fn spec<'v>(values: &'v ChartValues<'_>, path: &[&str]) -> Option<(&'v Key, &'v Node)> {
    values.node.at_path(&[&["cephClusterSpec"], path].concat())
}

/// Bytes.
const LEAST_OSD: f64 = 2048.0 * 1024.0 * 1024.0;

/// `45m`, `1h30m`, `1.5h`: Go's time.ParseDuration.
fn is_duration(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let unit = ["ms", "us", "ns", "h", "m", "s"]
            .into_iter()
            .find(|unit| number.starts_with(unit));
        match unit {
            Some(unit) if number.len() < rest.len() => rest = &number[unit.len()..],
            _ => return text == "0",
        }
    }
    !text.is_empty()
}

#[cfg(test)]
mod tests {
    #[test]
    fn durations_are_go_s() {
        assert!(
            ["45m", "1h30m", "1.5h", "0", "500ms"]
                .into_iter()
                .all(super::is_duration)
        );
        assert!(
            ["10", "", "m", "45 m", "1d"]
                .into_iter()
                .all(|text| !super::is_duration(text))
        );
    }
}
