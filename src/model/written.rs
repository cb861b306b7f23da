//! Objects that `out/` holds: what they are called, and the line of the description that they come
//! from. Two of one name would overwrite each other, and nobody else may write one of them. A test
//! holds this table against what is emitted.

use super::constants::{
    NAMESPACE_ARGOCD, NAMESPACE_IMAGES, NAMESPACE_ROOK, PROJECT_PLATFORM, REGISTRAR,
};
use super::{Model, Purpose, Redundancy};
use crate::source::Span;
use std::borrow::Cow;

/// One object, or one application of objects.
#[derive(Clone, Debug)]
pub struct Written<'m> {
    pub kind: &'static str,
    /// None for objects of the cluster.
    pub namespace: Option<Cow<'m, str>>,
    pub name: Cow<'m, str>,
    /// Where its name is from; empty for parts of the platform.
    pub at: Span,
    /// Which part of the description: `VM`, `disk`.
    pub of: &'static str,
}

impl Model {
    /// All of them but the borders of tenants (quotas, policies, roles), which belong to their
    /// namespace.
    pub fn written(&self) -> Vec<Written<'_>> {
        let mut all = Vec::new();
        self.platform_parts(&mut all);
        self.storage_objects(&mut all);
        self.tenants(&mut all);
        self.virtual_machines(&mut all);
        let argocd = Some(Cow::Borrowed(NAMESPACE_ARGOCD));
        for manifests in self
            .manifests
            .iter()
            .filter(|manifests| !manifests.texts.is_empty())
        {
            let name = self.names().extra(manifests).into();
            all.push(Written {
                kind: "Application",
                namespace: argocd.clone(),
                name,
                at: manifests.decl.name.span,
                of: "manifests",
            });
        }
        all
    }

    fn platform_parts<'m>(&'m self, all: &mut Vec<Written<'m>>) {
        let mut part = |kind: &'static str, namespace: Option<&'static str>, name: &'static str| {
            all.push(Written {
                kind,
                namespace: namespace.map(Cow::Borrowed),
                name: Cow::Borrowed(name),
                at: Span::default(),
                of: "platform",
            });
        };
        let argocd = Some(NAMESPACE_ARGOCD);
        let (vclusters, networks) = (
            !self.vclusters.is_empty(),
            self.vm_networks().next().is_some(),
        );
        let mut applications = vec!["root", "argocd"];
        let mut namespaces = vec![NAMESPACE_ARGOCD];
        part("AppProject", argocd, PROJECT_PLATFORM);
        if self.platform.admins.is_some() {
            part("ClusterRoleBinding", None, "platform-admins");
        }
        if self.cluster.is_cilium() {
            applications.push("cilium");
            if self.cluster.decl.load_balancers.is_some() {
                part("CiliumLoadBalancerIPPool", None, "nodes");
                part("CiliumL2AnnouncementPolicy", None, "nodes");
            }
        }
        if networks {
            applications.push("multus");
        }
        if vclusters {
            applications.push("external-secrets");
            namespaces.push("external-secrets");
            part("ApplicationSet", argocd, "vcluster-baseline");
            part("ServiceAccount", argocd, REGISTRAR);
        }
        if self.storage.is_some() {
            applications.extend([
                "snapshots",
                "rook-ceph",
                "ceph-csi-drivers",
                "rook-ceph-cluster",
                "storage",
            ]);
            namespaces.push(NAMESPACE_ROOK);
            // The chart calls it by its namespace.
            part("CephCluster", Some(NAMESPACE_ROOK), NAMESPACE_ROOK);
        }
        if self.has_vms() {
            applications.extend(["cdi", "kubevirt"]);
            namespaces.extend(["cdi", "kubevirt"]);
            part("CDI", None, "cdi");
            part("KubeVirt", Some("kubevirt"), "kubevirt");
        }
        if !self.images.is_empty() {
            applications.push("images");
            namespaces.push(NAMESPACE_IMAGES);
        }
        applications
            .into_iter()
            .for_each(|name| part("Application", argocd, name));
        namespaces
            .into_iter()
            .for_each(|name| part("Namespace", None, name));
    }

    fn storage_objects<'m>(&'m self, all: &mut Vec<Written<'m>>) {
        let Some(storage) = &self.storage else { return };
        let mut rook = |kind, name: Cow<'m, str>, at| {
            all.push(Written {
                kind,
                namespace: Some(Cow::Borrowed(NAMESPACE_ROOK)),
                name,
                at,
                of: "pool",
            });
        };
        if !storage.pools.is_empty() {
            rook(
                "CephBlockPool",
                Cow::Borrowed("builtin-mgr"),
                Span::default(),
            );
        }
        for pool in &storage.pools {
            let kind = if pool.purpose == Purpose::Filesystem {
                "CephFilesystem"
            } else {
                "CephBlockPool"
            };
            rook(kind, Cow::Borrowed(&pool.name.value), pool.name.span);
            if kind == "CephBlockPool" && matches!(pool.redundancy, Redundancy::Erasure { .. }) {
                rook(
                    kind,
                    self.names().metadata_pool(pool).into(),
                    pool.name.span,
                );
            }
        }
        let classes = storage.pools.iter().map(|pool| {
            (
                "StorageClass",
                self.names().storage_class(pool).into(),
                pool.name.span,
            )
        });
        let filesystem = storage.filesystems().next().map(|pool| {
            (
                "VolumeSnapshotClass",
                Cow::Borrowed("ceph-cephfs"),
                pool.name.span,
            )
        });
        let snapshots = [(
            "VolumeSnapshotClass",
            Cow::Borrowed("ceph-rbd"),
            Span::default(),
        )]
        .into_iter()
        .chain(filesystem);
        all.extend(classes.chain(snapshots).map(|(kind, name, at)| Written {
            kind,
            namespace: None,
            name,
            at,
            of: "pool",
        }));
    }

    fn tenants<'m>(&'m self, all: &mut Vec<Written<'m>>) {
        let names = self.names();
        let mut add = |kind, namespace: Option<Cow<'m, str>>, name: String, at, of| {
            all.push(Written {
                kind,
                namespace,
                name: name.into(),
                at,
                of,
            });
        };
        let argocd = || Some(Cow::Borrowed(NAMESPACE_ARGOCD));
        for (index, club) in self.clubs.iter().enumerate() {
            let at = club.decl.name.span;
            add("Namespace", None, names.club(club), at, "club");
            add("AppProject", argocd(), names.club(club), at, "club");
            add("Application", argocd(), names.club(club), at, "club");
            if self.vms_of(index).next().is_some() {
                add(
                    "Application",
                    argocd(),
                    names.club_vms(club),
                    at,
                    "club, for its VMs,",
                );
            }
            for inner in &club.decl.namespace {
                add(
                    "Namespace",
                    None,
                    names.club_namespace(club, &inner.name),
                    inner.name.span,
                    "namespace",
                );
            }
        }
        for vcluster in &self.vclusters {
            let (name, at) = (names.vcluster(vcluster), vcluster.decl.name.span);
            add("Namespace", None, name.clone(), at, "vcluster");
            add("Application", argocd(), name.clone(), at, "vcluster");
            add(
                "Application",
                argocd(),
                names.vcluster_registration(vcluster),
                at,
                "vcluster",
            );
            add("SecretStore", argocd(), name.clone(), at, "vcluster");
            add("ExternalSecret", argocd(), name, at, "vcluster");
        }
    }

    fn virtual_machines<'m>(&'m self, all: &mut Vec<Written<'m>>) {
        let names = self.names();
        for image in &self.images {
            let (namespace, name, at) = (
                Some(Cow::Borrowed(NAMESPACE_IMAGES)),
                Cow::from(names.image(image)),
                image.decl.name.span,
            );
            for kind in ["DataVolume", "DataSource"] {
                all.push(Written {
                    kind,
                    namespace: namespace.clone(),
                    name: name.clone(),
                    at,
                    of: "image",
                });
            }
        }
        for (index, club) in self.clubs.iter().enumerate() {
            let namespace: String = names.club(club);
            let mut add = |kind, name, at, of| {
                all.push(Written {
                    kind,
                    namespace: Some(namespace.clone().into()),
                    name,
                    at,
                    of,
                })
            };
            for vm in self.vms_of(index) {
                add(
                    "VirtualMachine",
                    Cow::Borrowed(&*vm.decl.name.value.0),
                    vm.decl.name.span,
                    "VM",
                );
                for disk in &vm.disks {
                    add(
                        "DataVolume",
                        names.data_volume(vm, &disk.decl.name).into(),
                        disk.decl.name.span,
                        "disk",
                    );
                }
                for (at, cdrom) in vm.cdroms.iter().enumerate() {
                    add(
                        "DataVolume",
                        names.data_volume(vm, &names.cdrom(at)).into(),
                        cdrom.decl.image.span,
                        "CD-ROM",
                    );
                }
            }
        }
    }
}
