//! Ten planted errors, all caught: the judges would notice.

use super::{charts, documents, kubernetes, talos};
use crate::support::upstream;

#[test]
#[ignore = "needs ../shared"]
fn ten_planted_errors_are_caught() {
    let Some(upstream) = upstream() else { return };
    let mut objects = kubernetes::Judge::new(&upstream);
    let objects_refused = [
        // The club's real mistake: a wave outside of the annotations.
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, \
         argocd.argoproj.io/sync-wave: \"1\"}\nspec: {project: p, destination: {}}\n",
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {project: \
         p, destination: {project: p}}\n",
        "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: a}\nspec: \
         {runStrategy: Always, template: {spec: {hostnme: a, domain: {devices: {}}}}}\n",
        "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: a}\nspec: \
         {storage: {resorces: {}}}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, label: {b: c}}\n",
        "apiVersion: ceph.rook.io/v1\nkind: CephCluster\nmetadata: {name: a}\nspec: {storage: \
         {useAllNode: false}}\n",
    ];
    for text in objects_refused {
        assert!(!objects.judge(&documents(text)[0]).is_empty(), "{text}");
    }
    let mut machine = talos::Judge::new(&upstream, "1.13");
    let patches_refused = [
        "machine: {kubelet: {nodeIp: {validSubnets: []}}}\n",
        // Only from contract 1.14 on.
        "apiVersion: v1alpha1\nkind: KubeProxyConfig\nenabled: false\n",
    ];
    for text in patches_refused {
        assert!(!machine.judge(&documents(text)[0]).is_empty(), "{text}");
    }
    for (archive, text) in [
        ("rook-ceph-cluster.tgz", "toolboxx: {enabled: true}\n"),
        ("vcluster.tgz", "controlPlane: {statefulset: {}}\n"),
    ] {
        assert!(
            !charts::Chart::new(&upstream, archive)
                .judge(&documents(text)[0])
                .is_empty(),
            "{text}"
        );
    }
}
