//! Finds the description: all `*.kdl` files of a folder are one; a subfolder with such files is a
//! further cluster.

use super::failure::{Failure, shown};
use super::folder::{Folder, read_inside, read_named, real_inside};
use crate::diagnostic::visible;
use crate::emit;
use crate::model::Date;
use crate::output;
use crate::source::Sources;
use crate::{Compilation, compile};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where a description is.
#[derive(clap::Args)]
pub(super) struct At {
    /// Folder of the description, or one file; `infra` when absent.
    path: Option<PathBuf>,
}

impl At {
    /// The description at this place.
    pub fn of(path: &Path) -> Self {
        At {
            path: Some(path.to_path_buf()),
        }
    }

    /// The folder or file.
    pub fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new("infra"))
    }

    /// All descriptions there.
    pub fn read(&self) -> Result<Vec<Input>, Failure> {
        self.read_as(&BTreeMap::new())
    }

    /// The same, as if some files held other texts.
    pub fn read_as(&self, texts: &BTreeMap<String, String>) -> Result<Vec<Input>, Failure> {
        let one = |cluster: Cluster| one(cluster, texts);
        self.clusters()?.into_iter().map(one).collect()
    }

    /// All files of the descriptions there, with their texts.
    pub fn files(&self) -> Result<Vec<(PathBuf, String)>, Failure> {
        let clusters = self.clusters()?;
        let files = clusters.iter().flat_map(|cluster| {
            cluster
                .files
                .iter()
                .map(|file| Ok((file.clone(), cluster.text(file)?)))
        });
        files.collect()
    }

    /// What is to be read; nothing of it is read yet.
    fn clusters(&self) -> Result<Vec<Cluster>, Failure> {
        let path = self.path();
        // What the caller names is his own word; what lies there by that name is the repository's.
        if self.path.is_none() && path.is_symlink() {
            return Err(Failure::at(path, "is a link")
                .help("name the folder that it leads to: `radier check FOLDER`"));
        }
        let kind = fs::metadata(path).map_err(|error| not_there(path, &error))?;
        if !kind.is_dir() {
            return Ok(vec![Self::single(path)]);
        }
        let mut clusters = Vec::new();
        let files = kdl_files(path)?;
        if !files.is_empty() {
            clusters.push(Cluster {
                root: path.to_path_buf(),
                files,
                prefix: String::new(),
                is_named: false,
            });
        }
        Self::below(path, &mut clusters)?;
        match clusters.is_empty() {
            true => Err(Failure::at(path, "no `.kdl` file here").help(format!(
                "describe the platform in `{}/infra.kdl`",
                shown(path)
            ))),
            false => Ok(clusters),
        }
    }

    /// One file, which the caller named.
    fn single(path: &Path) -> Cluster {
        let root = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        Cluster {
            root: root.to_path_buf(),
            files: vec![path.to_path_buf()],
            prefix: String::new(),
            is_named: true,
        }
    }

    /// Clusters in folders of this one.
    fn below(path: &Path, clusters: &mut Vec<Cluster>) -> Result<(), Failure> {
        let mut names = BTreeSet::new();
        for folder in sorted(path)?
            .into_iter()
            .filter(|entry| entry.is_dir() && !is_hidden(entry))
        {
            let files = kdl_files(&folder)?;
            if files.is_empty() {
                continue;
            }
            // A folder that is a link may lead anywhere.
            real_inside(path, &folder).map_err(|error| Failure::read(&folder, &error))?;
            let prefix = cluster_name(&folder)?;
            if !names.insert(prefix.to_lowercase()) {
                return Err(Failure::at(
                    &folder,
                    "two clusters have names that differ in capitals only, which is one folder on \
                     some systems",
                )
                .help("rename one of the folders"));
            }
            clusters.push(Cluster {
                root: folder,
                files,
                prefix,
                is_named: false,
            });
        }
        Ok(())
    }
}

/// Files of one description, and where its output goes.
struct Cluster {
    root: PathBuf,
    files: Vec<PathBuf>,
    prefix: String,
    /// The caller named the file himself.
    is_named: bool,
}

impl Cluster {
    fn text(&self, file: &Path) -> Result<String, Failure> {
        let read = if self.is_named {
            read_named(file)
        } else {
            read_inside(&self.root, file)
        };
        read.map_err(|error| Failure::read(file, &error))
    }
}

/// One description and where its output goes.
pub(super) struct Input {
    pub sources: Sources,
    folder: Folder,
    /// Folder below the output folder; empty for the main cluster.
    pub prefix: String,
}

/// The name is one of our own folders and files of the output, or one that Windows keeps.
fn is_reserved(name: &str) -> bool {
    let ours = emit::FOLDERS.into_iter().chain([output::LOCK, "con"]);
    ours.into_iter()
        .any(|reserved| reserved.eq_ignore_ascii_case(name))
}

/// The name of a cluster, which is that of its folder.
fn cluster_name(folder: &Path) -> Result<String, Failure> {
    let name = folder.file_name().and_then(|name| name.to_str());
    let Some(name) = name.filter(|name| {
        !name
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || c == '\\')
    }) else {
        return Err(Failure::at(
            folder,
            "the name of a cluster has no blanks and no special characters",
        )
        .help("rename the folder"));
    };
    if is_reserved(name) {
        return Err(Failure::at(
            folder,
            format!("a cluster cannot be called `{name}`, which is a folder of the output"),
        )
        .help("rename the folder"));
    }
    Ok(name.to_string())
}

impl Input {
    /// Reads and judges the description.
    pub fn compile(&mut self, today: Date) -> Compilation {
        let mut compilation = compile(&mut self.sources, &self.folder, Some(today));
        if !self.prefix.is_empty() {
            let path = &mut compilation.model.platform.repo.path.value;
            *path = path.below(&self.prefix);
        }
        compilation
    }
}

/// SHA-256 of the descriptions as they are before they are compiled: texts, names, and where their
/// output goes.
pub(super) fn fingerprint(inputs: &[Input]) -> String {
    let line = |input: &Input| -> String {
        let files = input.sources.iter().map(|(_, source)| {
            format!("{} {}\n", output::hash(source.text.as_bytes()), source.path)
        });
        files.chain([format!("to {}\n", input.prefix)]).collect()
    };
    output::hash(inputs.iter().map(line).collect::<String>().as_bytes())
}

/// SHA-256 of the files that compiled descriptions name.
pub(super) fn fingerprint_of_named(inputs: &[Input]) -> String {
    output::hash(
        inputs
            .iter()
            .map(|input| input.folder.fingerprint() + "\n")
            .collect::<String>()
            .as_bytes(),
    )
}

fn one(cluster: Cluster, texts: &BTreeMap<String, String>) -> Result<Input, Failure> {
    let mut sources = Sources::default();
    for file in &cluster.files {
        let name = shown(file);
        let text = texts
            .get(&name)
            .map_or_else(|| cluster.text(file), |text| Ok(text.clone()))?;
        sources.add(name, text);
    }
    Ok(Input {
        sources,
        folder: Folder::new(&cluster.root),
        prefix: cluster.prefix,
    })
}

/// Editors keep their locks and copies beside a file: `.#infra.kdl`.
fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn kdl_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_kdl = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "kdl")
            && !is_hidden(path)
            && !path.is_dir()
    };
    let files: Vec<PathBuf> = sorted(folder)?.into_iter().filter(is_kdl).collect();
    // A name stands in messages, and is how a file is found again.
    match files
        .iter()
        .find(|file| file.to_str().is_none_or(|name| *visible(name) != *name))
    {
        Some(file) => Err(Failure::at(
            file,
            "the name of this file has characters that nobody sees",
        )
        .help("rename it")),
        None => Ok(files),
    }
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| not_there(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    Ok(paths)
}

fn not_there(path: &Path, error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::io(path, error)
            .help("give the folder of the description, or run where `infra/` is"),
        _ => Failure::io(path, error),
    }
}
