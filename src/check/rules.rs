//! All rules, by area.

use super::Rule;

/// Declares the modules of all rules and the list of them. The module of `disk/unstable-name` is
/// `disk::unstable_name`; a test sees that no file is forgotten.
macro_rules! rules {
    ($( $area:ident { $($rule:ident),* $(,)? } )*) => {
        $( pub mod $area { $(pub mod $rule;)* } )*
        /// Every rule.
        pub static ALL: &[&Rule] = &[ $( $(&$area::$rule::RULE),* ),* ];
    };
}

rules! {
    allow { expired, not_allowed, unknown_rule, unused, wrong_date }
}
