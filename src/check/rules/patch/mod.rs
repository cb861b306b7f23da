//! Rules about patches of Talos that are handed on as they are.

pub mod api_server_argument;
pub mod applied_twice;
pub mod argument;
pub mod behind_ours;
pub mod breaks_machine;
pub mod component_image;
pub mod control_plane_only;
pub mod deprecated;
pub mod file;
pub mod grown_list;
pub mod invalid;
pub mod kubelet;
pub mod locks_out;
pub mod matches_nothing;
pub mod max_pods;
pub mod network_plugin;
pub mod refused_by_omni;
pub mod replaced;
pub mod secret;
pub mod selector;
pub mod serving_certificates;
pub mod taint;
pub mod undoes_protection;
pub mod unknown_key;
pub mod unknown_kind;
pub mod unknown_link;
pub mod unknown_target;
pub mod unread_by_role;
pub mod wrong_address;
pub mod wrong_name;
pub mod wrong_value;

crate::check::rule::rules![
    api_server_argument,
    applied_twice,
    argument,
    behind_ours,
    breaks_machine,
    component_image,
    control_plane_only,
    deprecated,
    file,
    grown_list,
    invalid,
    kubelet,
    locks_out,
    matches_nothing,
    max_pods,
    network_plugin,
    refused_by_omni,
    replaced,
    secret,
    selector,
    serving_certificates,
    taint,
    undoes_protection,
    unknown_key,
    unknown_kind,
    unknown_link,
    unknown_target,
    unread_by_role,
    wrong_address,
    wrong_name,
    wrong_value
];
