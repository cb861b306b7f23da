//! What a club gets on the host cluster: namespaces, quota, network policies. Its rights are in
//! `tenant_isolation`, which stays when the club goes.

mod network;
mod space;

pub(super) use network::inside;

use super::app::App;
use super::context::{Context, Sink};
use super::k8s::PodSecurity;
use super::multus;
use crate::capacity::ClubLedger;
use crate::language::types::Size;
use crate::model::{Club, Model};
use crate::yaml::Value;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    for (at, club) in model.clubs.iter().enumerate() {
        let path = format!("{}/tenancy.yaml", folder(club));
        sink.yaml(path, &club.entity(), &objects(context, at, club));
    }
}

fn objects(context: &Context<'_>, at: usize, club: &Club) -> Vec<Value> {
    let model = context.model;
    let names = model.names();
    let name = names.club(club);
    let has_vms = has_vms(model, at, club);
    // KubeVirt's launcher is not allowed by anything stricter.
    let security = if has_vms {
        PodSecurity::Privileged
    } else {
        PodSecurity::Baseline
    };
    let ledger = ClubLedger::new(model, at);
    let quota = &club.decl.quota;
    let mut hard = space::hard(
        u64::from(quota.cpu.value).saturating_sub(ledger.carved_cpu),
        left(quota.memory.value, ledger.carved_memory),
        left(quota.storage.value, ledger.carved_storage),
        most_vms(model, at, club),
    );
    let offers = || {
        context
            .parts
            .installed()
            .filter_map(|part| part.tenants.as_ref())
    };
    for offer in offers() {
        hard.set(
            offer.counted,
            (offer.may_have)(club).map(|most| most.to_string()),
        );
    }
    let visitors: Vec<&str> = match has_vms {
        true => offers().flat_map(|offer| offer.visitors).copied().collect(),
        false => Vec::new(),
    };
    let mut all = space::objects(model, club, &name, security, hard, &visitors);
    all.extend(multus::attachments(context, at, club));
    all.extend(inner_spaces(model, club));
    all
}

/// Namespaces that a club has beside its own.
fn inner_spaces(model: &Model, club: &Club) -> Vec<Value> {
    let names = model.names();
    let mut all = Vec::new();
    for inner in &club.decl.namespace {
        let name = names.club_namespace(club, &inner.name);
        all.extend(space::objects(
            model,
            club,
            &name,
            PodSecurity::Baseline,
            space::hard(
                inner.cpu.value.into(),
                inner.memory.value,
                inner.storage.value,
                0,
            ),
            &[],
        ));
    }
    all
}

fn left(total: Size, carved: Size) -> Size {
    Size(total.bytes().saturating_sub(carved.bytes()))
}

/// VMs that a club has, or may have.
fn most_vms(model: &Model, at: usize, club: &Club) -> u64 {
    let may = club.decl.quota.vms.map_or(0, |vms| u64::from(vms.value));
    may.max(model.vms_of(at).count() as u64)
}

/// A club has VMs, or may have some.
pub(super) fn has_vms(model: &Model, at: usize, club: &Club) -> bool {
    model.vms_of(at).next().is_some() || club.decl.quota.vms.is_some_and(|vms| vms.value > 0)
}

/// Applications of what tenants have of the platform.
pub(super) fn apps(model: &Model) -> Vec<App> {
    let names = model.names();
    let app = |club: &Club| App {
        name: names.club(club),
        entity: club.entity(),
        namespace: names.club(club),
        manifests: Some(folder(club)),
        also: club
            .decl
            .namespace
            .iter()
            .map(|inner| names.club_namespace(club, &inner.name))
            .collect(),
        gates_nothing: true,
        ..App::default()
    };
    model.clubs.iter().map(app).collect()
}

/// Of all clubs, below `out/`.
pub(super) const FOLDER: &str = "clubs";

/// Of a club, below `out/`.
pub(super) fn folder(club: &Club) -> String {
    format!("{FOLDER}/{}", club.decl.name)
}
