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
