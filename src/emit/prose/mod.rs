//! Prose for people: templates of ours over facts of the platform. Numbers are formatted here, so
//! that both languages say the same.

mod secrets;

use super::app::{App, Chart};
use super::context::Context;
use super::{factory, talos};
use crate::capacity::{ClubLedger, vm_pod_memory};
use crate::language::types::Size;
use crate::language::{Lifecycle, Media};
use crate::model::{ImageSource, InterfaceKind, Model, Node, Pool, Vm};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior};
use secrets::secrets;
use serde_json::{Value, json};

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
    let cluster = &model.cluster.decl;
    json!({
        "platform": {
            "name": text(&model.platform.name),
            "description": model.platform.description.as_ref().map(text),
            "repo": text(&model.platform.repo.url),
            "branch": text(&model.platform.repo.branch),
            "path": model.platform.repo.path.trim_matches('/'),
            "domain": model.platform.domain.as_ref().map(text),
            "admins": model.platform.admins.as_ref().map(text),
            "argocd_host": model.names().argocd_host(),
        },
        "cluster": {
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
        },
        "versions": versions(model),
        "charts": charts(context),
        "contract": text(&model.versions.contract),
        "networks": model.networks.iter().map(|network| json!({
            "name": text(&network.name),
            "vlan": network.vlan.map(|vlan| vlan.value),
            "subnet": text(&network.subnet),
            "bridge": network.bridge.as_ref().map(text),
        })).collect::<Vec<_>>(),
        "racks": racks(model),
        "models": model.hardware.iter().map(|hardware| json!({
            "name": text(&hardware.name),
            "vendor": hardware.vendor.as_ref().map(text),
            "cores": hardware.cpu.cores.value,
            "threads": hardware.cpu.threads.unwrap_or(hardware.cpu.cores).value,
            "memory": hardware.memory.human(),
            "height": hardware.height.value,
            "count": model.nodes.iter().filter(|node| node.decl.model == hardware.name).count(),
        })).collect::<Vec<_>>(),
        "nodes": nodes(context),
        "storage": model.storage.is_some(),
        "overcommit": model.storage.as_ref().map(|storage| storage.decl.overcommit.0),
        "monitors": super::ceph::cluster::monitors(model),
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

fn text(value: &impl std::fmt::Display) -> String {
    value.to_string()
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

fn racks(model: &Model) -> Vec<Value> {
    let rack = |(at, rack): (usize, &crate::language::Rack)| {
        let mut placed: Vec<&Node> = model
            .nodes
            .iter()
            .filter(|node| node.rack == Some(at))
            .collect();
        placed.sort_by_key(|node| {
            std::cmp::Reverse(node.decl.place.as_ref().map_or(0, |place| place.unit.value))
        });
        let machines: Vec<Value> = placed
            .iter()
            .map(|node| {
                let unit = node.decl.place.as_ref().map_or(0, |place| place.unit.value);
                let height = node
                    .hardware
                    .and_then(|at| model.hardware.get(at))
                    .map_or(1, |hardware| hardware.height.value);
                json!({
                    "name": text(&node.decl.name),
                    "unit": unit,
                    "top": unit.saturating_add(height.max(1) - 1),
                })
            })
            .collect();
        json!({
            "name": text(&rack.name),
            "room": rack.room.as_ref().map(text),
            "units": rack.units.value,
            "machines": machines,
        })
    };
    model.racks.iter().enumerate().map(rack).collect()
}

fn nodes(context: &Context<'_>) -> Vec<Value> {
    let model = context.model;
    let node = |(at, node): (usize, &Node)| {
        let ledger = context.nodes.iter().find(|ledger| ledger.node == at);
        let disks: Vec<Value> = node
            .decl
            .disk
            .iter()
            .map(|disk| {
                json!({
                    "name": text(&disk.name),
                    "id": disk.id.name(),
                    "path": disk.id.path(),
                    "serial": disk.id.serial().unwrap_or(disk.id.name()),
                    "has_serial": disk.id.serial().is_some(),
                    "size": disk.size.written(),
                    "bytes": disk.size.bytes(),
                    "media": disk.media.word(),
                    "rotational": disk.media.value == Media::Hdd,
                    "use": disk.purpose.word(),
                })
            })
            .collect();
        let links: Vec<Value> = node
            .interfaces
            .iter()
            .map(|interface| {
                json!({
                    "name": interface.name.value,
                    "mac": match &interface.kind {
                        InterfaceKind::Nic { mac } => Some(text(mac)),
                        InterfaceKind::Bond { .. } => None,
                    },
                    "bond": interface.bond,
                    "address": interface.link.address.as_ref().map(text),
                    "dhcp": interface.link.dhcp.value,
                })
            })
            .collect();
        let osds = node.storage_disks().count();
        let rack = node.rack.and_then(|at| model.racks.get(at));
        json!({
            "name": text(&node.decl.name),
            "role": node.decl.role.word(),
            "model": text(&node.decl.model),
            "rack": rack.map(|rack| text(&rack.name)),
            "unit": node.decl.place.as_ref().map(|place| place.unit.value),
            "room": rack.and_then(|rack| rack.room.as_ref()).map(text),
            "uuid": node.decl.uuid.as_ref().map(text),
            "address": model.names().node_address(node),
            "disks": disks,
            "links": links,
            "osds": osds,
            "install_disk": node.install_disk().map(|disk| disk.id.path()),
            "installer": talos::installer_image(model, node),
            "patches": talos::patches_of(model, node)
                .map(|at| talos::patch_path(model, at))
                .collect::<Vec<_>>(),
            "memory": ledger.map(|ledger| ledger.memory.human()),
            "system": ledger.map(|ledger| ledger.system.human()),
            "ceph": ledger.map(|ledger| ledger.storage.human()),
            "free": ledger.map(|ledger| ledger.free.human()),
            "threads": ledger.map(|ledger| ledger.threads),
            "keys": node.encryption.iter().map(|volume| {
                let keys: Vec<&str> = volume.keys.iter().map(|key| key.word()).collect();
                json!({ "volume": volume.volume.value, "keys": keys.join(", ") })
            }).collect::<Vec<_>>(),
        })
    };
    model.nodes.iter().enumerate().map(node).collect()
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
        let secure = nodes[0]
            .hardware
            .and_then(|at| model.hardware.get(at))
            .and_then(|h| h.firmware.as_ref())
            .is_some_and(|f| f.secure_boot.value);
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
