//! A rule never computes with what another one refuses: every number, size and address of every
//! description here, one after the other, at the ends of what can be written. Tests run with
//! overflow checks.

use crate::support::{PRELUDE, TODAY, compile, root};
use radier::source::{Files, ReadError, Sources};
use radier::syntax::{self, Kind, Token};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

const NUMBERS: [&str; 14] = [
    "0",
    "1",
    "2",
    "-1",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "0.0",
    "1e308",
    "0.1",
];
const SIZES: [&str; 10] = [
    "0B",
    "1B",
    "1KiB",
    "0.5GiB",
    "1MiB",
    "16777215TiB",
    "16777216TiB",
    "15EiB",
    "18446744073709551615B",
    "18000PB",
];
const ADDRESSES: [&str; 7] = [
    "0.0.0.0",
    "255.255.255.255",
    "127.0.0.1",
    "224.0.0.1",
    "10.255.255.255",
    "::1",
    "0.0.0.1",
];
const SUBNETS: [&str; 8] = [
    "0.0.0.0/0",
    "0.0.0.0/32",
    "255.255.255.255/32",
    "10.0.0.0/31",
    "10.0.0.0/30",
    "10.0.0.0/1",
    "224.0.0.0/4",
    "255.255.255.254/31",
];
const RANGES: [&str; 4] = [
    "0.0.0.0-255.255.255.255",
    "10.0.0.9-10.0.0.1",
    "255.255.255.254-255.255.255.255",
    "0.0.0.0-0.0.0.0",
];
const MACS: [&str; 3] = [
    "00:00:00:00:00:00",
    "ff:ff:ff:ff:ff:ff",
    "01:00:5e:00:00:01",
];
const VERSIONS: [&str; 4] = [
    "0.0.0",
    "18446744073709551615.0.0",
    "1.999999.0",
    "99.99.99",
];

/// What stands in the place of a value, by its form.
fn extremes(word: &str) -> Vec<String> {
    if word.parse::<f64>().is_ok() {
        return NUMBERS.map(str::to_string).to_vec();
    }
    let Some(inner) = word
        .strip_prefix('"')
        .and_then(|word| word.strip_suffix('"'))
    else {
        return Vec::new();
    };
    let starts = inner.starts_with(|c: char| c.is_ascii_digit());
    let is_address = |text: &str| text.parse::<std::net::Ipv4Addr>().is_ok();
    let all: &[&str] = match inner {
        _ if is_address(inner) => &ADDRESSES,
        _ if inner
            .split_once('/')
            .is_some_and(|(address, _)| is_address(address)) =>
        {
            &SUBNETS
        }
        _ if inner
            .split_once('-')
            .is_some_and(|(from, _)| is_address(from)) =>
        {
            &RANGES
        }
        _ if inner.len() == 17 && inner.matches(':').count() == 5 => &MACS,
        _ if starts && inner.ends_with('B') => &SIZES,
        _ if starts && inner.matches('.').count() == 2 => &VERSIONS,
        _ if inner.ends_with('%') => &["0%", "100%", "101%", "4294967296%"],
        _ => &[],
    };
    all.iter().map(|text| format!("\"{text}\"")).collect()
}

struct Beside(std::path::PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        fs::read_to_string(self.0.join(path)).map_err(|_| ReadError::Missing)
    }
}

/// Compiles and, when nothing is wrong, emits. The message of a panic, if there is one.
fn panic_of(text: &str, folder: &Path) -> Option<String> {
    let run = || {
        let mut sources = Sources::default();
        sources.add("infra.kdl", text);
        let compilation = radier::compile(&mut sources, &Beside(folder.to_path_buf()), Some(TODAY));
        if !compilation.report.has_errors() {
            radier::emit::all(&compilation.model, &compilation.parts, &mut |_| {});
        }
    };
    let caught = catch_unwind(AssertUnwindSafe(run)).err()?;
    Some(
        caught
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| caught.downcast_ref::<&str>().map(|text| text.to_string()))
            .unwrap_or_default(),
    )
}

/// All texts that differ from this one in one extreme value.
fn sweep(text: &str) -> impl Iterator<Item = String> {
    let tokens = syntax::tokens(text);
    let with = move |at: usize, value: &str| {
        tokens
            .iter()
            .enumerate()
            .map(|(other, token): (usize, &Token<'_>)| if other == at { value } else { token.text })
            .collect::<String>()
    };
    let words: Vec<(usize, Vec<String>)> = syntax::tokens(text)
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == Kind::Word)
        .map(|(at, token)| (at, extremes(token.text)))
        .collect();
    words.into_iter().flat_map(move |(at, values)| {
        values
            .iter()
            .map(|value| with(at, value))
            .collect::<Vec<_>>()
    })
}

/// Platforms that are larger than this take minutes, and say nothing new.
const LARGEST: u64 = 16 << 10;

#[test]
fn no_extreme_value_breaks_a_rule() {
    let mut inputs = vec![(PRELUDE.to_string(), root())];
    for entry in fs::read_dir(root().join("tests/platforms"))
        .unwrap()
        .chain(fs::read_dir(root().join("tests/legal")).unwrap())
    {
        let path = entry.unwrap().path();
        let file = if path.is_dir() {
            path.join("infra.kdl")
        } else {
            path.clone()
        };
        if file.metadata().is_ok_and(|file| file.len() <= LARGEST)
            && file.extension().is_some_and(|end| end == "kdl")
        {
            inputs.push((
                fs::read_to_string(&file).unwrap(),
                file.parent().unwrap().to_path_buf(),
            ));
        }
    }
    let (mut tried, mut broken) = (0, Vec::new());
    for (text, folder) in &inputs {
        for changed in sweep(text) {
            tried += 1;
            broken.extend(
                panic_of(&changed, folder)
                    .map(|message| format!("{message}: {}", difference(text, &changed))),
            );
        }
    }
    println!("{tried} descriptions");
    assert!(
        tried > 3_000 && broken.is_empty(),
        "{} of {tried}:\n{}",
        broken.len(),
        broken.join("\n")
    );
}

/// The first line that two texts do not share.
fn difference<'a>(one: &str, other: &'a str) -> &'a str {
    one.lines()
        .zip(other.lines())
        .find(|(a, b)| a != b)
        .map_or("", |(_, line)| line)
}

/// A pool that keeps nothing is one finding, and no sum is made with it.
#[test]
fn a_pool_that_keeps_nothing_is_told_once() {
    for (pool, rule) in [
        (
            "pool \"apps\" media=hdd serves=apps default=#true replicas=0",
            "storage/redundancy",
        ),
        (
            "pool \"apps\" media=hdd serves=apps default=#true data-chunks=0 coding-chunks=0",
            "storage/redundancy",
        ),
        (
            "pool \"apps\" media=hdd serves=apps default=#true data-chunks=2 coding-chunks=0",
            "storage/redundancy",
        ),
        (
            "pool \"apps\" media=hdd serves=apps default=#true\n    filesystem \"fs\" media=hdd \
             replicas=0",
            "storage/redundancy",
        ),
    ] {
        let text = PRELUDE
            .replace("pool \"apps\" media=hdd serves=apps default=#true", pool)
            .replace(
                "id=\"ata-HDD_000011\" size=\"4TB\"",
                "id=\"ata-HDD_000011\" size=\"1TB\"",
            );
        assert_eq!(
            compile(&text).rules(),
            [rule],
            "{pool}: {}",
            compile(&text).text()
        );
    }
}
