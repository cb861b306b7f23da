//! Findings about what looks like a secret, and what to do about it.
//!
//! Must not know: how one is recognized.

use crate::check::rule::Rule;
use crate::check::secrets::Placed;
use crate::diagnostic::Diagnostic;

impl Placed {
    /// The finding, without what to do about it.
    pub fn told(&self, rule: &Rule) -> Diagnostic {
        match self.line {
            Some(line) => rule
                .at(
                    self.span,
                    format!("line {line} of this file looks like {}", self.what),
                )
                .label("its content is as public as this repository"),
            None => rule
                .at(self.span, format!("this looks like {}", self.what))
                .label("whoever can read the repository could use it")
                .note("Git keeps it forever, even after this line is removed")
                .conceal(self.span),
        }
        .help("if it was ever committed, first revoke it where it was made")
    }

    /// Where it belongs.
    pub fn belongs(&self) -> &'static str {
        match self.line {
            Some(_) => {
                "then remove it here: use `ssh-keys secret=...`, or fetch the secret inside the VM"
            }
            None => {
                "then remove it here, and make a Secret by hand: `kubectl create secret generic \
                 NAME -n NAMESPACE --from-literal=KEY=...`, which a container reads with \
                 `valueFrom: {secretKeyRef: {name: NAME, key: KEY}}`"
            }
        }
    }
}
