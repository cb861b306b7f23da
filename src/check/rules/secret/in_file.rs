//! `secret/in-file`

use crate::check::rules::manifests::secret::is_public;
use crate::check::{Context, French, Rule, secrets};
use crate::diagnostic::{Level, Report};
use crate::source::{Span, Spans};

pub static RULE: Rule = Rule {
    id: "secret/in-file",
    level: Level::Error,
    since: "0.1.0",
    summary: "something that looks like a secret is in a file",
    why: "What is committed once is public forever: deleting the line does not delete it from Git. Secrets live in the \
          cluster, and the description names them.",
    fr: French {
        summary: "quelque chose qui ressemble à un secret est dans un fichier",
        why: "Ce qui est commité une fois est public pour toujours : effacer la ligne ne l'efface pas de Git. Les secrets \
              vivent dans le cluster, et la description les nomme.",
    },
    wrong: r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: EnvironmentConfig
    variables:
      TOKEN: ghp_0123456789abcdefghijklmnopqrstuvwxyz
    """
"#,
    right: r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: EnvironmentConfig
    variables:
      GRPC_GO_LOG_VERBOSITY_LEVEL: "99"
    """
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut found = crate::check::secrets(cx.sources);
    // `manifests/secret` tells of these.
    let secrets = cx.hatches.objects.iter().filter(|object| object.known() == "Secret");
    let contents: Spans =
        secrets.flat_map(|object| ["data", "stringData"].into_iter().filter_map(|field| object.node.get(field)).filter(|content| !is_public(object, content)).map(|content| object.span(&content.at))).collect();
    found.retain(|(_, span)| !contents.overlap(*span));
    // What stands in escape hatches is known by its keys too, however it is written.
    let mut in_hatches: Vec<(&str, Span)> = Vec::new();
    for document in &cx.hatches.patches {
        in_hatches.extend(secrets::find_in(&document.node).into_iter().map(|(what, at)| (what, document.span(&at))));
    }
    for object in cx.hatches.objects.iter().filter(|object| object.known() != "Secret") {
        in_hatches.extend(secrets::find_in(&object.node).into_iter().map(|(what, at)| (what, object.span(&at))));
    }
    for values in &cx.hatches.values {
        in_hatches.extend(secrets::find_in(&values.node).into_iter().map(|(what, at)| (what, values.span(&at))));
    }
    let known: Spans = found.iter().map(|(_, span)| *span).collect();
    in_hatches.retain(|(_, span)| !known.overlap(*span));
    for (what, span) in found.into_iter().chain(in_hatches) {
        report.push(
            RULE.at(span, format!("this looks like {what}"))
                .label("whoever can read the repository could use it")
                .note("Git keeps it forever, even after this line is removed")
                .help("if it was ever committed, first revoke it where it was made")
                .help("then remove it here, and make a Secret by hand: `kubectl create secret generic NAME -n NAMESPACE --from-literal=KEY=...`, which a container reads with `valueFrom: {secretKeyRef: {name: NAME, key: KEY}}`")
                .conceal(span),
        );
    }
    for vm in &cx.model.vms {
        for text in [&vm.user_data, &vm.network_data].into_iter().flatten() {
            for (what, at) in secrets::find_all(&text.value) {
                let line = text.value[..at.start].matches('\n').count() + 1;
                report.push(
                    RULE.at(text.span, format!("line {line} of this file looks like {what}"))
                        .label("its content is as public as this repository")
                        .help("use `ssh-keys secret=...`, or fetch the secret inside the VM; if it was ever committed, make a new one"),
                );
            }
        }
    }
}
