//! Quantities of Kubernetes (apimachinery pkg/api/resource quantity.go).

/// A quantity as a number, to compare with another; none for a text that is no quantity.
pub fn amount(text: &str) -> Option<f64> {
    if !is_quantity(text) {
        return None;
    }
    let end = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let factor = match suffix {
        "" => 1.0,
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        _ => match suffix.strip_suffix('i').map(power) {
            Some(power) => 1024f64.powi(power?),
            // What is left is an exponent, `1e3`, which Rust reads as well.
            None => match power(suffix) {
                Some(power) => 1000f64.powi(power),
                None => return text.parse().ok(),
            },
        },
    };
    number.parse::<f64>().ok().map(|number| number * factor)
}

/// `Mi` and `M` are second powers.
fn power(letter: &str) -> Option<i32> {
    let at = ["k", "M", "G", "T", "P", "E"]
        .iter()
        .position(|known| known.eq_ignore_ascii_case(letter))?;
    i32::try_from(at + 1).ok()
}

/// A sign, digits with at most one point, and a suffix of powers of 1024 or 1000, or an exponent.
pub fn is_quantity(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = unsigned.len()
        - unsigned
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let (digits, suffix) = unsigned.split_at(number);
    let exponent = |rest: &str| {
        let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    let known = matches!(
        suffix,
        "" | "n"
            | "u"
            | "m"
            | "k"
            | "M"
            | "G"
            | "T"
            | "P"
            | "E"
            | "Ki"
            | "Mi"
            | "Gi"
            | "Ti"
            | "Pi"
            | "Ei"
    );
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.matches('.').count() <= 1
        && (known || suffix.strip_prefix(['e', 'E']).is_some_and(exponent))
}

#[cfg(test)]
mod tests {
    use super::{amount, is_quantity};

    #[test]
    fn quantities_compare_across_their_suffixes() {
        let amount = |text| amount(text).unwrap();
        assert!(amount("500m") < amount("1"));
        assert!(amount("1Gi") > amount("1G"));
        assert_eq!(amount("1Ki"), 1024.0);
        assert_eq!(amount("2k"), amount("2e3"));
        assert_eq!(amount("1E"), 1e18);
        assert_eq!(super::amount("20GB"), None);
    }

    #[test]
    fn quantities_are_told_from_sizes_that_people_write() {
        for right in ["1", "20Gi", "1.5", "500m", "1e3", "12E", "+1Ki", ".5", "5."] {
            assert!(is_quantity(right), "{right}");
        }
        for wrong in [
            "", "20GB", "20GiB", "20 Gi", "Gi", "1.2.3", "1e", "20g", "0x10",
        ] {
            assert!(!is_quantity(wrong), "{wrong}");
        }
    }
}
