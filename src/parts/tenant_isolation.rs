//! What members of clubs may do on the host cluster, and what nobody in a club's namespace may.

use super::part::{Application, From, Part};
use super::written::Written;
use crate::language::MemberRole;
use crate::model::Model;

pub static PART: Part = Part {
    name: "tenant-isolation",
    title: "the borders of clubs",
    what: "Roles of members, their bindings, and what is refused in namespaces of clubs.",
    needs: "nothing: it is always there",
    rights: "Refuses pods and VMs in namespaces of clubs; nothing else.",
    // Always: what is bound to a club that is gone is pruned by the Application that stays.
    when: |_| true,
    from: From::Ours,
    application: Some(Application {
        // Its bindings stand in the namespaces of clubs.
        wave: 1,
        namespace: "default",
        also: &[],
        entity: |model| format!("platform/{}", model.platform.name),
        manifests: |_| true,
    }),
    gates_nothing: true,
    objects,
    ..Part::NOTHING
};

/// ClusterRole of a role of members.
pub fn cluster_role(role: MemberRole) -> String {
    format!("radier:{}", role.word())
}

/// Names of the policies.
pub const PODS: &str = "radier-club-pods";
pub const VMS: &str = "radier-club-vms";
pub const VMIS: &str = "radier-club-vmis";

fn objects<'m>(_: &'m Model, all: &mut Vec<Written<'m>>) {
    for role in ["radier:view", "radier:edit"] {
        all.push(Written::part("ClusterRole", None, role));
    }
    for policy in [PODS, VMS, VMIS] {
        all.push(Written::part("ValidatingAdmissionPolicy", None, policy));
        all.push(Written::part(
            "ValidatingAdmissionPolicyBinding",
            None,
            policy,
        ));
    }
}
