//! The cluster with its defaults.

use crate::language::{self, CniName, FirstBoot, Lifecycle};

/// Talos, Kubernetes, and the network that the nodes share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cluster {
    pub decl: language::Cluster,
    pub cni: CniName,
    /// kube-proxy runs.
    pub kube_proxy: bool,
    /// Control planes run workloads.
    pub schedulable: bool,
}

impl Cluster {
    pub(super) fn new(decl: language::Cluster) -> Self {
        let cni = decl
            .cni
            .as_ref()
            .map_or(CniName::Cilium, |cni| cni.name.value);
        let kept = decl
            .cni
            .as_ref()
            .and_then(|cni| cni.kube_proxy.as_ref())
            .is_some_and(|kept| kept.value);
        let schedulable = decl
            .control_plane
            .as_ref()
            .and_then(|role| role.schedulable.as_ref());
        Self {
            cni,
            kube_proxy: kept || cni == CniName::Flannel,
            schedulable: schedulable.is_some_and(|s| s.value),
            decl,
        }
    }

    pub fn is_omni(&self) -> bool {
        self.decl.lifecycle.value == Lifecycle::Omni
    }

    pub fn is_cilium(&self) -> bool {
        self.cni == CniName::Cilium
    }

    /// Machines have no DHCP when they boot without configuration.
    pub fn boots_static(&self) -> bool {
        self.decl.nodes.first_boot.value == FirstBoot::Static
    }

    /// Host of the Kubernetes API.
    pub fn endpoint_host(&self) -> &str {
        self.decl.endpoint.host()
    }
}
