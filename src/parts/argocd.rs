//! Argo CD: applies `out/` to the cluster.

use super::part::{Application, From, Part};
use super::protection::{HEALTH_OF, Health, Protection, REMOVE, keep};
use super::secret::PERSON;
use super::secret::Secret;
use super::version::{Oldest, Version};
use super::written::Written;
use crate::language::Chart;
use crate::model::Model;
use crate::model::constants::{NAMESPACE_ARGOCD, PROJECT_PLATFORM};

pub static PART: Part = Part {
    name: "argocd",
    title: "Argo CD",
    what: "Applies `out/` to the cluster, and nothing else.",
    rights: "Everything in the cluster (argo-helm argo-cd 10.1.1 \
             argocd-application-controller/clusterrole.yaml).",
    needs: "nothing: it is always there",
    from: From::Chart {
        repository: "https://argoproj.github.io/argo-helm",
        name: "argo-cd",
        values: Chart::Argocd,
        version: |versions| &versions.argocd_chart,
        prefix: "",
    },
    versions: &[
        // The kinds of Argo CD 3.5 are written and judged too.
        Version::new("Argo CD", |versions| &versions.argocd)
            .up_to((3, 5))
            .from(Oldest::new(
                (3, 0),
                "3.0 or later: by annotations",
                |_| "finds its objects by labels".to_string(),
                |tested| {
                    let (argocd, chart) = (&tested.argocd, &tested.argocd_chart);
                    format!("write `argocd \"{argocd}\" chart=\"{chart}\"`")
                },
            )),
        // argo-helm argo-cd 8.0.0: the first with Argo CD 3.0.
        Version::new("chart `argo-cd`", |versions| &versions.argocd_chart).from(Oldest {
            beside: Some(|versions| &versions.argocd),
            when: |versions| versions.argocd.minor() >= (3, 0),
            ..Oldest::new(
                (8, 0),
                "8.0 or later",
                |_| "is for Argo CD 2".to_string(),
                |tested| format!("write `chart=\"{}\"`", tested.argocd_chart),
            )
        }),
    ],
    application: Some(Application {
        wave: -100,
        namespace: NAMESPACE_ARGOCD,
        also: &[],
        entity: |model| format!("platform/{}", model.platform.name),
        manifests: |_| true,
    }),
    namespaces: &[NAMESPACE_ARGOCD],
    objects,
    secrets,
    kinds: &["argocd"],
    protected: PROTECTED,
    health: &[Health {
        key: "resource.customizations.health.argoproj.io_Application",
        script: APPLICATION_HEALTH,
        place: 0,
    }],
    keeps_health: Some(&HEALTH_OF),
    ..Part::NOTHING
};

fn objects<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    all.push(Written::part(
        "AppProject",
        Some(NAMESPACE_ARGOCD),
        PROJECT_PLATFORM,
    ));
    all.push(Written::part("Application", Some(NAMESPACE_ARGOCD), "root"));
    if model.platform.admins.is_some() {
        all.push(Written::part("ClusterRoleBinding", None, "platform-admins"));
    }
}

fn secrets(model: &Model) -> Vec<Secret> {
    let access = model.platform.access.as_ref();
    let sign_in = access.and_then(|access| access.argocd.as_ref());
    let secret = sign_in.map(|sign_in| Secret {
        namespace: NAMESPACE_ARGOCD.to_string(),
        name: sign_in.secret.to_string(),
        keys: "dex.github.clientID, dex.github.clientSecret",
        by: PERSON,
        en: "Sign-in of Argo CD at GitHub; label it app.kubernetes.io/part-of=argocd".to_string(),
        fr: "Connexion d'Argo CD à GitHub ; étiquette app.kubernetes.io/part-of=argocd".to_string(),
    });
    secret.into_iter().collect()
}

const PUBLIC: &str = "whoever can read the repository could use it";
const BY_HAND: &str = "make the Secret by hand or with External Secrets; `out/docs` lists which";

const PROTECTED: &[Protection] = &[
    keep(
        &["configs", "secret", "argocdServerAdminPassword"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    keep(
        &["configs", "secret", "githubSecret"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    keep(
        &["configs", "secret", "gitlabSecret"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    keep(
        &["configs", "secret", "bitbucketServerSecret"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    keep(
        &["configs", "secret", "bitbucketUUID"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    keep(&["configs", "secret", "gogsSecret"], &[""], PUBLIC, BY_HAND),
    keep(
        &["configs", "secret", "azureDevops"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    keep(&["configs", "secret", "extra"], &[""], PUBLIC, BY_HAND),
    keep(
        &["configs", "cm", "application.instanceLabelKey"],
        &[],
        "labels are copied with objects, and Argo CD would delete the copies",
        "remove this line: Argo CD tracks by annotation",
    ),
    keep(
        &["configs", "cm", "application.resourceTrackingMethod"],
        &["annotation"],
        "labels are copied with objects, and Argo CD would delete the copies",
        REMOVE,
    ),
    keep(
        &["configs", "cm", "users.anonymous.enabled"],
        &["false"],
        "everybody would get in without signing in",
        REMOVE,
    ),
    keep(
        &["configs", "cm", "resource.customizations"],
        &[],
        HEALTH_OF.why,
        "write one key for each kind, such as `resource.customizations.health.example.org_Robot`",
    ),
    keep(
        &["configs", "cm", "exec.enabled"],
        &["false"],
        "whoever may look at an Application could open a shell in its pods",
        REMOVE,
    ),
    keep(
        &["configs", "params", "application.namespaces"],
        &[""],
        "clubs could make Applications in their own namespaces, in any project",
        REMOVE,
    ),
    keep(
        &["configs", "params", "applicationsetcontroller.namespaces"],
        &[""],
        "clubs could make Applications in their own namespaces, in any project",
        REMOVE,
    ),
    keep(
        &["configs", "params", "server.insecure"],
        &["false"],
        "passwords and tokens of people would travel in clear text inside the cluster",
        REMOVE,
    ),
    keep(
        &["configs", "params", "server.disable.auth"],
        &["false"],
        "everybody would be an administrator",
        REMOVE,
    ),
    keep(
        &["createAggregateRoles"],
        &["false"],
        "every member of every club could make Applications",
        REMOVE,
    ),
    keep(
        &["configs", "rbac", "policy.default"],
        &[""],
        "everybody who signs in would see the Applications of all clubs",
        "remove this line: members have the rights of their club",
    ),
];

/// Argo CD stopped judging Applications in 1.8; without this, waves between them do nothing. One of
/// tenants is always well: whatever hangs there, the others go on (`LABEL_GATES`). Of the platform
/// one is done when what is in Git has been applied: an operator that is healthy and about to be
/// replaced does not serve its objects yet.
const APPLICATION_HEALTH: &str = r#"hs = {status = "Progressing", message = "not applied yet"}
if obj.metadata.labels ~= nil and obj.metadata.labels["radier.dev/gates"] == "false" then
  hs.status = "Healthy"
  hs.message = "holds nothing back"
  return hs
end
if obj.status ~= nil and obj.status.health ~= nil then
  local operation = obj.status.operationState
  if operation ~= nil and operation.phase == "Running" then
    hs.message = "is being applied"
    return hs
  end
  -- Where all is there already, as when Argo CD itself is made anew, nothing is ever applied.
  local synced = obj.status.sync ~= nil and obj.status.sync.status == "Synced"
  if operation ~= nil or synced then
    hs.status = obj.status.health.status
    hs.message = obj.status.health.message
  end
end
return hs
"#;
