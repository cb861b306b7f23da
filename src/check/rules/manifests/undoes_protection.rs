//! `manifests/undoes-protection`

use crate::check::hatch::Object;
use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::Kind;

pub static RULE: Rule = Rule {
    id: "manifests/undoes-protection",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object takes disks, or changes what belongs to the platform or to a club",
    why: "It changes what the description says of the same thing, and nobody looks for it there.\n\n\
          A second CephCluster with `useAllDevices` takes the disks of the first. A quota or a role in the namespace \
          of a club changes what the club may do.",
    fr: French {
        summary: "un objet prend des disques, ou change ce qui est à la plateforme ou à un club",
        why: "Un second CephCluster avec `useAllDevices` prend les disques du premier. Un quota ou un rôle dans le namespace \
              d'un club change ce que la description dit de ce club, et personne ne l'y trouve.",
    },
    wrong: r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: ResourceQuota
        metadata:
          name: more
          namespace: club-robotics
        spec:
          hard:
            requests.cpu: "100"
        """
}
"#,
    right: r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: ResourceQuota
        metadata:
          name: more
          namespace: default
        spec:
          hard:
            requests.cpu: "100"
        """
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let names = cx.model.names();
    let mut tenants: Vec<String> = cx.model.clubs.iter().map(|club| names.club(club)).collect();
    for club in &cx.model.clubs {
        tenants.extend(club.decl.namespace.iter().map(|namespace| names.club_namespace(club, &namespace.name)));
    }
    tenants.extend(cx.model.vclusters.iter().map(|vcluster| names.vcluster(vcluster)));
    for object in &cx.hatches.objects {
        if object.known() == "CephCluster" {
            ceph(object, report);
        }
        // What makes the borders of a tenant.
        let borders = ["ResourceQuota", "LimitRange", "NetworkPolicy", "CiliumNetworkPolicy", "RoleBinding", "Role"];
        if borders.contains(&object.known()) && tenants.iter().any(|tenant| tenant == object.namespace()) {
            report.push(
                RULE.at(object.head(), format!("this {} changes the borders of `{}`", object.kind(), object.namespace()))
                    .label("belongs to a club")
                    .help("say it in the block of the `club`: `quota` or `members`"),
            );
        }
        if let Some((key, options)) = object.node.at_path(&["spec", "syncPolicy", "automated", "prune"])
            && object.known() == "Application"
            && options.kind == Kind::Bool(true)
            && object.node.at_path(&["spec", "project"]).is_some_and(|(_, project)| project.text() == "platform")
        {
            report.push(
                RULE.at(object.span(&key.at), "this Application could delete objects of the platform")
                    .label("prunes in project `platform`")
                    .help("give it a project of its own"),
            );
        }
    }
}

/// Ceph must take disks by name only, and never wipe them.
fn ceph(object: &Object<'_>, report: &mut Report) {
    for path in [["spec", "storage", "useAllDevices"], ["spec", "storage", "useAllNodes"], ["spec", "cleanupPolicy", "confirmation"]] {
        let Some((key, value)) = object.node.at_path(&path) else { continue };
        if value.kind == Kind::Bool(true) || !value.text().is_empty() {
            report.push(
                RULE.at(object.span(&key.at), format!("`{}` takes or wipes disks that nobody named", path[1..].join(".")))
                    .label("data would be lost")
                    .help("name the disks in the description: `disk ... use=storage`"),
            );
        }
    }
}
