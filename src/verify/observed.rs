//! A machine as it shows itself. What was not asked for is none, not empty.
//!
//! Must not know: how it was printed.

use std::collections::BTreeSet;

/// One machine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// What the command called it: an address, a UUID or a name.
    pub target: String,
    /// All its other addresses and names.
    pub also: Vec<String>,
    /// Of its firmware.
    pub uuid: Option<String>,
    pub maker: Option<String>,
    pub cards: Option<Vec<Card>>,
    pub disks: Option<Vec<Disk>>,
    pub volumes: Vec<Volume>,
    /// Types and names of the resources that were read: one that is there twice counts once.
    pub seen: BTreeSet<(String, String)>,
    /// Bytes, all modules together.
    pub memory: Option<u64>,
    pub processors: Option<Vec<Processor>>,
}

/// A physical network card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// As the kernel calls it.
    pub name: String,
    /// Permanent MAC address, lower case with colons.
    pub mac: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Disk {
    /// As the kernel calls it, such as `/dev/sda`.
    pub path: String,
    pub serial: String,
    pub model: String,
    /// Bytes.
    pub size: u64,
    pub is_rotational: Option<bool>,
    /// `nvme`, `sata`, `usb`; empty when it is not known.
    pub transport: String,
    /// Names below `/dev/disk`; none when they are not known.
    pub symlinks: Vec<String>,
}

/// Something that is on a disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// The disk, such as `/dev/sda`.
    pub disk: String,
    /// What it is: `gpt`, `bluestore`, `luks`, `xfs`.
    pub kind: String,
    /// Of its partition; that of Talos' volume `data` is `u-data`.
    pub label: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Processor {
    pub maker: String,
    pub cores: u64,
    pub threads: u64,
}

impl Disk {
    /// Whether it is the disk of this name below `/dev/disk/by-id`, with this serial number.
    pub fn is(&self, path: &str, serial: Option<&str>) -> bool {
        match self.symlinks.as_slice() {
            [] => serial.is_some_and(|serial| serial == self.serial),
            symlinks => symlinks.iter().any(|symlink| symlink == path),
        }
    }

    /// The name that a description would use.
    pub fn stable_name(&self) -> &str {
        const BY_ID: &str = "/dev/disk/by-id/";
        // Names with the serial number come first, not those of a number of the protocol.
        let of = |start: &str| {
            let mut names = self.symlinks.iter();
            names.find(|name| {
                name.strip_prefix(BY_ID)
                    .is_some_and(|rest| rest.starts_with(start))
            })
        };
        let found = of("ata-").or_else(|| {
            let plain = of("nvme-").filter(|name| !name.contains("nvme-eui."));
            plain.or_else(|| of("scsi-"))
        });
        found
            .or_else(|| of(""))
            .map_or(&self.path, |name| &name[BY_ID.len()..])
    }
}
