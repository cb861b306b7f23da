//! What a vcluster needs for itself: said once, for the values of its chart and for the rules.

use crate::language::types::Size;

/// Most memory of its control plane.
pub const CONTROL_PLANE: Size = Size(2 * Size::GIB);
/// The volume that its state is kept on.
pub const STATE: Size = Size(5 * Size::GIB);
