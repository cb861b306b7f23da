//! `patch/unknown-kind`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::hatch;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report, did_you_mean};
use crate::upstream::talos;

pub static RULE: Rule = Rule {
    id: "patch/unknown-kind",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch holds a document that Talos of this contract does not have",
    why: "The contract, the version that the cluster was created with, determines which documents \
          exist. A document of a newer contract is refused, and the machine keeps its old \
          configuration.",
    fr: French {
        summary: "un patch contient un document que Talos de ce contrat n'a pas",
        why: "Les documents qui existent découlent du contrat, la version avec laquelle le cluster \
              a été créé. Un document d'un contrat plus récent est refusé, et la machine garde son \
              ancienne configuration.",
    },
    // talos pkg/machinery/config/contract.go
    wrong: &[r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: SysctlConfig
    params:
      vm.max_map_count: "262144"
    """
"#],
    right: &[r#"
patch "talos" on=worker """
    machine:
      sysctls:
        vm.max_map_count: "262144"
    """
"#],
    check: Check::Sum(Sum {
        over: &[sums::VERSIONS],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let contract = cx.model.versions.contract.minor().1;
    // A contract that is newer than the data: what is not known may exist.
    if contract > talos::known_contract(contract) {
        return;
    }
    for document in &cx.hatches.patches {
        let kind = document.kind();
        if kind.is_empty() || talos::document(contract, kind).is_some() {
            continue;
        }
        report.push(unknown(cx, document));
    }
}

fn unknown(cx: &Context<'_>, document: &PatchDocument<'_>) -> Diagnostic {
    let (kind, contract) = (document.kind(), cx.model.versions.contract.minor().1);
    let problem = RULE.at(
        document.head(),
        format!("contract 1.{contract} has no document `{kind}`"),
    );
    match (
        talos::since(kind),
        did_you_mean(kind, talos::kinds(contract)),
    ) {
        (Some(since), _) => problem
            .label(format!("only from contract 1.{since} on"))
            .also(
                cx.model.versions.contract.span,
                "the contract of this cluster",
            )
            .help(instead(kind, since)),
        (None, Some(near)) => problem
            .label("not known to Talos")
            .help(format!("did you mean `{near}`?")),
        (None, None) => problem
            .label("not known to Talos")
            .help("without `kind:`, the keys are those of `machine:` and `cluster:`"),
    }
}

/// What a contract before `since` has in its place.
fn instead(kind: &str, since: u64) -> String {
    match talos::replaced(since).find(|old| old.by.split([',', ' ']).any(|by| by == kind)) {
        Some(old) => match hatch::word_for(old.path) {
            Some(word) => {
                format!("remove it, and write {word}; never change `contract`")
            }
            None => format!(
                "write `{}` in the patch, without `kind:`; never change \
                 `contract`",
                old.path
            ),
        },
        None => "remove it: this cluster cannot have it; never change `contract`".to_string(),
    }
}
