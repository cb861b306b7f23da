//! `values/needs-license`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Chart;
use crate::yaml::{Kind, Node};

pub static RULE: Rule = Rule {
    id: "values/needs-license",
    level: Level::Error,
    since: "0.1.0",
    summary: "values ask vcluster for what only its paid edition has",
    why: "The chart takes these keys, and its documentation hardly says which edition they need. Without a licence the \
          vcluster does not start: it restarts for ever, and the reason stands in its log only.",
    fr: French {
        summary: "des valeurs demandent à vcluster ce que seule son édition payante a",
        why: "Le chart accepte ces clés, et sa documentation dit à peine quelle édition il leur faut. Sans licence, le vcluster \
              ne démarre pas : il redémarre sans fin, et la raison n'est que dans son journal.",
    },
    wrong: r#"
values "vcluster" { controlPlane { backingStore { etcd { embedded { enabled #true; }; }; }; }; }
"#,
    right: r#"
values "vcluster" { controlPlane { backingStore { etcd { deploy { enabled #true; }; }; }; }; }
"#,
    check: Some(check),
};

/// vcluster v0.36.1 config/config.go IsProFeatureEnabled, and src/data/features.yaml of its documentation.
const PAID: [&[&str]; 19] = [
    &["controlPlane", "backingStore", "etcd", "embedded"],
    &["controlPlane", "backingStore", "database", "external"],
    &["controlPlane", "coredns", "embedded"],
    &["controlPlane", "hostPathMapper", "central"],
    &["networking", "resolveDNS"],
    &["policies", "centralAdmission"],
    &["experimental", "denyProxyRequests"],
    &["sync", "toHost", "customResources"],
    &["sync", "fromHost", "customResources"],
    &["sync", "toHost", "namespaces"],
    &["integrations", "kubeVirt"],
    &["integrations", "externalSecrets"],
    &["integrations", "certManager"],
    &["integrations", "istio"],
    &["privateNodes"],
    &["sleep"],
    &["snapshots"],
    &["deletion"],
    &["platform"],
];

fn check(cx: &Context<'_>, report: &mut Report) {
    for values in cx.hatches.values.iter().filter(|values| values.owner == Chart::Vcluster) {
        // Another image is a decision of its own.
        if values.node.at_path(&["controlPlane", "statefulSet", "image", "repository"]).is_some() {
            continue;
        }
        for path in PAID {
            let Some((key, _)) = values.node.at_path(path).filter(|(_, value)| asks(value)) else { continue };
            report.push(
                RULE.at(values.span(&key.at), format!("`{}` needs a licence of vcluster", path.join(".")))
                    .label("the free edition, which Radier installs, does not start with it")
                    .help("remove it; with a licence, name its image too: `controlPlane { statefulSet { image { repository \"...\" } } }`"),
            );
        }
    }
}

/// Not just switched off.
fn asks(value: &Node) -> bool {
    match &value.kind {
        Kind::Null | Kind::Bool(false) => false,
        Kind::List(items) => !items.is_empty(),
        Kind::Map(pairs) => match value.get("enabled") {
            Some(enabled) => enabled.kind != Kind::Bool(false),
            None => pairs.iter().any(|(_, value)| asks(value)),
        },
        _ => true,
    }
}
