//! `rack`: where machines stand.

use super::types::Title;
use crate::schema::node;

node! {
    /// A rack. It can be a failure domain of the storage.
    Rack "rack" {
        /// Its name.
        arg name: Title,
        /// Height in rack units; unit 1 is at the bottom.
        prop units: u32 = "42",
        /// Room it stands in.
        opt_prop room: String,
    }
}
