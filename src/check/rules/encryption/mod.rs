//! Rules about how disks are unlocked at boot.

pub mod cannot_unlock;
pub mod ephemeral_in_clear;
pub mod no_fallback;
pub mod static_key;
pub mod unknown_volume;

crate::check::rule::rules![
    cannot_unlock,
    ephemeral_in_clear,
    no_fallback,
    static_key,
    unknown_volume
];
