//! What a shell script, or a command, does to disks. Quotes, comments and the words around a
//! command are seen through; what a script computes is not followed.
//!
//! Must not know: YAML, findings.

/// The first program of a script that takes away what stands on a disk.
pub fn wiper(script: &str) -> Option<&str> {
    let lines = script.lines().map(without_comment);
    let commands = lines.flat_map(|line| line.split([';', '|', '&', '(', ')', '`']));
    commands
        .map(|command| {
            command
                .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
                .filter(|word| !word.is_empty())
        })
        .find_map(|words| {
            let words: Vec<&str> = words.collect();
            wipes(&words)
        })
}

/// The program of one command, when it takes away what stands on a disk.
pub fn wipes<'w>(words: &[&'w str]) -> Option<&'w str> {
    // `cat image > /dev/sda`, `>/dev/sda`.
    let targets = words.iter().enumerate().filter_map(|(at, word)| {
        match word
            .trim_start_matches(['1', '2'])
            .strip_prefix('>')?
            .trim_start_matches('>')
        {
            "" => words.get(at + 1).copied(),
            target => Some(target),
        }
    });
    if let Some(target) = targets.into_iter().find(|target| is_named_disk(target)) {
        return Some(target);
    }
    let start = words.iter().position(|word| !is_around(word))?;
    let (first, rest) = (words[start], &words[start + 1..]);
    if STARTERS.contains(&name(first)) {
        // `nsenter -t 1 -m -- wipefs ...`, `find ... -exec wipefs ...`: the program is somewhere
        // behind.
        return (0..rest.len())
            .filter(|at| is_program(name(rest[*at])))
            .find_map(|at| wipes(&rest[at..]));
    }
    wipes_with(name(first), rest).then_some(first)
}

/// Words before a command: `if ! A=b command`.
fn is_around(word: &str) -> bool {
    let assigned = word
        .split_once('=')
        .is_some_and(|(left, _)| left.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    matches!(
        word,
        "if" | "then" | "else" | "elif" | "while" | "until" | "do" | "{" | "!"
    ) || word.ends_with('$')
        || assigned
}

/// Programs that start another one.
const STARTERS: [&str; 17] = [
    "sudo", "env", "exec", "nice", "ionice", "nohup", "time", "timeout", "nsenter", "chroot",
    "unshare", "xargs", "find", "sh", "bash", "ash", "busybox",
];

fn name(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

fn is_program(name: &str) -> bool {
    name.starts_with("mkfs")
        || matches!(
            name,
            "wipefs"
                | "blkdiscard"
                | "sgdisk"
                | "sfdisk"
                | "parted"
                | "shred"
                | "ceph-volume"
                | "ceph-bluestore-tool"
                | "dd"
                | "mke2fs"
                | "tee"
                | "cp"
                | "cryptsetup"
                | "nvme"
                | "hdparm"
                | "pvcreate"
                | "mdadm"
                | "zpool"
                | "talosctl"
        )
}

/// Most of these programs can also be asked to show something only.
fn wipes_with(program: &str, words: &[&str]) -> bool {
    let has = |options: &[&str]| words.iter().any(|word| options.contains(word));
    let has_letter = |letters: &[char]| {
        words
            .iter()
            .any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains(letters))
    };
    let on_disk = || words.iter().any(|word| is_disk(word));
    match program {
        "wipefs" => {
            (has_letter(&['a', 'o']) || has(&["--all", "--offset"]))
                && !has_letter(&['n'])
                && !has(&["--no-act"])
        }
        "blkdiscard" => on_disk(),
        "sgdisk" => {
            has_letter(&['Z', 'z', 'o', 'd', 'n', 'g'])
                || words
                    .iter()
                    .any(|word| SGDISK.iter().any(|option| word.starts_with(option)))
        }
        "sfdisk" => {
            on_disk()
                && !has_letter(&['l', 'd', 'J', 's', 'F', 'V'])
                && !has(&[
                    "--list",
                    "--dump",
                    "--json",
                    "--verify",
                    "--show-size",
                    "--list-free",
                ])
        }
        "parted" => has(&["mklabel", "mktable", "mkpart", "rm"]),
        "shred" | "mke2fs" | "pvcreate" => on_disk(),
        "ceph-bluestore-tool" => has(&["zap-device"]),
        "cryptsetup" => has(&["luksFormat", "erase", "reencrypt"]),
        "nvme" => has(&["format", "sanitize"]),
        "hdparm" => words
            .iter()
            .any(|word| word.starts_with("--security-erase") || word.starts_with("--trim-sector")),
        "mdadm" => has(&["--zero-superblock", "--create", "-C"]) && on_disk(),
        "zpool" => has(&["create", "labelclear", "add", "replace"]),
        // On its own it does nothing to a disk of a cluster; with these words it empties machines.
        "talosctl" => has(&["wipe", "reset"]),
        "tee" => words.iter().any(|word| is_named_disk(word)),
        "cp" => words.last().is_some_and(|word| is_named_disk(word)),
        "ceph-volume" => has(&["zap", "prepare", "create", "batch"]),
        // Quotes have split `of="$disk"`.
        "dd" => words
            .iter()
            .enumerate()
            .any(|(at, word)| match word.strip_prefix("of=") {
                Some("") => words.get(at + 1).is_some_and(|target| is_disk(target)),
                target => target.is_some_and(is_disk),
            }),
        _ => program.starts_with("mkfs") && on_disk(),
    }
}

const SGDISK: [&str; 6] = [
    "--zap",
    "--clear",
    "--delete",
    "--new",
    "--mbrtogpt",
    "--load-backup",
];

/// A device, or a variable that is called after one: `/dev/sda`, `$DISK`, `${dev}`.
fn is_disk(word: &str) -> bool {
    let variable = word
        .strip_prefix('$')
        .map(|name| name.trim_matches(['{', '}']).to_ascii_lowercase());
    let says_disk = |name: &str| {
        name == "d"
            || ["disk", "dev", "drive", "osd"]
                .iter()
                .any(|part| name.contains(part))
    };
    match variable {
        Some(name) => says_disk(&name),
        None => {
            word.starts_with("/dev/")
                && !HARMLESS.iter().any(|device| word[5..].starts_with(device))
        }
    }
}

/// Not a device of another kind that text is sent to.
fn is_named_disk(word: &str) -> bool {
    [
        "sd", "nvme", "vd", "hd", "xvd", "md", "dm-", "mapper/", "disk/", "mmcblk",
    ]
    .iter()
    .any(|kind| {
        word.strip_prefix("/dev/")
            .is_some_and(|name| name.starts_with(kind))
    })
}

const HARMLESS: [&str; 9] = [
    "null",
    "zero",
    "full",
    "std",
    "fd/",
    "tty",
    "shm",
    "termination-log",
    "urandom",
];

/// `# ...` at the start of a word.
fn without_comment(line: &str) -> &str {
    let start = line
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|at| *at == 0 || line[..*at].ends_with(char::is_whitespace));
    start.map_or(line, |at| &line[..at])
}

#[cfg(test)]
mod tests {
    use super::{wiper, wipes};

    #[test]
    fn what_wipes_is_told_from_what_shows() {
        let wrong = [
            "wipefs -a /dev/sdb",
            "set -e; /usr/sbin/sgdisk --zap-all $d",
            "x=$(blkdiscard /dev/sda)",
            "mkfs.ext4 /dev/sdb",
            "dd if=/dev/zero of=/dev/sdb",
            "dd if=/dev/zero of=$DISK bs=1M",
            "dd if=/dev/zero of=\"${disk}\"",
            "cat /dev/zero > /dev/sda",
            "parted -s /dev/sda mklabel gpt",
            "for d in sda sdb; do wipefs -af /dev/$d; done",
            "if ! blkid /dev/sda; then\n  mkfs.xfs /dev/sda\nfi",
            "nsenter -t 1 -m -- wipefs --all /dev/sda",
            "sh -c \"ceph-volume lvm zap /dev/sda\"",
            "ceph-bluestore-tool zap-device --dev /dev/sdb --yes-i-really-really-mean-it",
            "talosctl -n 10.0.0.21 wipe disk sdb",
            "cat /dev/zero | tee /dev/sda",
            "cp /dev/zero /dev/nvme0n1",
            "cryptsetup -q luksFormat /dev/sda key",
            "nvme format /dev/nvme0n1",
            "pvcreate -ff /dev/sdb",
            "mdadm --zero-superblock /dev/sdb",
            "zpool create tank /dev/sdb",
        ];
        for script in wrong {
            assert!(wiper(script).is_some(), "{script}");
        }
    }

    #[test]
    fn what_only_shows_passes() {
        let right = [
            "lsblk",
            "cp /etc/hosts /tmp/hosts",
            "tee /dev/stderr",
            "talosctl version",
            "cryptsetup status data",
            "nvme list",
            "echo wipefsx",
            "dd if=/dev/zero of=/tmp/file",
            "dd if=/dev/sda of=/dev/null bs=1M",
            "cat /etc/mke2fs.conf > /dev/null 2>&1",
            "sfdisk -l /dev/sda",
            "sgdisk -p /dev/sda",
            "wipefs /dev/sda",
            "ceph-volume inventory",
            "ceph-volume lvm list",
            "shred -u /tmp/token",
            "mkfs.ext4 -F /tmp/disk.img",
            "mkfs_opts=none",
            "# never run wipefs -a /dev/sda here",
            "restic backup --exclude shred /dev/shm",
            "echo done > /dev/termination-log",
            "echo 'wipefs -a /dev/sda'",
        ];
        for script in right {
            assert_eq!(wiper(script), None, "{script}");
        }
        assert_eq!(
            wipes(&["/sbin/wipefs", "-a", "/dev/sdb"]),
            Some("/sbin/wipefs")
        );
        assert_eq!(wipes(&["restic", "backup"]), None);
        assert_eq!(wipes(&[]), None);
    }
}

#[test]
fn whatever_starts_it_wipes() {
    for starter in [
        "sudo", "env", "exec", "nice", "ionice", "nohup", "time", "timeout", "nsenter", "chroot",
        "unshare", "xargs", "find", "sh", "bash", "ash", "busybox",
    ] {
        let words = [starter, "wipefs", "-a", "/dev/sdb"];
        assert_eq!(wipes(&words), Some("wipefs"), "{starter}");
    }
    for option in [
        "--zap",
        "--clear",
        "--delete=1",
        "--new=1",
        "--mbrtogpt",
        "--load-backup=a",
    ] {
        assert!(
            wiper(&format!("sgdisk {option} /dev/sdb")).is_some(),
            "{option}"
        );
    }
    for device in [
        "null",
        "zero",
        "full",
        "stdout",
        "fd/3",
        "tty1",
        "shm/a",
        "termination-log",
        "urandom",
    ] {
        assert_eq!(wiper(&format!("cat a > /dev/{device}")), None, "{device}");
    }
}
