//! Numbers of KDL 2: decimal with fraction and exponent, `0x`, `0o`, `0b`; `_` between digits.

use super::tree::ValueKind;

/// The value of a number; none when the word is no number.
pub(super) fn read(word: &str) -> Option<ValueKind<'static>> {
    let (negative, rest) = match word.as_bytes().first()? {
        b'-' => (true, &word[1..]),
        b'+' => (false, &word[1..]),
        _ => (false, word),
    };
    let sign = if negative { -1 } else { 1 };
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = rest.strip_prefix(prefix) {
            is_digits(digits, radix).then_some(())?;
            // More than 128 bits is a number all the same; nothing of ours can use it.
            let value = i128::from_str_radix(&digits.replace('_', ""), radix);
            return Some(
                value.map_or(ValueKind::Float(f64::from(sign) * f64::INFINITY), |value| {
                    ValueKind::Integer(i128::from(sign) * value)
                }),
            );
        }
    }
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        ),
        None => (rest, None),
    };
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(whole, fraction)| {
            (whole, Some(fraction))
        });
    let is_number = is_digits(whole, 10)
        && fraction.is_none_or(|f| is_digits(f, 10))
        && exponent.is_none_or(|e| is_digits(e, 10));
    is_number.then_some(())?;
    let plain = if word.contains('_') {
        word.replace('_', "")
    } else {
        word.to_string()
    };
    let plain = plain.strip_prefix('+').unwrap_or(&plain);
    match (fraction, exponent, plain.parse::<i128>()) {
        (None, None, Ok(value)) => Some(ValueKind::Integer(value)),
        _ => plain.parse::<f64>().ok().map(ValueKind::Float),
    }
}

/// Starts with a digit; `_` may follow.
fn is_digits(text: &str, radix: u32) -> bool {
    text.starts_with(|c: char| c.is_digit(radix))
        && text.chars().all(|c| c == '_' || c.is_digit(radix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_and_nothing_else() {
        for (word, value) in [
            ("1", 1),
            ("-3", -3),
            ("+7", 7),
            ("1_000", 1000),
            ("0xff", 255),
            ("-0b11", -3),
            ("0o17", 15),
        ] {
            assert_eq!(read(word), Some(ValueKind::Integer(value)), "{word}");
        }
        assert_eq!(read("2.5e-1"), Some(ValueKind::Float(0.25)));
        for word in [
            "64GiB",
            "10.0.0.1",
            "1.13.9",
            "10.0.0.0/24",
            "0x",
            "1.",
            "00:11",
            "_1",
            "1e",
            "0x_1",
        ] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
