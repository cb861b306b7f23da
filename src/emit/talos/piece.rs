//! One setting of a machine, and how settings become documents.

use crate::yaml::{Value, map};

/// One setting.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub document: Document,
    /// Keys down to the setting; empty for the document itself.
    pub path: Vec<String>,
    pub value: Value,
    /// Add to the list at `path` instead of setting it.
    pub append: bool,
    /// Belongs to this machine, even when all machines of the role happen to have the same.
    pub own: bool,
}

/// Which document of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// The one without `kind`, with `machine` and `cluster`.
    Main,
    /// One of a kind, with its name if the kind has names.
    Kind(&'static str, Option<String>),
}

impl Piece {
    /// Sets a field of the main document: `"machine.kubelet.nodeIP"`.
    pub fn main(path: &str, value: Value) -> Self {
        Self {
            document: Document::Main,
            path: split(path),
            value,
            append: false,
            own: false,
        }
    }

    /// Sets a field of the main document whose last key may hold dots, such as a label.
    pub fn main_key(path: &str, key: &str, value: Value) -> Self {
        let mut piece = Self::main(path, value);
        piece.path.push(key.to_string());
        piece
    }

    /// A whole document.
    pub fn document(kind: &'static str, name: Option<&str>, body: Value) -> Self {
        let document = Document::Kind(kind, name.map(str::to_string));
        Self {
            document,
            path: Vec::new(),
            value: body,
            append: false,
            own: false,
        }
    }

    /// Sets a key of a document.
    pub fn key(kind: &'static str, path: &str, key: &str, value: Value) -> Self {
        let mut path = split(path);
        path.push(key.to_string());
        Self {
            document: Document::Kind(kind, None),
            path,
            value,
            append: false,
            own: false,
        }
    }

    pub fn appended(mut self) -> Self {
        self.append = true;
        self
    }

    pub fn own(mut self) -> Self {
        self.own = true;
        self
    }
}

fn split(path: &str) -> Vec<String> {
    path.split('.')
        .filter(|key| !key.is_empty())
        .map(str::to_string)
        .collect()
}

/// The documents that say `pieces`: the main one first, then in the order of the pieces.
pub(super) fn assemble(pieces: &[Piece]) -> Vec<Value> {
    let mut documents: Vec<(&Document, Value)> = Vec::new();
    let main = pieces
        .iter()
        .filter(|piece| piece.document == Document::Main);
    let others = pieces
        .iter()
        .filter(|piece| piece.document != Document::Main);
    for piece in main.chain(others) {
        let at = documents
            .iter()
            .position(|(document, _)| **document == piece.document)
            .unwrap_or_else(|| {
                documents.push((&piece.document, start(&piece.document)));
                documents.len() - 1
            });
        let mut target = &mut documents[at].1;
        for key in &piece.path {
            target = target.entry(key);
        }
        match (piece.append, target) {
            (true, Value::List(items)) => items.push(piece.value.clone()),
            (true, target) => *target = Value::List(vec![piece.value.clone()]),
            (false, target) => target.merge(piece.value.clone()),
        }
    }
    documents.into_iter().map(|(_, value)| value).collect()
}

fn start(document: &Document) -> Value {
    match document {
        Document::Main => Value::new(),
        Document::Kind(kind, name) => {
            map! { "apiVersion" => "v1alpha1", "kind" => *kind, "name" => name.clone() }
        }
    }
}
