//! `node/sysctl-value`

use crate::check::about::documents::{SYSCTLS, pairs};
use crate::check::about::machines::machines;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "node/sysctl-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "a kernel setting has a value that the kernel refuses, or that Kubernetes cannot \
              live with",
    why: "Talos writes the text as it is. What the kernel cannot read is tried again forever and \
          never holds. Some legal values are worse: without forwarding no pod has a network, and \
          the kubelet does not start when memory and panic settings are not the ones it expects.",
    fr: French {
        summary: "un réglage du noyau a une valeur que le noyau refuse, ou avec laquelle \
                  Kubernetes ne peut pas vivre",
        why: "Talos écrit le texte tel quel. Ce que le noyau ne sait pas lire est réessayé sans \
              fin et n'est jamais en vigueur. Certaines valeurs permises sont pires : sans \
              forwarding, aucun pod n'a de réseau, et le kubelet ne démarre pas si les réglages de \
              mémoire et de panic ne sont pas ceux qu'il attend.",
    },
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    sysctl "vm.nr_hugepages" "1024 pages"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    sysctl "net.ipv4.ip_forward" "0"
}
"#,
        r#"
patch "talos" on=worker """
    machine:
      sysctls:
        vm.overcommit_memory: "0"
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      sysctls:
        net.core.rmem_max: 16MiB
    """
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    sysctl "vm.nr_hugepages" "1024"
    sysctl "net.ipv4.tcp_rmem" "4096 131072 6291456"
    sysctl "net.ipv4.tcp_congestion_control" "bbr"
    sysctl "net.ipv4.ip_local_reserved_ports" "30000-32767,50000"
    sysctl "kernel.core_pattern" "|/bin/false"
    sysctl "net/ipv4/ip_forward" "1"
}
"#],
    check: Check::Written(check),
};

/// Values that break a machine of Kubernetes: key, the values that work, what happens otherwise.
///
/// kubernetes v1.36 pkg/kubelet/cm/container_manager_linux.go setupKernelTunables: with
/// `protectKernelDefaults`, which Talos sets (talos v1.13.9 controllers/k8s/kubelet_spec.go), the
/// kubelet ends unless these are as it wants them.
const ONLY: [(&str, &[&str], &str); 10] = [
    ("net.ipv4.ip_forward", &["1"], NO_FORWARDING),
    ("net.ipv4.conf.all.forwarding", &["1"], NO_FORWARDING),
    ("net.ipv4.conf.default.forwarding", &["1"], NO_FORWARDING),
    ("net.ipv4.conf.all.rp_filter", &["0", "2"], NO_RETURN),
    ("vm.overcommit_memory", &["1"], NO_KUBELET),
    ("vm.panic_on_oom", &["0"], NO_KUBELET),
    ("kernel.panic", &["10"], NO_KUBELET),
    ("kernel.panic_on_oops", &["1"], NO_KUBELET),
    ("kernel.keys.root_maxkeys", &["1000000"], NO_KUBELET),
    ("kernel.keys.root_maxbytes", &["25000000"], NO_KUBELET),
];
const NO_FORWARDING: &str = "no packet of a pod leaves its machine";
const NO_RETURN: &str = "the kernel drops packets of pods that come back another way";
const NO_KUBELET: &str = "the kubelet does not start with anything else";

/// Parts of keys whose values are words, lists or paths (linux Documentation/admin-guide/sysctl).
const WORDS: [&str; 14] = [
    "congestion_control",
    "core_pattern",
    "default_qdisc",
    "domainname",
    "fastopen_key",
    "hostname",
    "hotplug",
    "modprobe",
    "poweroff_cmd",
    "reserved_ports",
    "seccomp.actions_logged",
    "stable_secret",
    "binfmt_misc",
    "crypto.fips_name",
];

fn check(cx: &Context<'_>, report: &mut Report) {
    let declared = machines(cx).flat_map(|machine| &machine.sysctl);
    for sysctl in declared {
        let (key, value) = (&sysctl.key.value, &sysctl.value);
        report.extend(problem(key, &value.value, value.span));
    }
    for (document, key, value) in pairs(cx, &SYSCTLS) {
        report.extend(problem(&key.text, value.text(), document.span(&value.at)));
    }
}

fn problem(key: &str, value: &str, span: Span) -> Option<Diagnostic> {
    // An empty value or a number of YAML: upstream's form says what is wrong.
    if value.is_empty() {
        return None;
    }
    // `net/ipv4/ip_forward` is the same.
    let key = key.replace('/', ".");
    let only = ONLY.iter().find(|(name, ..)| *name == key);
    if let Some((_, right, outcome)) = only.filter(|(_, right, _)| !right.contains(&value.trim())) {
        let right = right.first().unwrap_or(&"");
        return Some(
            RULE.at(span, format!("`{key}` must be {right} here, not {value}"))
                .label(*outcome)
                .help(format!(
                    "remove this setting: without it, the value is {right}"
                )),
        );
    }
    let takes_words = WORDS.iter().any(|part| key.contains(part));
    let wrong = value.split_whitespace().find(|word| !is_number(word))?;
    if takes_words {
        return None;
    }
    let problem = RULE
        .at(span, format!("`{key}` takes numbers, not `{wrong}`"))
        .label("the kernel refuses it");
    Some(match in_full(value) {
        Some(number) => problem.help(format!("write a whole number without a unit: \"{number}\"")),
        None => problem.help("write a whole number, without a unit"),
    })
}

/// `16MiB` as a number; what stands before a word, such as `1024 pages`.
fn in_full(value: &str) -> Option<u64> {
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit());
    let number: u64 = value[..value.len() - unit.len()].parse().ok()?;
    let factor = match unit.trim().trim_end_matches(['B', 'b']) {
        "K" | "k" | "Ki" => 1 << 10,
        "M" | "Mi" => 1 << 20,
        "G" | "Gi" => 1 << 30,
        _ => 1,
    };
    number.checked_mul(factor)
}

/// As the kernel reads it: decimal with a sign, octal, or hexadecimal.
fn is_number(word: &str) -> bool {
    let word = word.strip_prefix('-').unwrap_or(word);
    match word.strip_prefix("0x") {
        Some(digits) => !digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit()),
        None => !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_refuses_another_value() {
        for (key, right, _) in ONLY {
            assert!(problem(key, "7", Span::default()).is_some(), "{key}");
            for right in right {
                assert!(problem(key, right, Span::default()).is_none(), "{key}");
            }
        }
    }

    #[test]
    fn every_row_takes_words() {
        for part in WORDS {
            let key = format!("kernel.{part}");
            assert!(problem(&key, "a word", Span::default()).is_none(), "{key}");
        }
        assert!(problem("kernel.pid_max", "a word", Span::default()).is_some());
    }

    #[test]
    fn units_are_multiplied_out() {
        assert_eq!(in_full("16MiB"), Some(16 << 20));
        assert_eq!(in_full("4k"), Some(4_096));
        assert_eq!(in_full("1024 pages"), Some(1_024));
        assert_eq!(in_full("lots"), None);
    }

    #[test]
    fn numbers_are_the_kernel_s() {
        assert!(["0", "-1", "0x1f", "010"].into_iter().all(is_number));
        assert!(
            ["", "-", "0x", "1e3", "1.5", "16MiB"]
                .into_iter()
                .all(|word| !is_number(word))
        );
    }
}
