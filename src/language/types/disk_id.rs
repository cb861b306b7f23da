//! Names of disks that stay the same after a reboot.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;

/// A name of a disk as the file gives it; whether it is stable is for the rules to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DiskId(pub String);

impl DiskId {
    /// The name under `/dev/disk/by-id/`, without that folder.
    pub fn name(&self) -> &str {
        self.0.strip_prefix("/dev/disk/by-id/").unwrap_or(&self.0)
    }

    /// The whole path, as Talos and Rook want it.
    pub fn path(&self) -> String {
        format!("/dev/disk/by-id/{}", self.name())
    }

    /// The serial number, where the name ends in one: what `smartctl` and the label on the disk
    /// say. Names by a number of the protocol (WWN, EUI) have none.
    pub fn serial(&self) -> Option<&str> {
        let is_number = [
            "wwn-",
            "nvme-eui.",
            "nvme-uuid.",
            "nvme-nvme.",
            "scsi-3",
            "dm-",
        ]
        .iter()
        .any(|start| self.name().starts_with(start));
        let name = self.name().rsplit_once('_').filter(|_| !is_number);
        // `..._SERIAL_1`: the namespace of an NVMe disk (systemd 60-persistent-storage.rules).
        name.map(|(rest, serial)| match rest.rsplit_once('_') {
            Some((_, before))
                if self.name().starts_with("nvme-")
                    && serial.len() <= 2
                    && serial.parse::<u8>().is_ok() =>
            {
                before
            }
            _ => serial,
        })
    }
}

impl fmt::Display for DiskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Scalar for DiskId {
    const TYPE: TypeSpec = TypeSpec {
        name: "the by-id name of a disk",
        example: "\"ata-WDC_WD30EFRX-68EUZN0_WD-WCC4N0000001\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        if text.is_empty()
            || text
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || c == '"')
        {
            return Err(Mismatch::because(
                "a name under `/dev/disk/by-id`, without blanks",
            ));
        }
        Ok(DiskId(text.to_string()))
    }
}
