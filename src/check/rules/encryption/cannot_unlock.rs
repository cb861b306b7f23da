//! `encryption/cannot-unlock`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::{BondMode, Key, Tpm};
use crate::model::{InterfaceKind, Node, VolumeEncryption};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "encryption/cannot-unlock",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine cannot unlock a volume at boot",
    why: "A key must be there before anything else is: a TPM with secure boot for `tpm`, a real UUID for `node-id`, a \
          network that works without the configuration for `kms` (the configuration is inside STATE, which the key opens). \
          Otherwise the machine stands still at its first boot.",
    fr: French {
        summary: "une machine ne peut pas déverrouiller un volume au démarrage",
        why: "Une clé doit être là avant tout le reste : un TPM avec secure boot pour `tpm`, un vrai UUID pour `node-id`, un \
              réseau qui marche sans la configuration pour `kms` (la configuration est dans STATE, que la clé ouvre). Sinon, \
              la machine s'arrête à son premier démarrage.",
    },
    // talos internal/app/machined/pkg/controllers/block/volume_config.go setupStateEncryption
    wrong: r#"
model "old" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
node "worker-4" model="old" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "STATE" key=tpm fallback=node-id; }
}
"#,
    right: r#"
model "old" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
node "worker-4" model="old" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    encryption { volume "STATE" key=node-id; }
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in cx.model.nodes.iter().filter(|node| !node.decl.damaged) {
        // One finding per machine and kind of key: two volumes with the same key have one cause.
        let mut told: Vec<Key> = Vec::new();
        for volume in &node.encryption {
            for key in volume.keys.iter().filter(|key| !key.span.is_empty()) {
                let Some((reason, help)) = obstacle(cx, node, volume, key).filter(|_| !told.contains(&key.value)) else { continue };
                told.push(key.value);
                let at = if node.decl.encryption.is_some() { key.span } else { node.decl.head.span };
                let mut problem = RULE.at(at, format!("node `{}` cannot unlock `{}` at boot with the key `{}`", node.decl.name, volume.volume, key.value)).label(reason);
                if at != key.span {
                    problem = problem.also(key.span, "the key is asked for here");
                }
                report.push(problem.help(help));
            }
        }
    }
}

/// Why a key is not there at boot, and what to do.
fn obstacle(cx: &Context<'_>, node: &Node, volume: &VolumeEncryption, key: &Spanned<Key>) -> Option<(String, String)> {
    match key.value {
        Key::Tpm => {
            let hardware = cx.model.hardware.get(node.hardware?).filter(|hardware| !hardware.damaged)?;
            let firmware = hardware.firmware.as_ref();
            let tpm = firmware.and_then(|firmware| firmware.tpm).is_some_and(|tpm| tpm.value == Tpm::V2);
            let secure = firmware.is_some_and(|firmware| firmware.secure_boot.value && firmware.uefi.value);
            let name = &hardware.name;
            match (tpm, secure) {
                (false, _) => Some((
                    format!("model `{name}` has no TPM 2.0"),
                    format!("write `firmware secure-boot=#true tpm=\"2.0\"` in model `{name}` if it has one; otherwise give this node its own `encryption` with `key=node-id`"),
                )),
                (true, false) if firmware.is_some_and(|firmware| !firmware.uefi.value) => Some((
                    format!("model `{name}` boots by BIOS, and secure boot is a part of UEFI"),
                    format!("remove `uefi=#false` in model `{name}`, and set UEFI and secure boot in the machine; or use `key=node-id`"),
                )),
                (true, false) => Some((
                    format!("model `{name}` boots without secure boot: the TPM would give the key to anybody"),
                    format!("write `firmware secure-boot=#true` in model `{name}`, and switch it on in the machine"),
                )),
                (true, true) => None,
            }
        }
        Key::NodeId if node.decl.uuid.is_none() && !cx.model.cluster.is_omni() => {
            Some(("the key is made from the machine's UUID, which is not declared".to_string(), "declare its `uuid`, so that it is known to be a real one".to_string()))
        }
        Key::Kms if node.kms.is_none() => Some(("no key server is named".to_string(), "add `kms \"https://...\"` to the block of `encryption`".to_string())),
        Key::Kms if volume.volume.value == "STATE" && volume.keys.iter().all(|key| key.value == Key::Kms) => {
            let primary = node.interfaces.get(node.primary?)?;
            let lacp = matches!(primary.kind, InterfaceKind::Bond { mode: BondMode::Lacp, .. });
            lacp.then(|| (
                "the key is asked over a bond that is configured only after STATE is open".to_string(),
                "use `key=tpm` or `key=node-id` for STATE, or a link that works with DHCP alone".to_string(),
            ))
        }
        _ => None,
    }
}
