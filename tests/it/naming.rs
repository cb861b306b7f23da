//! A part is named at home: what is installed is decided in one place.

use crate::formatting::{Piece, pieces};
use crate::tidy::sources;

/// Where a part may be named besides its own file: its emitter, its own rules.
const PLACES: &[(&str, &[&str])] = &[
    (
        "argocd",
        &[
            "emit/argocd/",
            "emit/app.rs",
            "check/rules/access/group_name.rs",
            "check/rules/access/too_wide.rs",
            "check/rules/values/refused.rs",
        ],
    ),
    ("cdi", &["emit/cdi.rs"]),
    ("ceph-csi-drivers", &["emit/ceph/drivers.rs"]),
    (
        "cilium",
        &[
            "emit/cilium.rs",
            "check/rules/cluster/",
            "check/rules/network/outside_subnet.rs",
            "check/rules/patch/locks_out.rs",
            "check/rules/patch/network_plugin.rs",
            "check/rules/values/network_plugin.rs",
        ],
    ),
    ("external-secrets", &["emit/external_secrets.rs"]),
    (
        "flannel",
        &[
            "emit/talos/cluster.rs",
            "check/rules/patch/network_plugin.rs",
        ],
    ),
    ("images", &["emit/cdi.rs"]),
    ("kubevirt", &["emit/kubevirt/"]),
    (
        "multus",
        &["emit/multus.rs", "check/rules/values/refused/ceph.rs"],
    ),
    ("rook-ceph", &["emit/ceph/operator.rs"]),
    (
        "rook-ceph-cluster",
        &[
            "emit/ceph/cluster.rs",
            "emit/ceph/pools.rs",
            "check/rules/capacity/machine_too_small.rs",
            "check/rules/storage/monitors.rs",
            "check/rules/storage/too_few_hosts/hatches.rs",
            "check/rules/values/refused.rs",
            "check/rules/values/refused/ceph.rs",
        ],
    ),
    ("tenant-isolation", &["emit/tenant_isolation/"]),
    ("snapshots", &["emit/ceph/"]),
    ("storage", &["emit/ceph/classes.rs"]),
    (
        "vcluster",
        &[
            "emit/vcluster/",
            "check/rules/vcluster/",
            "check/rules/values/needs_license.rs",
            "check/rules/values/refused.rs",
        ],
    ),
];

/// Files that name parts although they are nobody's, and why.
const NAMED_ANYWAY: [(&str, &str); 10] = [
    ("emit/mod.rs", "the list of emitters"),
    (
        "model/cluster.rs",
        "`cni` of the language, with its default",
    ),
    (
        "model/names.rs",
        "namespaces and host names that never change",
    ),
    (
        "model/versions.rs",
        "versions of the language, with their defaults",
    ),
    ("upstream/shape.rs", "the list of files in schema/upstream"),
    (
        "emit/cdi.rs",
        "the content type of a volume is called after KubeVirt",
    ),
    ("emit/cilium.rs", "leaves the configuration of Multus alone"),
    (
        "emit/kubevirt/",
        "asks CDI for volumes, and names networks as KubeVirt's API does",
    ),
    (
        "emit/tenancy/",
        "puts the networks that Multus serves beside the rest of a club",
    ),
    ("emit/vcluster/", "tells a vcluster where Argo CD is"),
];

/// A part is named in its own files alone: whatever else needs to know asks `Parts`. Words of prose
/// and of examples do not count, nor do identifiers of the node `vcluster`, which is a tenant's.
#[test]
fn parts_are_named_at_home() {
    let mut strangers = Vec::new();
    let mut needed = vec![false; NAMED_ANYWAY.len()];
    for (path, text) in sources("src") {
        let path = path
            .strip_prefix("src")
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let exempt = ["parts/", "language/", "schema/"];
        if exempt.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        for part in radier::parts::ALL {
            let of_part = PLACES.iter().find(|(name, _)| *name == part.name);
            let places = of_part.map_or(&[][..], |(_, places)| places);
            if !names_part(&text, part.name) || places.iter().any(|place| path.starts_with(place)) {
                continue;
            }
            match NAMED_ANYWAY
                .iter()
                .position(|(place, _)| path.starts_with(place))
            {
                Some(at) => needed[at] = true,
                None => strangers.push(format!("{path} names {}", part.name)),
            }
        }
    }
    assert_eq!(strangers, Vec::<String>::new());
    assert!(
        needed.into_iter().all(|needed| needed),
        "an exception is not needed any more"
    );
}

/// Code names a part: by its module, its chart, or a text that is its name or its folder.
fn names_part(text: &str, name: &str) -> bool {
    let module = name.replace('-', "_");
    let is_common = ["images", "storage", "snapshots", "vcluster"].contains(&name);
    let variant: String = name
        .split('-')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect();
    let mut start = 0;
    for (piece, end) in pieces(text) {
        let part = &text[start..end];
        start = end;
        let names = match piece {
            Piece::Comment => false,
            Piece::Literal => {
                let literal = part.trim_matches('"');
                !is_common
                    && (literal == name
                        || literal.starts_with(&format!("{name}/"))
                        || literal.starts_with(&format!("platform/{name}")))
            }
            Piece::Code => {
                let mut words = part.split(|c: char| !c.is_alphanumeric() && c != '_');
                part.split(|c: char| !c.is_alphanumeric() && !"_:".contains(c))
                    .any(|path| {
                        path.contains("parts::") && path.split("::").any(|word| word == module)
                    })
                    || words.clone().any(|word| word == variant)
                        && part.contains(&format!("Chart::{variant}"))
                    || !is_common
                        && words.any(|word| word == module || word == format!("is_{module}"))
            }
        };
        if names {
            return true;
        }
    }
    false
}
