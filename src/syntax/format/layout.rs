//! Nodes of a file with their comments and blanks.

/// What stands between two braces, or in a file.
#[derive(Default)]
pub struct Block<'a> {
    /// Each with whether a blank line stands before it.
    pub items: Vec<(Item<'a>, bool)>,
    /// Written over several lines.
    pub several_lines: bool,
}

pub enum Item<'a> {
    Node(Node<'a>),
    Comment {
        text: &'a str,
        /// On the line of the opening brace, so many blanks behind it.
        beside_brace: Option<usize>,
        /// It started its line: there it stays.
        at_edge: bool,
    },
}

#[derive(Default)]
pub struct Node<'a> {
    pub parts: Vec<Part<'a>>,
    /// Behind it on its line, with the blanks before it.
    pub comment: Option<(usize, &'a str)>,
}

pub enum Part<'a> {
    /// A name, a value, a property, a comment; with the blanks before it.
    Text {
        gap: usize,
        text: String,
    },
    Continuation(&'a str),
    Block {
        /// Nothing stands between it and what is before it: `/-{`.
        glued: bool,
        block: Block<'a>,
    },
}

impl<'a> Block<'a> {
    pub fn push(&mut self, item: Item<'a>, blank_before: bool) {
        self.items.push((item, blank_before));
    }

    /// `{ a; b }`. Only for a block that was on one line.
    pub fn on_one_line(&self) -> String {
        let items: Vec<String> = self
            .items
            .iter()
            .map(|(item, _)| item.on_one_line())
            .collect();
        if items.is_empty() {
            return "{}".to_string();
        }
        let mut out = "{".to_string();
        for (at, text) in items.iter().enumerate() {
            let after_node = at > 0 && matches!(self.items[at - 1].0, Item::Node(_));
            out.push_str(if after_node { "; " } else { " " });
            out.push_str(text);
        }
        out + " }"
    }
}

impl Item<'_> {
    fn on_one_line(&self) -> String {
        match self {
            Item::Comment { text, .. } => (*text).to_string(),
            Item::Node(node) => node.on_one_line(),
        }
    }
}

impl Node<'_> {
    pub fn name(&self) -> Option<&str> {
        match self.parts.first() {
            Some(Part::Text { text, .. }) => Some(text),
            _ => None,
        }
    }

    /// A comment up to the end of the line, a joined line, a long text or such a block inside.
    pub fn has_several_lines(&self) -> bool {
        self.comment.is_some()
            || self.parts.iter().any(|part| match part {
                Part::Text { text, .. } => text.contains('\n'),
                Part::Continuation(_) => true,
                Part::Block { block, .. } => block.several_lines,
            })
    }

    fn on_one_line(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            let (gap, text) = match part {
                Part::Text { text, .. } => (" ", text.clone()),
                Part::Continuation(text) => (" ", (*text).to_string()),
                Part::Block { glued, block } => {
                    (if *glued { "" } else { " " }, block.on_one_line())
                }
            };
            if !out.is_empty() {
                out.push_str(gap);
            }
            out.push_str(&text);
        }
        out
    }
}
