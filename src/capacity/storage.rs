//! Bytes that are promised, against the bytes that a device class can hold.

use super::pool::{self, MoreDisks, PoolBytes};
use crate::language::types::Size;
use crate::model::{Model, Pool, Storage};

/// Share of everything promised that snapshots may take besides; an assumption, stated in the
/// documentation.
const SNAPSHOT_PERCENT: u64 = 20;

/// All pools of one device class and failure domain: they share its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassLedger<'m> {
    pub pools: Vec<&'m Pool>,
    /// The pool that could hold the least alone, of those that no limit keeps small: the cautious
    /// bound, in whose bytes all sums are.
    pub pool: &'m Pool,
    /// Its failure domains.
    pub hosts: Vec<pool::Hosts>,
    /// What it could hold.
    pub bytes: PoolBytes,
    /// What tenants were promised: their quotas.
    pub quotas: Size,
    /// Disks of VMs, where no quotas are counted.
    pub disks: Size,
    pub images: Size,
    /// What pools with a limit of their own take more of the disks for the same bytes: a file
    /// system with three copies beside a pool that is erasure-coded.
    pub dearer: Size,
    /// Quotas or disks, images, what is dearer, and room for snapshots.
    pub promised: Size,
    /// What may be promised: the plan, with the declared overcommit.
    pub limit: Size,
    /// Classes that also serve tenants: quotas are counted in full in the class of the largest plan
    /// only.
    pub takes_quotas: bool,
}

impl ClassLedger<'_> {
    /// Where one more disk would be enough for what is promised to heal. `overcommit` as in the
    /// limit.
    pub fn more_disks(&self, overcommit: f64) -> MoreDisks {
        let heals = |hosts: &[pool::Hosts]| {
            pool::pool_bytes(hosts, self.pool.redundancy)
                .after_disk
                .bytes() as f64
                * overcommit
        };
        pool::one_more_disk(&self.hosts, |hosts| {
            heals(hosts) >= self.promised.bytes() as f64
        })
    }

    /// What would have to be promised less, for the promises to become `limit`: snapshots take
    /// their part of it.
    pub fn too_much(&self, limit: Size) -> Size {
        Size(
            (self.promised.bytes().saturating_sub(limit.bytes()) as u128 * 100
                / u128::from(100 + SNAPSHOT_PERCENT)) as u64,
        )
    }
}

/// The ledger of each device class that a pool uses. A quota covers all classes, so it is counted
/// once, against the class that can hold the most.
pub fn classes(model: &Model) -> Vec<ClassLedger<'_>> {
    let Some(storage) = &model.storage else {
        return Vec::new();
    };
    let mut all = used(model, storage);
    if let Some(largest) = all.iter_mut().max_by_key(|class| class.bytes.plan) {
        largest.takes_quotas = true;
        largest.quotas = model
            .clubs
            .iter()
            .map(|club| club.decl.quota.storage.value)
            .sum();
    }
    for class in &mut all {
        promise(model, storage, class);
    }
    all
}

/// The classes that pools use, each with its largest pool, and with nothing promised yet.
fn used<'m>(model: &'m Model, storage: &'m Storage) -> Vec<ClassLedger<'m>> {
    let mut all: Vec<ClassLedger<'_>> = Vec::new();
    for pool in &storage.pools {
        let hosts = pool::hosts_with(model, pool);
        let bytes = pool::pool_bytes(&hosts, pool.redundancy);
        match all
            .iter_mut()
            .find(|class| class.pool.media.value == pool.media.value)
        {
            Some(class) => {
                let bound = |pool: &Pool, bytes: PoolBytes| (pool.limit.is_some(), bytes.plan);
                if bound(pool, bytes) < bound(class.pool, class.bytes) {
                    class.pool = pool;
                    class.bytes = bytes;
                    class.hosts = hosts;
                }
                class.pools.push(pool);
            }
            None => all.push(ClassLedger {
                pools: vec![pool],
                pool,
                hosts,
                bytes,
                quotas: Size(0),
                disks: Size(0),
                images: Size(0),
                dearer: Size(0),
                promised: Size(0),
                limit: Size(0),
                takes_quotas: false,
            }),
        }
    }
    all
}

/// Adds up what is promised of a class.
fn promise(model: &Model, storage: &Storage, class: &mut ClassLedger<'_>) {
    let here = |at: Option<usize>| {
        at.and_then(|at| storage.pools.get(at))
            .filter(|pool| pool.media == class.pool.media)
    };
    let images = model.images.iter();
    let images: Vec<_> = images
        .filter_map(|image| Some((here(image.pool)?, image.decl.virtual_size.value)))
        .collect();
    let disks = model.vms.iter().flat_map(|vm| &vm.disks);
    let disks: Vec<_> = disks
        .filter(|_| !class.takes_quotas)
        .filter_map(|disk| Some((here(disk.pool)?, disk.decl.size.value)))
        .collect();
    let sum = |all: &[(&Pool, Size)]| all.iter().map(|(_, size)| *size).sum::<Size>();
    (class.images, class.disks) = (sum(&images), sum(&disks));
    let costs = Costs::of(model, class);
    let known = images.iter().chain(&disks);
    let known: u64 = known
        .map(|(pool, size)| costs.more(pool, size.bytes()))
        .sum();
    class.dearer = Size(known.saturating_add(costs.of_quotas(class)));
    let base = [class.quotas, class.disks, class.images, class.dearer]
        .iter()
        .fold(0u64, |sum, size| sum.saturating_add(size.bytes()));
    class.promised = Size(base.saturating_add(base / 100 * SNAPSHOT_PERCENT));
    class.limit = Size((class.bytes.plan.bytes() as f64 * storage.decl.overcommit.0) as u64);
}

/// What a byte of each pool costs, in bytes of the pool that bounds the class.
struct Costs<'m>(Vec<(&'m Pool, f64)>);

impl<'m> Costs<'m> {
    fn of(model: &'m Model, class: &ClassLedger<'m>) -> Self {
        let cost = |pool: &'m Pool| {
            let plan = pool::pool_bytes(&pool::hosts_with(model, pool), pool.redundancy).plan;
            let ratio = class.bytes.plan.bytes() as f64 / plan.bytes().max(1) as f64;
            (pool, if plan.bytes() == 0 { 1.0 } else { ratio })
        };
        Self(class.pools.iter().map(|pool| cost(pool)).collect())
    }

    /// What these bytes take more than in the pool that bounds.
    fn more(&self, pool: &Pool, bytes: u64) -> u64 {
        let cost = self.0.iter().find(|(other, _)| other.name == pool.name);
        (bytes as f64 * (cost.map_or(1.0, |(_, cost)| *cost) - 1.0).max(0.0)) as u64
    }

    /// A club may keep all of its quota where it costs the most, as far as limits let it.
    fn of_quotas(&self, class: &ClassLedger<'_>) -> u64 {
        let mut dear: Vec<_> = self.0.iter().filter(|(_, cost)| *cost > 1.0).collect();
        dear.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let mut left = class.quotas.bytes();
        let mut sum = 0u64;
        for (pool, _) in dear {
            let Some(limit) = pool.limit else { continue };
            let here = limit.bytes().min(left);
            left -= here;
            sum = sum.saturating_add(self.more(pool, here));
        }
        sum
    }
}
