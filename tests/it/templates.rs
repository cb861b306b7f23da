//! A template may be a stranger's: it ends soon, in little memory, with an error that names it and
//! the line.

use crate::support::{Memory, PRELUDE, TODAY};
use radier::source::Sources;
use std::time::Instant;

const VM: &str = "club \"vision\" {\n    quota { cpu 8; memory \"32GiB\"; storage \"100GiB\"; \
                  }\n    vm \"recorder\" cpu=2 memory=\"4GiB\" {\n        disk \"root\" \
                  image=\"debian-13\" size=\"20GiB\"\n        cloud-init \"t.j2\"\n    }\n}\n";

/// Findings of a VM whose cloud-init is this template.
fn told(template: &str) -> Vec<String> {
    let mut sources = Sources::default();
    sources.add("infra.kdl", format!("{PRELUDE}{VM}"));
    let template: &'static str = Box::leak(template.to_string().into_boxed_str());
    let compilation = radier::compile(&mut sources, &Memory(vec![("t.j2", template)]), Some(TODAY));
    compilation
        .report
        .iter()
        .map(|finding| format!("{}: {}", finding.rule, finding.message))
        .collect()
}

#[test]
fn hostile_templates_end_soon() {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    let cases: Vec<(&str, String)> = vec![
        (
            "a chain of attributes",
            format!("{{{{ vm{} }}}}", ".name".repeat(30_000)),
        ),
        (
            "a chain of filters",
            format!("{{{{ \"a\"{} }}}}", "|upper".repeat(30_000)),
        ),
        (
            "a chain of minus",
            format!("{{{{ {}1 }}}}", "-".repeat(100_000)),
        ),
        (
            "a chain of not",
            format!("{{{{ {}1 }}}}", "not ".repeat(50_000)),
        ),
        (
            "a chain of calls",
            format!("{{{{ vm{} }}}}", "()".repeat(50_000)),
        ),
        (
            "a chain of indexes",
            format!("{{{{ vm{} }}}}", "[0]".repeat(50_000)),
        ),
        (
            "a chain of additions",
            format!("{{{{ 1{} }}}}", "+1".repeat(50_000)),
        ),
        (
            "a chain of powers",
            format!("{{{{ 1{} }}}}", "**1".repeat(50_000)),
        ),
        (
            "a chain of tests",
            format!("{{{{ 1{} }}}}", " is defined".repeat(20_000)),
        ),
        (
            "a chain of conditions",
            format!("{{{{ 1{} }}}}", " if 1 else 1".repeat(20_000)),
        ),
        (
            "parentheses",
            nested("{{ ", &nested("(", "1", ")", 40_000), " }}", 1),
        ),
        (
            "lists",
            nested("{{ ", &nested("[", "1", "]", 40_000), " }}", 1),
        ),
        (
            "maps",
            nested("{{ ", &nested("{1:", "1", "}", 40_000), " }}", 1),
        ),
        ("blocks", nested("{% if 1 %}", "x", "{% endif %}", 10_000)),
        (
            "else",
            format!(
                "{{% if 1 %}}{}x{{% endif %}}",
                "{% elif 1 %}".repeat(15_000)
            ),
        ),
        (
            "else in else",
            nested("{% if 1 %}{% else %}", "x", "{% endif %}", 8_000),
        ),
        (
            "loops",
            nested("{% for i in range(1000) %}", "", "{% endfor %}", 6),
        ),
        (
            "output",
            nested(
                "{% for i in range(10000) %}",
                "xxxxxxxxxxxxxxxxxxxxxxxx",
                "{% endfor %}",
                2,
            ),
        ),
        ("repetition", "{{ ('x' * 1000000000)|length }}".to_string()),
        (
            "repetition of lists",
            "{{ ([1] * 1000000000)|length }}".to_string(),
        ),
        (
            "doubling",
            format!(
                "{{% set a = 'x' %}}{}{{{{ a|length }}}}",
                "{% set a = a ~ a %}".repeat(60)
            ),
        ),
        (
            "doubling in a loop",
            "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% \
             endfor %}"
                .to_string(),
        ),
        (
            "captured",
            format!(
                "{{% set a %}}xx{{% endset %}}{}",
                "{% set a %}{{ a }}{{ a }}{% endset %}".repeat(60)
            ),
        ),
        (
            "replacement",
            "{% set a = 'x' * 10000 %}{{ a|replace('x', a)|replace('x', a)|length }}".to_string(),
        ),
        (
            "indentation",
            "{{ ('a\\n' * 100000)|indent(100000)|length }}".to_string(),
        ),
        (
            "joined",
            "{{ range(100000)|join('x' * 100000)|length }}".to_string(),
        ),
        (
            "a macro that calls itself",
            "{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('x') }}".to_string(),
        ),
        (
            "macros",
            "{% macro f(x) %}{{ x }}{{ x }}{% endmacro %}{{ f(f(f(f(f(f(f(f(f(f('x' * \
             5000)))))))))) }}"
                .to_string(),
        ),
        ("formats", "{{ '%1000000000d'|format(1) }}".to_string()),
        (
            "a recursive loop",
            "{% for i in [1] recursive %}{{ loop([1, 1]) }}{% endfor %}".to_string(),
        ),
        ("too large", "x".repeat(1_100_000)),
        ("many tags", "{{ vm.name }}".repeat(19_000)),
        (
            "sorted",
            "{{ range(100000)|sort|list|length }}{{ range(100000)|sort|list|length }}".to_string(),
        ),
        (
            "sliced",
            "{{ range(100000)|batch(1)|list|length }}".to_string(),
        ),
    ];
    for (what, template) in cases {
        let began = Instant::now();
        let found = told(&format!("#cloud-config\nx: {template}\n"));
        let took = began.elapsed();
        assert!(took.as_millis() < 2_000, "{what}: {took:?}");
        assert!(
            found.len() <= 1
                && found
                    .iter()
                    .all(|text| text.starts_with("vm/template: `t.j2`")),
            "{what}: {found:?}"
        );
        // Whatever is not refused is small enough for an object of Kubernetes.
        assert!(
            !found.is_empty()
                || ["many tags", "joined", "sorted", "sliced", "macros"].contains(&what),
            "{what} is not refused"
        );
        assert!(
            found.iter().all(|text| text.contains(" line 2: ")),
            "{what}: {found:?}"
        );
    }
}

#[test]
fn a_usual_template_is_far_from_the_bounds() {
    let users: String = (0..200)
        .map(|at| format!("  - name: user-{at}\n    groups: [{{{{ club.name }}}}]\n"))
        .collect();
    let template = format!(
        "#cloud-config\nhostname: {{{{ vm.name ~ \".\" ~ platform.domain }}}}\n{{% if vm.cpu > 1 \
         %}}# large\n{{% endif %}}users:\n{users}"
    );
    assert_eq!(told(&template), Vec::<String>::new());
}

/// A thousand VMs may share a hostile template.
#[test]
fn many_hostile_templates_end_soon_too() {
    let vms: String = (0..400)
        .map(|at| {
            format!(
                "    vm \"r{at}\" cpu=1 memory=\"1GiB\" {{\n        disk \"root\" \
                 image=\"debian-13\" size=\"20GiB\"\n        cloud-init \"t.j2\"\n    }}\n"
            )
        })
        .collect();
    let mut sources = Sources::default();
    sources.add(
        "infra.kdl",
        format!(
            "{PRELUDE}club \"vision\" {{\n    quota {{ cpu 8; memory \"32GiB\"; storage \
             \"100GiB\"; }}\n{vms}}}\n"
        ),
    );
    let bomb = "#cloud-config\n{% for i in range(100000) %}{% for i in range(100000) %}{% endfor \
                %}{% endfor %}";
    let began = Instant::now();
    let compilation = radier::compile(&mut sources, &Memory(vec![("t.j2", bomb)]), Some(TODAY));
    assert_eq!(
        compilation
            .report
            .iter()
            .filter(|finding| finding.rule == "vm/template")
            .count(),
        400
    );
    assert!(began.elapsed().as_secs() < 8, "{:?}", began.elapsed());
}
