//! `platform/plain-http`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Url;
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "platform/plain-http",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a repository is read without encryption",
    why: "Whoever is between Argo CD and the Git server can change what arrives, and Argo CD \
          applies it with all rights. A password for the repository travels in clear text too.",
    fr: French {
        summary: "un dépôt est lu sans chiffrement",
        why: "Quiconque est entre Argo CD et le serveur Git peut changer ce qui arrive, et Argo CD \
              l'applique avec tous les droits. Un mot de passe du dépôt voyage aussi en clair.",
    },
    wrong: &[
        r#"
platform "lab" {
    repo "http://git.example.org/lab/platform.git"
    admins "lab:sre"
}
"#,
        r#"
club "makers" {
    source "http://git.example.org/makers/*"
    quota { cpu 1; memory "1GiB"; storage "1GiB"; }
}
"#,
    ],
    right: &[r#"
platform "lab" {
    repo "https://git.example.org/lab/platform.git"
    admins "lab:sre"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let sources = cx.model.clubs.iter().flat_map(|club| &club.decl.source);
    let all = [&cx.model.platform.repo.url].into_iter().chain(sources);
    report.extend(all.filter(|url| url.scheme() == "http").map(plain));
}

fn plain(url: &Spanned<Url>) -> Diagnostic {
    let encrypted = url.value.replacen("http://", "https://", 1);
    RULE.at(
        url.span,
        format!("`{}` is read without encryption", url.value),
    )
    .label("plain HTTP")
    .help(format!(
        "write `{encrypted}`, if the server has it; on a network that you trust, {}",
        RULE.accept()
    ))
}
