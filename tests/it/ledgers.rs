//! Sums, done by hand.

use crate::support::{compile, on_prelude};
use radier::capacity::{self, ClubLedger};
use radier::diagnostic::Level;
use radier::language::types::Size;

const HEAD: &str = r#"
platform "lab" { repo "https://git.example.org/lab.git"; domain "lab.example.org"; admins "lab:sre"; access "omni"; }
cluster "lab" { endpoint "https://10.0.0.10:6443"; nodes "10.0.0.0/24" gateway="10.0.0.1"; }
model "server" { cpu cores=16 vendor=amd; memory "128GiB"; }
"#;

/// Four machines with a disk of 1 TB each: 980 GB of each are for data.
fn four_disks(storage: &str, quota: &str) -> String {
    let mut text = HEAD.to_string();
    for at in 1..=4 {
        text.push_str(&format!(
            "node \"w{at}\" model=\"server\" role=worker {{ disk \"d\" id=\"ata-D_{at}\" \
             size=\"1TB\" media=hdd use=storage; }}\n"
        ));
    }
    text.push_str(&format!(
        "storage \"ceph\" {{ {storage}; }}\nclub \"a\" {{ quota {{ cpu 1; memory \"1GiB\"; \
         storage \"{quota}\"; }}; }}\n"
    ));
    text
}

fn near(size: Size, gigabytes: u64) {
    let apart = size.bytes().abs_diff(gigabytes * Size::GB);
    assert!(apart < Size::GB, "{size} is not {gigabytes} GB");
}

/// 2+2 chunks on 4 x 980 GB hold 1,960 GB, 85 % are 1,666. A file system with 3 copies holds 1,306
/// GB, 85 % are 1,110: each of its bytes costs 1.5 of the pool's, so its 100 GB cost 50 more.
/// (1,000 + 50) x 1.2 = 1,260 GB.
#[test]
fn a_small_file_system_does_not_bound_a_large_pool() {
    let pools = "pool \"vm\" media=hdd serves=vm data-chunks=2 coding-chunks=2; filesystem \"fs\" \
                 media=hdd limit=\"100GB\"";
    let limited = compile(&four_disks(pools, "1000GB"));
    let classes = capacity::classes(&limited.model);
    assert_eq!(classes.len(), 1);
    assert_eq!(classes[0].pool.name.value, "vm");
    near(classes[0].bytes.plan, 1_666);
    near(classes[0].dearer, 50);
    near(classes[0].promised, 1_260);
    // Without a limit all of a quota may be kept where it costs most: that pool bounds.
    let free = compile(&four_disks(
        &pools.replace(" limit=\"100GB\"", ""),
        "1000GB",
    ));
    let classes = capacity::classes(&free.model);
    assert_eq!(classes[0].pool.name.value, "fs");
    near(classes[0].bytes.plan, 1_110);
    near(classes[0].dearer, 0);
}

/// A quota smaller than the limit of the file system costs no more than all of it there.
#[test]
fn only_what_a_quota_allows_costs_more() {
    let pools = "pool \"vm\" media=hdd serves=vm data-chunks=2 coding-chunks=2; filesystem \"fs\" \
                 media=hdd limit=\"100GB\"";
    let outcome = compile(&four_disks(pools, "40GB"));
    near(capacity::classes(&outcome.model)[0].dearer, 20);
}

const VM: &str = r#"
club "a" {
    quota { cpu 4; memory "64GiB"; storage "500GiB"; }
    vm "one" cpu=2 memory="8GiB" { disk "root" image="debian-13" size="20GiB"; }
}
"#;

/// 8192 MiB + 16 (page tables) + 220 + 2 x 8 + 8 + 32 = 8484 MiB, and 35 MB for the container that
/// reads the console.
#[test]
fn a_vm_s_pod_is_counted_with_what_is_beside_it() {
    let ledger = |text: &str| ClubLedger::new(&compile(&on_prelude(text)).model, 0);
    let pod = 8484 * Size::MIB + 35_000_000;
    let linux = ledger(VM);
    assert_eq!(linux.vm_memory, Size(pod));
    assert_eq!(linux.migration, Size(pod));
    assert_eq!(linux.vm_storage, Size(20 * Size::GIB));
    // Windows has a TPM (53 MiB, and a claim of 10 MiB for its state) and drivers (1 MB).
    let windows = ledger(&VM.replace("\"8GiB\" {", "\"8GiB\" os=windows {"));
    assert_eq!(windows.vm_memory, Size(pod + 53 * Size::MIB + 1_000_000));
    assert_eq!(windows.vm_storage, Size(20 * Size::GIB + 10 * Size::MIB));
}

/// `worker-9` of the prelude has one disk of 4 TB.
fn with_state(state: &str) -> String {
    on_prelude(&worker_9(state))
}

fn worker_9(state: &str) -> String {
    let node = r#"
node "worker-9" model="server" role=worker {
    uuid "c0a80019-9999-4a10-8031-b7c04f32d119"
    place rack="A" unit=19
    nic "net" mac="02:00:00:00:00:19" address="10.0.0.29" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W9" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000019" size="4TB" media=hdd use=storage STATE
}
"#;
    node.replace("STATE", state)
}

/// What leaves is no room for data and still runs; what is dead runs no more. The machine stays one
/// of the storage either way: monitors never fall by an edit of a disk.
#[test]
fn a_disk_that_goes_is_no_room_and_its_machine_stays() {
    let [serving, leaving, failed] = ["", "state=leaving", "state=failed"].map(|state| {
        let outcome = compile(&with_state(state));
        let model = &outcome.model;
        let nodes = capacity::nodes(model, &outcome.parts);
        let at = model
            .nodes
            .iter()
            .position(|node| &**node.decl.name == "worker-9");
        let ledger = nodes.iter().find(|ledger| Some(ledger.node) == at).unwrap();
        let hosts = capacity::classes(model)[0].hosts.len();
        (
            hosts,
            ledger.storage.bytes(),
            model.monitors(),
            model.storage_nodes().count(),
        )
    });
    let osd = 4 * Size::GIB;
    assert_eq!(serving, (4, osd + 50 * Size::MIB, 3, 4));
    assert_eq!(leaving, (3, osd + 50 * Size::MIB, 3, 4));
    assert_eq!(failed, (3, 50 * Size::MIB, 3, 4));
}

/// The runbook for the only disk of a machine begins with this edit: the pool that needs every
/// machine is no mistake then, and nothing that is counted from machines falls.
#[test]
fn a_disk_is_replaced_where_every_machine_is_needed() {
    let storage = r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=4
    pool "apps" media=hdd serves=apps default=#true
}
"#;
    for state in ["state=leaving", "state=failed"] {
        let outcome = compile(&on_prelude(&(worker_9(state) + storage)));
        let errors = outcome
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Error);
        assert_eq!(errors.count(), 0, "{}", outcome.text());
    }
}

/// 128 GiB - (2 + 0.5 GiB of Linux) - 292 MiB of the kubelet - 325 MiB of KubeVirt's handler.
#[test]
fn a_machine_has_what_linux_the_kubelet_and_daemons_leave() {
    let outcome = compile(&with_state("state=failed"));
    let ledger = &capacity::nodes(&outcome.model, &outcome.parts)[6];
    assert_eq!(ledger.system, Size((2_560 + 292 + 325) * Size::MIB));
    assert_eq!(
        ledger.free.bytes(),
        128 * Size::GIB - ledger.system.bytes() - 50 * Size::MIB
    );
}
