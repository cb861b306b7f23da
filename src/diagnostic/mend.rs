//! Carries fixes out on a text: only their places change, so comments and layout stay.
//!
//! Must not know: where fixes come from.

use super::finding::Fix;

/// A text with all fixes that do not touch each other, and how many those are.
pub fn mended(text: &str, mut fixes: Vec<&Fix>) -> (String, usize) {
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut out = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    for fix in fixes {
        let (start, end) = whole_lines(text, fix);
        if start < at || end < start || !text.is_char_boundary(start) || !text.is_char_boundary(end)
        {
            continue;
        }
        out.push_str(&text[at..start]);
        out.push_str(&fix.text);
        at = end;
        count += 1;
    }
    out.push_str(&text[at..]);
    (out, count)
}

/// The range of a fix. What is removed takes its line along when nothing else stands on it.
fn whole_lines(text: &str, fix: &Fix) -> (usize, usize) {
    let (start, end) = (
        fix.span.start as usize,
        (fix.span.end as usize).min(text.len()),
    );
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else {
        return (start, end);
    };
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = after.find('\n').map_or(after.len(), |at| at + 1);
    match fix.text.is_empty() && before[line..].trim().is_empty() && after[..rest].trim().is_empty()
    {
        true => (line, end + rest),
        false => (start, end),
    }
}
