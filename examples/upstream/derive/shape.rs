//! A shape, and its text: one line per field, indented by one blank per level.
//!
//! ```text
//! Name object              a definition
//!  key! text               `!`: required
//!  size int 1..4094
//!  mode enum fast slow
//!  ports [int]
//!  labels {text}
//!  spec object...          `...`: takes other keys too
//!   ref @Other             a definition of this file; `@file:Other` of another
//!  any-key any
//! ```

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Any,
    /// `text`, `int`, `number`, `bool`, `scalar`, `quantity`, `int|text`, `duration`, `size`,
    /// `cidr`, `ip`.
    Scalar(&'static str),
    /// Least and largest number.
    Range(&'static str, Option<i64>, Option<i64>),
    Enum(Vec<String>),
    List(Box<Shape>),
    Map(Box<Shape>),
    Object {
        fields: BTreeMap<String, Field>,
        open: bool,
    },
    Ref(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub required: bool,
    pub shape: Shape,
}

impl Shape {
    pub fn optional(self) -> Field {
        Field {
            required: false,
            shape: self,
        }
    }

    /// What follows the name on its line.
    fn head(&self) -> String {
        match self {
            Shape::Any => "any".to_string(),
            Shape::Scalar(kind) => kind.to_string(),
            Shape::Range(kind, low, high) => {
                let end = |value: &Option<i64>| value.map(|n| n.to_string()).unwrap_or_default();
                format!("{kind} {}..{}", end(low), end(high))
            }
            Shape::Enum(words) => format!(
                "enum {}",
                words
                    .iter()
                    .map(|word| quoted(word))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
            Shape::List(inner) => format!("[{}]", inner.head()),
            Shape::Map(inner) => format!("{{{}}}", inner.head()),
            Shape::Object { open: true, .. } => "object...".to_string(),
            Shape::Object { open: false, .. } => "object".to_string(),
            Shape::Ref(name) => format!("@{name}"),
        }
    }

    fn write(&self, name: &str, required: bool, depth: usize, out: &mut String) {
        let mark = if required { "!" } else { "" };
        writeln!(out, "{:depth$}{}{mark} {}", "", quoted(name), self.head()).unwrap();
        for (name, field) in self.fields() {
            field.shape.write(name, field.required, depth + 1, out);
        }
    }

    /// The fields below this line: of the object, or of the object inside lists and maps.
    fn fields(&self) -> impl Iterator<Item = (&String, &Field)> {
        let mut shape = self;
        while let Shape::List(inner) | Shape::Map(inner) = shape {
            shape = inner;
        }
        let fields = if let Shape::Object { fields, .. } = shape {
            Some(fields)
        } else {
            None
        };
        fields.into_iter().flatten()
    }

    fn children(&mut self) -> Vec<(String, &mut Shape)> {
        match self {
            Shape::List(inner) | Shape::Map(inner) => vec![(String::new(), inner.as_mut())],
            Shape::Object { fields, .. } => fields
                .iter_mut()
                .map(|(name, field)| (name.clone(), &mut field.shape))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// A name as it stands on a line: in quotes when it has a blank.
fn quoted(name: &str) -> String {
    match name.is_empty() || name.contains([' ', '"', '!']) {
        true => format!("{name:?}"),
        false => name.to_string(),
    }
}

/// A file of definitions. Objects that stand in several places are written once.
pub fn file(head: &str, mut definitions: BTreeMap<String, Shape>) -> String {
    share(&mut definitions);
    let mut out =
        format!("# Derived by `cargo run --release --example upstream`; docs/upstream.md\n{head}");
    for (name, shape) in &definitions {
        shape.write(name, false, 0, &mut out);
    }
    out
}

/// Objects of at least this many bytes are shared.
const WORTH_SHARING: usize = 100;

fn share(definitions: &mut BTreeMap<String, Shape>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for shape in definitions.values_mut() {
        for (_, child) in shape.children() {
            count(child, &mut seen);
        }
    }
    let mut names: HashMap<String, String> = HashMap::new();
    let mut shared: BTreeMap<String, Shape> = BTreeMap::new();
    for shape in definitions.values_mut() {
        replace(shape, "", true, &seen, &mut names, &mut shared);
    }
    definitions.extend(shared);
}

fn text_of(shape: &Shape) -> String {
    let mut text = String::new();
    shape.write("x", false, 0, &mut text);
    text
}

fn count(shape: &mut Shape, seen: &mut HashMap<String, usize>) {
    if let Shape::Object { .. } = shape {
        let times = seen.entry(text_of(shape)).or_default();
        *times += 1;
        // What is inside of a second copy will not be written again.
        if *times > 1 {
            return;
        }
    }
    shape
        .children()
        .into_iter()
        .for_each(|(_, child)| count(child, seen));
}

fn replace(
    shape: &mut Shape,
    key: &str,
    top: bool,
    seen: &HashMap<String, usize>,
    names: &mut HashMap<String, String>,
    shared: &mut BTreeMap<String, Shape>,
) {
    let text = text_of(shape);
    let is_shared = !top
        && matches!(shape, Shape::Object { .. })
        && text.len() >= WORTH_SHARING
        && seen.get(&text).is_some_and(|n| *n > 1);
    if !is_shared {
        for (name, child) in shape.children() {
            let name = if name.is_empty() {
                key.to_string()
            } else {
                name
            };
            replace(child, &name, false, seen, names, shared);
        }
        return;
    }
    if let Some(name) = names.get(&text) {
        *shape = Shape::Ref(name.clone());
        return;
    }
    let taken =
        |name: &String, names: &HashMap<String, String>| names.values().any(|other| other == name);
    let mut name = format!("~{key}");
    let mut number = 2;
    while taken(&name, names) {
        name = format!("~{key}{number}");
        number += 1;
    }
    names.insert(text, name.clone());
    let mut inner = std::mem::replace(shape, Shape::Ref(name.clone()));
    replace(&mut inner, key, true, seen, names, shared);
    shared.insert(name, inner);
}
