//! What is protected is refused, row by row, and what protects as well is not. The rows are in
//! `tests/protected.txt`: one that leaves the tables leaves a hole there, which is seen.

use crate::support::{PRELUDE, compile, golden, root};
use radier::language::Chart;
use std::collections::BTreeSet;

const RULE: &str = "values/undoes-protection";

/// What platforms differ in, as far as protections ask.
const PLATFORMS: [(&str, &str); 4] = [
    ("", ""),
    (
        "load-balancers \"10.0.0.200-10.0.0.239\"",
        "cni \"cilium\" kube-proxy=#true",
    ),
    (
        "vm \"sim\" cpu=4 memory=\"8GiB\" {",
        "vm \"sim\" cpu=4 memory=\"8GiB\" {\n        nic \"lan\"",
    ),
    (
        "pool \"apps\" media=hdd serves=apps default=#true",
        "pool \"apps\" media=hdd serves=apps default=#true\n    filesystem \"shared\" media=hdd",
    ),
];

#[test]
fn every_protected_value_is_refused() {
    let mut rows = BTreeSet::new();
    for (old, new) in PLATFORMS {
        let text = match old {
            "" => PRELUDE.to_string(),
            old => PRELUDE.replacen(old, new, 1),
        };
        let model = compile(&text);
        assert!(model.findings.is_empty(), "{}", model.text());
        for chart in Chart::ALL {
            let all = model.parts.protections(*chart);
            for (path, row) in all.iter().filter(|(_, row)| (row.when)(&model.model)) {
                let says = |word: &str| findings(&text, *chart, path, word);
                rows.insert(format!("{chart} {}: {}", path.join("."), row.why));
                for word in ["#null", "\"something else\""] {
                    let is_refused = says(word).iter().any(|found| found.contains("protected"));
                    assert!(is_refused, "{chart} {path:?} {word}");
                }
                let ours = (row.ours)(&model.model);
                for word in row.may_be.iter().copied().chain(ours) {
                    assert_eq!(
                        says(&value(word)),
                        Vec::<String>::new(),
                        "{chart} {path:?} {word}"
                    );
                }
            }
        }
    }
    let text: String = rows.into_iter().map(|row| format!("{row}\n")).collect();
    golden(&root().join("tests/protected.txt"), &text);
}

/// A word of a table as KDL.
fn value(word: &str) -> String {
    match word {
        "true" | "false" => format!("#{word}"),
        number if number.parse::<f64>().is_ok() => number.to_string(),
        text => format!("\"{text}\""),
    }
}

/// What the rule says of one value of a chart.
fn findings(text: &str, chart: Chart, path: &[&str], value: &str) -> Vec<String> {
    let (last, above) = path.split_last().unwrap();
    let opens: String = above.iter().map(|key| format!("\"{key}\" {{ ")).collect();
    let closes = "}; ".repeat(above.len());
    let text = format!("{text}values \"{chart}\" {{ {opens}\"{last}\" {value}; {closes}}}\n");
    let outcome = compile(&text);
    let of_rule = outcome
        .findings
        .iter()
        .filter(|finding| finding.rule == RULE);
    of_rule.map(|finding| finding.message.clone()).collect()
}
