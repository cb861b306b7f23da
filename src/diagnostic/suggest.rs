//! Did-you-mean: the legal name that a person most likely meant.

/// The candidate nearest to `word`, if one is near enough: Damerau-Levenshtein distance of at most a third of
/// the word's length (at least 1), ignoring case. Give legal names only.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    let limit = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

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
    }

    #[test]
    fn lists_read_well() {
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` or `c`");
        assert!(list(["a"; 12]).ends_with("and 4 more"));
    }
}
