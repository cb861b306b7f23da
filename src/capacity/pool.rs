//! Bytes of a pool: what fits when no two copies may share a failure domain.

use crate::language::types::Size;
use crate::language::{Disk, DiskState, FailureDomain, Media};
use crate::model::{Model, Pool, Redundancy};
use rustc_hash::{FxHashMap, FxHashSet};

/// Part of each disk that Ceph keeps for itself (RocksDB and its log); an assumption, stated in the
/// documentation.
const METADATA_PERCENT: u64 = 2;
/// Ceph warns at 85 %, stops backfill at 90 %, blocks writes at 95 % of the fullest disk.
const NEAR_FULL: f64 = 0.85;
const BACKFILL_FULL: f64 = 0.90;

/// One failure domain and the disks of one class in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hosts {
    /// Name of the machine or rack.
    pub name: String,
    /// Raw bytes of each disk.
    pub disks: Vec<u64>,
}

impl Hosts {
    /// Bytes for data: all disks less what Ceph keeps for itself.
    pub fn bytes(&self) -> u64 {
        self.disks
            .iter()
            .fold(0, |sum: u64, raw| sum.saturating_add(data_bytes(*raw)))
    }
}

/// What a pool can hold, in bytes of user data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolBytes {
    /// Everything, if all disks were filled to the last byte.
    pub full: Size,
    /// What may be planned with: 85 % of it.
    pub plan: Size,
    /// What is left after the loss of any one disk.
    pub left: Size,
    /// What still heals after the loss of any one disk: 90 % of it.
    pub after_disk: Size,
    /// What still heals after the loss of any one failure domain; nothing when too few are left.
    pub after_host: Size,
}

fn data_bytes(raw: u64) -> u64 {
    raw / 100 * (100 - METADATA_PERCENT)
}

/// The most user data of which each byte has `parts` parts on different failure domains: the
/// largest D with `sum(min(C, D)) >= parts * D`. `bytes` are the capacities C of the failure
/// domains.
pub fn usable(bytes: &[u64], parts: u32) -> u64 {
    let mut sorted = bytes.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let parts = parts as usize;
    if parts == 0 || sorted.len() < parts {
        return 0;
    }
    // The j largest are cut to D; the others are full: D = (sum of the others) / (parts - j).
    for large in 0..parts {
        let rest: u128 = sorted[large..].iter().map(|c| u128::from(*c)).sum();
        let bound = (rest / (parts - large) as u128) as u64;
        if sorted[large] <= bound {
            return bound;
        }
    }
    sorted[parts - 1]
}

/// Failure domains of a class: machines or racks with the disks that serve, by name. Those without
/// a disk of the class are left out.
pub fn class_hosts(model: &Model, media: Media, domain: FailureDomain) -> Vec<Hosts> {
    hosts_of(model, media, domain, |disk| {
        disk.state.value == DiskState::Serving
    })
}

fn hosts_of(
    model: &Model,
    media: Media,
    domain: FailureDomain,
    counts: impl Fn(&Disk) -> bool,
) -> Vec<Hosts> {
    let mut all: Vec<Hosts> = Vec::new();
    let mut index: FxHashMap<&str, usize> = FxHashMap::default();
    for node in &model.nodes {
        let disks = node
            .all_storage_disks()
            .filter(|d| d.media.value == media && counts(d))
            .map(|d| d.size.bytes());
        let disks: Vec<u64> = disks.collect();
        if disks.is_empty() {
            continue;
        }
        let name: &str = match domain {
            FailureDomain::Host => &node.decl.name.value.0,
            FailureDomain::Rack => node
                .rack
                .and_then(|at| model.racks.get(at))
                .map_or("", |rack| &rack.name.value.0),
        };
        match index.get(name) {
            Some(at) => all[*at].disks.extend(disks),
            None => {
                index.insert(name, all.len());
                all.push(Hosts {
                    name: name.to_string(),
                    disks,
                });
            }
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Failure domains that a pool can use. While disks are failed or leaving, and too few of the
/// others are left for it, they count: they are replaced, and until then Ceph waits for them.
pub fn hosts_with(model: &Model, pool: &Pool) -> Vec<Hosts> {
    let serving = class_hosts(model, pool.media.value, pool.failure_domain.value);
    match serving.len() < pool.redundancy.width() as usize {
        true => hosts_in_all(model, pool),
        false => serving,
    }
}

/// The same with all disks, whatever their state: what is derived from their number stays while one
/// is repaired.
pub fn hosts_in_all(model: &Model, pool: &Pool) -> Vec<Hosts> {
    hosts_of(model, pool.media.value, pool.failure_domain.value, |_| true)
}

/// What a pool could hold if it had its class for itself.
pub fn pool_bytes(hosts: &[Hosts], redundancy: Redundancy) -> PoolBytes {
    let bytes: Vec<u64> = hosts.iter().map(Hosts::bytes).collect();
    let parts = redundancy.width();
    let user = |raw: u64| raw.saturating_mul(redundancy.data_parts());
    let full = user(usable(&bytes, parts));
    let (mut after_disk, mut after_host) = (full, full);
    let sums = Sums::of(&bytes);
    // Of one host the loss of its largest disk is the worst. Equal losses from equal hosts leave
    // the same.
    let (mut disks, mut whole) = (FxHashSet::default(), FxHashSet::default());
    for (host, bytes) in hosts.iter().zip(&bytes) {
        let largest = host
            .disks
            .iter()
            .map(|raw| data_bytes(*raw))
            .max()
            .unwrap_or(0);
        if disks.insert((*bytes, largest)) {
            after_disk =
                after_disk.min(user(sums.usable_with(*bytes, Some(bytes - largest), parts)));
        }
        if whole.insert(*bytes) {
            after_host = after_host.min(user(sums.usable_with(*bytes, None, parts)));
        }
    }
    let part = |bytes: u64, of: f64| Size((bytes as f64 * of) as u64);
    PoolBytes {
        full: Size(full),
        plan: part(full, NEAR_FULL),
        left: Size(after_disk),
        after_disk: part(after_disk, BACKFILL_FULL),
        after_host: part(after_host, BACKFILL_FULL),
    }
}

/// A further disk that is enough.
#[derive(Clone, Debug, PartialEq)]
pub enum MoreDisks {
    /// One such disk in this machine or rack.
    In(String, Size),
    /// One such disk in a machine or rack that has none yet.
    Elsewhere(Size),
    /// One is not enough.
    Several,
}

/// Machines or racks that a further disk is tried in.
const TRIED: usize = 8;

/// Where one more disk, as large as the largest, makes `enough` true: in the smallest machines
/// first, then in a new one.
pub fn one_more_disk(hosts: &[Hosts], enough: impl Fn(&[Hosts]) -> bool) -> MoreDisks {
    let Some(size) = hosts.iter().flat_map(|host| &host.disks).max().copied() else {
        return MoreDisks::Several;
    };
    let mut order: Vec<usize> = (0..hosts.len()).collect();
    order.sort_by_key(|at| hosts[*at].bytes());
    let mut more = hosts.to_vec();
    for at in order.into_iter().take(TRIED) {
        more[at].disks.push(size);
        if enough(&more) {
            return MoreDisks::In(hosts[at].name.clone(), Size(size));
        }
        more[at].disks.pop();
    }
    more.push(Hosts {
        name: String::new(),
        disks: vec![size],
    });
    if enough(&more) {
        MoreDisks::Elsewhere(Size(size))
    } else {
        MoreDisks::Several
    }
}

/// Capacities in descending order, and the sums of those from each on: what fits after a loss is
/// found without a walk over all of them.
struct Sums {
    sorted: Vec<u64>,
    from: Vec<u128>,
}

impl Sums {
    fn of(bytes: &[u64]) -> Self {
        let mut sorted = bytes.to_vec();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        let mut from = vec![0; sorted.len() + 1];
        for at in (0..sorted.len()).rev() {
            from[at] = from[at + 1] + u128::from(sorted[at]);
        }
        Self { sorted, from }
    }

    /// [`usable`] with one of the failure domains replaced by another, or gone.
    fn usable_with(&self, old: u64, new: Option<u64>, parts: u32) -> u64 {
        let left = self.sorted.len() - usize::from(new.is_none());
        if parts == 0 || left < parts as usize {
            return 0;
        }
        let fits = |each: u64| {
            let large = self.sorted.partition_point(|c| *c > each);
            let all = u128::from(each) * large as u128 + self.from[large];
            let changed =
                all - u128::from(old.min(each)) + u128::from(new.map_or(0, |new| new.min(each)));
            changed >= u128::from(parts) * u128::from(each)
        };
        // What fits grows smaller: the largest that does.
        let most = self.from.first().copied().unwrap_or(0) / u128::from(parts);
        let (mut low, mut high) = (0, u64::try_from(most).unwrap_or(u64::MAX));
        while low < high {
            let middle = high - (high - low) / 2;
            if fits(middle) {
                low = middle
            } else {
                high = middle - 1
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TB: u64 = 1_000_000_000_000;

    /// The worked example of the design: 3+3, 3+3 and 2+2 TB, without the metadata reserve.
    #[test]
    fn the_smallest_host_bounds_three_copies_on_three_hosts() {
        assert_eq!(usable(&[6 * TB, 6 * TB, 4 * TB], 3), 4 * TB);
        assert_eq!(usable(&[6 * TB, 6 * TB, 4 * TB], 2), 8 * TB);
        assert_eq!(
            usable(&[5 * TB, 6 * TB, 5 * TB], 3),
            5 * TB,
            "after swapping one disk"
        );
        assert_eq!(usable(&[6 * TB, 6 * TB], 3), 0, "too few hosts");
        assert_eq!(usable(&[], 1), 0);
    }

    #[test]
    fn a_lost_disk_or_host_is_counted() {
        let host = |name: &str, sizes: [u64; 2]| Hosts {
            name: name.to_string(),
            disks: sizes.map(|s| s * TB * 100 / 98).to_vec(),
        };
        let hosts = [host("a", [3, 3]), host("b", [3, 3]), host("c", [2, 2])];
        let bytes = pool_bytes(&hosts, Redundancy::Replicated { copies: 3 });
        let near = |size: Size, tb: f64| (size.bytes() as f64 / TB as f64 - tb).abs() < 0.01;
        assert!(near(bytes.full, 4.0) && near(bytes.plan, 3.4), "{bytes:?}");
        assert!(
            near(bytes.after_disk, 1.8) && bytes.after_host == Size(0),
            "{bytes:?}"
        );
        let two = pool_bytes(&hosts, Redundancy::Replicated { copies: 2 });
        assert!(
            near(two.full, 8.0) && near(two.after_disk, 5.85) && near(two.after_host, 3.6),
            "{two:?}"
        );
    }

    #[test]
    fn one_more_disk_is_enough_only_where_the_sum_says_so() {
        let hosts = |disks: &[usize]| -> Vec<Hosts> {
            disks
                .iter()
                .zip('a'..)
                .map(|(count, name)| Hosts {
                    name: name.to_string(),
                    disks: vec![4 * TB * 100 / 98; *count],
                })
                .collect()
        };
        let ask = |disks: &[usize], copies, wanted: u64| {
            one_more_disk(&hosts(disks), |hosts| {
                pool_bytes(hosts, Redundancy::Replicated { copies })
                    .left
                    .bytes()
                    >= wanted * TB * 99 / 100
            })
        };
        // The smallest of three machines bounds two copies; in another one the disk changes
        // nothing.
        assert!(matches!(ask(&[2, 2, 1], 2, 10), MoreDisks::In(name, _) if name == "c"));
        // Three copies on four equal machines: without any one of them, the three others are full.
        assert!(matches!(ask(&[1, 1, 1, 1], 3, 5), MoreDisks::Elsewhere(_)));
        assert_eq!(ask(&[1, 1, 1, 1], 3, 50), MoreDisks::Several);
        assert_eq!(ask(&[], 3, 1), MoreDisks::Several);
    }

    #[test]
    fn the_closed_form_equals_a_search() {
        let mut seed = 7u64;
        let mut next = |limit: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % limit
        };
        for _ in 0..2_000 {
            let hosts: Vec<u64> = (0..1 + next(7)).map(|_| 1 + next(1_000)).collect();
            let parts = 1 + next(5) as u32;
            let fits =
                |d: u64| hosts.iter().map(|c| u64::min(*c, d)).sum::<u64>() >= u64::from(parts) * d;
            let search = (0..=7_000)
                .rev()
                .find(|d| fits(*d) && (*d == 0 || hosts.len() >= parts as usize))
                .unwrap_or(0);
            assert_eq!(usable(&hosts, parts), search, "{hosts:?} {parts}");
            let (first, smaller) = (hosts[0], hosts[0] / 3);
            let (mut changed, rest) = (hosts.clone(), &hosts[1..]);
            changed[0] = smaller;
            let sums = Sums::of(&hosts);
            assert_eq!(
                sums.usable_with(first, Some(smaller), parts),
                usable(&changed, parts),
                "{hosts:?} {parts}"
            );
            assert_eq!(
                sums.usable_with(first, None, parts),
                usable(rest, parts),
                "{hosts:?} {parts}"
            );
        }
    }

    fn hosts(disks: &[&[u64]]) -> Vec<Hosts> {
        let named = disks.iter().enumerate().map(|(at, disks)| Hosts {
            name: format!("host-{at}"),
            disks: disks.to_vec(),
        });
        named.collect()
    }

    /// With as many hosts as copies, nothing is left without one; equal ones are judged alike.
    #[test]
    fn the_loss_of_a_host_takes_what_it_held() {
        let three = Redundancy::Replicated { copies: 3 };
        let few = pool_bytes(&hosts(&[&[TB], &[TB], &[TB]]), three);
        assert_eq!(few.after_host, Size(0));
        assert!(few.full > Size(0));
        let uneven = pool_bytes(&hosts(&[&[TB], &[TB], &[4 * TB], &[4 * TB]]), three);
        let without_largest = pool_bytes(&hosts(&[&[TB], &[TB], &[4 * TB]]), three);
        let full = without_largest.full.bytes() as f64 * BACKFILL_FULL;
        assert_eq!(uneven.after_host, Size(full as u64));
    }

    #[test]
    fn one_more_disk_goes_to_the_smallest_host() {
        let all = hosts(&[&[TB, TB], &[TB], &[TB, TB, TB]]);
        let first = one_more_disk(&all, |_| true);
        assert_eq!(first, MoreDisks::In("host-1".to_string(), Size(TB)));
        let fourth = one_more_disk(&all, |hosts| hosts.len() == 4);
        assert_eq!(fourth, MoreDisks::Elsewhere(Size(TB)));
        assert_eq!(one_more_disk(&all, |_| false), MoreDisks::Several);
    }
}
