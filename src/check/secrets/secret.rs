//! Something that seems to be a secret, and what one may be.

use std::ops::Range;

/// Something that seems to be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// `a GitHub token`.
    pub what: &'static str,
    /// Bytes of the text.
    pub at: Range<usize>,
    /// Its form says so. Otherwise a name does, and names can mislead.
    pub is_sure: bool,
}

pub(super) const PASSWORD: &str = "a password";
pub(super) const TOKEN: &str = "a token or a key";
pub(super) const URL: &str = "a URL with a password";
pub(super) const ENCODED: &str = "a secret in base64";
pub(super) const CEPH: &str = "a key of Ceph";
pub(super) const ACCOUNT: &str = "a user and a password in base64";
