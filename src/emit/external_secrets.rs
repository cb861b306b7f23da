//! External Secrets: its namespace and its values.

use super::context::{Context, Sink};
use super::helm;
use super::k8s::{PodSecurity, namespace};
use crate::parts::external_secrets::{CONTROLLER, NAMESPACE, PART};
use crate::yaml::map;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    sink.yaml(
        format!("{}/namespace.yaml", PART.manifests()),
        &PART.entity(context.model),
        &[namespace(NAMESPACE, PodSecurity::Baseline).value()],
    );
    let values = map! {
        "installCRDs" => true,
        "resources" => map! {
            "requests" => map! {
                "cpu" => CONTROLLER.cpu(),
                "memory" => CONTROLLER.memory.quantity(),
            },
            "limits" => map! { "memory" => CONTROLLER.limit.quantity() },
        },
    };
    helm::values(context, sink, &PART, values);
}
