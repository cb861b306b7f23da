//! Many spans that are asked whether another one touches them.

use super::span::Span;

/// Spans of any files, sorted and without overlaps.
#[derive(Debug, Default)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// Whether one of them has bytes in common with `span`. Takes the logarithm of their number.
    pub fn overlap(&self, span: Span) -> bool {
        let next = self
            .0
            .partition_point(|own| (own.file, own.end) <= (span.file, span.start));
        self.0.get(next).is_some_and(|own| own.overlaps(span))
    }

    pub fn iter(&self) -> impl Iterator<Item = Span> {
        self.0.iter().copied()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut all: Vec<Span> = spans.into_iter().collect();
        all.sort_unstable();
        let mut merged: Vec<Span> = Vec::with_capacity(all.len());
        for span in all {
            match merged
                .last_mut()
                .filter(|last| last.file == span.file && span.start <= last.end)
            {
                Some(last) => last.end = last.end.max(span.end),
                None => merged.push(span),
            }
        }
        Spans(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn it_is_asking_each() {
        let span = |file: u32, start: usize, end: usize| Span::new(FileId(file), start, end);
        let all = [
            span(1, 5, 9),
            span(0, 3, 4),
            span(0, 1, 2),
            span(0, 8, 12),
            span(0, 10, 15),
            span(1, 5, 6),
        ];
        let spans: Spans = all.into_iter().collect();
        for (file, start, len) in (0..3u32).flat_map(|file| {
            (0..18usize).flat_map(move |start| (1..5usize).map(move |len| (file, start, len)))
        }) {
            let asked = span(file, start, start + len);
            assert_eq!(
                spans.overlap(asked),
                all.iter().any(|own| own.overlaps(asked)),
                "{asked:?}"
            );
        }
    }
}
