//! Addresses of files, repositories and services.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;

/// An absolute `https://`, `http://`, `docker://` or `oci://` address without user name and
/// password.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(pub String);

impl Url {
    /// The host, without port.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        authority.split(':').next().unwrap_or("")
    }

    /// The port, when one is written.
    pub fn port(&self) -> Option<u16> {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/')
            .next()
            .and_then(|authority| authority.split_once(':'))
            .and_then(|(_, port)| port.parse().ok())
    }

    /// What follows the host and its port, with its first slash.
    pub fn path(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("", |at| &rest[at..])
    }

    /// The path names the API of a registry: nothing may be added to it (OCI distribution-spec,
    /// `/v2/`).
    pub fn has_registry_api(&self) -> bool {
        self.path().split('/').any(|part| part == "v2")
    }

    pub fn scheme(&self) -> &str {
        self.0.split_once("://").map_or("", |(scheme, _)| scheme)
    }
}

impl std::ops::Deref for Url {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Scalar for Url {
    const TYPE: TypeSpec = TypeSpec {
        name: "an address",
        example: "\"https://example.org/file\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        let url = Url(text.to_string());
        if !matches!(url.scheme(), "https" | "http" | "docker" | "oci") {
            let mismatch = Mismatch::because("starts with `https://`");
            let looks_like_host = text.contains('.') && !text.contains([' ', '*', ':']);
            // `git@host:owner/repo.git` and `ssh://git@host/owner/repo.git`, as the page of a
            // repository offers them.
            let ssh = text
                .strip_prefix("ssh://")
                .map(|rest| rest.split_once('@').map_or(rest, |(_, rest)| rest));
            let by_ssh = ssh.and_then(|rest| rest.split_once('/')).or_else(|| {
                text.strip_prefix("git@")
                    .and_then(|rest| rest.split_once(':'))
            });
            return Err(match by_ssh {
                Some((host, path)) => {
                    let host = host.split(':').next().unwrap_or(host);
                    mismatch.help(format!("write `\"https://{host}/{path}\"`"))
                }
                None if looks_like_host => mismatch.help(format!(
                    "write `\"https://{}\"`",
                    text.trim_start_matches('/')
                )),
                None => mismatch,
            });
        }
        if url.host().is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Mismatch::because(
                "a host follows the `://`, and there are no blanks",
            ));
        }
        if text
            .split_once("://")
            .is_some_and(|(_, rest)| rest.split('/').next().unwrap_or("").contains('@'))
        {
            return Err(Mismatch::because(
                "a user name or password in an address would stand in Git",
            )
            .rule("secret/in-file")
            .help("remove everything up to the `@`; credentials live in a Secret"));
        }
        Ok(url)
    }
}
