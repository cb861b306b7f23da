//! `encryption/cannot-unlock`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report, names};
use crate::language::{Key, Tpm};
use crate::model::{Node, VolumeEncryption};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    id: "encryption/cannot-unlock",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine cannot unlock a volume at boot",
    why: "A key must be there before anything else is: a TPM with secure boot for `tpm`, a real \
          UUID for `node-id`, a network that works without the configuration for `kms` (the \
          configuration is inside STATE, which the key opens). Otherwise the machine stands still \
          at its first boot.",
    fr: French {
        summary: "une machine ne peut pas déverrouiller un volume au démarrage",
        why: "Une clé doit être là avant tout le reste : un TPM avec secure boot pour `tpm`, un \
              vrai UUID pour `node-id`, un réseau qui marche sans la configuration pour `kms` (la \
              configuration est dans STATE, que la clé ouvre). Sinon, la machine s'arrête à son \
              premier démarrage.",
    },
    // talos internal/app/machined/pkg/controllers/block/volume_config.go setupStateEncryption
    wrong: &[r#"
model "old" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
node "worker-4" model="old" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=tpm fallback=node-id; }
}
"#],
    right: &[r#"
model "old" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
node "worker-4" model="old" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "EPHEMERAL" key=node-id; }
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::CLUSTER],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for locked in all(cx) {
        let (key, cause) = (locked.key, &locked.obstacle.cause);
        let volumes: Vec<String> = locked
            .volumes
            .iter()
            .map(|volume| format!("`{volume}`"))
            .collect();
        let mut problem = RULE
            .at(
                key.span,
                format!(
                    "{} cannot be unlocked at boot with the key `{}`",
                    volumes.join(" and "),
                    key.value
                ),
            )
            .label("asked for here");
        if let Some((span, why)) = cause {
            problem = problem.also(*span, why.clone());
        }
        report.push(
            problem
                .note(format!(
                    "machines: {}{}",
                    names(locked.nodes.iter().copied()),
                    if locked.has_fallback { FALLBACK } else { "" }
                ))
                .help(locked.obstacle.help.clone()),
        );
    }
}

/// talos v1.13.9 internal/pkg/encryption/encryption.go FormatAndEncrypt: one key that cannot be
/// added is an error.
const FALLBACK: &str =
    "; all keys must be there when Talos makes the volume, so the `fallback` does not help";

/// Volumes that stay locked for one cause.
struct Locked<'m> {
    has_fallback: bool,
    key: Spanned<Key>,
    obstacle: Obstacle,
    volumes: Vec<&'m str>,
    nodes: Vec<&'m str>,
    /// The node that has its own block of `encryption`.
    own: Option<&'m Node>,
}

/// Why a key is not there at boot, and what to do.
#[derive(PartialEq)]
struct Obstacle {
    /// Where the cause stands, when it is not the key itself.
    cause: Option<(Span, String)>,
    help: String,
}

/// One for each kind of key and cause: many machines of one model, and two volumes with one key,
/// are one mistake.
fn all<'m>(cx: &Context<'m>) -> Vec<Locked<'m>> {
    let mut all: Vec<Locked<'m>> = Vec::new();
    for node in cx.model.nodes.iter() {
        let own = node.decl.encryption.is_some().then_some(node);
        for volume in &node.encryption {
            for key in volume.keys.iter() {
                let Some(obstacle) = obstacle(cx, node, volume, key) else {
                    continue;
                };
                let same = |known: &&mut Locked<'_>| {
                    known.key.value == key.value
                        && known.obstacle == obstacle
                        && known.own.map(|own| own.decl.head.span)
                            == own.map(|own| own.decl.head.span)
                };
                let name: &str = &node.decl.name;
                match all.iter_mut().find(same) {
                    Some(known) => {
                        if !known.volumes.contains(&&*volume.volume.value) {
                            known.volumes.push(&volume.volume);
                        }
                        // Nodes follow each other.
                        if known.nodes.last() != Some(&name) {
                            known.nodes.push(name);
                        }
                    }
                    None => all.push(Locked {
                        has_fallback: volume.keys.len() > 1,
                        key: *key,
                        obstacle,
                        volumes: vec![&volume.volume],
                        nodes: vec![name],
                        own,
                    }),
                }
            }
        }
    }
    all
}

/// Kinds of keys with which a machine cannot unlock something.
pub(super) fn useless_keys(cx: &Context<'_>) -> Vec<Key> {
    all(cx).iter().map(|locked| locked.key.value).collect()
}

fn obstacle(
    cx: &Context<'_>,
    node: &Node,
    volume: &VolumeEncryption,
    key: &Spanned<Key>,
) -> Option<Obstacle> {
    match key.value {
        Key::Tpm => no_tpm(cx, node, volume),
        Key::NodeId if node.decl.uuid.is_none() && !cx.model.cluster.is_omni() => Some(Obstacle {
            cause: Some((
                node.decl.name.span,
                "the key is made from the machine's UUID, which is not declared".to_string(),
            )),
            help: "declare its `uuid`, so that it is known to be a real one".to_string(),
        }),
        Key::Kms if node.kms.is_none() => Some(Obstacle {
            cause: None,
            help: "no key server is named: add `kms \"https://...\"` to the block of `encryption`"
                .to_string(),
        }),
        Key::Kms
            if volume.volume.value == "STATE"
                && volume.keys.iter().all(|key| key.value == Key::Kms) =>
        {
            late_bond(node)
        }
        _ => None,
    }
}

/// Talos asks the TPM only where secure boot is on.
fn no_tpm(cx: &Context<'_>, node: &Node, volume: &VolumeEncryption) -> Option<Obstacle> {
    let hardware = cx.model.hardware.get(node.hardware?)?;
    let firmware = hardware.firmware.as_ref();
    let tpm = firmware
        .and_then(|firmware| firmware.tpm)
        .is_some_and(|tpm| tpm.value == Tpm::V2);
    let secure = firmware.is_some_and(|firmware| firmware.secure_boot.value && firmware.uefi.value);
    let name = &hardware.name;
    let (why, help) = match (tpm, secure) {
        (false, _) => (
            format!("nothing says that model `{name}` has a TPM 2.0"),
            format!(
                "if these machines have a TPM 2.0 and secure boot is on, write `firmware \
                 secure-boot=#true tpm=\"2.0\"` in model `{name}`; otherwise use \
                 `key=node-id`{}",
                if volume.keys.len() > 1 {
                    " without `fallback`"
                } else {
                    ""
                }
            ),
        ),
        (true, false) if firmware.is_some_and(|firmware| !firmware.uefi.value) => (
            format!("model `{name}` boots by BIOS, and secure boot is a part of UEFI"),
            format!(
                "remove `uefi=#false` in model `{name}`, and set UEFI and secure boot in \
                 the machine; or use `key=node-id`"
            ),
        ),
        (true, false) => (
            format!(
                "model `{name}` boots without secure boot: the TPM would give the key to \
                 anybody"
            ),
            format!(
                "write `firmware secure-boot=#true` in model `{name}`, and switch it on in \
                 the machine"
            ),
        ),
        (true, true) => return None,
    };
    Some(Obstacle {
        cause: Some((name.span, why)),
        help,
    })
}

/// The key server is asked before STATE is open, through a link that DHCP alone can bring up.
fn late_bond(node: &Node) -> Option<Obstacle> {
    let primary = node.interfaces.get(node.primary?)?;
    primary.is_lacp().then(|| Obstacle {
        cause: Some((
            primary.name.span,
            "this bond is configured only after STATE is open".to_string(),
        )),
        help: "use `key=tpm` or `key=node-id` for STATE, or a link that works with DHCP alone"
            .to_string(),
    })
}
