//! Prose for people: templates of ours over facts of the platform. Numbers are formatted here, so
//! that both languages say the same.

mod machines;
mod secrets;
mod text;

use super::app::{App, Chart};
use super::context::Context;
use super::factory;
use crate::capacity::{ClubLedger, vm_pod_memory};
use crate::language::Lifecycle;
use crate::language::types::Size;
use crate::model::{ImageSource, Model, Node, Pool, Vm};
use machines::{hardware, nodes, racks};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior};
use secrets::secrets;
use serde_json::{Value, json};
use text::text;

/// What a template that does not render leaves behind; a test looks for it.
pub const BROKEN: &str = "TEMPLATE ERROR";

/// Renders one of our templates. They are tested on every platform of the tests, so they render.
pub fn render(template: &str, facts: &minijinja::Value) -> String {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // A tag on a line of its own leaves no line behind. A syntax of these two flags always builds.
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    environment
        .render_str(template, facts)
        .unwrap_or_else(|error| format!("{BROKEN}: {error}"))
}

/// Everything that documentation and runbooks tell.
pub fn facts(context: &Context<'_>) -> Value {
    let model = context.model;
    json!({
        "platform": platform(model),
        "cluster": self::cluster(model),
        "versions": versions(model),
        "charts": charts(context),
        "contract": text(&model.versions.contract),
        "networks": networks(model),
        "racks": racks(model),
        "models": hardware(model),
        "nodes": nodes(context),
        "storage": model.storage.is_some(),
        "overcommit": model.storage.as_ref().map(|storage| storage.decl.overcommit.0),
        "monitors": model.monitors(),
        "stuck": machines::stuck(model),
        "pools": model.pools().iter().map(|pool| self::pool(model, pool)).collect::<Vec<_>>(),
        "classes": classes(context),
        "images": images(model),
        "clubs": clubs(model),
        "vms": model.vms.iter().map(|vm| self::vm(model, vm)).collect::<Vec<_>>(),
        "has_vms": model.has_vms(),
        "groups": groups(model),
        "vclusters": model.vclusters.iter().map(|vcluster| json!({
            "name": text(&vcluster.decl.name),
            "namespace": model.names().vcluster(vcluster),
            "club": model.clubs.get(vcluster.club).map(|club| text(&club.decl.name)),
        })).collect::<Vec<_>>(),
        "secrets": secrets(context),
        "remote": context.parts.remote(model)
            .into_iter()
            .map(|(part, url)| json!({ "part": part, "url": url }))
            .collect::<Vec<_>>(),
        "schematics": schematics(model),
        "apps": context.apps.iter().map(|app| json!({
            "name": app.name,
            "wave": app.wave,
            "entity": app.entity,
        })).collect::<Vec<_>>(),
    })
}

fn platform(model: &Model) -> Value {
    json!({
        "name": text(&model.platform.name),
        "description": model.platform.description.as_ref().map(text),
        "repo": text(&model.platform.repo.url),
        "branch": text(&model.platform.repo.branch),
        "path": model.platform.repo.path.trim_matches('/'),
        "domain": model.platform.domain.as_ref().map(text),
        "admins": model.platform.admins.as_ref().map(text),
        "argocd_host": model.names().argocd_host(),
    })
}

fn cluster(model: &Model) -> Value {
    let cluster = &model.cluster.decl;
    json!({
        "name": text(&cluster.name),
        "endpoint": text(&cluster.endpoint),
        "omni": cluster.lifecycle.value == Lifecycle::Omni,
        "nodes": text(&cluster.nodes.subnet),
        "gateway": text(&cluster.nodes.gateway),
        "first_boot": text(&cluster.nodes.first_boot),
        "vip": cluster.vip.as_ref().map(text),
        "pods": text(&cluster.pods),
        "services": text(&cluster.services),
        "dns": cluster.dns.iter().map(text).collect::<Vec<_>>(),
        "ntp": cluster.ntp.iter().map(text).collect::<Vec<_>>(),
        "cni": model.cluster.cni.word(),
        "load_balancers": cluster.load_balancers.as_ref().map(text),
        "schedulable": model.cluster.schedulable,
    })
}

fn networks(model: &Model) -> Vec<Value> {
    model
        .networks
        .iter()
        .map(|network| {
            json!({
                "name": text(&network.name),
                "vlan": network.vlan.map(|vlan| vlan.value),
                "subnet": text(&network.subnet),
                "bridge": network.bridge.as_ref().map(text),
            })
        })
        .collect()
}

fn versions(model: &Model) -> Value {
    let versions = &model.versions;
    json!({
        "talos": text(&versions.talos),
        "omni": text(&versions.decl.omni),
        "kubernetes": text(&versions.decl.kubernetes),
    })
}

/// Charts that people install by hand, at bootstrap: those of the first wave.
fn charts(context: &Context<'_>) -> Value {
    let charts = context
        .apps
        .iter()
        .filter_map(|app| Some((app, app.chart.as_ref()?)));
    let chart = |(app, chart): (&App, &Chart)| {
        let facts = json!({
            "repository": chart.repository,
            "name": chart.name,
            "version": chart.version,
            "namespace": app.namespace,
            "values": chart.values,
        });
        (app.name.replace('-', "_"), facts)
    };
    Value::Object(charts.map(chart).collect())
}

fn pool(model: &Model, pool: &Pool) -> Value {
    json!({
        "name": pool.name.value,
        "media": pool.media.word(),
        "redundancy": pool.redundancy.words(),
        "domain": pool.failure_domain.word(),
        "class": model.names().storage_class(pool),
        "default": pool.default,
        "limit": pool.limit.map(|limit| limit.human()),
    })
}

fn classes(context: &Context<'_>) -> Vec<Value> {
    let class = |class: &crate::capacity::ClassLedger<'_>| {
        let names: Vec<&str> = class
            .pools
            .iter()
            .map(|pool| pool.name.value.as_str())
            .collect();
        json!({
            "media": class.pool.media.word(),
            "pools": names.join(", "),
            "redundancy": class.pool.redundancy.words(),
            "hosts": class.hosts.iter().map(|host| json!({
                "name": host.name,
                "disks": host.disks.len(),
                "bytes": crate::language::types::Size(host.bytes()).human(),
            })).collect::<Vec<_>>(),
            "full": class.bytes.full.human(),
            "plan": class.bytes.plan.human(),
            "after_disk": class.bytes.after_disk.human(),
            "after_host": class.bytes.after_host.human(),
            "quotas": class.quotas.human(),
            "images": class.images.human(),
            "promised": class.promised.human(),
            "limit": class.limit.human(),
        })
    };
    context.classes.iter().map(class).collect()
}

fn images(model: &Model) -> Vec<Value> {
    let image = |image: &crate::model::Image| {
        let (url, checksum) = match &image.source {
            Some(ImageSource::Http { url, checksum }) => (text(url), checksum.clone()),
            Some(ImageSource::Registry { url }) => (text(url), None),
            None => (String::new(), None),
        };
        json!({
            "name": text(&image.decl.name),
            "kind": image.decl.kind.word(),
            "url": url,
            "checksum": checksum,
            "size": image.decl.virtual_size.human(),
        })
    };
    model.images.iter().map(image).collect()
}

fn clubs(model: &Model) -> Vec<Value> {
    let club = |(at, club): (usize, &crate::model::Club)| {
        let ledger = ClubLedger::new(model, at);
        let decl = &club.decl;
        json!({
            "name": text(&decl.name),
            "namespace": model.names().club(club),
            "description": decl.description.as_ref().map(text),
            "contact": decl.contact.as_ref().map(text),
            "members": decl.members.iter().map(|m| json!({
                "group": text(&m.group),
                "role": m.role.word(),
            })).collect::<Vec<_>>(),
            "sources": decl.source.iter().map(text).collect::<Vec<_>>(),
            "cpu": decl.quota.cpu.value,
            "memory": decl.quota.memory.human(),
            "storage": decl.quota.storage.human(),
            "vms": decl.quota.vms.map(|vms| vms.value),
            "used_cpu": ledger.vm_cpu + ledger.carved_cpu,
            "used_memory": Size(ledger.vm_memory.bytes() + ledger.carved_memory.bytes()).human(),
            "migration": (ledger.vms > 0).then(|| ledger.migration.human()),
            "used_storage": Size(ledger.vm_storage.bytes() + ledger.carved_storage.bytes()).human(),
            "used_vms": ledger.vms,
            "vclusters": model.vclusters_of(at).map(|vcluster| json!({
                "name": text(&vcluster.decl.name),
                "cpu": vcluster.decl.cpu.value,
                "memory": vcluster.decl.memory.human(),
                "storage": vcluster.decl.storage.human(),
            })).collect::<Vec<_>>(),
            "namespaces": decl.namespace.iter().map(|inner| json!({
                "name": model.names().club_namespace(club, &inner.name),
                "cpu": inner.cpu.value,
                "memory": inner.memory.human(),
                "storage": inner.storage.human(),
            })).collect::<Vec<_>>(),
        })
    };
    model.clubs.iter().enumerate().map(club).collect()
}

fn vm(model: &Model, vm: &Vm) -> Value {
    let nodes: Vec<String> = vm
        .nodes
        .iter()
        .filter_map(|at| model.nodes.get(*at))
        .map(|node| text(&node.decl.name))
        .collect();
    let nics: Vec<String> = vm.nics.iter().map(|nic| nic.name.to_string()).collect();
    let club = model.clubs.get(vm.club);
    json!({
        "name": text(&vm.decl.name),
        "club": club.map(|club| text(&club.decl.name)),
        "namespace": club.map(|club| model.names().club(club)),
        "cpu": vm.decl.cpu.value,
        "memory": vm.decl.memory.human(),
        "pod": vm_pod_memory(vm).human(),
        "os": vm.decl.os.word(),
        "start": vm.decl.start.word(),
        "disks": vm.disks.iter().map(|disk| json!({
            "name": text(&disk.decl.name),
            "size": disk.decl.size.human(),
            "image": disk.decl.image.as_ref().map(text),
            "volume": model.names().data_volume(vm, &disk.decl.name),
        })).collect::<Vec<_>>(),
        "networks": nics.join(", "),
        "nodes": nodes.join(", "),
        "migratable": vm.migratable(model),
    })
}

/// All groups of people, each once.
fn groups(model: &Model) -> Vec<String> {
    let members = model
        .clubs
        .iter()
        .flat_map(|club| &club.decl.members)
        .map(|members| members.group.value.clone());
    let mut all: Vec<String> = members
        .chain(
            model
                .platform
                .admins
                .as_ref()
                .map(|group| group.value.clone()),
        )
        .collect();
    all.sort();
    all.dedup();
    all
}

fn schematics(model: &Model) -> Vec<Value> {
    let entry = |(file, (schematic, nodes)): (String, (super::Schematic, Vec<&Node>))| {
        let names: Vec<String> = nodes.iter().map(|node| text(&node.decl.name)).collect();
        let secure = model.has_secure_boot(nodes[0]);
        json!({
            "file": format!("talos/schematics/{file}.yaml"),
            "id": schematic.id(),
            "nodes": names.join(", "),
            "iso": format!("metal-amd64{}.iso", if secure { "-secureboot" } else { "" }),
            "secure": secure,
            "extensions": schematic.extensions,
            "kernel_args": schematic.kernel_args,
        })
    };
    factory::files(model).into_iter().map(entry).collect()
}
