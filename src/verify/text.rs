//! Texts -> machines: `talosctl get ... -o yaml` and `omnictl get machinestatus -o yaml`, several
//! of each, in any order.
//!
//! Must not know: the description.

use super::observed::Observed;
use super::{omni, talos};
use crate::yaml::{self, Kind, Node};

/// Why nothing was understood.
#[derive(Debug, PartialEq)]
pub enum Unreadable {
    /// Not YAML: the line, from 1, and why.
    Yaml(usize, String),
    /// YAML, of which nothing is known here.
    Nothing,
}

/// Adds what a text says of machines.
///
/// # Errors
/// The text is no YAML, or says nothing of a machine.
pub fn read(text: &str, machines: &mut Vec<Observed>) -> Result<(), Unreadable> {
    let text = separated(text);
    let documents = yaml::nodes(&text).map_err(|problem| {
        let line = text[..problem.at.start.min(text.len())]
            .matches('\n')
            .count()
            + 1;
        Unreadable::Yaml(line, problem.message.clone())
    })?;
    let mut understood = false;
    for document in &documents {
        let kind = document.at_path(&["metadata", "type"]);
        let kind = kind.map_or("", |(_, kind)| kind.text());
        let Some(spec) = document.get("spec") else {
            continue;
        };
        let id = document.at_path(&["metadata", "id"]);
        let id = id.map_or("", |(_, id)| id.text());
        understood |= match kind {
            omni::TYPE => omni::add(id, spec, machine(machines, id)),
            _ => {
                let target = document.get("node").map_or("", Node::text);
                talos::TYPES.contains(&kind)
                    && talos::add(kind, id, spec, machine(machines, target))
            }
        };
    }
    match understood {
        true => Ok(()),
        false => Err(Unreadable::Nothing),
    }
}

/// Outputs of several commands in one file have no line between them.
fn separated(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = "---";
    for line in text.lines() {
        if line.starts_with("node: ") && before != "---" {
            out.push_str("---\n");
        }
        out.push_str(line);
        out.push('\n');
        before = line.trim_end();
    }
    out
}

fn machine<'o>(machines: &'o mut Vec<Observed>, target: &str) -> &'o mut Observed {
    let at = machines.iter().position(|machine| machine.target == target);
    let at = at.unwrap_or_else(|| {
        machines.push(Observed {
            target: target.to_string(),
            ..Observed::default()
        });
        machines.len() - 1
    });
    &mut machines[at]
}

/// A field, whichever way its name is written: `hardwareAddr`, `hardware_addr`, `hardwareaddr`.
pub(super) fn field<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let plain = |text: &str| text.replace(['_', '-'], "").to_lowercase();
    let mut pairs = node.pairs().iter();
    let (_, value) = pairs.find(|(key, _)| plain(&key.text) == name)?;
    Some(value)
}

pub(super) fn text_of(node: &Node, name: &str) -> String {
    field(node, name).map_or_else(String::new, |value| match &value.kind {
        // A serial number of digits.
        Kind::Int(number) => number.to_string(),
        _ => value.text().trim().to_string(),
    })
}

pub(super) fn number_of(node: &Node, name: &str) -> u64 {
    let value = field(node, name);
    value.map_or(0, |value| match &value.kind {
        Kind::Int(number) => u64::try_from(*number).unwrap_or(0),
        _ => value.text().parse().unwrap_or(0),
    })
}
