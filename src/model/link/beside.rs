//! Files beside the description: manifests, and templates of cloud-init.
//!
//! Must not know: where files come from.

use super::linker::Linker;
use super::text::{self, Facts, Refused};
use crate::diagnostic::{Diagnostic, did_you_mean, list};
use crate::language;
use crate::model::hatch::{ManifestText, Manifests, Place};
use crate::source::{ReadError, Sources, Span, Spanned};

pub const FILE: &str = "reference/file";
pub const TEMPLATE: &str = "vm/template";

impl Linker<'_> {
    /// Reads a file beside the description.
    fn read<T>(&mut self, path: &Spanned<T>) -> Option<String>
    where
        T: std::ops::Deref<Target = str>,
    {
        let (path, span) = (path.value.deref(), path.span);
        if self.report.unread().is(span) {
            return None;
        }
        match self.files.read(path) {
            Ok(source) => Some(source),
            Err(error) => {
                let what = if matches!(error, ReadError::Outside) {
                    "may not read"
                } else {
                    "cannot read"
                };
                let (label, help) = error.words();
                self.report.push(
                    Diagnostic::error(FILE, span, format!("{what} `{path}`"))
                        .label(label)
                        .help(help),
                );
                None
            }
        }
    }

    /// Reads the files of manifests: findings can point into them.
    pub(super) fn manifests(
        &mut self,
        decl: language::Manifests,
        sources: &mut Sources,
    ) -> Manifests {
        let mut texts = Vec::new();
        for path in &decl.file {
            let Some(text) = self.read(path) else {
                continue;
            };
            let folder = sources
                .get(path.span.file)
                .and_then(|source| source.path.rsplit_once('/'))
                .map(|(folder, _)| format!("{folder}/"));
            let file = sources.add(
                format!("{}{path}", folder.unwrap_or_default()),
                text.clone(),
            );
            let body = Spanned::new(text, Span::new(file, 0, 0));
            texts.push(ManifestText {
                path: path.to_string(),
                body,
                place: Place::File,
            });
        }
        if let Some(yaml) = &decl.yaml {
            texts.push(ManifestText {
                path: "inline".to_string(),
                body: Spanned::new(yaml.to_string(), yaml.span),
                place: Place::Inline,
            });
        }
        Manifests { decl, texts }
    }

    /// Reads and renders a template beside the description.
    pub(super) fn template(
        &mut self,
        path: &Spanned<String>,
        facts: &Facts<'_>,
    ) -> Option<Spanned<String>> {
        let source = self.read(path)?;
        let refused = match text::render(&source, facts, &mut self.templates) {
            Ok(text) => return Some(Spanned::new(text, path.span)),
            Err(refused) => refused,
        };
        let (Refused::Wrong(line, reason) | Refused::TooMuch(line, reason)) = &refused;
        let place = line.map_or(String::new(), |line| format!(" line {line}"));
        let near = reason
            .split('`')
            .nth(1)
            .and_then(|wrong| did_you_mean(wrong, text::NAMES));
        self.report.push(
            Diagnostic::error(TEMPLATE, path.span, format!("`{path}`{place}: {reason}"))
                .label("this template cannot be rendered")
                .help(match (&refused, near) {
                    (Refused::TooMuch(..), _) => {
                        "make it shorter: a template fills a few facts into a text of some KiB; \
                         what is larger, let the VM fetch"
                            .to_string()
                    }
                    (_, Some(near)) => format!("did you mean `{near}`?"),
                    _ => format!("templates may use {}", list(text::NAMES)),
                }),
        );
        None
    }
}
