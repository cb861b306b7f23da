//! Whether a disk selector of Talos matches a disk of the description, as far as the description
//! knows the disk.
//!
//! Selectors are written in CEL (talos v1.13 pkg/machinery/cel/celenv `DiskLocator`: `disk`,
//! `system_disk`, and units such as `GiB`). What is not known, or not understood, is `Unknown`,
//! never guessed.

use crate::language::{Disk, Media, Use};

/// What is known of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    Yes,
    No,
    Unknown,
}

/// Whether `selector` matches `disk`, one of the disks of a node. Without a disk: whether it can
/// match any disk at all.
pub fn matches(selector: &str, disk: Option<&Disk>, of_node: &[Disk]) -> Truth {
    let mut reader = Reader {
        tokens: tokens(selector),
        at: 0,
        disk,
        of_node,
    };
    match reader.either() {
        Some(value) if reader.at == reader.tokens.len() => value.truth(),
        _ => Truth::Unknown,
    }
}

/// The stable name that a selector looks for among kernel names, where it never is.
pub fn stable_name(selector: &str) -> Option<&str> {
    let start = selector.find(BY_NAME)?;
    let rest = &selector[start..];
    Some(&rest[..rest.find(['"', '\'']).unwrap_or(rest.len())])
}

/// Start of all stable names.
const BY_NAME: &str = "/dev/disk/by-";

impl Truth {
    fn of(known: bool) -> Self {
        if known { Truth::Yes } else { Truth::No }
    }

    fn not(self) -> Self {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Unknown,
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Text(String),
    Number(f64),
    /// `disk.size`, `system_disk`, `GiB`.
    Name(String),
    Sign(&'static str),
}

/// The longest first.
const SIGNS: [&str; 18] = [
    "||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "*", ",", "+", "-", "[", "]", "?",
];

/// Nothing is left out: a character that is not known makes a token that no rule takes.
fn tokens(text: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let mut len = first.len_utf8();
        all.push(
            if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
                len = sign.len();
                Token::Sign(sign)
            } else if matches!(first, '"' | '\'') {
                let inner = rest[1..].split(first).next().unwrap_or_default();
                len = (inner.len() + 2).min(rest.len());
                Token::Text(inner.to_string())
            } else if first.is_ascii_digit() {
                len = rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
                    .unwrap_or(rest.len());
                rest[..len]
                    .trim_end_matches('u')
                    .parse()
                    .map_or(Token::Sign("number"), Token::Number)
            } else if first.is_alphabetic() || first == '_' {
                len = rest
                    .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'))
                    .unwrap_or(rest.len());
                Token::Name(rest[..len].to_string())
            } else {
                Token::Sign("unknown")
            },
        );
        rest = rest[len..].trim_start();
    }
    all
}

/// What a part of an expression stands for.
#[derive(Clone, Debug)]
enum Value {
    Truth(Truth),
    Text(String),
    Number(f64),
    /// A field of the disk.
    Field(String),
    Unknown,
}

impl Value {
    fn truth(&self) -> Truth {
        match self {
            Value::Truth(truth) => *truth,
            _ => Truth::Unknown,
        }
    }
}

struct Reader<'d> {
    tokens: Vec<Token>,
    at: usize,
    disk: Option<&'d Disk>,
    of_node: &'d [Disk],
}

impl Reader<'_> {
    fn eat(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Sign(next)) if *next == sign);
        self.at += usize::from(found);
        found
    }

    /// `a || b`; nothing when it is no expression.
    fn either(&mut self) -> Option<Value> {
        let mut value = self.both()?;
        while self.eat("||") {
            value = Value::Truth(value.truth().or(self.both()?.truth()));
        }
        Some(value)
    }

    fn both(&mut self) -> Option<Value> {
        let mut value = self.compared()?;
        while self.eat("&&") {
            value = Value::Truth(value.truth().and(self.compared()?.truth()));
        }
        Some(value)
    }

    fn compared(&mut self) -> Option<Value> {
        let left = self.product()?;
        for sign in ["==", "!=", "<=", ">=", "<", ">"] {
            if self.eat(sign) {
                let right = self.product()?;
                return Some(Value::Truth(self.compare(&left, sign, &right)));
            }
        }
        if self.tokens.get(self.at) == Some(&Token::Name("in".to_string())) {
            self.at += 1;
            let right = self.product()?;
            return Some(Value::Truth(self.is_in(&left, &right)));
        }
        Some(left)
    }

    fn product(&mut self) -> Option<Value> {
        let mut value = self.single()?;
        while self.eat("*") {
            value = match (value, self.single()?) {
                (Value::Number(one), Value::Number(other)) => Value::Number(one * other),
                _ => Value::Unknown,
            };
        }
        Some(value)
    }

    fn single(&mut self) -> Option<Value> {
        if self.eat("!") {
            return Some(Value::Truth(self.single()?.truth().not()));
        }
        if self.eat("(") {
            let value = self.either()?;
            return self.eat(")").then_some(value);
        }
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        Some(match token {
            Token::Text(text) => Value::Text(text),
            Token::Number(number) => Value::Number(number),
            Token::Sign(_) => return None,
            Token::Name(name) if self.eat("(") => {
                let mut arguments = Vec::new();
                while !self.eat(")") {
                    arguments.push(self.either()?);
                    self.eat(",");
                }
                Value::Truth(self.call(&name, &arguments))
            }
            Token::Name(name) => self.named(&name),
        })
    }

    fn named(&self, name: &str) -> Value {
        let known = |fact: fn(&Disk) -> bool| {
            Value::Truth(
                self.disk
                    .map_or(Truth::Unknown, |disk| Truth::of(fact(disk))),
            )
        };
        match name {
            "true" => Value::Truth(Truth::Yes),
            "false" => Value::Truth(Truth::No),
            "system_disk" => known(|disk| disk.purpose.value == Use::Install),
            "disk.rotational" => known(|disk| disk.media.value == Media::Hdd),
            "disk.cdrom" | "disk.readonly" => known(|_| false),
            _ => match UNITS.iter().find(|(unit, _)| *unit == name) {
                Some((_, bytes)) => Value::Number(*bytes),
                None if name.starts_with("disk.") => Value::Field(name.to_string()),
                None => Value::Unknown,
            },
        }
    }

    fn compare(&self, left: &Value, sign: &str, right: &Value) -> Truth {
        let truth = match (left, right) {
            (Value::Field(field), Value::Text(text)) | (Value::Text(text), Value::Field(field)) => {
                self.is(field, text)
            }
            (Value::Truth(one), Value::Truth(other)) => {
                one.and(*other).or(one.not().and(other.not()))
            }
            (Value::Field(field), Value::Number(number)) if field == "disk.size" => {
                return self.size(sign, *number);
            }
            _ => Truth::Unknown,
        };
        match sign {
            "==" => truth,
            "!=" => truth.not(),
            _ => Truth::Unknown,
        }
    }

    /// Makers round: a disk of 4 TB has a little more or less.
    fn size(&self, sign: &str, bound: f64) -> Truth {
        let Some(size) = self.disk.map(|disk| disk.size.bytes() as f64) else {
            return Truth::Unknown;
        };
        if (size - bound).abs() <= bound * ROUNDED {
            return Truth::Unknown;
        }
        Truth::of(match sign {
            "<" | "<=" => size < bound,
            ">" | ">=" => size > bound,
            sign => sign == "!=",
        })
    }

    /// Whether a field is this text.
    fn is(&self, field: &str, text: &str) -> Truth {
        match (field, self.disk) {
            ("disk.dev_path", _) if text.starts_with(BY_NAME) => Truth::No,
            ("disk.transport", Some(disk)) => {
                match (disk.media.value == Media::Nvme, text == "nvme") {
                    (true, same) => Truth::of(same),
                    (false, true) => Truth::No,
                    _ => Truth::Unknown,
                }
            }
            // `ata-<model>_<serial>`, `nvme-<model>_<serial>`; other names do not hold it.
            ("disk.serial", Some(disk))
                if ["ata-", "nvme-"]
                    .iter()
                    .any(|bus| disk.id.name().starts_with(bus)) =>
            {
                disk.id
                    .serial()
                    .map_or(Truth::Unknown, |serial| Truth::of(serial == text))
            }
            _ => Truth::Unknown,
        }
    }

    fn is_in(&self, left: &Value, right: &Value) -> Truth {
        let (Value::Text(text), Value::Field(field), Some(disk)) = (left, right, self.disk) else {
            return Truth::Unknown;
        };
        match field.as_str() {
            "disk.symlinks" if *text == disk.id.path() => Truth::Yes,
            // A disk has several names, but one only that starts with `ata`; NVMe and SCSI disks
            // have more.
            "disk.symlinks"
                if [text, &disk.id.path()]
                    .into_iter()
                    .all(|name| name.starts_with("/dev/disk/by-id/ata-")) =>
            {
                Truth::No
            }
            "disk.symlinks" if self.of_node.iter().any(|other| *text == other.id.path()) => {
                Truth::No
            }
            _ => Truth::Unknown,
        }
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Truth {
        match (name, arguments) {
            ("disk.dev_path.startsWith" | "disk.dev_path.contains", [Value::Text(text)])
                if text.starts_with(BY_NAME) =>
            {
                Truth::No
            }
            _ => Truth::Unknown,
        }
    }
}

const ROUNDED: f64 = 0.05;

const UNITS: [(&str, f64); 10] = [
    ("KiB", 1024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("TiB", 1_099_511_627_776.0),
    ("kB", 1e3),
    ("KB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("PB", 1e15),
];

#[cfg(test)]
mod tests;
