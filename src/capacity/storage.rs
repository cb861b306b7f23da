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
    /// The pool that could hold the least alone: the cautious bound.
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
    /// Quotas or disks, images and room for snapshots.
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
                if bytes.plan < class.bytes.plan {
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
            .is_some_and(|p| p.media == class.pool.media)
    };
    class.images = model
        .images
        .iter()
        .filter(|image| here(image.pool))
        .map(|image| image.decl.virtual_size.value)
        .sum();
    if !class.takes_quotas {
        let disks = model
            .vms
            .iter()
            .flat_map(|vm| &vm.disks)
            .filter(|disk| here(disk.pool));
        class.disks = disks.map(|disk| disk.decl.size.value).sum();
    }
    let base = class
        .quotas
        .bytes()
        .saturating_add(class.disks.bytes())
        .saturating_add(class.images.bytes());
    class.promised = Size(base.saturating_add(base / 100 * SNAPSHOT_PERCENT));
    class.limit = Size((class.bytes.plan.bytes() as f64 * storage.decl.overcommit.0) as u64);
}
