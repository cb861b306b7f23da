//! What a declaration says, as data.

use crate::diagnostic::Report;
use crate::syntax::Node;
use std::any::Any;

/// A KDL node: its name, its documentation, what may stand in it.
#[derive(Debug)]
pub struct NodeSpec {
    pub name: &'static str,
    pub doc: &'static str,
    pub fields: &'static [FieldSpec],
    /// Reads one such node at the top level; also says whether a mistake was found inside.
    pub decode: Decode,
}

/// Node and whole language -> its struct, and whether a mistake was found inside.
pub type Decode = fn(&Node<'_>, &'static NodeSpec, &mut Report) -> (Box<dyn Any>, bool);

/// One argument, property or child of a node.
#[derive(Debug)]
pub struct FieldSpec {
    pub name: &'static str,
    pub doc: &'static str,
    pub kind: FieldKind,
    /// As it would be written in the file; quotes left out.
    pub default: Option<&'static str>,
}

/// How a field is written.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// The next argument.
    Arg {
        ty: &'static TypeSpec,
        required: bool,
    },
    /// All further arguments.
    Args { ty: &'static TypeSpec },
    /// `name=value`.
    Prop {
        ty: &'static TypeSpec,
        required: bool,
    },
    /// A child with one argument: `name value`.
    Value {
        ty: &'static TypeSpec,
        required: bool,
    },
    /// A child with one or more arguments: `name value value`.
    Values { ty: &'static TypeSpec },
    /// A child of its own kind, once.
    Child {
        node: &'static NodeSpec,
        required: bool,
    },
    /// Children of a kind, any number.
    Many { node: &'static NodeSpec },
    /// The fields of another declaration, as if written here.
    Flatten { node: &'static NodeSpec },
    /// Free-form children: KDL as data.
    Data,
}

/// A kind of value.
#[derive(Debug)]
pub struct TypeSpec {
    /// With its article: "a size".
    pub name: &'static str,
    /// As written in the file.
    pub example: &'static str,
    /// Legal words, if the type is a choice.
    pub words: &'static [WordSpec],
}

/// One word of a choice.
#[derive(Debug)]
pub struct WordSpec {
    pub word: &'static str,
    pub doc: &'static str,
}

impl NodeSpec {
    /// All fields, those of flattened declarations included.
    pub fn all_fields(&self) -> Vec<&'static FieldSpec> {
        let mut all = Vec::new();
        for field in self.fields {
            match field.kind {
                FieldKind::Flatten { node } => all.extend(node.all_fields()),
                _ => all.push(field),
            }
        }
        all
    }

    /// Names of all fields that `select` takes, as candidates for hints.
    pub(super) fn names(&self, select: fn(&FieldKind) -> bool) -> Vec<&'static str> {
        self.all_fields()
            .into_iter()
            .filter(|field| select(&field.kind))
            .map(|field| field.name)
            .collect()
    }

    pub(super) fn has(&self, name: &str, select: fn(&FieldKind) -> bool) -> bool {
        self.fields.iter().any(|field| match field.kind {
            FieldKind::Flatten { node } => node.has(name, select),
            _ => field.name == name && select(&field.kind),
        })
    }

    /// How many arguments a node takes, one by one.
    pub(super) fn arguments(&self) -> usize {
        self.fields
            .iter()
            .filter(|field| matches!(field.kind, FieldKind::Arg { .. }))
            .count()
    }

    /// No list of arguments stands at their end.
    pub(super) fn takes_arguments_one_by_one(&self) -> bool {
        !self
            .fields
            .iter()
            .any(|field| matches!(field.kind, FieldKind::Args { .. }))
    }

    /// True when children are free-form.
    pub(super) fn is_data(&self) -> bool {
        self.fields
            .iter()
            .any(|field| matches!(field.kind, FieldKind::Data))
    }
}

impl FieldKind {
    pub fn is_child(&self) -> bool {
        matches!(
            self,
            Self::Value { .. } | Self::Values { .. } | Self::Child { .. } | Self::Many { .. }
        )
    }

    pub fn is_prop(&self) -> bool {
        matches!(self, Self::Prop { .. })
    }

    /// The declaration of a child that has one.
    pub fn node(&self) -> Option<&'static NodeSpec> {
        match self {
            Self::Child { node, .. } | Self::Many { node } | Self::Flatten { node } => Some(node),
            _ => None,
        }
    }

    pub fn ty(&self) -> Option<&'static TypeSpec> {
        match self {
            Self::Arg { ty, .. }
            | Self::Args { ty }
            | Self::Prop { ty, .. }
            | Self::Value { ty, .. }
            | Self::Values { ty } => Some(ty),
            _ => None,
        }
    }
}

/// `secure_boot` -> `secure-boot`, at compile time: Rust's names with the file's dashes.
pub const fn dashed<const N: usize>(name: &str) -> [u8; N] {
    let bytes = name.as_bytes();
    let mut out = [0; N];
    let mut at = 0;
    while at < N {
        out[at] = if bytes[at] == b'_' { b'-' } else { bytes[at] };
        at += 1;
    }
    out
}
