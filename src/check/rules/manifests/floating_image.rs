//! `manifests/floating-image`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "manifests/floating-image",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a container has an image that changes under its name",
    why: "What `latest` means is decided when a pod starts. Two pods of one Deployment may run \
          different versions, and reverting in Git does not bring the old one back.",
    fr: French {
        summary: "un conteneur a une image qui change sous son nom",
        why: "Ce que `latest` veut dire se décide le jour où un pod démarre. Deux pods d'un même \
              Deployment exécutent des programmes différents, et revenir en arrière dans Git ne \
              ramène rien.",
    },
    // kubernetes docs concepts/containers/images: avoid :latest in production
    wrong: &[r#"
manifests "web" namespace="default" {
    yaml """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          selector:
            matchLabels:
              app: web
          template:
            metadata:
              labels:
                app: web
            spec:
              containers:
                - name: web
                  image: nginx
        """
}
"#],
    right: &[r#"
manifests "web" namespace="default" {
    yaml """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          selector:
            matchLabels:
              app: web
          template:
            metadata:
              labels:
                app: web
            spec:
              containers:
                - name: web
                  image: nginx:1.29.3
        """
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in &cx.hatches.objects {
        object.node.each_scalar(&mut |path, node: &Node| {
            if !matches!(path, [.., "spec", "containers" | "initContainers", "image"]) {
                return;
            }
            let image = node.text();
            let name = image.rsplit('/').next().unwrap_or(image);
            if image.is_empty()
                || name.contains('@')
                || name.split_once(':').is_some_and(|(_, tag)| tag != "latest")
            {
                return;
            }
            let bare = image.strip_suffix(":latest").unwrap_or(image);
            report.push(
                RULE.at(
                    object.span(&node.at),
                    format!("`{image}` may be a different image tomorrow"),
                )
                .label(if name.contains(':') {
                    "`latest` moves"
                } else {
                    "without a tag, `latest` is used"
                })
                .help(format!(
                    "write the version that you want, such as `{bare}:1.2.3`, preferably with its \
                     digest: append `@` and what `skopeo inspect --format '{{{{.Digest}}}}' \
                     docker://{bare}:1.2.3` prints"
                )),
            );
        });
    }
}
