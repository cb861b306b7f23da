//! Rules about values of charts that are handed on as they are.

pub mod given_twice;
pub mod needs_license;
pub mod network_plugin;
pub mod no_chart;
pub mod no_prometheus;
pub mod refused;
pub mod undoes_protection;
pub mod unknown_key;
pub mod wrong_value;

crate::check::rule::rules![
    given_twice,
    needs_license,
    network_plugin,
    no_chart,
    no_prometheus,
    refused,
    undoes_protection,
    unknown_key,
    wrong_value
];
