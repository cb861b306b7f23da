//! `manifests/wipes-disk`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "manifests/wipes-disk",
    level: Level::Error,
    since: "0.1.0",
    summary: "a container runs a program that wipes disks",
    why: "Argo CD starts it again whenever it likes: after a sync, on a new machine, in a rebuilt cluster. Kernel names move, \
          so that the disk it wipes next time is another one, with the data of a club. Disks are wiped by hand, one by one, \
          after a look at the serial number: `out/docs` has a runbook for each machine.",
    fr: French {
        summary: "un conteneur lance un programme qui efface des disques",
        why: "Argo CD le relance quand il veut : après une synchronisation, sur une nouvelle machine, dans un cluster \
              reconstruit. Les noms du noyau bougent : le prochain disque effacé est un autre, avec les données d'un club. On \
              efface les disques à la main, un par un, après avoir lu le numéro de série : `out/docs` a une procédure pour \
              chaque machine.",
    },
    wrong: r#"
manifests "wipe" namespace="rook-ceph" {
    yaml """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: zap
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: zap
                  image: docker.io/library/alpine:3.22
                  command: ["sh", "-c", "wipefs --all /dev/sdb"]
        """
}
"#,
    right: r#"
manifests "look" namespace="rook-ceph" {
    yaml """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: look
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: look
                  image: docker.io/library/alpine:3.22
                  command: ["sh", "-c", "lsblk"]
        """
}
"#,
    check: Some(check),
};

/// Programs that take away what stands on a disk, and nothing else.
const WIPERS: [&str; 6] = ["wipefs", "blkdiscard", "sgdisk", "sfdisk", "shred", "ceph-volume"];

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in &cx.hatches.objects {
        object.node.each_scalar(&mut |path, node| {
            let text = node.text();
            let runs = matches!(path, [.., "command" | "args"]) || (object.kind() == "ConfigMap" && text.starts_with("#!"));
            let Some(program) = wiper(text).filter(|_| runs) else { return };
            report.push(
                RULE.at(object.span(&node.at), format!("{} `{}` wipes disks: it runs `{program}`", object.kind(), object.name()))
                    .label("Argo CD would start it whenever it likes")
                    .help("remove it, and wipe disks by hand with the runbook of the machine in `out/docs`"),
            );
        });
    }
}

/// The first word that wipes: `wipefs`, `mkfs.ext4`, `dd of=/dev/sdb`.
fn wiper(text: &str) -> Option<&str> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ';' | '|' | '&' | '(' | ')' | '"' | '\'' | '`' | '$'));
    let program = |word: &str| word.rsplit('/').next().unwrap_or_default().to_string();
    words.filter(|word| !word.is_empty()).find(|word| {
        let name = program(word);
        WIPERS.contains(&name.as_str()) || name.starts_with("mkfs") || word.starts_with("of=/dev/")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn programs_are_found_wherever_they_stand() {
        for text in ["wipefs -a /dev/sdb", "set -e; /usr/sbin/sgdisk --zap-all $d", "x=$(blkdiscard /dev/sda)", "mkfs.ext4 /dev/sdb", "dd if=/dev/zero of=/dev/sdb"] {
            assert!(super::wiper(text).is_some(), "{text}");
        }
        for text in ["lsblk", "echo wipefsx", "dd if=/dev/zero of=/tmp/file", "cat /etc/mke2fs.conf"] {
            assert!(super::wiper(text).is_none(), "{text}");
        }
    }
}
