//! The detector of secrets, held against the corpus of `tests/secrets`: kinds of secrets crossed
//! with the places where people put them, and lines that only look like one. The secrets are made
//! here, from shapes: none stands in the repository.

#[path = "../../examples/upstream/secrets.rs"]
mod derive;

use crate::support::{PRELUDE, TODAY, root};
use base64::Engine;
use radier::source::{Files, ReadError, Sources};
use std::collections::BTreeMap;
use std::fs;

/// Of a corpus that the detector has never seen, so much is to be found; of this one too.
const FOUND: f64 = 0.98;

#[test]
fn secrets_are_found_wherever_they_stand() {
    let mut dice = Dice(7);
    let (mut kinds, mut places) = (Score::default(), Score::default());
    for case in cases(&mut dice) {
        let found = alarms(&case.text)
            .iter()
            .any(|rule| rule.contains("secret"));
        if !found && std::env::var_os("SECRETS").is_some() {
            println!("missed: {} in {}: {:?}", case.kind, case.place, case.what);
        }
        kinds.count(&case.kind, found);
        places.count(&case.place, found);
    }
    println!("by kind\n{}by place\n{}", kinds.table(), places.table());
    let (found, all) = kinds.sum();
    println!("{found} of {all} secrets");
    assert!(
        all > 300 && found as f64 >= FOUND * all as f64,
        "{found} of {all}"
    );
}

#[test]
fn what_only_looks_like_a_secret_is_none() {
    let mut dice = Dice(11);
    let (mut all, mut alarmed) = (0, Vec::new());
    for (line, place) in lines("innocent.txt")
        .iter()
        .flat_map(|line| self::places().into_iter().map(move |place| (line, place)))
    {
        let Some(what) = place.holds_line(line) else {
            continue;
        };
        all += 1;
        let what = dice.fill(&what);
        let text = place
            .text
            .replace(PLACE, &indented(&what, &place.text, PLACE))
            .replace("LINE", &indented(&what, &place.text, "LINE"));
        let found = alarms(&text);
        if !found.is_empty() {
            alarmed.push(format!("{} in {}: {found:?}", what, place.name));
        }
    }
    println!("{} of {all} innocent texts are told", alarmed.len());
    assert!(
        all > 500 && alarmed.is_empty(),
        "{} of {all}:\n{}",
        alarmed.len(),
        alarmed.join("\n")
    );
}

/// Another corpus, of which nobody here knows anything: `HELDOUT=folder cargo test secrets::another
/// -- --nocapture` reads its `secrets.jsonl` and `innocent.jsonl` (`text`, and what to call it:
/// `id`).
#[test]
fn another_corpus() {
    let Some(folder) = std::env::var_os("HELDOUT") else {
        return;
    };
    for (name, wanted) in [("secrets.jsonl", true), ("innocent.jsonl", false)] {
        let text = fs::read_to_string(std::path::Path::new(&folder).join(name)).unwrap();
        let (mut all, mut right) = (0, 0);
        for line in text.lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let mut sources = Sources::default();
            let file = sources.add("text", case["text"].as_str().unwrap());
            let found = radier::check::secrets(&sources);
            all += 1;
            right += usize::from(found.is_empty() != wanted);
            if found.is_empty() == wanted {
                let told: Vec<&str> = found.iter().map(|span| sources.text(*span)).collect();
                println!(
                    "{name} {}: {:?} {told:?}\n{}\n",
                    case["id"],
                    case["secret"],
                    sources.get(file).unwrap().text
                );
            }
        }
        println!("{name}: {right} of {all} right");
    }
}

/// What is around the form of a secret in a rule of gitleaks is left out, and so is what Radier
/// knows by other means.
#[test]
fn forms_are_derived_from_rules() {
    let rules = r#"
[[rules]]
id = "lab-token"
regex = '''\b(lab_[a-z0-9]{20})(?:[\x60'"\s;]|\\[nr]|$)'''
keywords = ["lab_"]
entropy = 3
[[rules]]
id = "school-api-key"
regex = '''(?i)[\w.-]{0,50}?(?:school)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}([a-f0-9]{32})(?:[\x60'"\s;]|\\[nr]|$)'''
keywords = ["school"]
[[rules]]
id = "generic-api-key"
regex = "x"
keywords = ["api"]
[[rules]]
id = "school-client-id"
regex = "x"
keywords = ["school"]
"#;
    let lines: Vec<String> = derive::forms(rules)
        .lines()
        .skip(2)
        .map(str::to_string)
        .collect();
    assert_eq!(
        lines,
        [
            r"token lab-token 3 lab_ \b(lab_[a-z0-9]{20})",
            "named school-api-key 0 school (?i)[a-f0-9]{32}"
        ]
    );
}

/// Where a secret goes in a place.
const PLACE: &str = "@";

struct Case {
    kind: String,
    place: String,
    what: String,
    text: String,
}

/// Every secret in every place that can hold it.
fn cases(dice: &mut Dice) -> Vec<Case> {
    let mut all = Vec::new();
    let mut add = |kind: &str, place: &Place, what: &str, key: &str| {
        let mut text = place.text.replace("KEY", key);
        for mark in ["VALUE", "LINE", PLACE] {
            text = text.replace(mark, &indented(what, &place.text, mark));
        }
        all.push(Case {
            kind: kind.to_string(),
            place: place.name.clone(),
            what: what.to_string(),
            text,
        });
    };
    let (places, named) = (places(), pairs("names.txt"));
    for (kind, shape) in pairs("kinds.txt") {
        for place in places.iter().filter(|place| place.holds(&shape)) {
            add(&kind, place, &dice.fill(&shape), "note");
        }
    }
    for (name, shape) in &named {
        for place in places.iter().filter(|place| place.text.contains("KEY")) {
            add(&format!("name {name}"), place, &dice.fill(shape), name);
        }
    }
    for line in lines("lines.txt") {
        let kind = format!(
            "line {}",
            line.split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        );
        for place in places.iter().filter(|place| place.text.contains("LINE")) {
            add(&kind, place, &dice.fill(&line), "note");
        }
    }
    all
}

struct Place {
    name: String,
    text: String,
}

impl Place {
    /// Whether a secret of this shape can stand here without breaking the text around it.
    fn holds(&self, shape: &str) -> bool {
        let alone = ["LINE", PLACE]
            .iter()
            .any(|mark| self.text.lines().any(|line| line.trim() == *mark));
        let is_plain = !shape.contains(r"\n") && !shape.contains('"');
        // A text of YAML without quotes may not start with these, nor hold a `: `.
        let quoted = !self.text.contains("VALUE")
            || ["\"VALUE\"", "'VALUE'"]
                .iter()
                .any(|mark| self.text.contains(mark));
        alone || (is_plain && (quoted || (!shape.starts_with(['{', '-']) && !shape.contains(": "))))
    }

    /// The line, when it can stand here as a line of a text, or of YAML when it is some.
    fn holds_line(&self, line: &str) -> Option<String> {
        let is_template = self.is_beside() && line.contains("{{");
        let is_quoted =
            self.text.contains("\"@\"") || self.text.contains("use @") || self.text.contains("=@");
        // Whatever stands there is a password.
        let is_password = self.name == "cloud-init-users";
        let fits = self.text.contains("LINE")
            || (self.text.contains(PLACE) && !(is_quoted && line.contains(['"', '\\'])));
        (fits && !is_template && !is_password).then(|| line.to_string())
    }

    /// It is a file beside the description.
    fn is_beside(&self) -> bool {
        is_beside(&self.text)
    }
}

fn is_beside(text: &str) -> bool {
    text.starts_with('#') || text.starts_with("version:")
}

fn places() -> Vec<Place> {
    let text = read("places.txt");
    text.split("## ")
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, text) = part.split_once('\n').unwrap();
            Place {
                name: name.to_string(),
                text: text.to_string(),
            }
        })
        .collect()
}

/// Further lines of a secret are indented like the first one.
fn indented(what: &str, place: &str, mark: &str) -> String {
    let indent = place
        .lines()
        .find(|line| line.contains(mark))
        .map_or(0, |line| line.len() - line.trim_start().len());
    what.replace('\n', &format!("\n{}", " ".repeat(indent)))
}

/// Rules that tell of a secret in a text: a fragment of a description, or a file beside it.
fn alarms(text: &str) -> Vec<&'static str> {
    let mut sources = Sources::default();
    let (user_data, network_data) = match text.starts_with("version:") {
        true => ("#cloud-config\nhostname: a\n", text),
        false => (text, "version: 2\nethernets: {}\n"),
    };
    let vm = "club \"notes-2\" {\n    quota { cpu 4; memory \"8GiB\"; storage \"50GiB\" }\n    vm \
              \"notes\" cpu=1 memory=\"1GiB\" {\n        disk \"root\" image=\"debian-13\" \
              size=\"20GiB\"\n        cloud-init \"user.yaml\"\n        network-data \
              \"network.yaml\"\n    }\n}\n";
    match is_beside(text) {
        true => sources.add("infra.kdl", format!("{PRELUDE}{vm}")),
        // Raw: backslashes are those of the secret.
        false => sources.add(
            "infra.kdl",
            format!(
                "{PRELUDE}{}",
                text.replace("\"\"\"\n    ", "#\"\"\"\n    ")
                    .replace("    \"\"\"\n", "    \"\"\"#\n")
            ),
        ),
    };
    let files = Beside {
        user_data: user_data.to_string(),
        network_data: network_data.to_string(),
    };
    let compilation = radier::compile(&mut sources, &files, Some(TODAY));
    compilation
        .report
        .iter()
        .map(|finding| finding.rule)
        .filter(|rule| rule.contains("secret"))
        .collect()
}

struct Beside {
    user_data: String,
    network_data: String,
}

impl Files for Beside {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        Ok(if path.starts_with("network") {
            self.network_data.clone()
        } else {
            self.user_data.clone()
        })
    }
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join("tests/secrets").join(name)).unwrap()
}

fn lines(name: &str) -> Vec<String> {
    read(name).lines().map(str::to_string).collect()
}

fn pairs(name: &str) -> Vec<(String, String)> {
    lines(name)
        .iter()
        .map(|line| {
            line.split_once(" = ")
                .map(|(name, shape)| (name.to_string(), shape.to_string()))
                .unwrap()
        })
        .collect()
}

/// How many were found, by name.
#[derive(Default)]
struct Score(BTreeMap<String, (usize, usize)>);

impl Score {
    fn count(&mut self, name: &str, found: bool) {
        let entry = self.0.entry(name.to_string()).or_default();
        entry.0 += usize::from(found);
        entry.1 += 1;
    }

    fn table(&self) -> String {
        self.0
            .iter()
            .map(|(name, (found, all))| format!("  {name}: {found} of {all}\n"))
            .collect()
    }

    fn sum(&self) -> (usize, usize) {
        self.0
            .values()
            .fold((0, 0), |sum, (found, all)| (sum.0 + found, sum.1 + all))
    }
}

/// The same numbers on every machine (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    /// A secret of a shape; see `tests/secrets/README.md`.
    fn fill(&mut self, shape: &str) -> String {
        if let Some((before, rest)) = shape.split_once("base64(") {
            let (inner, after) = rest.rsplit_once(')').unwrap();
            let encoded = base64::engine::general_purpose::STANDARD.encode(self.fill(inner));
            return self.fill(before) + &encoded + &self.fill(after);
        }
        let mut out = String::new();
        let mut rest = shape;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let piece = after
                .split_once('}')
                .and_then(|(piece, after)| Some((self.piece(piece)?, after)));
            rest = match piece {
                Some((piece, after)) => {
                    out.push_str(&piece);
                    after
                }
                None => {
                    out.push('{');
                    after
                }
            };
        }
        out.push_str(rest);
        out.replace("\\n", "\n")
    }

    fn piece(&mut self, piece: &str) -> Option<String> {
        if piece == "pw" {
            return Some(self.password());
        }
        let (set, count) = piece.split_once(':')?;
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let set: Vec<char> = match set {
            "d" => "0123456789".chars().collect(),
            "h" => "0123456789abcdef".chars().collect(),
            "H" => "0123456789ABCDEF".chars().collect(),
            "a" => letters.chars().collect(),
            "A" => letters[..52].chars().collect(),
            "l" => letters[26..].chars().collect(),
            "U" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".chars().collect(),
            "b" => format!("{letters}+/").chars().collect(),
            "u" => format!("{letters}-_").chars().collect(),
            "w" => format!("{letters}./").chars().collect(),
            "z" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars().collect(),
            "8" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".chars().collect(),
            "q" => "qpzry9x8gf2tvdw0s3jn54khce6mua7l".chars().collect(),
            _ => return None,
        };
        let count: usize = count.parse().ok()?;
        Some((0..count).map(|_| set[self.below(set.len())]).collect())
    }

    /// As people choose them: words, years, a sign at the end; or as a generator does.
    fn password(&mut self) -> String {
        const WORDS: [&str; 12] = [
            "hunter",
            "Soleil",
            "Montreal",
            "cedille",
            "Poutine",
            "letmein",
            "dragon",
            "Hiver",
            "secret",
            "Welcome",
            "azerty",
            "raspberry",
        ];
        let word = WORDS[self.below(WORDS.len())];
        let shape = [
            "{d:2}",
            "{d:4}!",
            "-{l:4}-{l:4}",
            "{d:1}{A:3}@{d:2}",
            "_{d:3}",
            "!",
        ][self.below(6)];
        match self.below(4) {
            0 => format!("v{}", self.fill("{a:15}")),
            1 => format!("x{}", self.fill("{h:23}")),
            _ => format!("{word}{}", self.fill(shape)),
        }
    }
}
