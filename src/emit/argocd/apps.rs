//! Which Applications there are, and in which order they are applied.

use super::app::{App, Chart, git_source, in_repository, plain};
use crate::emit::k8s::{metadata, object, sync_wave};
use crate::emit::{Context, Sink, extra};
use crate::model::constants::{
    LABEL_CLUB, LABEL_VCLUSTER, NAMESPACE_ARGOCD, NAMESPACE_IMAGES, NAMESPACE_ROOK,
    PROJECT_PLATFORM,
};
use crate::model::{Manifests, Model};
use crate::yaml::{self, list, map};
use std::collections::BTreeSet;

const ROOK: &str = "https://charts.rook.io/release";

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    for app in all(model) {
        sink.yaml(
            format!("argocd/apps/{}.yaml", app.name),
            &app.entity,
            &[app.object(model)],
        );
    }
    if !model.vclusters.is_empty() {
        baseline(model, sink);
    }
}

/// All Applications but the root, by wave, then name.
pub fn all(model: &Model) -> Vec<App> {
    let mut apps = platform(model);
    apps.extend(storage(model));
    apps.extend(virtualisation(model));
    apps.extend(tenants(model));
    apps.extend(extra(model));
    apps.sort_by(|a, b| (a.wave, &a.name).cmp(&(b.wave, &b.name)));
    apps
}

fn platform(model: &Model) -> Vec<App> {
    let versions = &model.versions;
    let entity = format!("platform/{}", model.platform.name);
    let cluster = format!("cluster/{}", model.cluster.decl.name);
    let argo = "https://argoproj.github.io/argo-helm";
    let mut apps = vec![
        App::chart(
            "argocd",
            &entity,
            -100,
            NAMESPACE_ARGOCD,
            argo,
            "argo-cd",
            plain(&versions.argocd_chart),
        )
        .with_manifests("platform/argocd/manifests"),
    ];
    if model.cluster.is_cilium() {
        let cilium = App::chart(
            "cilium",
            &cluster,
            -100,
            "kube-system",
            "https://helm.cilium.io",
            "cilium",
            plain(&versions.decl.cilium),
        )
        .also_in("cilium-secrets");
        let pools = model.cluster.decl.load_balancers.is_some();
        apps.push(if pools {
            cilium.with_manifests("platform/cilium/manifests")
        } else {
            cilium
        });
    }
    if model.vm_networks().next().is_some() {
        apps.push(App::manifests(
            "multus",
            "versions/multus",
            -35,
            "kube-system",
            "platform/multus/manifests",
        ));
    }
    if !model.vclusters.is_empty() {
        let repository = "https://charts.external-secrets.io";
        let version = plain(&versions.decl.external_secrets);
        apps.push(
            App::chart(
                "external-secrets",
                "versions/external-secrets",
                -30,
                "external-secrets",
                repository,
                "external-secrets",
                version,
            )
            .with_manifests("platform/external-secrets/manifests"),
        );
    }
    apps
}

fn storage(model: &Model) -> Vec<App> {
    let Some(storage) = &model.storage else {
        return Vec::new();
    };
    let entity = format!("storage/{}", storage.backend);
    let rook = format!("v{}", model.versions.decl.rook);
    let csi = "https://ceph.github.io/ceph-csi-operator";
    vec![
        App::manifests(
            "snapshots",
            "versions/snapshots",
            -90,
            "kube-system",
            "platform/snapshots/manifests",
        ),
        App::chart(
            "rook-ceph",
            &entity,
            -60,
            NAMESPACE_ROOK,
            ROOK,
            "rook-ceph",
            rook.clone(),
        )
        .with_manifests("platform/rook-ceph/manifests"),
        App::chart(
            "ceph-csi-drivers",
            &entity,
            -55,
            NAMESPACE_ROOK,
            csi,
            "ceph-csi-drivers",
            plain(&model.versions.decl.ceph_csi_drivers),
        ),
        App::chart(
            "rook-ceph-cluster",
            &entity,
            -50,
            NAMESPACE_ROOK,
            ROOK,
            "rook-ceph-cluster",
            rook,
        ),
        App::manifests(
            "storage",
            &entity,
            -49,
            NAMESPACE_ROOK,
            "platform/storage/manifests",
        ),
    ]
}

fn virtualisation(model: &Model) -> Vec<App> {
    if !model.has_vms() {
        return Vec::new();
    }
    let mut apps = vec![
        App::manifests("cdi", "versions/cdi", -40, "cdi", "platform/cdi/manifests"),
        App::manifests(
            "kubevirt",
            "versions/kubevirt",
            -38,
            "kubevirt",
            "platform/kubevirt/manifests",
        ),
    ];
    if !model.images.is_empty() {
        apps.push(App::manifests(
            "images",
            "images",
            10,
            NAMESPACE_IMAGES,
            "platform/images/manifests",
        ));
    }
    apps
}

fn tenants(model: &Model) -> Vec<App> {
    let names = model.names();
    let mut apps = Vec::new();
    for (at, club) in model.clubs.iter().enumerate() {
        let namespace = names.club(club);
        let folder = format!("clubs/{}", club.decl.name);
        let mut app = App::manifests(&namespace, &club.entity(), 0, &namespace, &folder);
        for inner in &club.decl.namespace {
            app = app.also_in(&names.club_namespace(club, &inner.name));
        }
        apps.push(app);
        if model.vms_of(at).next().is_some() {
            // Disks and VMs in one wave: a disk that waits for its first consumer is healthy only
            // with its VM.
            apps.push(App::manifests(
                &names.club_vms(club),
                &club.entity(),
                20,
                &namespace,
                &format!("{folder}/vms"),
            ));
        }
    }
    for vcluster in &model.vclusters {
        let club = model
            .clubs
            .get(vcluster.club)
            .map_or("", |club| &club.decl.name.value.0);
        let name = names.vcluster(vcluster);
        let folder = format!("clubs/{club}/vclusters/{}", vcluster.decl.name);
        let entity = format!("club/{club}/vcluster/{}", vcluster.decl.name);
        let mut app = App::manifests(&name, &entity, 50, &name, &format!("{folder}/manifests"));
        app.chart = Some(Chart {
            repository: "https://charts.loft.sh",
            name: "vcluster",
            version: plain(&model.versions.vcluster),
            release: vcluster.decl.name.to_string(),
            values: format!("{folder}/values.yaml"),
        });
        apps.push(app);
        // On its own: it waits for a Secret that the vcluster writes, and tries again until then.
        let registration = App::manifests(
            &names.vcluster_registration(vcluster),
            &entity,
            51,
            NAMESPACE_ARGOCD,
            &format!("{folder}/registration"),
        );
        apps.push(registration.also_in(&name));
    }
    apps
}

/// Objects of the description's own.
fn extra(model: &Model) -> Vec<App> {
    let app = |manifests: &Manifests| {
        let name = model.names().extra(manifests);
        let namespace = manifests
            .decl
            .namespace
            .as_ref()
            .map_or("default", |namespace| &namespace.value.0);
        let app = App::manifests(
            &name,
            &manifests.entity(),
            manifests.decl.wave.value,
            namespace,
            &extra::folder(manifests),
        );
        namespaces(manifests)
            .into_iter()
            .fold(app, |app, namespace| app.also_in(&namespace))
    };
    model
        .manifests
        .iter()
        .filter(|manifests| !manifests.texts.is_empty())
        .map(app)
        .collect()
}

/// Namespaces that the objects themselves name.
fn namespaces(manifests: &Manifests) -> BTreeSet<String> {
    let documents = manifests
        .texts
        .iter()
        .flat_map(|text| yaml::nodes(&text.body).unwrap_or_default());
    let named = documents.filter_map(|object| {
        object
            .at_path(&["metadata", "namespace"])
            .map(|(_, name)| name.text().to_string())
    });
    named.filter(|name| !name.is_empty()).collect()
}

/// What is installed inside every registered vcluster.
fn baseline(model: &Model, sink: &mut Sink<'_>) {
    let label = |key: &str| format!("{{{{ index .metadata.labels \"{key}\" }}}}");
    let path = format!(
        "clubs/{}/vclusters/{}/baseline",
        label(LABEL_CLUB),
        label(LABEL_VCLUSTER)
    );
    let selector = map! {
        "matchLabels" => map! { "argocd.argoproj.io/secret-type" => "cluster" },
        "matchExpressions" => list![map! { "key" => LABEL_VCLUSTER, "operator" => "Exists" }],
    };
    let mut set = object(
        "argoproj.io/v1alpha1",
        "ApplicationSet",
        sync_wave(metadata("vcluster-baseline", Some(NAMESPACE_ARGOCD)), 60),
    );
    set.set(
        "spec",
        map! {
            "goTemplate" => true,
            "goTemplateOptions" => list!["missingkey=error"],
            "generators" => list![map! { "clusters" => map! { "selector" => selector } }],
            "syncPolicy" => map! {
                "applicationsSync" => "create-update",
                "preserveResourcesOnDeletion" => true,
            },
            "template" => map! {
                "metadata" => map! { "name" => "baseline-{{ .nameNormalized }}" },
                "spec" => map! {
                    "project" => PROJECT_PLATFORM,
                    "source" => git_source(model, Some(in_repository(model, &path)), None),
                    "destination" => map! { "name" => "{{ .name }}", "namespace" => "default" },
                    "syncPolicy" => super::app::sync_policy(&["ServerSideApply=true"]),
                },
            },
        },
    );
    sink.yaml(
        "argocd/apps/vcluster-baseline.yaml",
        "versions/vcluster",
        &[set],
    );
}
