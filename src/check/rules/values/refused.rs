//! `values/refused`

mod ceph;

use crate::check::context::Context;
use crate::check::hatch::ChartValues;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Chart;
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
values "argo-cd" { configs { cm { "kustomize.buildOptions" "--enable-alpha-plugins --enable-exec"; }; }; }
"#,
        r#"
values "vcluster" { exportKubeConfig { server "vc.example.org"; }; }
"#,
        r#"
values "rook-ceph-cluster" { cephImage { tag "v19.2.3"; }; }
"#,
        r#"
values "rook-ceph-cluster" { cephClusterSpec { cephVersion { image "quay.io/ceph/ceph:v19.2.3"; }; }; }
"#,
        r#"
values "rook-ceph-cluster" { cephClusterSpec { storage { nearFullRatio 0.92; }; }; }
"#,
        r#"
values "rook-ceph-cluster" { cephClusterSpec { storage { fullRatio 0.99; }; }; }
"#,
        r#"
values "rook-ceph-cluster" {
    cephClusterSpec { network { provider "multus"; selectors { public "rook-ceph/public"; }; }; }
}
"#,
    ],
    right: &[
        r#"
values "vcluster" {
    controlPlane {
        backingStore { etcd { deploy { enabled #true; }; }; }
        statefulSet { highAvailability { replicas 3; }; }
    }
}
"#,
        r#"
values "rook-ceph-cluster" { cephImage { tag "v20.2.4-20260820"; }; }
"#,
        r#"
values "rook-ceph-cluster" {
    cephClusterSpec { storage { nearFullRatio 0.8; backfillFullRatio 0.85; fullRatio 0.9; }; }
}
"#,
    ],
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
            Chart::RookCephCluster => ceph::judge(cx, values, &mut refuse),
            Chart::Argocd => kustomize(values, &mut refuse),
            _ => {}
        }
    }
}

/// Says it: where, what is wrong, what that means, what to do.
type Refuse<'r> = dyn FnMut((&Key, &Node), &str, &str, &str) + 'r;

/// What a repository brings would be run, with the rights of Argo CD (kustomize build --help).
fn kustomize(values: &ChartValues<'_>, refuse: &mut Refuse<'_>) {
    const RUNS: [&str; 3] = [
        "--enable-exec",
        "--enable-alpha-plugins",
        "LoadRestrictionsNone",
    ];
    let options = values
        .node
        .at_path(&["configs", "cm", "kustomize.buildOptions"]);
    if let Some(options) = options
        && RUNS.iter().any(|option| options.1.text().contains(option))
    {
        refuse(
            options,
            "a repository could run programs in Argo CD, or read its files",
            "whoever may change a club's repository",
            "remove these options; `--enable-helm` alone is fine",
        );
    }
}

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
