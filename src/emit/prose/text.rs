//! A value as pages tell it.

pub(super) fn text(value: &impl std::fmt::Display) -> String {
    value.to_string()
}
