//! Rules about patches of Talos that are handed on as they are.

pub mod api_server_argument;
pub mod applied_twice;
pub mod breaks_machine;
pub mod control_plane_only;
pub mod deprecated;
pub mod invalid;
pub mod kubelet;
pub mod matches_nothing;
pub mod network_plugin;
pub mod refused_by_omni;
pub mod replaced;
pub mod secret;
pub mod undoes_protection;
pub mod unknown_key;
pub mod unknown_kind;
pub mod unknown_link;
pub mod unknown_target;
pub mod wrong_address;
pub mod wrong_name;
pub mod wrong_value;

crate::check::rule::rules![
    api_server_argument,
    applied_twice,
    breaks_machine,
    control_plane_only,
    deprecated,
    invalid,
    kubelet,
    matches_nothing,
    network_plugin,
    refused_by_omni,
    replaced,
    secret,
    undoes_protection,
    unknown_key,
    unknown_kind,
    unknown_link,
    unknown_target,
    wrong_address,
    wrong_name,
    wrong_value
];
