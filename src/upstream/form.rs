//! Forms of texts that people get wrong.

use ipnet::IpNet;
use std::net::IpAddr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Go's `time.ParseDuration`: `1h30m`.
    Duration,
    /// Talos' sizes: `10GiB`, `500MB`, `25%` (pkg/machinery/config/types/block ByteSize).
    Size,
    Cidr,
    Ip,
}

impl Form {
    pub fn fits(self, text: &str) -> bool {
        match self {
            Form::Duration => is_duration(text),
            Form::Size => is_size(text),
            Form::Cidr => text.parse::<IpNet>().is_ok(),
            Form::Ip => text.parse::<IpAddr>().is_ok(),
        }
    }

    /// How a message calls it.
    pub fn name(self) -> &'static str {
        match self {
            Form::Duration => "a duration such as `30s` or `1h30m`",
            Form::Size => "a size such as `100GiB`",
            Form::Cidr => "a network such as `10.0.0.0/24`",
            Form::Ip => "an address such as `10.0.0.1`",
        }
    }
}

fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let mut parts = 0;
    while !rest.is_empty() {
        let digits = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
                .len();
        let after = &rest[digits..];
        let Some(unit) = ["ns", "us", "µs", "ms", "s", "m", "h"]
            .into_iter()
            .filter(|unit| after.starts_with(unit))
            .max_by_key(|unit| unit.len())
        else {
            return false;
        };
        if digits == 0 {
            return false;
        }
        rest = &after[unit.len()..];
        parts += 1;
    }
    parts > 0
}

fn is_size(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let digits = text.len()
        - text
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let unit = text[digits..].trim().to_ascii_lowercase();
    let units = [
        "", "b", "%", "k", "m", "g", "t", "p", "kb", "mb", "gb", "tb", "pb", "ki", "mi", "gi",
        "ti", "pi", "kib", "mib", "gib", "tib", "pib",
    ];
    digits > 0 && units.contains(&unit.as_str())
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn forms_are_told() {
        for (form, right, wrong) in [
            (
                Form::Duration,
                ["30s", "1h30m", "1.5h", "0"],
                ["5 minutes", "30", "1d", ""],
            ),
            (
                Form::Size,
                ["10GiB", "500 MB", "25%", "1073741824"],
                ["10GBB", "GiB", "ten", ""],
            ),
            (
                Form::Cidr,
                ["10.0.0.0/8", "fd00::/8", "10.0.0.1/24", "0.0.0.0/0"],
                ["10.0.0.0", "10.0.0.0/99", "x/8", ""],
            ),
            (
                Form::Ip,
                ["10.0.0.1", "::1", "fd00::1", "0.0.0.0"],
                ["10.0.0", "10.0.0.1/24", "host", ""],
            ),
        ] {
            assert!(right.iter().all(|text| form.fits(text)), "{form:?}");
            assert!(!wrong.iter().any(|text| form.fits(text)), "{form:?}");
        }
    }
}
