//! Chart `rook-ceph`: the operator and its CRDs.

use crate::emit::{Context, Sink, helm};
use crate::language::Chart;
use crate::yaml::map;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>, entity: &str) {
    let values = map! {
        // Turned off later, it would remove the CRDs and with them the cluster.
        "crds" => map! { "enabled" => true },
        "csi" => map! { "installCsiOperator" => true },
        "resources" => map! {
            "requests" => map! { "cpu" => "100m", "memory" => "256Mi" },
            "limits" => map! { "memory" => "768Mi" },
        },
        "monitoring" => map! { "enabled" => false },
    };
    helm::values(
        context,
        sink,
        "platform/rook-ceph/values.yaml",
        entity,
        Chart::RookCeph,
        values,
    );
}
