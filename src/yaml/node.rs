//! A YAML value that knows where each of its parts stands.

use super::value::Value;
use std::ops::Range;

/// A value and its byte range in the text that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub at: Range<usize>,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// `plain`: written without quotes.
    Text {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a map and its byte range.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub at: Range<usize>,
    pub text: String,
    /// Written without quotes.
    pub plain: bool,
}

impl Node {
    /// The key and value of a map.
    pub fn entry(&self, key: &str) -> Option<(&Key, &Node)> {
        match &self.kind {
            Kind::Map(pairs) => pairs
                .iter()
                .find(|(name, _)| name.text == key)
                .map(|(name, node)| (name, node)),
            _ => None,
        }
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, node)| node)
    }

    /// The key and value below several keys: `["metadata", "name"]`.
    pub fn at_path(&self, path: &[&str]) -> Option<(&Key, &Node)> {
        let (first, rest) = path.split_first()?;
        let found = self.entry(first)?;
        if rest.is_empty() {
            Some(found)
        } else {
            found.1.at_path(rest)
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The keys and values of a map; none of anything else.
    pub fn pairs(&self) -> &[(Key, Node)] {
        match &self.kind {
            Kind::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// Every scalar with the keys that lead to it; lists add none.
    pub fn each_scalar<'n>(&'n self, see: &mut dyn FnMut(&[&'n str], &'n Node)) {
        self.walk(&mut Vec::new(), see);
    }

    fn walk<'n>(&'n self, path: &mut Vec<&'n str>, see: &mut dyn FnMut(&[&'n str], &'n Node)) {
        match &self.kind {
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    path.push(&key.text);
                    value.walk(path, see);
                    path.pop();
                }
            }
            Kind::List(items) => items.iter().for_each(|item| item.walk(path, see)),
            _ => see(path, self),
        }
    }

    /// A map that is not empty.
    pub fn has_keys(&self) -> bool {
        matches!(&self.kind, Kind::Map(pairs) if !pairs.is_empty())
    }

    /// The text of a scalar; empty for anything else.
    pub fn text(&self) -> &str {
        match &self.kind {
            Kind::Text { text, .. } => text,
            _ => "",
        }
    }

    /// Whether a scalar says this word, as a text or as what it means.
    pub fn says(&self, word: &str) -> bool {
        match &self.kind {
            Kind::Bool(flag) => flag.to_string() == word,
            Kind::Text { text, .. } => text == word,
            Kind::Int(number) => number.to_string() == word,
            _ => false,
        }
    }

    /// The value without places.
    pub fn value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(flag) => Value::Bool(*flag),
            Kind::Int(number) => Value::Int(*number),
            Kind::Float(number) => Value::Float(*number),
            Kind::Text { text, .. } => Value::Text(text.clone()),
            Kind::List(items) => Value::List(items.iter().map(Node::value).collect()),
            Kind::Map(pairs) => Value::Map(
                pairs
                    .iter()
                    .map(|(key, node)| (key.text.clone().into(), node.value()))
                    .collect(),
            ),
        }
    }

    /// How a message calls the value: `a map`, `"x"`, `3`.
    pub fn shown(&self) -> String {
        match &self.kind {
            Kind::Null => "nothing".to_string(),
            Kind::Bool(flag) => format!("`{flag}`"),
            Kind::Int(number) => format!("`{number}`"),
            Kind::Float(number) => format!("`{number}`"),
            Kind::Text { text, .. } if text.len() <= 40 && !text.contains('\n') => {
                format!("the text `{text}`")
            }
            Kind::Text { .. } => "a text".to_string(),
            Kind::List(_) => "a list".to_string(),
            Kind::Map(_) => "a map".to_string(),
        }
    }
}
