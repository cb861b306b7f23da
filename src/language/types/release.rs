//! Versions of upstream's releases.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;

/// A version without `v`: `1.13.9`, or `1.13` where a minor is meant. Kept as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Release {
    text: String,
    version: semver::Version,
}

impl Default for Release {
    fn default() -> Self {
        Self {
            text: "0.0.0".to_string(),
            version: semver::Version::new(0, 0, 0),
        }
    }
}

impl Release {
    pub fn new(text: &str) -> Option<Self> {
        let full = match text.split('.').count() {
            2 => format!("{text}.0"),
            3.. => text.to_string(),
            _ => return None,
        };
        Some(Self {
            text: text.to_string(),
            version: semver::Version::parse(&full).ok()?,
        })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn version(&self) -> &semver::Version {
        &self.version
    }

    /// Major and minor: what upstream's compatibility is stated in.
    pub fn minor(&self) -> (u64, u64) {
        (self.version.major, self.version.minor)
    }

    /// `1.13`.
    pub fn minor_text(&self) -> String {
        format!("{}.{}", self.version.major, self.version.minor)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A version of which the patch may be left out: a contract, a least version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Minor(pub Release);

impl std::ops::Deref for Minor {
    type Target = Release;
    fn deref(&self) -> &Release {
        &self.0
    }
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Scalar for Release {
    const TYPE: TypeSpec = TypeSpec {
        name: "a version",
        example: "\"1.13.9\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let release = Minor::read(value)?.0;
        match release.text.split('.').count() {
            2 => Err(Mismatch::because(
                "the patch is missing: files of releases are named by all three numbers",
            )
            .help(format!("write `\"{release}.0\"`, or the release you mean"))),
            _ => Ok(release),
        }
    }
}

impl Scalar for Minor {
    const TYPE: TypeSpec = TypeSpec {
        name: "a version",
        example: "\"1.13\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        if let Some(bare) = text.strip_prefix('v')
            && Release::new(bare).is_some()
        {
            return Err(Mismatch::because("versions are written without `v`")
                .help(format!("write `\"{bare}\"`")));
        }
        if matches!(text, "latest" | "stable" | "main" | "master") {
            return Err(
                Mismatch::because("means something else tomorrow").help("name the exact version")
            );
        }
        Release::new(text)
            .map(Minor)
            .ok_or_else(|| Mismatch::because("numbers with dots: major, minor, patch"))
    }
}
