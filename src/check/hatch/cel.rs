//! Whether an expression of CEL can be read: signs, numbers, names, and which fields a disk has.
//!
//! Must not know: what an expression is for.

use crate::diagnostic::did_you_mean;

/// Fields of a disk (talos v1.13.9 api/resource/definitions/block/block.proto DiskSpec).
const FIELDS: [&str; 18] = [
    "bus_path",
    "cdrom",
    "dev_path",
    "io_size",
    "modalias",
    "model",
    "pretty_size",
    "readonly",
    "rotational",
    "secondary_disks",
    "sector_size",
    "serial",
    "size",
    "sub_system",
    "symlinks",
    "transport",
    "uuid",
    "wwid",
];

/// Units, all of them unsigned (celenv celUnitMultipliersConstants).
const UNITS: [&str; 12] = [
    "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "kB", "MB", "GB", "TB", "PB", "EB",
];

/// What is wrong with an expression, and what to write instead.
pub fn cel_mistake(text: &str) -> Option<(String, String)> {
    if text.trim().is_empty() {
        return Some((
            "it is empty".to_string(),
            "write what the disk is known by, such as `disk.serial == \"...\"`".to_string(),
        ));
    }
    let parts = match parts(text) {
        Ok(parts) => parts,
        Err(mistake) => return Some(mistake),
    };
    brackets(&parts)
        .or_else(|| signs(&parts))
        .or_else(|| fields(&parts))
        .or_else(|| numbers(&parts))
}

/// A name, number, text or sign.
#[derive(Clone, Debug, PartialEq)]
enum Part<'t> {
    Name(&'t str),
    Number(&'t str),
    Text,
    Sign(&'t str),
}

type Mistake = (String, String);

/// The longest first.
const SIGNS: [&str; 26] = [
    "||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", "{", "}", ",", ".", "+",
    "-", "*", "/", "%", "?", ":", "=", "&",
];

fn parts(text: &str) -> Result<Vec<Part<'_>>, Mistake> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = |stop: fn(char) -> bool| rest.find(stop).unwrap_or(rest.len());
        let (part, len) = if matches!(first, '"' | '\'') {
            let Some(inner) = rest[1..].find(first) else {
                return Err((
                    "a text has no end".to_string(),
                    format!("close it with `{first}`"),
                ));
            };
            (Part::Text, inner + 2)
        } else if first.is_ascii_digit() {
            let len = length(|c| !c.is_ascii_alphanumeric() && c != '.');
            let number = &rest[..len];
            let digits = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            if !matches!(digits, "" | "u" | "U") && !number.starts_with("0x") {
                let amount = &number[..number.len() - digits.len()];
                return Err((
                    format!("`{number}` is no number"),
                    match UNITS.contains(&digits) {
                        true => format!("write `{amount}u * {digits}`"),
                        false => format!("write a unit of its own: `{amount}u * GB`"),
                    },
                ));
            }
            (Part::Number(number), len)
        } else if first.is_alphabetic() || first == '_' {
            let len = length(|c| !c.is_alphanumeric() && c != '_');
            (Part::Name(&rest[..len]), len)
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            (Part::Sign(sign), sign.len())
        } else {
            return Err((
                format!("`{first}` is no sign of CEL"),
                "remove it".to_string(),
            ));
        };
        all.push(part);
        rest = rest[len..].trim_start();
    }
    Ok(all)
}

fn brackets(parts: &[Part<'_>]) -> Option<Mistake> {
    let mut open = Vec::new();
    for part in parts {
        let Part::Sign(sign) = part else { continue };
        let opener = match *sign {
            "(" | "[" | "{" => {
                open.push(*sign);
                continue;
            }
            ")" => "(",
            "]" => "[",
            "}" => "{",
            _ => continue,
        };
        if open.pop() != Some(opener) {
            return Some((
                format!("`{sign}` closes nothing"),
                format!("remove it, or open it with `{opener}`"),
            ));
        }
    }
    let last = open.pop()?;
    Some((
        format!("`{last}` is never closed"),
        format!("close what `{last}` opens"),
    ))
}

/// Operators of other languages, and two values without one between them.
fn signs(parts: &[Part<'_>]) -> Option<Mistake> {
    for (at, part) in parts.iter().enumerate() {
        let (wrong, right) = match part {
            Part::Sign("=") => ("=", "=="),
            Part::Sign("&") => ("&", "&&"),
            Part::Name("and") => ("and", "&&"),
            Part::Name("or") => ("or", "||"),
            Part::Name("not") => ("not", "!"),
            _ => {
                let before = at.checked_sub(1).and_then(|at| parts.get(at));
                if before.is_some_and(|before| ends(before) && starts(part)) {
                    return Some((
                        "two values follow each other".to_string(),
                        "write an operator between them, such as `&&` or `==`".to_string(),
                    ));
                }
                continue;
            }
        };
        return Some((
            format!("`{wrong}` is no operator of CEL"),
            format!("write `{right}`"),
        ));
    }
    let binary =
        |part: &Part<'_>| matches!(part, Part::Sign(sign) if !matches!(*sign, ")" | "]" | "}"));
    let last = parts.last().filter(|last| binary(last))?;
    let Part::Sign(sign) = last else { return None };
    Some((
        format!("nothing follows `{sign}`"),
        "write what it is compared with".to_string(),
    ))
}

fn ends(part: &Part<'_>) -> bool {
    match part {
        Part::Name(name) => *name != "in",
        Part::Number(_) | Part::Text => true,
        Part::Sign(sign) => matches!(*sign, ")" | "]" | "}"),
    }
}

fn starts(part: &Part<'_>) -> bool {
    match part {
        Part::Name(name) => *name != "in",
        Part::Number(_) | Part::Text => true,
        Part::Sign(_) => false,
    }
}

/// `disk.rotatoinal`.
fn fields(parts: &[Part<'_>]) -> Option<Mistake> {
    let wrong = parts.windows(3).find_map(|three| match three {
        [Part::Name("disk"), Part::Sign("."), Part::Name(field)] => {
            (!FIELDS.contains(field)).then_some(*field)
        }
        _ => None,
    })?;
    let help = match did_you_mean(wrong, FIELDS) {
        Some(near) => format!("did you mean `disk.{near}`?"),
        None => format!("a disk has {}", crate::diagnostic::list(FIELDS)),
    };
    Some((format!("a disk has no `{wrong}`"), help))
}

/// Sizes are unsigned, and CEL compares no numbers of two kinds.
fn numbers(parts: &[Part<'_>]) -> Option<Mistake> {
    let is_plain = |part: &Part<'_>| match part {
        Part::Number(number) => number.chars().all(|c| c.is_ascii_digit()),
        _ => false,
    };
    let is_unit = |part: &Part<'_>| matches!(part, Part::Name(name) if UNITS.contains(name));
    let compares = |sign: &str| matches!(sign, "==" | "!=" | "<" | ">" | "<=" | ">=");
    let number = parts.windows(3).find_map(|three| match three {
        [number, Part::Sign("*"), unit] if is_plain(number) && is_unit(unit) => Some(number),
        [unit, Part::Sign("*"), number] if is_plain(number) && is_unit(unit) => Some(number),
        [Part::Name("size"), Part::Sign(sign), number] if compares(sign) && is_plain(number) => {
            Some(number)
        }
        _ => None,
    })?;
    let Part::Number(number) = number else {
        return None;
    };
    Some((
        format!("`{number}` and the size are numbers of two kinds"),
        format!("write `{number}u`: sizes have no sign"),
    ))
}

/// A kernel name that an expression looks for, such as `/dev/sda`.
pub fn kernel_name(text: &str) -> Option<&str> {
    const DEVICES: &str = "/dev/";
    text.match_indices(DEVICES).find_map(|(at, _)| {
        let rest = &text[at..];
        let name = &rest[..rest.find(['"', '\'']).unwrap_or(rest.len())];
        let bare = &name[DEVICES.len()..];
        let is_kernel_s = ["sd", "vd", "hd", "xvd", "nvme", "mmcblk"]
            .iter()
            .any(|start| bare.starts_with(start));
        is_kernel_s.then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_talos_reads_is_right() {
        for right in [
            "disk.size > 50u * GB",
            "disk.transport == \"nvme\" && !system_disk",
            "\"/dev/disk/by-id/ata-A\" in disk.symlinks",
            "disk.size > 100u * GiB && disk.size < 2u * TiB || disk.model.startsWith('SAMSUNG')",
            "glob(\"nvme*\", disk.dev_path)",
            "disk.serial in ['a', \"b\"]",
            "(disk.rotational ? 1u : 2u) == 1u",
            "!(disk.cdrom || disk.readonly)",
            "system_disk == false",
            "mac(link.permanent_addr) == \"02:00:00:00:00:01\"",
            "volume.name == \"x\" && disk.size % 2u == 0u",
        ] {
            assert_eq!(cel_mistake(right), None, "{right}");
        }
    }

    #[test]
    fn what_talos_refuses_is_wrong() {
        for (wrong, help) in [
            ("", "write what"),
            ("disk.size > 50GB", "write `50u * GB`"),
            ("disk.size > 50gb", "write a unit of its own: `50u * GB`"),
            ("disk.size > 50 * GB", "write `50u`: sizes have no sign"),
            ("GB * 50 < disk.size", "write `50u`: sizes have no sign"),
            ("disk.size > 1000", "write `1000u`: sizes have no sign"),
            ("disk.serial = 'a'", "write `==`"),
            ("disk.cdrom and system_disk", "write `&&`"),
            ("not disk.cdrom", "write `!`"),
            ("disk.cdrom & system_disk", "write `&&`"),
            ("disk.serial == 'a", "close it with `'`"),
            ("(disk.cdrom", "close what `(` opens"),
            ("disk.cdrom)", "remove it, or open it with `(`"),
            ("disk.rotatonal", "did you mean `disk.rotational`?"),
            ("disk.cdrom system_disk", "write an operator"),
            ("disk.size >", "write what it is compared with"),
            ("disk.size > $X", "remove it"),
        ] {
            let (_, found) = cel_mistake(wrong).unwrap_or_default();
            assert!(found.starts_with(help), "{wrong}: {found}");
        }
    }

    #[test]
    fn kernel_names_are_found() {
        assert_eq!(kernel_name("disk.dev_path == '/dev/vda'"), Some("/dev/vda"));
        assert_eq!(
            kernel_name("'/dev/disk/by-id/ata-x' in disk.symlinks"),
            None
        );
    }
}
