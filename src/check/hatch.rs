//! What rules on escape hatches share: the YAML inside of a description with its places in the file, values as YAML,
//! and the words for what upstream refuses.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, did_you_mean, list};
use crate::language;
use crate::language::types::Release;
use crate::model::{ManifestText, Manifests, Place};
use crate::schema::{Data, Plain, inside};
use crate::source::Span;
use crate::source::Spanned;
use crate::upstream::{self, Complaint, Shape, What, talos};
use crate::yaml::{self, Key, Kind, Node};
use std::ops::Range;

/// One document of a Talos patch.
pub struct PatchDocument<'m> {
    pub patch: &'m language::Patch,
    pub node: Node,
    source: &'m str,
}

impl PatchDocument<'_> {
    /// The kind; empty for the main document.
    pub fn kind(&self) -> &str {
        self.node.get("kind").map_or("", Node::text)
    }

    /// What upstream takes here; none for a kind that `patch/unknown-kind` tells of.
    pub fn shape(&self, cx: &Context<'_>) -> Option<Shape> {
        talos::document(cx.model.versions.contract.minor().1, self.kind())
    }

    /// Where a part of the patch stands in the file.
    pub fn span(&self, at: &Range<usize>) -> Span {
        inside(self.source, self.patch.body.span, at.clone(), &self.patch.body)
    }

    /// The smallest place that names this document: its kind, else its first key.
    pub fn head(&self) -> Span {
        let first = match &self.node.kind {
            Kind::Map(pairs) => pairs.first().map(|(key, _)| key.at.clone()),
            _ => None,
        };
        self.span(&self.node.get("kind").map(|kind| kind.at.clone()).or(first).unwrap_or(self.node.at.clone()))
    }
}

/// Documents of all patches that can be read; `patch/invalid` tells of the others.
pub fn patches<'m>(cx: &Context<'m>) -> Vec<PatchDocument<'m>> {
    let mut all = Vec::new();
    for patch in cx.model.patches.iter().filter(|patch| !patch.body.span.is_empty()) {
        let source = cx.sources.get(patch.body.span.file).map_or("", |source| source.text.as_str());
        let documents = yaml::nodes(&patch.body).unwrap_or_default();
        all.extend(documents.into_iter().filter(is_map).map(|node| PatchDocument { patch, node, source }));
    }
    all
}

fn is_map(node: &Node) -> bool {
    matches!(&node.kind, Kind::Map(pairs) if !pairs.is_empty())
}

/// The objects of a `List`, which `kubectl get -o yaml` prints; anything else is one object.
fn items(node: Node) -> Vec<Node> {
    if node.get("apiVersion").map(Node::text) == Some("v1")
        && node.get("kind").map(Node::text) == Some("List")
        && let Some(Node { kind: Kind::List(items), .. }) = node.get("items")
    {
        return items.clone();
    }
    vec![node]
}

/// One object of the manifests.
pub struct Object<'m> {
    pub manifests: &'m Manifests,
    pub node: Node,
    text: &'m ManifestText,
    source: &'m str,
}

impl Object<'_> {
    pub fn api_version(&self) -> &str {
        self.node.get("apiVersion").map_or("", Node::text)
    }

    pub fn kind(&self) -> &str {
        self.node.get("kind").map_or("", Node::text)
    }

    pub fn name(&self) -> &str {
        self.node.at_path(&["metadata", "name"]).map_or("", |(_, name)| name.text())
    }

    /// Path of its file as written.
    pub fn path(&self) -> &str {
        &self.text.path
    }

    /// The namespace that it says, else the one of its manifests.
    pub fn namespace(&self) -> &str {
        let own = self.node.at_path(&["metadata", "namespace"]).map(|(_, namespace)| namespace.text());
        own.or(self.manifests.decl.namespace.as_ref().map(|namespace| &*namespace.value.0)).unwrap_or("")
    }

    pub fn span(&self, at: &Range<usize>) -> Span {
        span_in(self.text, self.source, at)
    }

    /// Where a value stands; a map is shown by its first key.
    pub fn place(&self, node: &Node) -> Span {
        match &node.kind {
            Kind::Map(pairs) if !pairs.is_empty() => self.span(&pairs[0].0.at),
            _ => self.span(&node.at),
        }
    }

    /// Its kind, else its first key.
    pub fn head(&self) -> Span {
        let first = match &self.node.kind {
            Kind::Map(pairs) => pairs.first().map(|(key, _)| key.at.clone()),
            _ => None,
        };
        self.span(&self.node.get("kind").map(|kind| kind.at.clone()).or(first).unwrap_or(self.node.at.clone()))
    }
}

/// Objects of all manifests that can be read; `manifests/invalid` tells of the others.
pub fn objects<'m>(cx: &Context<'m>) -> Vec<Object<'m>> {
    let mut all = Vec::new();
    for manifests in &cx.model.manifests {
        for text in &manifests.texts {
            let source = cx.sources.get(text.place.span.file).map_or("", |source| source.text.as_str());
            let documents = yaml::nodes(&text.body).unwrap_or_default();
            all.extend(documents.into_iter().flat_map(items).filter(is_map).map(|node| Object { manifests, node, text, source }));
        }
    }
    all
}

/// Where a part of a text of manifests stands.
pub fn span_in(text: &ManifestText, source: &str, at: &Range<usize>) -> Span {
    match text.place.value {
        Place::File => Span::new(text.place.span.file, at.start, at.end.max(at.start + 1)),
        Place::Inline => inside(source, text.place.span, at.clone(), &text.body),
    }
}

/// KDL data as YAML, whose places are those of the file.
pub fn node_of(data: &Data) -> Node {
    let range = |span: Span| span.start as usize..span.end as usize;
    match data {
        Data::Map(pairs) => {
            let pairs: Vec<(Key, Node)> = pairs
                .iter()
                .map(|(key, data)| {
                    let mut node = node_of(data);
                    // An empty map is shown by its key.
                    if node.at.is_empty() {
                        node.at = range(key.span);
                    }
                    (Key { at: range(key.span), text: key.value.clone(), plain: false }, node)
                })
                .collect();
            let start = pairs.first().map_or(0, |(key, _)| key.at.start);
            let end = pairs.last().map_or(0, |(key, node)| node.at.end.max(key.at.end));
            Node { at: start..end, kind: Kind::Map(pairs) }
        }
        Data::List(items) => {
            let items: Vec<Node> = items.iter().map(node_of).collect();
            let at = items.first().map_or(0, |node| node.at.start)..items.last().map_or(0, |node| node.at.end);
            Node { at, kind: Kind::List(items) }
        }
        Data::Scalar(scalar) => {
            let kind = match &scalar.value {
                Plain::String(text) => Kind::Text { text: text.clone(), plain: false },
                Plain::Integer(number) => Kind::Int(*number),
                Plain::Float(number) => Kind::Float(*number),
                Plain::Bool(flag) => Kind::Bool(*flag),
                Plain::Null => Kind::Null,
            };
            Node { at: range(scalar.span), kind }
        }
    }
}

/// The words for a complaint; `whose` is what the keys belong to, such as `Talos 1.13`.
pub fn say(rule: &Rule, span: Span, complaint: &Complaint, whose: &str) -> Diagnostic {
    let path = match complaint.path.as_str() {
        "" => whose.to_string(),
        path => format!("`{path}`"),
    };
    match &complaint.what {
        What::UnknownKey { key, legal } => {
            let problem = rule.at(span, format!("{path} has no key `{key}`")).label(format!("not known to {whose}"));
            match (did_you_mean(key, legal.iter().copied()), legal.as_slice()) {
                (Some(near), _) => problem.help(format!("did you mean `{near}`?")),
                (None, []) => problem.help("remove it: no key belongs here"),
                (None, legal) => problem.help(format!("legal here: {}", list(legal.iter().copied()))),
            }
        }
        What::WrongType { expected, found } => {
            rule.at(span, format!("{path} is {found}")).label("of the wrong type").help(format!("write {expected}"))
        }
        What::NotAWord { found, legal } => {
            let problem = rule.at(span, format!("{path} cannot be {found}")).label(format!("not a word that {whose} knows here"));
            let words: Vec<&str> = legal.iter().copied().filter(|word| !word.is_empty()).collect();
            problem.help(format!("write {}", list(words)))
        }
        What::OutOfRange { least, most } => {
            let range = match (least, most) {
                (Some(least), Some(most)) => format!("{least} to {most}"),
                (Some(least), None) => format!("{least} or more"),
                (None, Some(most)) => format!("{most} or less"),
                (None, None) => "another number".to_string(),
            };
            rule.at(span, format!("{path} is out of range")).label(format!("{whose} refuses this number")).help(format!("write {range}"))
        }
        What::NotAQuantity { found } => rule
            .at(span, format!("{path} is {found}, which is no quantity"))
            .label("Kubernetes cannot read this size")
            .help("write for example `20Gi` (1024-based), `20G` (1000-based) or `500m`; there is no `B` at the end"),
        What::Missing { keys } => rule
            .at(span, format!("{path} has no {}", list(keys.iter().copied())))
            .label("the API server refuses it without")
            .help(format!("add `{}:`", keys.join(":` and `"))),
        What::TruthValue { found } => rule
            .at(
                span,
                format!(
                    "{path} reads as {}",
                    if matches!(found.to_ascii_lowercase().as_str(), "y" | "yes" | "on") { "true" } else { "false" }
                ),
            )
            .label("kubectl and Argo CD take this word for a truth value")
            .help(format!("put it in quotes: `\"{found}\"`")),
    }
}

/// The version of a chart that is installed.
pub fn chart_version<'m>(cx: &Context<'m>, chart: &str) -> Option<&'m Spanned<Release>> {
    let versions = &cx.model.versions;
    Some(match chart {
        "argo-cd" => &versions.argocd_chart,
        "cilium" => &versions.decl.cilium,
        "rook-ceph" | "rook-ceph-cluster" => &versions.decl.rook,
        "ceph-csi-drivers" => &versions.decl.ceph_csi_drivers,
        "external-secrets" => &versions.decl.external_secrets,
        "vcluster" => &versions.vcluster,
        _ => return None,
    })
}

/// What upstream would refuse, as far as is known: of a version newer than the shapes, only a warning.
pub fn soften(mut problem: Diagnostic, version: Option<(u64, u64)>, shapes: &str) -> Diagnostic {
    if version > upstream::version(shapes) {
        problem.level = Level::Warning;
    }
    problem
}
