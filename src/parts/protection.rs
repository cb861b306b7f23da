//! Settings of a part that keep data, clubs or the network safe.

use crate::model::Model;

/// A setting of a chart that must stay as Radier writes it.
#[derive(Clone)]
pub struct Protection {
    /// Keys from the root.
    pub path: &'static [&'static str],
    /// Values that protect as well: Radier's own, and stricter ones.
    pub may_be: &'static [&'static str],
    /// What would break.
    pub why: &'static str,
    /// What to do instead.
    pub help: &'static str,
    /// Where it holds.
    pub when: fn(&Model) -> bool,
    /// What Radier writes, where that depends on the description.
    pub ours: fn(&Model) -> Option<&'static str>,
}

/// A protection that always holds.
pub(super) const fn keep(
    path: &'static [&'static str],
    may_be: &'static [&'static str],
    why: &'static str,
    help: &'static str,
) -> Protection {
    Protection {
        path,
        may_be,
        why,
        help,
        when: |_| true,
        ours: |_| None,
    }
}

impl Protection {
    pub(super) const fn when(self, when: fn(&Model) -> bool) -> Self {
        Self { when, ..self }
    }

    pub(super) const fn ours(self, ours: fn(&Model) -> Option<&'static str>) -> Self {
        Self { ours, ..self }
    }
}

pub(super) const REMOVE: &str = "remove this line";

/// How Argo CD judges objects of a kind that it does not know: without it, waves do nothing.
pub struct Health {
    /// Key of the setting, with the kind.
    pub key: &'static str,
    /// Lua.
    pub script: &'static str,
    /// Its place among the others: what has been written stays where it is.
    pub place: u8,
}

/// Health of a kind, below these keys.
pub(super) const HEALTH_OF: Protection = keep(
    &["configs", "cm"],
    &[],
    "Argo CD would go on with the next wave before this one works",
    REMOVE,
);

/// KubeVirt and CDI alike: ready when the operator has deployed everything, CRDs included.
pub(super) const OPERATOR_HEALTH: &str = r#"hs = {status = "Progressing", message = "not deployed yet"}
if obj.status ~= nil and obj.status.phase == "Deployed" then
  hs = {status = "Healthy", message = "deployed"}
end
return hs
"#;
