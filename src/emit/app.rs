//! An Application, and how it is written.

use super::k8s::Object;
use crate::model::Model;
use crate::model::constants::{LABEL_GATES, NAMESPACE_ARGOCD, PROJECT_PLATFORM};
use crate::parts::{From, Part};
use crate::yaml::{Value, list, map};

/// One Application of project `platform`.
#[derive(Clone, Debug, Default)]
pub struct App {
    pub name: String,
    pub entity: String,
    /// Lower goes first.
    pub wave: i32,
    /// Where objects without a namespace of their own go.
    pub namespace: String,
    pub chart: Option<Chart>,
    /// Folder with manifests, below `out/`.
    pub manifests: Option<String>,
    /// Further namespaces in which it makes objects.
    pub also: Vec<String>,
    /// What hangs in it holds nothing else back.
    pub gates_nothing: bool,
}

/// A Helm chart from its own repository.
#[derive(Clone, Debug)]
pub struct Chart {
    pub repository: &'static str,
    pub name: &'static str,
    pub version: String,
    pub release: String,
    /// Values file, below `out/`.
    pub values: String,
}

impl Chart {
    /// The chart of a part, with a release and values of its own; none where there is no chart.
    pub fn of(part: &Part, model: &Model, release: &str, values: String) -> Option<Self> {
        let From::Chart {
            repository,
            name,
            version,
            prefix,
            ..
        } = part.from
        else {
            return None;
        };
        Some(Self {
            repository,
            name,
            version: format!("{prefix}{}", version(&model.versions)),
            release: release.to_string(),
            values,
        })
    }
}

impl App {
    /// The Application of a part; none where others apply it.
    pub fn of(part: &Part, model: &Model) -> Option<Self> {
        let application = part.application.as_ref()?;
        let chart = Chart::of(part, model, part.name, part.values());
        let manifests = chart.is_none() || (application.manifests)(model);
        Some(Self {
            name: part.name.to_string(),
            entity: (application.entity)(model),
            wave: application.wave,
            namespace: application.namespace.to_string(),
            chart,
            manifests: manifests.then(|| part.manifests()),
            also: application
                .also
                .iter()
                .map(|name| name.to_string())
                .collect(),
            gates_nothing: part.gates_nothing,
        })
    }

    /// The object.
    pub fn object(&self, model: &Model) -> Value {
        let mut spec = map! {
            "project" => PROJECT_PLATFORM,
            "destination" => map! { "server" => IN_CLUSTER, "namespace" => &self.namespace },
        };
        let mut sources = self.sources(model);
        match sources.len() {
            1 => spec.set("source", sources.remove(0)),
            _ => spec.set("sources", sources),
        }
        spec.set(
            "syncPolicy",
            sync_policy(&["ServerSideApply=true", "FailOnSharedResource=true"]),
        );
        let application = Object::new("argoproj.io/v1alpha1", "Application").named(&self.name);
        let application = match self.gates_nothing {
            true => application.label(LABEL_GATES, "false"),
            false => application,
        };
        application
            .within(NAMESPACE_ARGOCD)
            .wave(self.wave)
            .annotation(
                "argocd.argoproj.io/manifest-generate-paths",
                &self.watched(model).join(";"),
            )
            .with("spec", spec)
            .value()
    }

    /// Folders whose changes concern this Application, as absolute paths in the repository.
    fn watched(&self, model: &Model) -> Vec<String> {
        let values = self
            .chart
            .as_ref()
            .and_then(|chart| chart.values.rsplit_once('/'))
            .map(|(folder, _)| folder.to_string());
        let mut folders: Vec<String> = values
            .into_iter()
            .chain(self.manifests.clone())
            .map(|path| format!("/{}", in_repository(model, &path)))
            .collect();
        folders.sort();
        folders.dedup();
        folders
    }

    fn sources(&self, model: &Model) -> Vec<Value> {
        let mut sources = Vec::new();
        if let Some(chart) = &self.chart {
            let values = format!("$values/{}", in_repository(model, &chart.values));
            sources.push(map! {
                "repoURL" => chart.repository,
                "chart" => chart.name,
                "targetRevision" => &chart.version,
                "helm" => map! { "releaseName" => &chart.release, "valueFiles" => list![values] },
            });
        }
        let path = self
            .manifests
            .as_ref()
            .map(|path| in_repository(model, path));
        let reference = self.chart.is_some().then_some("values");
        sources.push(git_source(model, path, reference));
        sources
    }
}

/// Where Applications and projects are, below `out/`.
pub const FOLDER: &str = "argocd";

pub const IN_CLUSTER: &str = "https://kubernetes.default.svc";

/// The platform's own repository as a source.
pub fn git_source(model: &Model, path: Option<String>, reference: Option<&str>) -> Value {
    let repo = &model.platform.repo;
    map! {
        "repoURL" => repo.url.to_string(),
        "targetRevision" => format!("refs/heads/{}", repo.branch),
        "path" => path,
        "ref" => reference,
    }
}

/// A path below `out/` as a path in the repository.
pub fn in_repository(model: &Model, path: &str) -> String {
    format!("{}/{path}", model.platform.repo.path.trim_matches('/'))
}

/// Applies changes by itself, removes what left Git, and tries again with new commits.
pub fn sync_policy(options: &[&str]) -> Value {
    map! {
        "automated" => map! { "prune" => true, "selfHeal" => true, "allowEmpty" => false },
        "syncOptions" => options.to_vec(),
        // Without an end: after a limited number, Argo CD never tries the same commit again, and a
        // slow first bootstrap would stop for good.
        "retry" => map! {
            "limit" => -1,
            "refresh" => true,
            "backoff" => map! { "duration" => "10s", "factor" => 2, "maxDuration" => "5m" },
        },
    }
}
