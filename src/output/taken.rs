//! Paths below `out/` that something is written to already.

use rustc_hash::FxHashSet;
use std::io;

#[derive(Default)]
pub struct Taken(FxHashSet<String>);

impl Taken {
    /// # Errors
    /// Something else is written there: one of the two would be lost without a word.
    pub fn take(&mut self, path: &str) -> io::Result<()> {
        match self.0.insert(path.to_string()) {
            true => Ok(()),
            false => Err(io::Error::other(format!(
                "two parts of the platform want to write `{path}`"
            ))),
        }
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains(path)
    }
}

#[test]
fn a_path_is_taken_once() {
    let mut taken = Taken::default();
    assert!(taken.take("extra/a.yaml").is_ok());
    assert!(taken.take("extra/b.yaml").is_ok());
    assert!(taken.has("extra/a.yaml") && !taken.has("extra/c.yaml"));
    let error = taken.take("extra/a.yaml").unwrap_err().to_string();
    assert!(error.contains("`extra/a.yaml`"), "{error}");
}
