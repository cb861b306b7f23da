//! `Model` -> artifacts, into a sink, one at a time. One folder per target. Runs only on a
//! description without errors, and cannot fail.
//!
//! Must not know: the disk, the terminal.

mod argocd;
mod artifact;
mod cdi;
mod ceph;
mod cilium;
mod docs;
mod extra;
mod factory;
mod helm;
mod k8s;
mod kubevirt;
mod omni;
mod overrides;
mod parts;
mod prose;
mod readme;
mod runbooks;
mod talos;
mod tenancy;
mod vcluster;

pub use factory::{Schematic, schematic};
pub use overrides::Override;
pub use parts::remote_resources;
pub use prose::BROKEN;

use crate::capacity::{self, ClassLedger, NodeLedger};
use crate::model::Model;
use crate::output::Artifact;
use crate::yaml::Value;

/// A model and what emitters derive from it once.
pub struct Context<'m> {
    pub model: &'m Model,
    pub nodes: Vec<NodeLedger>,
    pub classes: Vec<ClassLedger<'m>>,
    /// What documentation and runbooks tell.
    facts: minijinja::Value,
}

/// Where emitters put files.
pub struct Sink<'s> {
    put: &'s mut dyn FnMut(Artifact),
    overrides: Vec<Override>,
}

impl Sink<'_> {
    /// A YAML file of one or more documents.
    fn yaml(&mut self, path: impl Into<String>, entity: &str, documents: &[Value]) {
        (self.put)(artifact::yaml(path.into(), entity, documents));
    }

    /// A Markdown file.
    fn markdown(&mut self, path: impl Into<String>, entity: &str, text: &str) {
        (self.put)(artifact::markdown(path.into(), entity, text));
    }

    /// A file with `#` comments whose body is written elsewhere.
    fn text(&mut self, path: impl Into<String>, entity: &str, body: &str) {
        (self.put)(artifact::text(path.into(), entity, body));
    }
}

/// Emits everything. Returns what escape hatches change, by chart, then patch.
pub fn all(model: &Model, put: &mut dyn FnMut(Artifact)) -> Vec<Override> {
    let mut context = Context {
        model,
        nodes: capacity::nodes(model),
        classes: capacity::classes(model),
        facts: ().into(),
    };
    // Converted once: templates share it.
    context.facts = minijinja::value::Serde(prose::facts(&context)).into();
    let mut sink = Sink {
        put,
        overrides: Vec::new(),
    };
    talos::emit(&context, &mut sink);
    factory::emit(&context, &mut sink);
    omni::emit(&context, &mut sink);
    cilium::emit(&context, &mut sink);
    argocd::emit(&context, &mut sink);
    ceph::emit(&context, &mut sink);
    cdi::emit(&context, &mut sink);
    kubevirt::emit(&context, &mut sink);
    parts::emit(&context, &mut sink);
    tenancy::emit(&context, &mut sink);
    vcluster::emit(&context, &mut sink);
    extra::emit(&context, &mut sink);
    runbooks::emit(&context, &mut sink);
    docs::emit(&context, &mut sink);
    readme::emit(&context, &mut sink);
    sink.overrides
}
