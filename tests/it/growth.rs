//! Nothing walks over all parts for each part: four times as much takes about four times as long,
//! however it is much.

use crate::support::{PRELUDE, TODAY};
use radier::diagnostic::{self, RuleText};
use radier::source::{Files, ReadError, Sources};
use std::time::{Duration, Instant};

struct Beside;

impl Files for Beside {
    fn read(&self, _: &str) -> Result<String, ReadError> {
        Ok("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n".to_string())
    }
}

/// So many lines or words, from a number each.
fn many(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

fn node(inner: &str) -> String {
    format!(
        "node \"big\" model=\"server\" role=worker {{\n    disk \"os\" id=\"ata-SSD_0000X1\" \
         size=\"500GB\" media=ssd use=install\n{inner}}}\n"
    )
}

/// A way in which a description can be large: its name, and the text for a number.
type Way = (&'static str, fn(usize) -> String);

const WAYS: [Way; 22] = [
    ("disks of a node", |n| {
        node(&many(n, |at| {
            format!(
                "    disk \"x{at}\" id=\"ata-HDD_9{at:06}\" size=\"4TB\" media=hdd use=storage\n"
            )
        }))
    }),
    ("the same disk", |n| {
        node(&many(n, |_| {
            "    disk \"x\" id=\"ata-HDD_9\" size=\"4TB\" media=hdd use=storage\n".to_string()
        }))
    }),
    ("cards of a node", |n| {
        node(&many(n, |at| {
            format!(
                "    nic \"n{at}\" mac=\"02:00:00:00:{:02x}:{:02x}\" address=\"10.9.{}.{}\"\n",
                at / 256,
                at % 256,
                at / 200,
                at % 200 + 1
            )
        }))
    }),
    ("networks of a card", |n| {
        node(&format!(
            "    nic \"net\" mac=\"02:00:00:00:01:11\" address=\"10.0.0.99\" {{ vlans {} }}\n",
            many(n, |_| "\"lan\" ".to_string())
        ))
    }),
    ("nodes of one name", |n| {
        many(n, |_| {
            "node \"big\" model=\"server\" role=worker {}\n".to_string()
        })
    }),
    ("clubs of one name", |n| {
        many(n, |_| {
            "club \"big\" { quota { cpu 4; memory \"8GiB\"; storage \"10GiB\" } }\n".to_string()
        })
    }),
    ("VMs of a club", |n| {
        format!(
            "club \"v\" {{\n    quota {{ cpu 4; memory \"8GiB\"; storage \"10GiB\" }}\n{}}}\n",
            many(n, |at| format!(
                "    vm \"a{at}\" cpu=1 memory=\"1GiB\" {{ disk \"root\" image=\"debian-13\" \
                 size=\"20GiB\"; cloud-init \"a\" }}\n"
            ))
        )
    }),
    ("manifests of one name", |n| {
        many(n, |_| {
            "manifests \"same\" namespace=\"default\" { file \"a.yaml\" }\n".to_string()
        })
    }),
    ("files of manifests", |n| {
        format!(
            "manifests \"f\" namespace=\"default\" {{ file {} }}\n",
            many(n, |_| "\"a.yaml\" ".to_string())
        )
    }),
    ("keys of values", |n| {
        format!(
            "values \"cilium\" {{\n{}}}\n",
            many(n, |at| format!("    key{at} {at}\n"))
        )
    }),
    ("one key of values", |n| {
        format!(
            "values \"cilium\" {{\n{}}}\n",
            many(n, |at| format!("    key {at}\n"))
        )
    }),
    ("keys of a patch", |n| {
        format!(
            "patch \"talos\" on=worker \"\"\"\n    machine:\n      sysctls:\n{}    \"\"\"\n",
            many(n, |at| format!("        a.b{at}: \"1\"\n"))
        )
    }),
    ("wrong keys of a patch", |n| {
        format!(
            "patch \"talos\" on=worker \"\"\"\n    machine:\n{}    \"\"\"\n",
            many(n, |at| format!("      bad{at}: \"1\"\n"))
        )
    }),
    ("a patch on one line", |n| {
        format!(
            "patch \"talos\" on=worker \"machine: {{sysctls: {{{}}}}}\"\n",
            many(n, |at| format!("a.b{at}: 1,"))
        )
    }),
    ("patches", |n| {
        many(n, |_| {
            "patch \"talos\" on=worker \"\"\"\n    machine:\n      sysctls: {a.b: \"1\"}\n    \
             \"\"\"\n"
                .to_string()
        })
    }),
    ("properties of a node", |n| {
        format!("rack \"B\" {}\n", many(n, |at| format!("x{at}={at} ")))
    }),
    ("nodes that are no words", |n| {
        many(n, |at| format!("nonsense \"{at}\"\n"))
    }),
    ("lines without a quote", |n| {
        many(n, |at| format!("rack \"B{at} {{ }}\n"))
    }),
    ("mistakes on one line", |n| {
        format!("rack \"B\" {}\n", many(n, |at| format!("(x{at} ")))
    }),
    ("marks of merges", |n| {
        many(n, |_| "<<<<<<< a\n".to_string())
    }),
    ("secrets on one line", |n| {
        format!("// {}\n", many(n, |at| format!("password=hunter{at}x ")))
    }),
    ("pieces of names on one line", |n| {
        format!("// {}\n", many(n, |_| "passwordtokenkey".to_string()))
    }),
];

/// Judges a description, and prints what is found for a program and for people.
fn judge(text: &str) -> Duration {
    let mut sources = Sources::default();
    sources.add("infra.kdl", text);
    let began = Instant::now();
    let compilation = radier::compile(&mut sources, &Beside, Some(TODAY));
    let rules: Vec<RuleText> = radier::check::rules()
        .iter()
        .map(|rule| RuleText {
            id: rule.id,
            level: rule.level,
            summary: rule.summary,
            why: rule.why,
        })
        .collect();
    let concealed = diagnostic::conceal(
        &compilation.report,
        &sources,
        &radier::check::secrets(&sources),
    );
    let (report, sources) = concealed
        .as_ref()
        .map_or((&compilation.report, &sources), |(report, sources)| {
            (report, sources)
        });
    diagnostic::sarif(&[(report, sources)], &rules, "0");
    diagnostic::rdjson(&[(report, sources)]);
    began.elapsed()
}

#[test]
fn four_times_as_much_takes_about_four_times_as_long() {
    const SMALL: usize = 500;
    let mut steep = Vec::new();
    for (what, way) in WAYS {
        let text = |n: usize| format!("{PRELUDE}{}", way(n));
        // The machine may do something else at any moment: the best of several tries counts.
        let ratio =
            |_| judge(&text(4 * SMALL)).as_secs_f64() / (judge(&text(SMALL)).as_secs_f64() + 0.01);
        let best = (0..5).map(ratio).find(|ratio| *ratio < 8.0);
        if best.is_none() {
            steep.push(what);
        }
    }
    assert!(steep.is_empty(), "{steep:?}");
}
