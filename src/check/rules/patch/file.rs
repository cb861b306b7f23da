//! `patch/file`

use crate::check::about::documents::reaching;
use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::containerd;
use crate::source::Span;
use crate::yaml::Node;
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "patch/file",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch writes a file that Talos does not let it write",
    why: "Files of `machine.files` are written at every boot. One that cannot be written ends the \
          boot: the machine restarts, tries again, and never comes back, on all machines of the \
          patch at once. Talos checks none of this before.",
    fr: French {
        summary: "un patch écrit un fichier que Talos ne laisse pas écrire",
        why: "Les fichiers de `machine.files` sont écrits à chaque démarrage. Un seul qui ne peut \
              pas l'être arrête le démarrage : la machine redémarre, réessaie et ne revient \
              jamais, sur toutes les machines du patch à la fois. Talos n'en vérifie rien avant.",
    },
    // talos v1.13.9 internal/app/machined/pkg/runtime/v1alpha1/v1alpha1_sequencer_tasks.go
    // WriteUserFiles, injectCRIConfigPatch
    wrong: &[
        r#"
patch "talos" on=all """
    machine:
      files:
        - op: create
          path: /etc/ssl/certs/lab-root-ca.crt
          permissions: 0o644
          content: text
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      files:
        - op: create
          path: /var/lib/lab/a.conf
          permissions: 0o644
          content: text
    """
patch "talos" on="worker-1" """
    machine:
      files:
        - op: overwrite
          path: /var/lib/lab/a.conf
          permissions: 0o600
          content: other
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      files:
        - op: create
          path: /etc/cri/conf.d/20-customization.part
          permissions: 0o644
          content: |
            [plugins."io.containerd.cri.v1.images"]
              discard_unpacked_layers = false
    """
"#,
    ],
    right: &[
        r#"
patch "talos" on=worker """
    machine:
      files:
        - op: create
          path: /var/lib/lab/a.conf
          permissions: 0o644
          content: text
        - op: create
          path: /etc/kubernetes/manifests/a.yaml
          permissions: 0o644
          content: text
        - op: overwrite
          path: /etc/nfsmount.conf
          permissions: 0o644
          content: text
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      files:
        - op: create
          path: /etc/cri/conf.d/20-customization.part
          permissions: 0o644
          content: |
            [plugins."io.containerd.cri.v1.images"]
              discard_unpacked_layers = false
            [plugins."io.containerd.cri.v1.runtime"]
              device_ownership_from_security_context = true
    """
"#,
    ],
    check: Check::Written(check),
};

/// Of static pods.
const MANIFESTS: &str = "/etc/kubernetes/manifests";

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in &cx.hatches.patches {
        for file in files(document) {
            report.extend(outside(document, file));
        }
    }
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        let needs_ours = cx.model.has_vms() && cx.model.takes_workloads(node);
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for document in reaching(cx, node) {
            for (path, at, content) in written(document) {
                let is_containerd = path == containerd::PATH;
                let lacks_ours = needs_ours && !containerd::has_setting(content);
                let earlier = seen.iter().find(|(known, _)| *known == path);
                let finding = match earlier {
                    Some((_, first)) => Some(twice(path, at, *first)),
                    None if is_containerd && lacks_ours => Some(without_ours(at)),
                    None => None,
                };
                report.extend(finding.filter(|_| told.insert(at)));
                seen.push((path, at));
            }
        }
    }
}

/// Entries of `machine.files`.
fn files<'d>(document: &'d PatchDocument<'_>) -> &'d [Node] {
    let list = document.node.at_path(&["machine", "files"]);
    let list = list.filter(|_| document.kind().is_empty());
    list.map_or(&[], |(_, list)| list.items())
}

/// Paths that are written, where, and with which content. All documents that customize containerd
/// are one file.
fn written<'d>(document: &'d PatchDocument<'_>) -> Vec<(&'d str, Span, &'d str)> {
    if document.kind() == containerd::KIND {
        let content = document.node.get("content").map_or("", Node::text);
        return vec![(containerd::PATH, document.head(), content)];
    }
    let entry = |file: &'d Node| {
        let path = file.get("path")?;
        let content = file.get("content").map_or("", Node::text);
        Some((path.text(), document.span(&path.at), content))
    };
    files(document).iter().filter_map(entry).collect()
}

fn outside(document: &PatchDocument<'_>, file: &Node) -> Option<Diagnostic> {
    let path = file.get("path")?;
    let text = path.text();
    let relative = text.trim_start_matches('/');
    let is_free = relative == "var"
        || relative.starts_with("var/")
        || text == containerd::PATH
        || text
            .rsplit_once('/')
            .is_some_and(|(folder, _)| folder == MANIFESTS);
    let creates = file.get("op").is_none_or(|op| op.says("create"));
    (creates && !is_free && !text.is_empty()).then(|| {
        let own = |word: &str| format!("remove it, and write {word}");
        let help = if text.contains("/ssl/") || text.contains("ca-certificates") {
            own("a document `kind: TrustedRootsConfig` with the certificate below `certificates:`")
        } else if text.starts_with("/etc/udev/") {
            own("its lines below `machine.udev.rules`")
        } else if text == "/etc/hosts" {
            own("a document `kind: StaticHostConfig` for each address")
        } else {
            let file = relative.rsplit('/').next().unwrap_or(relative);
            format!("write a path below /var, such as `/var/lib/{file}`")
        };
        RULE.at(
            document.span(&path.at),
            format!("Talos creates no file at `{text}`"),
        )
        .label("outside of /var: every boot ends here")
        .help(help)
    })
}

fn twice(path: &str, at: Span, first: Span) -> Diagnostic {
    RULE.at(at, format!("`{path}` is written twice on one machine"))
        .label("again here")
        .also(first, "first here")
        .help("write it once, with the content of both")
}

/// Ours and theirs are one file, which is written once.
fn without_ours(at: Span) -> Diagnostic {
    RULE.at(at, "this file must hold what the disks of VMs need, too")
        .label("Radier writes the same file")
        .help(format!(
            "add to its content the line `{}`, and below it `{}`; Radier then leaves the file to \
         you",
            containerd::SECTION,
            containerd::SETTING
        ))
}
