//! `node/sysctl-key`

use crate::check::about::documents::{SYSCTLS, pairs};
use crate::check::about::machines::machines;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "node/sysctl-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "a kernel setting has a key that the kernel cannot have",
    why: "Talos accepts any key, keeps trying to write it, and the setting that somebody relies on \
          never takes effect.",
    fr: French {
        summary: "un réglage du noyau a une clé que le noyau ne peut pas avoir",
        why: "Talos accepte n'importe quelle clé, essaie sans fin de l'écrire, et le réglage sur \
              lequel quelqu'un compte n'est pas là.",
    },
    // talos internal/app/machined/pkg/controllers/runtime/kernel_param_spec.go
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    sysctl "max_map_count" "262144"
}
"#,
        r#"
patch "kernel" on=all """
    machine:
      sysctls:
        max_map_count: "262144"
    """
"#,
    ],
    right: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    sysctl "vm.max_map_count" "262144"
}
"#,
        r#"
patch "kernel" on=all """
    machine:
      sysctls:
        $patch: delete
    """
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let declared = machines(cx).flat_map(|machine| &machine.sysctl);
    let declared = declared.map(|sysctl| (sysctl.key.as_str(), sysctl.key.span));
    let patched = pairs(cx, &SYSCTLS);
    let patched = patched.map(|(document, key, _)| (&*key.text, document.span(&key.at)));
    for (key, span) in declared.chain(patched) {
        let legal = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        if !key.contains(['.', '/']) || !key.chars().all(legal) {
            report.push(
                RULE.at(span, format!("`{key}` is not a kernel setting"))
                    .label("not a path below /proc/sys")
                    .help(
                        "write it with its group in front, as in `sysctl \"vm.max_map_count\" \
                         \"262144\"`: `vm` is memory there",
                    ),
            );
        }
    }
}
