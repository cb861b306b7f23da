//! Quantities of Kubernetes (apimachinery pkg/api/resource quantity.go).

/// A sign, digits with at most one point, and a suffix of powers of 1024 or 1000, or an exponent.
pub fn is_quantity(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = unsigned.len() - unsigned.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (digits, suffix) = unsigned.split_at(number);
    let exponent = |rest: &str| {
        let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    let known = matches!(suffix, "" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei");
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.matches('.').count() <= 1
        && (known || suffix.strip_prefix(['e', 'E']).is_some_and(exponent))
}

#[cfg(test)]
mod tests {
    use super::is_quantity;

    #[test]
    fn quantities_are_told_from_sizes_that_people_write() {
        for right in ["1", "20Gi", "1.5", "500m", "1e3", "12E", "+1Ki", ".5", "5."] {
            assert!(is_quantity(right), "{right}");
        }
        for wrong in ["", "20GB", "20GiB", "20 Gi", "Gi", "1.2.3", "1e", "20g", "0x10"] {
            assert!(!is_quantity(wrong), "{wrong}");
        }
    }
}
