//! Where any of a few hundred words stands in a text, in one pass over its bytes. An automaton
//! would take longer to build than a small description takes to be judged.
//!
//! Must not know: what the words mean.

use std::ops::Range;

/// Words of two letters at least, small.
pub(super) struct Words {
    words: Vec<&'static str>,
    /// Whether a word starts with three such bytes: five bits of each, so that capitals are small
    /// ones.
    starts: Vec<u64>,
    /// Those three bytes and the word, sorted.
    by_start: Vec<(u16, u16)>,
}

const BITS: u16 = 5;
const MASK: u16 = (1 << (3 * BITS)) - 1;

fn key(bytes: &[u8]) -> u16 {
    bytes
        .iter()
        .fold(0, |key, byte| ((key << BITS) | u16::from(byte & 31)) & MASK)
}

impl Words {
    /// `words` are small, and none is there twice.
    pub fn new(words: Vec<&'static str>) -> Words {
        let mut by_start = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            match word.as_bytes() {
                [first, second] => by_start
                    .extend((0..32).map(|third| (key(&[*first, *second, third]), at as u16))),
                bytes => by_start.push((key(&bytes[..bytes.len().min(3)]), at as u16)),
            }
        }
        by_start.sort_unstable();
        let mut starts = vec![0u64; (usize::from(MASK) + 1) / 64];
        by_start
            .iter()
            .for_each(|(key, _)| starts[usize::from(*key) / 64] |= 1 << (key % 64));
        Words {
            words,
            starts,
            by_start,
        }
    }

    /// Sees where a word stands, and which, by the order in which they start.
    pub fn each(&self, text: &str, mut see: impl FnMut(Range<usize>, usize)) {
        let mut key = 0;
        // Behind the end of the text is nothing that a word of two letters could go on with.
        for (at, byte) in text.bytes().chain([0, 0]).enumerate() {
            key = ((key << BITS) | u16::from(byte & 31)) & MASK;
            if self.starts[usize::from(key >> 6)] >> (key & 63) & 1 == 1 && at >= 2 {
                self.starting(text, at - 2, key, &mut see);
            }
        }
    }

    /// Words that start at a place, of which three bytes are known.
    fn starting(&self, text: &str, at: usize, key: u16, see: &mut impl FnMut(Range<usize>, usize)) {
        let from = self.by_start.partition_point(|(other, _)| *other < key);
        for (_, word) in self.by_start[from..]
            .iter()
            .take_while(|(other, _)| *other == key)
        {
            let end = at + self.words[usize::from(*word)].len();
            let found = text.as_bytes().get(at..end).is_some_and(|bytes| {
                bytes.eq_ignore_ascii_case(self.words[usize::from(*word)].as_bytes())
            });
            // A word that ends within a character of another script is none.
            if found && text.is_char_boundary(at) && text.is_char_boundary(end) {
                see(at..end, usize::from(*word));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_wherever_it_stands() {
        let words = Words::new(vec!["pw", "password", "pass", "q~", "$6$", "key-", "@tcp("]);
        let found = |text: &str| -> Vec<String> {
            let mut all = Vec::new();
            words.each(text, |at, _| all.push(text[at].to_string()));
            all
        };
        assert_eq!(found("aPW, PassWord q~"), ["PW", "PassWord", "Pass", "q~"]);
        assert_eq!(found("$6$x@TCP(key-"), ["$6$", "@TCP(", "key-"]);
        assert!(
            found("p w pas sword éq").is_empty() && found("").is_empty() && found("p").is_empty()
        );
    }
}
