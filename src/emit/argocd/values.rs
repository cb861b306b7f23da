//! Values of the chart `argo-cd`: health of what it does not know, sign-in, rights.

use crate::emit::{Context, Sink, helm};
use crate::language::Chart;
use crate::model::Model;
use crate::yaml::{self, Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>, entity: &str) {
    let model = context.model;
    let mut settings = map! {
        // Labels are copied by vcluster and by clones; annotations tell one's own objects from
        // copies.
        "application.resourceTrackingMethod" => "annotation",
        "resource.customizations.health.argoproj.io_Application" => APPLICATION_HEALTH,
    };
    if model.storage.is_some() {
        settings.set(
            "resource.customizations.health.ceph.rook.io_CephCluster",
            CEPH_HEALTH,
        );
    }
    if model.has_vms() {
        settings.set(
            "resource.customizations.health.kubevirt.io_KubeVirt",
            OPERATOR_HEALTH,
        );
        settings.set(
            "resource.customizations.health.cdi.kubevirt.io_CDI",
            OPERATOR_HEALTH,
        );
        settings.set(
            "resource.customizations.health.kubevirt.io_VirtualMachine",
            VM_HEALTH,
        );
    }
    let sign_in = model
        .platform
        .access
        .as_ref()
        .and_then(|access| access.argocd.as_ref());
    if let Some(sign_in) = sign_in {
        let secret = &sign_in.secret;
        let connector = map! {
            "type" => "github",
            "id" => "github",
            "name" => "GitHub",
            "config" => map! {
                "clientID" => format!("${secret}:dex.github.clientID"),
                "clientSecret" => format!("${secret}:dex.github.clientSecret"),
                "orgs" => list![map! { "name" => &sign_in.github.value }],
                // `organisation:team`, as the description names groups.
                "teamNameField" => "slug",
            },
        };
        settings.set(
            "dex.config",
            yaml::document(&map! { "connectors" => list![connector] }),
        );
    }
    let mut values = map! {
        "configs" => map! {
            "cm" => settings,
            // Values equal to defaults of the API server are no difference.
            "params" => map! { "controller.diff.server.side" => "true" },
            "rbac" => rights(model),
        },
    };
    if sign_in.is_none() {
        values.set("dex", map! { "enabled" => false });
    }
    values.set(
        "global",
        model
            .names()
            .argocd_host()
            .map(|host| map! { "domain" => host }),
    );
    helm::values(
        context,
        sink,
        "platform/argocd/values.yaml",
        entity,
        Chart::Argocd,
        values,
    );
}

/// Nobody may do anything, unless a group of a club's project or the admins say so.
fn rights(model: &Model) -> Value {
    let admins = model
        .platform
        .admins
        .as_ref()
        .map(|group| format!("g, \"{group}\", role:admin\n"));
    map! {
        "policy.default" => "",
        "policy.csv" => admins.unwrap_or_default(),
        "scopes" => "[groups]",
    }
}

/// Argo CD stopped judging Applications in 1.8; without this, waves between them do nothing.
const APPLICATION_HEALTH: &str = r#"hs = {status = "Progressing", message = ""}
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
end
return hs
"#;

/// KubeVirt and CDI alike: ready when the operator has deployed everything, CRDs included.
const OPERATOR_HEALTH: &str = r#"hs = {status = "Progressing", message = "not deployed yet"}
if obj.status ~= nil and obj.status.phase == "Deployed" then
  hs = {status = "Healthy", message = "deployed"}
end
return hs
"#;

/// A warning of Ceph must not hold back everything that comes after it.
const CEPH_HEALTH: &str = r#"hs = {status = "Progressing", message = "no health yet"}
if obj.status ~= nil and obj.status.ceph ~= nil and obj.status.ceph.health ~= nil then
  hs.message = obj.status.ceph.health
  if obj.status.ceph.health == "HEALTH_ERR" then
    hs.status = "Degraded"
  else
    hs.status = "Healthy"
  end
end
return hs
"#;

/// A VM that people stopped is as it should be (argo-cd 3.5.1 says Suspended, and a sync never
/// ends).
const VM_HEALTH: &str = r#"hs = {status = "Progressing", message = "no status yet"}
if obj.status ~= nil and obj.status.printableStatus ~= nil then
  local status = obj.status.printableStatus
  hs.message = status
  if status == "Running" or status == "Stopped" or status == "Paused" or status == "Migrating" then
    hs.status = "Healthy"
  elseif status == "CrashLoopBackOff" or status == "ErrorUnschedulable" or status == "ErrImagePull" or status == "DataVolumeError" then
    hs.status = "Degraded"
  end
end
return hs
"#;
