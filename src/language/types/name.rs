//! Names: what Kubernetes, Talos and Argo CD accept.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use compact_str::CompactString;
use std::fmt;

pub const INVALID: &str = "name/invalid";
pub const TOO_LONG: &str = "name/too-long";

/// An RFC 1123 label: what most objects of Kubernetes are named by (k8s.io/apimachinery
/// validation.IsDNS1123Label).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub CompactString);

/// A name in which dots are allowed as well (RFC 1123 subdomain): images, for example
/// `ubuntu-24.04`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub CompactString);

/// A name that only people read, such as a rack's: letters, digits, `-`, `_`, `.`; it becomes a
/// label value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Title(pub CompactString);

/// The key of a Kubernetes label, `prefix/name` or `name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelKey(pub String);

/// The value of a Kubernetes label; may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelValue(pub String);

macro_rules! text_type {
    ($($Type:ident),*) => { $(
        impl std::ops::Deref for $Type {
            type Target = str;
            fn deref(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    )* };
}
text_type!(Name, Id, Title, LabelKey, LabelValue);

impl Scalar for Name {
    const TYPE: TypeSpec = TypeSpec {
        name: "a name",
        example: "\"worker-1\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        match text.split_once('.') {
            // `m1.k8s.internal`
            Some((first, domain)) if domain.contains('.') && is_host_name(text) => Err(invalid(
                "no dots: Radier has no word for the domain of a host name yet",
            )
            .help(format!("write `\"{first}\"`, without `.{domain}`"))),
            _ => label(text).map(|()| Name(text.into())),
        }
    }
}

impl Scalar for Id {
    const TYPE: TypeSpec = TypeSpec {
        name: "a name",
        example: "\"ubuntu-24.04\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        too_long(text, 63)?;
        if let Some((_, rest)) = text.split_once("://") {
            let host = rest.split(['/', ':']).next().unwrap_or(rest).to_lowercase();
            return Err(
                invalid("a name, not an address").help(format!("did you mean `\"{host}\"`?"))
            );
        }
        match text.split('.').try_for_each(label) {
            Ok(()) => Ok(Id(text.into())),
            Err(mismatch) if text.contains('.') => {
                let parts: Vec<String> = text
                    .split('.')
                    .map(better)
                    .filter(|part| !part.is_empty())
                    .collect();
                Err(mismatch.help(format!("did you mean `\"{}\"`?", parts.join("."))))
            }
            Err(mismatch) => Err(mismatch),
        }
    }
}

impl Scalar for Title {
    const TYPE: TypeSpec = TypeSpec {
        name: "a name",
        example: "\"A\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        if text.is_empty() {
            return Err(invalid("a name is not empty"));
        }
        label_value(text)?;
        Ok(Title(text.into()))
    }
}

impl Scalar for LabelKey {
    const TYPE: TypeSpec = TypeSpec {
        name: "the key of a label",
        example: "\"example.org/zone\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        let (prefix, name) = text
            .split_once('/')
            .map_or((None, text), |(prefix, name)| (Some(prefix), name));
        if name.is_empty() || prefix.is_some_and(str::is_empty) {
            return Err(invalid("a key is `name` or `prefix/name`"));
        }
        label_value(name)?;
        match prefix.map_or(Ok(()), |prefix| prefix.split('.').try_for_each(label)) {
            Ok(()) => Ok(LabelKey(text.to_string())),
            Err(mismatch) => {
                let parts: Vec<String> = prefix
                    .unwrap_or_default()
                    .split('.')
                    .map(better)
                    .filter(|part| !part.is_empty())
                    .collect();
                Err(mismatch.help(format!("did you mean `\"{}/{name}\"`?", parts.join("."))))
            }
        }
    }
}

impl Scalar for LabelValue {
    const TYPE: TypeSpec = TypeSpec {
        name: "the value of a label",
        example: "\"blue\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        label_value(text)?;
        Ok(LabelValue(text.to_string()))
    }
}

/// An RFC 1123 subdomain: labels with dots between them.
pub fn is_host_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(|part| label(part).is_ok())
}

/// What Kubernetes takes as the value of a label.
pub fn is_label_value(text: &str) -> bool {
    label_value(text).is_ok()
}

fn invalid(reason: impl Into<String>) -> Mismatch {
    Mismatch::because(reason).rule(INVALID)
}

fn too_long(text: &str, max: usize) -> Result<(), Mismatch> {
    match text.len() {
        len if len > max => Err(Mismatch::because(format!(
            "{len} characters; Kubernetes allows {max}"
        ))
        .rule(TOO_LONG)
        .help(format!("shorten it by {} characters", len - max))),
        _ => Ok(()),
    }
}

/// RFC 1123 label.
pub(super) fn label(text: &str) -> Result<(), Mismatch> {
    too_long(text, 63)?;
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !text.is_empty() && text.chars().all(legal) && !text.starts_with('-') && !text.ends_with('-')
    {
        return Ok(());
    }
    let better = better(text);
    let mismatch = invalid("only lower-case letters a to z and digits, with `-` between them");
    Err(if better.is_empty() {
        mismatch.help("give it a name such as `\"worker-1\"`")
    } else {
        mismatch.help(format!(
            "did you mean `\"{better}\"`? Write it so wherever it is used"
        ))
    })
}

/// The label that is nearest to a text; empty when nothing is left of it.
fn better(text: &str) -> String {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let better: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if legal(c) { c } else { fold(c) })
        .collect();
    better.trim_matches('-').to_string()
}

/// Not seen, and no blank: zero-width spaces and joiners, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// The letter under an accent; `-` for anything else.
fn fold(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        // Letters of other alphabets that look the same.
        'а' | 'α' => 'a',
        'е' => 'e',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'і' | 'ι' => 'i',
        'ѕ' => 's',
        _ => '-',
    }
}

/// Label value: at most 63, starts and ends with a letter or digit; empty is legal.
fn label_value(text: &str) -> Result<(), Mismatch> {
    too_long(text, 63)?;
    let edge = |c: char| c.is_ascii_alphanumeric();
    let legal = |c: char| edge(c) || matches!(c, '-' | '_' | '.');
    if text.chars().all(legal)
        && (text.is_empty() || (text.starts_with(edge) && text.ends_with(edge)))
    {
        return Ok(());
    }
    Err(
        invalid("letters, digits, `-`, `_` and `.`, with a letter or digit at both ends")
            .help("Kubernetes keeps it as a label"),
    )
}
