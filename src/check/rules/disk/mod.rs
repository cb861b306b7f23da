//! Rules about disks and what they are used for.

pub mod declared_twice;
pub mod ephemeral_takes_all;
pub mod install_missing;
pub mod install_too_small;
pub mod install_twice;
pub mod partition;
pub mod removable;
pub mod small_for_ceph;
pub mod too_small;
pub mod two_uses;
pub mod unstable_name;
pub mod volume_too_small;
pub mod volumes_too_large;
pub mod wrong_media;
pub mod wrong_size;

crate::check::rule::rules![
    declared_twice,
    ephemeral_takes_all,
    install_missing,
    install_too_small,
    install_twice,
    partition,
    removable,
    small_for_ceph,
    too_small,
    two_uses,
    unstable_name,
    volume_too_small,
    volumes_too_large,
    wrong_media,
    wrong_size
];
