//! A value against a shape: everything that upstream would refuse, or drop without a word, and
//! where it stands.

use super::quantity;
use super::shape::{Field, Shape, Type};
use crate::yaml::{Key, Kind, Node, is_word_of_yaml_1_1};
use std::ops::Range;

/// What is wrong with a part of a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    pub at: Range<usize>,
    /// Keys from the root, with dots: `machine.kubelet`.
    pub path: String,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    UnknownKey {
        key: String,
        legal: Vec<&'static str>,
        /// The object nearby that has such a key, as a path; `""` is the top.
        belongs: Option<String>,
        /// One of so many that nobody looks for what is near to it.
        is_one_of_many: bool,
    },
    /// Both as a message calls them.
    WrongType {
        expected: String,
        found: String,
    },
    NotAWord {
        found: String,
        legal: Vec<&'static str>,
    },
    OutOfRange {
        least: Option<i64>,
        most: Option<i64>,
    },
    NotAQuantity {
        found: String,
    },
    Missing {
        keys: Vec<&'static str>,
    },
    /// `off` without quotes where a text belongs.
    TruthValue {
        found: String,
    },
}

impl What {
    pub fn is_unknown_key(&self) -> bool {
        matches!(self, What::UnknownKey { .. })
    }

    pub fn is_missing_key(&self) -> bool {
        matches!(self, What::Missing { .. })
    }

    /// Neither of the two: the key is right, and the value is not.
    pub fn is_wrong_value(&self) -> bool {
        !self.is_unknown_key() && !self.is_missing_key()
    }
}

/// How strict upstream's reader is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reader {
    /// Talos: a patch need not be whole, `$patch: delete` removes, and a number is also a text.
    Patch,
    /// Helm's templates: nothing is required, types are loose.
    Values,
    /// The API server: required keys, strict types, YAML 1.1.
    Object,
}

/// All complaints, in the order of the text.
pub fn judge(node: &Node, shape: Shape, reader: Reader) -> Vec<Complaint> {
    let mut judge = Judge {
        reader,
        found: Vec::new(),
        path: Vec::new(),
        around: Vec::new(),
        unknown: 0,
    };
    judge.node(node, shape);
    judge.found
}

struct Judge<'n> {
    reader: Reader,
    found: Vec<Complaint>,
    path: Vec<&'n str>,
    /// The objects around, from the outermost, with the length of the path to each.
    around: Vec<(usize, Shape)>,
    /// Keys that are not known, so far.
    unknown: usize,
}

/// So many unknown keys are looked for elsewhere; more are a file of another program.
const MOST_GUESSES: usize = 200;

impl<'n> Judge<'n> {
    fn complain(&mut self, at: &Range<usize>, what: What) {
        self.found.push(Complaint {
            at: at.clone(),
            path: self.path.join("."),
            what,
        });
    }

    fn wrong_type(&mut self, node: &Node, expected: &str) {
        self.complain(
            &node.at,
            What::WrongType {
                expected: expected.to_string(),
                found: node.shown(),
            },
        );
    }

    fn node(&mut self, node: &'n Node, shape: Shape) {
        let (ty, shape) = shape.resolve();
        // Nothing is as if the key were not there.
        if node.kind == Kind::Null {
            return;
        }
        match (ty, &node.kind) {
            (Type::Any, _) => {}
            (Type::Object { open }, Kind::Map(pairs)) => self.object(node, pairs, shape, open),
            (Type::Object { .. } | Type::Map(_), _) if !matches!(node.kind, Kind::Map(_)) => {
                self.wrong_type(node, &a_map(shape))
            }
            (Type::Map(inner), Kind::Map(pairs)) => {
                self.map(pairs, inner);
            }
            (Type::List(inner), Kind::List(items)) => {
                items.iter().for_each(|item| self.node(item, inner))
            }
            // A deletion stands in the place of a list.
            (Type::List(_), Kind::Map(pairs))
                if pairs.iter().any(|(key, _)| self.is_directive(key)) => {}
            (Type::List(inner), _) => self.wrong_type(node, &a_list(inner)),
            (_, Kind::List(_)) => self.wrong_type(node, "a single value"),
            (_, Kind::Map(pairs)) if !pairs.iter().any(|(key, _)| self.is_directive(key)) => {
                self.wrong_type(node, "a single value")
            }
            (ty, _) => self.scalar(node, &ty),
        }
    }

    fn map(&mut self, pairs: &'n [(Key, Node)], inner: Shape) {
        for (key, value) in pairs {
            if self.is_directive(key) {
                continue;
            }
            self.path.push(&key.text);
            // `on:` as a key of a ConfigMap becomes `"true"`.
            if self.reader == Reader::Object && key.plain && is_word_of_yaml_1_1(&key.text) {
                self.complain(
                    &key.at,
                    What::TruthValue {
                        found: key.text.clone(),
                    },
                );
            }
            self.node(value, inner);
            self.path.pop();
        }
    }

    fn is_directive(&self, key: &Key) -> bool {
        self.reader == Reader::Patch && key.text == "$patch"
    }

    fn object(&mut self, node: &Node, pairs: &'n [(Key, Node)], shape: Shape, open: bool) {
        // What is deleted need not be right.
        if pairs.iter().any(|(key, _)| self.is_directive(key)) {
            return;
        }
        let fields: Vec<Field> = shape.fields().collect();
        self.around.push((self.path.len(), shape));
        let mut unknown = false;
        for (key, value) in pairs {
            match fields.iter().find(|field| field.name == key.text) {
                Some(field) => {
                    self.path.push(&key.text);
                    self.node(value, field.shape);
                    self.path.pop();
                }
                None if open => {}
                None => {
                    unknown = true;
                    let legal = fields.iter().map(|field| field.name).collect();
                    self.unknown += 1;
                    let is_one_of_many = self.unknown > MOST_GUESSES;
                    let belongs = if is_one_of_many {
                        None
                    } else {
                        self.belongs(&key.text)
                    };
                    self.complain(
                        &key.at,
                        What::UnknownKey {
                            key: key.text.clone(),
                            legal,
                            belongs,
                            is_one_of_many,
                        },
                    );
                }
            }
        }
        self.around.pop();
        // A key that is not known may be the one that is missing.
        if self.reader == Reader::Object && !unknown {
            self.missing(node, pairs, &fields);
        }
    }

    fn missing(&mut self, node: &Node, pairs: &[(Key, Node)], fields: &[Field]) {
        let is_there = |field: &Field| pairs.iter().any(|(key, _)| key.text == field.name);
        let keys: Vec<_> = fields
            .iter()
            .filter(|field| field.required && !is_there(field))
            .map(|field| field.name)
            .collect();
        if !keys.is_empty() {
            // The place of a map is its first key.
            let at = pairs
                .first()
                .map_or(node.at.clone(), |(key, _)| key.at.clone());
            self.complain(&at, What::Missing { keys });
        }
    }

    /// The nearest object below or around that has a key.
    fn belongs(&self, key: &str) -> Option<String> {
        let ((own, shape), around) = self.around.split_last()?;
        // `argocd.argoproj.io/sync-wave` is no key of Kubernetes.
        if key.contains('/') && shape.fields().any(|field| field.name == "annotations") {
            return Some([&self.path[..*own], &["annotations"]].concat().join("."));
        }
        let has = |shape: Shape| shape.fields().any(|field| field.name == key);
        if let Some((length, _)) = around.iter().rev().find(|(_, shape)| has(*shape)) {
            return Some(self.path[..*length].join("."));
        }
        // By depth; more than this is another world.
        const MOST: usize = 300;
        let mut waiting = vec![(self.path[..*own].join("."), *shape)];
        let mut at = 0;
        while let Some((path, shape)) = waiting.get(at).filter(|_| at < MOST).cloned() {
            for field in shape.fields() {
                let below = if path.is_empty() {
                    field.name.to_string()
                } else {
                    format!("{path}.{}", field.name)
                };
                let (ty, inner) = field.shape.resolve();
                let inner = if let Type::List(item) = ty {
                    item.resolve().1
                } else {
                    inner
                };
                if has(inner) {
                    return Some(below);
                }
                waiting.push((below, inner));
            }
            at += 1;
        }
        None
    }

    fn scalar(&mut self, node: &Node, ty: &Type) {
        let loose = self.reader != Reader::Object;
        match (ty, &node.kind) {
            (Type::Form(form), Kind::Text { text, .. }) if form.fits(text) => {}
            (Type::Form(form), Kind::Int(number)) if form.fits(&number.to_string()) => {}
            (Type::Form(form), _) => self.wrong_type(node, form.name()),
            (Type::Text | Type::IntOrText, Kind::Text { text, plain: true })
                if !loose && is_word_of_yaml_1_1(text) =>
            {
                self.complain(
                    &node.at,
                    What::TruthValue {
                        found: text.clone(),
                    },
                );
            }
            (Type::Text, Kind::Text { .. })
            | (Type::IntOrText, Kind::Text { .. } | Kind::Int(_))
            | (Type::Scalar, _) => {}
            (Type::Text | Type::IntOrText, _) if loose => {}
            (Type::Text, _) => self.wrong_type(node, "a text; put it in quotes"),
            (Type::IntOrText, _) => self.wrong_type(node, "a whole number or a text"),
            (Type::Int { least, most }, Kind::Int(number))
            | (Type::Number { least, most }, Kind::Int(number)) => {
                if least.is_some_and(|least| *number < least)
                    || most.is_some_and(|most| *number > most)
                {
                    self.complain(
                        &node.at,
                        What::OutOfRange {
                            least: *least,
                            most: *most,
                        },
                    );
                }
            }
            (Type::Number { .. }, Kind::Float(_)) => {}
            (Type::Int { .. }, _) => self.wrong_type(node, "a whole number, without quotes"),
            (Type::Number { .. }, _) => self.wrong_type(node, "a number, without quotes"),
            (Type::Bool, Kind::Bool(_)) => {}
            // Go's reader takes `yes` for a truth value where one belongs.
            (Type::Bool, Kind::Text { text, plain: true })
                if self.reader == Reader::Patch && is_word_of_yaml_1_1(text) => {}
            (Type::Bool, _) => self.wrong_type(node, "`true` or `false`, without quotes"),
            (Type::Quantity, Kind::Int(_) | Kind::Float(_)) => {}
            (Type::Quantity, Kind::Text { text, .. }) if quantity::is_quantity(text) => {}
            (Type::Quantity, _) => self.complain(
                &node.at,
                What::NotAQuantity {
                    found: node.shown(),
                },
            ),
            (Type::Words(words), Kind::Text { text, .. }) if words.contains(&text.as_str()) => {}
            (Type::Words(words), _) => self.complain(
                &node.at,
                What::NotAWord {
                    found: node.shown(),
                    legal: words.clone(),
                },
            ),
            (Type::Any | Type::List(_) | Type::Map(_) | Type::Object { .. }, _) => {}
        }
    }
}

/// "a list of maps with `a` and `b`", "a list".
fn a_list(item: Shape) -> String {
    let (ty, shape) = item.resolve();
    match ty {
        Type::Object { .. } => format!("a list of {}", a_map(shape).replacen("a map", "maps", 1)),
        _ => "a list".to_string(),
    }
}

/// "a map with `a` and `b`", its required keys or its first ones.
fn a_map(shape: Shape) -> String {
    const MOST: usize = 4;
    let fields: Vec<Field> = shape.fields().collect();
    let mut names: Vec<&str> = fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    if names.is_empty() {
        names = fields.iter().map(|field| field.name).collect();
    }
    let all = names.len() <= MOST;
    names.truncate(MOST);
    match names.as_slice() {
        [] => "a map of keys".to_string(),
        _ if all => format!(
            "a map with {}",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        _ => format!(
            "a map with {} and so on",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}
