//! Columns: more than one blank between two values stays only where a neighbouring line of a like
//! node starts a value in the same column.

/// One line of the output.
#[derive(Default)]
pub struct Line {
    pub indent: usize,
    /// Blanks before it, and the text.
    pub parts: Vec<(usize, String)>,
    /// Behind everything else, with the blanks before it.
    pub comment: Option<(usize, String)>,
    /// The block and the name of the node: lines with the same are like.
    pub like: Option<(usize, String)>,
}

impl Line {
    pub fn write(&self, out: &mut String) {
        let blanks = |n: usize, out: &mut String| out.extend(std::iter::repeat_n(' ', n));
        if !self.parts.is_empty() {
            blanks(self.indent, out);
        }
        for (gap, text) in &self.parts {
            blanks(*gap, out);
            out.push_str(text);
        }
        if let Some((gap, text)) = &self.comment {
            blanks(*gap, out);
            out.push_str(text);
        }
        out.push('\n');
    }

    /// Column in which each part starts; a text over several lines ends the count.
    fn columns(&self) -> Vec<usize> {
        let mut column = self.indent;
        let mut all = Vec::with_capacity(self.parts.len());
        for (gap, text) in &self.parts {
            column += gap;
            all.push(column);
            if text.contains('\n') {
                break;
            }
            column += text.chars().count();
        }
        all
    }
}

/// Takes away blanks that align nothing. Each round takes some away, or is the last.
pub fn align(lines: &mut [Line]) {
    let mut open: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].parts.iter().any(|(gap, _)| *gap > 1))
        .collect();
    while !open.is_empty() {
        let columns: Vec<(usize, Vec<usize>)> =
            open.iter().map(|at| (*at, lines[*at].columns())).collect();
        let mut changes = Vec::new();
        for (at, own) in &columns {
            let neighbours = [
                at.checked_sub(1),
                Some(at + 1).filter(|next| *next < lines.len()),
            ];
            let like: Vec<Vec<usize>> = neighbours
                .into_iter()
                .flatten()
                .filter(|other| {
                    lines[*other].like.is_some() && lines[*other].like == lines[*at].like
                })
                .map(|other| lines[other].columns())
                .collect();
            let wide = own
                .iter()
                .zip(&lines[*at].parts)
                .position(|(column, (gap, _))| {
                    *gap > 1 && !like.iter().any(|other| other.contains(column))
                });
            changes.extend(wide.map(|part| (*at, part)));
        }
        if changes.is_empty() {
            return;
        }
        for (at, part) in changes {
            lines[at].parts[part].0 = 1;
        }
        open.retain(|at| lines[*at].parts.iter().any(|(gap, _)| *gap > 1));
    }
}
