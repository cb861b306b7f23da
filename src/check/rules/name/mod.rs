//! Rules about names, written and derived.

pub mod collision;
pub mod declared_twice;
pub mod invalid;
pub mod reserved;
pub mod too_long;

crate::check::rule::rules![collision, declared_twice, invalid, reserved, too_long];
