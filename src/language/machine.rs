//! What may be said of machines at three levels: for the cluster, for a role, for one node.

use super::types::{LabelKey, LabelValue, Size};
use crate::schema::{node, words};

words! {
    /// What a taint does to pods that do not tolerate it.
    TaintEffect "an effect" {
        /// They are not scheduled.
        NoSchedule = "NoSchedule",
        /// They are scheduled elsewhere if possible.
        PreferNoSchedule = "PreferNoSchedule",
        /// They are evicted.
        NoExecute = "NoExecute",
    }
}

node! {
    /// A Kubernetes label on the node.
    Label "label" {
        /// Key.
        arg key: LabelKey,
        /// Value.
        arg value: LabelValue,
    }
}

node! {
    /// A Kubernetes taint on the node.
    Taint "taint" {
        /// Key.
        arg key: LabelKey,
        /// Effect.
        prop effect: TaintEffect = "NoSchedule",
        /// Value.
        opt_prop value: LabelValue,
    }
}

node! {
    /// A kernel module that Talos loads at boot.
    KernelModule "kernel-module" {
        /// Name of the module.
        arg name: String,
        /// Parameters of the module.
        values parameters: String,
    }
}

node! {
    /// A kernel setting.
    Sysctl "sysctl" {
        /// Key, such as `vm.nr_hugepages`.
        arg key: String,
        /// Value, in quotes.
        arg value: String,
    }
}

node! {
    /// Limits of the EPHEMERAL volume, which holds containers and logs.
    Ephemeral "ephemeral" {
        /// It never grows beyond this, so that the rest of the install disk stays free for user
        /// volumes.
        prop max_size: Size,
    }
}

node! {
    /// Settings of machines: on `cluster` for all, on `control-plane` or `worker` for a role, on
    /// `node` for one.
    Machine "" {
        /// A Kubernetes label.
        many label: Label,
        /// A Kubernetes taint.
        many taint: Taint,
        /// A kernel module to load.
        many kernel_module: KernelModule,
        /// A kernel setting.
        many sysctl: Sysctl,
        /// Kernel arguments, each `name` or `name=value`; part of the boot image.
        values kernel_args: String,
        /// System extensions of Talos by their short names; part of the boot image. The microcode
        /// of the processor's vendor is added by itself.
        values extensions: String,
        /// Limits of the EPHEMERAL volume.
        opt_child ephemeral: Ephemeral,
    }
}
