//! Documents of Talos' machine configuration, by the contract that a cluster was created with;
//! system extensions.

use super::shape::Shape;
use super::shape::shapes;

/// Contracts whose shapes are known, oldest first: minor versions of Talos 1.
const CONTRACTS: [u64; 2] = [13, 14];

const FACTS: &str = include_str!("../../schema/upstream/talos-facts.txt");
const EXTENSIONS: &str = include_str!("../../schema/upstream/talos-extensions.txt");

/// The newest known contract that is not newer than this one: its minor version.
pub fn known_contract(minor: u64) -> u64 {
    CONTRACTS
        .into_iter()
        .rev()
        .find(|known| *known <= minor)
        .unwrap_or(CONTRACTS[0])
}

/// The shape of a document; the empty kind is the main document.
pub fn document(contract: u64, kind: &str) -> Option<Shape> {
    shapes(&format!("talos-1.{}", known_contract(contract)))?.get(&format!("v1alpha1/{kind}"))
}

/// Kinds of a contract, sorted.
pub fn kinds(contract: u64) -> Vec<&'static str> {
    let names = shapes(&format!("talos-1.{}", known_contract(contract)))
        .map(|shapes| shapes.names())
        .unwrap_or_default();
    names
        .into_iter()
        .filter_map(|name| name.strip_prefix("v1alpha1/"))
        .filter(|kind| !kind.is_empty())
        .collect()
}

/// The first known contract that has a kind.
pub fn since(kind: &str) -> Option<u64> {
    CONTRACTS
        .into_iter()
        .find(|contract| document(*contract, kind).is_some())
}

/// Workers refuse this kind.
pub fn is_for_control_planes(kind: &str) -> bool {
    facts("control-plane").any(|(_, fact)| fact == kind)
}

/// Omni refuses this kind in patches.
pub fn is_refused_by_omni(kind: &str) -> bool {
    facts("omni-document").any(|(_, fact)| fact == kind)
}

/// Fields of the main document that Omni refuses in patches.
pub fn fields_refused_by_omni() -> impl Iterator<Item = &'static str> {
    facts("omni-field").map(|(_, path)| path)
}

/// Fields of the main document that hold secrets.
pub fn secret_fields(kind: &str) -> impl Iterator<Item = &'static str> {
    let main = facts("secret")
        .map(|(_, path)| path)
        .filter(move |_| kind.is_empty());
    let of_kind = facts("secret-of").filter_map(move |(_, fact)| {
        fact.split_once(' ')
            .filter(|(of, _)| *of == kind)
            .map(|(_, path)| path)
    });
    main.chain(of_kind)
}

/// A field of the main document that a document has replaced.
#[derive(Clone, Copy, Debug)]
pub struct Replaced {
    pub path: &'static str,
    /// Minor version of the contract from which on it is replaced.
    pub since: u64,
    /// What to write instead.
    pub by: &'static str,
    /// Talos refuses the two together.
    pub exclusive: bool,
}

/// Fields that are replaced in a contract.
pub fn replaced(contract: u64) -> impl Iterator<Item = Replaced> {
    let read = |exclusive: bool| {
        move |(_, fact): (&str, &'static str)| {
            let mut parts = fact.splitn(3, ' ');
            let since = parts.next()?.strip_prefix("1.")?.parse().ok()?;
            Some(Replaced {
                since,
                path: parts.next()?,
                by: parts.next()?,
                exclusive,
            })
        }
    };
    let all = facts("exclusive")
        .filter_map(read(true))
        .chain(facts("deprecated").filter_map(read(false)));
    all.filter(move |replaced| replaced.since <= contract)
}

fn facts(word: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FACTS
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(move |(first, _)| *first == word)
}

/// Names of system extensions, without `siderolabs/`, of the newest version that is not newer than
/// `version` and of the same minor, else of the newest before it. Says which version that is.
pub fn extensions(version: &semver::Version) -> (String, Vec<&'static str>) {
    let mut names: Vec<&'static str> = Vec::new();
    let mut best: Option<(semver::Version, Vec<&'static str>)> = None;
    for line in EXTENSIONS.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(listed) = words
            .next()
            .and_then(|word| semver::Version::parse(word).ok())
        else {
            continue;
        };
        for word in words {
            match word.split_at(1) {
                ("+", name) => names.push(name),
                (_, name) => names.retain(|known| *known != name),
            }
        }
        let fits = (listed.major, listed.minor) <= (version.major, version.minor);
        if fits && best.as_ref().is_none_or(|(known, _)| *known < listed) {
            best = Some((listed, names.clone()));
        }
    }
    best.map_or((String::new(), names), |(listed, names)| {
        (listed.to_string(), names)
    })
}
