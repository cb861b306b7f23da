//! `patch/invalid`

use crate::check::{Context, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::{self, Value};

pub static RULE: Rule = Rule {
    id: "patch/invalid",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch is not a patch of Talos",
    why: "Talos takes strategic-merge patches: YAML documents of keys. JSON patches are refused since configurations have \
          more than one document, and what is not YAML stops the whole machine.",
    // talos pkg/machinery/config/configpatcher
    wrong: r#"
patch "talos" on=worker """
    - op: add
      path: /machine/sysctls
      value: {}
    """
"#,
    right: r#"
patch "talos" on=worker """
    machine:
      sysctls:
        vm.max_map_count: "262144"
    """
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for patch in cx.model.patches.iter().filter(|patch| !patch.body.span.is_empty()) {
        match yaml::documents(&patch.body) {
            Err(problem) => {
                let line = patch.body.get(..problem.offset).unwrap_or(&patch.body).matches('\n').count() + 1;
                report.push(
                    RULE.at(patch.body.span, format!("line {line} of this patch is not YAML: {}", problem.message))
                        .label("cannot be read")
                        .help("indent with blanks, and put texts with `:` or `#` in quotes"),
                );
            }
            Ok(documents) if documents.iter().any(|document| matches!(document, Value::List(_))) => report.push(
                RULE.at(patch.body.span, "this is a JSON patch, which Talos refuses")
                    .label("a list of operations")
                    .help("write the keys themselves, as they stand in the configuration"),
            ),
            Ok(documents) if documents.is_empty() || !documents.iter().all(|document| matches!(document, Value::Map(_))) => report.push(
                RULE.at(patch.body.span, "this patch has no keys").label("nothing to merge").help("write the keys of the configuration, such as `machine:`"),
            ),
            Ok(_) => {}
        }
    }
}
