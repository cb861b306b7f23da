//! `patch/component-image`

use crate::check::about::documents::{Setting, settings};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "patch/component-image",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch pins a component to another version than the rest",
    why: "An image in a patch stays what it is when Kubernetes or Talos is upgraded. The components \
          of Kubernetes drift apart until they no longer understand each other, and a machine that \
          is installed anew gets the Talos of the patch.",
    fr: French {
        summary: "un patch fixe un composant à une autre version que le reste",
        why: "Une image dans un patch reste la même quand Kubernetes ou Talos est mis à niveau. Les \
              composants de Kubernetes s'éloignent jusqu'à ne plus se comprendre, et une machine \
              réinstallée reçoit le Talos du patch.",
    },
    // kubernetes.io/releases/version-skew-policy
    wrong: &[
        r#"
patch "talos" on=control-plane """
    cluster:
      controllerManager:
        image: registry.k8s.io/kube-controller-manager:v1.34.1
    """
"#,
        r#"
patch "talos" on=all """
    machine:
      kubelet:
        image: ghcr.io/siderolabs/kubelet:v1.35.0
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      install:
        image: ghcr.io/siderolabs/installer:v1.12.0
    """
"#,
    ],
    right: &[r#"
patch "talos" on=control-plane """
    cluster:
      controllerManager:
        image: registry.example.org/kube-controller-manager:v1.36.4
      etcd:
        image: registry.example.org/etcd:v3.6.5
    """
"#],
    check: Check::Written(check),
};

/// The images of components: in the main document, and as documents of their own.
const IMAGES: [Setting; 5] = [
    Setting {
        main: &["cluster", "apiServer", "image"],
        kind: "KubeAPIServerConfig",
        field: &["image"],
    },
    Setting {
        main: &["cluster", "controllerManager", "image"],
        kind: "KubeControllerManagerConfig",
        field: &["image"],
    },
    Setting {
        main: &["cluster", "scheduler", "image"],
        kind: "KubeSchedulerConfig",
        field: &["image"],
    },
    Setting {
        main: &["cluster", "proxy", "image"],
        kind: "KubeProxyConfig",
        field: &["image"],
    },
    Setting {
        main: &["machine", "kubelet", "image"],
        kind: "KubeletConfig",
        field: &["image"],
    },
];

/// The installer is Talos itself.
const INSTALLER: Setting = Setting {
    main: &["machine", "install", "image"],
    kind: "",
    field: &[],
};

fn installer(cx: &Context<'_>, report: &mut Report) {
    let talos = &cx.model.versions.talos;
    for (document, _, image) in settings(cx, &INSTALLER) {
        let Some(tag) = tag(image.text()).filter(|tag| *tag != talos.to_string()) else {
            continue;
        };
        report.push(
            RULE.at(
                document.span(&image.at),
                format!("this installs Talos {tag}, and the description says {talos}"),
            )
            .label("another version than that of the others")
            .also(talos.span, "the version of Talos")
            .help(
                "remove `image`: Radier writes the one that has the extensions of the machine, in \
                 the version of `versions`",
            ),
        );
    }
}

fn check(cx: &Context<'_>, report: &mut Report) {
    installer(cx, report);
    let version = &cx.model.versions.decl.kubernetes;
    for (document, _, image) in IMAGES.iter().flat_map(|setting| settings(cx, setting)) {
        let Some(tag) = tag(image.text()).filter(|tag| *tag != version.to_string()) else {
            continue;
        };
        report.push(
            RULE.at(
                document.span(&image.at),
                format!("this component is version {tag}, and Kubernetes is {version}"),
            )
            .label("stays behind at every upgrade")
            .also(version.span, "the version of the others")
            .help(
                "remove `image`: Talos takes the version of `versions`. An own registry is \
                 `mirror`, not an image",
            ),
        );
    }
}

/// The version of an image, without its `v`; none when it has only a digest.
fn tag(image: &str) -> Option<&str> {
    let name = image.split('@').next()?.rsplit('/').next()?;
    let (_, tag) = name.split_once(':')?;
    let tag = tag.strip_prefix('v').unwrap_or(tag);
    // Talos' own kubelets are `v1.36.4-fat` and `v1.36.4-slim` too.
    let tag = tag.split('-').next()?;
    tag.starts_with(|c: char| c.is_ascii_digit()).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn the_port_of_a_registry_is_no_version() {
        assert_eq!(tag("r.example.org:5000/a/kubelet:v1.36.4"), Some("1.36.4"));
        assert_eq!(
            tag("r.example.org/kubelet:1.36.4@sha256:ab"),
            Some("1.36.4")
        );
        assert_eq!(tag("r.example.org:5000/kubelet"), None);
        assert_eq!(tag("r.example.org/kubelet@sha256:ab"), None);
        assert_eq!(tag("r.example.org/kubelet:latest"), None);
        assert_eq!(tag("r.example.org/kubelet:v1.36.4-fat"), Some("1.36.4"));
    }
}
