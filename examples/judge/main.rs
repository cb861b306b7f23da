//! Writes compiled platforms for the judges of `tests/upstream`, golden ones and some by seed:
//! `cargo run --release --example judge -- FOLDER [COUNT [FIRST-SEED]]`. With `minimise SEED FOLDER
//! COMMAND...` it takes away what it can of a platform while the command, given its folder, still
//! refuses it. Each gets a folder with `infra.kdl`, `out/`, what no file of `out/` says
//! (`facts.json`), and every YAML file as the values that we meant (`meant.json`).

use radier::model::{Model, Storage};
use radier::output::Artifact;
use radier::source::{Files, ReadError, Sources};
use radier::{compile, emit, yaml};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../tests/it/seeded/mod.rs"]
mod seeded;
#[path = "../../tests/it/yaml_corpus.rs"]
mod yaml_corpus;

mod minimise;
mod near;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, seed, folder, command @ ..] = arguments.as_slice()
        && word == "minimise"
    {
        return minimise::minimise(seed.parse().expect("a seed"), Path::new(folder), command);
    }
    if let [word, folder, rest @ ..] = arguments.as_slice()
        && word == "near"
    {
        let number = |at: usize| rest.get(at).and_then(|text| text.parse().ok());
        return near::near(
            Path::new(folder),
            number(0).unwrap_or(50),
            number(1).unwrap_or(0),
        );
    }
    let argument = |at: usize| std::env::args().nth(at);
    let folder = PathBuf::from(argument(1).expect("a folder to write to"));
    let number = |at: usize| {
        argument(at)
            .and_then(|text| text.parse::<u64>().ok())
            .unwrap_or(0)
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = |name: &str, beside: Beside| {
        let text = fs::read_to_string(beside.0.join("infra.kdl"))?;
        write(&folder, name, &text, &beside)
    };
    golden("first-user", Beside(root.join("infra")))?;
    for entry in fs::read_dir(root.join("tests/platforms"))? {
        let entry = entry?;
        golden(&entry.file_name().to_string_lossy(), Beside(entry.path()))?;
    }
    for seed in number(3)..number(3) + number(2) {
        let platform = seeded::platform(seed);
        write(
            &folder,
            &format!("seed-{seed}"),
            &platform.kdl,
            &Seeded(platform.files),
        )?;
    }
    corpus(&folder)
}

/// Files beside a description.
struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        fs::read_to_string(self.0.join(path)).map_err(|_| ReadError::Missing)
    }
}

/// Files of a platform by seed.
struct Seeded(Vec<(&'static str, &'static str)>);

impl Files for Seeded {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.0
            .iter()
            .find(|(name, _)| *name == path)
            .map(|(_, text)| text.to_string())
            .ok_or(ReadError::Missing)
    }
}

/// Compiles one description and writes what judges need; it must be clean.
fn write(folder: &Path, name: &str, text: &str, beside: &dyn Files) -> std::io::Result<()> {
    let findings = write_if_clean(folder, name, text, beside)?;
    assert!(findings.is_empty(), "{name}:\n{findings}");
    Ok(())
}

/// The same; says what is wrong with a description that is not clean, and writes nothing then.
fn write_if_clean(
    folder: &Path,
    name: &str,
    text: &str,
    beside: &dyn Files,
) -> std::io::Result<String> {
    let mut sources = Sources::default();
    sources.add("infra.kdl", text);
    let compilation = compile(&mut sources, beside, radier::model::day("2026-11-22"));
    let findings = radier::diagnostic::short(&compilation.report, &sources);
    if !findings.is_empty() {
        return Ok(findings);
    }
    let home = folder.join(name);
    fs::create_dir_all(&home)?;
    fs::write(home.join("infra.kdl"), text)?;
    let mut artifacts = Vec::new();
    emit::all(&compilation.model, &compilation.parts, &mut |artifact| {
        artifacts.push(artifact)
    });
    for artifact in &artifacts {
        let path = home.join("out").join(&artifact.path);
        fs::create_dir_all(path.parent().unwrap_or(&home))?;
        fs::write(path, &artifact.text)?;
    }
    fs::write(
        home.join("facts.json"),
        facts(&compilation.model).to_string(),
    )?;
    fs::write(home.join("meant.json"), meant(&artifacts).to_string())?;
    Ok(findings)
}

/// What judges need besides `out/`.
fn facts(model: &Model) -> Value {
    let disks: Map<String, Value> = model
        .nodes
        .iter()
        .map(|node| {
            let paths: Vec<String> = node
                .storage_disks()
                .map(|disk| format!("/dev/disk/by-id/{}", disk.id))
                .collect();
            (node.decl.name.to_string(), json!(paths))
        })
        .collect();
    let has_filesystem = |storage: &Storage| storage.filesystems().next().is_some();
    json!({
        "contract": model.versions.contract.minor_text(),
        "kubernetes": model.versions.decl.kubernetes.to_string(),
        "cluster": model.cluster.decl.name.to_string(),
        "endpoint": model.cluster.decl.endpoint.to_string(),
        "omni": model.cluster.is_omni(),
        "prefix": model.platform.repo.path.trim_matches('/'),
        "repository": model.platform.repo.url.to_string(),
        "disks": disks,
        "filesystems": model.storage.as_ref().is_some_and(has_filesystem),
    })
}

/// Documents of every YAML file, by its path.
fn meant(artifacts: &[Artifact]) -> Value {
    let files = artifacts
        .iter()
        .filter(|artifact| artifact.path.ends_with(".yaml"));
    let documents = |artifact: &Artifact| {
        yaml::documents(&artifact.text)
            .expect(&artifact.path)
            .iter()
            .map(as_json)
            .collect()
    };
    files
        .map(|artifact| (artifact.path.clone(), documents(artifact)))
        .collect::<Map<_, _>>()
        .into()
}

/// Texts that readers take for something else, as YAML and as what they are.
fn corpus(folder: &Path) -> std::io::Result<()> {
    let mut documents = Vec::new();
    for text in yaml_corpus::NASTY {
        let text = || yaml::Value::Text(text.to_string());
        let key = |key: &str| (key.to_string().into(), text());
        documents.push(yaml::Value::Map(vec![
            key("value"),
            ("list".into(), yaml::Value::List(vec![text(), text()])),
        ]));
        documents.push(yaml::Value::Map(vec![(
            as_json(&text())
                .as_str()
                .unwrap_or_default()
                .to_string()
                .into(),
            yaml::Value::Int(1),
        )]));
    }
    fs::write(folder.join("corpus.yaml"), yaml::stream(&documents))?;
    fs::write(
        folder.join("corpus.json"),
        Value::from(documents.iter().map(as_json).collect::<Vec<_>>()).to_string(),
    )
}

fn as_json(value: &yaml::Value) -> Value {
    use yaml::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => (*flag).into(),
        Yaml::Int(number) => (*number).into(),
        Yaml::Float(number) => (*number).into(),
        Yaml::Text(text) => text.clone().into(),
        Yaml::List(items) => items.iter().map(as_json).collect(),
        Yaml::Map(pairs) => Value::Object(
            pairs
                .iter()
                .map(|(key, value)| (key.to_string(), as_json(value)))
                .collect(),
        ),
    }
}
