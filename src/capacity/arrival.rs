//! Where kube-scheduler puts what arrives one after another: it never moves what runs, so that it
//! can leave something Pending although there is room for all. `MostAllocated` by memory, as
//! `emit/talos/scheduler.rs` asks for: the fullest machine that still holds it (kubernetes v1.36.4
//! noderesources/most_allocated.go mostRequestedScore).
//!
//! Orders and ties are not ours to choose (after a power cut everything arrives at once): some are
//! tried, the worst among them, the smallest first.
//!
//! Must not know: nodes, VMs.

use super::amount::Amount;
use super::placement::Need;
use rustc_hash::FxHashMap;
use std::cell::Cell;

/// What pods may ask of one machine.
#[derive(Clone, Copy, Debug)]
pub struct Bin {
    /// Bytes, of all pods.
    pub capacity: u64,
    pub free: Amount,
}

/// What arrives, and where.
pub struct Arrival<'a> {
    pub bins: &'a [Bin],
    /// In the order of their names.
    pub needs: &'a [Need],
    /// Those from here on are there before the others.
    pub before: usize,
}

/// Hundredths of the memory: machines whose scores differ by no more may be chosen either way, for
/// other plugins score too.
const TIE: u64 = 2;
/// Machines looked at in all pseudo-random orders together, which are never more than these: a few
/// milliseconds.
const LOOKS: usize = 200_000;
const MOST_SHUFFLES: usize = 1000;
/// Machines looked at in one order; with more, nothing is claimed.
const MOST_LOOKS: usize = 400_000;

impl Arrival<'_> {
    /// Something that may find no room when all arrive, as an index into `needs`.
    pub fn stuck(&self) -> Option<usize> {
        if self.looks() > MOST_LOOKS || self.tight().is_some() {
            return None;
        }
        self.ways().find_map(|way| self.run(&way).err())
    }

    /// A machine and something that may find no room when what ran there arrives at the others.
    pub fn stuck_without(&self) -> Vec<(usize, usize)> {
        let every = || (0..self.bins.len()).collect();
        let mut lost: Vec<usize> = self.tight().unwrap_or_else(every);
        if self.looks() > MOST_LOOKS || lost.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for way in self.ways() {
            let Ok(state) = self.run(&way) else { continue };
            lost.retain(|lost| {
                let stuck = self.lose(&state, *lost, &way);
                found.extend(stuck.map(|need| (*lost, need)));
                stuck.is_none()
            });
        }
        found.sort_unstable();
        found
    }

    fn looks(&self) -> usize {
        self.bins.len().saturating_mul(self.needs.len())
    }

    /// Bins without which something may find no room; `None` when that is so with all of them.
    ///
    /// What is stuck has, on each machine where it may stand, less memory or fewer CPUs left than
    /// it asks for: more would have to be used there than all of them use.
    fn tight(&self) -> Option<Vec<usize>> {
        let mut sum = Amount::default();
        let mut largest: FxHashMap<&[usize], Amount> = FxHashMap::default();
        for Need { amount, bins } in self.needs {
            sum = sum.plus(*amount);
            let most = largest.entry(bins).or_default();
            most.memory = most.memory.max(amount.memory);
            most.millicpu = most.millicpu.max(amount.millicpu);
        }
        let mut tight = vec![false; self.bins.len()];
        for (bins, largest) in largest {
            let all: Vec<usize> = match bins {
                [] => (0..self.bins.len()).collect(),
                bins => bins.to_vec(),
            };
            let parts: Vec<Part> = all
                .iter()
                .map(|bin| Part::of(self.bins[*bin].free, largest, sum))
                .collect();
            let enough = match parts.iter().any(|part| part.cpu_may_lack) {
                true => 2.0,
                false => 1.0,
            };
            let used: f64 = parts.iter().map(|part| part.used).sum();
            if used <= enough {
                return None;
            }
            // What may stand nowhere else goes with its machine.
            for (bin, part) in all.iter().zip(&parts).filter(|_| all.len() > 1) {
                tight[*bin] |= used - part.used <= enough;
            }
        }
        Some((0..tight.len()).filter(|bin| tight[*bin]).collect())
    }

    /// Orders, and how ties fall: by size and by name either way, then as it comes.
    fn ways(&self) -> impl Iterator<Item = Way> {
        let by_name: Vec<usize> = (0..self.before).collect();
        let mut by_size = by_name.clone();
        by_size.sort_by_key(|need| self.needs[*need].amount);
        let falling: Vec<usize> = by_size.iter().rev().copied().collect();
        let known = [by_size, by_name.clone(), falling];
        let known = known.into_iter().flat_map(|order| {
            [Ties::Fuller, Ties::Emptier].map(|ties| Way {
                order: order.clone(),
                ties,
            })
        });
        let shuffles = (LOOKS / self.looks().max(1)).clamp(1, MOST_SHUFFLES) as u64;
        let shuffled = (1..=shuffles).map(move |seed| Way {
            order: shuffle(by_name.clone(), seed),
            ties: Ties::Either(Cell::new(seed)),
        });
        known.chain(shuffled)
    }

    /// All of them, one after another.
    fn run(&self, way: &Way) -> Result<State, usize> {
        let mut state = State {
            free: self.bins.iter().map(|bin| bin.free).collect(),
            bin: vec![usize::MAX; self.needs.len()],
        };
        let before = self.before..self.needs.len();
        for need in before.chain(way.order.iter().copied()) {
            self.put(&mut state, need, usize::MAX, &way.ties)?;
        }
        Ok(state)
    }

    /// What stands on `lost`, and may stand elsewhere, one after another.
    fn lose(&self, state: &State, lost: usize, way: &Way) -> Option<usize> {
        let mut state = state.clone();
        let before = self.before..self.needs.len();
        before
            .chain(way.order.iter().copied())
            .filter(|need| state.bin[*need] == lost && self.needs[*need].bins != [lost])
            .collect::<Vec<_>>()
            .into_iter()
            .find(|need| self.put(&mut state, *need, lost, &way.ties).is_err())
    }

    fn put(&self, state: &mut State, need: usize, not: usize, ties: &Ties) -> Result<(), usize> {
        let Need { amount, bins } = &self.needs[need];
        let holds = |bin: &usize| *bin != not && state.free[*bin].holds(*amount);
        let score = |bin: usize| {
            let Bin { capacity, .. } = self.bins[bin];
            let asked = capacity.saturating_sub(state.free[bin].memory - amount.memory);
            asked.saturating_mul(100) / capacity.max(1)
        };
        let choose = |all: &mut dyn Iterator<Item = usize>| {
            let scored: Vec<(u64, usize)> = all.map(|bin| (score(bin), bin)).collect();
            let best = scored.iter().map(|(score, _)| *score).max()?;
            let tied = scored.iter().filter(|(score, _)| score + TIE >= best);
            let by_free = |bin: &usize| (state.free[*bin], *bin);
            let tied = tied.map(|(_, bin)| *bin);
            match ties {
                Ties::Fuller => tied.min_by_key(by_free),
                Ties::Emptier => tied.max_by_key(by_free),
                Ties::Either(state) => {
                    let tied: Vec<usize> = tied.collect();
                    Some(tied[below(state, tied.len())])
                }
            }
        };
        let bin = match bins.as_slice() {
            [] => choose(&mut (0..self.bins.len()).filter(holds)),
            bins => choose(&mut bins.iter().copied().filter(holds)),
        }
        .ok_or(need)?;
        state.free[bin] = state.free[bin].minus(*amount);
        state.bin[need] = bin;
        Ok(())
    }
}

struct Way {
    order: Vec<usize>,
    ties: Ties,
}

/// Which of several machines with scores that are alike.
enum Ties {
    Fuller,
    Emptier,
    /// Any, by the state of a generator.
    Either(Cell<u64>),
}

/// How much of the sum of all needs goes into one machine before it has less left than the largest.
struct Part {
    used: f64,
    /// CPUs can be what it has not.
    cpu_may_lack: bool,
}

impl Part {
    fn of(free: Amount, largest: Amount, sum: Amount) -> Self {
        let part = |room: u64, largest: u64, sum: u64| {
            room.saturating_sub(largest) as f64 / sum.max(1) as f64
        };
        let memory = part(free.memory, largest.memory, sum.memory);
        let cpu = part(free.millicpu, largest.millicpu, sum.millicpu);
        let cpu_may_lack = cpu <= 1.0;
        Part {
            used: if cpu_may_lack {
                memory.min(cpu)
            } else {
                memory
            },
            cpu_may_lack,
        }
    }
}

#[derive(Clone)]
struct State {
    free: Vec<Amount>,
    /// The bin of each need.
    bin: Vec<usize>,
}

/// The same order for the same seed, on every machine.
fn shuffle(mut all: Vec<usize>, seed: u64) -> Vec<usize> {
    let state = Cell::new(seed);
    for at in (1..all.len()).rev() {
        all.swap(at, below(&state, at + 1));
    }
    all
}

/// A number below the bound (Knuth's constants of a linear congruential generator).
fn below(state: &Cell<u64>, bound: usize) -> usize {
    let next = state
        .get()
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    state.set(next);
    (next >> 33) as usize % bound.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(rooms: &[u64], needs: &[u64]) -> (Vec<Bin>, Vec<Need>) {
        let amount = |memory| Amount {
            memory,
            millicpu: 1,
        };
        let bin = |room: &u64| Bin {
            capacity: *room,
            free: Amount {
                memory: *room,
                millicpu: 1_000,
            },
        };
        let need = |memory: &u64| Need {
            amount: amount(*memory),
            bins: Vec::new(),
        };
        (
            rooms.iter().map(bin).collect(),
            needs.iter().map(need).collect(),
        )
    }

    fn of<'a>((bins, needs): &'a (Vec<Bin>, Vec<Need>)) -> Arrival<'a> {
        Arrival {
            bins,
            needs,
            before: needs.len(),
        }
    }

    #[test]
    fn the_smallest_first_leave_no_room_in_one_piece() {
        // 30 and 70 would fill one machine, 30 and 50 are on the other.
        let all = arrival(&[100, 100], &[30, 30, 50, 70]);
        assert_eq!(of(&all).stuck(), Some(3));
        // Side by side on one machine, not one on each.
        let all = arrival(&[100, 100], &[40, 40, 90]);
        assert_eq!(of(&all).stuck(), None);
        let all = arrival(&[100, 100], &[50, 50, 50, 50]);
        assert_eq!(of(&all).stuck(), None);
    }

    #[test]
    fn what_is_lost_arrives_at_the_others() {
        let all = arrival(&[120, 120, 120], &[40, 40, 40, 78]);
        assert_eq!(of(&all).stuck_without(), []);
        let all = arrival(&[120, 120], &[40, 40, 78]);
        assert_eq!(of(&all).stuck_without().len(), 2);
    }

    #[test]
    fn sums_decide_where_nothing_is_full() {
        let all = arrival(&[100, 100, 100, 100], &[20, 20, 20]);
        assert_eq!(of(&all).tight(), Some(Vec::new()));
        // Without one of two, 120 do not go into 80.
        let all = arrival(&[100, 100], &[20, 20, 20, 20, 20]);
        assert_eq!(of(&all).tight(), Some(vec![0, 1]));
        let all = arrival(&[100, 100], &[60, 60]);
        assert_eq!(of(&all).tight(), None);
    }

    #[test]
    fn orders_are_all_of_them_and_repeat() {
        let shuffled = shuffle((0..50).collect(), 3);
        assert_eq!(shuffled, shuffle((0..50).collect(), 3));
        assert_ne!(shuffled, shuffle((0..50).collect(), 4));
        let mut sorted = shuffled;
        sorted.sort_unstable();
        assert_eq!(sorted, (0..50).collect::<Vec<_>>());
    }
}
