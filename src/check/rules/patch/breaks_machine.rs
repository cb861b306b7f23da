//! `patch/breaks-machine`

use crate::check::hatch::{self, PatchDocument};
use crate::check::{Context, Rule};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::language::Role;
use crate::yaml::{self, Key, Kind, Node};
use ipnet::Ipv4Net;
use std::net::{IpAddr, Ipv4Addr};

pub static RULE: Rule = Rule {
    id: "patch/breaks-machine",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch that Talos accepts, and with which the machine does not work",
    why: "Talos validates form, not sense: a host name with `_`, a selector that matches nothing or a subnet of /99 pass, and the \
          machine does not join, has no network, or waits for a disk for ever.",
    // Each of these was accepted by talos machinery 1.13.9.
    wrong: r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: scratch
    provisioning:
      diskSelector:
        match: disk.dev_path == "/dev/disk/by-id/ata-SSD_0000W1"
      minSize: 10GiB
    """
"#,
    right: r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: scratch
    provisioning:
      diskSelector:
        match: '"/dev/disk/by-id/ata-SSD_0000W1" in disk.symlinks'
      minSize: 10GiB
    """
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let documents = hatch::patches(cx);
    let known = interfaces(cx, &documents);
    for document in &documents {
        let judge = &mut Judge { cx, document, report };
        judge.walk(&mut Vec::new(), &document.node);
        match document.kind() {
            "Layer2VIPConfig" => {
                judge.virtual_address();
                judge.link("link", &known);
            }
            "VLANConfig" => judge.link("parent", &known),
            "BondConfig" => {
                judge.links(&known);
                judge.lacp();
            }
            "BridgeConfig" | "VRFConfig" => judge.links(&known),
            _ => {}
        }
        if matches!(document.kind(), "LinkConfig" | "BondConfig" | "BridgeConfig" | "VLANConfig") {
            judge.addresses();
        }
    }
}

struct Judge<'c, 'm, 'r> {
    cx: &'c Context<'m>,
    document: &'c PatchDocument<'m>,
    report: &'r mut Report,
}

impl Judge<'_, '_, '_> {
    /// Looks at every text and number with the keys that lead to it.
    fn walk<'n>(&mut self, path: &mut Vec<&'n str>, node: &'n Node) {
        match &node.kind {
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    path.push(&key.text);
                    self.key(path, key);
                    self.walk(path, value);
                    path.pop();
                }
            }
            Kind::List(items) => items.iter().for_each(|item| self.walk(path, item)),
            _ => self.value(path, node),
        }
    }

    fn refuse(&mut self, node: &Node, message: String, label: &str, help: &str) {
        self.report.push(RULE.at(self.document.span(&node.at), message).label(label).help(help));
    }

    /// Keys that are data, and keys that other layers follow.
    fn key(&mut self, path: &[&str], key: &Key) {
        if matches!(path, ["cluster", "network", "podSubnets" | "serviceSubnets"])
            || (self.document.kind() == "KubeNetworkConfig" && matches!(path, ["podSubnets" | "serviceSubnets"]))
        {
            self.report.push(
                RULE.at(self.document.span(&key.at), format!("`{}` decides about addresses behind the description's back", key.text))
                    .label("Cilium, certificates and checks of overlaps follow the description")
                    .help("write `pods` or `services` in `cluster`"),
            );
        }
        let of_labels = matches!(path, ["machine", "nodeLabels", _]) || (self.document.kind() == "KubeNodeConfig" && matches!(path, ["labels", _]));
        let of_sysctls = matches!(path, ["machine", "sysctls", _]) || (self.document.kind() == "SysctlConfig" && matches!(path, ["params", _]));
        if self.document.kind() == "KubeAPIServerConfig" && matches!(path, ["extraArgs", _]) {
            let owner = ["oidc-", "anonymous-auth", "authentication-config", "authorization-config", "authorization-mode", "authorization-webhook-"];
            if let Some(start) = owner.iter().find(|start| key.text.starts_with(*start)) {
                let kind = if start.starts_with("authorization") { "KubeAuthorizerConfig" } else { "KubeAuthenticationConfig" };
                self.report.push(
                    RULE.at(self.document.span(&key.at), format!("`{}` is no argument of the API server any more", key.text))
                        .label("Talos refuses it since contract 1.14")
                        .help(format!("write `kind: {kind}`, or `access \"oidc\"` in the description")),
                );
            }
        }
        if of_labels && matches!(key.text.as_str(), "kubernetes.io/hostname" | "kubernetes.io/os" | "kubernetes.io/arch") {
            self.report.push(
                RULE.at(self.document.span(&key.at), format!("`{}` is set by the kubelet itself", key.text))
                    .label("pods are placed by it")
                    .help("use a key of your own, such as `lab.example.org/...`"),
            );
        }
        if of_sysctls && (!key.text.contains(['.', '/']) || key.text.contains(|c: char| c.is_whitespace() || c == '=')) {
            self.report.push(
                RULE.at(self.document.span(&key.at), format!("`{}` is no kernel setting", key.text))
                    .label("Talos would try for ever to write it")
                    .help("a key reads like `vm.max_map_count`"),
            );
        }
    }

    fn value(&mut self, path: &[&str], node: &Node) {
        let kind = self.document.kind();
        let text = node.text();
        match (kind, path) {
            ("HostnameConfig", ["hostname"]) if !is_label(text) => {
                let help = "write lower-case letters, digits and `-`, and the name that the description gives the node";
                self.refuse(node, format!("`{text}` is no host name of Kubernetes"), "the node cannot join", help);
            }
            ("HostnameConfig", ["hostname"]) if self.reaches_other(text) => {
                let help = "remove it: the name of a machine is that of its `node`";
                self.refuse(node, format!("`{text}` is not the name of every machine that this reaches"), "two names for one machine", help);
            }
            ("LinkAliasConfig", ["name"]) if is_kernel_name(text) => {
                let help = "choose a name that no driver uses, such as `lan0`";
                self.refuse(node, format!("`{text}` is a name that the kernel gives"), "two interfaces would have it", help);
            }
            ("UserVolumeConfig", ["name"]) if matches!(text, "EPHEMERAL" | "STATE" | "META" | "EFI" | "BIOS" | "BOOT" | "IMAGECACHE") => {
                self.refuse(node, format!("`{text}` is a volume of Talos itself"), "would be taken for it", "choose another name");
            }
            (_, [.., "match"]) if text.contains("dev_path") && text.contains("/dev/disk/by-") => {
                let help = "write `\"/dev/disk/by-id/...\" in disk.symlinks`";
                self.refuse(node, "this selector never matches".to_string(), "`dev_path` is the kernel's name, `/dev/sda`", help);
            }
            (_, [.., "match"]) if text.contains("mac(") && text.contains(|c: char| ('A'..='F').contains(&c)) && has_mac(text) => {
                self.refuse(node, "this selector never matches".to_string(), "Talos writes MAC addresses in lower case", "write it in lower case");
            }
            (_, ["mtu"]) | ("", ["machine", "network", "interfaces", "mtu"]) => {
                if let Kind::Int(mtu) = node.kind
                    && !(68..=65_535).contains(&mtu)
                {
                    self.refuse(node, format!("no interface has an MTU of {mtu}"), "68 to 65535", "1500, or 9000 for jumbo frames");
                }
            }
            ("TimeSyncConfig", ["ntp", "servers"]) | ("", ["machine", "time", "servers"]) if !is_host(text) => {
                self.refuse(node, format!("`{text}` is no host"), "the clock would never be set", "write a host name or an address");
            }
            ("", ["machine" | "cluster", .., "certSANs"]) | ("KubeAPIServerConfig", ["certExtraSANs"]) if !is_host(text) => {
                self.refuse(node, format!("`{text}` is no host"), "no certificate can be made for it", "write a host name or an address");
            }
            ("", ["machine", "install", "image"]) if !is_image(text) => {
                let help = "write `<registry>/<name>:<version>`; without a patch, Radier writes the image of the factory";
                self.refuse(node, format!("`{text}` is no image"), "the installer cannot be fetched", help);
            }
            ("", ["cluster", "inlineManifests", "contents"]) | ("KubeInlineManifestConfig", ["manifest"]) => {
                if let Err(problem) = yaml::nodes(text) {
                    let message = format!("this manifest is not YAML: {}", problem.message);
                    self.refuse(node, message, "Kubernetes gets nothing of it", "mend it, or use `manifests`, which checks objects too");
                }
            }
            _ => {}
        }
    }

    /// A link that the document names must be there, or Talos waits for it without a word.
    fn link(&mut self, key: &str, known: &[String]) {
        if let Some(node) = self.document.node.get(key) {
            self.known_link(node, known);
        }
    }

    fn links(&mut self, known: &[String]) {
        if let Some(Node { kind: Kind::List(items), .. }) = self.document.node.get("links") {
            items.iter().for_each(|item| self.known_link(item, known));
        }
    }

    fn known_link(&mut self, node: &Node, known: &[String]) {
        let name = node.text();
        // Names of drivers are out of our sight.
        if !name.is_empty() && !known.iter().any(|known| known == name) && !is_kernel_name(name) {
            let help = match did_you_mean(name, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a `nic` or `bond` of the description, or a link of a patch".to_string(),
            };
            self.refuse(node, format!("there is no link `{name}`"), "Talos waits for it for ever", &help);
        }
    }

    /// Talos warns only.
    fn lacp(&mut self) {
        let body = &self.document.node;
        if let Some(mode) = body.get("bondMode").filter(|mode| mode.text() == "802.3ad")
            && ["miimon", "updelay", "downdelay"].iter().any(|key| body.get(key).is_none())
        {
            let help = "add `miimon: 100`, `updelay: 200` and `downdelay: 200`";
            self.refuse(mode, "this bond never notices a dead link".to_string(), "LACP without link monitoring", help);
        }
    }

    /// Addresses are hosts of their networks, not taken by a machine, and gateways lie in one of them.
    fn addresses(&mut self) {
        let body = &self.document.node;
        let mut nets: Vec<Ipv4Net> = Vec::new();
        if let Some(Node { kind: Kind::List(items), .. }) = body.get("addresses") {
            for item in items {
                let Some(address) = item.get("address") else { continue };
                let Ok(net) = address.text().parse::<Ipv4Net>() else { continue };
                nets.push(net);
                let owner = self.cx.model.nodes.iter().find(|node| node.address == Some(net.addr()));
                if net.prefix_len() < 31 && (net.addr() == net.network() || net.addr() == net.broadcast()) {
                    let help = "write the address of the machine, with the length of its network";
                    self.refuse(address, format!("`{}` is no address of a machine", address.text()), "the network's own", help);
                } else if let Some(owner) = owner.filter(|node| self.document.patch.on.as_str() != &*node.decl.name.value.0) {
                    let name = owner.decl.name.to_string();
                    self.refuse(address, format!("`{}` is taken", net.addr()), &format!("node `{name}` has it"), "choose another address");
                }
            }
        }
        if let Some(Node { kind: Kind::List(routes), .. }) = body.get("routes") {
            for gateway in routes.iter().filter_map(|route| route.get("gateway")) {
                if let Ok(ip) = gateway.text().parse::<Ipv4Addr>()
                    && !nets.is_empty()
                    && !nets.iter().any(|net| net.contains(&ip))
                {
                    let help = "write a router of a network that this link has an address in";
                    self.refuse(gateway, format!("`{ip}` cannot be reached"), "in no network of this link", help);
                }
            }
        }
    }

    /// A machine with another name gets this patch.
    fn reaches_other(&self, name: &str) -> bool {
        let on = &self.document.patch.on;
        self.cx.model.nodes.iter().filter(|node| node.is_called(on)).any(|node| &*node.decl.name.value.0 != name)
    }

    /// A shared address is held by one control plane, on a link that exists.
    fn virtual_address(&mut self) {
        let on = self.document.patch.on.as_str();
        let model = self.cx.model;
        let worker = model.nodes_of(Role::Worker).find(|node| on == "all" || on == "worker" || on == &*node.decl.name.value.0);
        if let Some(worker) = worker {
            self.report.push(
                RULE.at(self.document.head(), format!("worker `{}` would take the address of the control planes", worker.decl.name))
                    .label("Talos accepts it, and the API is gone")
                    .help("write `on=control-plane`, or better `vip` in `cluster`"),
            );
        }
    }
}

/// Names of links: of the description, and of documents in patches.
fn interfaces(cx: &Context<'_>, documents: &[PatchDocument<'_>]) -> Vec<String> {
    let model = cx.model;
    let mut names: Vec<String> = model.nodes.iter().flat_map(|node| &node.interfaces).map(|interface| interface.name.value.clone()).collect();
    names.extend(model.networks.iter().filter_map(|network| network.bridge.as_ref()).map(|bridge| bridge.to_string()));
    for node in &model.nodes {
        for interface in &node.interfaces {
            let tags = interface.vlans.iter().filter_map(|vlan| model.networks.get(vlan.network)?.vlan);
            names.extend(tags.map(|tag| format!("{}.{}", interface.name.value, tag.value)));
        }
    }
    names.extend(documents.iter().filter_map(|document| document.node.get("name")).map(|name| name.text().to_string()));
    names.sort();
    names.dedup();
    names
}

/// A label of RFC 1123.
fn is_label(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= 63 && text.split('.').all(|part| !part.is_empty() && part.chars().all(inner) && !part.starts_with('-') && !part.ends_with('-'))
}

fn is_host(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok() || is_label(&text.to_ascii_lowercase()) || (text.starts_with("*.") && is_label(&text[2..]))
}

/// `eth0`, `enp1s0`, `eno1`, `ens3`, `wlan0` (systemd.net-naming-scheme).
fn is_kernel_name(text: &str) -> bool {
    ["eth", "eno", "ens", "enp", "enx", "wlan", "wlp"].iter().any(|start| text.strip_prefix(start).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
}

fn has_mac(text: &str) -> bool {
    text.split(['"', '\'']).any(|part| part.len() == 17 && part.split(':').count() == 6 && part.contains(|c: char| c.is_ascii_uppercase()))
}

/// `registry/path:tag` without blanks.
fn is_image(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.contains('/') && text.rsplit('/').next().is_some_and(|last| last.contains([':', '@']))
}
