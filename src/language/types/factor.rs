//! Factors.

use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;

/// A factor from 0.1 to 10.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Factor(pub f64);

impl Factor {
    pub const LEAST: f64 = 0.1;
    pub const MOST: f64 = 10.0;
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Scalar for Factor {
    const TYPE: TypeSpec = TypeSpec {
        name: "a number from 0.1 to 10",
        example: "1.5",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let number = f64::read(value)?;
        (Factor::LEAST..=Factor::MOST)
            .contains(&number)
            .then_some(Factor(number))
            .ok_or_else(|| Mismatch::because("`1.5` promises half as much again as there is"))
    }
}
