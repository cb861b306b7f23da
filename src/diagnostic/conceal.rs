//! Keeps secrets out of what is printed: output of CI is read by more people than the repository, and kept for longer.
//!
//! Must not know: what a secret looks like.

use super::{Diagnostic, Report};
use crate::source::{Sources, Span};

/// Findings and files with the text under `secrets`, and under the secrets that findings name, replaced by stars. Every
/// place stays where it is. None when there is nothing to hide.
pub fn conceal(report: &Report, sources: &Sources, secrets: &[Span]) -> Option<(Report, Sources)> {
    let mut spans: Vec<Span> = report.iter().flat_map(|finding| finding.secrets.iter().copied()).chain(secrets.iter().copied()).collect();
    if spans.is_empty() {
        return None;
    }
    spans.sort_unstable_by_key(|span| (span.file, span.start, span.end));
    let mut words: Vec<&str> =
        spans.iter().map(|span| sources.text(*span).trim_matches(QUOTES)).filter(|word| word.len() >= SHORTEST).collect();
    // The longest first: one may be a part of another.
    words.sort_unstable_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    words.dedup();
    let mut concealed = Report::default();
    report.iter().for_each(|finding| concealed.push(without(finding.clone(), &words)));
    let mut files = Sources::default();
    for (file, source) in sources.iter() {
        let here: Vec<Span> = spans.iter().copied().filter(|span| span.file == file).collect();
        files.add(source.path.clone(), starred(&source.text, &here));
    }
    Some((concealed, files))
}

/// Shorter secrets are looked for where they stand only.
const SHORTEST: usize = 4;
/// Shorter secrets are looked for as whole words only.
const WORD: usize = 8;
/// Not a part of the secret between them.
const QUOTES: [char; 2] = ['"', '\''];

/// The text with stars in the place of these spans, sorted by their start.
pub fn starred(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    for span in spans {
        let (start, end) = (text.ceil_char_boundary((span.start as usize).max(out.len())), text.floor_char_boundary(span.end as usize));
        if start < end {
            out.push_str(&text[out.len()..start]);
            out.push_str(&stars(&text[start..end]));
        }
    }
    out.push_str(&text[out.len()..]);
    out
}

/// As many bytes and characters as the secret; lines stay lines.
fn stars(secret: &str) -> String {
    let star = |(at, char): (usize, char)| match char.len_utf8() {
        _ if char.is_whitespace() => char,
        1 if QUOTES.contains(&char) && (at == 0 || at + 1 == secret.len()) => char,
        1 => '*',
        2 => '·',
        3 => '•',
        _ => '𐄁',
    };
    secret.char_indices().map(star).collect()
}

fn without(mut finding: Diagnostic, words: &[&str]) -> Diagnostic {
    let hide = |text: &mut String| {
        for word in words {
            if text.contains(word) {
                *text = hidden(text, word);
            }
        }
    };
    hide(&mut finding.message);
    hide(&mut finding.primary.text);
    finding.secondary.iter_mut().for_each(|label| hide(&mut label.text));
    finding.notes.iter_mut().chain(&mut finding.help).for_each(hide);
    // With stars it would be wrong.
    finding.fix.take_if(|fix| words.iter().any(|word| fix.text.contains(word)));
    finding
}

/// The text with stars in the place of a word.
fn hidden(text: &str, word: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, _) in text.match_indices(word) {
        let inside = |c: Option<char>| word.len() < WORD && c.is_some_and(char::is_alphanumeric);
        if !inside(text[..at].chars().next_back()) && !inside(text[at + word.len()..].chars().next()) {
            out.push_str(&text[out.len()..at]);
            out.push_str(&stars(word));
        }
    }
    out.push_str(&text[out.len()..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_where_they_are() {
        let text = "key: glpat-0123456789abcdef\nother: é𐄁pass\nend";
        let mut sources = Sources::default();
        let file = sources.add("infra.kdl", text);
        let at = |word: &str| Span::new(file, text.find(word).unwrap(), text.find(word).unwrap() + word.len());
        let mut report = Report::default();
        report.push(Diagnostic::error("a/b", at("other"), "`glpat-0123456789abcdef` is wrong").conceal(at("glpat-0123456789abcdef")));
        let (report, files) = conceal(&report, &sources, &[at("é𐄁pass"), at("pass")]).unwrap();
        assert_eq!(files.text(Span::new(file, 0, text.len())), "key: **********************\nother: ·𐄁****\nend");
        assert_eq!(report.iter().next().unwrap().message, "`**********************` is wrong");
        assert_eq!(hidden("hunter2 is not hunter22", "hunter2"), "******* is not hunter22");
        assert_eq!(stars("\"a b\""), "\"* *\"");
        assert!(conceal(&Report::default(), &sources, &[]).is_none());
    }
}
