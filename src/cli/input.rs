//! Finds the description: all `*.kdl` files of a folder are one; a subfolder with such files is a further cluster.

use super::folder::Folder;
use crate::model::Date;
use crate::output;
use crate::source::Sources;
use crate::syntax::MAX_BYTES;
use crate::{Compilation, compile};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One description and where its output goes.
pub(super) struct Input {
    pub sources: Sources,
    folder: Folder,
    /// Folder below the output folder; empty for the main cluster.
    pub prefix: String,
}

/// Names of our own folders of the output: no cluster may be called so.
const RESERVED: [&str; 6] = ["talos", "argocd", "platform", "clubs", "runbooks", "docs"];

impl Input {
    /// Reads and judges the description.
    pub fn compile(&mut self, today: Date) -> Compilation {
        let mut compilation = compile(&mut self.sources, &self.folder, Some(today));
        if !self.prefix.is_empty() {
            let path = &mut compilation.model.platform.repo.path.value;
            *path = format!("{}/{}", path.trim_end_matches('/'), self.prefix);
        }
        compilation
    }
}

/// SHA-256 of the descriptions as they are before they are compiled: texts, names, and where their output goes.
pub(super) fn fingerprint(inputs: &[Input]) -> String {
    let line = |input: &Input| -> String {
        let files = input.sources.iter().map(|(_, source)| format!("{} {}\n", output::hash(source.text.as_bytes()), source.path));
        files.chain([format!("to {}\n", input.prefix)]).collect()
    };
    output::hash(inputs.iter().map(line).collect::<String>().as_bytes())
}

/// SHA-256 of the files that compiled descriptions name.
pub(super) fn fingerprint_of_named(inputs: &[Input]) -> String {
    output::hash(inputs.iter().map(|input| input.folder.fingerprint() + "\n").collect::<String>().as_bytes())
}

/// All descriptions at `path`: a folder, or one file.
pub(super) fn read(path: &Path) -> Result<Vec<Input>, String> {
    read_as(path, &BTreeMap::new())
}

/// The same, as if some files held other texts.
pub(super) fn read_as(path: &Path, texts: &BTreeMap<String, String>) -> Result<Vec<Input>, String> {
    let one = |root: &Path, files: &[PathBuf], prefix: String| one(root, files, prefix, texts);
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_dir() {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return Ok(vec![one(parent, &[path.to_path_buf()], String::new())?]);
    }
    let mut inputs = Vec::new();
    let files = kdl_files(path)?;
    if !files.is_empty() {
        inputs.push(one(path, &files, String::new())?);
    }
    for folder in sorted(path)?.into_iter().filter(|entry| entry.is_dir()) {
        let files = kdl_files(&folder)?;
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if files.is_empty() {
            continue;
        }
        if RESERVED.contains(&name.as_str()) {
            return Err(format!(
                "{}: a cluster cannot be called `{name}`, which is a folder of the output\nhelp: rename the folder",
                folder.display()
            ));
        }
        inputs.push(one(&folder, &files, name)?);
    }
    if inputs.is_empty() {
        return Err(nothing_at(path));
    }
    Ok(inputs)
}

fn one(root: &Path, files: &[PathBuf], prefix: String, texts: &BTreeMap<String, String>) -> Result<Input, String> {
    let mut sources = Sources::default();
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        let text = texts.get(&name).map_or_else(|| text(file), |text| Ok(text.clone()))?;
        sources.add(name, text);
    }
    Ok(Input { sources, folder: Folder::new(root), prefix })
}

/// The text of a file of the description.
pub(super) fn text(file: &Path) -> Result<String, String> {
    let metadata = fs::metadata(file).map_err(|error| unreadable(file, &error))?;
    if metadata.len() > MAX_BYTES as u64 {
        return Err(format!("{}: larger than 64 MiB\nhelp: split it: all `.kdl` files of a folder are one description", file.display()));
    }
    let bytes = fs::read(file).map_err(|error| unreadable(file, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let (bytes, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
        let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let what = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16".to_string(),
            _ => format!("another encoding, at byte {at} of the file"),
        };
        format!("{}:{line}: the text is not UTF-8 but {what}\nhelp: save the file as UTF-8 in your editor", file.display())
    })
}

/// All files of the descriptions at `path`: a folder, or one file.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !fs::metadata(path).map_err(|error| unreadable(path, &error))?.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = kdl_files(path)?;
    for folder in sorted(path)?.into_iter().filter(|entry| entry.is_dir()) {
        files.extend(kdl_files(&folder)?);
    }
    match files.is_empty() {
        true => Err(nothing_at(path)),
        false => Ok(files),
    }
}

fn nothing_at(path: &Path) -> String {
    format!("{}: no `.kdl` file here\nhelp: describe the platform in `{}/infra.kdl`", path.display(), path.display())
}

fn kdl_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    // Editors keep their locks and copies beside a file: `.#infra.kdl`.
    let is_hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let is_kdl = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "kdl") && !is_hidden(path) && !path.is_dir();
    Ok(sorted(folder)?.into_iter().filter(is_kdl).collect())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    Ok(paths)
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let help = match error.kind() {
        std::io::ErrorKind::NotFound => "\nhelp: give the folder of the description, or run where `infra/` is",
        _ => "",
    };
    format!("{}: {error}{help}", path.display())
}
