//! JSON schemas, and the OpenAPI dialect of Kubernetes, as shapes.

use super::shape::{Field, Shape};
use serde_json::Value;
use std::collections::BTreeMap;

/// Objects with `properties` are closed unless they say otherwise.
pub fn shape(schema: &Value) -> Shape {
    let is = |key: &str| schema[key] == Value::Bool(true);
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        return match name {
            "io.k8s.apimachinery.pkg.api.resource.Quantity" => Shape::Scalar("quantity"),
            "io.k8s.apimachinery.pkg.util.intstr.IntOrString" => Shape::Scalar("int|text"),
            "io.k8s.apimachinery.pkg.apis.meta.v1.Time"
            | "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime" => Shape::Scalar("text"),
            _ => Shape::Ref(name.to_string()),
        };
    }
    if is("x-kubernetes-int-or-string") {
        return Shape::Scalar(
            if schema["pattern"]
                .as_str()
                .is_some_and(|p| p.contains("KMGTPE"))
            {
                "quantity"
            } else {
                "int|text"
            },
        );
    }
    if is("x-kubernetes-embedded-resource") {
        return Shape::Any;
    }
    if let Some(words) = schema["enum"].as_array() {
        let texts: Option<Vec<String>> = words
            .iter()
            .filter(|word| !word.is_null())
            .map(|word| word.as_str().map(str::to_string))
            .collect();
        if let Some(texts) = texts {
            return Shape::Enum(texts);
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .collect(),
        _ => Vec::new(),
    };
    match kinds.as_slice() {
        ["string"] => Shape::Scalar(form(schema["pattern"].as_str().unwrap_or_default())),
        ["integer"] => number("int", schema),
        ["number"] => number("number", schema),
        ["boolean"] => Shape::Scalar("bool"),
        ["array"] => Shape::List(Box::new(shape(&schema["items"]))),
        ["object"] => object(schema),
        [] if schema["properties"].is_object() => object(schema),
        _ => Shape::Any,
    }
}

/// The form that a pattern of upstream stands for; a plain text when it is none of those that
/// people get wrong.
fn form(pattern: &str) -> &'static str {
    match pattern {
        _ if pattern.contains("[nuµm]?s|m|h") => "duration",
        r"^[0-9a-f.:]+/\d{1,3}$" => "cidr",
        "^[0-9a-f.:]+$" => "ip",
        _ => "text",
    }
}

fn number(kind: &'static str, schema: &Value) -> Shape {
    let (low, high) = (schema["minimum"].as_i64(), schema["maximum"].as_i64());
    if low.is_some() || high.is_some() {
        Shape::Range(kind, low, high)
    } else {
        Shape::Scalar(kind)
    }
}

fn object(schema: &Value) -> Shape {
    let open = schema["x-kubernetes-preserve-unknown-fields"] == Value::Bool(true)
        || schema["additionalProperties"] == Value::Bool(true);
    let values = [
        &schema["additionalProperties"],
        &schema["patternProperties"][".*"],
    ]
    .into_iter()
    .find(|values| values.is_object());
    match (schema["properties"].as_object(), values) {
        (Some(properties), _) if !properties.is_empty() => {
            let required: Vec<&str> = schema["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let field = |(name, inner): (&String, &Value)| {
                (
                    name.clone(),
                    Field {
                        required: required.contains(&name.as_str()),
                        shape: shape(inner),
                    },
                )
            };
            let fields: BTreeMap<String, Field> = properties.iter().map(field).collect();
            Shape::Object { fields, open }
        }
        (_, Some(values)) => Shape::Map(Box::new(shape(values))),
        _ if schema["additionalProperties"] == Value::Bool(false) => Shape::Object {
            fields: BTreeMap::new(),
            open: false,
        },
        _ => Shape::Map(Box::new(Shape::Any)),
    }
}
