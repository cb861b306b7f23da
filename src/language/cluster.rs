//! `cluster`: Talos, Kubernetes, and the network that the nodes share.

use super::encryption::Encryption;
use super::machine::Machine;
use super::types::{AddressRange, Host, Ip, Name, Subnet, Url};
use crate::schema::{node, words};

words! {
    /// How a machine gets its configuration.
    Lifecycle "a lifecycle" {
        /// Omni holds the secrets and applies the template.
        Omni = "omni",
        /// `talosctl` applies generated files; somebody keeps `secrets.yaml`.
        Talosctl = "talosctl",
    }
}

words! {
    /// How a machine without configuration reaches the network.
    FirstBoot "a way to boot first" {
        /// A DHCP server answers on the node network.
        Dhcp = "dhcp",
        /// No DHCP: the address stands in the kernel arguments of the boot image, one image per
        /// node.
        Static = "static",
    }
}

words! {
    /// The network plugin of Kubernetes.
    CniName "a network plugin" {
        /// Network policies, load balancers, observability.
        Cilium = "cilium",
        /// Simple overlay that Talos installs by itself.
        Flannel = "flannel",
    }
}

node! {
    /// The network on which the nodes reach each other.
    NodeSubnet "nodes" {
        /// Its addresses.
        arg subnet: Subnet,
        /// Its router.
        prop gateway: Ip,
        /// How a machine without configuration reaches it.
        prop first_boot: FirstBoot = "dhcp",
    }
}

node! {
    /// The network plugin.
    Cni "cni" {
        /// Its name.
        arg name: CniName,
        /// Keep kube-proxy. Cilium replaces it; Flannel always has it.
        opt_prop kube_proxy: bool,
    }
}

node! {
    /// A mirror for one registry of container images.
    Mirror "mirror" {
        /// The registry, such as `docker.io`.
        arg registry: String,
        /// Where to ask instead, in order.
        values endpoints: Url,
    }
}

node! {
    /// Settings for all machines of a role.
    RoleSettings "" {
        /// Settings of machines.
        flatten machine: Machine,
        /// Also run workloads on control planes. For small clusters without workers. Only on
        /// `control-plane`.
        opt_prop schedulable: bool,
    }
}

node! {
    /// The Talos and Kubernetes cluster.
    Cluster "cluster" {
        /// Its name; it never changes.
        arg name: Name,
        /// Address of the Kubernetes API, with port.
        value endpoint: Url,
        /// How a machine gets its configuration.
        value lifecycle: Lifecycle = "omni",
        /// The network on which the nodes reach each other.
        child nodes: NodeSubnet,
        /// An address that moves between the control planes.
        opt_value vip: Ip,
        /// Addresses of pods.
        value pods: Subnet = "10.244.0.0/16",
        /// Addresses of services.
        value services: Subnet = "10.96.0.0/12",
        /// Resolvers, in order. Without them: what DHCP says, else the defaults of Talos.
        values dns: Ip,
        /// Time servers.
        values ntp: Host,
        /// The network plugin. Without it: Cilium, which replaces kube-proxy.
        opt_child cni: Cni,
        /// Addresses that Cilium gives to services of type LoadBalancer.
        opt_value load_balancers: AddressRange,
        /// Mirrors of registries.
        many mirror: Mirror,
        /// Disk encryption of all machines.
        opt_child encryption: Encryption,
        /// Settings of all machines.
        flatten machine: Machine,
        /// Settings of the control planes.
        opt_child control_plane: RoleSettings,
        /// Settings of the workers.
        opt_child worker: RoleSettings,
    }
}
