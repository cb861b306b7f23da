//! What is written for parts that no platform of `tests/platforms` has.

use crate::support::{compile, on_prelude};

/// The file of `out/` that ends in `path`, for a node that replaces one of the prelude.
fn file(fragment: &str, path: &str) -> String {
    let outcome = compile(&on_prelude(fragment));
    assert!(outcome.findings.is_empty(), "{}", outcome.text());
    let mut found = Vec::new();
    radier::emit::all(&outcome.model, &outcome.parts, &mut |artifact| {
        if artifact.path.ends_with(path) {
            found.push(artifact.text);
        }
    });
    assert_eq!(found.len(), 1, "{path}");
    found.remove(0)
}

const WORKER: &str = r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan" }
    nic "lab" mac="02:00:00:00:01:11" dhcp=#true
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="wwn-0x5000c500a1b2c3d4" size="4TB" media=hdd use=storage
}
"#;

/// Two default routes of one metric take turns.
#[test]
fn dhcp_of_a_further_card_stays_in_reserve() {
    let patch = file(WORKER, "worker-1.yaml");
    let dhcp = patch
        .split("---")
        .find(|document| document.contains("kind: DHCPv4Config"))
        .unwrap();
    assert!(
        dhcp.contains("name: lab") && dhcp.contains("routeMetric: 2048"),
        "{dhcp}"
    );
}

/// A WWN is no serial number: comparing the two would never succeed.
#[test]
fn the_runbook_compares_what_the_name_holds() {
    let runbook = file(WORKER, "runbooks/wipe-worker-1.md");
    assert!(
        runbook.contains(
            "Go on only if `/dev/disk/by-id/wwn-0x5000c500a1b2c3d4` is one of its `symlinks`"
        ),
        "{runbook}"
    );
    assert!(!runbook.contains("`serial` is `wwn"), "{runbook}");
    let named = file(
        &WORKER.replace("wwn-0x5000c500a1b2c3d4", "ata-HDD_000011"),
        "runbooks/wipe-worker-1.md",
    );
    assert!(
        named.contains("Go on only if `serial` is `000011` and `size`"),
        "{named}"
    );
}

/// A chart brings a version of Argo CD; a description that names another one gets that.
#[test]
fn the_version_of_argocd_is_the_one_that_is_named() {
    let values = |line: &str| {
        let versions =
            format!("versions {{\n    talos \"1.13.9\" contract=\"1.13\"\n    {line}\n}}\n");
        file(&versions, "platform/argocd/values.yaml")
    };
    assert!(!values("").contains("image:"));
    assert!(!values("argocd \"3.4.4\" chart=\"10.1.1\"").contains("image:"));
    for line in ["argocd \"3.4.5\" chart=\"10.1.1\"", "argocd \"3.4.5\""] {
        let values = values(line);
        assert!(values.contains("  image:\n    tag: v3.4.5\n"), "{values}");
    }
    let other_chart = values("argocd \"3.4.4\" chart=\"10.1.2\"");
    assert!(other_chart.contains("    tag: v3.4.4\n"), "{other_chart}");
}

/// A worker beside those of the prelude, without a disk of Ceph.
fn worker_10(inside: &str) -> String {
    format!(
        "node \"worker-10\" model=\"server\" role=worker {{\n    uuid \
         \"c0a8001a-aaaa-4a10-8031-b7c04f32d11a\"\n    place rack=\"A\" unit=20\n    {inside}\n    \
         disk \"os\" id=\"ata-SSD_0000WA\" size=\"500GB\" media=ssd use=install\n}}\n"
    )
}

const NIC: &str = "nic \"net\" mac=\"02:00:00:00:00:1a\" address=\"10.0.0.30\" { vlans \"lan\" }";

const DOCUMENTS: &str = "versions {\n    talos \"1.14.1\" contract=\"1.14\"\n    omni \
                         \"1.11.0\"\n}\n";

/// Kubernetes refuses taints that a worker's own kubelet sets later, and its labels with them.
#[test]
fn taints_of_workers_are_there_when_they_register() {
    let node = worker_10(&format!(
        "{NIC}\n    taint \"lab/gpu\" value=\"big\" effect=NoExecute"
    ));
    let patch = file(&node, "nodes/worker-10.yaml");
    assert!(!patch.contains("nodeTaints"), "{patch}");
    let registered = "      registerWithTaints:\n        - key: lab/gpu\n          value: big\n          \
                      effect: NoExecute\n";
    assert!(patch.contains(registered), "{patch}");
    let documents = file(&format!("{DOCUMENTS}{node}"), "nodes/worker-10.yaml");
    assert!(
        documents.contains("taints:\n  lab/gpu: big:NoExecute\n"),
        "{documents}"
    );
    let line = "kubectl taint node worker-10 lab/gpu=big:NoExecute --overwrite\n";
    assert!(file(&node, "runbooks/change.md").contains(line));
}

#[test]
fn a_module_is_loaded_once_with_the_parameters_that_are_nearest() {
    let cluster = "cluster \"lab\" {\n    endpoint \"https://10.0.0.10:6443\"\n    nodes \
                   \"10.0.0.0/24\" gateway=\"10.0.0.1\"\n    vip \"10.0.0.10\"\n    \
                   kernel-module \"nbd\" { parameters \"nbds_max=16\" }\n}\n";
    let own = "kernel-module \"nbd\" { parameters \"nbds_max=32\" }";
    let node = worker_10(&format!("{NIC}\n    {own}"));
    for versions in ["", DOCUMENTS] {
        let patch = file(
            &format!("{versions}{cluster}{node}"),
            "nodes/worker-10.yaml",
        );
        assert_eq!(patch.matches("name: nbd").count(), 1, "{patch}");
        assert!(
            patch.contains("nbds_max=32") && !patch.contains("nbds_max=16"),
            "{patch}"
        );
    }
}

/// A bridge takes the lowest MAC address of its members, and a VM's may be lower.
#[test]
fn links_with_an_address_keep_their_mac() {
    let office = "network \"office\" subnet=\"10.0.0.0/24\" { bridge \"br-office\"; }\n";
    let bridged = NIC.replace("vlans \"lan\"", "vlans \"lan\"; untagged \"office\"");
    let patch = file(
        &format!("{office}{}", worker_10(&bridged)),
        "nodes/worker-10.yaml",
    );
    let bridge = patch
        .split("---")
        .find(|document| document.contains("name: br-office"));
    assert!(
        bridge
            .unwrap()
            .contains("hardwareAddr: \"02:00:00:00:00:1a\""),
        "{patch}"
    );
    let bond = "nic \"a\" mac=\"02:00:00:00:00:1a\"\n    nic \"b\" mac=\"02:00:00:00:01:1a\"\n    \
                bond \"net\" dhcp=#true { links \"a\" \"b\"; vlans \"lan\" }";
    let patch = file(&worker_10(bond), "nodes/worker-10.yaml");
    let bond = patch
        .split("---")
        .find(|document| document.contains("kind: BondConfig"));
    assert!(
        bond.unwrap()
            .contains("hardwareAddr: \"02:00:00:00:00:1a\""),
        "{patch}"
    );
}

/// Ours and theirs are one file.
#[test]
fn the_file_of_containerd_is_written_once() {
    let ours = "device_ownership_from_security_context";
    assert!(file("", "talos/worker.yaml").contains(ours));
    let patch = "patch \"talos\" on=worker \"\"\"\n    machine:\n      files:\n        - op: \
                 create\n          path: /etc/cri/conf.d/20-customization.part\n          \
                 permissions: 0o644\n          content: |\n            \
                 [plugins.\"io.containerd.cri.v1.runtime\"]\n              \
                 device_ownership_from_security_context = true\n    \"\"\"\n";
    assert!(!file(patch, "talos/worker.yaml").contains(ours));
}

/// The boot image brings up the bond as it will be configured.
#[test]
fn lacp_works_where_nobody_answers_dhcp() {
    let cluster = "cluster \"lab\" {\n    endpoint \"https://10.0.0.10:6443\"\n    nodes \
                   \"10.0.0.0/24\" gateway=\"10.0.0.1\" first-boot=static\n    vip \
                   \"10.0.0.10\"\n}\n";
    let bond = "nic \"a\" mac=\"02:00:00:00:00:1a\"\n    nic \"b\" mac=\"02:00:00:00:01:1a\"\n    \
                bond \"net\" mode=\"802.3ad\" address=\"10.0.0.30\" { links \"a\" \"b\"; vlans \
                \"lan\" }";
    let schematic = file(
        &format!("{cluster}{}", worker_10(bond)),
        "schematics/server-worker-10.yaml",
    );
    let arguments = "        - bond=net:enx02000000001a,enx02000000011a:mode=802.3ad,miimon=100,\
                     xmit_hash_policy=layer3+4,lacp_rate=fast\n        - \
                     ip=10.0.0.30::10.0.0.1:255.255.255.0:worker-10:net:off\n";
    assert!(schematic.contains(arguments), "{schematic}");
}

/// From contract 1.14 on, arguments for sign-in are refused.
#[test]
fn sign_in_is_a_document_of_its_own() {
    let platform = "platform \"lab\" {\n    repo \"https://git.example.org/lab/platform.git\"\n    \
                    domain \"lab.example.org\"\n    admins \"lab:sre\"\n    access \"oidc\" \
                    issuer=\"https://login.example.org\" client-id=\"lab\"\n}\n";
    let patch = file(&format!("{platform}{DOCUMENTS}"), "talos/controlplane.yaml");
    assert!(patch.contains("kind: KubeAuthenticationConfig"), "{patch}");
    assert!(!patch.contains("oidc-issuer-url"), "{patch}");
    let old = file(platform, "talos/controlplane.yaml");
    assert!(
        old.contains("oidc-issuer-url: https://login.example.org"),
        "{old}"
    );
}
