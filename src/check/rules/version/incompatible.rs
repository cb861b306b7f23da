//! `version/incompatible`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
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
    // omni v1.10.0: the first with Machine.install.
    wrong: &[
        r#"
versions {
    talos "1.13.9" contract="1.13"
    kubernetes "1.28.0"
}
"#,
        r#"
versions {
    talos "1.14.0" contract="1.13"
    omni "1.11.0"
    kubernetes "1.31.0"
}
"#,
        r#"
versions {
    talos "1.14.1"
    omni "1.10.4"
}
"#,
    ],
    right: &[r#"
versions {
    talos "1.13.9" contract="1.13"
    kubernetes "1.36.4"
}
"#],
    check: Check::Written(check),
};

/// Minor version, oldest and newest minor of Kubernetes 1 that it runs.
type Runs = ((u64, u64), u64, u64);
/// talos pkg/machinery/compatibility talos113, talos114.
const TALOS: [Runs; 2] = [((1, 13), 31, 36), ((1, 14), 32, 37)];

/// Minor of Talos, and the first Omni that manages it (siderolabs/talos#14116).
const OMNI: [((u64, u64), (u64, u64)); 1] = [((1, 14), (1, 11))];

fn check(cx: &Context<'_>, report: &mut Report) {
    let versions = &cx.model.versions;
    let decl = &versions.decl;
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
    contract(versions, &mut at);
    of_parts(cx, &mut at);
    if cx.model.cluster.is_omni() && known(&decl.omni) && decl.omni.minor() < (1, 10) {
        at(
            [decl.omni.span; 2],
            format!("Omni {} ignores the install disk of Talos 1.13", decl.omni),
            "1.10 or later".to_string(),
            "upgrade Omni first".to_string(),
        );
    }
    if let Some((minor, omni)) = OMNI.iter().find(|(minor, omni)| {
        cx.model.cluster.is_omni()
            && known(&decl.omni)
            && talos >= *minor
            && decl.omni.minor() < *omni
    }) {
        at(
            [decl.omni.span, versions.talos.span],
            format!("Omni {} does not know Talos {}", decl.omni, versions.talos),
            format!("{}.{} or later", omni.0, omni.1),
            format!(
                "upgrade Omni first; until then stay below Talos {}.{}",
                minor.0, minor.1
            ),
        );
    }
    kubernetes(cx, report);
}

fn contract(versions: &Versions, at: &mut Tell<'_>) {
    let talos = versions.talos.minor();
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
}

/// Parts that are older than what this platform needs of them.
fn of_parts(cx: &Context<'_>, at: &mut Tell<'_>) {
    let versions = &cx.model.versions;
    let tested = Versions::new(None);
    for version in cx.parts.installed().flat_map(|part| part.versions) {
        let (release, Some(oldest)) = ((version.of)(versions), &version.oldest) else {
            continue;
        };
        if known(release) && release.minor() < oldest.minor && (oldest.when)(versions) {
            let beside = oldest.beside.map_or(release.span, |of| of(versions).span);
            at(
                [release.span, beside],
                format!("{} {release} {}", version.title, (oldest.says)(versions)),
                oldest.label.to_string(),
                (oldest.help)(&tested),
            );
        }
    }
}

/// Places, message, label and help.
type Tell<'t> = dyn FnMut([Span; 2], String, String, String) + 't;
/// A version that could not be read is told already.
fn known(release: &Spanned<Release>) -> bool {
    *release.version() > semver::Version::new(0, 0, 0)
}

/// What runs only some minors of Kubernetes 1.
struct Range<'m> {
    name: String,
    at: &'m Spanned<Release>,
    oldest: u64,
    newest: u64,
    outcome: &'static str,
    bears_older: bool,
}

/// One finding for Kubernetes, whatever it does not work with.
fn kubernetes(cx: &Context<'_>, report: &mut Report) {
    let decl = &cx.model.versions.decl;
    let release = &decl.kubernetes;
    let (major, minor) = release.minor();
    // Of another major version nothing is known; a version that could not be read is told already.
    if major != 1 {
        return;
    }
    let against = against(cx, minor);
    let (Some(oldest), Some(newest)) = (
        against.iter().map(|range| range.oldest).max(),
        against.iter().map(|range| range.newest).min(),
    ) else {
        return;
    };
    // The version of a part is written, and that of Kubernetes is the default: the part is to
    // change.
    let is_written = |release: &Spanned<Release>| cx.sources.text(release.span).starts_with('"');
    match against.iter().find(|range| is_written(range.at)) {
        Some(range) if !is_written(release) => report.push(wrong_part(release, range)),
        _ => report.push(wrong_kubernetes(release, [oldest, newest], &against)),
    }
}

fn wrong_part(release: &Spanned<Release>, range: &Range<'_>) -> Diagnostic {
    let (_, minor) = release.minor();
    let too = if minor > range.newest { "old" } else { "new" };
    RULE.at(
        range.at.span,
        format!("{} is too {too} for Kubernetes {release}", range.name),
    )
    .label(format!(
        "works with Kubernetes 1.{} to 1.{}",
        range.oldest, range.newest
    ))
    .note(range.outcome)
    .help(format!(
        "remove this line: Radier then takes the version that it was tested with; or write \
         `kubernetes \"1.{}.0\"` beside it",
        range.newest
    ))
}

/// What does not work with this minor version of Kubernetes.
fn against<'m>(cx: &Context<'m>, minor: u64) -> Vec<Range<'m>> {
    let versions = &cx.model.versions;
    let talos = TALOS
        .iter()
        .find(|(minor, ..)| *minor == versions.talos.minor())
        .map(|(_, oldest, newest)| Range {
            name: format!("Talos {}", versions.talos),
            at: &versions.talos,
            oldest: *oldest,
            newest: *newest,
            outcome: "Talos refuses the configuration of every machine",
            bears_older: false,
        });
    let of_parts = cx.parts.installed().flat_map(|part| part.versions);
    let of_parts = of_parts.filter_map(|version| {
        let release = (version.of)(versions);
        let runs = version
            .runs
            .iter()
            .find(|runs| runs.minor == release.minor())?;
        Some(Range {
            name: format!("{} {release}", version.title),
            at: release,
            oldest: runs.oldest,
            newest: runs.newest,
            outcome: runs.outcome,
            bears_older: runs.bears_older,
        })
    });
    talos
        .into_iter()
        .chain(of_parts)
        .filter(|range| minor > range.newest || (minor < range.oldest && !range.bears_older))
        .collect()
}

fn wrong_kubernetes(
    release: &Spanned<Release>,
    [oldest, newest]: [u64; 2],
    against: &[Range<'_>],
) -> Diagnostic {
    let (_, minor) = release.minor();
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
        problem = problem.also(
            range.at.span,
            format!(
                "{} works with Kubernetes 1.{} to 1.{}",
                range.name, range.oldest, range.newest
            ),
        );
    }
    problem = problem.help(help);
    if minor < oldest {
        problem = problem.help(format!(
            "does a cluster run {release}? Upgrade it to 1.{oldest} with its older Talos first, \
             minor by minor"
        ));
    }
    problem
}

fn problem([span, other]: [Span; 2], message: String, label: String, help: String) -> Diagnostic {
    let problem = RULE.at(span, message).label(label).help(help);
    if other == span {
        problem
    } else {
        problem.also(other, "together with this")
    }
}
