//! Values of the chart `argo-cd`: health of what it does not know, sign-in, rights.

use crate::emit::context::{Context, Sink};
use crate::emit::helm;
use crate::language::ArgocdSignIn;
use crate::model::{Model, Versions};
use crate::parts::Health;
use crate::parts::argocd::PART;
use crate::yaml::{self, Value, list, map};

/// Seconds until an operation that waits is ended: nothing else ends it, and the next commit has to
/// wait for it. Its own commit is not tried again then, so that this is longer than a first
/// bootstrap and the search for a missing Secret (argo-cd v3.4.4 controller/appcontroller.go
/// syncTimeout).
const SYNC_TIMEOUT: &str = "14400";

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let mut settings = map! {
        // Labels are copied by vcluster and by clones; annotations tell one's own objects from
        // copies.
        "application.resourceTrackingMethod" => "annotation",
    };
    let health = context.parts.installed().flat_map(|part| part.health);
    let mut health: Vec<&Health> = health.collect();
    health.sort_by_key(|health| health.place);
    for health in health {
        settings.set(health.key, health.script);
    }
    let sign_in = model
        .platform
        .access
        .as_ref()
        .and_then(|access| access.argocd.as_ref());
    if let Some(sign_in) = sign_in {
        settings.set("dex.config", dex(sign_in));
    }
    let mut values = map! {
        "configs" => map! {
            "cm" => settings,
            // Values equal to defaults of the API server are no difference.
            "params" => map! {
                "controller.diff.server.side" => "true",
                "controller.sync.timeout.seconds" => SYNC_TIMEOUT,
            },
            "rbac" => rights(model),
        },
    };
    if sign_in.is_none() {
        values.set("dex", map! { "enabled" => false });
    }
    let global = map! {
        "domain" => model.names().argocd_host(),
        "image" => tag(&model.versions).map(|tag| map! { "tag" => tag }),
    };
    values.set("global", (!global.is_empty()).then_some(global));
    helm::values(context, sink, &PART, values);
}

/// The version that the description names, where the chart may bring another one (argo-helm argo-cd
/// values.yaml `global.image.tag`: the default is the version of the chart's application).
fn tag(versions: &Versions) -> Option<String> {
    let tested = Versions::new(None);
    let is_tested =
        versions.argocd == tested.argocd && versions.argocd_chart == tested.argocd_chart;
    (!is_tested).then(|| format!("v{}", versions.argocd))
}

/// How people sign in.
fn dex(sign_in: &ArgocdSignIn) -> String {
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
    yaml::document(&map! { "connectors" => list![connector] })
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
