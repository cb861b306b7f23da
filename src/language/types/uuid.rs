//! SMBIOS UUIDs of machines.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;

/// The UUID by which a machine's firmware names it, and by which Omni knows it. Printed in lower
/// case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MachineUuid(pub uuid::Uuid);

impl MachineUuid {
    /// Talos' node-ID key refuses UUIDs in which one character is repeated more than 18 times
    /// (talos internal/pkg/encryption/keys/nodeid.go).
    pub fn most_repeated(&self) -> usize {
        let mut counts = [0; 16];
        for byte in self.0.as_bytes() {
            counts[usize::from(byte >> 4)] += 1;
            counts[usize::from(byte & 15)] += 1;
        }
        counts.into_iter().max().unwrap_or(0)
    }
}

impl fmt::Display for MachineUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl Scalar for MachineUuid {
    const TYPE: TypeSpec = TypeSpec {
        name: "a UUID",
        example: "\"4c4c4544-0030-4a10-8031-b7c04f32d100\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        match uuid::Uuid::try_parse(text) {
            Ok(uuid) if text.len() == 36 => Ok(MachineUuid(uuid)),
            _ => Err(Mismatch::because("8-4-4-4-12 hexadecimal digits").help(
                "`talosctl -n <address of the machine> get systeminformation`, or the firmware's \
                 own page, shows it",
            )),
        }
    }
}
