//! Writes what fuzzing starts from, a folder for each target: `cargo run --release --example seeds
//! -- FOLDER`. All descriptions of this repository, the examples of all rules, and files that they
//! name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let to = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "fuzz/seeds".to_string());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let prelude = fs::read_to_string(root.join("tests/it/prelude.kdl"))?;
    let mut kdl: BTreeSet<String> = texts(root, &["tests", "infra"], "kdl");
    kdl.extend(
        radier::check::rules()
            .iter()
            .flat_map(|rule| rule.wrong.iter().chain(rule.right).copied())
            .flat_map(|example| [example.to_string(), format!("{prelude}{example}")]),
    );
    let yaml = texts(root, &["tests/platforms", "infra"], "yaml");
    let templates = texts(root, &["tests/platforms", "infra"], "j2");
    let locks = texts(root, &["tests/platforms"], "lock")
        .into_iter()
        .map(|lock| format!("0{lock}"))
        .collect();
    for (target, seeds) in [
        ("check", &kdl),
        ("build", &kdl),
        ("fmt", &kdl),
        ("fix", &kdl),
        ("secrets", &kdl),
        ("output", &locks),
        ("yaml", &yaml),
        ("template", &templates),
    ] {
        let folder = Path::new(&to).join(target);
        fs::create_dir_all(&folder)?;
        for (at, seed) in seeds
            .iter()
            .filter(|seed| seed.len() <= 64 << 10)
            .enumerate()
        {
            fs::write(folder.join(format!("{at:04}")), seed)?;
        }
        println!("{target}: {}", seeds.len());
    }
    Ok(())
}

/// Texts of all files below some folders that end so.
fn texts(root: &Path, folders: &[&str], end: &str) -> BTreeSet<String> {
    let files = folders
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(root.join(folder)))
        .filter_map(Result::ok);
    let files = files.filter(|entry| {
        entry
            .path()
            .extension()
            .is_some_and(|extension| extension == end)
    });
    files
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .collect()
}
