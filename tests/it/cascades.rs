//! One cause, one finding: slips on the clean prelude from which much else would follow.

use crate::support::{PRELUDE, compile, on_prelude};

/// The one finding of a text.
fn only(text: &str, rule: &str) {
    let outcome = compile(text);
    assert_eq!(outcome.rules(), [rule], "\n{}", outcome.text());
}

/// The prelude with some words in the place of others.
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(PRELUDE.to_string(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// A top-level node of the prelude.
fn part(start: &str) -> &'static str {
    let at = PRELUDE.find(start).unwrap();
    let end = PRELUDE[at..].find("\n}\n").unwrap() + at + 3;
    &PRELUDE[at..end]
}

#[test]
fn a_wrong_number_makes_no_wrong_sums() {
    let vm = r#"vm "sim" cpu=4 memory="8GiB""#;
    only(
        &edited(&[(vm, r#"vm "sim" cpu=4 memory="500GiB""#)]),
        "vm/fits-nowhere",
    );
    only(
        &edited(&[(vm, r#"vm "sim" cpu=400 memory="8GiB""#)]),
        "vm/fits-nowhere",
    );
    only(
        &edited(&[(r#"size="20GiB""#, r#"size="20TiB""#)]),
        "storage/volume-too-large",
    );
    only(
        &edited(&[(r#"memory "128GiB""#, r#"memory "128MiB""#)]),
        "capacity/machine-too-small",
    );
    only(
        &edited(&[(
            r#"id="ata-HDD_000011" size="4TB""#,
            r#"id="ata-HDD_000011" size="3GB""#,
        )]),
        "disk/too-small",
    );
    only(
        &edited(&[(r#"contract="1.13""#, r#"contract="1.x""#)]),
        "language/wrong-value",
    );
    only(
        &edited(&[("10.0.0.200-10.0.0.239", "10.0.0.20-10.0.0.39")]),
        "network/pool-overlap",
    );
}

#[test]
fn what_is_missing_is_told_once() {
    only(&edited(&[(" vlan=50", "")]), "network/vlan-tag");
    only(
        &PRELUDE.replace(part("storage \"ceph\""), ""),
        "storage/missing",
    );
    only(
        &edited(&[("serves=vm\n", "serves=vm default=#true\n")]),
        "storage/two-defaults",
    );
}

#[test]
fn a_copy_is_told_once() {
    let copy = part("node \"worker-1\"");
    only(&format!("{PRELUDE}{copy}"), "node/duplicate-uuid");
    only(
        &format!("{PRELUDE}{}", copy.replace("\"worker-1\"", "\"worker-4\"")),
        "node/duplicate-uuid",
    );
    only(
        &format!("{PRELUDE}{}", part("club \"robotics\"")),
        "name/declared-twice",
    );
}

#[test]
fn a_copy_of_the_file_is_told_once() {
    let mut sources = radier::source::Sources::default();
    sources.add("infra.kdl", PRELUDE);
    sources.add("infra-old.kdl", PRELUDE);
    let compilation = radier::compile(&mut sources, &crate::support::templates(), None);
    let rules: Vec<&str> = compilation
        .report
        .iter()
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(rules, ["language/given-twice"]);
}

#[test]
fn a_misspelt_word_has_no_consequences() {
    let manifests = "manifests \"x\" namspace=\"default\" {\n    yaml \"\"\"\n        apiVersion: \
                     v1\n        kind: ConfigMap\n        metadata:\n          name: a\n        \
                     \"\"\"\n}\n";
    only(&on_prelude(manifests), "language/unknown-word");
    only(
        &on_prelude(
            &manifests
                .replace("namspace", "namespace")
                .replace("name: a", "name: 123"),
        ),
        "manifests/wrong-value",
    );
    let node = |links: &str, address: &str| {
        on_prelude(&format!(
            "node \"worker-4\" model=\"server\" role=worker {{
    uuid \"c0a80014-4444-4a10-8031-b7c04f32d114\"
    nic \"a\" mac=\"02:00:00:00:00:14\"{address}
    nic \"b\" mac=\"02:00:00:00:00:24\"
    bond \"net\" address=\"10.0.0.24\" {{ links {links}; vlans \"lan\" }}
    disk \"os\" id=\"ata-SSD_0000W4\" size=\"500GB\" media=ssd use=install
}}\n"
        ))
    };
    only(&node("\"a\" \"bb\"", ""), "reference/unknown");
    only(&node("\"aa\"", ""), "reference/unknown");
    only(
        &node("\"a\" \"b\"", " address=\"10.0.0.24\""),
        "network/bond-links",
    );
}

#[test]
fn a_brace_in_the_wrong_place_is_told_once() {
    let node = part("node \"worker-1\"");
    let with = |text: &str| PRELUDE.replace(node, text);
    // Closed too early; with and without the brace that is then one too many.
    let early = node.replace("unit=11\n", "unit=11\n}\n");
    only(&with(&early), "syntax/stray-brace");
    only(
        &with(early.strip_suffix("}\n").unwrap()),
        "language/unknown-word",
    );
    // Opened too late.
    only(
        &with(&node.replace(
            "worker {\n    uuid \"c0a80011-1111-4a10-8031-b7c04f32d111\"",
            "worker\n    uuid \"c0a80011-1111-4a10-8031-b7c04f32d111\" {",
        )),
        "language/unknown-word",
    );
    // Closed after the nodes that follow.
    let late = with(node.strip_suffix("}\n").unwrap())
        .replace("\nstorage \"ceph\"", "\n}\nstorage \"ceph\"");
    only(&late, "language/unknown-word");
    // Its first line is lost.
    let club = part("club \"robotics\"");
    let more = club.replace("robotics", "vision");
    only(
        &format!("{PRELUDE}{}", more.split_once('\n').unwrap().1),
        "syntax/stray-brace",
    );
}

#[test]
fn a_replaced_field_of_talos_is_told_once() {
    let patch = |contract: &str, body: &str| {
        on_prelude(&format!(
            "versions {{\n    talos \"{contract}.0\" contract=\"{contract}\"\n    omni \"1.11.0\"\n}}\npatch \"talos\" \
             on=\"worker-1\" \"\"\"\n    machine:\n      {body}\n    \"\"\"\n"
        ))
    };
    for contract in ["1.13", "1.14"] {
        only(
            &patch(contract, "install:\n        wipe: true"),
            "patch/undoes-protection",
        );
        only(
            &patch(contract, "install:\n        extensions: [{image: x}]"),
            "patch/refused-by-omni",
        );
    }
    only(
        &patch("1.14", "install:\n        extraKernelArgs: [a=b]"),
        "patch/replaced",
    );
    only(
        &patch("1.14", "kubelet:\n        extraConfig:\n          bogus: 1"),
        "patch/replaced",
    );
    only(
        &patch("1.14", "kubelet:\n        extraMounts: []"),
        "patch/replaced",
    );
    only(
        &patch("1.13", "kubelet:\n        extraConfig:\n          bogus: 1"),
        "patch/kubelet",
    );
}

#[test]
fn single_quotes_are_told_where_they_are_and_nowhere_else() {
    for name in ["\"lan\"", "\"A\"", "\"server\"", "\"vm\"", "\"debian-13\""] {
        let single = name.replace('"', "'");
        only(
            &PRELUDE.replacen(&format!(" {name}"), &format!(" {single}"), 1),
            "name/invalid",
        );
    }
}

#[test]
fn a_character_that_nobody_sees_is_told_once() {
    for unseen in ['\u{200b}', '\u{2060}', '\u{ad}', '\u{202e}'] {
        let text = edited(&[("ata-SSD_0000W9", &format!("ata-SSD_0000W9{unseen}"))]);
        only(&text, "syntax/hidden-character");
        only(
            &edited(&[(
                "role=worker {\n    uuid \"c0a80019",
                &format!("role=wor{unseen}ker {{\n    uuid \"c0a80019"),
            )]),
            "syntax/hidden-character",
        );
    }
    // Prose may need them.
    assert!(
        compile(&edited(&[("rack \"A\"", "// soft\u{ad}ware\nrack \"A\"")]))
            .findings
            .is_empty()
    );
}

#[test]
fn what_is_meant_is_guessed() {
    for (from, to, help) in [
        (
            "memory \"128GiB\"",
            "memory 128 GiB",
            "put it in quotes: `memory \"128 GiB\"`",
        ),
        (
            "node \"worker-9\"",
            "node \"w\u{43e}rker-9\"",
            "did you mean `\"worker-9\"`? Write it so wherever it is used",
        ),
        (
            "rack \"A\"",
            "-- the rack\nrack \"A\"",
            "if it is a comment, write `//` in its place; else remove it",
        ),
        (
            "vip \"10.0.0.10\"",
            "vip \"10.0.0.10\"\n    extensions \"qemu-agent\"",
            "did you mean `qemu-guest-agent`?",
        ),
    ] {
        let outcome = compile(&edited(&[(from, to)]));
        let helps: Vec<&str> = outcome
            .findings
            .iter()
            .flat_map(|finding| &finding.help)
            .map(String::as_str)
            .collect();
        assert_eq!(helps, [help], "{}", outcome.text());
    }
}

/// The advice is applied, and nothing is left to tell.
#[test]
fn one_more_disk_is_named_where_it_is_enough() {
    let promise = "club \"archive\" { quota { cpu 4; memory \"8GiB\"; storage \"2400GiB\"; }; }\n";
    let machine = |number: usize, disks: &[&str]| {
        let disks: String = disks
            .iter()
            .map(|disk| {
                format!(
                    "    disk \"{disk}\" id=\"ata-HDD_{number}{disk}\" size=\"4TB\" media=hdd \
                     use=storage\n"
                )
            })
            .collect();
        format!(
            "node \"worker-{number}\" model=\"server\" role=worker {{\n    uuid \
             \"c0a8001{number}-4444-4a10-8031-b7c04f32d11{number}\"\n    nic \"net\" \
             mac=\"02:00:00:00:01:1{number}\" address=\"10.0.0.3{number}\" {{ vlans \"lan\"; \
             }}\n    disk \"os\" id=\"ata-SSD_00000W{number}\" size=\"500GB\" media=ssd \
             use=install\n{disks}}}\n"
        )
    };
    let text = on_prelude(promise);
    let outcome = compile(&text);
    assert_eq!(
        outcome.rules(),
        ["storage/cannot-heal"],
        "{}",
        outcome.text()
    );
    assert!(
        outcome.findings[0].help[0].contains("add a machine with one hdd disk of 4TB"),
        "{:?}",
        outcome.findings[0].help
    );
    assert!(
        compile(&format!("{text}{}", machine(4, &["d1"])))
            .findings
            .is_empty()
    );
}
