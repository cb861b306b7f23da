//! Files of `schema/` are generated from the declarations and committed.

use crate::support::{golden, root};
use radier::language::Infra;
use radier::schema::{self, Block, NodeSpec};

static LANGUAGE: NodeSpec = Infra::SPEC;

#[test]
fn the_reference_is_fresh() {
    golden(
        &root().join("schema/reference.md"),
        &schema::reference(&LANGUAGE),
    );
}

#[test]
fn the_parts_are_fresh() {
    golden(
        &root().join("schema/parts.md"),
        &radier::parts::markdown(radier::parts::ALL),
    );
}

#[test]
fn the_rules_are_fresh() {
    let text = radier::check::reference();
    golden(&root().join("schema/rules.md"), &text);
    // Every link of a list has its heading.
    for rule in radier::check::rules() {
        assert!(
            text.contains(&format!("(#{})", rule.id.replace('/', "")))
                && text.contains(&format!("\n### {}\n", rule.id)),
            "{}",
            rule.id
        );
    }
}

#[test]
fn the_schema_is_fresh() {
    golden(
        &root().join("schema/infra.schema.kdl"),
        &schema::kdl_schema(&LANGUAGE),
    );
}

#[test]
fn every_word_is_explained() {
    for path in schema::paths(&LANGUAGE) {
        let text = schema::explain(&LANGUAGE, &path).unwrap();
        assert!(text.lines().count() >= 3, "{path}: {text}");
    }
}

#[test]
fn the_schema_file_is_kdl() {
    let text = schema::kdl_schema(&LANGUAGE);
    let mut report = radier::diagnostic::Report::default();
    let tree = radier::syntax::parse(&text, radier::source::FileId(0), &mut report);
    assert!(report.is_empty() && tree.nodes.len() > 10);
}
