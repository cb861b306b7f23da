//! Selectors as Talos would judge them, on disks of which some things are known.

use super::*;
use crate::language::types::{DiskId, Size};
use crate::source::{Span, Spanned};

fn disk(id: &str, media: Media, purpose: Use) -> Disk {
    fn at<T>(value: T) -> Spanned<T> {
        Spanned::new(value, Span::default())
    }
    let size = at(Size(4_000_000_000_000));
    Disk {
        id: at(DiskId(id.to_string())),
        media: at(media),
        purpose: at(purpose),
        size,
        ..Disk::default()
    }
}

#[test]
fn what_is_known_of_a_disk_decides() {
    let ceph = disk("ata-HDD_0001", Media::Hdd, Use::Storage);
    let cases = [
        (
            r#""/dev/disk/by-id/ata-HDD_0001" in disk.symlinks"#,
            Truth::Yes,
        ),
        (
            r#""/dev/disk/by-id/ata-HDD_00012" in disk.symlinks"#,
            Truth::No,
        ),
        (
            r#""/dev/disk/by-id/wwn-0x5000" in disk.symlinks"#,
            Truth::Unknown,
        ),
        ("system_disk", Truth::No),
        ("!system_disk", Truth::Yes),
        ("disk.transport == 'nvme'", Truth::No),
        ("disk.transport == 'sata'", Truth::Unknown),
        ("!disk.rotational && !system_disk", Truth::No),
        ("disk.rotational || disk.model == 'x'", Truth::Yes),
        ("disk.size < 100u * GB", Truth::No),
        ("disk.size >= 1u * TB && disk.size <= 5u * TB", Truth::Yes),
        ("disk.size > 4u * TB", Truth::Unknown),
        ("disk.serial == \"0001\"", Truth::Yes),
        ("disk.serial == \"0002\"", Truth::No),
        ("(disk.cdrom || system_disk) == false", Truth::Yes),
        (
            "disk.symlinks.exists(s, s.startsWith('/dev'))",
            Truth::Unknown,
        ),
        ("disk.size >", Truth::Unknown),
        ("'é' § (", Truth::Unknown),
        ("", Truth::Unknown),
    ];
    for (text, expected) in cases {
        assert_eq!(matches(text, Some(&ceph), &[]), expected, "{text}");
    }
    assert_eq!(
        matches(
            "disk.transport == 'nvme'",
            Some(&disk("nvme-A_1", Media::Nvme, Use::Volume)),
            &[]
        ),
        Truth::Yes
    );
}

#[test]
fn some_selectors_match_no_disk_at_all() {
    assert_eq!(
        matches(r#"disk.dev_path == "/dev/disk/by-id/ata-A""#, None, &[]),
        Truth::No
    );
    assert_eq!(
        matches(
            r#"disk.dev_path.startsWith("/dev/disk/by-id/ata-A")"#,
            None,
            &[]
        ),
        Truth::No
    );
    assert_eq!(
        matches(
            r#"disk.dev_path == "/dev/disk/by-id/a" || "/dev/disk/by-id/a" in disk.symlinks"#,
            None,
            &[]
        ),
        Truth::Unknown
    );
    assert_eq!(
        stable_name(r#"disk.dev_path == "/dev/disk/by-id/ata-A""#),
        Some("/dev/disk/by-id/ata-A")
    );
}

/// Of a disk of 4 TB, in each unit: half of it is less, twice as much is more.
#[test]
fn sizes_are_read_in_every_unit() {
    let disk = disk("ata-HDD_0001", Media::Hdd, Use::Storage);
    for (unit, bytes) in [
        ("KiB", 1024.0),
        ("MiB", 1024.0 * 1024.0),
        ("GiB", 1024.0 * 1024.0 * 1024.0),
        ("TiB", 1024.0 * 1024.0 * 1024.0 * 1024.0),
        ("kB", 1e3),
        ("KB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("TB", 1e12),
    ] {
        let than = |times: f64| {
            let text = format!("disk.size > {}u * {unit}", (4e12 * times / bytes) as u64);
            matches(&text, Some(&disk), &[])
        };
        assert_eq!((than(0.5), than(2.0)), (Truth::Yes, Truth::No), "{unit}");
    }
    assert_eq!(matches("disk.size > 1u * PB", Some(&disk), &[]), Truth::No);
}
