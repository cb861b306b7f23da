//! The one file in which Talos lets machines customize containerd: facts for the emitter and the
//! rules.
//!
//! Must not know: YAML.

/// Where it is (talos v1.13.9 pkg/machinery/constants CRICustomizationConfigPart).
pub const PATH: &str = "/etc/cri/conf.d/20-customization.part";

/// The document that writes it since contract 1.14; only the first one counts.
pub const KIND: &str = "CRICustomizationConfig";

/// CDI writes to block volumes without being root (cdi v1.66.0 doc/block_cri_ownership_config.md).
pub const SETTING: &str = "device_ownership_from_security_context = true";

/// The table of the setting.
pub const SECTION: &str = "[plugins.\"io.containerd.cri.v1.runtime\"]";

/// All that the platform needs there.
pub fn content() -> String {
    format!("[plugins]\n  {SECTION}\n    {SETTING}\n")
}

/// A text has the setting, however it is spaced.
pub fn has_setting(content: &str) -> bool {
    let dense = |text: &str| text.replace([' ', '\t'], "");
    dense(content).contains(&dense(SETTING))
}
