//! `manifests/wipes-disk`

use crate::check::context::Context;
use crate::check::hatch::script;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "manifests/wipes-disk",
    level: Level::Error,
    since: "0.1.0",
    summary: "a container runs a program that wipes disks",
    why: "Argo CD runs it again after a sync, on a new machine, in a rebuilt cluster. Names such \
          as /dev/sdb move: the disk that it wipes next time may be another one, with a club's \
          data.\n\nDisks are wiped by hand, one by one, after a look at the serial number: \
          `out/runbooks` has a runbook for each machine.",
    fr: French {
        summary: "un conteneur lance un programme qui efface des disques",
        why: "Argo CD le relance quand il veut : après une synchronisation, sur une nouvelle \
              machine, dans un cluster reconstruit. Les noms du noyau bougent : le prochain disque \
              effacé est un autre, avec les données d'un club. On efface les disques à la main, un \
              par un, après avoir lu le numéro de série : `out/runbooks` a une procédure pour \
              chaque machine.",
    },
    wrong: &[r#"
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
"#],
    right: &[r#"
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
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in &cx.hatches.objects {
        let mut refuse = |node: &Node, program: &str| {
            report.push(
                RULE.at(
                    object.span(&node.at),
                    format!(
                        "{} `{}` wipes disks: it runs `{program}`",
                        object.kind(),
                        object.name()
                    ),
                )
                .label("Argo CD would run it again and again")
                .help(format!(
                    "remove this {}; a disk is wiped by hand, with the runbook of its machine, \
                     `out/runbooks/wipe-<machine>.md`",
                    object.kind()
                )),
            );
        };
        containers(&object.node, &mut refuse);
        if object.known() == "ConfigMap" {
            for (_, script) in object
                .at(&["data"])
                .map_or(&[][..], Node::pairs)
                .iter()
                .filter(|(_, node)| node.text().starts_with("#!"))
            {
                if let Some(program) = script::wiper(script.text()) {
                    refuse(script, program);
                }
            }
        }
    }
}

/// What containers run, wherever they stand: `command` and `args` are one command.
fn containers<'n>(node: &'n Node, found: &mut dyn FnMut(&Node, &str)) {
    let run: Vec<&Node> = ["command", "args"]
        .iter()
        .filter_map(|key| node.get(key))
        .flat_map(Node::items)
        .collect();
    // A script stands in one text; a plain command has one word in each.
    let is_script = |item: &&&Node| item.text().contains(char::is_whitespace);
    let words: Vec<&str> = run
        .iter()
        .filter(|item| !is_script(item))
        .map(|item| item.text())
        .collect();
    if is_its_own(node, &run) {
        return;
    }
    let scripts = run
        .iter()
        .filter(is_script)
        .find_map(|item| Some((*item, script::wiper(item.text())?)));
    match scripts.or_else(|| Some((run.first()?, script::wipes(&words)?))) {
        Some((item, program)) => found(item, program),
        None => {
            node.pairs()
                .iter()
                .for_each(|(_, inner)| containers(inner, found));
            node.items()
                .iter()
                .for_each(|inner| containers(inner, found));
        }
    }
}

/// Its own volume, which it may write as it likes.
fn is_its_own(node: &Node, run: &[&Node]) -> bool {
    let own: Vec<&str> = node
        .get("volumeDevices")
        .map_or(&[][..], Node::items)
        .iter()
        .filter_map(|device| device.get("devicePath"))
        .map(Node::text)
        .collect();
    let devices = |text: &str| {
        text.match_indices("/dev/")
            .all(|(at, _)| own.iter().any(|path| text[at..].starts_with(path)))
    };
    !own.is_empty() && run.iter().all(|item| devices(item.text()))
}
