//! A host: a name of DNS, or an address.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;
use std::net::IpAddr;
use std::ops::Deref;

/// A host name, or an IP address.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Host(pub Box<str>);

impl Scalar for Host {
    const TYPE: TypeSpec = TypeSpec {
        name: "a host name or an address",
        example: "\"time.example.org\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        match is_host(text) {
            true => Ok(Host(text.into())),
            false => Err(Mismatch::because("neither a name of DNS nor an address")),
        }
    }
}

/// A name of DNS, or an address.
pub fn is_host(text: &str) -> bool {
    let label = |part: &str| {
        let legal = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        legal
            && !part.is_empty()
            && part.len() <= 63
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    // Only digits and dots is meant as an address.
    let is_name = text.len() <= 253
        && text.split('.').all(label)
        && text.contains(|c: char| c.is_ascii_alphabetic());
    text.parse::<IpAddr>().is_ok() || is_name
}

impl Deref for Host {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
