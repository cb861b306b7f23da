//! The name of a user volume.

use super::name::{TOO_LONG, label};
use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use compact_str::CompactString;
use std::fmt;
use std::ops::Deref;

/// An RFC 1123 label that is no volume of Talos itself, and short enough for the label of a
/// partition (talos v1.13.9 pkg/machinery/config/types/block/user_volume_config.go).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VolumeName(pub CompactString);

/// Characters: 36 of a partition's label, less `u-`.
const MOST: usize = 34;

/// Volumes that Talos makes by itself (talos v1.13.9 pkg/machinery/constants PartitionLabel, and
/// the system volumes of 1.14).
const OF_TALOS: [&str; 10] = [
    "EPHEMERAL",
    "STATE",
    "META",
    "EFI",
    "BIOS",
    "BOOT",
    "IMAGECACHE",
    "ETCD",
    "CRI",
    "KUBELET",
];

impl Scalar for VolumeName {
    const TYPE: TypeSpec = TypeSpec {
        name: "a name",
        example: "\"data\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        if OF_TALOS.contains(&text) {
            return Err(Mismatch::because("Talos makes this volume by itself")
                .rule(super::name::INVALID)
                .help(match text {
                    "EPHEMERAL" => {
                        "remove this line; to limit its size, write `ephemeral \
                         max-size=\"100GiB\"`, and to encrypt it, name it in `encryption`"
                    }
                    "STATE" => "remove this line; to encrypt it, name it in `encryption`",
                    _ => "remove this line, or choose another name such as `\"data\"`",
                }));
        }
        label(text)?;
        match text.len() {
            len if len > MOST => Err(Mismatch::because(format!(
                "{len} characters; Talos allows {MOST} in the name of a volume"
            ))
            .rule(TOO_LONG)
            .help(format!("shorten it by {} characters", len - MOST))),
            _ => Ok(VolumeName(text.into())),
        }
    }
}

impl Deref for VolumeName {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VolumeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<VolumeName, Mismatch> {
        VolumeName::read(&ValueKind::String(text.into()))
    }

    #[test]
    fn volumes_of_talos_are_taken() {
        assert!(OF_TALOS.into_iter().all(|name| read(name).is_err()));
        assert!(read("ephemeral").is_ok());
    }

    #[test]
    fn names_fit_into_the_label_of_a_partition() {
        assert!(read(&"a".repeat(MOST)).is_ok());
        assert!(read(&"a".repeat(MOST + 1)).is_err());
    }
}
