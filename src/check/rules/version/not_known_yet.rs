//! `version/not-known-yet`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Release;
use crate::model::Versions;
use crate::parts::Part;
use crate::source::Spanned;
use crate::upstream;

pub static RULE: Rule = Rule {
    id: "version/not-known-yet",
    level: Level::Note,
    since: "0.1.0",
    summary: "a version newer than those whose form Radier knows",
    why: "Radier writes and checks everything as for the newest version that it knows: what is new \
          since then may be reported as a mistake, and what was removed is missed.",
    fr: French {
        summary: "une version plus récente que celles dont Radier connaît la forme",
        why: "Tout est écrit et vérifié d'après la forme de la version la plus récente que ce \
              Radier connaît. Ce qui est nouveau depuis passe pour une erreur ; ce qui a été \
              retiré ne se voit pas.",
    },
    wrong: &[r#"
versions {
    talos "1.13.9" contract="1.13"
    kubevirt "1.12.0"
}
"#],
    right: &[r#"
versions {
    talos "1.13.9" contract="1.13"
    kubevirt "1.9.2"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for Known {
        what,
        version,
        newest,
    } in known(cx)
    {
        if version.minor() > newest {
            report.push(newer(what, version, newest));
        }
    }
}

/// What this version of Radier knows.
fn known<'m>(cx: &Context<'m>) -> Vec<Known<'m>> {
    let versions = &cx.model.versions;
    let tested = Versions::new(None);
    // Talos is known by its contract: the newest dialect that can be written.
    let talos = upstream::version("talos-1.14").map(|(major, minor)| Known {
        what: "Talos",
        version: &versions.talos,
        newest: (major, minor),
    });
    let known = |part: &'static Part| part.versions.iter();
    let of_parts = cx.parts.known().flat_map(known).map(|version| Known {
        what: version.title,
        version: (version.of)(versions),
        newest: version
            .newest
            .unwrap_or_else(|| (version.of)(&tested).minor()),
    });
    let kubernetes = Known {
        what: "Kubernetes",
        version: &versions.decl.kubernetes,
        newest: tested.decl.kubernetes.minor(),
    };
    // Newer than the default: the template of Omni 1.11 is written and judged too.
    let omni = Known {
        what: "Omni",
        version: &versions.decl.omni,
        newest: (1, 11),
    };
    talos
        .into_iter()
        .chain([kubernetes, omni])
        .chain(of_parts)
        .collect()
}

fn newer(what: &str, version: &Spanned<Release>, newest: (u64, u64)) -> Diagnostic {
    RULE.at(
        version.span,
        format!("{what} {} is newer than what Radier knows", version.value),
    )
    .label(format!("known up to {}.{}", newest.0, newest.1))
    .help(format!(
        "this does not stop the build: keep it if it runs already, or if a test \
         cluster works with it; else write `\"{}.{}.0\"` until a newer Radier knows it",
        newest.0, newest.1
    ))
}

struct Known<'m> {
    what: &'static str,
    version: &'m Spanned<Release>,
    /// Minor version.
    newest: (u64, u64),
}
