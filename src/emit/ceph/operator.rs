//! Chart `rook-ceph`: the operator and its CRDs.

use crate::emit::context::{Context, Sink};
use crate::emit::helm;
use crate::emit::k8s::{PodSecurity, namespace};
use crate::model::constants::NAMESPACE_ROOK;
use crate::parts::rook_ceph::{OPERATOR, PART};
use crate::yaml::map;

pub fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    sink.yaml(
        format!("{}/namespace.yaml", PART.manifests()),
        &PART.entity(context.model),
        &[namespace(NAMESPACE_ROOK, PodSecurity::Privileged).value()],
    );
    let values = map! {
        // Turned off later, it would remove the CRDs and with them the cluster.
        "crds" => map! { "enabled" => true },
        "csi" => map! { "installCsiOperator" => true },
        "resources" => map! {
            "requests" => map! { "cpu" => OPERATOR.cpu(), "memory" => OPERATOR.memory.quantity() },
            "limits" => map! { "memory" => OPERATOR.limit.quantity() },
        },
        "monitoring" => map! { "enabled" => false },
    };
    helm::values(context, sink, &PART, values);
}
