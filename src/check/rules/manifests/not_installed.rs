//! `manifests/not-installed`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "manifests/not-installed",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an object of a kind that nothing on this platform serves",
    why: "The part that brings this kind is not installed, so the API server does not know the \
          kind: Argo CD tries to apply the object forever, and nothing after it is applied.",
    fr: French {
        summary: "un objet d'un genre que rien sur cette plateforme ne sert",
        why: "La partie qui apporte ce genre n'est pas installée, donc le serveur d'API ne connaît \
              pas le genre : Argo CD essaie sans fin d'appliquer l'objet, et rien de ce qui suit \
              n'est appliqué.",
    },
    wrong: &[r#"
manifests "networks" namespace="default" {
    yaml """
        apiVersion: k8s.cni.cncf.io/v1
        kind: NetworkAttachmentDefinition
        metadata:
          name: lab
        spec:
          config: "{}"
        """
}
"#],
    right: &[
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
        """
}
"#,
        r#"
manifests "networks" namespace="default" {
    yaml """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: network-attachment-definitions.k8s.cni.cncf.io
        spec:
          group: k8s.cni.cncf.io
          names:
            kind: NetworkAttachmentDefinition
            plural: network-attachment-definitions
          scope: Namespaced
          versions:
            - name: v1
              served: true
              storage: true
              schema:
                openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
        ---
        apiVersion: k8s.cni.cncf.io/v1
        kind: NetworkAttachmentDefinition
        metadata:
          name: lab
        spec:
          config: "{}"
        """
}
"#,
    ],
    check: Check::Sum(Sum {
        over: &[sums::CLUSTER, sums::STORAGE, sums::CLUBS, sums::IMAGES],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // What could not be read may bring the part.
    let defined: FxHashSet<&str> = cx.hatches.defined().map(|(group, _)| group).collect();
    let mut told = FxHashSet::default();
    for object in &cx.hatches.objects {
        let api = object.api_version();
        let group = api.split('/').next().unwrap_or_default();
        let Some(part) = cx.parts.serving(api).filter(|part| !cx.parts.has(part)) else {
            continue;
        };
        // Its definition stands here, or it is told.
        if defined.contains(group) || !told.insert((part.name, object.kind())) {
            continue;
        }
        report.push(
            RULE.at(
                object.head(),
                format!(
                    "`{}` needs {}, which is not installed",
                    object.kind(),
                    part.title
                ),
            )
            .label(format!("{} comes with {}", part.title, part.needs))
            .help(format!(
                "remove this object, or add {} to the description; if something else installs it, \
                 {}",
                part.needs,
                RULE.accept()
            )),
        );
    }
}
