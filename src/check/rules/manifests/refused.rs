//! `manifests/refused`

use crate::check::hatch::{self, Object};
use crate::check::{Context, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::{Kind, Node};
use ipnet::IpNet;

pub static RULE: Rule = Rule {
    id: "manifests/refused",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object has the right form, and the API server refuses it",
    why: "Schemas know types, not sense: a misspelt Pod Security level, a network with host bits, a Job that restarts for ever. \
          Every check in CI is green, and Argo CD stops at the API server.",
    // Each of these was refused by a kube-apiserver 1.36.4 while closed schemas passed.
    wrong: r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: monitoring
          labels:
            pod-security.kubernetes.io/enforce: privilegd
        """
}
"#,
    right: r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: monitoring
          labels:
            pod-security.kubernetes.io/enforce: privileged
        """
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in hatch::objects(cx) {
        let mut judge = Judge { object: &object, report };
        judge.metadata();
        match object.kind() {
            "LimitRange" => judge.limit_range(),
            "StorageClass" => judge.word("volumeBindingMode", &["volumeBindingMode"], &["Immediate", "WaitForFirstConsumer"]),
            "PersistentVolumeClaim" => judge.claim(),
            "NetworkPolicy" => judge.cidrs(&object.node),
            "RoleBinding" => judge.word("roleRef.kind", &["roleRef", "kind"], &["Role", "ClusterRole"]),
            "ClusterRoleBinding" => judge.word("roleRef.kind", &["roleRef", "kind"], &["ClusterRole"]),
            "ResourceQuota" => judge.quota(),
            "Job" => judge.word("restartPolicy", &["spec", "template", "spec", "restartPolicy"], &["Never", "OnFailure"]),
            "PodDisruptionBudget" => judge.disruption_budget(),
            "Deployment" | "StatefulSet" | "DaemonSet" => judge.selector(),
            "Secret" | "ConfigMap" => judge.data(),
            _ => {}
        }
    }
}

struct Judge<'o, 'm, 'r> {
    object: &'o Object<'m>,
    report: &'r mut Report,
}

impl<'o> Judge<'o, '_, '_> {
    fn at(&self, path: &[&str]) -> Option<&'o Node> {
        self.object.node.at_path(path).map(|(_, node)| node)
    }

    fn refuse(&mut self, node: &Node, message: String, label: &str, help: &str) {
        self.report.push(RULE.at(self.object.place(node), message).label(label).help(help));
    }

    /// A text that must be one of some words; what is not there is no matter of this rule.
    fn word(&mut self, name: &str, path: &[&str], legal: &[&str]) {
        if let Some(node) = self.at(path)
            && !legal.contains(&node.text())
        {
            let help = format!("write {}", crate::diagnostic::list(legal.iter().copied()));
            self.refuse(node, format!("`{name}` cannot be {}", node.shown()), "the API server refuses it", &help);
        }
    }

    fn metadata(&mut self) {
        if let Some(Node { kind: Kind::Map(labels), .. }) = self.at(&["metadata", "labels"]) {
            for (key, value) in labels {
                let text = value.text();
                if let Some(mode) = key.text.strip_prefix("pod-security.kubernetes.io/") {
                    if mode.ends_with("-version") {
                        if text != "latest" && !text.starts_with("v1.") {
                            self.refuse(value, format!("`{text}` is no version of Pod Security"), "the API server refuses it", "write `latest`, or like `v1.36`");
                        }
                    } else if !["privileged", "baseline", "restricted"].contains(&text) {
                        self.refuse(value, format!("`{text}` is no level of Pod Security"), "the API server refuses it", "write `privileged`, `baseline` or `restricted`");
                    }
                } else if !is_label_value(text) {
                    self.refuse(value, format!("`{text}` cannot be the value of a label"), "the API server refuses it", "at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends; longer texts are annotations");
                }
            }
        }
        if let Some(node) = self.at(&["metadata", "name"])
            && !is_name(node.text())
        {
            self.refuse(node, format!("`{}` cannot be a name", node.text()), "the API server refuses it", "write lower-case letters, digits, `-` and `.`");
        }
    }

    fn limit_range(&mut self) {
        let Some(Node { kind: Kind::List(limits), .. }) = self.at(&["spec", "limits"]) else { return };
        for limit in limits {
            let (Some(Node { kind: Kind::Map(requests), .. }), Some(most)) = (limit.get("defaultRequest"), limit.get("default")) else { continue };
            for (key, request) in requests {
                let Some(most) = most.get(&key.text) else { continue };
                if let (Some(low), Some(high)) = (amount(request), amount(most))
                    && low > high
                {
                    self.refuse(request, format!("the default request of `{}` is above the default limit", key.text), "the API server refuses it", "make the request the smaller one");
                }
            }
        }
    }

    fn claim(&mut self) {
        if let Some(spec) = self.at(&["spec"])
            && spec.at_path(&["resources", "requests", "storage"]).is_none()
            // A misspelt key below is told already.
            && spec.at_path(&["resources"]).is_none_or(|(_, resources)| resources.get("requests").is_some())
        {
            self.refuse(spec, format!("PersistentVolumeClaim `{}` has no size", self.object.name()), "the API server refuses it", "add `resources.requests.storage`");
        }
        self.word("volumeMode", &["spec", "volumeMode"], &["Filesystem", "Block"]);
    }

    /// Every `cidr` and `except`: the address must be that of the network.
    fn cidrs(&mut self, node: &Node) {
        match &node.kind {
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    if key.text == "cidr" {
                        self.cidr(value);
                    } else if let ("except", Kind::List(items)) = (key.text.as_str(), &value.kind) {
                        items.iter().for_each(|item| self.cidr(item));
                    } else {
                        self.cidrs(value);
                    }
                }
            }
            Kind::List(items) => items.iter().for_each(|item| self.cidrs(item)),
            _ => {}
        }
    }

    fn cidr(&mut self, node: &Node) {
        let text = node.text();
        match text.parse::<IpNet>() {
            Ok(net) if net.addr() == net.network() => {}
            Ok(net) => self.refuse(node, format!("`{text}` is an address in a network, not a network"), "the API server refuses it", &format!("write `{}`", net.trunc())),
            Err(_) => self.refuse(node, format!("`{text}` is no network"), "the API server refuses it", "write for example `10.0.0.0/8`"),
        }
    }

    fn quota(&mut self) {
        let Some(Node { kind: Kind::Map(hard), .. }) = self.at(&["spec", "hard"]) else { return };
        for (key, value) in hard {
            let near = ["requests.cpu", "requests.memory", "requests.storage", "limits.cpu", "limits.memory", "requests.ephemeral-storage", "limits.ephemeral-storage"];
            let misspelt = key.text.split_once('.').is_some_and(|(first, _)| ["request", "limit"].contains(&first));
            if misspelt {
                let help = crate::diagnostic::did_you_mean(&key.text, near).map_or("write `requests.` or `limits.`".to_string(), |near| format!("did you mean `{near}`?"));
                self.report.push(RULE.at(self.object.span(&key.at), format!("`{}` is nothing that a quota counts", key.text)).label("the API server refuses it").help(help));
            }
            let counts = !key.text.contains("cpu") && !key.text.contains("memory") && !key.text.contains("storage");
            if counts && (matches!(value.kind, Kind::Float(_)) || value.text().contains('.')) {
                self.refuse(value, format!("`{}` is counted in whole numbers", key.text), "the API server refuses it", "write a whole number");
            }
        }
    }

    fn disruption_budget(&mut self) {
        if let (Some(_), Some(most)) = (self.at(&["spec", "minAvailable"]), self.at(&["spec", "maxUnavailable"])) {
            self.refuse(most, "a budget has either a minimum or a maximum".to_string(), "`minAvailable` stands there too", "remove one of the two");
        }
    }

    /// The selector must choose the pods of the template.
    fn selector(&mut self) {
        let labels = self.at(&["spec", "template", "metadata", "labels"]);
        let Some(Node { kind: Kind::Map(wanted), .. }) = self.at(&["spec", "selector", "matchLabels"]) else { return };
        for (key, value) in wanted {
            if labels.and_then(|labels| labels.get(&key.text)).is_none_or(|label| label.text() != value.text()) {
                self.refuse(value, format!("the selector does not choose the pods of `{}`", self.object.name()), "the template has no such label", &format!("add `{}: {}` to `template.metadata.labels`", key.text, value.text()));
            }
        }
    }

    fn data(&mut self) {
        for field in ["data", "stringData", "binaryData"] {
            let Some(Node { kind: Kind::Map(pairs), .. }) = self.at(&[field]) else { continue };
            for (key, _) in pairs {
                if key.text.is_empty() || !key.text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
                    self.report.push(
                        RULE.at(self.object.span(&key.at), format!("`{}` cannot be a key of {}", key.text, self.object.kind()))
                            .label("the API server refuses it")
                            .help("letters, digits, `-`, `_` and `.`"),
                    );
                }
            }
        }
    }
}

/// apimachinery pkg/util/validation IsValidLabelValue.
fn is_label_value(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    text.len() <= 63 && text.chars().all(|c| edge(c) || "-_.".contains(c)) && text.starts_with(edge) != text.is_empty() && text.ends_with(edge) != text.is_empty()
}

/// apimachinery pkg/util/validation IsDNS1123Subdomain; names of roles take `:` too.
fn is_name(text: &str) -> bool {
    text.len() <= 253 && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:".contains(c)) && !text.starts_with(['-', '.']) && !text.ends_with(['-', '.'])
}

/// A quantity as a number.
fn amount(node: &Node) -> Option<f64> {
    if let Kind::Int(number) = node.kind {
        return Some(number as f64);
    }
    let text = node.text();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let factor = match &text[end..] {
        "" => 1.0,
        "m" => 1e-3,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "Ki" => 1024.0,
        "Mi" => 1048576.0,
        "Gi" => 1073741824.0,
        "Ti" => 1099511627776.0,
        _ => return None,
    };
    text[..end].parse::<f64>().ok().map(|number| number * factor)
}
