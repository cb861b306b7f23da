//! `cluster/mirror`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "cluster/mirror",
    level: Level::Error,
    since: "0.1.0",
    summary: "a mirror of a registry is never asked",
    why: "containerd finds a mirror by the host name that images start with. A registry with a \
          scheme or a path matches no image: all of them come from the Internet, or not at all, \
          and nothing says why.",
    fr: French {
        summary: "un miroir de registre n'est jamais interrogé",
        why: "containerd trouve un miroir par le nom d'hôte du début des images. Un registre avec \
              un schéma ou un chemin ne correspond à aucune image : toutes viennent d'Internet, ou \
              pas du tout, et rien ne dit pourquoi.",
    },
    // containerd v2 core/remotes/docker/config/hosts.go; talos v1.13.9 internal/pkg/containers/cri
    // hosts.go
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    mirror "https://docker.io" { endpoints "https://mirror.example.org"; }
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    mirror "registry-1.docker.io" { endpoints "https://mirror.example.org"; }
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    mirror "docker.io/library" { endpoints "https://mirror.example.org"; }
}
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    mirror "docker.io" { endpoints "https://mirror.example.org" "https://harbor.example.org/v2/docker-hub"; }
    mirror "registry.example.org:5000" { endpoints "http://10.0.0.3:5000/"; }
    mirror "*" { endpoints "https://mirror.example.org/artifactory/api/docker/all"; }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for mirror in &cx.model.cluster.decl.mirror {
        report.extend(registry(&mirror.registry));
    }
}

fn registry(name: &Spanned<String>) -> Option<Diagnostic> {
    let without_scheme = name
        .split_once("://")
        .map_or(name.as_str(), |(_, rest)| rest);
    let host = without_scheme.split('/').next().unwrap_or_default();
    // Images without a registry are those of `docker.io`, whatever its servers are called.
    let is_docker = ["index.docker.io", "registry-1.docker.io", "hub.docker.com"].contains(&host);
    let host = if is_docker { "docker.io" } else { host };
    (host != name.as_str()).then(|| {
        RULE.at(
            name.span,
            format!("no image comes from a registry called `{name}`"),
        )
        .label("a host name, with a port if it has one")
        .help(format!(
            "write `mirror \"{host}\"`, as names of images start"
        ))
        .fix(name.span, format!("\"{host}\""))
    })
}
