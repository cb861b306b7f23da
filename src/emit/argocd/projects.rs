//! AppProjects: what may be deployed from where to where.

use crate::emit::app::{FOLDER, IN_CLUSTER};
use crate::emit::context::{Context, Sink};
use crate::emit::k8s::Object;
use crate::language::MemberRole;
use crate::model::constants::{NAMESPACE_ARGOCD, PROJECT_PLATFORM};
use crate::model::{Club, Model};
use crate::yaml::{Value, list, map};
use std::collections::BTreeSet;

/// Before every Application.
const WAVE: i32 = -110;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let entity = format!("platform/{}", model.platform.name);
    sink.yaml(
        format!("{}/projects/{PROJECT_PLATFORM}.yaml", FOLDER),
        &entity,
        &[platform(context)],
    );
    let reached: BTreeSet<String> = clusters(context).collect();
    for (at, club) in model.clubs.iter().enumerate() {
        let name = model.names().club(club);
        sink.yaml(
            format!("{}/projects/{name}.yaml", FOLDER),
            &club.entity(),
            &[of_club(model, &reached, at, club)],
        );
    }
}

fn project(name: &str, spec: Value) -> Value {
    Object::new("argoproj.io/v1alpha1", "AppProject")
        .named(name)
        .within(NAMESPACE_ARGOCD)
        .wave(WAVE)
        .with("spec", spec)
        .value()
}

/// Exactly what the Applications of the platform do.
fn platform(context: &Context<'_>) -> Value {
    let model = context.model;
    let mut repositories = BTreeSet::from([model.platform.repo.url.to_string()]);
    let mut namespaces = BTreeSet::from([NAMESPACE_ARGOCD.to_string()]);
    for app in &context.apps {
        repositories.extend(app.chart.iter().map(|chart| chart.repository.to_string()));
        namespaces.insert(app.namespace.clone());
        namespaces.extend(app.also.iter().cloned());
    }
    let mut destinations: Vec<Value> = namespaces
        .iter()
        .map(|name| map! { "server" => IN_CLUSTER, "namespace" => name })
        .collect();
    destinations
        .extend(clusters(context).map(|name| map! { "name" => name, "namespace" => "default" }));
    project(
        PROJECT_PLATFORM,
        map! {
            "description" => "Everything that Radier writes",
            "sourceRepos" => repositories.into_iter().collect::<Vec<_>>(),
            "destinations" => destinations,
            "clusterResourceWhitelist" => list![map! { "group" => "*", "kind" => "*" }],
        },
    )
}

/// A club deploys its own repositories to its own vclusters, and nothing else.
fn of_club(model: &Model, reached: &BTreeSet<String>, at: usize, club: &Club) -> Value {
    let name = model.names().club(club);
    let own = model
        .vclusters_of(at)
        .map(|vcluster| model.names().vcluster(vcluster));
    let destinations = own
        .filter(|name| reached.contains(name))
        .map(|name| map! { "name" => name, "namespace" => "*" });
    let destinations: Vec<Value> = destinations.collect();
    // Never one with `!`: Argo CD takes it as a match for every other repository, and the club
    // could deploy from anywhere (argo-cd#21264). `club/source-of-platform` refuses what would need
    // one.
    let sources = club.decl.source.iter().map(|url| url.to_string());
    let mut spec = map! {
        "description" => club.decl.description.as_ref().map(|text| text.value.clone()),
        "sourceRepos" => sources.collect::<Vec<_>>(),
        "destinations" => destinations,
        // Safe: the only destinations are vclusters of its own.
        "clusterResourceWhitelist" => list![map! { "group" => "*", "kind" => "*" }],
    };
    let roles: Vec<Value> = [MemberRole::View, MemberRole::Edit]
        .into_iter()
        .filter_map(|role| self::role(&name, club, role))
        .collect();
    spec.set("roles", (!roles.is_empty()).then_some(roles));
    project(&name, spec)
}

fn role(project: &str, club: &Club, role: MemberRole) -> Option<Value> {
    let groups: Vec<String> = club
        .decl
        .members
        .iter()
        .filter(|m| m.role.value == role)
        .map(|m| m.group.value.clone())
        .collect();
    if groups.is_empty() {
        return None;
    }
    let word = role.word();
    let policy = |resource: &str, action: &str| {
        format!("p, proj:{project}:{word}, {resource}, {action}, {project}/*, allow")
    };
    let policies = match role {
        MemberRole::View => vec![policy("applications", "get"), policy("logs", "get")],
        MemberRole::Edit => vec![policy("applications", "*"), policy("logs", "get")],
    };
    Some(map! { "name" => word, "groups" => groups, "policies" => policies })
}

/// Clusters that Argo CD reaches by name.
fn clusters(context: &Context<'_>) -> impl Iterator<Item = String> {
    let parts = context.parts.installed();
    parts.flat_map(|part| (part.clusters)(context.model))
}
