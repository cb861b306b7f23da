//! `manifests/wrong-name`

use crate::check::about::object::About;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::is_label_value;
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "manifests/wrong-name",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object has a name, a label or a key that Kubernetes cannot have",
    why: "It is well-formed, so every check in CI is green; only the API server refuses it, after \
          the merge.\n\nSchemas take any text: a name with capital letters, a label with a blank, \
          a misspelt Pod Security level.",
    fr: French {
        summary: "un objet a un nom, une étiquette ou une clé que Kubernetes ne peut pas avoir",
        why: "Les schémas acceptent n'importe quel texte : un nom avec des majuscules, une \
              étiquette avec un blanc, un niveau Pod Security mal écrit. Toute la CI est verte, et \
              Argo CD s'arrête au serveur d'API.",
    },
    // Each of these was refused by a kube-apiserver 1.36.4 while closed schemas passed.
    wrong: &[r#"
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
"#],
    right: &[
        r#"
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
        r#"
manifests "ports" namespace="default" {
    yaml """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        spec:
          selector: {app: web}
          ports:
            - {name: http-metrics, port: 80, targetPort: http-metrics}
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
        if let Some(name) = about
            .at(&["metadata", "name"])
            .filter(|name| !name.text().is_empty() && !is_name(object.known(), name.text()))
        {
            about.value(
                name,
                format!("`{}` cannot be a name", name.text()),
                REFUSES,
                if matches!(object.known(), "Namespace" | "Service") {
                    "write lower-case letters, digits and `-`, 63 at most"
                } else {
                    "write lower-case letters, digits, `-` and `.`"
                },
            );
        }
        labels(about);
        names_of_keys(about);
        ports(about);
        if object.known() == "Service" {
            service_ports(about);
        }
        if matches!(object.known(), "Secret" | "ConfigMap") {
            keys(about);
        }
    }
}

fn labels(about: &mut About<'_, '_>) {
    for (key, value) in about
        .at(&["metadata", "labels"])
        .map_or(&[][..], Node::pairs)
    {
        let text = value.text();
        match key.text.strip_prefix("pod-security.kubernetes.io/") {
            Some(mode)
                if mode.ends_with("-version") && text != "latest" && !text.starts_with("v1.") =>
            {
                about.value(
                    value,
                    format!("`{text}` is not a version of Pod Security"),
                    REFUSES,
                    "write `latest`, or like `v1.36`",
                );
            }
            Some(_) => about.word(
                Some(value),
                "a level of Pod Security",
                &["privileged", "baseline", "restricted"],
            ),
            None if !is_label_value(text) => {
                let help = "at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit \
                            at both ends; longer text goes into annotations";
                about.value(
                    value,
                    format!("`{text}` cannot be the value of a label"),
                    REFUSES,
                    help,
                );
            }
            None => {}
        }
    }
}

/// Keys of labels and annotations (apimachinery pkg/util/validation IsQualifiedName).
fn names_of_keys(about: &mut About<'_, '_>) {
    for field in ["labels", "annotations"] {
        for (key, _) in about.at(&["metadata", field]).map_or(&[][..], Node::pairs) {
            let (prefix, name) = key
                .text
                .rsplit_once('/')
                .map_or((None, key.text.as_str()), |(prefix, name)| {
                    (Some(prefix), name)
                });
            if name.is_empty()
                || !is_label_value(name)
                || prefix.is_some_and(|prefix| !is_name("", &prefix.to_lowercase()))
            {
                let help = "write `name` or `prefix/name`: letters, digits, `-`, `_` and `.`, with \
                            a letter or digit at both ends";
                about.key(
                    key,
                    format!("`{}` cannot be a key of `{field}`", key.text),
                    REFUSES,
                    help,
                );
            }
        }
    }
}

/// Of several ports each has a name, a label of DNS (kubernetes pkg/apis/core/validation
/// ValidateService).
fn service_ports(about: &mut About<'_, '_>) {
    let ports = about.at(&["spec", "ports"]).map_or(&[][..], Node::items);
    for port in ports {
        match port.get("name") {
            Some(name) if !is_label(name.text()) => about.value(
                name,
                format!("`{}` cannot be the name of a port", name.text()),
                REFUSES,
                "write lower-case letters, digits and `-`",
            ),
            None if ports.len() > 1 => about.value(
                port,
                "of several ports, each has a name".to_string(),
                REFUSES,
                "add `name:`, such as `http`",
            ),
            _ => {}
        }
    }
}

/// Names of ports of containers are those of IANA's services (RFC 6335).
fn ports(about: &mut About<'_, '_>) {
    let mut wrong = Vec::new();
    about.object.node.each_scalar(&mut |path, node| {
        if matches!(path, [.., "containers" | "initContainers", "ports", "name"])
            && !is_port_name(node.text())
        {
            wrong.push(node);
        }
    });
    for name in wrong {
        let help = "at most 15 lower-case letters, digits and single `-`, with a letter among them";
        about.value(
            name,
            format!("`{}` cannot be the name of a port", name.text()),
            REFUSES,
            help,
        );
    }
}

fn is_port_name(text: &str) -> bool {
    let legal = text
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let dashes = text.starts_with('-') || text.ends_with('-') || text.contains("--");
    (1..=15).contains(&text.len())
        && legal
        && !dashes
        && text.contains(|c: char| c.is_ascii_lowercase())
}

/// Keys of data become names of files.
fn keys(about: &mut About<'_, '_>) {
    for field in ["data", "stringData", "binaryData"] {
        for (key, _) in about.at(&[field]).map_or(&[][..], Node::pairs) {
            if key.text.is_empty()
                || !key
                    .text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
            {
                about.key(
                    key,
                    format!("`{}` cannot be a key of {}", key.text, about.object.kind()),
                    REFUSES,
                    "letters, digits, `-`, `_` and `.`",
                );
            }
        }
    }
}

/// apimachinery pkg/util/validation IsDNS1123Subdomain; names of roles are parts of a path
/// (kubernetes pkg/apis/rbac/validation ValidateRBACName).
fn is_name(kind: &str, text: &str) -> bool {
    if matches!(
        kind,
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding"
    ) {
        return !matches!(text, "" | "." | "..") && !text.contains(['/', '%']);
    }
    // Parts of host names.
    if matches!(kind, "Namespace" | "Service") {
        return is_label(text);
    }
    text.len() <= 253 && text.split('.').all(is_part)
}

/// IsDNS1123Label.
fn is_label(text: &str) -> bool {
    text.len() <= 63 && is_part(text)
}

fn is_part(part: &str) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    part.chars().all(|c| edge(c) || c == '-') && part.starts_with(edge) && part.ends_with(edge)
}
