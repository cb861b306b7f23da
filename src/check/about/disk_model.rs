//! What the model number of a disk says of it. Makers keep to their own rules for decades; what is
//! ambiguous among them says nothing here.

use crate::language::Media;
use crate::language::types::{DiskId, Size};

/// What is known of a model.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DiskModel {
    /// It spins, or it is flash.
    pub spins: Option<bool>,
    /// Bytes, as printed on it.
    pub size: Option<Size>,
}

impl DiskModel {
    /// Of a disk with this name.
    pub fn of(id: &DiskId) -> Self {
        let name = id.name().to_ascii_uppercase();
        let serial = id.serial().unwrap_or_default().to_ascii_uppercase();
        let mut known = Self::default();
        let words = name.split(['_', ' ']).filter(|word| *word != serial);
        for word in words {
            let word = BUSES
                .iter()
                .find_map(|bus| word.strip_prefix(bus))
                .unwrap_or(word);
            let word = word.split('-').next().unwrap_or_default();
            let found = FAMILIES.iter().find_map(|family| family(word));
            known = known.or(found.unwrap_or_default()).or(printed(word));
        }
        known
    }

    pub fn contradicts(&self, media: Media) -> bool {
        self.spins
            .is_some_and(|spins| spins != (media == Media::Hdd))
    }

    fn or(self, other: Self) -> Self {
        Self {
            spins: self.spins.or(other.spins),
            size: self.size.or(other.size),
        }
    }

    fn spinning(gigabytes: Option<u64>) -> Self {
        Self {
            spins: Some(true),
            size: gigabytes.map(|gb| Size(gb * Size::GB)),
        }
    }

    fn flash(gigabytes: Option<u64>) -> Self {
        Self {
            spins: Some(false),
            size: gigabytes.map(|gb| Size(gb * Size::GB)),
        }
    }
}

/// systemd 60-persistent-storage.rules.
const BUSES: [&str; 4] = ["ATA-", "SCSI-S", "NVME-", "USB-"];

/// The model numbers of one maker.
type Family = fn(&str) -> Option<DiskModel>;
const FAMILIES: &[Family] = &[western_digital, seagate, toshiba, hitachi, crucial, flash];

/// `WD40EFRX` (4 TB), `WD101KRYZ` (10 TB), `WD2004FBYZ` (2 TB); `WDS500G2B0A` is flash. `WD800JD`
/// had 80 GB and `WD5000AAKX` has 500: of such numbers the size is not read.
fn western_digital(word: &str) -> Option<DiskModel> {
    if let Some(rest) = word.strip_prefix("WDS") {
        let (number, unit) = number(rest)?;
        return match unit.as_bytes().first()? {
            b'G' => Some(DiskModel::flash(Some(number))),
            b'T' => Some(DiskModel::flash(Some(number * 10))),
            _ => None,
        };
    }
    let rest = word.strip_prefix("WD")?;
    let (printed, letters) = number(rest)?;
    let digits = rest.len() - letters.len();
    let is_model = (2..=5).contains(&digits)
        && letters.len() >= 2
        && letters.starts_with(|c: char| c.is_ascii_alphabetic());
    is_model.then(|| DiskModel::spinning(of_western_digital(digits, printed)))
}

/// Gigabytes that a number of so many digits means today.
fn of_western_digital(digits: usize, printed: u64) -> Option<u64> {
    match (digits, printed % 1000) {
        (2, _) => Some(printed * 100),
        (3, _) if (100..300).contains(&printed) => Some(printed / 10 * 1000),
        (4, 1..=9) => Some(printed / 1000 * 1000),
        _ => None,
    }
}

/// `ST2000VN004`: gigabytes, a family, three digits. `FM` and `KN` are flash.
fn seagate(word: &str) -> Option<DiskModel> {
    const SPINNING: [&str; 16] = [
        "AS", "DL", "DM", "DX", "LM", "LX", "MM", "MP", "NE", "NM", "NT", "NX", "VE", "VM", "VN",
        "VX",
    ];
    let (gigabytes, rest) = number(word.strip_prefix("ST")?)?;
    let (family, digits) = rest.split_at_checked(2)?;
    let is_modern = digits.len() >= 3 && digits.as_bytes()[..3].iter().all(u8::is_ascii_digit);
    (SPINNING.contains(&family) && is_modern).then(|| DiskModel::spinning(Some(gigabytes)))
}

/// `MG08ACA16TE`, `HDWD110`, `MQ01ABD100`, `DT01ACA200`.
fn toshiba(word: &str) -> Option<DiskModel> {
    let spins = ["HDW", "MG", "MQ0", "MD0", "DT0", "AL1"];
    let family = spins.iter().find_map(|start| word.strip_prefix(start))?;
    let is_family = word.starts_with("HDW") || family.starts_with(|c: char| c.is_ascii_digit());
    let terabytes = ["ACA", "ACP", "AFA", "AFP", "SCA", "SCP"]
        .iter()
        .find_map(|middle| number(family.split_once(middle)?.1))
        .filter(|(_, rest)| rest.starts_with('T'))
        .map(|(terabytes, _)| terabytes * 1000);
    is_family.then(|| DiskModel::spinning(terabytes))
}

/// `HUS726T4TALA6L4`, `HUH721212ALE600`, `WUH721818ALE6L4`; `HUSMM` is flash.
fn hitachi(word: &str) -> Option<DiskModel> {
    let starts = [
        "HUS7", "HUH7", "HDN7", "HDS7", "HUA7", "WUH7", "WUS7", "HTS5", "HTS7",
    ];
    let spins = starts.iter().any(|start| word.starts_with(start));
    spins.then(|| DiskModel::spinning(None))
}

/// `CT500MX500SSD1`.
fn crucial(word: &str) -> Option<DiskModel> {
    let (gigabytes, rest) = number(word.strip_prefix("CT")?)?;
    let family = ["MX", "BX", "P1", "P2", "P3", "P5", "T5", "T7"];
    let known = family.iter().any(|start| rest.starts_with(start));
    known.then(|| DiskModel::flash(Some(gigabytes)))
}

/// Names that only flash has.
fn flash(word: &str) -> Option<DiskModel> {
    let starts = ["MZ7", "MTFD", "SSDSC", "SSDPE", "HUSMM", "HUSMR", "HFS"];
    let known = word.contains("SSD") || starts.iter().any(|start| word.starts_with(start));
    let intel = word
        .strip_prefix("SSDSC2")
        .and_then(|rest| number(rest.get(2..)?));
    let gigabytes = intel.filter(|(_, rest)| rest.starts_with('G'));
    known.then(|| DiskModel::flash(gigabytes.map(|(gigabytes, _)| gigabytes)))
}

/// `1TB`, `500GB`: said in words.
fn printed(word: &str) -> DiskModel {
    let size = number(word).and_then(|(number, unit)| match unit {
        "GB" => Some(Size(number * Size::GB)),
        "TB" => Some(Size(number * 1000 * Size::GB)),
        _ => None,
    });
    DiskModel { spins: None, size }
}

/// The digits that a text starts with, and the rest. No disk has a number of more than five.
fn number(text: &str) -> Option<(u64, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &text[..text.len() - rest.len()];
    let number = digits.parse().ok().filter(|_| digits.len() <= 5)?;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> (Option<bool>, Option<u64>) {
        let model = DiskModel::of(&DiskId(name.to_string()));
        (model.spins, model.size.map(|size| size.bytes() / Size::GB))
    }

    /// Models that are sold, with what their makers print on them.
    #[test]
    fn models_say_what_they_are() {
        for (name, spins, gigabytes) in [
            ("ata-WDC_WD40EFRX-68N32N0_WD-WCC7K1", true, Some(4_000)),
            ("ata-WDC_WD101KRYZ-01JPDB0_VC1", true, Some(10_000)),
            ("ata-WDC_WD181KFGX-68AFPN0_A1", true, Some(18_000)),
            ("ata-WDC_WD2004FBYZ-01YCBB1_WD-WMC6", true, Some(2_000)),
            ("ata-WDC_WD5000AAKX-00ERMA0_WD-WCC", true, None),
            ("ata-WDC_WD800JD-60LSA5_WD-WMAM", true, None),
            ("ata-WDC_WDS500G2B0A-00SM50_19", false, Some(500)),
            ("ata-WDC_WDS200T2B0A-00SM50_19", false, Some(2_000)),
            ("ata-ST2000VN004-2E4164_Z5274QJ6", true, Some(2_000)),
            ("ata-ST16000NM001G-2KK103_ZL2", true, Some(16_000)),
            ("scsi-SSEAGATE_ST1200MM0088_Z40", true, Some(1_200)),
            ("ata-TOSHIBA_MG08ACA16TE_1", true, Some(16_000)),
            ("ata-TOSHIBA_MG04ACA400E_1", true, None),
            ("ata-TOSHIBA_HDWD110_1", true, None),
            ("ata-TOSHIBA_DT01ACA200_1", true, None),
            ("ata-HGST_HUS726T4TALA6L4_V6", true, None),
            ("ata-HGST_HUH721212ALE600_8", true, None),
            ("ata-CT500MX500SSD1_2214E6", false, Some(500)),
            ("ata-INTEL_SSDSC2BB240G7_PHDV", false, Some(240)),
            ("ata-Samsung_SSD_870_EVO_1TB_S6P", false, Some(1_000)),
            ("ata-SAMSUNG_MZ7LH960HAJR-00005_S45", false, None),
            ("nvme-Samsung_SSD_980_PRO_500GB_S5", false, Some(500)),
        ] {
            assert_eq!(of(name), (Some(spins), gigabytes), "{name}");
        }
    }

    /// Old names, controllers, and serial numbers that look like models.
    #[test]
    fn what_is_not_known_says_nothing() {
        for name in [
            "ata-ST3500418AS_9VM",
            "ata-ST480FM0053_1",
            "ata-MK000480GWCEV_S00001",
            "ata-HDD_000011",
            "nvme-SAMPLE_WD40EFRX",
            "wwn-0x5000c500a1b2c3d4",
            "scsi-36001405a1b2c3d4",
            "ata-VBOX_HARDDISK_VB1",
            "ata-WD_BLACK_1",
        ] {
            assert_eq!(of(name), (None, None), "{name}");
        }
    }
}
