//! `versions`: one place for every version.

use super::types::{Minor, Release};
use crate::schema::node;

/// What this compiler was tested with, of lines that hold more than a version; `versions` tells
/// each.
pub const TALOS: &str = "1.13.9";
pub const VCLUSTER: &str = "0.36.1";
pub const ARGOCD: &str = "3.4.4";

node! {
    /// Talos: what runs on the machines.
    TalosVersion "talos" {
        /// Version that runs.
        arg version: Release,
        /// Minor that the cluster was created with; it decides the dialect of the configuration and
        /// never changes. Without it, the minor of the version.
        opt_prop contract: Minor,
    }
}

node! {
    /// vcluster: Kubernetes for a club.
    VclusterVersion "vcluster" {
        /// Version of the chart.
        arg version: Release,
        /// Kubernetes inside every vcluster.
        prop kubernetes: Release = "1.36.0",
    }
}

node! {
    /// Argo CD: applies `out/` to the cluster.
    ArgocdVersion "argocd" {
        /// Version of Argo CD.
        arg version: Release,
        /// Version of the Helm chart `argo-cd`.
        prop chart: Release = "10.1.1",
    }
}

node! {
    /// One place for every version: one line to change in an upgrade pull request.
    Versions "versions" {
        /// Talos and the contract of the cluster. Without it: 1.13.9.
        opt_child talos: TalosVersion,
        /// The Omni that manages the machines. Omni SaaS upgrades itself: this is a statement.
        value omni: Release = "1.10.4",
        /// Kubernetes.
        value kubernetes: Release = "1.36.4",
        /// Chart `cilium`.
        value cilium: Release = "1.19.6",
        /// Charts `rook-ceph` and `rook-ceph-cluster`.
        value rook: Release = "1.20.6",
        /// Image of Ceph.
        value ceph: Release = "20.2.4",
        /// Chart `ceph-csi-drivers`.
        value ceph_csi_drivers: Release = "1.0.4",
        /// KubeVirt.
        value kubevirt: Release = "1.9.0",
        /// Containerized Data Importer.
        value cdi: Release = "1.66.0",
        /// vcluster and the Kubernetes inside. Without it: 0.36.1.
        opt_child vcluster: VclusterVersion,
        /// Multus.
        value multus: Release = "4.2.2",
        /// CSI snapshot CRDs and controller.
        value snapshots: Release = "8.6.0",
        /// Argo CD and its chart. Without it: 3.4.4.
        opt_child argocd: ArgocdVersion,
        /// Chart `external-secrets`.
        value external_secrets: Release = "2.9.0",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Block;

    #[test]
    fn the_documentation_tells_the_tested_versions() {
        for (word, version) in [("talos", TALOS), ("vcluster", VCLUSTER), ("argocd", ARGOCD)] {
            let field = Versions::SPEC
                .fields
                .iter()
                .find(|field| field.name == word);
            let tells = format!("Without it: {version}.");
            assert!(
                field.is_some_and(|field| field.doc.contains(&tells)),
                "{word}"
            );
        }
    }
}
