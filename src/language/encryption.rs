//! `encryption`: which volumes are encrypted, and what unlocks them at boot.

use super::types::Url;
use crate::schema::{node, words};

words! {
    /// What unlocks a volume.
    Key "a kind of key" {
        /// Sealed in the machine's TPM; needs secure boot and a fallback.
        Tpm = "tpm",
        /// Derived from the machine's UUID: protects a disk that leaves its machine, not a stolen
        /// machine.
        NodeId = "node-id",
        /// Asked from a key server over the network.
        Kms = "kms",
        /// A passphrase in the configuration; always refused, because it would stand in Git.
        Static = "static",
        /// Not encrypted.
        None = "none",
    }
}

node! {
    /// One encrypted volume.
    VolumeKey "volume" {
        /// `STATE`, `EPHEMERAL`, or the name of a user volume.
        arg name: String,
        /// What unlocks it.
        prop key: Key,
        /// What unlocks it when the first key cannot.
        opt_prop fallback: Key,
    }
}

node! {
    /// Disk encryption. It is chosen when a machine is installed and cannot be changed afterwards.
    Encryption "encryption" {
        /// A volume and its keys. Volumes that are not named are not encrypted.
        many volume: VolumeKey,
        /// Key server, for `key=kms`.
        opt_value kms: Url,
    }
}
