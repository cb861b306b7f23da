//! `manifests/accepted-but-wrong`

use crate::check::hatch::{self, Object};
use crate::check::{Context, Rule};
use crate::diagnostic::{Level, Report, did_you_mean, list};
use crate::yaml::{Kind, Node};

pub static RULE: Rule = Rule {
    id: "manifests/accepted-but-wrong",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object that the API server takes, and that does not do what it says",
    why: "Some operators check nothing before they act: an Application without a destination, a pool with two kinds of copies, a \
          disk with two sources. The object is there, and nothing happens, or the wrong thing.",
    // Each of these was accepted by a kube-apiserver 1.36.4 with the CRDs of the platform.
    wrong: r#"
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
    right: r#"
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
    check: Some(check),
};

/// argo-cd pkg/apis/application/v1alpha1 and gitops-engine pkg/sync/common: options with their values.
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
    for object in hatch::objects(cx) {
        let mut judge = Judge { object: &object, report };
        match object.kind() {
            "VirtualMachine" => judge.virtual_machine(),
            "Service" => judge.service(),
            "DataVolume" => judge.data_volume(),
            "CephBlockPool" => judge.pool(),
            "ExternalSecret" => judge.external_secret(),
            "Application" => judge.application(),
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

    fn wrong(&mut self, node: Option<&Node>, message: String, label: &str, help: &str) {
        let span = node.map_or(self.object.head(), |node| self.object.place(node));
        self.report.push(RULE.at(span, message).label(label).help(help));
    }

    /// The webhook adds it on creation, and Argo CD shows the difference for ever (kubevirt pkg/virt-api/webhooks).
    fn virtual_machine(&mut self) {
        let annotation = self.at(&["spec", "template", "metadata", "annotations", "kubevirt.io/pci-topology-version"]);
        if annotation.is_none() && self.at(&["spec", "template"]).is_some() {
            let help = "add `kubevirt.io/pci-topology-version: v3` to `spec.template.metadata.annotations`, or declare the `vm` in its club";
            self.wrong(None, format!("VirtualMachine `{}` is never in sync", self.object.name()), "KubeVirt adds an annotation that Git lacks", help);
        }
    }

    fn service(&mut self) {
        if let Some(name) = self.at(&["metadata", "name"])
            && name.text().starts_with(|c: char| c.is_ascii_digit())
        {
            self.wrong(Some(name), format!("Service `{}` starts with a digit", name.text()), "Kubernetes before 1.36 and vclusters refuse it", "start it with a letter");
        }
    }

    fn data_volume(&mut self) {
        if let Some(Node { kind: Kind::Map(sources), .. }) = self.at(&["spec", "source"])
            && sources.len() > 1
        {
            self.wrong(self.at(&["spec", "source"]), "a disk has one source".to_string(), "CDI would refuse it", "keep one of them");
        }
        let places = ["storage", "pvc"].map(|place| self.at(&["spec", place]));
        for place in places.into_iter().flatten() {
            if place.at_path(&["resources", "requests", "storage"]).is_none() && self.at(&["spec", "sourceRef"]).is_none() && self.at(&["spec", "source", "pvc"]).is_none() {
                self.wrong(Some(place), format!("DataVolume `{}` has no size", self.object.name()), "CDI would refuse it", "add `resources.requests.storage`");
            }
            if let Some(Node { kind: Kind::List(modes), .. }) = place.get("accessModes") {
                for mode in modes {
                    self.word(mode, "access mode", &["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]);
                }
            }
            if let Some(mode) = place.get("volumeMode") {
                self.word(mode, "volume mode", &["Filesystem", "Block"]);
            }
        }
    }

    fn word(&mut self, node: &Node, what: &str, legal: &[&str]) {
        if !legal.contains(&node.text()) {
            let help = did_you_mean(node.text(), legal.iter().copied()).map_or_else(|| format!("write {}", list(legal.iter().copied())), |near| format!("did you mean `{near}`?"));
            self.wrong(Some(node), format!("`{}` is no {what}", node.text()), "accepted, and it never works", &help);
        }
    }

    fn pool(&mut self) {
        if let (Some(_), Some(coded)) = (self.at(&["spec", "replicated", "size"]), self.at(&["spec", "erasureCoded", "dataChunks"])) {
            self.wrong(Some(coded), "a pool is either replicated or erasure coded".to_string(), "`replicated` stands there too", "remove one of the two");
        }
        if let Some(domain) = self.at(&["spec", "failureDomain"]) {
            self.word(domain, "failure domain", &["osd", "host", "chassis", "rack", "row", "pdu", "pod", "room", "datacenter", "zone", "region"]);
        }
    }

    fn external_secret(&mut self) {
        if self.at(&["spec", "data"]).is_none() && self.at(&["spec", "dataFrom"]).is_none() {
            self.wrong(self.at(&["spec"]), format!("ExternalSecret `{}` fetches nothing", self.object.name()), "neither `data` nor `dataFrom`", "say which keys to fetch");
        }
    }

    fn application(&mut self) {
        if let Some(project) = self.at(&["spec", "project"])
            && project.text().is_empty()
        {
            self.wrong(Some(project), "this Application has no project".to_string(), "Argo CD takes `default`, which may do anything", "name its AppProject");
        }
        let destination = self.at(&["spec", "destination"]);
        if destination.is_some_and(|to| to.get("server").is_none() && to.get("name").is_none()) {
            self.wrong(destination, "this Application goes nowhere".to_string(), "neither `server` nor `name`", "write `server: https://kubernetes.default.svc` and `namespace:`");
        }
        let source = self.at(&["spec", "source"]);
        if let (Some(chart), Some(_)) = (source.and_then(|source| source.get("chart")), source.and_then(|source| source.get("path"))) {
            self.wrong(Some(chart), "a source is a chart or a path".to_string(), "`path` stands there too, and is ignored", "remove one of the two");
        }
        let Some(Node { kind: Kind::List(options), .. }) = self.at(&["spec", "syncPolicy", "syncOptions"]) else { return };
        for option in options {
            let name = option.text().split('=').next().unwrap_or_default();
            if !SYNC_OPTIONS.contains(&name) || !option.text().contains('=') {
                let help = did_you_mean(name, SYNC_OPTIONS).map_or_else(|| "write it like `ServerSideApply=true`".to_string(), |near| format!("did you mean `{near}=true`?"));
                self.wrong(Some(option), format!("`{}` is no sync option", option.text()), "Argo CD ignores it", &help);
            }
        }
    }
}
