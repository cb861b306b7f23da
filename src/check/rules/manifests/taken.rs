//! `manifests/taken`

use crate::check::{Context, French, Rule, namespaces};
use crate::diagnostic::{Level, Report};
use crate::model::constants::{NAMESPACE_ROOK, PROJECT_PLATFORM};
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "manifests/taken",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object is there already",
    why: "Two Applications that own one object take it from each other for ever; with `FailOnSharedResource` the second \
          never gets healthy.",
    fr: French {
        summary: "un objet existe déjà",
        why: "Deux Applications qui possèdent le même objet se le prennent sans fin ; avec `FailOnSharedResource` la seconde \
              n'est jamais saine.",
    },
    wrong: r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: club-robotics
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
        """
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let ours = ours(cx);
    let mut files: FxHashMap<&str, Span> = FxHashMap::default();
    let mut again = Vec::new();
    for path in cx.model.manifests.iter().flat_map(|manifests| &manifests.decl.file).filter(|path| !path.span.is_empty()) {
        match files.get(path.as_str()) {
            Some(first) => {
                let problem = RULE.at(path.span, format!("the objects of `{path}` are there already")).label("named again here");
                report.push(problem.also(*first, "first here").help("name each file once"));
                again.push(path.as_str());
            }
            None => drop(files.insert(path, path.span)),
        }
    }
    let mut seen: FxHashMap<(String, String, String), Span> = FxHashMap::default();
    for object in cx.hatches.objects.iter().filter(|object| !object.name().is_empty() && !again.contains(&object.owner.text.path.as_str())) {
        let place = object.node.at_path(&["metadata", "name"]).map(|(_, name)| object.span(&name.at)).unwrap_or(object.head());
        let what = || format!("{} `{}`", object.kind(), object.name());
        if ours.iter().any(|(kind, name)| *kind == object.kind() && name == object.name()) {
            report.push(
                RULE.at(place, format!("{} is there already", what()))
                    .label("Radier writes it")
                    .help("say in the description what should be different, or choose another name"),
            );
            continue;
        }
        let key = (object.kind().to_string(), object.namespace().to_string(), object.name().to_string());
        match seen.get(&key) {
            Some(first) => {
                report.push(RULE.at(place, format!("{} is there twice", what())).label("again here").also(*first, "first here").help("remove one of the two"));
            }
            None => drop(seen.insert(key, place)),
        }
    }
}

/// Kind and name of objects that Radier writes and that other objects hang on.
fn ours(cx: &Context<'_>) -> Vec<(&'static str, String)> {
    let (model, names) = (cx.model, cx.model.names());
    let mut all: Vec<(&'static str, String)> = namespaces(cx).into_iter().map(|name| ("Namespace", name)).collect();
    all.extend(model.pools().iter().map(|pool| ("StorageClass", names.storage_class(pool))));
    all.extend(model.clubs.iter().map(|club| ("AppProject", names.club(club))));
    all.push(("AppProject", PROJECT_PLATFORM.to_string()));
    all.extend(model.clubs.iter().map(|club| ("Application", names.club(club))));
    all.extend(model.clubs.iter().map(|club| ("Application", names.club_vms(club))));
    for vcluster in &model.vclusters {
        all.push(("Application", names.vcluster(vcluster)));
        all.push(("Application", names.vcluster_registration(vcluster)));
    }
    all.extend(model.manifests.iter().map(|manifests| ("Application", names.extra(manifests))));
    // Applications of the platform's own parts (emit/argocd/apps.rs).
    let parts = ["root", "argocd", "cilium", "multus", "external-secrets", "snapshots", "rook-ceph", "ceph-csi-drivers", "rook-ceph-cluster"];
    all.extend(parts.into_iter().chain(["storage", "cdi", "kubevirt", "images"]).map(|name| ("Application", name.to_string())));
    all.extend(["CephCluster", "KubeVirt", "CDI"].map(|kind| (kind, kind.to_ascii_lowercase())));
    all.push(("CephCluster", NAMESPACE_ROOK.to_string()));
    all
}
