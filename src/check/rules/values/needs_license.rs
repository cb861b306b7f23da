//! `values/needs-license`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Chart;
use crate::source::Span;
use crate::yaml::{Kind, Node};

pub static RULE: Rule = Rule {
    id: "values/needs-license",
    level: Level::Error,
    since: "0.1.0",
    summary: "values ask vcluster for what only its paid edition has",
    why: "The chart accepts these keys, and its documentation hardly says which edition they need. \
          Without a licence the vcluster does not start: it restarts forever, and only its log \
          says why.",
    fr: French {
        summary: "des valeurs demandent à vcluster ce que seule son édition payante a",
        why: "Le chart accepte ces clés, et sa documentation dit à peine quelle édition il leur \
              faut. Sans licence, le vcluster ne démarre pas : il redémarre sans fin, et la raison \
              n'est que dans son journal.",
    },
    wrong: &[
        r#"
values "vcluster" { controlPlane { backingStore { etcd { embedded { enabled #true; }; }; }; }; }
"#,
        r#"
values "vcluster" {
    controlPlane {
        backingStore {
            etcd { embedded { enabled #true; }; }
            database { external { enabled #true; }; }
        }
        coredns { embedded #true; }
        hostPathMapper { central #true; }
    }
    networking { resolveDNS { - hostname="a"; }; }
    policies { centralAdmission { validatingWebhooks { - kind="a"; }; mutatingWebhooks { - kind="a"; }; }; }
    experimental { denyProxyRequests { - name="a"; }; }
    sync {
        toHost {
            customResources { a.b.c { enabled #false; }; }
            namespaces { enabled #true; }
            pods { hybridScheduling { enabled #true; }; }
            resourceClaims { enabled #true; }
            resourceClaimTemplates { enabled #true; }
        }
        fromHost {
            customResources { a.b.c { enabled #false; }; }
            deviceClasses { enabled #true; }
        }
    }
    integrations {
        kubeVirt { enabled #true; }
        externalSecrets { enabled #true; }
        certManager { enabled #true; }
        istio { enabled #true; }
    }
    privateNodes { enabled #true; }
    sleep { auto { afterInactivity "1h"; }; }
    snapshots { auto { schedule "0 3 * * *"; }; }
    deletion { prevent #true; }
    platform { project "a"; }
}
"#,
    ],
    right: &[r#"
values "vcluster" { controlPlane { backingStore { etcd { deploy { enabled #true; }; }; }; }; }
"#],
    check: Check::Written(check),
};

/// vcluster v0.36.1 config/config.go IsProFeatureEnabled, and src/data/features.yaml of its
/// documentation. Each with what asks for it.
const PAID: &[(&[&str], Asks)] = &[
    (
        &[
            "controlPlane",
            "backingStore",
            "etcd",
            "embedded",
            "enabled",
        ],
        is_on,
    ),
    (
        &[
            "controlPlane",
            "backingStore",
            "database",
            "external",
            "enabled",
        ],
        is_on,
    ),
    (&["controlPlane", "coredns", "embedded"], is_on),
    (&["controlPlane", "hostPathMapper", "central"], is_on),
    (&["networking", "resolveDNS"], has_any),
    (
        &["policies", "centralAdmission", "validatingWebhooks"],
        has_any,
    ),
    (
        &["policies", "centralAdmission", "mutatingWebhooks"],
        has_any,
    ),
    (&["experimental", "denyProxyRequests"], has_any),
    // Even an entry that is switched off.
    (&["sync", "toHost", "customResources"], has_any),
    (&["sync", "fromHost", "customResources"], has_any),
    (&["sync", "toHost", "namespaces", "enabled"], is_on),
    (
        &["sync", "toHost", "pods", "hybridScheduling", "enabled"],
        is_on,
    ),
    (&["sync", "toHost", "resourceClaims", "enabled"], is_on),
    (
        &["sync", "toHost", "resourceClaimTemplates", "enabled"],
        is_on,
    ),
    (&["sync", "fromHost", "deviceClasses", "enabled"], is_on),
    (&["integrations", "kubeVirt", "enabled"], is_on),
    (&["integrations", "externalSecrets", "enabled"], is_on),
    (&["integrations", "certManager", "enabled"], is_on),
    (&["integrations", "istio", "enabled"], is_on),
    (&["privateNodes", "enabled"], is_on),
    (&["sleep"], is_there),
    (&["snapshots"], is_there),
    (&["deletion"], is_there),
    (&["platform"], is_there),
];

type Asks = fn(&Node) -> bool;

fn is_on(value: &Node) -> bool {
    value.says("true")
}

fn has_any(value: &Node) -> bool {
    !value.items().is_empty() || value.has_keys()
}

fn is_there(value: &Node) -> bool {
    value.kind != Kind::Null
}

fn check(cx: &Context<'_>, report: &mut Report) {
    for values in cx
        .hatches
        .values
        .iter()
        .filter(|values| values.owner == Chart::Vcluster)
    {
        // Another image is a decision of its own.
        if values
            .node
            .at_path(&["controlPlane", "statefulSet", "image", "repository"])
            .is_some()
        {
            continue;
        }
        for (path, asks) in PAID {
            let Some((key, _)) = values.node.at_path(path).filter(|(_, value)| asks(value)) else {
                continue;
            };
            report.push(paid(values.span(&key.at), path));
        }
    }
}

fn paid(at: Span, path: &[&str]) -> Diagnostic {
    // `enabled` says nothing by itself: the message names what is enabled.
    let path = path.strip_suffix(&["enabled"]).unwrap_or(path);
    RULE.at(at, format!("`{}` needs a vcluster licence", path.join(".")))
        .label("the free edition, which Radier installs, does not start with this")
        .help(format!(
            "without a licence, remove `{}`; with one, keep it, and name the image of the \
             licensed edition in this block: `controlPlane {{ statefulSet {{ image {{ \
             repository \"...\" }} }} }}`",
            path.last().unwrap_or(&"it")
        ))
}
