//! `manifests/broken-application`

use crate::check::about::object::About;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "manifests/broken-application",
    level: Level::Error,
    since: "0.1.0",
    summary: "an Application that the API server accepts, and that does not do what it says",
    why: "Argo CD accepts such an Application, deploys nothing or something else, and no check \
          reports it.\n\nOne without a destination goes nowhere, one without a project may do \
          anything, and a misspelt sync option is silently ignored.",
    fr: French {
        summary: "une Application que le serveur d'API prend, et qui ne fait pas ce qu'elle dit",
        why: "Argo CD ne regarde une Application qu'au moment d'agir. Sans destination elle ne va \
              nulle part, sans projet elle a tous les droits, et une option de synchronisation mal \
              écrite est ignorée sans un mot.",
    },
    // Each of these was accepted by a kube-apiserver 1.36.4 with the CRDs of the platform.
    wrong: &[
        r#"
manifests "limits" namespace="argocd" {
    yaml """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: grafana
        spec:
          project: monitoring
          source:
            repoURL: https://git.example.org/lab/grafana.git
            path: deploy
          destination: {}
        """
}
"#,
        r#"
manifests "limits" namespace="argocd" {
    yaml """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: grafana
        spec:
          project: ""
          source:
            repoURL: https://git.example.org/lab/grafana.git
            path: deploy
            chart: grafana
          destination:
            server: https://kubernetes.default.svc
            name: in-cluster
            namespace: monitoring
          syncPolicy:
            syncOptions: [ServerSideApply, Prunes=false]
        """
}
"#,
    ],
    right: &[
        r#"
manifests "limits" namespace="argocd" {
    yaml """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: grafana
        spec:
          project: monitoring
          source:
            repoURL: https://git.example.org/lab/grafana.git
            path: deploy
          destination:
            server: https://kubernetes.default.svc
            namespace: monitoring
        """
}
"#,
        r#"
manifests "all-options" namespace="argocd" {
    yaml """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: loki
        spec:
          project: monitoring
          source:
            repoURL: https://git.example.org/lab/loki.git
            path: deploy
          destination:
            server: https://kubernetes.default.svc
            namespace: monitoring
          syncPolicy:
            syncOptions:
              - ApplyOutOfSyncOnly=true
              - ClientSideApplyMigration=true
              - CreateNamespace=true
              - Delete=false
              - FailOnSharedResource=true
              - Force=true
              - Prune=false
              - PruneLast=true
              - PrunePropagationPolicy=foreground
              - Replace=true
              - RespectIgnoreDifferences=true
              - ServerSideApply=true
              - SkipDryRunOnMissingResource=true
              - Validate=false
        """
}
"#,
    ],
    check: Check::Written(check),
};

/// argo-cd pkg/apis/application/v1alpha1 and gitops-engine pkg/sync/common: options with their
/// values.
const SYNC_OPTIONS: [&str; 14] = [
    "ApplyOutOfSyncOnly",
    "ClientSideApplyMigration",
    "CreateNamespace",
    "Delete",
    "FailOnSharedResource",
    "Force",
    "Prune",
    "PruneLast",
    "PrunePropagationPolicy",
    "Replace",
    "RespectIgnoreDifferences",
    "ServerSideApply",
    "SkipDryRunOnMissingResource",
    "Validate",
];

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in cx
        .hatches
        .objects
        .iter()
        .filter(|object| object.known() == "Application")
    {
        let about = &mut About {
            rule: &RULE,
            object,
            report,
            outcome: "Argo CD ignores it",
        };
        missing(about);
        twice(about);
        for option in about
            .at(&["spec", "syncPolicy", "syncOptions"])
            .map_or(&[][..], Node::items)
        {
            sync_option(about, option);
        }
    }
}

/// What Argo CD needs to know.
fn missing(about: &mut About<'_, '_>) {
    if let Some(project) = about
        .at(&["spec", "project"])
        .filter(|project| project.text().is_empty())
    {
        about.value(
            project,
            "this Application has no project".to_string(),
            "Argo CD uses `default`, which may do anything",
            "name its AppProject",
        );
    }
    if let Some(to) = about
        .at(&["spec", "destination"])
        .filter(|to| to.get("server").is_none() && to.get("name").is_none())
    {
        let help = "write `{server: https://kubernetes.default.svc, namespace: NAME}`: the \
                    cluster that Argo CD runs in, and the namespace to deploy into";
        about.value(
            to,
            "this Application goes nowhere".to_string(),
            "neither `server` nor `name`",
            help,
        );
    }
}

/// What is to be said in one of two ways.
fn twice(about: &mut About<'_, '_>) {
    if let (Some(_), Some(name)) = (
        about.at(&["spec", "destination", "server"]),
        about.at(&["spec", "destination", "name"]),
    ) {
        about.value(
            name,
            "a destination has a `server` or a `name`".to_string(),
            "`server` is there too: Argo CD refuses both",
            "remove one of the two",
        );
    }
    if let (Some(chart), Some(_)) = (
        about.at(&["spec", "source", "chart"]),
        about.at(&["spec", "source", "path"]),
    ) {
        about.value(
            chart,
            "a source is a chart or a path".to_string(),
            "`path` is there too, and is ignored",
            "remove one of the two",
        );
    }
}

fn sync_option(about: &mut About<'_, '_>, option: &Node) {
    let name = option.text().split('=').next().unwrap_or_default();
    if SYNC_OPTIONS.contains(&name) && option.text().contains('=') {
        return;
    }
    let help = match did_you_mean(name, SYNC_OPTIONS) {
        Some(near) => format!("did you mean `{near}=true`?"),
        None => "write it like `ServerSideApply=true`".to_string(),
    };
    about.value(
        option,
        format!("`{}` is not a sync option", option.text()),
        about.outcome,
        &help,
    );
}
