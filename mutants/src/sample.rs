//! Which mutants are judged.

use crate::Options;
use crate::change::Mutant;

/// Where a mistake costs data.
pub const AREAS: [&str; 5] = ["capacity/", "check/", "emit/", "output/", "parts/"];

/// The areas that are asked for.
pub fn areas(options: &Options) -> Vec<String> {
    match options.areas.is_empty() {
        true => AREAS.iter().map(ToString::to_string).collect(),
        false => options.areas.clone(),
    }
}

/// So many of each area by the seed; or every row.
pub fn choose(mutants: &[Mutant], options: &Options) -> Vec<Mutant> {
    let mut all = Vec::new();
    for area in areas(options) {
        let of_area = mutants.iter().filter(|mutant| mutant.is_in(&area));
        let mut of_area: Vec<&Mutant> = of_area
            .filter(|mutant| mutant.is_row == options.rows)
            .collect();
        if !options.rows {
            of_area.sort_by_key(|mutant| mixed(mutant.number as u64, options.seed));
            of_area.truncate(options.each);
            of_area.sort_by_key(|mutant| mutant.number);
        }
        all.extend(of_area.into_iter().cloned());
    }
    all
}

/// splitmix64: numbers that follow each other become far apart.
fn mixed(number: u64, seed: u64) -> u64 {
    let mut z = number.wrapping_add(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
