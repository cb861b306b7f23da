//! `vm/cloud-init`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, did_you_mean};
use crate::model::Vm;
use crate::source::Spanned;
use crate::yaml;

pub static RULE: Rule = Rule {
    id: "vm/cloud-init",
    level: Level::Error,
    since: "0.1.0",
    summary: "cloud-init would ignore what a file says",
    why: "cloud-init tells nobody but its log inside the VM: the VM starts without its users, keys \
          or packages, and nobody can sign in to find out why.",
    fr: French {
        summary: "cloud-init ignorerait ce que dit un fichier",
        why: "cloud-init ne le dit qu'à son journal dans la VM : elle démarre sans ses \
              utilisateurs, clés ou paquets, et personne ne peut s'y connecter pour comprendre.",
    },
    // cloud-init user-data formats; config/schemas/schema-cloud-config-v1.json
    wrong: &[
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        cloud-init "headless.yaml.j2"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" os=windows {
        disk "root" image="debian-13" size="64GB"
        cloud-init "linux.yaml"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" os=windows {
        disk "root" image="debian-13" size="64GB"
        cloud-init "linux.sh"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        cloud-init "windows.ps1"
    }
}
"#,
    ],
    right: &[
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        cloud-init "right.yaml.j2"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" os=windows {
        disk "root" image="debian-13" size="64GB"
        cloud-init "windows.yaml"
    }
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        let path = |given: &Option<Spanned<String>>| {
            given
                .as_ref()
                .map_or(String::new(), |path| path.value.clone())
        };
        if let Some(text) = &vm.user_data {
            let path = path(&vm.decl.cloud_init);
            let keys = match vm.is_windows() {
                true => not_for_windows,
                false => unknown_key,
            };
            let found = user_data(&path, text, keys);
            report.extend(found.or_else(|| other_system(vm, &path, text)));
        }
        if let Some(text) = &vm.network_data {
            not_yaml(&path(&vm.decl.network_data), text)
                .into_iter()
                .for_each(|problem| report.push(problem));
        }
    }
}

/// How user data of other formats starts.
const FORMATS: [&str; 5] = ["#", "Content-Type:", "MIME-Version:", "From ", "rem "];

/// How scripts start that only one system runs: cloudbase-init
/// (cloudbaseinit/plugins/common/execcmd.py) for Windows, cloud-init for Linux.
const FOR_WINDOWS: [&str; 4] = ["#ps1", "#ps1_sysnative", "#ps1_x86", "rem cmd"];
const FOR_LINUX: [&str; 4] = [
    "#!/bin/sh",
    "#!/bin/bash",
    "#!/usr/bin/env bash",
    "#cloud-boothook",
];

/// A script of the other kind of guest.
fn other_system(vm: &Vm, path: &str, text: &Spanned<String>) -> Option<Diagnostic> {
    let (theirs, script, guest, help) = match vm.is_windows() {
        true => (
            &FOR_LINUX,
            "Linux",
            "Windows",
            "write a script for PowerShell, with `#ps1_sysnative` as its first line",
        ),
        false => (
            &FOR_WINDOWS,
            "Windows",
            "Linux",
            "write a script with `#!/bin/sh` as its first line; or `os=windows`, if that is the guest",
        ),
    };
    let first = text.lines().next().unwrap_or_default().trim_end();
    theirs.contains(&first).then(|| {
        RULE.at(
            text.span,
            format!("`{path}` is a script for {script}, and the guest is {guest}"),
        )
        .label(format!("`{first}` is not run there"))
        .help(help)
    })
}

/// Both sides of a merge are no script and no configuration.
fn merge_mark(path: &str, text: &Spanned<String>) -> Option<Diagnostic> {
    let is_mark = |line: &str| {
        ["<<<<<<< ", ">>>>>>> ", "||||||| "]
            .iter()
            .any(|mark| line.starts_with(mark))
    };
    let at = text.lines().position(is_mark)? + 1;
    Some(
        RULE.at(
            text.span,
            format!("`{path}` line {at}: a merge has left its marks here"),
        )
        .label("both sides would reach the VM")
        .help("keep one side, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`"),
    )
}

/// What is wrong with the keys of a cloud-config.
type Keys = fn(&str, &Spanned<String>) -> Option<Diagnostic>;

fn user_data(path: &str, text: &Spanned<String>, keys: Keys) -> Option<Diagnostic> {
    if let Some(mark) = merge_mark(path, text) {
        return Some(mark);
    }
    if !FORMATS.iter().any(|format| text.starts_with(format)) {
        return Some(
            RULE.at(
                text.span,
                format!("`{path}` does not say that it is for cloud-init"),
            )
            .label("its first line is something else")
            .help("write `#cloud-config` as the first line of the file, without a blank before it"),
        );
    }
    let config = ["#cloud-config\n", "#cloud-config\r", "## template:"]
        .iter()
        .any(|head| text.starts_with(head));
    if !config {
        return None;
    }
    not_yaml(path, text).or_else(|| keys(path, text))
}

fn unknown_key(path: &str, text: &Spanned<String>) -> Option<Diagnostic> {
    let document = yaml::nodes(text).ok()?.into_iter().next()?;
    let (key, near) = document.pairs().iter().find_map(|(key, _)| {
        let unknown = !KEYS.contains(&key.text.replace('_', "-").as_str());
        Some((
            key,
            did_you_mean(&key.text.replace('_', "-"), KEYS).filter(|_| unknown)?,
        ))
    })?;
    let line = line(text, key.at.start);
    Some(
        RULE.at(
            text.span,
            format!("`{path}` line {line}: cloud-init has no key `{}`", key.text),
        )
        .label("ignored without an error")
        .help(format!("did you mean `{}`?", near.replace('-', "_"))),
    )
}

/// cloudbase-init, which reads it in a Windows guest, knows few of the keys
/// (cloudbaseinit/plugins/common/userdataplugins/cloudconfigplugins/factory.py).
fn not_for_windows(path: &str, text: &Spanned<String>) -> Option<Diagnostic> {
    const KNOWN: [&str; 9] = [
        "groups",
        "hostname",
        "ntp",
        "runcmd",
        "set-hostname",
        "set-timezone",
        "timezone",
        "users",
        "write-files",
    ];
    let document = yaml::nodes(text).ok()?.into_iter().next()?;
    let unknown = |key: &&yaml::Key| !KNOWN.contains(&key.text.replace('_', "-").as_str());
    let key = document.pairs().iter().map(|(key, _)| key).find(unknown)?;
    Some(
        RULE.at(
            text.span,
            format!(
                "`{path}` line {}: `{}` is for Linux, and the guest is Windows",
                line(text, key.at.start),
                key.text
            ),
        )
        .label("ignored without an error")
        .help(format!(
            "write a script (`#ps1_sysnative` as the first line), or keys that cloudbase-init \
             knows: {}",
            KNOWN
                .map(|key| format!("`{}`", key.replace('-', "_")))
                .join(", ")
        )),
    )
}

fn not_yaml(path: &str, text: &Spanned<String>) -> Option<Diagnostic> {
    let problem = yaml::nodes(text).err()?;
    let line = line(text, problem.at.start);
    Some(
        RULE.at(
            text.span,
            format!("`{path}` line {line}: {}", problem.message),
        )
        .label("cloud-init reads nothing of it")
        .help(problem.help),
    )
}

fn line(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

/// Top-level keys of cloud-config; `_` and `-` are the same to a reader of messages.
const KEYS: [&str; 62] = [
    "ansible",
    "apk-repos",
    "apt",
    "apt-pipelining",
    "bootcmd",
    "byobu-by-default",
    "ca-certs",
    "chef",
    "chpasswd",
    "create-hostname-file",
    "device-aliases",
    "disable-ec2-metadata",
    "disable-root",
    "disk-setup",
    "final-message",
    "fqdn",
    "fs-setup",
    "groups",
    "growpart",
    "grub-dpkg",
    "hostname",
    "keyboard",
    "landscape",
    "locale",
    "lxd",
    "manage-etc-hosts",
    "manage-resolv-conf",
    "merge-how",
    "mounts",
    "mount-default-fields",
    "no-ssh-fingerprints",
    "ntp",
    "output",
    "package-reboot-if-required",
    "package-update",
    "package-upgrade",
    "packages",
    "password",
    "phone-home",
    "power-state",
    "preserve-hostname",
    "puppet",
    "random-seed",
    "resize-rootfs",
    "resolv-conf",
    "rsyslog",
    "runcmd",
    "salt-minion",
    "snap",
    "ssh",
    "ssh-authorized-keys",
    "ssh-deletekeys",
    "ssh-import-id",
    "ssh-keys",
    "ssh-pwauth",
    "swap",
    "system-info",
    "timezone",
    "user",
    "users",
    "write-files",
    "yum-repos",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str) -> Option<Diagnostic> {
        user_data(
            "a.yaml",
            &Spanned::new(text.to_string(), Default::default()),
            unknown_key,
        )
    }

    #[test]
    fn every_format_is_for_cloud_init() {
        for start in [
            "#cloud-config\nhostname: a\n",
            "#!/bin/sh\n",
            "## template: jinja\n#cloud-config\n",
            "Content-Type: multipart/mixed; boundary=\"a\"\n",
            "MIME-Version: 1.0\n",
            "From nobody Fri Jan 11 07:00:00 2008\n",
            "rem cmd\n",
        ] {
            assert!(judged(start).is_none(), "{start}");
        }
        assert!(judged("hostname: a\n").is_some());
    }

    /// Each key as it is, and with a letter too much.
    #[test]
    fn a_misspelt_key_is_told() {
        let keys = "ansible apk_repos apt apt_pipelining bootcmd byobu_by_default ca_certs chef \
                    chpasswd create_hostname_file device_aliases disable_ec2_metadata disable_root \
                    disk_setup final_message fqdn fs_setup groups growpart grub_dpkg hostname \
                    keyboard landscape locale lxd manage_etc_hosts manage_resolv_conf merge_how \
                    mounts mount_default_fields no_ssh_fingerprints ntp output \
                    package_reboot_if_required package_update package_upgrade packages password \
                    phone_home power_state preserve_hostname puppet random_seed resize_rootfs \
                    resolv_conf rsyslog runcmd salt_minion snap ssh ssh_authorized_keys \
                    ssh_deletekeys ssh_import_id ssh_keys ssh_pwauth swap system_info timezone \
                    user users write_files yum_repos";
        for key in keys.split_whitespace() {
            assert!(
                judged(&format!("#cloud-config\n{key}: a\n")).is_none(),
                "{key}"
            );
            let found = judged(&format!("#cloud-config\n{key}x: a\n"));
            let help = found.map(|finding| finding.help.join(""));
            assert_eq!(help, Some(format!("did you mean `{key}`?")));
        }
    }
}
