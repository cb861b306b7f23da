//! Changes a description as people and merges do: values become others of their kind or extreme
//! ones, blocks are copied, moved, dropped, put elsewhere. Most of what comes out can still be
//! read, so that the passes behind the parser see it too.

use radier::syntax::{self, Kind, Token};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Values at the ends of what can be written, and those that mean something to a reader behind.
const EXTREMES: [&str; 44] = [
    "0",
    "-1",
    "1",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "9223372036854775808",
    "18446744073709551616",
    "1e308",
    "1e999",
    "0x7f",
    "#inf",
    "#nan",
    "#null",
    "#true",
    "\"\"",
    "\"é\"",
    "\"a\\nb\"",
    "\"../../etc/passwd\"",
    "\"/\"",
    "\".\"",
    "\"a b\"",
    "\"18446744073709551615GiB\"",
    "\"0B\"",
    "\"0.5GiB\"",
    "\"255.255.255.255\"",
    "\"0.0.0.0/0\"",
    "\"10.0.0.0/31\"",
    "\"0.0.0.0-255.255.255.255\"",
    "\"::1\"",
    "\"ff:ff:ff:ff:ff:ff\"",
    "\"9999-12-31\"",
    "\"0000-00-00\"",
    "\"99999999999.0.0\"",
    "\"https://:@/\"",
    "\"${x}\"",
    "\"{{ x }}\"",
    "\"---\"",
    "\"yes\"",
    "\"- a: b\"",
    "\"\\u{202e}\"",
    "\"`|<x>\"",
    "=======",
];

/// What is put somewhere, whatever stands there.
const PIECES: [&str; 18] = [
    "{",
    "}",
    "\"",
    "=",
    ";",
    "#",
    "\\",
    "//",
    "/*",
    "*/",
    "/-",
    "\"\"\"",
    "\n=======\n",
    "\n>>>>>>> b\n",
    "\n<<<<<<< a\n",
    "\u{200b}",
    "(",
    "[",
];

/// One to three changes of a text; the same for the same seed.
pub fn kdl(text: &str, seed: u64) -> String {
    let mut dice = Dice(seed << 17 | 0x9e37_79b9_7f4a_7c15);
    let mut text = text.to_string();
    for _ in 0..1 + dice.below(3) {
        change(&mut text, &mut dice);
    }
    text
}

fn change(text: &mut String, dice: &mut Dice) {
    let pool = Pool::get();
    let nodes = nodes(text);
    let Some(node) = dice.pick(&nodes).cloned() else {
        *text += dice.pick(&pool.nodes).map_or("a", |node| node.as_str());
        return;
    };
    match dice.below(12) {
        0..=3 => {
            let new = {
                let tokens = syntax::tokens(text);
                let words: Vec<usize> = (0..tokens.len())
                    .filter(|at| tokens[*at].kind == Kind::Word)
                    .collect();
                let Some(at) = dice.pick(&words).copied() else {
                    return;
                };
                let same = pool.values.get(&key(&tokens, at));
                let new = match (dice.below(3), same) {
                    (0, _) | (_, None) => EXTREMES[dice.below(EXTREMES.len())].to_string(),
                    (_, Some(values)) => values[dice.below(values.len())].clone(),
                };
                tokens
                    .iter()
                    .enumerate()
                    .map(|(other, token)| {
                        if other == at {
                            new.as_str()
                        } else {
                            token.text
                        }
                    })
                    .collect::<String>()
            };
            *text = new;
        }
        4 => text.replace_range(node, ""),
        5 if node.len() < 16 << 10 => {
            let copy = format!("\n{}\n", &text[node.clone()]);
            text.insert_str(node.end, &copy);
        }
        6 | 7 => {
            if let Some(new) = dice.pick(&pool.nodes) {
                if dice.below(3) == 0 {
                    text.replace_range(node, new)
                } else {
                    text.insert_str(node.end, &format!("\n{new}\n"))
                }
            }
        }
        8 => {
            let Some(other) = dice
                .pick(&nodes)
                .cloned()
                .filter(|other| node.end <= other.start)
            else {
                return;
            };
            let (first, second) = (
                text[node.clone()].to_string(),
                text[other.clone()].to_string(),
            );
            text.replace_range(other, &first);
            text.replace_range(node, &second);
        }
        9 => {
            let at = text.floor_char_boundary(dice.below(text.len() + 1));
            text.insert_str(at, PIECES[dice.below(PIECES.len())]);
        }
        10 => {
            let deep = 1 + dice.below(70);
            let inner = text[node.clone()].to_string();
            if inner.len() < 2_000 {
                text.replace_range(
                    node,
                    &format!("{}{inner}{}", "a {".repeat(deep), "}".repeat(deep)),
                );
            }
        }
        _ => {
            let at = text.floor_char_boundary(node.start + dice.below(node.len() + 1));
            let piece =
                ["é", "𐄁", "\\u{202e}", "-", ".", "/", "\\n", "%", "{{", "x0"][dice.below(10)];
            text.insert_str(at, &piece.repeat([1, 1, 3, 64, 260][dice.below(5)]));
        }
    }
}

/// Blocks and lines of a text, at every level.
fn nodes(text: &str) -> Vec<Range<usize>> {
    let (mut all, mut open) = (Vec::new(), Vec::new());
    let (mut start, mut at): (Option<usize>, usize) = (None, 0);
    for token in syntax::tokens(text) {
        let end = at + token.text.len();
        match token.kind {
            Kind::Open => open.push(start.take().unwrap_or(at)),
            Kind::Close => {
                all.extend(start.take().map(|start| start..at));
                all.extend(open.pop().map(|start| start..end));
            }
            Kind::Newline | Kind::Semicolon => all.extend(start.take().map(|start| start..at)),
            Kind::Blank | Kind::LineComment | Kind::BlockComment => {}
            _ => start = start.or(Some(at)),
        }
        at = end;
    }
    all
}

/// What a value is of: its property, or the first word of its line.
fn key(tokens: &[Token<'_>], at: usize) -> String {
    if at >= 2 && tokens[at - 1].kind == Kind::Equals {
        return format!("{}=", tokens[at - 2].text);
    }
    let line = tokens[..at].iter().rev().take_while(|token| {
        !matches!(
            token.kind,
            Kind::Newline | Kind::Open | Kind::Close | Kind::Semicolon
        )
    });
    line.filter(|token| token.kind == Kind::Word)
        .last()
        .map_or("<name>".to_string(), |token| token.text.to_string())
}

/// Pieces of the seeds: `SEEDS` names their folder.
struct Pool {
    nodes: Vec<String>,
    values: BTreeMap<String, Vec<String>>,
}

impl Pool {
    fn get() -> &'static Pool {
        static POOL: OnceLock<Pool> = OnceLock::new();
        POOL.get_or_init(|| {
            let mut pool = Pool {
                nodes: Vec::new(),
                values: BTreeMap::new(),
            };
            let folder = std::env::var("SEEDS").unwrap_or_default();
            let mut files: Vec<_> = std::fs::read_dir(folder)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.path())
                .collect();
            files.sort();
            for text in files
                .iter()
                .filter_map(|file| std::fs::read_to_string(file).ok())
            {
                pool.nodes.extend(
                    nodes(&text)
                        .into_iter()
                        .filter(|node| node.len() < 4_000)
                        .map(|node| text[node].to_string()),
                );
                let tokens = syntax::tokens(&text);
                for (at, token) in tokens
                    .iter()
                    .enumerate()
                    .filter(|(_, token)| token.kind == Kind::Word && token.text.len() < 300)
                {
                    pool.values
                        .entry(key(&tokens, at))
                        .or_default()
                        .push(token.text.to_string());
                }
            }
            for list in pool.values.values_mut().chain([&mut pool.nodes]) {
                list.sort();
                list.dedup();
            }
            pool
        })
    }
}

/// xorshift64*.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n.max(1)
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}
