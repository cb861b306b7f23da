//! `vm/network-data`

mod netplan;

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, did_you_mean};
use crate::language::Network;
use crate::language::types::{Mac, Subnet};
use crate::model::{Model, Vm};
use crate::source::{Span, Spanned};
use crate::yaml;
use ipnet::Ipv4Net;
use netplan::{Said, Wrong};
use rustc_hash::FxHashMap;
use std::net::Ipv4Addr;

pub static RULE: Rule = Rule {
    id: "vm/network-data",
    level: Level::Error,
    since: "0.1.0",
    summary: "the network configuration of a VM does not work where the VM is",
    why: "cloud-init drops what it does not understand and tells only its log: the VM starts \
          without an address, and nobody reaches it to find out why.\n\nAn address that a machine \
          or another VM has breaks both.",
    fr: French {
        summary: "la configuration réseau d'une VM ne marche pas là où est la VM",
        why: "cloud-init laisse tomber ce qu'il ne comprend pas et ne le dit qu'à son journal : la \
              VM démarre sans adresse, et personne ne l'atteint pour comprendre. Une adresse qu'a \
              déjà une machine ou une autre VM casse les deux.",
    },
    // cloud-init doc/rtd/reference/network-config-format-v1, -v2
    wrong: &[
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
        network-data "unversioned.yaml"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
        network-data "misspelt.yaml"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
        network-data "elsewhere.yaml"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "one" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
        network-data "lan-5.yaml"
    }
    vm "two" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
        network-data "lan-5.yaml"
    }
}
"#,
    ],
    right: &[
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
        network-data "lan-5.yaml"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 12; memory "32GiB"; storage "100GiB"; }
    vm "one" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "pod"
        network-data "guest.yaml"
    }
    vm "two" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "pod"
        network-data "guest.yaml"
    }
    vm "three" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
        network-data "first-form.yaml"
    }
    vm "four" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
        network-data "off.yaml"
    }
}
"#,
    ],
    check: Check::Whole(check),
};

/// Whose an address is, and where that is written.
type Owners = FxHashMap<Ipv4Addr, (String, Span)>;

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut owners = Owners::default();
    for vm in &cx.model.vms {
        let (Some(text), Some(path)) = (&vm.network_data, &vm.decl.network_data) else {
            continue;
        };
        if owners.is_empty() {
            owners = machines(cx.model);
        }
        // What is no YAML: `vm/cloud-init`.
        let Some(document) = yaml::nodes(text)
            .ok()
            .and_then(|all| all.into_iter().next())
        else {
            continue;
        };
        let file = File { vm, path, text };
        let found = match netplan::read(&document) {
            Err(wrong) => Some(file.say(wrong)),
            Ok(said) => file.judge(cx.model, &said, &mut owners),
        };
        report.extend(found);
    }
}

/// Addresses that machines and the cluster have.
fn machines(model: &Model) -> Owners {
    let cluster = &model.cluster.decl;
    let mut all = Owners::default();
    let gateway = cluster.nodes.gateway;
    all.insert(gateway.value.0, ("the router".to_string(), gateway.span));
    if let Some(vip) = cluster.vip {
        all.insert(vip.value.0, ("the API".to_string(), vip.span));
    }
    for node in &model.nodes {
        for interface in &node.interfaces {
            let own = interface
                .link
                .address
                .iter()
                .map(|address| (address.0, address.span));
            let tagged = interface.vlans.iter().filter_map(|vlan| vlan.address);
            for (address, span) in own.chain(tagged.map(|address| (address.value, address.span))) {
                all.insert(address, (format!("node `{}`", node.decl.name), span));
            }
        }
    }
    all
}

/// A file of a VM, rendered.
struct File<'m> {
    vm: &'m Vm,
    path: &'m Spanned<String>,
    text: &'m Spanned<String>,
}

impl File<'_> {
    /// A finding at the path, with the line of the file.
    fn at(&self, offset: usize, message: &str) -> Diagnostic {
        let line = self.text.as_bytes()[..offset.min(self.text.len())]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        RULE.at(
            self.text.span,
            format!("`{}` line {line}: {message}", self.path.value),
        )
    }

    fn say(&self, wrong: Wrong) -> Diagnostic {
        match wrong {
            Wrong::NoVersion => self
                .at(0, "no `version`")
                .label("cloud-init reads nothing of it")
                .help("write `version: 2` as its first line"),
            Wrong::Version(at, version) => self
                .at(at, &format!("there is no version {version}"))
                .label("cloud-init reads nothing of it")
                .help(
                    "write `version: 2`; `version: 1` is the older form, with a list in `config`",
                ),
            Wrong::Key(at, key, legal) => {
                let near = did_you_mean(&key, legal.iter().copied()).unwrap_or_default();
                self.at(at, &format!("there is no key `{key}`"))
                    .label("ignored without an error")
                    .help(format!("did you mean `{near}`?"))
            }
            Wrong::Server(at, text) => self
                .at(at, &format!("`{text}` is not the address of a name server"))
                .label("names are not found")
                .help("write an address without length, as in `10.0.0.1`"),
            Wrong::Address(at, text) => self
                .at(at, &format!("`{text}` is not an address with its length"))
                .label("cloud-init makes no configuration of it")
                .help("write it with the length of its network, as in `10.0.0.5/24`"),
        }
    }

    fn judge(&self, model: &Model, said: &Said, owners: &mut Owners) -> Option<Diagnostic> {
        // One of its cards is on a network that could not be read.
        if self.vm.nics.len() < self.vm.decl.nic.len() {
            return None;
        }
        let networks: Vec<_> = self.networks(model).collect();
        for (at, address, length) in &said.addresses {
            let found = self
                .outside(*at, *address, &networks)
                .or_else(|| self.of_a_network(*at, *address, *length, &networks))
                // Behind KubeVirt's masquerade every guest may have the same.
                .or_else(|| match POD.contains(*address) {
                    true => None,
                    false => self.taken(model, *at, *address, owners),
                });
            if found.is_some() {
                return found;
            }
        }
        let mut gateways = said.gateways.iter();
        gateways
            .find_map(|(at, gateway)| self.outside(*at, *gateway, &networks))
            .or_else(|| self.unknown_mac(model, said))
    }

    /// The networks of its cards. KubeVirt gives a guest on the pod network an address of its own.
    fn networks<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = OnNetwork> + 'm {
        self.vm.nics.iter().map(|nic| {
            let network = nic.network.and_then(|at| model.networks.get(at));
            network.map_or_else(OnNetwork::of_pods, OnNetwork::of)
        })
    }

    fn outside(&self, at: usize, address: Ipv4Addr, networks: &[OnNetwork]) -> Option<Diagnostic> {
        if networks.iter().any(|on| on.subnet.contains(address)) {
            return None;
        }
        let all: Vec<String> = networks.iter().map(OnNetwork::shown).collect();
        let message = format!("{address} is on no network of VM `{}`", self.vm.decl.name);
        let finding = self.at(at, &message).label("nothing answers there");
        let finding = networks.iter().fold(finding, OnNetwork::point);
        Some(
            finding
                .note(all.join(", "))
                .help("write an address of one of them, or add the `nic` that is meant"),
        )
    }

    fn of_a_network(
        &self,
        at: usize,
        address: Ipv4Addr,
        length: u8,
        networks: &[OnNetwork],
    ) -> Option<Diagnostic> {
        let on = networks.iter().find(|on| on.subnet.contains(address))?;
        let (name, subnet) = (&on.name, on.subnet);
        if !subnet.is_host(address) {
            let message = format!("{address} is {name} itself, no address in it");
            let finding = self
                .at(at, &message)
                .label("the first or the last of its addresses")
                .help(format!("write another address of {subnet}"));
            return Some(OnNetwork::point(finding, on));
        }
        let right = subnet.0.prefix_len();
        // 32 is written where routes say all.
        (length != right && length != 32).then(|| {
            let message = format!("{name} is {subnet}, and this says `/{length}`");
            let finding = self
                .at(at, &message)
                .label("its neighbours would be looked for elsewhere")
                .help(format!("write `{address}/{right}`"));
            OnNetwork::point(finding, on)
        })
    }

    fn taken(
        &self,
        model: &Model,
        at: usize,
        address: Ipv4Addr,
        owners: &mut Owners,
    ) -> Option<Diagnostic> {
        let message = |owner: &str| format!("{address} is already the address of {owner}");
        let help = "write an address of its network that nothing else has; in a file for several \
                    VMs, `{% if vm.name == \"...\" %}` tells them apart";
        let own = format!("VM `{}`", self.vm.decl.name);
        if let Some((owner, span)) = owners.get(&address) {
            if *owner == own {
                return None;
            }
            let finding = self
                .at(at, &message(owner))
                .label("again here")
                .also(*span, "first here");
            return Some(finding.help(help));
        }
        let pool = model.cluster.decl.load_balancers.as_ref();
        if let Some(pool) = pool.filter(|pool| pool.contains(address)) {
            let finding = self.at(at, &message("the load balancers"));
            let finding = finding.label("again here").also(pool.span, "one of these");
            return Some(finding.help(help));
        }
        owners.insert(address, (own, self.text.span));
        None
    }

    /// Who matches a card by an address that no card has configures nothing.
    fn unknown_mac(&self, model: &Model, said: &Said) -> Option<Diagnostic> {
        let names = model.names();
        let mac = |nic: &crate::model::VmNic| match (nic.mac, nic.network) {
            (Some(mac), _) => Some(mac.value),
            (None, Some(_)) => Some(Mac(names.vm_mac(self.vm, &nic.name))),
            // The pod network gives a new one at each start.
            (None, None) => None,
        };
        let own: Vec<Mac> = self.vm.nics.iter().map(mac).collect::<Option<_>>()?;
        let (at, text) = said.macs.iter().find(|(_, text)| {
            !own.iter()
                .any(|mac| mac.to_string().eq_ignore_ascii_case(text))
        })?;
        let all: Vec<String> = own.iter().map(|mac| format!("`{mac}`")).collect();
        Some(
            self.at(
                *at,
                &format!(
                    "no card of VM `{}` has the address `{text}`",
                    self.vm.decl.name
                ),
            )
            .label("matches nothing, and nothing is configured")
            .help(format!("write {}", all.join(" or "))),
        )
    }
}

/// A network that a VM has a card on.
struct OnNetwork {
    name: String,
    subnet: Subnet,
    /// Where the subnet is written.
    at: Option<Span>,
}

impl OnNetwork {
    fn of(network: &Network) -> Self {
        Self {
            name: format!("network `{}`", network.name),
            subnet: network.subnet.value,
            at: Some(network.subnet.span),
        }
    }

    fn of_pods() -> Self {
        Self {
            name: "the pod network".to_string(),
            subnet: POD,
            at: None,
        }
    }

    fn shown(&self) -> String {
        format!("{}: {}", self.name, self.subnet)
    }

    fn point(finding: Diagnostic, on: &Self) -> Diagnostic {
        match on.at {
            Some(at) => finding.also(at, on.name.clone()),
            None => finding,
        }
    }
}

/// kubevirt v1.9.0 pkg/network/setup DefaultVMCIDR: what masquerade gives a guest.
const POD: Subnet = Subnet(Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 2, 0), 24));
