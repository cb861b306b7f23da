//! A small generator of numbers: the same on every machine.

/// A small generator of numbers (xorshift64*).
pub struct Dice(pub u64);

impl Dice {
    /// Seeds that follow each other give numbers that have nothing in common.
    pub fn of_seed(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        (0..8).for_each(|_| {
            dice.next();
        });
        dice
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// The text, or nothing.
    pub fn maybe(&mut self, text: &str) -> String {
        if self.one_in(2) {
            text.to_string()
        } else {
            String::new()
        }
    }
}
