//! `name/declared-twice`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::Model;
use crate::source::{Span, Spanned};
use rustc_hash::FxHashMap;
use std::ops::Deref;

pub static RULE: Rule = Rule {
    id: "name/declared-twice",
    level: Level::Error,
    since: "0.1.0",
    summary: "two things of one kind have one name",
    why: "Generated files and objects are named after it: one of the two would overwrite the \
          other.",
    fr: French {
        summary: "deux choses d'une même sorte ont un même nom",
        why: "Des fichiers et des objets générés s'appellent d'après lui : l'un des deux \
              écraserait l'autre.",
    },
    wrong: &[
        r#"
rack "A"
rack "A" room="cellar"
"#,
        r#"
club "twins" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; vms 2; }
    vm "a" cpu=2 memory="4GiB" { disk "root" size="20GiB"; cdrom "installer"; }
    vm "a" cpu=2 memory="4GiB" { disk "root" size="20GiB"; cdrom "installer"; }
}
"#,
    ],
    right: &[r#"
rack "A"
rack "B" room="cellar"
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    twice(
        "network",
        model.networks.iter().map(|network| &network.name),
        report,
    );
    twice("rack", model.racks.iter().map(|rack| &rack.name), report);
    twice(
        "model",
        model.hardware.iter().map(|hardware| &hardware.name),
        report,
    );
    twice(
        "pool or filesystem",
        model.pools().iter().map(|pool| &pool.name),
        report,
    );
    twice(
        "club",
        model.clubs.iter().map(|club| &club.decl.name),
        report,
    );
    // What stands in a copy of a club is told with the club.
    let copy = |club: usize| {
        model.clubs[..club]
            .last()
            .is_some_and(|before| before.decl.name == model.clubs[club].decl.name)
    };
    twice(
        "vcluster",
        model
            .vclusters
            .iter()
            .filter(|vcluster| !copy(vcluster.club))
            .map(|vcluster| &vcluster.decl.name),
        report,
    );
    twice(
        "image",
        model.images.iter().map(|image| &image.decl.name),
        report,
    );
    nodes(model, report);
    clubs(model, report);
    encrypted(model, report);
    machines(cx, report);
    vms(model, report);
    others(model, report);
}

fn nodes(model: &Model, report: &mut Report) {
    for node in &model.nodes {
        twice(
            "nic or bond",
            node.interfaces.iter().map(|interface| &interface.name),
            report,
        );
        twice("disk", node.decl.disk.iter().map(|disk| &disk.name), report);
        twice(
            "volume",
            node.decl.volume.iter().map(|volume| &volume.name),
            report,
        );
    }
}

fn clubs(model: &Model, report: &mut Report) {
    for (at, club) in model.clubs.iter().enumerate() {
        twice(
            "group",
            club.decl.members.iter().map(|members| &members.group),
            report,
        );
        twice("VM", model.vms_of(at).map(|vm| &vm.decl.name), report);
        twice(
            "namespace",
            club.decl.namespace.iter().map(|namespace| &namespace.name),
            report,
        );
    }
}

fn encrypted(model: &Model, report: &mut Report) {
    let encryptions = model.cluster.decl.encryption.iter().chain(
        model
            .nodes
            .iter()
            .filter_map(|node| node.decl.encryption.as_ref()),
    );
    for encryption in encryptions {
        let names: Vec<Spanned<&str>> = encryption
            .volume
            .iter()
            .map(|volume| Spanned::new(volume.name.as_str(), volume.name.span))
            .collect();
        twice("volume", names.iter(), report);
    }
}

fn machines(cx: &Context<'_>, report: &mut Report) {
    for machine in crate::check::about::machines::machines(cx) {
        let names: Vec<Spanned<&str>> = machine
            .label
            .iter()
            .map(|label| Spanned::new(&*label.key.value.0, label.key.span))
            .collect();
        twice("label", names.iter(), report);
        twice(
            "kernel setting",
            machine.sysctl.iter().map(|sysctl| &sysctl.key),
            report,
        );
        twice(
            "kernel module",
            machine.kernel_module.iter().map(|module| &module.name),
            report,
        );
        let taints: Vec<Spanned<String>> = machine
            .taint
            .iter()
            .map(|taint| {
                Spanned::new(
                    format!("{}:{}", taint.key.value, taint.effect.value),
                    taint.key.span,
                )
            })
            .collect();
        twice("taint", taints.iter(), report);
    }
}

fn vms(model: &Model, report: &mut Report) {
    for vm in &model.vms {
        twice("disk", vm.disks.iter().map(|disk| &disk.decl.name), report);
        twice("nic", vm.nics.iter().map(|nic| &nic.name), report);
    }
}

/// What is written in Talos' or Kubernetes' own words, and mirrors.
fn others(model: &Model, report: &mut Report) {
    twice(
        "mirror",
        model
            .cluster
            .decl
            .mirror
            .iter()
            .map(|mirror| &mirror.registry),
        report,
    );
    twice(
        "manifests",
        model.manifests.iter().map(|manifests| &manifests.decl.name),
        report,
    );
    twice(
        "values",
        model
            .values
            .iter()
            .map(|values| Spanned::new(values.chart.word(), values.chart.span))
            .collect::<Vec<_>>()
            .iter(),
        report,
    );
}

fn twice<'m, T>(kind: &str, names: impl Iterator<Item = &'m Spanned<T>>, report: &mut Report)
where
    T: Deref<Target = str> + 'm,
{
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    for name in names {
        let word: &str = name.value.deref();
        match seen.get(word) {
            Some(first) => report.push(
                RULE.at(name.span, format!("{kind} `{word}` is declared twice"))
                    .label("again here")
                    .also(*first, "first here")
                    .help(match kind {
                        "values" => "put both into one block".to_string(),
                        _ => format!(
                            "if both are the same {kind}, keep one; otherwise give one of them \
                             another name"
                        ),
                    }),
            ),
            None => {
                seen.insert(word, name.span);
            }
        }
    }
}
