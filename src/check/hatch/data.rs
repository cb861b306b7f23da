//! KDL data as a YAML value with places, so that one judge serves all escape hatches.
//!
//! Must not know: rules, upstream.

use crate::schema::{Data, Plain};
use crate::source::{Span, Spanned};
use crate::yaml::{Key, Kind, Node};
use std::ops::Range;

/// KDL data as YAML, whose places are those of the file.
pub fn node_of(data: &Data) -> Node {
    match data {
        Data::Map(pairs) => map(pairs),
        Data::List(items) => {
            let items: Vec<Node> = items.iter().map(node_of).collect();
            let at = items.first().map_or(0, |node| node.at.start)
                ..items.last().map_or(0, |node| node.at.end);
            Node {
                at,
                kind: Kind::List(items),
            }
        }
        Data::Scalar(scalar) => {
            let kind = match &scalar.value {
                Plain::String(text) => Kind::Text {
                    text: text.clone(),
                    plain: false,
                },
                Plain::Integer(number) => Kind::Int(*number),
                Plain::Float(number) => Kind::Float(*number),
                Plain::Bool(flag) => Kind::Bool(*flag),
                Plain::Null => Kind::Null,
            };
            Node {
                at: range(scalar.span),
                kind,
            }
        }
    }
}

fn map(pairs: &[(Spanned<String>, Data)]) -> Node {
    let pairs: Vec<(Key, Node)> = pairs
        .iter()
        .map(|(key, data)| {
            let mut node = node_of(data);
            // An empty map is shown by its key.
            if node.at.is_empty() {
                node.at = range(key.span);
            }
            (
                Key {
                    at: range(key.span),
                    text: key.value.clone(),
                    plain: false,
                },
                node,
            )
        })
        .collect();
    let start = pairs.first().map_or(0, |(key, _)| key.at.start);
    let end = pairs
        .last()
        .map_or(0, |(key, node)| node.at.end.max(key.at.end));
    Node {
        at: start..end,
        kind: Kind::Map(pairs),
    }
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
