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

    /// The serial number, where the name ends in one: what `smartctl` and the label on the disk say.
    pub fn serial(&self) -> &str {
        self.name().rsplit_once('_').map_or(self.name(), |(_, serial)| serial)
    }
}

impl fmt::Display for DiskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Scalar for DiskId {
    const TYPE: TypeSpec =
        TypeSpec { name: "the by-id name of a disk", example: "\"ata-WDC_WD30EFRX-68EUZN0_WD-WCC4N0000001\"", words: &[] };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '"') {
            return Err(Mismatch::because("a name under `/dev/disk/by-id`, without blanks"));
        }
        Ok(DiskId(text.to_string()))
    }
}
