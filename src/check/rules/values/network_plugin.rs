//! `values/network-plugin`

use crate::check::context::Context;
use crate::check::hatch::ChartValues;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Chart;
use crate::parts::cilium;
use crate::yaml::{Kind, Node};
use ipnet::Ipv4Net;

pub static RULE: Rule = Rule {
    id: "values/network-plugin",
    level: Level::Error,
    since: "0.1.0",
    summary: "values of Cilium contradict the description, or lack what they need",
    why: "The chart takes these values, and Cilium's agents then do not start, or pods talk to \
          each other through addresses that policies do not know. Without its agent a machine \
          starts no pod at all.",
    fr: French {
        summary: "des valeurs de Cilium contredisent la description, ou il leur manque quelque \
                  chose",
        why: "Le chart accepte ces valeurs, et les agents de Cilium ne démarrent pas ensuite, ou \
              les pods se parlent par des adresses que les règles ne connaissent pas. Sans son \
              agent, une machine ne démarre aucun pod.",
    },
    // cilium v1.19 pkg/option/config.go Validate, operator/pkg/gateway-api/cell.go;
    // docs.siderolabs.com "Deploying Cilium"; cilium/cilium#38372, #18367, #38420, #27139
    wrong: &[
        r#"
values "cilium" { routingMode "native"; autoDirectNodeRoutes #true; ipv4NativeRoutingCIDR "10.42.0.0/16"; }
"#,
        r#"
values "cilium" { routingMode "native"; autoDirectNodeRoutes #true; }
"#,
        r#"
values "cilium" { routingMode "native"; ipv4NativeRoutingCIDR "10.244.0.0/16"; }
"#,
        r#"
values "cilium" { devices "eth+"; }
"#,
        r#"
values "cilium" { gatewayAPI { enabled #true; }; }
"#,
        r#"
values "cilium" { MTU 9000; }
"#,
        r#"
values "cilium" { ipv6 { enabled #true; }; }
"#,
        r#"
values "cilium" { ipv4 { enabled #false; }; }
"#,
        r#"
values "cilium" { loadBalancer { mode "dsr"; }; }
"#,
        r#"
values "cilium" { loadBalancer { mode "hybrid"; }; }
"#,
        r#"
values "cilium" { egressGateway { enabled #true; }; }
"#,
        r#"
values "cilium" { bpf { masquerade #true; }; }
"#,
        r#"
values "cilium" { securityContext { capabilities { ciliumAgent "NET_ADMIN" "SYS_MODULE"; }; }; }
"#,
    ],
    right: &[
        r#"
values "cilium" { routingMode "native"; autoDirectNodeRoutes #true; ipv4NativeRoutingCIDR "10.244.0.0/16"; MTU 1500; }
"#,
        r#"
values "cilium" { routingMode "native"; bgpControlPlane { enabled #true; }; ipv4NativeRoutingCIDR "10.0.0.0/8"; devices "bond0"; }
"#,
        r#"
values "cilium" {
    loadBalancer { mode "dsr"; dsrDispatch "geneve"; }
    tunnelProtocol "geneve"
    egressGateway { enabled #true; }
    bpf { masquerade #true; hostLegacyRouting #true; }
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    kernel-args "net.ifnames=0"
}
values "cilium" { devices "eth0"; }
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let of_cilium = |values: &&ChartValues<'_>| values.owner == Chart::Cilium;
    for values in cx.hatches.values.iter().filter(of_cilium) {
        report.extend(native_routing(cx, values));
        report.extend(native_range(cx, values));
        devices(cx, values, report);
        report.extend(gateways(cx, values));
        report.extend(frames(cx, values));
        capabilities(values, report);
        // Talos' DNS may be out of the way.
        let mut patches = cx.model.patches.iter();
        let has_own_dns = patches.any(|patch| patch.body.contains("forwardKubeDNSToHost: false"));
        let rows = NEEDS.iter();
        let rows = rows.filter(|row| !(has_own_dns && row.path == ["bpf", "masquerade"]));
        report.extend(rows.filter_map(|row| lacks(values, row)));
    }
}

/// A setting, the settings of which it needs one, and what happens without.
struct Needs {
    path: &'static [&'static str],
    says: &'static [&'static str],
    one_of: &'static [(&'static [&'static str], &'static str)],
    outcome: &'static str,
    help: &'static str,
}

/// cilium v1.19 daemon/cmd/daemon_main.go and pkg/option/config.go: the agent ends with an error.
const NEEDS: [Needs; 5] = [
    Needs {
        path: &["ipv6", "enabled"],
        says: &["true"],
        one_of: &[],
        outcome: "machines have no range of IPv6 addresses for pods, and agents wait for one",
        help: "remove it: Radier has no words for IPv6 yet, clusters have IPv4 addresses only",
    },
    Needs {
        path: &["ipv4", "enabled"],
        says: &["false"],
        one_of: &[],
        outcome: "pods have IPv4 addresses only",
        help: "remove it",
    },
    Needs {
        path: &["loadBalancer", "mode"],
        says: &["dsr", "hybrid"],
        one_of: &[
            (&["routingMode"], "native"),
            (&["tunnelProtocol"], "geneve"),
        ],
        outcome: "agents do not start: answers cannot go around a VXLAN tunnel",
        help: "remove it; or add `routingMode \"native\"` with what that needs, or `tunnelProtocol \
               \"geneve\"` and `loadBalancer { dsrDispatch \"geneve\" }`",
    },
    Needs {
        path: &["egressGateway", "enabled"],
        says: &["true"],
        one_of: &[(&["bpf", "masquerade"], "true")],
        outcome: "agents do not start without masquerading in eBPF",
        help: "add `bpf { masquerade #true; hostLegacyRouting #true }`",
    },
    Needs {
        path: &["bpf", "masquerade"],
        says: &["true"],
        one_of: &[(&["bpf", "hostLegacyRouting"], "true")],
        outcome: "packets go around Talos' own DNS, and pods resolve no names",
        help: "add `hostLegacyRouting #true` to the block of `bpf`",
    },
];

fn lacks(values: &ChartValues<'_>, row: &Needs) -> Option<Diagnostic> {
    let (_, value) = values.node.at_path(row.path)?;
    let said = row.says.iter().find(|word| value.says(word))?;
    let has = |(path, word): &(&[&str], &str)| {
        let found = values.node.at_path(path);
        found.is_some_and(|(_, value)| value.says(word))
    };
    (!row.one_of.iter().any(has)).then(|| {
        RULE.at(
            values.span(&value.at),
            format!("`{}` cannot be {said} here", row.path.join(".")),
        )
        .label(row.outcome)
        .help(row.help)
    })
}

fn is_on(values: &ChartValues<'_>, path: &[&str]) -> bool {
    let found = values.node.at_path(path);
    found.is_some_and(|(_, value)| value.says("true"))
}

/// Without tunnels, machines must know the way to each other's pods.
fn native_routing(cx: &Context<'_>, values: &ChartValues<'_>) -> Option<Diagnostic> {
    let mode = values
        .node
        .get("routingMode")
        .filter(|mode| mode.says("native"))?;
    let pods = &cx.model.cluster.decl.pods;
    let has_range = values.node.get(RANGE).is_some();
    let knows_ways =
        is_on(values, &["autoDirectNodeRoutes"]) || is_on(values, &["bgpControlPlane", "enabled"]);
    let (label, lacks) = match (has_range, knows_ways) {
        (true, true) => return None,
        (false, false) => (
            "agents do not start without the range of pods",
            format!("`{RANGE} \"{pods}\"` and `autoDirectNodeRoutes #true`"),
        ),
        (false, true) => (
            "agents do not start without the range of pods",
            format!("`{RANGE} \"{pods}\"`"),
        ),
        (true, false) => (
            "no machine knows the way to pods of another one",
            "`autoDirectNodeRoutes #true`, or announce pods by BGP".to_string(),
        ),
    };
    Some(
        RULE.at(
            values.span(&mode.at),
            "native routing lacks what it needs to find pods",
        )
        .label(label)
        .also(pods.span, format!("addresses of pods: {pods}"))
        .help(format!("add {lacks}")),
    )
}

const RANGE: &str = "ipv4NativeRoutingCIDR";

/// What is outside of this range leaves with the address of its machine.
fn native_range(cx: &Context<'_>, values: &ChartValues<'_>) -> Option<Diagnostic> {
    let range = values.node.get(RANGE)?;
    let pods = &cx.model.cluster.decl.pods;
    let net: Ipv4Net = range.text().parse().ok()?;
    (!net.contains(&pods.value.0)).then(|| {
        RULE.at(
            values.span(&range.at),
            format!("{net} does not hold the addresses of pods"),
        )
        .label("traffic between pods would look like that of machines")
        .also(pods.span, format!("addresses of pods: {pods}"))
        .help(format!("write `{RANGE} \"{pods}\"`"))
    })
}

/// Names that no card has: Talos names cards by where they are, unless it is told not to.
fn devices(cx: &Context<'_>, values: &ChartValues<'_>, report: &mut Report) {
    let Some(list) = values.node.get("devices") else {
        return;
    };
    let mut arguments = crate::check::about::machines::machines(cx);
    let has_old_names = arguments.any(|machine| {
        let mut arguments = machine.kernel_args.iter();
        arguments.any(|argument| argument.value == "net.ifnames=0")
    });
    let one = std::slice::from_ref(list);
    let names = match list.items() {
        [] => one,
        items => items,
    };
    for name in names
        .iter()
        .filter(|name| !has_old_names && is_old(name.text()))
    {
        report.push(
            RULE.at(
                values.span(&name.at),
                format!("no card of these machines is called `{}`", name.text()),
            )
            .label("Cilium would find no device, and not start")
            .help(
                "remove `devices`: Cilium takes the link that has the default route; if it must \
                 be another one, name a bond or a bridge of the description",
            ),
        );
    }
}

/// `eth0`, `eth+`.
fn is_old(name: &str) -> bool {
    let rest = name.strip_prefix("eth");
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '+'))
}

/// Cilium's operator looks for the definitions once, when it starts.
fn gateways(cx: &Context<'_>, values: &ChartValues<'_>) -> Option<Diagnostic> {
    let path = ["gatewayAPI", "enabled"];
    let (key, _) = values
        .node
        .at_path(&path)
        .filter(|_| is_on(values, &path))?;
    let cilium = cilium::PART.application.as_ref()?.wave;
    let brings = cx.hatches.objects.iter().any(|object| {
        let group = object.node.at_path(&["spec", "group"]);
        let is_definition = object.known() == "CustomResourceDefinition"
            && group.is_some_and(|(_, group)| group.says(GATEWAYS));
        is_definition && i64::from(object.owner.manifests.decl.wave.value) < i64::from(cilium)
    });
    let by_talos = cx.model.patches.iter();
    let mut by_talos = by_talos.filter(|patch| patch.body.contains("gateway"));
    if brings || by_talos.any(|patch| patch.body.contains("anifests")) {
        return None;
    }
    Some(
        RULE.at(
            values.span(&key.at),
            "the definitions of Gateway API are not there when Cilium starts",
        )
        .label("its operator looks once, and gives up for good")
        .help(format!(
            "bring them before Cilium: save `standard-install.yaml` of a release of \
             kubernetes-sigs/gateway-api beside the description, and write `manifests \
             \"gateway-api\" wave={} {{ file \"standard-install.yaml\"; }}`",
            cilium - 1
        )),
    )
}

/// Group of Gateway, HTTPRoute and the like.
const GATEWAYS: &str = "gateway.networking.k8s.io";

/// Frames of pods are carried by the links of machines.
fn frames(cx: &Context<'_>, values: &ChartValues<'_>) -> Option<Diagnostic> {
    let mtu = values.node.get("MTU")?;
    let Kind::Int(bytes) = mtu.kind else {
        return None;
    };
    let (node, interface) = cx.model.nodes.iter().find_map(|node| {
        let interface = node.interfaces.get(node.primary?)?;
        (bytes > i64::from(interface.mtu())).then_some((node, interface))
    })?;
    let carried = interface.mtu();
    let at = interface.link.mtu.map_or(interface.head, |mtu| mtu.span);
    Some(
        RULE.at(
            values.span(&mtu.at),
            format!("frames of {bytes} bytes do not fit through the links of machines"),
        )
        .label("large packets of pods are dropped")
        .also(at, format!("node `{}`: {carried} bytes", node.decl.name))
        .help(format!(
            "remove `MTU`: Cilium takes what the link carries; or write `mtu={bytes}` on the link \
             of every machine"
        )),
    )
}

/// Talos lets no pod load modules, and refuses one that may.
fn capabilities(values: &ChartValues<'_>, report: &mut Report) {
    let Some((_, all)) = values.node.at_path(&["securityContext", "capabilities"]) else {
        return;
    };
    let lists = all.pairs().iter().flat_map(|(_, list)| items(list));
    for item in lists.filter(|item| item.says("SYS_MODULE")) {
        report.push(
            RULE.at(values.span(&item.at), "on Talos no pod may load modules")
                .label("the container runtime refuses this pod")
                .help("remove `SYS_MODULE`; Radier writes what Cilium needs on Talos"),
        );
    }
}

fn items(list: &Node) -> &[Node] {
    match list.items() {
        [] => std::slice::from_ref(list),
        items => items,
    }
}
