//! How the program ends.

/// No error, at least one error, wrong usage or input/output, internal error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    Success = 0,
    Findings = 1,
    Usage = 2,
    Internal = 3,
}
