//! Objects of `manifests`.

use super::document::{Document, Text};
use crate::model::{ManifestText, Manifests, Model, Place};
use crate::source::Sources;
use crate::upstream::{Reader, kubernetes};
use crate::yaml::{self, Kind, Node};

/// One object of the manifests.
pub type Object<'m> = Document<'m, Owner<'m>>;

/// Which manifests an object belongs to.
#[derive(Clone, Copy)]
pub struct Owner<'m> {
    pub manifests: &'m Manifests,
    pub text: &'m ManifestText,
    /// Its kind and group are those of Kubernetes, or of a part of the platform.
    is_known: bool,
}

impl Object<'_> {
    pub fn api_version(&self) -> &str {
        self.node.get("apiVersion").map_or("", Node::text)
    }

    /// The kind, of those that the platform knows: a `Cluster` or a `Service` of another group is
    /// something else, and empty.
    pub fn known(&self) -> &str {
        if self.owner.is_known { self.kind() } else { "" }
    }

    pub fn name(&self) -> &str {
        self.node
            .at_path(&["metadata", "name"])
            .map_or("", |(_, name)| name.text())
    }

    /// The namespace that it says, else the one of its manifests.
    pub fn namespace(&self) -> &str {
        let own = self
            .node
            .at_path(&["metadata", "namespace"])
            .map(|(_, namespace)| namespace.text());
        own.or(self
            .owner
            .manifests
            .decl
            .namespace
            .as_ref()
            .map(|namespace| &*namespace.value.0))
            .unwrap_or("")
    }

    /// A repository of Argo CD that anybody may read has an address and a name, and nothing to
    /// keep.
    pub fn is_public(&self, content: &Node) -> bool {
        const OPEN: [&str; 9] = [
            "type",
            "name",
            "url",
            "project",
            "enableOCI",
            "insecure",
            "enableLfs",
            "proxy",
            "noProxy",
        ];
        let label = self
            .at(&["metadata", "labels", "argocd.argoproj.io/secret-type"])
            .map_or("", Node::text);
        ["repository", "repo-creds"].contains(&label)
            && content
                .pairs()
                .iter()
                .all(|(key, _)| OPEN.contains(&key.text.as_str()))
    }

    /// What stands below several keys.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        self.node.at_path(path).map(|(_, node)| node)
    }
}

impl<'m> Text<'m> {
    /// The text of manifests.
    pub fn of(manifest: &'m ManifestText, sources: &'m Sources) -> Text<'m> {
        let span = manifest.body.span;
        match manifest.place {
            Place::File => Text::File {
                file: span.file,
                text: &manifest.body,
            },
            Place::Inline => {
                let source = sources
                    .get(span.file)
                    .map_or("", |source| source.text.as_str());
                Text::Inside {
                    source,
                    literal: span,
                    text: &manifest.body,
                }
            }
        }
    }
}

pub(super) fn read<'m>(model: &'m Model, sources: &'m Sources) -> Vec<Object<'m>> {
    let version = model.versions.decl.kubernetes.minor();
    let mut all = Vec::new();
    for manifests in model.manifests.iter() {
        for manifest in &manifests.texts {
            let documents = yaml::nodes(&manifest.body).unwrap_or_default();
            for node in documents.into_iter().flat_map(items).filter(Node::has_keys) {
                let text = |key: &str| node.get(key).map_or("", Node::text);
                let shape = kubernetes::kind(text("apiVersion"), text("kind"));
                let owner = Owner {
                    manifests,
                    text: manifest,
                    is_known: shape.is_some(),
                };
                let object = Object::new(owner, node, Text::of(manifest, sources));
                all.push(match shape {
                    Some(shape) => {
                        let reader = format!("`{}`", object.kind());
                        object.judged(shape, Reader::Object, reader, Some(version), "kubernetes")
                    }
                    None => object,
                });
            }
        }
    }
    all
}

/// The objects of a `List`, which `kubectl get -o yaml` prints; anything else is one object.
fn items(node: Node) -> Vec<Node> {
    if node.get("apiVersion").map(Node::text) == Some("v1")
        && node.get("kind").map(Node::text) == Some("List")
        && let Some(Node {
            kind: Kind::List(items),
            ..
        }) = node.get("items")
    {
        return items.clone();
    }
    vec![node]
}
