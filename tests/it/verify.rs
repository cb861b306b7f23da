//! `radier verify`: what machines say of themselves. The outputs in `tests/machines` are marshalled
//! by Talos' own types (`tests/upstream/machines`).

use crate::support::{radier, root};
use std::fs;
use std::io::Write;
use std::process::{Output, Stdio};

const DESCRIPTION: [&str; 2] = ["--description", "tests/platforms/homelab/infra.kdl"];

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = radier()
        .arg("verify")
        .args(arguments)
        .args(DESCRIPTION)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Findings of a text, without their places.
fn findings(input: &str) -> Vec<String> {
    let output = run(&["--format", "short"], input);
    let lines = text(&output.stdout);
    lines
        .lines()
        .map(|line| line.split_once(": ").unwrap().1.to_string())
        .collect()
}

fn machines(name: &str) -> String {
    fs::read_to_string(root().join("tests/machines").join(name)).unwrap()
}

#[test]
fn machines_as_described_are_in_order() {
    let output = run(&["tests/machines/right.yaml"], "");
    assert_eq!(text(&output.stdout), "ok: 3 machines are as described\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn ten_planted_differences_are_found_and_nothing_else() {
    let output = run(&["tests/machines/planted.yaml"], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        findings(&machines("planted.yaml")),
        [
            "error[machine/differs]: the UUID of node `alpha` is \
             11f2a6c0-8b3e-4f0d-9a57-6e2d1c3b4aff, not 11f2a6c0-8b3e-4f0d-9a57-6e2d1c3b4a01",
            "error[machine/absent]: node `alpha` has no card 02:00:00:10:00:01",
            "error[machine/differs]: the media of disk `os` of node `alpha` is ssd, not nvme",
            "error[machine/differs]: the size of disk `os` of node `beta` is 250GB, not 500GB",
            "warning[machine/holds-data]: disk `data` of node `beta` is not blank",
            "warning[machine/undeclared]: node `beta` has a disk that is not described: \
             ata-WDC_WD40EFRX_WD-WCC4N0000001",
            "error[machine/absent]: node `gamma` has no card 02:00:00:10:00:04",
            "error[machine/absent]: disk `os` is not in node `gamma`",
            "error[machine/differs]: the memory of node `gamma` is 8 GiB, not 16GiB",
            "error[machine/differs]: the number of cores of node `gamma` is 2, not 4",
        ]
    );
}

#[test]
fn outputs_may_follow_each_other_without_a_line_between() {
    let joined = machines("planted.yaml").replace("---\nnode: ", "node: ");
    assert_eq!(findings(&joined).len(), 10);
}

/// For six days, a disk was listed under the wrong machine.
#[test]
fn a_disk_in_another_machine_is_found_there() {
    let right = machines("right.yaml");
    let (of_alpha, of_beta) = ("50026B7381A0001", "50026B7381A0002");
    let swapped = right
        .replace(of_alpha, "SWAPPED")
        .replace(of_beta, of_alpha)
        .replace("SWAPPED", of_beta);
    let found = findings(&swapped);
    assert_eq!(
        found,
        [
            "error[machine/absent]: disk `os` is not in node `alpha`",
            "error[machine/absent]: disk `os` is not in node `beta`"
        ]
    );
    let shown = text(&run(&[], &swapped).stdout);
    assert!(
        shown.contains("move the line to node `beta`, or the disk to node `alpha`"),
        "{shown}"
    );
}

/// A machine that waits has the address that DHCP gave it; its UUID and cards tell which it is.
#[test]
fn machines_are_known_by_more_than_their_address() {
    let moved = machines("right.yaml").replace("node: 192.168.10.1", "node: 192.168.10.9");
    assert_eq!(findings(&moved), Vec::<String>::new());
}

#[test]
fn a_machine_that_nobody_described_is_told() {
    let stranger = "node: 192.168.10.77\nmetadata:\n    type: \
                    SystemInformations.hardware.talos.dev\n    id: systeminformation\nspec:\n    \
                    uuid: 99f2a6c0-8b3e-4f0d-9a57-6e2d1c3b4a99\n";
    assert_eq!(
        findings(stranger),
        ["warning[machine/stranger]: machine `192.168.10.77` is not described"]
    );
}

/// Omni names machines by their UUIDs, and disks by their serial numbers.
#[test]
fn the_status_of_omni_is_read() {
    let status = |memory: u32, mac: &str| {
        format!(
            "metadata:\n    namespace: default\n    type: MachineStatuses.omni.sidero.dev\n    id: \
             11f2a6c0-8b3e-4f0d-9a57-6e2d1c3b4a01\nspec:\n    talosversion: v1.13.9\n    \
             network:\n        hostname: alpha\n        addresses: [192.168.10.11/24]\n        \
             networklinks:\n            - linuxname: enp1s0\n              hardwareaddress: \
             {mac}\n    hardware:\n        memorymodules:\n            - sizemb: {memory}\n        \
             processors:\n            - corecount: 4\n              threadcount: 4\n              \
             manufacturer: Intel(R) Corporation\n        blockdevices:\n            - size: \
             500107862016\n              linuxname: /dev/nvme0n1\n              serial: \
             50026B7381A0001\n              type: NVME\n"
        )
    };
    assert_eq!(
        findings(&status(16_384, "02:00:00:10:00:01")),
        Vec::<String>::new()
    );
    assert_eq!(
        findings(&status(8_192, "02:00:00:10:00:99")),
        [
            "error[machine/absent]: node `alpha` has no card 02:00:00:10:00:01",
            "error[machine/differs]: the memory of node `alpha` is 8 GiB, not 16GiB"
        ]
    );
}

#[test]
fn what_is_no_output_is_refused_with_the_command_that_gives_one() {
    for (input, says) in [
        ("a: [", "is not YAML in line"),
        ("", "says nothing of a machine"),
        (
            "NODE   NAMESPACE   TYPE   ID\n",
            "says nothing of a machine",
        ),
    ] {
        let output = run(&["-"], input);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(says) && told.contains("-o yaml"), "{told}");
    }
    let output = run(&["nowhere.yaml"], "");
    assert!(text(&output.stderr).contains("nowhere.yaml"));
}

/// Of a machine that runs: its own volume, a volume of a pod, a chip's boot area, the same twice.
#[test]
fn what_belongs_there_is_no_finding() {
    let right = machines("right.yaml");
    assert_eq!(
        findings(&format!("{right}---\n{right}")),
        Vec::<String>::new()
    );
    let resource = |kind: &str, id: &str, spec: &str| {
        format!(
            "---\nnode: 192.168.10.12\nmetadata:\n    type: {kind}.block.talos.dev\n    id: \
             {id}\nspec:\n{spec}"
        )
    };
    let own = resource(
        "DiscoveredVolumes",
        "sda1",
        "    dev_path: /dev/sda1\n    parent_dev_path: /dev/sda\n    name: luks\n    \
         partition_label: u-scratch\n",
    );
    let of_pod = resource(
        "Disks",
        "sdx",
        "    dev_path: /dev/sdx\n    size: 10737418240\n    transport: iscsi\n",
    );
    let area = resource(
        "Disks",
        "mmcblk0boot0",
        "    dev_path: /dev/mmcblk0boot0\n    size: 4194304\n",
    );
    assert_eq!(
        findings(&format!("{right}{own}{of_pod}{area}")),
        Vec::<String>::new()
    );
    let other = own.replace("u-scratch", "u-elsewhere");
    assert_eq!(
        findings(&format!("{right}{other}")),
        ["warning[machine/holds-data]: disk `data` of node `beta` is not blank"]
    );
}
