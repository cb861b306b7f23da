//! Reading the shapes of `schema/upstream`: a definition is looked at only when something is judged
//! by it. `examples/upstream/derive/shape.rs` writes them and tells the form.

use super::form::Form;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// One file of shapes.
pub struct Shapes {
    name: &'static str,
    text: &'static str,
    /// Definitions by name: what follows the name on its line, and the text below.
    definitions: FxHashMap<&'static str, (&'static str, &'static str)>,
}

impl Shapes {
    pub(super) fn new(name: &'static str, text: &'static str) -> Self {
        let mut definitions = FxHashMap::default();
        let mut rest = text;
        while let Some((line, below)) = take_line(rest) {
            if !line.starts_with([' ', '#']) {
                let (name, _, head) = split(line);
                definitions.insert(name, (head, below));
            }
            rest = below;
        }
        Self {
            name,
            text,
            definitions,
        }
    }

    /// Major and minor version of upstream, from the head of the file.
    pub fn version(&self) -> Option<(u64, u64)> {
        let version = self
            .text
            .lines()
            .find_map(|line| line.strip_prefix("# version "))?;
        let mut parts = version.split('.').map(|part| part.parse().ok());
        Some((parts.next()??, parts.next()??))
    }

    /// The shape that a file calls so.
    pub fn get(&self, name: &str) -> Option<Shape> {
        let (head, below) = *self.definitions.get(name)?;
        Some(Shape {
            file: self.name,
            head,
            below,
            depth: 0,
        })
    }

    /// Names of all definitions, sorted.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.definitions.keys().copied().collect();
        names.sort_unstable();
        names
    }
}

/// What a value must be. A view of the file's text.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    file: &'static str,
    head: &'static str,
    below: &'static str,
    depth: usize,
}

/// The type of a [`Shape`], references followed.
#[derive(Clone, Debug)]
pub enum Type {
    Any,
    Text,
    /// A text of a certain form.
    Form(Form),
    Int {
        least: Option<i64>,
        most: Option<i64>,
    },
    Number {
        least: Option<i64>,
        most: Option<i64>,
    },
    Bool,
    /// A text, a number or a truth value: a template writes it as it is.
    Scalar,
    Quantity,
    IntOrText,
    Words(Vec<&'static str>),
    List(Shape),
    Map(Shape),
    /// Known keys; `open` takes others too.
    Object {
        open: bool,
    },
}

/// A key of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub required: bool,
    pub shape: Shape,
}

impl Shape {
    /// The type, and the shape that has its fields.
    pub fn resolve(self) -> (Type, Shape) {
        let mut shape = self;
        // References of a file are finite and checked by a test; a ring would be a defect of the
        // data.
        for _ in 0..16 {
            let Some(name) = shape.head.strip_prefix('@') else {
                break;
            };
            let target = match name.split_once(':') {
                Some((file, name)) => shapes(file).and_then(|shapes| shapes.get(name)),
                None => shapes(shape.file).and_then(|shapes| shapes.get(name)),
            };
            let Some(target) = target else {
                return (Type::Any, shape);
            };
            shape = target;
        }
        (shape.own_type(), shape)
    }

    fn own_type(self) -> Type {
        let inner = |open: char, close: char| {
            self.head
                .strip_prefix(open)
                .and_then(|rest| rest.strip_suffix(close))
        };
        if let Some(head) = inner('[', ']') {
            return Type::List(Shape { head, ..self });
        }
        if let Some(head) = inner('{', '}') {
            return Type::Map(Shape { head, ..self });
        }
        let (word, rest) = self.head.split_once(' ').unwrap_or((self.head, ""));
        let (least, most) = rest.split_once("..").map_or((None, None), |(low, high)| {
            (low.parse().ok(), high.parse().ok())
        });
        match word {
            "text" => Type::Text,
            "duration" => Type::Form(Form::Duration),
            "size" => Type::Form(Form::Size),
            "cidr" => Type::Form(Form::Cidr),
            "ip" => Type::Form(Form::Ip),
            "int" => Type::Int { least, most },
            "number" => Type::Number { least, most },
            "bool" => Type::Bool,
            "scalar" => Type::Scalar,
            "quantity" => Type::Quantity,
            "int|text" => Type::IntOrText,
            "enum" => Type::Words(words(rest)),
            "object" => Type::Object { open: false },
            "object..." => Type::Object { open: true },
            _ => Type::Any,
        }
    }

    /// Keys of an object; of a list or map of objects, theirs.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        let mut rest = self.below;
        std::iter::from_fn(move || {
            loop {
                let (line, below) = take_line(rest)?;
                let depth = line.len() - line.trim_start_matches(' ').len();
                if depth <= self.depth {
                    return None;
                }
                rest = below;
                if depth == self.depth + 1 {
                    let (name, required, head) = split(&line[depth..]);
                    return Some(Field {
                        name,
                        required,
                        shape: Shape {
                            file: self.file,
                            head,
                            below,
                            depth,
                        },
                    });
                }
            }
        })
    }
}

fn take_line(text: &'static str) -> Option<(&'static str, &'static str)> {
    (!text.is_empty()).then(|| text.split_once('\n').unwrap_or((text, "")))
}

/// `name! head` -> name, whether it is required, head.
fn split(line: &'static str) -> (&'static str, bool, &'static str) {
    let quoted = line.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    let (name, rest) = match quoted {
        Some((name, rest)) => (name, rest),
        None => line
            .find([' ', '!'])
            .map_or((line, ""), |end| line.split_at(end)),
    };
    match rest.strip_prefix('!') {
        Some(rest) => (name, true, rest.trim_start()),
        None => (name, false, rest.trim_start()),
    }
}

/// Words of an `enum`; one that is empty or has blanks stands in quotes.
fn words(mut rest: &'static str) -> Vec<&'static str> {
    let mut all = Vec::new();
    while !rest.is_empty() {
        let (word, after) = match rest
            .strip_prefix('"')
            .and_then(|inner| inner.split_once('"'))
        {
            Some(found) => found,
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        all.push(word);
        rest = after.trim_start();
    }
    all
}

/// Forms of secrets, a line each: `token` or `named`, name, bits per character at least, words,
/// form.
pub fn secret_forms() -> &'static str {
    include_str!("../../schema/upstream/secrets.txt")
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Names of all files of shapes.
        pub const NAMES: &[&str] = &[$($name),*];

        /// The shapes of a file.
        pub fn shapes(name: &str) -> Option<&'static Shapes> {
            match name {
                $($name => {
                    static SHAPES: OnceLock<Shapes> = OnceLock::new();
                    Some(SHAPES.get_or_init(|| {
                        Shapes::new(
                            $name,
                            include_str!(concat!("../../schema/upstream/", $name, ".txt")),
                        )
                    }))
                })*
                _ => None,
            }
        }
    };
}

files!(
    "argocd",
    "cdi",
    "ceph-csi",
    "chart-argo-cd",
    "chart-ceph-csi-drivers",
    "chart-cilium",
    "chart-external-secrets",
    "chart-rook-ceph",
    "chart-rook-ceph-cluster",
    "chart-vcluster",
    "cilium",
    "external-secrets",
    "kubelet",
    "kubernetes",
    "kubevirt",
    "multus",
    "rook",
    "snapshots",
    "talos-1.13",
    "talos-1.14",
);
