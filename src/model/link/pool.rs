//! The pool that something of a VM is kept in.

use super::linker::{AMBIGUOUS, Linker, WRONG_KIND};
use crate::diagnostic::{Diagnostic, list};
use crate::language::types::Name;
use crate::model::storage::Purpose;
use crate::source::{Span, Spanned};

/// What is kept in a pool.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Volume {
    Disk,
    Image,
}

impl Volume {
    fn words(self) -> &'static str {
        match self {
            Volume::Disk => "this disk",
            Volume::Image => "this image",
        }
    }
}

impl Linker<'_> {
    /// The pool that a volume of a VM is kept in: the one named, else the only one.
    pub(super) fn vm_pool(
        &mut self,
        name: Option<&Spanned<Name>>,
        owner: Span,
        volume: Volume,
    ) -> Option<usize> {
        let Some(storage) = &self.model.storage else {
            if let Some(name) = name {
                // A block of an unknown kind may be the storage.
                self.unknown("pool", name, [], self.model.lost.unknown);
            }
            return None;
        };
        if let Some(name) = name {
            let vm_pools = || {
                storage
                    .pools
                    .iter()
                    .filter(|pool| pool.purpose == Purpose::Vm)
                    .map(|pool| &*pool.name.value)
            };
            return match storage
                .pools
                .iter()
                .position(|pool| *pool.name.value == *name.value.0)
            {
                Some(at) if storage.pools[at].purpose == Purpose::Vm => Some(at),
                Some(at) => {
                    let problem = Diagnostic::error(
                        WRONG_KIND,
                        name.span,
                        format!("pool `{name}` is not for disks of VMs"),
                    )
                    .label(
                        "its volumes have a file system, and cannot be used by two nodes at once",
                    )
                    .also(storage.pools[at].head, "declared here")
                    .help(match vm_pools().next().is_some() {
                        true => format!("use a pool with `serves=vm`: {}", list(vm_pools())),
                        false => "declare a pool with `serves=vm`".to_string(),
                    });
                    self.report.push(problem);
                    None
                }
                None => {
                    let names: Vec<String> = vm_pools().map(str::to_string).collect();
                    self.unknown(
                        "pool",
                        name,
                        names.iter().map(String::as_str),
                        storage.decl.damaged,
                    );
                    None
                }
            };
        }
        let only = storage.only_vm_pool();
        if only.is_none() && !storage.decl.damaged {
            let names: Vec<&str> = storage
                .pools
                .iter()
                .filter(|p| p.purpose == Purpose::Vm)
                .map(|p| &*p.name.value)
                .collect();
            if !names.is_empty() {
                self.report.push(Self::several(owner, volume, &names));
            }
        }
        only
    }

    fn several(owner: Span, volume: Volume, names: &[&str]) -> Diagnostic {
        Diagnostic::error(
            AMBIGUOUS,
            owner,
            format!("{} could be kept in several pools", volume.words()),
        )
        .label(format!("{} is possible", list(names.iter().copied())))
        .help(match volume == Volume::Disk {
            true => format!(
                "add one to this line: `pool=\"{}\"` for example; if the disk exists \
                 already, the pool that it is in",
                names[0]
            ),
            false => format!(
                "add one to the block: `pool \"{}\"` for example; if the image was \
                 imported already, the pool that it is in",
                names[0]
            ),
        })
    }
}
