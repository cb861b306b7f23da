//! `patch/kubelet`

use crate::check::about::say;
use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model;
use crate::source::Span;
use crate::upstream::{self, Reader, judge};
use crate::yaml::{Key, Kind, Node};

pub static RULE: Rule = Rule {
    id: "patch/kubelet",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch gives the kubelet a setting with which it does not start",
    why: "Talos accepts any key of the kubelet's configuration, and the kubelet then refuses to \
          start, on every machine that the patch reaches. Pods go on until the first reboot; then \
          nothing comes back.",
    fr: French {
        summary: "un patch donne au kubelet un réglage avec lequel il ne démarre pas",
        why: "Talos prend n'importe quelle clé de la configuration du kubelet, et le kubelet \
              refuse alors de démarrer, sur chaque machine que le patch atteint. Les pods \
              continuent jusqu'au premier redémarrage ; ensuite rien ne revient.",
    },
    // kubernetes pkg/kubelet/images/image_gc_manager.go: low (80) must be below high (85); talos
    // pkg/machinery/kubelet
    wrong: &[
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraConfig:
          imageGCHighThresholdPercent: 75
    """
"#,
        r#"
patch "talos" on=all """
    machine:
      kubelet:
        extraConfig:
          apiVersion: kubelet.config.k8s.io/v1beta1
          kind: KubeletConfiguration
          authentication: {}
          authorization: {}
          cgroupRoot: /
          kubeletCgroups: /a
          port: 10250
          protectKernelDefaults: true
          resolvConf: /etc/resolv.conf
          rotateCertificates: true
          seccompDefault: true
          staticPodPath: /a
          systemCgroups: /a
    """
"#,
    ],
    right: &[r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraConfig:
          imageGCHighThresholdPercent: 75
          imageGCLowThresholdPercent: 70
    """
"#],
    check: Check::Written(check),
};

/// Keys that Talos sets itself and refuses (talos pkg/machinery/kubelet/kubelet.go).
const OF_TALOS: [&str; 13] = [
    "apiVersion",
    "authentication",
    "authorization",
    "cgroupRoot",
    "kind",
    "kubeletCgroups",
    "port",
    "protectKernelDefaults",
    "resolvConf",
    "rotateCertificates",
    "seccompDefault",
    "staticPodPath",
    "systemCgroups",
];

fn check(cx: &Context<'_>, report: &mut Report) {
    garbage_collection(cx, report);
    for document in &cx.hatches.patches {
        let Some(settings) = settings(cx, document) else {
            continue;
        };
        let version = cx.model.versions.decl.kubernetes.minor();
        // Of a newer Kubernetes, fields may be there that are not known yet.
        let known = upstream::kubelet()
            .filter(|_| upstream::version("kubelet").is_some_and(|known| version <= known));
        for complaint in known
            .map(|shape| judge(settings, shape, Reader::Patch))
            .unwrap_or_default()
        {
            report.push(say(
                &RULE,
                document.span(&complaint.at),
                &complaint,
                "the kubelet",
                Reader::Patch,
            ));
        }
        let Kind::Map(pairs) = &settings.kind else {
            continue;
        };
        of_talos(document, pairs, report);
    }
}

/// What Talos sets itself.
fn of_talos(document: &PatchDocument<'_>, pairs: &[(Key, Node)], report: &mut Report) {
    for (key, _) in pairs
        .iter()
        .filter(|(key, _)| OF_TALOS.contains(&key.text.as_str()))
    {
        report.push(
            RULE.at(
                document.span(&key.at),
                format!("Talos sets `{}` of the kubelet itself", key.text),
            )
            .label("refused when the configuration is applied")
            .help("remove it"),
        );
    }
}

/// The configuration of the kubelet in a patch.
fn settings<'d>(cx: &Context<'_>, document: &'d PatchDocument<'_>) -> Option<&'d Node> {
    let entry = match document.kind() {
        // `patch/replaced`
        "" if cx.model.versions.contract.minor() >= (1, 14) => None,
        "" => document
            .node
            .at_path(&["machine", "kubelet", "extraConfig"]),
        "KubeletConfig" => document.node.entry("config"),
        _ => None,
    };
    entry.map(|(_, settings)| settings)
}

/// Images are removed from `high` percent of the disk down to `low`. What several patches say of a
/// machine is merged.
fn garbage_collection(cx: &Context<'_>, report: &mut Report) {
    let said: Vec<_> = cx
        .hatches
        .patches
        .iter()
        .filter_map(|document| Some((document, settings(cx, document)?)))
        .collect();
    let mut told = Vec::new();
    for node in &cx.model.nodes {
        let (high, low) = (
            last(&said, node, "imageGCHighThresholdPercent"),
            last(&said, node, "imageGCLowThresholdPercent"),
        );
        let (high_percent, low_percent) = (
            high.map_or(85, |(percent, _)| percent),
            low.map_or(80, |(percent, _)| percent),
        );
        let Some((_, at)) = high.or(low).filter(|_| low_percent >= high_percent) else {
            continue;
        };
        if told.contains(&at) {
            continue;
        }
        told.push(at);
        report.push(crossed(
            at,
            (high.is_some(), high_percent),
            (low.is_some(), low_percent),
        ));
    }
}

/// Each with whether it is written, and its percent.
fn crossed(at: Span, high: (bool, i64), low: (bool, i64)) -> Diagnostic {
    let ((has_high, high_percent), (has_low, low_percent)) = (high, low);
    let help = match has_high {
        true if has_low => format!(
            "lower the other one: `imageGCLowThresholdPercent: {}`",
            (high_percent - 5).max(0)
        ),
        true => format!(
            "add a lower one beside it: `imageGCLowThresholdPercent: {}`",
            (high_percent - 5).max(0)
        ),
        false => format!(
            "add a higher one beside it: `imageGCHighThresholdPercent: {}`",
            (low_percent + 5).min(100)
        ),
    };
    RULE.at(at, "the kubelet would not start with these thresholds")
        .label(format!(
            "low threshold {low_percent} % is not below high threshold {high_percent} %"
        ))
        .note(
            "without a value of its own, the low threshold is 80 and the high one 85; a \
             machine without its kubelet runs no pods",
        )
        .help(help)
}

/// The value that a machine gets of a setting, and where it is written: the last one wins.
fn last(
    said: &[(&PatchDocument<'_>, &Node)],
    node: &model::Node,
    name: &str,
) -> Option<(i64, Span)> {
    let mut all = said
        .iter()
        .filter(|(document, _)| node.is_called(&document.owner.on));
    all.by_ref()
        .rev()
        .find_map(|(document, settings)| match settings.entry(name) {
            Some((
                key,
                Node {
                    kind: Kind::Int(number),
                    ..
                },
            )) => Some((*number, document.span(&key.at))),
            _ => None,
        })
}
