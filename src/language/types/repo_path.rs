//! A folder of a repository.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;
use std::ops::Deref;

/// A path from the top of a repository: relative, and nowhere above it. Argo CD refuses any other
/// (argo-cd v3.4.4 util/argo/argo.go ValidateRepo, util/app/path/path.go).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RepoPath(String);

impl RepoPath {
    /// A folder in this one.
    pub fn below(&self, folder: &str) -> Self {
        Self(format!("{}/{folder}", self.0))
    }
}

impl Scalar for RepoPath {
    const TYPE: TypeSpec = TypeSpec {
        name: "a path",
        example: "\"out\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        let parts = || {
            text.split(['/', '\\'])
                .filter(|part| !matches!(*part, "" | "." | ".."))
        };
        let better = match parts().next() {
            Some(_) => parts().collect::<Vec<_>>().join("/"),
            None => "out".to_string(),
        };
        let plain = text.trim_end_matches('/');
        let plain = plain.strip_prefix("./").unwrap_or(plain);
        match plain == better {
            true => Ok(RepoPath(better)),
            false => Err(Mismatch::because(
                "Argo CD takes a folder below the top of the repository",
            )
            .help(format!(
                "write `path=\"{better}\"`, if that is the folder in the repository"
            ))),
        }
    }
}

impl Deref for RepoPath {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_repository() {
        let read = |text: &str| RepoPath::read(&ValueKind::String(text.into()));
        for right in ["out", "out/", "./out", "clusters/lab/out"] {
            let path = right.trim_end_matches('/').trim_start_matches("./");
            assert_eq!(
                read(right).ok(),
                Some(RepoPath(path.to_string())),
                "{right}"
            );
        }
        for wrong in [
            "",
            "/",
            ".",
            "..",
            "/out",
            "../out",
            "a/../../out",
            "a//b",
            "a\\b",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
