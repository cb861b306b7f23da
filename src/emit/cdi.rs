//! CDI: the operator's resource, and the golden images that disks of VMs are cloned from.

use super::context::{Context, Sink};
use super::k8s::{
    CONFIRM, KEEP, PodSecurity, annotate, kustomization, label, metadata, namespace, object,
    sync_options, sync_wave,
};
use crate::model::constants::{LABEL_CLUB, NAMESPACE_IMAGES};
use crate::model::{Image, ImageSource, Model, Pool, Purpose};
use crate::parts;
use crate::yaml::{Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let folder = parts::cdi::PART.manifests();
    let mut resources = parts::cdi::PART.remote(model);
    resources.push("cdi.yaml".to_string());
    let entity = parts::cdi::PART.entity(model);
    let kustomization = kustomization(resources, Vec::new());
    sink.yaml(
        format!("{folder}/kustomization.yaml"),
        &entity,
        &[kustomization],
    );
    sink.yaml(format!("{folder}/cdi.yaml"), &entity, &[operator(model)]);
}

/// Golden images.
pub(super) fn images(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (model, part) = (context.model, &parts::images::PART);
    let folder = part.manifests();
    sink.yaml(
        format!("{folder}/namespace.yaml"),
        &part.entity(model),
        &[namespace(NAMESPACE_IMAGES, PodSecurity::Baseline)],
    );
    for image in &model.images {
        let entity = format!("image/{}", image.decl.name);
        sink.yaml(
            format!("{folder}/{}.yaml", image.decl.name),
            &entity,
            &[golden(model, image), data_source(model, image)],
        );
    }
}

fn operator(model: &Model) -> Value {
    let meta = sync_wave(metadata("cdi", None), 1);
    let meta = sync_options(meta, &format!("SkipDryRunOnMissingResource=true,{CONFIRM}"));
    // Conversions need a file system to work in.
    let scratch = model.pools().iter().find(|pool| pool.default).or_else(|| {
        model
            .pools()
            .iter()
            .find(|pool| pool.purpose == Purpose::Apps)
    });
    let mut cdi = object("cdi.kubevirt.io/v1beta1", "CDI", meta);
    cdi.set(
        "spec",
        map! {
            "imagePullPolicy" => "IfNotPresent",
            "uninstallStrategy" => "BlockUninstallIfWorkloadsExist",
            "config" => map! {
                "featureGates" => list!["HonorWaitForFirstConsumer"],
                "scratchSpaceStorageClass" => scratch.map(|pool| model.names().storage_class(pool)),
                // Quotas of clubs count importer pods too.
                "podResourceRequirements" => map! {
                    "requests" => map! { "cpu" => "100m", "memory" => "128Mi" },
                    "limits" => map! { "cpu" => "2", "memory" => "2Gi" },
                },
            },
        },
    );
    cdi
}

fn golden(model: &Model, image: &Image) -> Value {
    let source = image.source.as_ref().map(|source| match source {
        ImageSource::Http { url, checksum } => {
            map! { "http" => map! { "url" => url.to_string(), "checksum" => checksum.clone() } }
        }
        ImageSource::Registry { url } => map! { "registry" => map! { "url" => url.to_string() } },
    });
    let meta = metadata(&model.names().image(image), Some(NAMESPACE_IMAGES));
    // Import at once: nothing consumes a golden image.
    let meta = annotate(
        meta,
        "cdi.kubevirt.io/storage.bind.immediate.requested",
        "true",
    );
    let mut volume = object(
        "cdi.kubevirt.io/v1beta1",
        "DataVolume",
        sync_options(meta, KEEP),
    );
    let pool = image.pool.and_then(|at| model.pools().get(at));
    volume.set(
        "spec",
        map! {
            "source" => source,
            "contentType" => "kubevirt",
            "storage" => claim(model, pool, &image.decl.virtual_size.quantity()),
        },
    );
    volume
}

fn data_source(model: &Model, image: &Image) -> Value {
    let name = model.names().image(image);
    let mut source = object(
        "cdi.kubevirt.io/v1beta1",
        "DataSource",
        metadata(&name, Some(NAMESPACE_IMAGES)),
    );
    source.set(
        "spec",
        map! {
            "source" => map! { "pvc" => map! { "name" => &name, "namespace" => NAMESPACE_IMAGES } },
        },
    );
    source
}

/// Block volumes that two nodes may use at once: what live migration needs, and what RBD offers
/// only as blocks.
fn claim(model: &Model, pool: Option<&Pool>, size: &str) -> Value {
    map! {
        "storageClassName" => pool.map(|pool| model.names().storage_class(pool)),
        "volumeMode" => "Block",
        "accessModes" => list!["ReadWriteMany"],
        "resources" => map! { "requests" => map! { "storage" => size } },
    }
}

/// Where the content of a VM's volume comes from.
pub(super) enum Content<'m> {
    Blank,
    Clone(&'m Image),
}

/// A volume of a VM, an object of its own: it stays when the VM goes.
pub(super) fn volume(
    model: &Model,
    name: &str,
    namespace: &str,
    club: &str,
    pool: Option<&Pool>,
    size: &str,
    content: Content<'_>,
) -> Value {
    let meta = label(metadata(name, Some(namespace)), LABEL_CLUB, club);
    let mut volume = object(
        "cdi.kubevirt.io/v1beta1",
        "DataVolume",
        sync_options(meta, KEEP),
    );
    let mut spec = match content {
        Content::Blank => map! { "source" => map! { "blank" => map! {} } },
        Content::Clone(image) => {
            map! {
                "sourceRef" => map! {
                    "kind" => "DataSource",
                    "name" => model.names().image(image),
                    "namespace" => NAMESPACE_IMAGES,
                },
            }
        }
    };
    spec.set("storage", claim(model, pool, size));
    volume.set("spec", spec);
    volume
}
