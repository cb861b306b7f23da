//! Reading the YAML of escape hatches: every document with its places, or where the first mistake
//! is.

use super::node::{Key, Kind, Node};
use super::value::Value;
use super::{mistake, scalar};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::HashMap;
use std::ops::Range;

/// Why a text is not YAML.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Bytes of the text.
    pub at: Range<usize>,
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
    /// Of what is given twice, where it stands first. It is YAML then, and read in different ways.
    pub first: Option<Range<usize>>,
}

impl Problem {
    fn new(at: Range<usize>, message: impl Into<String>, help: &'static str) -> Self {
        Self {
            at,
            message: message.into(),
            help,
            first: None,
        }
    }

    /// The line before it, when that is no key, no item and no comment, and what it lacks: a `:`
    /// that is missing, or the blank behind it, is noticed a line late.
    pub fn suspect(&self, text: &str) -> Option<(Range<usize>, &'static str)> {
        let end = text[..self.at.start.min(text.len())].rfind('\n')?;
        let start = text[..end].rfind('\n').map_or(0, |found| found + 1);
        let line = &text[start..end];
        let inner = line.trim();
        let indent = line.len() - line.trim_start().len();
        let no_blank = inner.split_once(':').is_some_and(|(key, value)| {
            let is_key = !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-_.".contains(c));
            is_key && !value.is_empty() && !value.starts_with([' ', '/'])
        });
        if no_blank {
            return Some((start + indent..end, "no blank follows the `:`"));
        }
        let is_plain = !inner.is_empty()
            && !inner.contains(':')
            && !inner.starts_with(['-', '#', '"', '[', '{', ']', '}']);
        // Text after `key: |` needs no `:`.
        let owner = text[..start]
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty() && line.len() - line.trim_start().len() < indent);
        let is_text = owner.is_some_and(|line| {
            line.trim_end()
                .trim_end_matches(['-', '+'])
                .ends_with(['|', '>'])
        });
        (is_plain && !is_text).then(|| (start + indent..end, "this line has no `key:`"))
    }
}

/// Maps and lists inside each other, at most.
const MAX_DEPTH: usize = 100;

/// Values of one text, aliases counted each time: a few lines of aliases can mean billions of
/// values.
const MAX_NODES: usize = 200_000;

/// All documents of a text, as values; empty ones are left out.
pub fn documents(text: &str) -> Result<Vec<Value>, Problem> {
    Ok(nodes(text)?.iter().map(Node::value).collect())
}

/// All documents of a text; empty ones are left out.
pub fn nodes(text: &str) -> Result<Vec<Node>, Problem> {
    let mut reader = Reader {
        text,
        bytes: byte_offsets(text),
        open: Vec::new(),
        anchors: HashMap::new(),
        count: 0,
        done: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => reader.event(event, span)?,
            Err(error) => {
                let at = reader.byte(error.marker().index());
                // A tab cannot be seen: it is shown itself, not what stands behind it.
                if error.info().contains("tab")
                    && let Some(tab) = text[..at]
                        .rfind('\t')
                        .filter(|tab| !text[*tab..at].contains('\n'))
                {
                    return Err(Problem::new(
                        tab..tab + 1,
                        "this line is indented with a tab",
                        "indent with blanks",
                    ));
                }
                let (message, help) = mistake::words(error.info());
                return Err(Problem::new(at..at, message, help));
            }
        }
    }
    reader.done.retain(|node| node.kind != Kind::Null);
    Ok(reader.done)
}

/// Byte offset of each character, when they differ: the parser counts characters.
fn byte_offsets(text: &str) -> Option<Vec<usize>> {
    (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect())
}

/// A list or map whose end is not reached yet.
struct Open {
    start: usize,
    anchor: usize,
    items: Vec<Node>,
    /// Keys and values take turns in `items`.
    is_map: bool,
}

struct Reader<'t> {
    text: &'t str,
    bytes: Option<Vec<usize>>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    count: usize,
    done: Vec<Node>,
}

impl Reader<'_> {
    fn byte(&self, index: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(index).copied().unwrap_or(self.text.len()),
            None => index.min(self.text.len()),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        let at = self.byte(span.start.index())..self.byte(span.end.index());
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                // `!!str 8080` is a text.
                let is_text =
                    tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
                let plain = style == ScalarStyle::Plain && !is_text;
                let kind = if plain {
                    scalar::resolve(&text)
                } else {
                    Kind::Text {
                        text: text.into_owned(),
                        plain,
                    }
                };
                self.put(Node { at, kind }, anchor)
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(mut node) => {
                    self.count += size(&node);
                    node.at = at;
                    self.put(node, 0)
                }
                None => Err(Problem::new(
                    at,
                    "this alias has no anchor",
                    "put a text that starts with `*` in quotes",
                )),
            },
            Event::SequenceStart(anchor, _) => self.start(at, anchor, false),
            Event::MappingStart(anchor, _) => self.start(at, anchor, true),
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            _ => Ok(()),
        }
    }

    fn start(&mut self, at: Range<usize>, anchor: usize, is_map: bool) -> Result<(), Problem> {
        if self.open.len() == MAX_DEPTH {
            return Err(Problem::new(
                at,
                format!("more than {MAX_DEPTH} maps and lists inside each other"),
                "split it into several objects",
            ));
        }
        self.open.push(Open {
            start: at.start,
            anchor,
            items: Vec::new(),
            is_map,
        });
        Ok(())
    }

    fn end(&mut self, at: Range<usize>) -> Result<(), Problem> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let end = open
            .items
            .last()
            .map_or(at.end, |last| last.at.end)
            .max(open.start);
        let kind = if open.is_map {
            map(open.items)?
        } else {
            Kind::List(open.items)
        };
        self.put(
            Node {
                at: open.start..end,
                kind,
            },
            open.anchor,
        )
    }

    fn put(&mut self, node: Node, anchor: usize) -> Result<(), Problem> {
        self.count += 1;
        if self.count > MAX_NODES {
            return Err(Problem::new(
                node.at,
                format!("more than {MAX_NODES} values"),
                "split it into several files",
            ));
        }
        if anchor > 0 {
            // Kept for its aliases: it counts once more.
            self.count += size(&node);
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            None => self.done.push(node),
        }
        Ok(())
    }
}

fn size(node: &Node) -> usize {
    match &node.kind {
        Kind::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Kind::Map(pairs) => 1 + pairs.iter().map(|(_, value)| size(value)).sum::<usize>(),
        _ => 1,
    }
}

/// Keys and values that take turns. Of two equal keys most readers keep the last and say nothing.
/// What `<<` names is put in where the map has no such key, as kubectl, Argo CD and Talos do; what
/// is written from it is read by all.
fn map(items: Vec<Node>) -> Result<Kind, Problem> {
    let mut pairs: Vec<(Key, Node)> = Vec::with_capacity(items.len() / 2);
    let mut seen: HashMap<String, Range<usize>> = HashMap::new();
    let mut merged: Vec<Node> = Vec::new();
    let mut items = items.into_iter();
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        let plain = !matches!(key.kind, Kind::Text { plain: false, .. });
        let text = match key.kind {
            Kind::Text { text, plain: true } if text == "<<" => {
                match value.kind {
                    Kind::Map(_) => merged.push(value),
                    Kind::List(maps) if maps.iter().all(|map| matches!(map.kind, Kind::Map(_))) => {
                        merged.extend(maps)
                    }
                    _ => {
                        return Err(Problem::new(
                            value.at,
                            "`<<` is followed by no map",
                            "name a map: `<<: *anchor`",
                        ));
                    }
                }
                continue;
            }
            Kind::Text { text, .. } => text,
            Kind::Null => String::new(),
            Kind::Bool(flag) => flag.to_string(),
            Kind::Int(number) => number.to_string(),
            Kind::Float(number) => number.to_string(),
            Kind::List(_) | Kind::Map(_) => {
                return Err(Problem::new(
                    key.at,
                    "a map or a list cannot be a key",
                    "put a value that starts with `{` or `[` in quotes",
                ));
            }
        };
        if let Some(first) = seen.insert(text.clone(), key.at.clone()) {
            let problem = Problem::new(
                key.at,
                format!("the key `{text}` is given twice"),
                "keep one of the two: all but the last would be lost",
            );
            return Err(Problem {
                first: Some(first),
                ..problem
            });
        }
        pairs.push((
            Key {
                at: key.at,
                text,
                plain,
            },
            value,
        ));
    }
    for (key, value) in merged.into_iter().flat_map(|map| {
        if let Kind::Map(pairs) = map.kind {
            pairs
        } else {
            Vec::new()
        }
    }) {
        if !seen.contains_key(&key.text) {
            seen.insert(key.text.clone(), key.at.clone());
            pairs.push((key, value));
        }
    }
    Ok(Kind::Map(pairs))
}
