//! Rules about findings that were accepted by `allow`.

pub mod expired;
pub mod not_allowed;
pub mod unknown_rule;
pub mod unused;
pub mod wrong_date;

crate::check::rule::rules![expired, not_allowed, unknown_rule, unused, wrong_date];
