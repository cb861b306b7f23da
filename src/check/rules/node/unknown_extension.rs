//! `node/unknown-extension`

use crate::check::about::machines::{bare_extension, machines};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, did_you_mean, list};
use crate::upstream::talos;

pub static RULE: Rule = Rule {
    id: "node/unknown-extension",
    level: Level::Error,
    since: "0.1.0",
    summary: "a system extension that this version of Talos does not have",
    why: "The Image Factory refuses to build an image with an unknown extension, so no machine can \
          be installed or upgraded. Names change between minor versions.",
    fr: French {
        summary: "une extension système que cette version de Talos n'a pas",
        why: "L'Image Factory refuse de construire une image avec une extension inconnue : aucune \
              machine ne peut être installée ni mise à niveau. Les noms changent d'une version \
              mineure à l'autre.",
    },
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    extensions "iscsi-tool"
}
"#],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    extensions "iscsi-tools"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    if machines(cx).all(|machine| machine.extensions.is_empty()) {
        return;
    }
    let version = &cx.model.versions.talos;
    let (listed, names) = talos::extensions(version.version());
    // A newer minor may have what the list lacks; `version/not-known-yet` says so.
    if !listed.starts_with(&format!("{}.", version.minor_text())) {
        return;
    }
    for extension in machines(cx).flat_map(|machine| &machine.extensions) {
        let name = bare_extension(&extension.value);
        if names.contains(&name) {
            continue;
        }
        let problem = RULE
            .at(
                extension.span,
                format!("Talos {} has no extension `{name}`", version.value),
            )
            .label("the Image Factory refuses it");
        report.push(match did_you_mean(name, names.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(similar(name, &names)),
        });
    }
}

/// Extensions that have all parts of a name in theirs: `qemu-agent`, `nvidia`.
fn similar(name: &str, names: &[&str]) -> String {
    let all = || {
        names
            .iter()
            .copied()
            .filter(|known| name.split(['-', '_']).all(|part| known.contains(part)))
    };
    match all().next() {
        Some(_) => format!("did you mean {}?", list(all())),
        None => "https://factory.talos.dev lists them by version".to_string(),
    }
}
