//! What emitters look at, and where they put files.

use super::app::App;
use super::artifact;
use super::overrides::Override;
use crate::capacity::{ClassLedger, NodeLedger};
use crate::model::Model;
use crate::output::Artifact;
use crate::parts::Parts;
use crate::yaml::Value;

/// A model and what emitters derive from it once.
pub struct Context<'m> {
    pub model: &'m Model,
    pub parts: &'m Parts,
    /// All Applications but the root, by wave, then name.
    pub apps: Vec<App>,
    pub nodes: Vec<NodeLedger>,
    pub classes: Vec<ClassLedger<'m>>,
    /// What documentation and runbooks tell.
    pub facts: minijinja::Value,
}

/// Where emitters put files.
pub struct Sink<'s> {
    pub put: &'s mut dyn FnMut(Artifact),
    pub overrides: Vec<Override>,
}

impl Sink<'_> {
    /// A YAML file of one or more documents.
    pub fn yaml(&mut self, path: impl Into<String>, entity: &str, documents: &[Value]) {
        (self.put)(artifact::yaml(path.into(), entity, documents));
    }

    /// A Markdown file.
    pub fn markdown(&mut self, path: impl Into<String>, entity: &str, text: &str) {
        (self.put)(artifact::markdown(path.into(), entity, text));
    }

    /// A file with `#` comments whose body is written elsewhere.
    pub fn text(&mut self, path: impl Into<String>, entity: &str, body: &str) {
        (self.put)(artifact::text(path.into(), entity, body));
    }
}
