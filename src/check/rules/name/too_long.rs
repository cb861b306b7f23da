//! `name/too-long`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "name/too-long",
    level: Level::Error,
    since: "0.1.0",
    summary: "a name leaves no room for what is added to it",
    why: "Kubernetes allows 63 characters, and longer names are made of yours: namespaces, Helm \
          releases, volumes. A VM of Windows shows 15. What is too long is refused, or cut so that \
          two names become one.",
    fr: French {
        summary: "un nom ne laisse pas de place à ce qu'on y ajoute",
        why: "Kubernetes permet 63 caractères, et des noms plus longs sont faits à partir du vôtre \
              : namespaces, releases Helm, volumes. Une VM Windows en montre 15. Ce qui est trop \
              long est refusé, ou coupé de sorte que deux noms n'en font plus qu'un.",
    },
    wrong: &[r#"
club "the-society-for-autonomous-underwater-vehicles" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
}
"#],
    right: &[r#"
club "underwater" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    clubs(cx, report);
    for vcluster in &cx.model.vclusters {
        limit(
            report,
            "vcluster",
            &vcluster.decl.name,
            vcluster.decl.name.span,
            40,
            "it is a Helm release, and names a Service and a StatefulSet with suffixes",
        );
    }
    vms(cx, report);
    for pool in cx.model.pools() {
        limit(
            report,
            "pool",
            &pool.name,
            pool.name.span,
            50,
            "its StorageClass is called `ceph-<pool>`",
        );
    }
}

fn clubs(cx: &Context<'_>, report: &mut Report) {
    for club in &cx.model.clubs {
        let name = &club.decl.name;
        limit(
            report,
            "club",
            name,
            name.span,
            40,
            "its namespaces are called `club-<club>-<namespace>`, and Kubernetes allows 63 \
             characters",
        );
        for namespace in &club.decl.namespace {
            let most = 63 - "club--".len() - name.len().min(40);
            limit(
                report,
                "namespace",
                &namespace.name,
                namespace.name.span,
                most,
                "Kubernetes knows it as `club-<club>-<name>`, of 63 characters at most",
            );
        }
    }
}

fn vms(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        let name = &vm.decl.name;
        if vm.is_windows() {
            limit(
                report,
                "Windows VM",
                name,
                name.span,
                15,
                "Windows allows computer names of 15 characters",
            );
        }
        for disk in vm.disks.iter().map(|disk| &disk.decl) {
            let most = 62usize.saturating_sub(name.len());
            limit(
                report,
                "disk",
                &disk.name,
                disk.name.span,
                most,
                "its volume is called `<vm>-<disk>`, of 63 characters at most",
            );
        }
    }
}

fn limit(report: &mut Report, what: &str, name: &str, span: Span, most: usize, because: &str) {
    if name.len() > most {
        report.push(
            RULE.at(
                span,
                format!(
                    "{what} `{name}` has a name that is {} characters too long",
                    name.len() - most
                ),
            )
            .label(format!("{} characters; {most} at most", name.len()))
            .note(because.to_string())
            .help(format!("choose a name of {most} characters at most")),
        );
    }
}
