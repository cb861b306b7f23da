//! Flannel: the network between pods that Talos brings.

use super::part::{From, Part};

pub static PART: Part = Part {
    name: "flannel",
    title: "Flannel",
    what: "The network between pods that Talos brings: no policies unless there are clubs, no load \
           balancers.",
    when: |model| !model.cluster.is_cilium(),
    needs: "`cni \"flannel\"`",
    from: From::Talos,
    is_network_plugin: true,
    ..Part::NOTHING
};
