//! Secrets that people make by hand: the description and `out/` only name them.

use crate::emit::context::Context;
use crate::parts::Secret;
use serde_json::{Value, json};

/// Every Secret that must exist, where, with which keys, and who makes it.
pub(super) fn secrets(context: &Context<'_>) -> Vec<Value> {
    let secret = |secret: Secret| {
        json!({
            "namespace": secret.namespace,
            "name": secret.name,
            "keys": secret.keys,
            "by": secret.by,
            "en": secret.en,
            "fr": secret.fr,
        })
    };
    let all = context
        .parts
        .installed()
        .flat_map(|part| (part.secrets)(context.model));
    all.map(secret).collect()
}
