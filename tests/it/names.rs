//! Derived names are data: a change here is a migration of running platforms.

use crate::platforms;
use crate::support::{golden, root};

#[test]
fn derived_names_are_frozen() {
    let platform = platforms::all()
        .into_iter()
        .find(|platform| platform.name == "laboratory")
        .unwrap();
    let model = platform.model_of(&platform.text());
    let names = model.names();
    let mut text = String::new();
    for club in &model.clubs {
        text.push_str(&format!(
            "club {} -> {} {}\n",
            club.decl.name,
            names.club(club),
            names.club_namespace(club, "x")
        ));
    }
    for vcluster in &model.vclusters {
        text.push_str(&format!(
            "vcluster {} -> {} {}\n",
            vcluster.decl.name,
            names.vcluster(vcluster),
            names.vcluster_host(vcluster)
        ));
    }
    for vm in &model.vms {
        let mac: Vec<String> = names
            .vm_mac(vm, "bench")
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        text.push_str(&format!(
            "vm {} -> {} {} {} {}\n",
            vm.decl.name,
            names.vm_path(vm),
            names.data_volume(vm, "root"),
            names.vm_uuid(vm),
            mac.join(":")
        ));
    }
    for pool in model.pools() {
        text.push_str(&format!(
            "pool {} -> {}\n",
            pool.name,
            names.storage_class(pool)
        ));
    }
    for image in &model.images {
        text.push_str(&format!(
            "image {} -> {}\n",
            image.decl.name,
            names.image(image)
        ));
    }
    text.push_str(&format!("omni -> {}\n", names.omni_patch(500, "w1")));
    golden(&root().join("tests/names.txt"), &text);
}

/// A description cannot declare again what Radier writes: the table of `Model::written` and what is
/// emitted agree.
#[test]
fn what_is_written_is_taken() {
    let kinds = [
        "Namespace",
        "AppProject",
        "Application",
        "ApplicationSet",
        "StorageClass",
        "VolumeSnapshotClass",
        "CephCluster",
        "KubeVirt",
        "CDI",
        "VirtualMachine",
        "DataVolume",
        "DataSource",
        "SecretStore",
        "ExternalSecret",
        "ServiceAccount",
        "ClusterRoleBinding",
        "CiliumLoadBalancerIPPool",
        "CiliumL2AnnouncementPolicy",
    ];
    for platform in platforms::all() {
        let mut wanted = Vec::new();
        for artifact in platform
            .artifacts()
            .iter()
            .filter(|artifact| artifact.path.ends_with(".yaml"))
        {
            // Objects of the description's own, those inside of vclusters, and Talos' documents are
            // others' matter.
            if ["extra/", "talos/"]
                .iter()
                .any(|folder| artifact.path.starts_with(folder))
                || artifact.path.contains("/baseline/")
            {
                continue;
            }
            for object in radier::yaml::nodes(&artifact.text).unwrap() {
                let text = |path: &[&str]| {
                    object
                        .at_path(path)
                        .map_or("", |(_, node)| node.text())
                        .to_string()
                };
                if kinds.contains(&text(&["kind"]).as_str()) {
                    wanted.push((
                        text(&["apiVersion"]),
                        text(&["kind"]),
                        text(&["metadata", "name"]),
                        text(&["metadata", "namespace"]),
                    ));
                }
            }
        }
        assert!(wanted.len() > 3, "{}: only {wanted:?}", platform.name);
        wanted.sort();
        wanted.dedup();
        let mut text = platform.text();
        for (at, (api, kind, name, namespace)) in wanted.iter().enumerate() {
            let namespace = if namespace.is_empty() {
                String::new()
            } else {
                format!("\n  namespace: {namespace}")
            };
            text.push_str(&format!(
                "\nmanifests \"mine-{at}\" {{\n    yaml \"\"\"\napiVersion: {api}\nkind: \
                 {kind}\nmetadata:\n  name: {name}{namespace}\n\"\"\"\n}}\n"
            ));
        }
        let findings = platform.findings_of(&text);
        for (_, kind, name, _) in &wanted {
            let message = format!("Radier already creates {kind} `{name}`");
            assert!(
                findings
                    .iter()
                    .any(|(rule, found)| *rule == "manifests/taken" && *found == message),
                "{}: no finding says: {message}",
                platform.name
            );
        }
    }
}
