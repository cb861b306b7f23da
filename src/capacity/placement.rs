//! Whether things that cannot be split find room: a placement that shows it, or a proof that there
//! is none. A greedy placement is looked for first; where it fails, sums prove that there is none,
//! and a few things are tried in every way. What neither decides is `Undecided`: nothing is
//! claimed.
//!
//! Must not know: nodes, VMs.

use super::amount::Amount;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Something that needs room in one bin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub amount: Amount,
    /// Bins where it may go, sorted; all when empty.
    pub bins: Vec<usize>,
}

/// What is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The bin of each need.
    Placed(Vec<usize>),
    /// These needs are larger than all bins together where they may go.
    TooMuch(Sum),
    /// Every way was tried.
    NoArrangement,
    /// Too many ways to try them all.
    Undecided,
}

/// A sum that proves that there is not enough room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Indexes of the needs.
    pub needs: Vec<usize>,
    /// The bins where they may go; all when empty.
    pub bins: Vec<usize>,
    pub needed: Amount,
    pub room: Amount,
}

/// Ways that are tried before giving up: some milliseconds.
const STEPS: u32 = 20_000;
/// What is smaller than this part of the largest is small.
const SMALL: u64 = 16;
/// With more needs, not every way is tried.
const MOST_TRIED: usize = 64;

/// Bins, and what stands in them.
#[derive(Clone, Debug)]
pub struct Packing {
    needs: Vec<Need>,
    rooms: Vec<Amount>,
    free: Vec<Amount>,
    /// Bins by what is free.
    by_free: BTreeSet<(Amount, usize)>,
    /// The bin of each need.
    bin: Vec<usize>,
    /// The needs of each bin.
    standing: Vec<Vec<usize>>,
}

/// Whether all needs find room at the same time.
pub fn place(rooms: &[Amount], needs: &[Need]) -> Fit {
    Packing::new(rooms, needs.to_vec()).map_or_else(|fit| fit, |packing| Fit::Placed(packing.bin))
}

impl Packing {
    /// A placement of all needs.
    ///
    /// # Errors
    /// Why there is none, or that none was found; never `Placed`.
    pub fn new(rooms: &[Amount], needs: Vec<Need>) -> Result<Self, Fit> {
        let order = order(&needs);
        let mut packing = Self {
            free: rooms.to_vec(),
            by_free: rooms.iter().copied().zip(0..).collect(),
            bin: vec![usize::MAX; needs.len()],
            standing: vec![Vec::new(); rooms.len()],
            rooms: rooms.to_vec(),
            needs,
        };
        let placed = order
            .iter()
            .take_while(|need| packing.put(**need, usize::MAX))
            .count();
        if placed == order.len() {
            return Ok(packing.settled());
        }
        if let Some(sum) = too_much(rooms, &packing.needs) {
            return Err(Fit::TooMuch(sum));
        }
        if order.len() > MOST_TRIED {
            return Err(Fit::Undecided);
        }
        order[..placed].iter().for_each(|need| packing.take(*need));
        let mut steps = STEPS;
        match packing.search(&order, &mut steps) {
            true => Ok(packing.settled()),
            false if steps > 0 => Err(Fit::NoArrangement),
            false => Err(Fit::Undecided),
        }
    }

    fn settled(mut self) -> Self {
        for (need, bin) in self.bin.iter().enumerate() {
            self.standing[*bin].push(need);
        }
        self
    }

    /// The bin of each need.
    pub fn bins(&self) -> &[usize] {
        &self.bin
    }

    /// Whether what stands in `lost`, and may stand elsewhere, finds room elsewhere. What may only
    /// be there is not asked. `anew`: when it does not, everything may be placed anew, which takes
    /// as long as the first placement.
    ///
    /// # Errors
    /// Why it finds none, or that it is not known; never `Placed`.
    pub fn without(&mut self, lost: usize, anew: bool) -> Result<(), Fit> {
        let mut moving: Vec<usize> = self.standing[lost]
            .iter()
            .copied()
            .filter(|need| self.needs[*need].bins != [lost])
            .collect();
        moving.sort_by_key(|need| std::cmp::Reverse(self.needs[*need].amount));
        self.by_free.remove(&(self.free[lost], lost));
        let placed = moving
            .iter()
            .take_while(|need| self.put(**need, lost))
            .count();
        for need in &moving[..placed] {
            self.take(*need);
        }
        moving.iter().for_each(|need| self.bin[*need] = lost);
        self.by_free.insert((self.free[lost], lost));
        if placed == moving.len() {
            return Ok(());
        }
        if !anew {
            return Err(Fit::Undecided);
        }
        self.anew_without(lost)
    }

    /// Others may make room: places everything anew, but for what may only stand in `lost`.
    fn anew_without(&self, lost: usize) -> Result<(), Fit> {
        let mut rooms = self.rooms.clone();
        rooms[lost] = Amount::default();
        let stuck = |need: &Need| need.bins == [lost];
        let needs: Vec<Need> = self
            .needs
            .iter()
            .map(|need| {
                if stuck(need) {
                    Need {
                        amount: Amount::default(),
                        bins: Vec::new(),
                    }
                } else {
                    need.clone()
                }
            })
            .collect();
        Self::new(&rooms, needs).map(drop)
    }

    /// Into the fullest bin that holds it, `not` aside.
    fn put(&mut self, need: usize, not: usize) -> bool {
        let Need { amount, bins } = &self.needs[need];
        let found = match bins.as_slice() {
            [] => self
                .by_free
                .range((*amount, 0)..)
                .map(|(_, bin)| *bin)
                .find(|bin| self.free[*bin].holds(*amount)),
            bins => bins
                .iter()
                .copied()
                .filter(|bin| *bin != not && self.free[*bin].holds(*amount))
                .min_by_key(|bin| (self.free[*bin], *bin)),
        };
        found.map(|bin| self.stand(need, bin)).is_some()
    }

    fn stand(&mut self, need: usize, bin: usize) {
        self.change(bin, self.free[bin].minus(self.needs[need].amount));
        self.bin[need] = bin;
    }

    fn take(&mut self, need: usize) {
        let bin = self.bin[need];
        self.change(bin, self.free[bin].plus(self.needs[need].amount));
        self.bin[need] = usize::MAX;
    }

    fn change(&mut self, bin: usize, free: Amount) {
        self.by_free.remove(&(self.free[bin], bin));
        self.free[bin] = free;
        self.by_free.insert((free, bin));
    }

    /// Tries every way of placing what is left, as long as there are steps.
    fn search(&mut self, left: &[usize], steps: &mut u32) -> bool {
        let Some((need, rest)) = left.split_first() else {
            return true;
        };
        let Need { amount, bins } = self.needs[*need].clone();
        let all = if bins.is_empty() {
            (0..self.rooms.len()).collect()
        } else {
            bins
        };
        // Bins that are alike for everything that is left are tried once.
        let alike = rest.iter().all(|need| self.needs[*need].bins.is_empty());
        let mut tried = BTreeSet::new();
        for bin in all {
            if !self.free[bin].holds(amount) || (alike && !tried.insert(self.free[bin])) {
                continue;
            }
            *steps = steps.saturating_sub(1);
            if *steps == 0 {
                return false;
            }
            self.stand(*need, bin);
            if self.search(rest, steps) {
                return true;
            }
            self.take(*need);
        }
        false
    }
}

/// Those with few places first, then the largest. What is small beside the largest finds room
/// between the others, and would only multiply the ways to try: it comes last.
fn order(needs: &[Need]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..needs.len()).collect();
    let largest = needs.iter().map(|need| need.amount.memory).max();
    let large = largest.unwrap_or_default() / SMALL;
    order.sort_by_key(|need| {
        let Need { amount, bins } = &needs[*need];
        (
            amount.memory < large,
            if bins.is_empty() {
                usize::MAX
            } else {
                bins.len()
            },
            std::cmp::Reverse(*amount),
        )
    });
    order
}

/// Needs with the same bins that are larger than these, or all needs that are larger than all bins.
fn too_much(rooms: &[Amount], needs: &[Need]) -> Option<Sum> {
    groups(needs).into_iter().find_map(|(bins, group)| {
        let needed = group
            .iter()
            .fold(Amount::default(), |sum, need| sum.plus(needs[*need].amount));
        let every: Vec<usize> = if bins.is_empty() {
            (0..rooms.len()).collect()
        } else {
            bins.to_vec()
        };
        let room = every
            .iter()
            .fold(Amount::default(), |sum, bin| sum.plus(rooms[*bin]));
        (!room.holds(needed)).then(|| Sum {
            needs: group,
            bins: bins.to_vec(),
            needed,
            room,
        })
    })
}

/// Needs by the bins they may stand in, and last of all every one of them, for all bins.
fn groups(needs: &[Need]) -> Vec<(&[usize], Vec<usize>)> {
    let mut groups: FxHashMap<&[usize], Vec<usize>> = FxHashMap::default();
    // What needs nothing stands somewhere else already.
    for (at, need) in needs
        .iter()
        .enumerate()
        .filter(|(_, need)| need.amount != Amount::default())
    {
        groups.entry(&need.bins).or_default().push(at);
    }
    let mut groups: Vec<(&[usize], Vec<usize>)> = groups
        .into_iter()
        .filter(|(bins, _)| !bins.is_empty())
        .collect();
    groups.sort();
    groups.push((
        &[],
        (0..needs.len())
            .filter(|at| needs[*at].amount != Amount::default())
            .collect(),
    ));
    groups
}

#[cfg(test)]
mod tests;
