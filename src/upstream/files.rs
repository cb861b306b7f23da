//! The files of `schema/upstream`, each read when it is first asked for.

use super::shape::Shapes;
use std::sync::OnceLock;

/// Forms of secrets, a line each: `token` or `named`, name, bits per character at least, words,
/// form.
pub fn secret_forms() -> &'static str {
    include_str!("../../schema/upstream/secrets.txt")
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Names of all files of shapes.
        pub const NAMES: &[&str] = &[$($name),*];

        /// The shapes of a file.
        pub fn shapes(name: &str) -> Option<&'static Shapes> {
            match name {
                $($name => {
                    static SHAPES: OnceLock<Shapes> = OnceLock::new();
                    Some(SHAPES.get_or_init(|| {
                        Shapes::new(
                            $name,
                            include_str!(concat!("../../schema/upstream/", $name, ".txt")),
                        )
                    }))
                })*
                _ => None,
            }
        }
    };
}

files!(
    "argocd",
    "cdi",
    "ceph-csi",
    "chart-argo-cd",
    "chart-ceph-csi-drivers",
    "chart-cilium",
    "chart-external-secrets",
    "chart-rook-ceph",
    "chart-rook-ceph-cluster",
    "chart-vcluster",
    "cilium",
    "external-secrets",
    "kubelet",
    "kubernetes",
    "kubevirt",
    "multus",
    "rook",
    "snapshots",
    "talos-1.13",
    "talos-1.14",
);
