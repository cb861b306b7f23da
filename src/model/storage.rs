//! The storage backend and its pools. The seam for further backends: which disks, which classes,
//! how many bytes.

use crate::language::types::Size;
use crate::language::{self, BackendKind, FailureDomain, Media, Serves};
use crate::source::{Span, Spanned};

/// A storage backend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Storage {
    pub decl: language::Storage,
    pub backend: BackendKind,
    /// RBD pools and file systems, by name.
    pub pools: Vec<Pool>,
}

/// An RBD pool or a CephFS file system.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    pub name: Spanned<String>,
    pub media: Spanned<Media>,
    /// One that can be: what `storage/redundancy` refuses is replaced by the default.
    pub redundancy: Redundancy,
    /// Where the redundancy is said; the pool's head when it is a default.
    pub redundancy_span: Span,
    pub failure_domain: Spanned<FailureDomain>,
    pub purpose: Purpose,
    /// StorageClass of claims that name none.
    pub default: bool,
    pub limit: Option<Spanned<Size>>,
    pub head: Span,
}

/// How a pool survives lost disks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redundancy {
    Replicated { copies: u32 },
    Erasure { data: u32, coding: u32 },
}

/// What a pool is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Disks of VMs.
    Vm,
    /// Volumes of pods.
    Apps,
    /// Volumes that many pods write to.
    Filesystem,
}

impl Redundancy {
    /// What a pool has that says nothing.
    const DEFAULT: Redundancy = Redundancy::Replicated { copies: 3 };

    /// Data is kept, and in places that can be counted: every sum divides by them.
    fn is_possible(self) -> bool {
        match self {
            Redundancy::Replicated { copies } => copies > 0,
            Redundancy::Erasure { data, coding } => data > 1 && coding > 0,
        }
    }

    /// Failure domains that hold a part of each object.
    pub fn width(self) -> u32 {
        match self {
            Redundancy::Replicated { copies } => copies,
            Redundancy::Erasure { data, coding } => data.saturating_add(coding),
        }
    }

    /// Into how many parts data is cut, each kept in another place: 1 for whole copies.
    pub fn data_parts(self) -> u64 {
        match self {
            Redundancy::Replicated { .. } => 1,
            Redundancy::Erasure { data, .. } => u64::from(data),
        }
    }

    /// In words: "3 copies", "2 data + 1 coding chunks".
    pub fn words(self) -> String {
        match self {
            Redundancy::Replicated { copies: 1 } => "1 copy".to_string(),
            Redundancy::Replicated { copies } => format!("{copies} copies"),
            Redundancy::Erasure { data, coding } => format!("{data} data + {coding} coding chunks"),
        }
    }
}

impl Storage {
    pub(super) fn new(decl: language::Storage) -> Self {
        let mut pools: Vec<Pool> = decl
            .pool
            .iter()
            .map(rbd)
            .chain(decl.filesystem.iter().map(filesystem))
            .collect();
        pools.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        Self {
            backend: decl.backend.value,
            pools,
            decl,
        }
    }

    /// The only pool for disks of VMs, if there is exactly one.
    pub fn only_vm_pool(&self) -> Option<usize> {
        let mut found = self
            .pools
            .iter()
            .enumerate()
            .filter(|(_, pool)| pool.purpose == Purpose::Vm);
        let (first, _) = found.next()?;
        // Two of one name are a mistake of another kind.
        found
            .all(|(_, other)| other.name.value == self.pools[first].name.value)
            .then_some(first)
    }

    /// Where the state of TPMs is kept: a file system that two machines open at once, else one that
    /// KubeVirt copies when the VM moves (kubevirt v1.9.0 pkg/storage/backend-storage
    /// getAccessMode). Block devices for VMs have a file system made on them too.
    pub fn state_pool(&self) -> Option<&Pool> {
        let worth = |pool: &&Pool| match pool.purpose {
            Purpose::Filesystem => 0,
            Purpose::Apps if pool.default => 1,
            Purpose::Apps => 2,
            Purpose::Vm => 3,
        };
        self.pools.iter().min_by_key(worth)
    }

    pub fn filesystems(&self) -> impl Iterator<Item = &Pool> {
        self.pools
            .iter()
            .filter(|pool| pool.purpose == Purpose::Filesystem)
    }
}

fn rbd(pool: &language::Pool) -> Pool {
    let (redundancy, span) = match (&pool.replicas, &pool.data_chunks, &pool.coding_chunks) {
        (None, Some(data), Some(coding)) => (
            Redundancy::Erasure {
                data: data.value,
                coding: coding.value,
            },
            data.span.to(coding.span),
        ),
        (Some(replicas), ..) => (
            Redundancy::Replicated {
                copies: replicas.value,
            },
            replicas.span,
        ),
        _ => (Redundancy::DEFAULT, pool.head.span),
    };
    Pool {
        name: pool.name.clone().map(|name| name.to_string()),
        media: pool.media,
        redundancy: if redundancy.is_possible() {
            redundancy
        } else {
            Redundancy::DEFAULT
        },
        redundancy_span: span,
        failure_domain: pool.failure_domain,
        purpose: match pool.serves.value {
            Serves::Vm => Purpose::Vm,
            Serves::Apps => Purpose::Apps,
        },
        default: pool.default.value,
        limit: pool.limit,
        head: pool.head.span,
    }
}

fn filesystem(fs: &language::CephFilesystem) -> Pool {
    let redundancy = Redundancy::Replicated {
        copies: fs.replicas.value,
    };
    Pool {
        name: fs.name.clone().map(|name| name.to_string()),
        media: fs.media,
        redundancy: if redundancy.is_possible() {
            redundancy
        } else {
            Redundancy::DEFAULT
        },
        redundancy_span: fs.replicas.span,
        failure_domain: fs.failure_domain,
        purpose: Purpose::Filesystem,
        default: false,
        limit: fs.limit,
        head: fs.head.span,
    }
}
