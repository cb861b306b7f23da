//! Rules about objects that are handed to the cluster as they are.

pub mod accepted_but_wrong;
pub mod broken_application;
pub mod floating_image;
pub mod invalid;
pub mod missing_key;
pub mod no_namespace;
pub mod no_such_kind;
pub mod not_installed;
pub mod refused;
pub mod second_default;
pub mod secret;
pub mod taken;
pub mod undoes_protection;
pub mod unknown_key;
pub mod unknown_kind;
pub mod unknown_namespace;
pub mod virtual_machine;
pub mod wipes_disk;
pub mod wrong_name;
pub mod wrong_value;

crate::check::rule::rules![
    accepted_but_wrong,
    broken_application,
    floating_image,
    invalid,
    missing_key,
    no_namespace,
    no_such_kind,
    not_installed,
    refused,
    second_default,
    secret,
    taken,
    undoes_protection,
    unknown_key,
    unknown_kind,
    unknown_namespace,
    virtual_machine,
    wipes_disk,
    wrong_name,
    wrong_value
];
