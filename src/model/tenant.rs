//! Clubs and their vclusters.

use crate::language;

/// A tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Club {
    pub decl: language::Club,
    /// Indexes into `Model::vclusters`.
    pub vclusters: Vec<usize>,
}

impl Club {
    /// `club/<name>`.
    pub fn entity(&self) -> String {
        format!("club/{}", self.decl.name)
    }
}

/// A Kubernetes of a club's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vcluster {
    pub decl: language::Vcluster,
    /// Index into `Model::clubs`.
    pub club: usize,
}
