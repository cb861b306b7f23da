//! `version/incompatible`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Release;
use crate::model::Versions;
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    id: "version/incompatible",
    level: Level::Error,
    since: "0.1.0",
    summary: "two versions do not work together",
    why: "One of the two refuses what the other needs, or stops working, and the platform stands \
          half upgraded.\n\nTalos refuses a Kubernetes outside of its range, Rook stops \
          reconciling, older releases lack fields that are written.",
    fr: French {
        summary: "deux versions ne vont pas ensemble",
        why: "Talos refuse un Kubernetes hors de sa plage, Rook cesse de réconcilier, et \
              d'anciennes versions n'ont pas des champs qui sont écrits. La plateforme reste à \
              moitié mise à niveau.",
    },
    // CDI v1.65.0 http.checksum; vcluster v0.33.0 without k3s; omni v1.10.0 Machine.install
    wrong: r#"
versions {
    talos "1.13.9" contract="1.13"
    kubernetes "1.28.0"
}
"#,
    right: r#"
versions {
    talos "1.13.9" contract="1.13"
    kubernetes "1.36.4"
}
"#,
    check: Some(check),
};

/// Minor version, oldest and newest minor of Kubernetes 1 that it runs.
type Runs = ((u64, u64), u64, u64);
/// talos pkg/machinery/compatibility talos113, talos114.
const TALOS: [Runs; 2] = [((1, 13), 31, 36), ((1, 14), 32, 37)];
/// rook v1.20.6 Documentation/Getting-Started/Prerequisites.
const ROOK: Runs = ((1, 20), 31, 36);

fn check(cx: &Context<'_>, report: &mut Report) {
    let versions = &cx.model.versions;
    let decl = &versions.decl;
    let known = |release: &Spanned<Release>| *release.version() > semver::Version::new(0, 0, 0);
    let talos = versions.talos.minor();
    if !known(&versions.talos) {
        return;
    }
    let mut at = |spans: [Span; 2], message: String, label: String, help: String| {
        report.push(problem(spans, message, label, help))
    };
    if talos < (1, 13) {
        at(
            [versions.talos.span; 2],
            format!("Talos {} is older than Radier knows", versions.talos),
            "1.13 or later".to_string(),
            "upgrade Talos first, one minor at a time".to_string(),
        );
        return;
    }
    if versions.contract.minor() > talos {
        at(
            [versions.contract.span, versions.talos.span],
            format!(
                "contract {} is newer than Talos {}",
                versions.contract, versions.talos
            ),
            "a cluster cannot be created with a later version than the one that runs".to_string(),
            format!(
                "write `contract=\"{}\"`, or the minor that the cluster was created with",
                versions.talos.minor_text()
            ),
        );
    } else if known(&versions.contract) && versions.contract.minor() < (1, 13) {
        at(
            [versions.contract.span, versions.talos.span],
            format!("contract {} is older than Radier knows", versions.contract),
            "1.13 or later".to_string(),
            "a contract never changes: describe such a cluster with its first tool until it is \
             built anew"
                .to_string(),
        );
    }
    if cx.model.storage.is_some() && known(&decl.rook) && decl.rook.minor() < (1, 20) {
        at(
            [decl.rook.span; 2],
            format!("Rook {} is older than Radier knows", decl.rook),
            "1.20 or later: drivers are a chart of their own since".to_string(),
            "upgrade to 1.20 from 1.19.5 or later".to_string(),
        );
    }
    // rook v1.20.6 deploy/charts/rook-ceph-cluster values.yaml `allowUnsupported`: Squid (19) and
    // Tentacle (20).
    if cx.model.storage.is_some() && known(&decl.ceph) && decl.ceph.minor() < (19, 0) {
        at(
            [decl.ceph.span, decl.rook.span],
            format!("Ceph {} is too old for Rook {}", decl.ceph, decl.rook),
            "19 or later".to_string(),
            "write `ceph \"20.2.4\"`; a running Ceph goes up one major version at a time, with \
             the Rook that knows it"
                .to_string(),
        );
    }
    if cx.model.has_vms() && known(&decl.kubevirt) && decl.kubevirt.minor() < (1, 0) {
        at(
            [decl.kubevirt.span; 2],
            format!("KubeVirt {} has another API", decl.kubevirt),
            "1.0 or later".to_string(),
            "write `kubevirt \"1.9.0\"`".to_string(),
        );
    }
    if known(&versions.argocd) && versions.argocd.minor() < (3, 0) {
        at(
            [versions.argocd.span; 2],
            format!("Argo CD {} finds its objects by labels", versions.argocd),
            "3.0 or later: by annotations".to_string(),
            "write `argocd \"3.4.4\" chart=\"10.1.1\"`".to_string(),
        );
    }
    // argo-helm argo-cd 8.0.0: the first with Argo CD 3.0.
    if known(&versions.argocd_chart)
        && versions.argocd_chart.minor() < (8, 0)
        && versions.argocd.minor() >= (3, 0)
    {
        at(
            [versions.argocd_chart.span, versions.argocd.span],
            format!("chart `argo-cd` {} is for Argo CD 2", versions.argocd_chart),
            "8.0 or later".to_string(),
            "write `chart=\"10.1.1\"`".to_string(),
        );
    }
    // external-secrets v0.16.0: the first that serves external-secrets.io/v1.
    if !cx.model.vclusters.is_empty()
        && known(&decl.external_secrets)
        && decl.external_secrets.minor() < (0, 16)
    {
        at(
            [decl.external_secrets.span; 2],
            format!(
                "External Secrets {} has an older API",
                decl.external_secrets
            ),
            "0.16 or later: `external-secrets.io/v1`".to_string(),
            format!(
                "write `external-secrets \"{}\"`",
                Versions::new(None).decl.external_secrets
            ),
        );
    }
    if cx.model.has_vms() && known(&decl.cdi) && decl.cdi.minor() < (1, 65) {
        at(
            [decl.cdi.span; 2],
            format!("CDI {} checks no checksums", decl.cdi),
            "1.65 or later".to_string(),
            "write `cdi \"1.66.0\"`".to_string(),
        );
    }
    if !cx.model.vclusters.is_empty()
        && known(&versions.vcluster)
        && versions.vcluster.minor() < (0, 33)
    {
        at(
            [versions.vcluster.span; 2],
            format!("vcluster {} has other values", versions.vcluster),
            "0.33 or later".to_string(),
            "a vcluster on k3s cannot be upgraded: build it anew with 0.36".to_string(),
        );
    }
    if cx.model.cluster.is_omni() && known(&decl.omni) && decl.omni.minor() < (1, 10) {
        at(
            [decl.omni.span; 2],
            format!("Omni {} ignores the install disk of Talos 1.13", decl.omni),
            "1.10 or later".to_string(),
            "upgrade Omni first".to_string(),
        );
    }
    kubernetes(cx, report);
}

/// What runs only some minors of Kubernetes 1.
struct Range<'m> {
    name: String,
    at: &'m Spanned<Release>,
    oldest: u64,
    newest: u64,
    outcome: &'static str,
}

/// Whether Kubernetes is too old or too new for something here.
pub(super) fn refuses_kubernetes(cx: &Context<'_>) -> bool {
    let mut found = Report::default();
    kubernetes(cx, &mut found);
    !found.is_empty()
}

/// One finding for Kubernetes, whatever it does not work with.
fn kubernetes(cx: &Context<'_>, report: &mut Report) {
    let (versions, decl) = (&cx.model.versions, &cx.model.versions.decl);
    let release = &decl.kubernetes;
    let (major, minor) = release.minor();
    // Of another major version nothing is known; a version that could not be read is told already.
    if major != 1 {
        return;
    }
    let talos = TALOS
        .iter()
        .find(|(minor, ..)| *minor == versions.talos.minor())
        .map(|(_, oldest, newest)| Range {
            name: format!("Talos {}", versions.talos),
            at: &versions.talos,
            oldest: *oldest,
            newest: *newest,
            outcome: "Talos refuses the configuration of every machine",
        });
    let rook = Some(&decl.rook)
        .filter(|rook| cx.model.storage.is_some() && rook.minor() == ROOK.0)
        .map(|rook| Range {
            name: format!("Rook {rook}"),
            at: rook,
            oldest: ROOK.1,
            newest: ROOK.2,
            outcome: "Rook stops, and nobody gets a new volume",
        });
    let against: Vec<Range<'_>> = talos
        .into_iter()
        .chain(rook)
        .filter(|range| !(range.oldest..=range.newest).contains(&minor))
        .collect();
    let (Some(oldest), Some(newest)) = (
        against.iter().map(|range| range.oldest).max(),
        against.iter().map(|range| range.newest).min(),
    ) else {
        return;
    };
    let names: Vec<&str> = against.iter().map(|range| range.name.as_str()).collect();
    let (too, help) = match minor < oldest {
        true => (
            "old",
            format!("write for example `kubernetes \"1.{newest}.0\"`"),
        ),
        false => (
            "new",
            format!(
                "write for example `kubernetes \"1.{newest}.0\"`, or upgrade {} first",
                names.join(" and ")
            ),
        ),
    };
    let mut problem = RULE
        .at(
            release.span,
            format!(
                "Kubernetes {release} is too {too} for {}",
                names.join(" and ")
            ),
        )
        .label(format!("1.{oldest} to 1.{newest} is possible"));
    problem = problem.note(
        against
            .iter()
            .map(|range| range.outcome)
            .collect::<Vec<_>>()
            .join("; "),
    );
    for range in against {
        if !range.at.span.is_empty() {
            problem = problem.also(
                range.at.span,
                format!(
                    "{} works with Kubernetes 1.{} to 1.{}",
                    range.name, range.oldest, range.newest
                ),
            );
        }
    }
    problem = problem.help(help);
    if minor < oldest {
        problem = problem.help(format!(
            "does a cluster run {release}? Upgrade it to 1.{oldest} with its older Talos first, \
             minor by minor"
        ));
    }
    report.push(problem);
}

fn problem([span, other]: [Span; 2], message: String, label: String, help: String) -> Diagnostic {
    let problem = RULE.at(span, message).label(label).help(help);
    if other == span || other.is_empty() {
        problem
    } else {
        problem.also(other, "together with this")
    }
}
