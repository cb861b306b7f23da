//! KDL as data: children are keys, arguments are values, `-` children are list items.

use crate::source::{Span, Spanned};
use crate::syntax::{Node, ValueKind};

/// Free-form data with the place of each key and value.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    Map(Vec<(Spanned<String>, Data)>),
    List(Vec<Data>),
    Scalar(Spanned<Plain>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    String(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    Null,
}

impl Default for Data {
    fn default() -> Self {
        Data::Map(Vec::new())
    }
}

impl Data {
    /// The children of a node as data.
    pub fn of_children(nodes: &[Node<'_>]) -> Data {
        if !nodes.is_empty() && nodes.iter().all(|node| node.name.value == "-") {
            return Data::List(nodes.iter().map(Self::of_node).collect());
        }
        Data::Map(
            nodes
                .iter()
                .map(|node| (key(&node.name.value, node.name.span), Self::of_node(node)))
                .collect(),
        )
    }

    /// What stands behind a key: its arguments, or its properties and children.
    fn of_node(node: &Node<'_>) -> Data {
        let mut args: Vec<Data> = node.args().map(|entry| scalar(&entry.value)).collect();
        if !node.children.is_empty() || node.entries.iter().any(|entry| entry.name.is_some()) {
            let props = node
                .entries
                .iter()
                .filter_map(|e| Some((e.name.as_ref()?, &e.value)));
            let mut pairs: Vec<_> = props
                .map(|(name, value)| (key(&name.value, name.span), scalar(value)))
                .collect();
            return match Self::of_children(&node.children) {
                Data::Map(children) => {
                    pairs.extend(children);
                    Data::Map(pairs)
                }
                list => list,
            };
        }
        match args.len() {
            // What stands there could not be read, which is told already: nothing fits everywhere.
            0 if node.damaged => Data::Scalar(Spanned::new(Plain::Null, node.name.span)),
            0 => Data::Map(Vec::new()),
            1 => args.remove(0),
            _ => Data::List(args),
        }
    }
}

fn key(name: &str, span: Span) -> Spanned<String> {
    Spanned::new(name.to_string(), span)
}

fn scalar(value: &Spanned<ValueKind<'_>>) -> Data {
    let plain = match &value.value {
        ValueKind::String(text) => Plain::String(text.to_string()),
        // Larger than 64 bits has no meaning in YAML's readers; it stays as written.
        ValueKind::Integer(number) => i64::try_from(*number)
            .map_or_else(|_| Plain::String(number.to_string()), Plain::Integer),
        ValueKind::Float(number) => Plain::Float(*number),
        ValueKind::Bool(flag) => Plain::Bool(*flag),
        ValueKind::Null => Plain::Null,
    };
    Data::Scalar(Spanned::new(plain, value.span))
}
