//! Keeps secrets out of what is printed: output of CI is read by more people than the repository,
//! and kept for longer.
//!
//! Must not know: what a secret looks like.

use super::finding::Diagnostic;
use super::report::Report;
use crate::source::{Sources, Span};
use aho_corasick::{AhoCorasick, MatchKind};

/// Findings and files with the text under `secrets`, and under the secrets that findings name,
/// replaced by stars. Every place stays where it is. None when there is nothing to hide.
pub fn conceal(report: &Report, sources: &Sources, secrets: &[Span]) -> Option<(Report, Sources)> {
    let mut spans: Vec<Span> = report
        .iter()
        .flat_map(|finding| finding.secrets.iter().copied())
        .chain(secrets.iter().copied())
        .collect();
    if spans.is_empty() {
        return None;
    }
    spans.sort_unstable_by_key(|span| (span.file, span.start, span.end));
    // A secret of several lines may be indented in another way where it is printed.
    let lines = spans
        .iter()
        .flat_map(|span| sources.text(*span).lines())
        .map(|line| line.trim().trim_matches(QUOTES));
    let words = Words::new(lines.filter(|word| word.len() >= SHORTEST));
    let mut concealed = Report::default();
    report
        .iter()
        .for_each(|finding| concealed.push(words.conceal(finding.clone())));
    let mut files = Sources::default();
    for (file, source) in sources.iter() {
        let here: Vec<Span> = spans
            .iter()
            .copied()
            .filter(|span| span.file == file)
            .collect();
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
        let (start, end) = (
            text.ceil_char_boundary((span.start as usize).max(out.len())),
            text.floor_char_boundary(span.end as usize),
        );
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

/// Secrets to be looked for in what is printed.
struct Words(AhoCorasick);

impl Words {
    fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        words.dedup();
        // One may be a part of another. Building fails only beyond what fits into memory: then
        // nothing may be printed.
        let built = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&words);
        Words(built.unwrap_or_else(|reason| panic!("too many secrets to hide: {reason}")))
    }

    /// A finding without them.
    fn conceal(&self, mut finding: Diagnostic) -> Diagnostic {
        let hide = |text: &mut String| {
            if self.0.is_match(&*text) {
                *text = self.hidden(text);
            }
        };
        hide(&mut finding.message);
        hide(&mut finding.primary.text);
        finding
            .secondary
            .iter_mut()
            .for_each(|label| hide(&mut label.text));
        finding
            .notes
            .iter_mut()
            .chain(&mut finding.help)
            .for_each(hide);
        // With stars it would be wrong.
        finding.fix.take_if(|fix| self.0.is_match(&fix.text));
        finding
    }

    /// The text with stars in their place.
    fn hidden(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for found in self.0.find_iter(text) {
            let inside =
                |c: Option<char>| found.len() < WORD && c.is_some_and(char::is_alphanumeric);
            if !inside(text[..found.start()].chars().next_back())
                && !inside(text[found.end()..].chars().next())
            {
                out.push_str(&text[out.len()..found.start()]);
                out.push_str(&stars(&text[found.range()]));
            }
        }
        out.push_str(&text[out.len()..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_where_they_are() {
        let text = "key: glpat-0123456789abcdef\nother: é𐄁pass\nend";
        let mut sources = Sources::default();
        let file = sources.add("infra.kdl", text);
        let at = |word: &str| {
            Span::new(
                file,
                text.find(word).unwrap(),
                text.find(word).unwrap() + word.len(),
            )
        };
        let mut report = Report::default();
        report.push(
            Diagnostic::error("a/b", at("other"), "`glpat-0123456789abcdef` is wrong")
                .conceal(at("glpat-0123456789abcdef")),
        );
        let (report, files) = conceal(&report, &sources, &[at("é𐄁pass"), at("pass")]).unwrap();
        assert_eq!(
            files.text(Span::new(file, 0, text.len())),
            "key: **********************\nother: ·𐄁****\nend"
        );
        assert_eq!(
            report.iter().next().unwrap().message,
            "`**********************` is wrong"
        );
        assert_eq!(
            Words::new(["hunter2"].into_iter()).hidden("hunter2 is not hunter22"),
            "******* is not hunter22"
        );
        assert_eq!(
            Words::new(["secret-of-a", "secret-of-all"].into_iter()).hidden("secret-of-all"),
            "*************"
        );
        assert_eq!(stars("\"a b\""), "\"* *\"");
        assert!(conceal(&Report::default(), &sources, &[]).is_none());
    }
}
