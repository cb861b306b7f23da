//! Upstream's shapes as data, and the judgement of patches, values and manifests by them. Nothing
//! is loaded before something is judged.
//!
//! Must not know: the language.

mod form;
mod judge;
pub mod kubernetes;
mod quantity;
mod shape;
pub mod talos;

pub use form::Form;
pub use judge::{Complaint, Reader, What, judge};
pub use quantity::{amount, is_quantity};
pub use shape::{Field, NAMES, Shape, Shapes, Type, secret_forms, shapes};

/// Major and minor version that a file of shapes is of.
pub fn version(name: &str) -> Option<(u64, u64)> {
    shapes(name)?.version()
}

/// The shape of the kubelet's configuration.
pub fn kubelet() -> Option<Shape> {
    shapes("kubelet")?.get("KubeletConfiguration")
}

/// The shape of a chart's values.
pub fn chart(name: &str) -> Option<Shape> {
    shapes(&format!("chart-{name}"))?.get("values")
}
