//! `name/invalid`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "name/invalid",
    level: Level::Error,
    since: "0.1.0",
    summary: "a name has characters that Kubernetes refuses",
    why: "Names become host names, labels and names of objects. Kubernetes takes small letters, digits and dashes, \
          and refuses the object otherwise.",
    wrong: r#"
model "Dell_R430" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
"#,
    right: r#"
model "dell-r430" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
"#,
    check: None, // found when the declarations are decoded
};
