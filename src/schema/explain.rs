//! `radier explain node.disk.use`: what a path of the language means.

use super::spec::{FieldKind, FieldSpec, NodeSpec, TypeSpec};
use crate::diagnostic::{did_you_mean, list};

/// The text for a dotted path below `root`, or why there is none (with a hint).
pub fn explain(root: &'static NodeSpec, path: &str) -> Result<String, String> {
    let mut node = root;
    let mut walked: Vec<&str> = Vec::new();
    let mut last: Option<&'static FieldSpec> = None;
    for step in path.split('.') {
        if last.is_some_and(|field| field.kind.node().is_none()) {
            return Err(format!("`{}` has nothing inside", walked.join(".")));
        }
        let fields = node.all_fields();
        let Some(field) = fields.iter().find(|field| field.name == step) else {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let hint = match did_you_mean(step, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("legal here: {}", list(names)),
            };
            let place = if walked.is_empty() {
                "the language".to_string()
            } else {
                format!("`{}`", walked.join("."))
            };
            return Err(format!("{place} has no `{step}`; {hint}"));
        };
        walked.push(step);
        last = Some(field);
        if let Some(inner) = field.kind.node() {
            node = inner;
        }
    }
    Ok(last.map(|field| page(path, field)).unwrap_or_default())
}

/// All paths of the language, parents before children.
pub fn paths(root: &'static NodeSpec) -> Vec<String> {
    fn walk(node: &'static NodeSpec, prefix: &str, out: &mut Vec<String>) {
        for field in node.all_fields() {
            if matches!(field.kind, FieldKind::Data) {
                continue;
            }
            let path = if prefix.is_empty() {
                field.name.to_string()
            } else {
                format!("{prefix}.{}", field.name)
            };
            out.push(path.clone());
            if let Some(inner) = field.kind.node() {
                walk(inner, &path, out);
            }
        }
    }
    let mut out = Vec::new();
    walk(root, "", &mut out);
    out
}

fn page(path: &str, field: &FieldSpec) -> String {
    let mut out = format!("{path}: {}\n\n{}\n", how(field), text(field.doc));
    if let Some(node) = field.kind.node()
        && text(node.doc) != text(field.doc)
    {
        out.push_str(&format!("\n{}\n", text(node.doc)));
    }
    if let Some(default) = field.default {
        out.push_str(&format!("\nDefault: `{default}`\n"));
    }
    if let Some(ty) = field.kind.ty() {
        out.push_str(&words(ty));
    }
    if let Some(node) = field.kind.node() {
        out.push_str("\nInside:\n");
        let fields = node.all_fields();
        let width = fields.iter().map(|f| f.name.len()).max().unwrap_or(0);
        for inner in fields {
            out.push_str(&format!(
                "  {:width$}  {} ({})\n",
                inner.name,
                first_sentence(inner.doc),
                how(inner)
            ));
        }
    }
    out
}

fn words(ty: &TypeSpec) -> String {
    if ty.words.is_empty() {
        return format!("\nExample: `{}`\n", ty.example);
    }
    let width = ty.words.iter().map(|w| w.word.len()).max().unwrap_or(0);
    let lines: String = ty
        .words
        .iter()
        .map(|w| format!("  {:width$}  {}\n", w.word, text(w.doc)))
        .collect();
    format!("\nOne of:\n{lines}")
}

/// How a field is written, in words.
pub(super) fn how(field: &FieldSpec) -> String {
    let optional = |required: bool| if required { "" } else { ", optional" };
    match field.kind {
        FieldKind::Arg { ty, required } => format!("argument, {}{}", ty.name, optional(required)),
        FieldKind::Args { ty } => format!("arguments, each {}", ty.name),
        FieldKind::Prop { ty, required } => format!("property, {}{}", ty.name, optional(required)),
        FieldKind::Value { ty, required } => {
            format!("child with {}{}", ty.name, optional(required))
        }
        FieldKind::Values { ty } => {
            format!("child with one or more values, each {}, optional", ty.name)
        }
        FieldKind::Child { required, .. } => format!("child{}", optional(required)),
        FieldKind::Many { .. } => "child, any number".to_string(),
        FieldKind::Flatten { .. } => "children".to_string(),
        FieldKind::Data => "free-form children".to_string(),
    }
}

/// Documentation as it is read: one line, wherever the source breaks it.
pub(super) fn text(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first sentence of a documentation.
fn first_sentence(doc: &str) -> String {
    let text = text(doc);
    match text.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => text,
    }
}
