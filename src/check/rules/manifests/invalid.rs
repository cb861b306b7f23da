//! `manifests/invalid`

use crate::check::about::documents::not_yaml;
use crate::check::context::Context;
use crate::check::hatch::Text;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::ManifestText;
use crate::yaml::{self, Kind};

pub static RULE: Rule = Rule {
    id: "manifests/invalid",
    level: Level::Error,
    since: "0.1.0",
    summary: "manifests are not YAML, or hold no objects",
    why: "Argo CD cannot read the file, or reads something else than you: then its whole \
          Application stops, or a part is lost without an error.\n\nOne file that cannot be read \
          stops its whole Application: nothing of it is applied, and nothing removed. Of two equal \
          keys, every reader keeps the last and says nothing.",
    fr: French {
        summary: "des manifestes ne sont pas du YAML, ou ne contiennent aucun objet",
        why: "Argo CD ne peut pas lire le fichier, ou lit autre chose que vous : alors toute \
              son Application s'arrête, ou une partie se perd sans erreur.\n\nUn seul fichier \
              illisible arrête toute son Application : rien n'en est appliqué, rien n'est \
              retiré. De deux clés égales, chaque lecteur garde la dernière et ne dit rien.",
    },
    wrong: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
          name: b
        """
}
"#],
    right: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
        """
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for manifests in cx.model.manifests.iter() {
        let name = &manifests.decl.name;
        let nothing = manifests.decl.file.is_empty() && manifests.decl.yaml.is_none();
        if nothing {
            report.push(
                RULE.at(name.span, format!("manifests `{name}` have no objects"))
                    .label("neither `file` nor `yaml`")
                    .help("name a file: `file \"extra/objects.yaml\"`"),
            );
        }
        for text in &manifests.texts {
            objects(cx, text, report);
        }
    }
}

fn objects(cx: &Context<'_>, text: &ManifestText, report: &mut Report) {
    let place = Text::of(text, cx.sources);
    match yaml::nodes(&text.body) {
        Err(problem) => report.push(not_yaml(&RULE, "this", &text.body, &problem, |at| {
            place.span(at)
        })),
        Ok(documents) if documents.is_empty() => report.push(
            RULE.at(
                place.span(&(0..1)),
                format!("`{}` holds no objects", text.path),
            )
            .label("nothing to apply")
            .help("remove it"),
        ),
        Ok(documents) => {
            for document in documents
                .iter()
                .filter(|document| !matches!(&document.kind, Kind::Map(pairs) if !pairs.is_empty()))
            {
                report.push(
                    RULE.at(
                        place.span(&document.at),
                        "this is not an object of Kubernetes",
                    )
                    .label("not a map of keys")
                    .help("an object starts with `apiVersion:` and `kind:`"),
                );
            }
        }
    }
}
