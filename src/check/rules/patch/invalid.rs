//! `patch/invalid`

use crate::check::about::documents::not_yaml;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::schema::inside;
use crate::source::Span;
use crate::yaml::{self, Kind};
use std::ops::Range;

pub static RULE: Rule = Rule {
    id: "patch/invalid",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch is not a patch of Talos",
    why: "Talos refuses the whole configuration of every machine that gets this patch.\n\nTalos \
          takes strategic-merge patches: YAML documents of keys. JSON patches are refused since \
          configurations have more than one document.",
    fr: French {
        summary: "un patch n'est pas un patch de Talos",
        why: "Talos prend des patchs de fusion : des documents YAML faits de clés. Les patchs JSON \
              sont refusés depuis que les configurations ont plusieurs documents, et ce qui n'est \
              pas du YAML arrête toute la machine.",
    },
    // talos pkg/machinery/config/configpatcher
    wrong: &[r#"
patch "talos" on=worker """
    - op: add
      path: /machine/sysctls
      value: {}
    """
"#],
    right: &[r#"
patch "talos" on=worker """
    machine:
      sysctls:
        vm.max_map_count: "262144"
    """
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for patch in cx.model.patches.iter() {
        let source = cx
            .sources
            .get(patch.body.span.file)
            .map_or("", |source| source.text.as_str());
        let span =
            |at: &std::ops::Range<usize>| inside(source, patch.body.span, at.clone(), &patch.body);
        match yaml::nodes(&patch.body) {
            Err(problem) => {
                report.push(not_yaml(&RULE, "this patch", &patch.body, &problem, |at| {
                    span(at)
                }))
            }
            Ok(documents) if documents.is_empty() => report.push(
                RULE.at(patch.body.span, "this patch has no keys")
                    .label("nothing to merge")
                    .help(
                        "write settings of Talos' machine configuration, such as `machine: \
                         {sysctls: ...}`",
                    ),
            ),
            Ok(documents) => {
                for document in documents {
                    judge(&document, &span, report);
                }
            }
        }
    }
}

fn judge(document: &yaml::Node, span: &dyn Fn(&Range<usize>) -> Span, report: &mut Report) {
    let problem = match &document.kind {
        Kind::List(_) => RULE
            .at(
                span(&document.at),
                "this is a JSON patch, which Talos refuses",
            )
            .label("a list of operations"),
        Kind::Map(_) if document.get("kind").is_some() && document.get("apiVersion").is_none() => {
            let at = document
                .entry("kind")
                .map_or(&document.at, |(key, _)| &key.at);
            report.push(
                RULE.at(span(at), "this document has no `apiVersion`")
                    .label("Talos refuses it without")
                    .help("write `apiVersion: v1alpha1` above `kind:`"),
            );
            return;
        }
        Kind::Map(pairs) if !pairs.is_empty() => return,
        _ => RULE
            .at(span(&document.at), "this patch has no keys")
            .label("nothing to merge"),
    };
    report.push(
        problem.help(match as_keys(document) {
            Some(keys) => {
                format!("replace the whole list by the settings that it would make: `{keys}`")
            }
            None => "write settings of Talos' machine configuration, such as `machine: {sysctls: \
{vm.max_map_count: \"262144\"}}`"
                .to_string(),
        }),
    );
}

/// The first operation of a JSON patch as a strategic merge patch: `/machine/sysctls` as `machine:
/// {sysctls: ...}`.
fn as_keys(document: &yaml::Node) -> Option<String> {
    let path = document.items().first()?.get("path")?.text();
    let keys: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let (last, outer) = keys.split_last()?;
    let nested = outer
        .iter()
        .rev()
        .fold(format!("{last}: ..."), |inner, key| {
            format!("{key}: {{{inner}}}")
        });
    Some(nested)
}
