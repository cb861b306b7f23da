//! Escape hatches: `values`, `patch` and `manifests`.

use super::types::{FilePath, Machines, Name, YamlText};
use crate::schema::{Data, node, words};

words! {
    /// A chart that Radier installs.
    Chart "a chart" {
        /// Cilium.
        Cilium = "cilium",
        /// Argo CD.
        Argocd = "argo-cd",
        /// Rook's operator.
        RookCeph = "rook-ceph",
        /// Drivers of Ceph for Kubernetes.
        CephCsiDrivers = "ceph-csi-drivers",
        /// The Ceph cluster.
        RookCephCluster = "rook-ceph-cluster",
        /// External Secrets Operator.
        ExternalSecrets = "external-secrets",
        /// Every vcluster.
        Vcluster = "vcluster",
    }
}

words! {
    /// What is patched.
    PatchTarget "a target" {
        /// The machine configuration of Talos.
        Talos = "talos",
    }
}

node! {
    /// More Helm values for one chart, merged over ours.
    Values "values" {
        /// The chart.
        arg chart: Chart,
        /// KDL as data: children are keys, arguments are values, `-` children are list items.
        data data: Data,
    }
}

node! {
    /// A strategic-merge patch of Talos' machine configuration, applied after ours: those for all
    /// machines first, then those for a role, then those for one node.
    Patch "patch" {
        /// What is patched.
        arg target: PatchTarget,
        /// The patch: YAML between `"""`.
        arg body: YamlText,
        /// `all`, `control-plane`, `worker`, or the name of a node.
        prop on: Machines,
    }
}

node! {
    /// Kubernetes objects of your own, applied by an Application `extra-<name>`.
    Manifests "manifests" {
        /// Their name.
        arg name: Name,
        /// When they are applied: lower goes first. The platform itself ends at 60.
        prop wave: i32 = "70",
        /// Where objects go that name no namespace of their own.
        opt_prop namespace: Name,
        /// Files of YAML, relative to the folder of this file.
        values file: FilePath,
        /// YAML between `"""`, for a few small objects.
        opt_value yaml: YamlText,
    }
}
