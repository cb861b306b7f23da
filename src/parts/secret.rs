//! Secrets: the description and `out/` only name them.

/// A Secret that must exist.
pub struct Secret {
    pub namespace: String,
    pub name: String,
    pub keys: &'static str,
    /// Who makes it.
    pub by: &'static str,
    /// What it is for, in English and in French.
    pub en: String,
    pub fr: String,
}

/// Who makes a Secret by hand.
pub(super) const PERSON: &str = "person";
