//! The borders of clubs, in one Application of the platform that stays when a club goes: members of
//! a club that was removed lose their rights with the next sync.

mod policies;
mod roles;

use super::context::{Context, Sink};
use crate::parts::tenant_isolation::PART;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (folder, entity) = (PART.manifests(), PART.entity(context.model));
    sink.yaml(format!("{folder}/roles.yaml"), &entity, &roles::roles());
    sink.yaml(
        format!("{folder}/policies.yaml"),
        &entity,
        &policies::policies(context),
    );
    for (at, club) in context.model.clubs.iter().enumerate() {
        let bindings = roles::bindings(context, at, club);
        if !bindings.is_empty() {
            let path = format!("{folder}/{}.yaml", context.model.names().club(club));
            sink.yaml(path, &club.entity(), &bindings);
        }
    }
}
