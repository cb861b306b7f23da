//! CDI: the operator's resource, and the golden images that disks of VMs are cloned from.

use super::context::{Context, Sink};
use super::k8s::{CONFIRM, Object, PodSecurity, kustomization, namespace};
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
        &[namespace(NAMESPACE_IMAGES, PodSecurity::Baseline).value()],
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
    // Conversions need a file system to work in.
    let scratch = model.pools().iter().find(|pool| pool.default).or_else(|| {
        model
            .pools()
            .iter()
            .find(|pool| pool.purpose == Purpose::Apps)
    });
    let cdi = Object::new("cdi.kubevirt.io/v1beta1", "CDI")
        .named("cdi")
        .wave(1)
        .sync_options(&format!("SkipDryRunOnMissingResource=true,{CONFIRM}"));
    let cdi = cdi.with(
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
    cdi.value()
}

fn golden(model: &Model, image: &Image) -> Value {
    let source = image.source.as_ref().map(|source| match source {
        ImageSource::Http { url, checksum } => {
            map! { "http" => map! { "url" => url.to_string(), "checksum" => checksum.clone() } }
        }
        ImageSource::Registry { url } => map! { "registry" => map! { "url" => url.to_string() } },
    });
    let pool = image.pool.and_then(|at| model.pools().get(at));
    let spec = map! {
        "source" => source,
        "contentType" => "kubevirt",
        "storage" => claim(model, pool, &image.decl.virtual_size.quantity()),
    };
    Object::new("cdi.kubevirt.io/v1beta1", "DataVolume")
        .named(&model.names().image(image))
        .within(NAMESPACE_IMAGES)
        // Import at once: nothing consumes a golden image.
        .annotation("cdi.kubevirt.io/storage.bind.immediate.requested", "true")
        .with("spec", spec)
        .value()
}

fn data_source(model: &Model, image: &Image) -> Value {
    let name = model.names().image(image);
    let claim = map! { "name" => &name, "namespace" => NAMESPACE_IMAGES };
    Object::new("cdi.kubevirt.io/v1beta1", "DataSource")
        .named(&name)
        .within(NAMESPACE_IMAGES)
        .with("spec", map! { "source" => map! { "pvc" => claim } })
        .value()
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
    Object::new("cdi.kubevirt.io/v1beta1", "DataVolume")
        .named(name)
        .within(namespace)
        .label(LABEL_CLUB, club)
        .with("spec", spec)
        .value()
}
