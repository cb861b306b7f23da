//! Where running VMs find room, and whether they still do when one machine is lost.

use super::amount::Amount;
use super::arrival::{Arrival, Bin};
use super::node::NodeLedger;
use super::placement::{Fit, Need, Packing};
use super::pod::vm_pod_memory;
use crate::language::Start;
use crate::model::{Model, Vm};
use crate::parts::{Deployment, Parts};

/// KubeVirt requests a tenth of a CPU for each virtual one (kubevirt v1.9.0 virt-config
/// cpuAllocationRatio).
pub const MILLICPU_OF_A_CPU: u64 = 100;
/// VMs that are placed anew, over all lost machines: more would take longer than everything else.
const MOST_PLACED_ANEW: usize = 100_000;
/// More names than these are no advice.
const MOST_WAITING: usize = 4;

/// VMs that run by themselves, and a place for each.
#[derive(Clone, Debug)]
pub struct VmPlacement {
    /// Indexes into `Model::vms`. Those that fit on no machine at all are left out.
    pub vms: Vec<usize>,
    /// Indexes into `Model::nodes`: those that take workloads.
    pub nodes: Vec<usize>,
    /// What each of these nodes has for VMs.
    pub rooms: Vec<Amount>,
    bins: Vec<Bin>,
    /// Of each of `vms`, then what the platform itself needs somewhere.
    pub needs: Vec<Need>,
    packing: Result<Packing, Fit>,
}

/// A machine without which not all VMs find room: that is proven.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// Index into `VmPlacement::nodes`.
    pub node: usize,
    /// Never `Placed` or `Undecided`.
    pub fit: Fit,
}

impl VmPlacement {
    /// None when the hardware of a node is not known: it might have all the room.
    pub fn new(model: &Model, parts: &Parts, ledgers: &[NodeLedger]) -> Option<Self> {
        let nodes: Vec<usize> = (0..model.nodes.len())
            .filter(|at| model.takes_workloads(&model.nodes[*at]))
            .collect();
        let ledger = |at: &usize| {
            ledgers
                .binary_search_by_key(at, |ledger| ledger.node)
                .ok()
                .map(|found| &ledgers[found])
        };
        let room = |ledger: &NodeLedger| Amount {
            memory: ledger.free.bytes(),
            millicpu: ledger.free_millicpu,
        };
        let rooms = nodes
            .iter()
            .map(|at| ledger(at).map(room))
            .collect::<Option<Vec<_>>>()?;
        let bins = nodes.iter().zip(&rooms).filter_map(|(at, free)| {
            let capacity = ledger(at)?.allocatable.bytes();
            Some(Bin {
                capacity,
                free: *free,
            })
        });
        let bins = bins.collect();
        let most = *rooms.iter().max()?;
        let (mut vms, mut needs) = (Vec::new(), Vec::new());
        for (at, vm) in model.vms.iter().enumerate().filter(|(_, vm)| runs(vm)) {
            let need = need(vm, &nodes);
            if Self::fits_alone(vm, &need, &rooms, most) {
                vms.push(at);
                needs.push(need);
            }
        }
        // Pods of the platform come first: they are there before, or push VMs away.
        needs.extend(deployed(model, parts, &nodes));
        let packing = Packing::new(&rooms, needs.clone()).map_err(|fit| of_vms(fit, vms.len()));
        Some(Self {
            vms,
            nodes,
            rooms,
            bins,
            needs,
            packing,
        })
    }

    /// Whether it finds a place when nothing else is there.
    fn fits_alone(vm: &Vm, need: &Need, rooms: &[Amount], most: Amount) -> bool {
        match need.bins.as_slice() {
            [] => {
                vm.nodes.is_empty()
                    && (most.holds(need.amount) || rooms.iter().any(|room| room.holds(need.amount)))
            }
            bins => bins.iter().any(|bin| rooms[*bin].holds(need.amount)),
        }
    }

    /// Why there is no place for all of them, when that is proven.
    pub fn refusal(&self) -> Option<&Fit> {
        self.packing
            .as_ref()
            .err()
            .filter(|fit| **fit != Fit::Undecided)
    }

    /// A VM (index into `vms`) that kube-scheduler may leave Pending when all arrive, where nothing
    /// proves that there is no room for all.
    pub fn stuck(&self) -> Option<usize> {
        if self.refusal().is_some() {
            return None;
        }
        self.arrival().stuck().filter(|need| *need < self.vms.len())
    }

    /// Machines (indexes into `nodes`) whose loss may leave a VM (index into `vms`) Pending: those
    /// that run on the others are not moved for it.
    pub fn stuck_without(&self) -> Vec<(usize, usize)> {
        if self.refusal().is_some() || self.nodes.len() < 2 {
            return Vec::new();
        }
        let mut found = self.arrival().stuck_without();
        found.retain(|(_, need)| *need < self.vms.len());
        found
    }

    fn arrival(&self) -> Arrival<'_> {
        Arrival {
            bins: &self.bins,
            needs: &self.needs,
            before: self.vms.len(),
        }
    }

    /// A node for each VM, as an index into `nodes`, when all find room.
    pub fn witness(&self) -> Option<&[usize]> {
        let packing = self.packing.as_ref().ok()?;
        packing.bins().get(..self.vms.len())
    }

    /// The fewest of the largest of `among` (indexes into `vms`) without which all others find
    /// room; at most a handful.
    pub fn could_wait(&self, model: &Model, among: &[usize]) -> Option<Vec<usize>> {
        let mut largest = among.to_vec();
        largest.sort_by_key(|at| {
            std::cmp::Reverse((amount(&model.vms[self.vms[*at]]), std::cmp::Reverse(*at)))
        });
        largest.truncate(MOST_WAITING);
        (1..=largest.len())
            .map(|count| &largest[..count])
            .find_map(|waiting| {
                let others = (0..self.vms.len()).filter(|at| !waiting.contains(at));
                let needs = others
                    .map(|at| need(&model.vms[self.vms[at]], &self.nodes))
                    .chain(self.needs[self.vms.len()..].iter().cloned())
                    .collect();
                Packing::new(&self.rooms, needs)
                    .is_ok()
                    .then(|| waiting.to_vec())
            })
    }

    /// Machines without which not all VMs that may run elsewhere find room, the one with the most
    /// room first.
    pub fn losses(&self) -> Vec<Loss> {
        let Some(mut packing) = self
            .packing
            .as_ref()
            .ok()
            .filter(|_| self.nodes.len() > 1)
            .cloned()
        else {
            return Vec::new();
        };
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|node| std::cmp::Reverse(self.rooms[*node]));
        let mut left = MOST_PLACED_ANEW;
        let mut losses = Vec::new();
        for node in order {
            let mut found = packing.without(node, false);
            if found == Err(Fit::Undecided) && left >= self.vms.len() {
                left -= self.vms.len();
                found = packing.without(node, true);
            }
            if let Err(fit @ (Fit::TooMuch(_) | Fit::NoArrangement)) = found {
                let fit = of_vms(fit, self.vms.len());
                losses.push(Loss { node, fit });
            }
        }
        losses
    }
}

/// Pods of the platform, where they may only run on machines that take workloads.
fn deployed(model: &Model, parts: &Parts, nodes: &[usize]) -> Vec<Need> {
    let with_storage: Vec<usize> = (0..nodes.len())
        .filter(|at| model.nodes[nodes[*at]].has_storage())
        .collect();
    let all_here = with_storage.len() == model.storage_nodes().count();
    let need = |deployment: &Deployment| Need {
        amount: Amount {
            memory: deployment.pods.memory.bytes(),
            millicpu: deployment.pods.millicpu,
        },
        bins: match deployment.on_storage {
            true => with_storage.clone(),
            false => Vec::new(),
        },
    };
    let mut all = Vec::new();
    for deployment in parts.deployments(model) {
        if all_here || !deployment.on_storage {
            all.extend((0..deployment.count).map(|_| need(&deployment)));
        }
    }
    all
}

/// A proof speaks of VMs: of all that needs room, these are what people can change.
fn of_vms(fit: Fit, vms: usize) -> Fit {
    match fit {
        Fit::TooMuch(mut sum) => {
            sum.needs.retain(|need| *need < vms);
            Fit::TooMuch(sum)
        }
        other => other,
    }
}

/// It runs without being asked, and what it needs is known.
fn runs(vm: &Vm) -> bool {
    let named = vm
        .decl
        .placement
        .as_ref()
        .map_or(0, |placement| placement.nodes.len());
    matches!(vm.decl.start.value, Start::Always | Start::RerunOnFailure)
        && !vm.decl.damaged
        && vm.nodes.len() == named
}

/// What it needs, and on which of these nodes.
fn need(vm: &Vm, nodes: &[usize]) -> Need {
    let mut bins: Vec<usize> = vm
        .nodes
        .iter()
        .filter_map(|node| nodes.binary_search(node).ok())
        .collect();
    bins.sort_unstable();
    Need {
        amount: amount(vm),
        bins,
    }
}

fn amount(vm: &Vm) -> Amount {
    Amount {
        memory: vm_pod_memory(vm).bytes(),
        millicpu: u64::from(vm.decl.cpu.value) * MILLICPU_OF_A_CPU,
    }
}
