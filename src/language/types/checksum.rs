//! Checksums of images.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;

/// 64 hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sha256(pub String);

/// 128 hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sha512(pub String);

fn hex(value: &ValueKind<'_>, digits: usize) -> Result<String, Mismatch> {
    let text = text_of(value)?;
    if let Some(c) = text.chars().find(|c| !c.is_ascii_hexdigit()) {
        return Err(Mismatch::because(format!(
            "`{c}` is not a hexadecimal digit"
        )));
    }
    if text.len() != digits {
        return Err(Mismatch::because(format!(
            "{} digits; this checksum has {digits}",
            text.len()
        ))
        .help("copy it whole from the publisher's page"));
    }
    Ok(text.to_ascii_lowercase())
}

impl Scalar for Sha256 {
    const TYPE: TypeSpec = TypeSpec {
        name: "a SHA-256 checksum",
        example: "\"e3b0c442...\"",
        words: &[],
    };
    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        hex(value, 64).map(Sha256)
    }
}

impl Scalar for Sha512 {
    const TYPE: TypeSpec = TypeSpec {
        name: "a SHA-512 checksum",
        example: "\"cf83e135...\"",
        words: &[],
    };
    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        hex(value, 128).map(Sha512)
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.0)
    }
}

impl fmt::Display for Sha512 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha512:{}", self.0)
    }
}
