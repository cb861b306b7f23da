//! `vcluster` of a club.

use super::types::{Name, Size};
use crate::schema::node;

node! {
    /// A Kubernetes of the club's own, inside ours.
    Vcluster "vcluster" {
        /// Its name, unique on the platform. It names a Service, so it starts with a letter.
        arg name: Name,
        /// CPUs of everything in it.
        value cpu: u32,
        /// Memory of everything in it.
        value memory: Size,
        /// Bytes of all its volumes.
        value storage: Size,
    }
}
