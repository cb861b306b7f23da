//! vclusters: chart values, registration in Argo CD, and what is installed inside each.

mod baseline;
mod registration;
mod values;

use super::app::{App, Chart};
use super::context::{Context, Sink};
use super::k8s::{PodSecurity, namespace};
use super::{helm, tenancy};
use crate::model::constants::{LABEL_CLUB, NAMESPACE_ARGOCD};
use crate::model::{Club, Model, Vcluster};
use crate::parts::vcluster::PART;
use crate::yaml::Value;
use baseline::{baseline, everywhere};
use registration::registration;
use values::values;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    for vcluster in &model.vclusters {
        let Some(club) = model.clubs.get(vcluster.club) else {
            continue;
        };
        let (folder, entity) = (folder(club, vcluster), entity(club, vcluster));
        let path = format!("{folder}/values.yaml");
        helm::write(
            context,
            sink,
            &path,
            &entity,
            &PART,
            values(model, vcluster),
        );
        sink.yaml(
            format!("{folder}/manifests/namespace.yaml"),
            &entity,
            &[own_namespace(model, club, vcluster)],
        );
        sink.yaml(
            format!("{folder}/registration/registration.yaml"),
            &entity,
            &registration(model, club, vcluster),
        );
        sink.yaml(
            format!("{folder}/baseline/baseline.yaml"),
            &entity,
            &baseline(model, club, vcluster),
        );
    }
    everywhere(model, sink);
}

fn folder(club: &Club, vcluster: &Vcluster) -> String {
    format!("{}/vclusters/{}", tenancy::folder(club), vcluster.decl.name)
}

fn entity(club: &Club, vcluster: &Vcluster) -> String {
    format!("{}/vcluster/{}", club.entity(), vcluster.decl.name)
}

/// Two of each: the vcluster, and what makes Argo CD know it. That one is on its own: it waits for
/// a Secret that the vcluster writes, and tries again until then.
pub(super) fn apps(model: &Model) -> Vec<App> {
    let names = model.names();
    let apps = |vcluster: &Vcluster| {
        let club = model.clubs.get(vcluster.club)?;
        let (folder, entity) = (folder(club, vcluster), entity(club, vcluster));
        let name = names.vcluster(vcluster);
        let values = format!("{folder}/values.yaml");
        let app = App {
            name: name.clone(),
            entity: entity.clone(),
            wave: 50,
            namespace: name.clone(),
            chart: Chart::of(&PART, model, &vcluster.decl.name, values),
            manifests: Some(format!("{folder}/manifests")),
            gates_nothing: true,
            ..App::default()
        };
        let registration = App {
            name: names.vcluster_registration(vcluster),
            entity,
            wave: 51,
            namespace: NAMESPACE_ARGOCD.to_string(),
            manifests: Some(format!("{folder}/registration")),
            also: vec![name],
            gates_nothing: true,
            ..App::default()
        };
        Some([app, registration])
    };
    model.vclusters.iter().filter_map(apps).flatten().collect()
}

fn own_namespace(model: &Model, club: &Club, vcluster: &Vcluster) -> Value {
    namespace(&model.names().vcluster(vcluster), PodSecurity::Baseline)
        .label(LABEL_CLUB, &club.decl.name)
        .value()
}
