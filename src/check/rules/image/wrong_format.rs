//! `image/wrong-format`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::ImageKind;
use crate::language::types::Url;
use crate::model::{Image, ImageSource};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "image/wrong-format",
    level: Level::Error,
    since: "0.1.0",
    summary: "the file of an image is not what CDI or the VM expects",
    why: "CDI unpacks gz, xz and zst, and reads qcow2, vmdk, vdi, vhd and vhdx. Everything else is \
          copied byte by byte: the import ends well, and the VM finds an archive where its disk \
          should be, and does not boot.\n\nAn ISO is no disk, and a disk is no CD-ROM.",
    fr: French {
        summary: "le fichier d'une image n'est pas ce que CDI ou la VM attend",
        why: "CDI décompresse gz, xz et zst, et lit qcow2, vmdk, vdi, vhd et vhdx. Tout le reste \
              est copié octet par octet : l'importation finit bien, et la VM trouve une archive à \
              la place de son disque, et ne démarre pas. Un ISO n'est pas un disque, et un disque \
              n'est pas un CD-ROM.",
    },
    // containerized-data-importer v1.66.0 pkg/importer/format-readers.go, pkg/image/filefmt.go
    wrong: &[
        r#"
image "firewall" kind=disk {
    url "https://images.example.org/firewall-2.7.zip"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
        r#"
image "firewall" kind=disk {
    url "https://images.example.org/firewall-2.7.iso"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
        r#"
image "firewall" kind=iso {
    url "https://images.example.org/firewall-2.7.qcow2.xz"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
        r#"
image "firewall" kind=disk {
    url "https://images.example.org/firewall-2.7.qcow2.sha256"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
    ],
    right: &[
        r#"
image "firewall" kind=disk {
    url "https://images.example.org/firewall-2.7.img.gz"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
        r#"
image "firewall" kind=iso {
    url "https://images.example.org/download?file=firewall.zip"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for image in &cx.model.images {
        if let Some(ImageSource::Http { url, .. }) = &image.source {
            report.extend(judge(image, url));
        }
    }
}

/// Compressions that CDI undoes.
const UNPACKED: [&str; 3] = ["gz", "xz", "zst"];
/// Several files in one, or compressions that CDI copies as they are.
const ARCHIVES: [&str; 19] = [
    "7z", "box", "bz2", "lz4", "lzma", "ova", "ovf", "rar", "tar", "tbz", "tbz2", "tgz", "txz",
    "tzst", "wim", "z", "zip", "deb", "rpm",
];
/// What is offered beside an image.
const BESIDE: [&str; 15] = [
    "asc",
    "html",
    "json",
    "manifest",
    "md5",
    "meta4",
    "metalink",
    "sha1",
    "sha256",
    "sha256sum",
    "sha512",
    "sha512sum",
    "sig",
    "torrent",
    "zsync",
];
const DISKS: [&str; 6] = ["qcow", "qcow2", "vdi", "vhd", "vhdx", "vmdk"];

fn judge(image: &Image, url: &Spanned<Url>) -> Option<Diagnostic> {
    let file = file_name(url).to_ascii_lowercase();
    let mut endings = file.rsplit('.');
    let mut ending = endings.next().unwrap_or_default();
    if BESIDE.contains(&ending) {
        return Some(beside(image, url, ending));
    }
    if UNPACKED.contains(&ending) {
        ending = endings.next().unwrap_or_default();
    }
    if ARCHIVES.contains(&ending) {
        return Some(archive(image, url, ending));
    }
    other_kind(image, url, ending)
}

fn beside(image: &Image, url: &Spanned<Url>, ending: &str) -> Diagnostic {
    let name = &image.decl.name;
    RULE.at(
        url.span,
        format!("`.{ending}` is not the image `{name}`, but what is offered beside it"),
    )
    .label("a small text, no disk")
    .help(format!(
        "write the address of the image itself, without `.{ending}`"
    ))
}

fn archive(image: &Image, url: &Spanned<Url>, ending: &str) -> Diagnostic {
    let name = &image.decl.name;
    RULE.at(
        url.span,
        format!("CDI does not unpack `.{ending}`: image `{name}` would be the archive itself"),
    )
    .label("copied as it is, and nothing boots from it")
    .help(
        "unpack it once, and offer what is inside as `.qcow2`, or `.img.xz`; its checksum is that \
         of the new file",
    )
}

fn other_kind(image: &Image, url: &Spanned<Url>, ending: &str) -> Option<Diagnostic> {
    let (kind, name) = (image.decl.kind, &image.decl.name);
    let (message, label, help) = match kind.value {
        ImageKind::Disk if ending == "iso" => (
            format!("image `{name}` is a disk, and `.iso` is a CD-ROM"),
            "an installer, or a live system",
            "write `kind=iso` and use it with `cdrom`, or the address of a disk image (`.qcow2`, \
             `.img`)",
        ),
        ImageKind::Iso if DISKS.contains(&ending) => (
            format!("image `{name}` is a CD-ROM, and `.{ending}` is a disk"),
            "an installed system",
            "write `kind=disk` and use it with `disk`, or the address of an `.iso`",
        ),
        _ => return None,
    };
    let finding = RULE.at(url.span, message).label(label);
    Some(finding.also(kind.span, "said here").help(help))
}

/// What stands behind the last slash, without question and fragment.
pub(super) fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}
