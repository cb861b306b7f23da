//! Values of one word: what a type must offer, and the plain types.

use super::spec::TypeSpec;
use crate::syntax::ValueKind;

/// A type whose values stand in one argument or property. `Default` is what stands for one that
/// could not be read.
pub trait Scalar: Clone + Default + std::fmt::Debug + PartialEq {
    const TYPE: TypeSpec;
    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch>;
}

/// Why a value is not of its type; the decoder adds what was expected and what was found.
#[derive(Debug, Default, PartialEq)]
pub struct Mismatch {
    /// The rule that knows better than "wrong value".
    pub rule: Option<&'static str>,
    /// What exactly is wrong, as a whole sentence without period.
    pub reason: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
    /// The same as the file writes it, and whether that is beyond doubt.
    pub instead: Option<(String, bool)>,
}

impl Mismatch {
    pub fn because(reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..Self::default()
        }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The value as it is meant, beyond doubt.
    pub fn write(mut self, text: impl Into<String>) -> Self {
        self.instead = Some((text.into(), true));
        self
    }

    /// The value that is probably meant.
    pub fn guess(mut self, text: impl Into<String>) -> Self {
        self.instead = Some((text.into(), false));
        self
    }

    pub fn rule(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }
}

/// A value as the file writes it.
pub fn shown(value: &ValueKind<'_>) -> String {
    match value {
        ValueKind::String(text) => format!("\"{text}\""),
        ValueKind::Integer(number) => number.to_string(),
        ValueKind::Float(number) => number.to_string(),
        ValueKind::Bool(flag) => format!("#{flag}"),
        ValueKind::Null => "#null".to_string(),
    }
}

impl Scalar for String {
    const TYPE: TypeSpec = TypeSpec {
        name: "a text",
        example: "\"a text\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueKind::String(text) if text.trim().is_empty() => {
                Err(Mismatch::because("the text is empty"))
            }
            ValueKind::String(text) => Ok(text.to_string()),
            other => Err(Mismatch::default()
                .help(format!("write it in quotes: `\"{0}\"`", shown(other)))
                .write(format!("\"{}\"", shown(other)))),
        }
    }
}

impl Scalar for bool {
    const TYPE: TypeSpec = TypeSpec {
        name: "`#true` or `#false`",
        example: "#true",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueKind::Bool(flag) => Ok(*flag),
            ValueKind::String(text) if text == "true" || text == "false" => {
                Err(Mismatch::default()
                    .help(format!("write `#{text}`, without quotes"))
                    .write(format!("#{text}")))
            }
            _ => Err(Mismatch::default()),
        }
    }
}

impl Scalar for u32 {
    const TYPE: TypeSpec = TypeSpec {
        name: "a whole number",
        example: "4",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueKind::Integer(number) => u32::try_from(*number)
                .map_err(|_| Mismatch::because("the number is below 0 or too large")),
            ValueKind::String(text) if text.parse::<u32>().is_ok() => Err(Mismatch::default()
                .help(format!("write `{text}`, without quotes"))
                .write(text.to_string())),
            _ => Err(Mismatch::default()),
        }
    }
}

impl Scalar for i32 {
    const TYPE: TypeSpec = TypeSpec {
        name: "a whole number",
        example: "30",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueKind::Integer(number) => {
                i32::try_from(*number).map_err(|_| Mismatch::because("the number is too large"))
            }
            ValueKind::String(text) if text.parse::<i32>().is_ok() => Err(Mismatch::default()
                .help(format!("write `{text}`, without quotes"))
                .write(text.to_string())),
            _ => Err(Mismatch::default()),
        }
    }
}

impl Scalar for f64 {
    const TYPE: TypeSpec = TypeSpec {
        name: "a number",
        example: "1.5",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueKind::Float(number) if number.is_finite() => Ok(*number),
            ValueKind::Integer(number) => Ok(*number as f64),
            ValueKind::String(text) if text.replace(',', ".").parse::<f64>().is_ok() => {
                Err(Mismatch::default().help(format!(
                    "write `{}`, without quotes and with a dot",
                    text.replace(',', ".")
                )))
            }
            _ => Err(Mismatch::default()),
        }
    }
}
