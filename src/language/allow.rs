//! `allow`: an accepted finding.

use crate::schema::node;

node! {
    /// A finding that was looked at and accepted: inside the object it is about, or at the top for
    /// all.
    Allow "allow" {
        /// The rule.
        arg rule: String,
        /// Why it is accepted; shown to reviewers.
        prop reason: String,
        /// Last day, `YYYY-MM-DD`; afterwards the finding comes back.
        opt_prop until: String,
    }
}
