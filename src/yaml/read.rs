//! Reading the YAML of escape hatches: every document, or where the first mistake is.

use super::Value;
use serde::Deserialize;

/// Why a text is not YAML.
#[derive(Debug, PartialEq)]
pub struct Problem {
    /// Byte offset in the text.
    pub offset: usize,
    pub message: String,
}

/// All documents of a text; empty ones are left out.
pub fn documents(text: &str) -> Result<Vec<Value>, Problem> {
    let mut all = Vec::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        let value = serde_yaml::Value::deserialize(document).map_err(|error| Problem {
            offset: error.location().map_or(0, |at| at.index()).min(text.len()),
            message: plain(&error.to_string()),
        })?;
        if !value.is_null() {
            all.push(convert(value));
        }
    }
    Ok(all)
}

/// The reader's words without its own idea of the place.
fn plain(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_string()
}

fn convert(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(flag) => Value::Bool(flag),
        serde_yaml::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Value::Int(integer),
            (None, Some(float)) => Value::Float(float),
            (None, None) => Value::Text(number.to_string()),
        },
        serde_yaml::Value::String(text) => Value::Text(text),
        serde_yaml::Value::Sequence(items) => Value::List(items.into_iter().map(convert).collect()),
        serde_yaml::Value::Mapping(pairs) => Value::Map(pairs.into_iter().map(|(key, value)| (key_text(key), convert(value))).collect()),
        serde_yaml::Value::Tagged(tagged) => convert(tagged.value),
    }
}

fn key_text(key: serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text,
        other => serde_yaml::to_string(&other).unwrap_or_default().trim().to_string(),
    }
}
