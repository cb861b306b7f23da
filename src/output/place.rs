//! Where files are written: into real folders below the output folder, under a random name first.
//! Whoever opens a pull request can commit a link under any name that can be foretold; nothing is
//! ever written, read or removed through one.

use super::artifact::TEMPORARY;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use tempfile::NamedTempFile;

/// Folders of which it is known that they are no links.
#[derive(Default)]
pub(super) struct Folders(HashSet<PathBuf>);

impl Folders {
    /// Whether the folders of `path` (relative to `out`) are real ones, as far as they exist.
    pub fn are_real(&mut self, out: &Path, path: &Path) -> bool {
        let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        else {
            return true;
        };
        if self.0.contains(folder) {
            return true;
        }
        let is_real = match fs::symlink_metadata(out.join(folder)) {
            Ok(metadata) => metadata.is_dir(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        let is_real = is_real && self.are_real(out, folder);
        if is_real {
            self.0.insert(folder.to_path_buf());
        }
        is_real
    }

    /// Makes the folders of `path`.
    ///
    /// # Errors
    /// One of them is a link, or cannot be made.
    pub fn make(&mut self, out: &Path, path: &Path) -> io::Result<()> {
        if !self.are_real(out, path) {
            return Err(io::Error::other(format!(
                "a folder of `{}` is a link",
                path.display()
            )));
        }
        path.parent()
            .map_or(Ok(()), |folder| fs::create_dir_all(out.join(folder)))
    }
}

/// Writes `text` to `target` in one step: a reader, and a crash, see the old text or the new one. A
/// link there is replaced. `durable`: waits until it is on the disk.
pub(super) fn write(
    target: &Path,
    text: &[u8],
    durable: bool,
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    let mut file = temporary(target, permissions)?;
    file.write_all(text)?;
    if durable {
        file.as_file().sync_all()?;
    }
    file.persist(target).map(drop).map_err(|error| error.error)
}

/// A new file beside `target`: its name is random, and nothing was there before. Without
/// `permissions`, those of any new file.
fn temporary(target: &Path, permissions: Option<fs::Permissions>) -> io::Result<NamedTempFile> {
    let name = target
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let prefix = format!("{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(TEMPORARY);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

/// The file that a temporary one was to become, if its name is that of one.
pub(super) fn target_of(temporary: &str) -> Option<&str> {
    let (target, random) = temporary.strip_suffix(TEMPORARY)?.rsplit_once('.')?;
    (random.len() == 6 && random.chars().all(|c| c.is_ascii_alphanumeric())).then_some(target)
}

/// The text of a file of ours; a link, a pipe or a folder under its name is an error.
pub fn read_plain(path: &Path) -> io::Result<String> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::other("is not a plain file"));
    }
    let mut text = String::new();
    fs::File::open(path)?
        .take(LARGEST + 1)
        .read_to_string(&mut text)?;
    match text.len() as u64 > LARGEST {
        true => Err(io::Error::other(format!(
            "is larger than {} MiB",
            LARGEST >> 20
        ))),
        false => Ok(text),
    }
}

/// A lock of a platform of 10,000 machines has 10 MB.
const LARGEST: u64 = 256 << 20;

/// The first part of a folder's path that is a link: such a path leads wherever the one wants who
/// committed the link. Parts above the current folder are the caller's own.
pub fn link_in(folder: &Path) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    let mut is_own = folder.is_absolute();
    let parts: Vec<Component<'_>> = folder.components().collect();
    for (at, part) in parts.iter().enumerate() {
        path.push(part);
        is_own |= *part == Component::ParentDir;
        // The folder itself is never a link.
        let is_last = at + 1 == parts.len();
        if (!is_own || is_last) && matches!(part, Component::Normal(_)) && path.is_symlink() {
            return Some(path);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn nothing_is_made_behind_a_link() {
        let lab = tempfile::tempdir().unwrap();
        let out = lab.path().join("out");
        fs::create_dir_all(lab.path().join("elsewhere/inner")).unwrap();
        fs::create_dir_all(out.join("real")).unwrap();
        std::os::unix::fs::symlink("../elsewhere", out.join("link")).unwrap();
        let mut folders = Folders::default();
        for (path, is_real) in [
            ("a.yaml", true),
            ("real/a.yaml", true),
            ("new/deep/a.yaml", true),
            ("link/a.yaml", false),
            ("link/inner/a.yaml", false),
        ] {
            assert_eq!(folders.are_real(&out, path.as_ref()), is_real, "{path}");
            assert_eq!(folders.make(&out, path.as_ref()).is_ok(), is_real, "{path}");
        }
        assert!(!lab.path().join("elsewhere/new").exists());
        assert_eq!(link_in(&out.join("link")), Some(out.join("link")));
        assert_eq!(link_in(&out.join("real")), None);
    }

    #[test]
    fn names_of_temporary_files_are_told_apart() {
        assert_eq!(target_of("a/b.yaml.x1Y2z3.radier-tmp"), Some("a/b.yaml"));
        for other in [
            "a/b.yaml.radier-tmp",
            "b.yaml.x1Y2z.radier-tmp",
            "b.yaml.x1-2z3.radier-tmp",
            "x1Y2z3.radier-tmp",
            "b.yaml.x1Y2z3",
        ] {
            assert_eq!(target_of(other), None, "{other}");
        }
    }

    /// Relative to where the caller stands, until it leaves that folder: what is above is its own.
    #[test]
    #[cfg(unix)]
    fn links_above_the_caller_are_its_own() {
        let lab = tempfile::tempdir_in("target").unwrap();
        fs::create_dir_all(lab.path().join("real/inner")).unwrap();
        std::os::unix::fs::symlink("real", lab.path().join("link")).unwrap();
        let name = lab.path().file_name().unwrap();
        let below = Path::new("target").join(name).join("link");
        assert_eq!(link_in(&below.join("inner")), Some(below.clone()));
        let above = Path::new("target/../target").join(name).join("link");
        assert_eq!(link_in(&above.join("inner")), None);
        assert_eq!(link_in(&above), Some(above));
        assert_eq!(link_in(&Path::new("target").join(name).join("real")), None);
    }

    /// Whoever may read other files of the folder may read this one.
    #[test]
    #[cfg(unix)]
    fn files_have_the_permissions_of_any_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let lab = tempfile::tempdir().unwrap();
        let mode = |name: &str| {
            let metadata = fs::metadata(lab.path().join(name)).unwrap();
            metadata.permissions().mode()
        };
        fs::write(lab.path().join("plain"), "a").unwrap();
        write(&lab.path().join("ours"), b"a", false, None).unwrap();
        assert_eq!(mode("ours"), mode("plain"));
        let own = fs::Permissions::from_mode(0o640);
        write(&lab.path().join("kept"), b"a", false, Some(own)).unwrap();
        assert_eq!(mode("kept") & 0o777, 0o640);
    }
}
