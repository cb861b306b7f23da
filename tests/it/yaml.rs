//! What is written as YAML is read back as the same value, whatever the text looks like.

use crate::yaml_corpus::NASTY;
use proptest::prelude::*;
use radier::yaml::{self, Value};

/// A value of ours as JSON.
pub fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) => text.clone().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(pairs) => serde_json::Value::Object(
            pairs
                .iter()
                .map(|(key, value)| (key.to_string(), json(value)))
                .collect(),
        ),
    }
}

fn same(value: &Value) {
    let text = yaml::document(value);
    let read = yaml::documents(&text).unwrap_or_else(|problem| panic!("{problem:?}\n{text}"));
    assert_eq!(read.first().unwrap_or(&Value::Null), value, "{text}");
    // A second reader, of another family (libyaml).
    let other: serde_yaml::Value =
        serde_yaml::from_str(&text).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    assert_eq!(serde_json::to_value(&other).unwrap(), json(value), "{text}");
}

#[test]
fn nasty_texts_survive_as_value_key_and_item() {
    for text in NASTY {
        let value = || Value::Text(text.to_string());
        same(&Value::Map(vec![("key".into(), value())]));
        same(&Value::Map(vec![(text.to_string().into(), Value::Int(1))]));
        same(&Value::Map(vec![(
            "list".into(),
            Value::List(vec![value(), value()]),
        )]));
        same(&Value::List(vec![Value::Map(vec![(
            text.to_string().into(),
            value(),
        )])]));
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        "\\PC{0,20}".prop_map(Value::Text),
        "[a-z \n\t:#-]{0,12}".prop_map(Value::Text),
        prop::sample::select(NASTY).prop_map(|text| Value::Text(text.to_string())),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..4).prop_map(|map| Value::Map(
                map.into_iter()
                    .map(|(key, value): (String, Value)| (key.into(), value))
                    .collect()
            )),
        ]
    })
}

proptest! {
    #![proptest_config(crate::support::cases(500))]

    #[test]
    fn any_value_survives(value in any_value()) {
        same(&Value::Map(vec![("root".into(), value)]));
    }
}
