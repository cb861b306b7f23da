//! Value types: one file each. What a person writes is checked here; what is printed is canonical.

mod address;
mod checksum;
mod disk_id;
mod factor;
mod host;
mod mac;
mod name;
mod place;
mod release;
mod repo_path;
mod size;
mod url;
mod uuid;
mod volume_name;

pub use self::address::{AddressRange, Ip, Subnet};
pub use self::checksum::{Sha256, Sha512};
pub use self::disk_id::DiskId;
pub use self::factor::Factor;
pub use self::host::{Host, is_host};
pub use self::mac::Mac;
pub use self::name::{Id, LabelKey, LabelValue, Name, Title, is_host_name, is_label_value};
pub use self::place::{FilePath, Machines, YamlText};
pub use self::release::{Minor, Release};
pub use self::repo_path::RepoPath;
pub use self::size::Size;
pub use self::url::Url;
pub use self::uuid::MachineUuid;
pub use self::volume_name::VolumeName;

use crate::schema::Mismatch;
use crate::syntax::ValueKind;

/// The text of a value; bare numbers are told to use quotes.
fn text_of<'v>(value: &'v ValueKind<'_>) -> Result<&'v str, Mismatch> {
    match value {
        ValueKind::String(text) => Ok(text),
        other => Err(Mismatch::default().help(format!(
            "write it in quotes: `\"{}\"`",
            crate::schema::shown(other)
        ))),
    }
}
