//! Did-you-mean: the legal name that a person most likely meant.

/// The candidate that alone starts with `word`, or the nearest one, if one is near enough: a
/// distance (insertions, deletions, substitutions, swaps) of at most a third of the word's length
/// (at least 1), ignoring case. Give legal names only, in any order.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    let length = wanted.chars().count();
    let limit = (length / 3).max(1);
    let (mut nearest, mut starts): (Option<(usize, &str)>, Vec<&str>) = (None, Vec::new());
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        if length >= LEAST_START && lower.starts_with(&wanted) {
            starts.push(candidate);
        }
        if lower.len().abs_diff(wanted.len()) > 4 * limit {
            continue;
        }
        let found = (strsim::osa_distance(&wanted, &lower), candidate);
        if found.0 <= limit && nearest.is_none_or(|known| found < known) {
            nearest = Some(found);
        }
    }
    match (starts.as_slice(), nearest) {
        ([only], Some((distance, _))) if distance > 0 => Some(only),
        ([only], None) => Some(only),
        (_, nearest) => nearest.map(|(_, candidate)| candidate),
    }
}

/// ": `\u{43e}` is U+043E": a character that looks like one of a keyboard, and is another; empty
/// without one. Letters with accents are none.
pub fn look_alike(word: &str) -> String {
    let strange = word.chars().find(|c| *c > '\u{24f}' && !c.is_whitespace());
    strange.map_or(String::new(), |c| {
        format!(": `{c}` is U+{:04X}, not the one of a keyboard", c as u32)
    })
}

/// A shorter start says too little.
const LEAST_START: usize = 3;

/// "`a`, `b` or `c`", cut after eight names ("and 12 more").
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => "nothing".to_string(),
        [one] => one.clone(),
        [init @ .., last] if names.len() <= 8 => format!("{} or {last}", init.join(", ")),
        _ => format!("{} and {} more", names[..8].join(", "), names.len() - 8),
    }
}

/// "`a` and `b`", cut after four names ("and 12 more").
pub fn names<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 4;
    let all: Vec<String> = all.into_iter().map(|name| format!("`{name}`")).collect();
    match all.as_slice() {
        [] => "nothing".to_string(),
        [one] => one.clone(),
        [init @ .., last] if all.len() <= SHOWN => format!("{} and {last}", init.join(", ")),
        _ => format!("{} and {} more", all[..SHOWN].join(", "), all.len() - SHOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_near_names_only() {
        let names = ["worker", "control-plane"];
        assert_eq!(did_you_mean("workr", names), Some("worker"));
        assert_eq!(did_you_mean("Worker", names), Some("worker"));
        assert_eq!(did_you_mean("storage", names), None);
        assert_eq!(did_you_mean("r730", ["r430", "r730xd"]), Some("r730xd"));
        assert_eq!(did_you_mean("unit", ["unit", "units"]), Some("unit"));
    }

    #[test]
    fn what_only_looks_like_a_letter_is_named() {
        assert_eq!(
            look_alike("w\u{43e}rker"),
            ": `\u{43e}` is U+043E, not the one of a keyboard"
        );
        assert_eq!(look_alike("énergie"), "");
    }

    #[test]
    fn lists_read_well() {
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` or `c`");
        assert!(list(["a"; 12]).ends_with("and 4 more"));
    }
}
