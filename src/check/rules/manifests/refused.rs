//! `manifests/refused`

use crate::check::about::object::About;
use crate::check::about::schedule::{has_time_zone, is_schedule};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::upstream::amount;
use crate::yaml::{Kind, Node};
use ipnet::IpNet;

pub static RULE: Rule = Rule {
    id: "manifests/refused",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object has the right form, and the API server refuses it",
    why: "It is well-formed, so every check in CI is green; only the API server refuses it, after \
          the merge.\n\nSchemas know types, not sense: a network with host bits, a Job that \
          restarts forever, a selector that does not choose its own pods.",
    fr: French {
        summary: "un objet a la bonne forme, et le serveur d'API le refuse",
        why: "Les schémas connaissent les types, pas le sens : un réseau avec des bits d'hôte, un \
              Job qui redémarre sans fin, un sélecteur qui ne choisit pas ses propres pods. Toute \
              la CI est verte, et Argo CD s'arrête au serveur d'API.",
    },
    // Each of these was refused by a kube-apiserver 1.36.4 while closed schemas passed.
    wrong: &[
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec:
          minAvailable: 1
          maxUnavailable: 1
          selector:
            matchLabels:
              app: web
        """
}
"#,
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: few}
        spec:
          hard:
            request.cpu: 1
            request.memory: 1Gi
            request.storage: 1Gi
            request.ephemeral-storage: 1Gi
            limit.cpu: 1
            limit.memory: 1Gi
            limit.ephemeral-storage: 1Gi
            pods: 1.5
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: few}
        spec:
          limits: [{type: Container, default: {cpu: 100m}, defaultRequest: {cpu: 200m}}]
        """
}
"#,
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec:
          accessModes: [ReadWriteOnce]
          volumeMode: Blok
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: out}
        spec:
          podSelector: {}
          egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8, except: [10.1.0.0]}}]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: a}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Group, name: a}
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: own}
        provisioner: example.org/own
        volumeBindingMode: Later
        """
}
"#,
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once}
        spec:
          template:
            spec:
              containers: [{name: a, image: "example.org/a:1.0"}]
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly}
        spec:
          schedule: "@nightly"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Always
                  containers: [{name: a, image: "example.org/a:1.0"}]
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: backup}
        spec:
          schedule: "CRON_TZ=UTC 0 3 * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: a, image: "example.org/a:1.0"}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: wbe}}
            spec: {containers: [{name: a, image: "example.org/a:1.0"}]}
        """
}
"#,
    ],
    right: &[
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec:
          minAvailable: 1
          selector:
            matchLabels:
              app: web
        """
}
"#,
        r#"
manifests "jobs" namespace="default" {
    yaml """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report}
        spec:
          schedule: "*/5 * * * MON-FRI"
          timeZone: Europe/Paris
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: a, image: "example.org/a:1.0"}]
        """
}
"#,
    ],
    check: Check::Written(check),
};

const REFUSES: &str = "the API server refuses it";

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in &cx.hatches.objects {
        let about = &mut About {
            rule: &RULE,
            object,
            report,
            outcome: REFUSES,
        };
        match object.known() {
            "LimitRange" => limit_range(about),
            "StorageClass" => about.word(
                object.at(&["volumeBindingMode"]),
                "a volume binding mode",
                &["Immediate", "WaitForFirstConsumer"],
            ),
            "PersistentVolumeClaim" => claim(about),
            "NetworkPolicy" => networks(about, &object.node),
            "RoleBinding" => about.word(
                object.at(&["roleRef", "kind"]),
                "a kind of role to bind here",
                &["Role", "ClusterRole"],
            ),
            "ClusterRoleBinding" => about.word(
                object.at(&["roleRef", "kind"]),
                "a kind of role to bind here",
                &["ClusterRole"],
            ),
            "ResourceQuota" => quota(about),
            "Job" => job(about, &["spec", "template", "spec"]),
            "CronJob" => cron_job(about),
            "PodDisruptionBudget" => disruption_budget(about),
            "Deployment" | "StatefulSet" | "DaemonSet" => selector(about),
            _ => {}
        }
    }
}

fn limit_range(about: &mut About<'_, '_>) {
    for limit in about.at(&["spec", "limits"]).map_or(&[][..], Node::items) {
        let (Some(requests), Some(most)) = (limit.get("defaultRequest"), limit.get("default"))
        else {
            continue;
        };
        for (key, request) in requests.pairs() {
            let Some(most) = most.get(&key.text) else {
                continue;
            };
            if let (Some(low), Some(high)) = (number(request), number(most))
                && low > high
            {
                let message = format!(
                    "the default request of `{}` is above the default limit",
                    key.text
                );
                about.value(
                    request,
                    message,
                    REFUSES,
                    "make the request the smaller one",
                );
            }
        }
    }
}

fn number(node: &Node) -> Option<f64> {
    match node.kind {
        Kind::Int(number) => Some(number as f64),
        Kind::Float(number) => Some(number),
        _ => amount(node.text()),
    }
}

fn claim(about: &mut About<'_, '_>) {
    // A misspelt key below `resources` is told already.
    if let Some(spec) = about.at(&["spec"])
        && spec
            .at_path(&["resources", "requests", "storage"])
            .is_none()
        && spec.at_path(&["resources"]).is_none_or(|(_, resources)| {
            resources.pairs().is_empty() || resources.get("requests").is_some()
        })
    {
        let message = format!(
            "PersistentVolumeClaim `{}` has no size",
            about.object.name()
        );
        about.value(spec, message, REFUSES, "add `resources.requests.storage`");
    }
    about.word(
        about.at(&["spec", "volumeMode"]),
        "a volume mode",
        &["Filesystem", "Block"],
    );
}

/// Every `cidr` and `except`: the address must be that of the network.
fn networks(about: &mut About<'_, '_>, node: &Node) {
    node.each_scalar(&mut |path, node| {
        let [.., "cidr" | "except"] = path else {
            return;
        };
        let text = node.text();
        match text.parse::<IpNet>() {
            Ok(net) if net.addr() == net.network() => {}
            Ok(net) => about.value(
                node,
                format!("`{text}` is an address in a network, not a network"),
                REFUSES,
                &format!("write `{}`", net.trunc()),
            ),
            Err(_) => about.value(
                node,
                format!("`{text}` is not a network"),
                REFUSES,
                "write for example `10.0.0.0/8`",
            ),
        }
    });
}

fn quota(about: &mut About<'_, '_>) {
    for (key, value) in about.at(&["spec", "hard"]).map_or(&[][..], Node::pairs) {
        if key
            .text
            .split_once('.')
            .is_some_and(|(first, _)| ["request", "limit"].contains(&first))
        {
            let help = did_you_mean(&key.text, COUNTED)
                .map_or("write `requests.` or `limits.`".to_string(), |near| {
                    format!("did you mean `{near}`?")
                });
            about.key(
                key,
                format!("`{}` is nothing that a quota counts", key.text),
                REFUSES,
                &help,
            );
        }
        let counts = !["cpu", "memory", "storage", "hugepages"]
            .iter()
            .any(|amount| key.text.contains(amount));
        if counts && (matches!(value.kind, Kind::Float(_)) || value.text().contains('.')) {
            about.value(
                value,
                format!("`{}` is counted in whole numbers", key.text),
                REFUSES,
                "write a whole number",
            );
        }
    }
}

const COUNTED: [&str; 7] = [
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "limits.cpu",
    "limits.memory",
    "requests.ephemeral-storage",
    "limits.ephemeral-storage",
];

fn disruption_budget(about: &mut About<'_, '_>) {
    if let (Some(_), Some(most)) = (
        about.at(&["spec", "minAvailable"]),
        about.at(&["spec", "maxUnavailable"]),
    ) {
        let help = "keep `maxUnavailable`, how many pods may be down at once, or `minAvailable`, \
                    how many must be up; remove the other";
        about.value(
            most,
            "a PodDisruptionBudget has a minimum or a maximum, not both".to_string(),
            "`minAvailable` is there too",
            help,
        );
    }
}

/// Pods of a Job end; without a policy of its own a pod is started again forever (kubernetes
/// pkg/apis/batch/validation).
fn job(about: &mut About<'_, '_>, pod: &[&str]) {
    const LEGAL: [&str; 2] = ["Never", "OnFailure"];
    let Some(spec) = about.at(pod) else { return };
    match spec.get("restartPolicy") {
        None if spec.get("containers").is_some() => {
            let message = format!(
                "the pods of `{}` have no `restartPolicy`",
                about.object.name()
            );
            about.value(
                spec,
                message,
                REFUSES,
                "add `restartPolicy: OnFailure` beside `containers:`, or `Never`",
            );
        }
        policy => about.word(policy, "a restart policy of a Job", &LEGAL),
    }
}

fn cron_job(about: &mut About<'_, '_>) {
    job(about, &["spec", "jobTemplate", "spec", "template", "spec"]);
    let Some(schedule) = about
        .at(&["spec", "schedule"])
        .filter(|schedule| !is_schedule(schedule.text()))
    else {
        return;
    };
    let text = schedule.text();
    let (message, help) = if has_time_zone(text) {
        (
            format!("`{text}` holds a time zone"),
            "remove it here, and write it beside `schedule`, such as `timeZone: Europe/Paris`",
        )
    } else {
        (
            format!("`{text}` is not a schedule"),
            "write minute, hour, day, month and weekday (0 to 6, from Sunday), such as `0 3 * * *`",
        )
    };
    about.value(schedule, message, REFUSES, help);
}

/// The selector must choose the pods of the template.
fn selector(about: &mut About<'_, '_>) {
    let labels = about.at(&["spec", "template", "metadata", "labels"]);
    for (key, value) in about
        .at(&["spec", "selector", "matchLabels"])
        .map_or(&[][..], Node::pairs)
    {
        if labels
            .and_then(|labels| labels.get(&key.text))
            .is_none_or(|label| label.text() != value.text())
        {
            let message = format!(
                "the selector does not choose the pods of `{}`",
                about.object.name()
            );
            let help = format!(
                "add `{}: {}` to `template.metadata.labels`",
                key.text,
                value.text()
            );
            about.value(value, message, "the template has no such label", &help);
        }
    }
}
