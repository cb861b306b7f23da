//! `patch/behind-ours`

use crate::check::about::documents::{Setting, settings};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, list};
use crate::source::Span;
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "patch/behind-ours",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a patch adds servers behind those of the description, where nobody asks them",
    why: "Talos appends lists: the servers of the patch come last. Machines ask the first one, and \
          the next only when it is silent. A resolver that alone knows private names is never \
          asked for them.",
    fr: French {
        summary: "un patch ajoute des serveurs derrière ceux de la description, où personne ne \
                  les interroge",
        why: "Talos ajoute les listes à la fin : les serveurs du patch viennent en dernier. Les \
              machines interrogent le premier, et le suivant seulement s'il se tait. Un résolveur \
              qui seul connaît des noms privés n'est jamais interrogé.",
    },
    wrong: &[
        r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: ResolverConfig
    nameservers:
      - address: 192.168.10.210
    """
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    ntp "10.0.0.1"
}
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: TimeSyncConfig
    ntp:
      servers: [time.example.org]
    """
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
}
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: ResolverConfig
    nameservers:
      - address: 192.168.10.210
    """
"#],
    check: Check::Written(check),
};

/// Servers of the description, and where each is written.
type Servers = Vec<(String, Span)>;

fn check(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster.decl;
    let dns = cluster.dns.iter().map(|ip| (ip.to_string(), ip.span));
    let ntp = cluster.ntp.iter().map(|host| (host.to_string(), host.span));
    let lists: [(&str, Servers, Setting); 2] = [
        (
            "dns",
            dns.collect(),
            Setting {
                main: &["machine", "network", "nameservers"],
                kind: "ResolverConfig",
                field: &["nameservers"],
            },
        ),
        (
            "ntp",
            ntp.collect(),
            Setting {
                main: &["machine", "time", "servers"],
                kind: "TimeSyncConfig",
                field: &["ntp", "servers"],
            },
        ),
    ];
    for (word, ours, setting) in &lists {
        let Some((_, first)) = ours.first() else {
            continue;
        };
        // The old fields of the main document: `patch/replaced`.
        let own = settings(cx, setting).filter(|(document, ..)| !document.kind().is_empty());
        for (document, key, servers) in own {
            // A clock of the machine itself (`/dev/ptp0`) is no server.
            let theirs = servers.items().iter().map(server);
            let theirs: Vec<&str> = theirs.filter(|server| !server.starts_with('/')).collect();
            if theirs.is_empty() {
                continue;
            }
            let all = ours.iter().map(|(server, _)| server.as_str());
            let order = list(all.chain(theirs.iter().copied())).replace(" or ", ", ");
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!("{} is asked last", list(theirs.iter().copied())),
                )
                .label(format!("machines ask in this order: {order}"))
                .also(*first, format!("`{word}` comes first"))
                .help(format!(
                    "write all of them in `{word}` of `cluster`, in the order in which they are \
                     asked, and remove them here"
                ))
                .help(format!("if this order is right, {}", RULE.accept())),
            );
        }
    }
}

/// `{address: 10.0.0.1}`, or a name alone.
fn server(item: &Node) -> &str {
    item.get("address").map_or_else(|| item.text(), Node::text)
}
