//! Sizes in bytes, with the unit written.

use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;

/// A number of bytes. `"3TB"` is 3 * 10^12, `"3TiB"` is 3 * 2^40.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(pub u64);

const BINARY: [(&str, u64); 5] = [
    ("PiB", 1 << 50),
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
];
const DECIMAL: [(&str, u64); 5] = [
    ("PB", 1_000_000_000_000_000),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
];
const KUBERNETES: [(&str, u64); 4] = [
    ("Ti", 1 << 40),
    ("Gi", 1 << 30),
    ("Mi", 1 << 20),
    ("Ki", 1 << 10),
];

impl Size {
    pub const GB: u64 = 1_000_000_000;
    pub const GIB: u64 = 1 << 30;
    pub const MIB: u64 = 1 << 20;

    pub fn bytes(self) -> u64 {
        self.0
    }

    /// As Kubernetes prints it after a round trip (k8s.io/apimachinery resource.Quantity): the
    /// largest suffix that divides, binary or decimal, whichever leaves the smaller number.
    pub fn quantity(self) -> String {
        let best = |units: &[(&'static str, u64)]| {
            units
                .iter()
                .find(|(_, unit)| self.0 >= *unit && self.0.is_multiple_of(*unit))
                .copied()
        };
        let candidates = [
            best(&KUBERNETES),
            best(&[
                ("T", DECIMAL[1].1),
                ("G", DECIMAL[2].1),
                ("M", DECIMAL[3].1),
                ("k", DECIMAL[4].1),
            ]),
        ];
        match candidates
            .into_iter()
            .flatten()
            .min_by_key(|(_, unit)| self.0 / unit)
        {
            Some((suffix, unit)) => format!("{}{suffix}", self.0 / unit),
            None => self.0.to_string(),
        }
    }

    /// For people, in binary units with at most two decimals: `3.64 TiB`.
    pub fn human(self) -> String {
        let (suffix, unit) = BINARY
            .into_iter()
            .find(|(_, unit)| self.0 >= *unit)
            .unwrap_or(("B", 1));
        in_unit(self.0, suffix, unit)
    }

    /// For people, in the units that somebody else chose: `16 GB` beside `8GB`, and `14.9 GiB`
    /// beside `8GiB`.
    pub fn like(self, written: &str) -> String {
        let decimal = DECIMAL.into_iter().find(|(suffix, _)| {
            written
                .trim_matches('"')
                .trim_end_matches(|c: char| !c.is_ascii_alphabetic())
                .ends_with(suffix)
        });
        match decimal.and(DECIMAL.into_iter().find(|(_, unit)| self.0 >= *unit)) {
            Some((suffix, unit)) => in_unit(self.0, suffix, unit),
            None => self.human(),
        }
    }

    /// As somebody would write it in the file.
    pub fn written(self) -> String {
        let binary = BINARY
            .into_iter()
            .find(|(_, unit)| self.0.is_multiple_of(*unit) && self.0 >= *unit);
        let decimal = DECIMAL
            .into_iter()
            .find(|(_, unit)| self.0.is_multiple_of(*unit) && self.0 >= *unit);
        let count =
            |(suffix, unit): (&str, u64)| (self.0 / unit, format!("{}{suffix}", self.0 / unit));
        match (binary.map(count), decimal.map(count)) {
            (Some((b, binary)), Some((d, decimal))) => {
                if b <= d {
                    binary
                } else {
                    decimal
                }
            }
            (Some((_, text)), None) | (None, Some((_, text))) => text,
            (None, None) => format!("{}B", self.0),
        }
    }
}

/// With at most two decimals.
fn in_unit(bytes: u64, suffix: &str, unit: u64) -> String {
    let text = format!("{:.2}", bytes as f64 / unit as f64);
    format!(
        "{} {suffix}",
        text.trim_end_matches('0').trim_end_matches('.')
    )
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.human())
    }
}

impl std::iter::Sum for Size {
    fn sum<I: Iterator<Item = Size>>(sizes: I) -> Size {
        Size(sizes.fold(0, |total, size| total.saturating_add(size.0)))
    }
}

impl Scalar for Size {
    const TYPE: TypeSpec = TypeSpec {
        name: "a size with its unit",
        example: "\"64GiB\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = match value {
            ValueKind::String(text) => text,
            ValueKind::Integer(number) => {
                return Err(no_unit(&number.to_string()));
            }
            _ => return Err(Mismatch::default()),
        };
        let split = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (number, unit) = (&text[..split], text[split..].trim());
        let Ok(count) = number.parse::<f64>() else {
            return Err(Mismatch::default());
        };
        let factor = BINARY
            .iter()
            .chain(&DECIMAL)
            .find(|(suffix, _)| *suffix == unit)
            .map(|(_, factor)| *factor);
        let Some(factor) = factor.or((unit == "B").then_some(1)) else {
            return Err(wrong_unit(number, unit));
        };
        let bytes = count * factor as f64;
        if !(1.0..=9.0e18).contains(&bytes) {
            return Err(Mismatch::because(
                "a size is at least one byte and below 8 EiB",
            ));
        }
        Ok(Size(bytes.round() as u64))
    }
}

/// A large number is hardly a number of GiB.
fn no_unit(number: &str) -> Mismatch {
    let letter = if number.parse::<f64>().is_ok_and(|number| number >= 1024.0) {
        "M"
    } else {
        "G"
    };
    Mismatch::because("the unit is missing").help(format!(
        "write `\"{number}{letter}iB\"` (1024-based) or `\"{number}{letter}B\"` (1000-based)"
    ))
}

fn wrong_unit(number: &str, unit: &str) -> Mismatch {
    let mismatch = Mismatch::because(format!(
        "`{unit}` is not a unit: KiB MiB GiB TiB count by 1024, kB MB GB TB by 1000"
    ));
    let meant = match unit.to_ascii_lowercase().as_str() {
        "" => return no_unit(number),
        "gi" | "gib" | "gio" => "GiB",
        "gb" | "go" => "GB",
        "ti" | "tib" | "tio" => "TiB",
        "tb" | "to" => "TB",
        "mi" | "mib" | "mio" => "MiB",
        "mb" | "mo" => "MB",
        "ki" | "kib" | "kio" => "KiB",
        "kb" | "ko" => "kB",
        letter @ ("g" | "t" | "m" | "k") => {
            let upper = letter.to_uppercase();
            return mismatch.help(format!(
                "write `\"{number}{upper}iB\"` (1024-based, as memory is sold) or \
                 `\"{number}{decimal}B\"` (1000-based, as disks are)",
                decimal = if letter == "k" { "k" } else { &upper }
            ));
        }
        _ => return mismatch.help("write for example `\"64GiB\"` or `\"4TB\"`"),
    };
    mismatch
        .help(format!("did you mean `\"{number}{meant}\"`?"))
        .guess(format!("\"{number}{meant}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Size, Mismatch> {
        Size::read(&ValueKind::String(text.into()))
    }

    #[test]
    fn keeps_binary_and_decimal_apart() {
        assert_eq!(read("3TB"), Ok(Size(3_000_000_000_000)));
        assert_eq!(read("1.5GiB"), Ok(Size(1_610_612_736)));
        assert!(read("64Gi").is_err_and(|m| m.help.is_some_and(|h| h.contains("64GiB"))));
        assert!(read("64").is_err() && read("GiB").is_err() && read("0GiB").is_err());
    }

    #[test]
    fn prints_what_kubernetes_prints() {
        for (bytes, quantity) in [
            (1_610_612_736, "1536Mi"),
            (1 << 30, "1Gi"),
            (3_000_000_000_000, "3T"),
            (1001, "1001"),
            (8192 << 20, "8Gi"),
        ] {
            assert_eq!(Size(bytes).quantity(), quantity);
        }
        assert_eq!(Size(4_000_000_000_000).human(), "3.64 TiB");
    }
}
