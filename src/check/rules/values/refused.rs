//! `values/refused`

use crate::check::context::Context;
use crate::check::hatch::ChartValues;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Chart;
use crate::parts::rook_ceph_cluster::OSD;
use crate::upstream::amount;
use crate::yaml::{Key, Kind, Node};

pub static RULE: Rule = Rule {
    id: "values/refused",
    level: Level::Error,
    since: "0.1.0",
    summary: "values have the right form, and the program that reads them refuses or ignores them",
    why: "The chart accepts it; what it configures then refuses to start, or ignores it.\n\nA \
          chart looks at the form of values only. vcluster ends with an error and starts anew \
          forever, Rook makes no OSD, or silently goes on with its default.",
    fr: French {
        summary: "des valeurs ont la bonne forme, et le programme qui les lit les refuse ou les \
                  ignore",
        why: "Un chart ne regarde que la forme des valeurs. Leur sens est lu plus tard, dans le \
              cluster : vcluster s'arrête sur une erreur et redémarre sans fin, Rook ne fait aucun \
              OSD, ou continue avec son défaut sans rien dire.",
    },
    wrong: &[
        r#"
values "vcluster" { controlPlane { statefulSet { highAvailability { replicas 3; }; }; }; }
"#,
        r#"
values "vcluster" { exportKubeConfig { server "vc.example.org"; }; }
"#,
    ],
    right: &[r#"
values "vcluster" {
    controlPlane {
        backingStore { etcd { deploy { enabled #true; }; }; }
        statefulSet { highAvailability { replicas 3; }; }
    }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for values in &cx.hatches.values {
        let mut refuse = |(key, _): (&Key, &Node), problem: &str, label: &str, help: &str| {
            report.push(
                RULE.at(values.span(&key.at), problem.to_string())
                    .label(label.to_string())
                    .help(help.to_string()),
            );
        };
        match values.owner {
            Chart::Vcluster => vcluster(values, &mut refuse),
            Chart::RookCephCluster => ceph(values, &mut refuse),
            _ => {}
        }
    }
}

type Refuse<'r> = dyn FnMut((&Key, &Node), &str, &str, &str) + 'r;

/// vcluster v0.36.1 config ValidateConfigAndSetDefaults.
fn vcluster(values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    let node = &values.node;
    replicas(node, refuse);
    if let Some(server) = node
        .at_path(&["exportKubeConfig", "server"])
        .filter(|(_, server)| !server.text().is_empty() && !server.text().starts_with("https://"))
    {
        refuse(
            server,
            "the address in a kubeconfig of a vcluster starts with `https://`",
            "vcluster does not start with this",
            "write `https://` before it, or remove it",
        );
    }
    both_ways(node, refuse);
}

fn replicas(node: &Node, refuse: &mut Refuse<'_>) {
    let is_on = |path: &[&str]| {
        node.at_path(path)
            .is_some_and(|(_, value)| value.kind == Kind::Bool(true))
    };
    let other_store = [
        ["etcd", "deploy"],
        ["etcd", "embedded"],
        ["database", "external"],
    ]
    .iter()
    .any(|[kind, store]| is_on(&["controlPlane", "backingStore", kind, store, "enabled"]));
    if let Some(replicas) = node.at_path(&[
        "controlPlane",
        "statefulSet",
        "highAvailability",
        "replicas",
    ]) && matches!(replicas.1.kind, Kind::Int(2..))
        && !other_store
    {
        let help = "write `replicas 1`; to survive the loss of a machine, keep them and add an \
                    etcd to the block of `controlPlane`: `backingStore { etcd { deploy { enabled \
                    #true } } }`";
        refuse(
            replicas,
            "several replicas of a vcluster need a shared database",
            "without one, each has its own database file",
            help,
        );
    }
}

/// What is copied to the host and from it.
fn both_ways(node: &Node, refuse: &mut Refuse<'_>) {
    let both = ["fromHost", "toHost"].map(|way| {
        node.at_path(&["sync", way, "priorityClasses", "enabled"])
            .filter(|(_, value)| value.says("true"))
    });
    if let [Some(_), Some(again)] = both {
        refuse(
            again,
            "priority classes cannot be copied both ways",
            "they come from the host already",
            "remove one of the two",
        );
    }
    let kept_away = node
        .at_path(&["sync", "fromHost", "storageClasses", "enabled"])
        .is_some_and(|(_, value)| value.says("false"));
    if let Some(classes) = node
        .at_path(&["sync", "toHost", "storageClasses", "enabled"])
        .filter(|(_, value)| value.says("true") && !kept_away)
    {
        let help = "remove it: Radier shows the classes of the host inside of vclusters";
        refuse(
            classes,
            "storage classes cannot be copied both ways",
            "they come from the host already",
            help,
        );
    }
}

/// rook v1.20.6 pkg/operator/ceph/cluster/osd/osd.go (2048 MB) and mon/health.go updateMonTimeout.
fn ceph(values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    osd_memory(values, refuse);
    settings(values, refuse);
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
