//! How findings are drawn.

/// What the terminal can show.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub colour: bool,
    /// Box-drawing characters; plain ASCII otherwise.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}
