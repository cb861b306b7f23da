//! One finding: where, what, why, and what to do.
//!
//! Must not know: how it is drawn.

use crate::source::Span;
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The output would be wrong, refused by upstream, or lose data. Nothing is written.
    Error,
    /// It works until something happens.
    Warning,
    /// Good to know.
    Note,
}

impl Level {
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

/// A place with the words that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// One finding: what is wrong, where, why it matters, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a diagnostic does nothing until it is pushed into a Report"]
pub struct Diagnostic {
    /// Slug of the rule, `area/bad-thing`.
    pub rule: &'static str,
    pub level: Level,
    /// One line; says what is wrong and stands alone.
    pub message: String,
    /// The smallest cause.
    pub primary: Label,
    /// Other places that take part, each with its own words.
    pub secondary: Vec<Label>,
    /// Numbers and reasons.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// What a machine can do about it.
    pub fix: Option<Fix>,
    /// Why it matters in real life, as its rule says it, where no note does.
    pub why: Option<&'static str>,
    /// Secrets that must not be printed.
    pub secrets: Vec<Span>,
    /// What is wrong, when other findings of the rule may have the same cause, such as a name that
    /// many lines use.
    pub cause: Option<String>,
}

/// Text in place of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub span: Span,
    pub text: String,
    /// It says what was meant beyond doubt. Otherwise somebody looks at it.
    pub is_safe: bool,
}

impl Diagnostic {
    /// A finding of `rule`; the level is the rule's own.
    pub fn new(rule: &'static str, level: Level, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            level,
            message: message.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
            why: None,
            secrets: Vec::new(),
            cause: None,
        }
    }

    /// An error of `rule`.
    pub fn error(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(rule, Level::Error, span, message)
    }

    /// All places that it points at, the smallest cause first.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        std::iter::once(&self.primary)
            .chain(&self.secondary)
            .map(|label| label.span)
    }

    /// Words under the primary span.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place that takes part.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// What it comes from, when others may come from it too.
    pub fn because(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// A reason or a sum.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Text that belongs in place of `span`, beyond doubt.
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            text: text.into(),
            is_safe: true,
        });
        self
    }

    /// Text that is probably meant in place of `span`.
    pub fn guess(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            text: text.into(),
            is_safe: false,
        });
        self
    }

    /// A secret that it is about: nobody prints it.
    pub fn conceal(mut self, secret: Span) -> Self {
        self.secrets.push(secret);
        self
    }

    /// What to do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}
