//! `name/invalid`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "name/invalid",
    level: Level::Error,
    since: "0.1.0",
    summary: "a name has characters that Kubernetes refuses",
    why: "Names become host names, labels and names of objects. Kubernetes accepts only lower-case \
          letters, digits and dashes, and refuses anything else.",
    fr: French {
        summary: "un nom a des caractères que Kubernetes refuse",
        why: "Les noms deviennent des noms d'hôtes, des étiquettes et des noms d'objets. \
              Kubernetes prend les minuscules, les chiffres et les tirets, et refuse l'objet \
              sinon.",
    },
    wrong: &[r#"
model "Dell_R430" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
"#],
    right: &[r#"
model "dell-r430" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
"#],
    check: Check::Elsewhere, // found when the declarations are decoded
};
