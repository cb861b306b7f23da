//! A schematic in the canonical form from which Image Factory computes its ID (image-factory v1.2.0
//! pkg/schematic/schematic.go): yaml.v4 with four blanks, empty fields left out, `customization`
//! always there.

use crate::output::hash;

/// What a boot image holds besides Talos.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schematic {
    /// In the order of the command line.
    pub kernel_args: Vec<String>,
    /// Official extensions, sorted: their order changes the ID.
    pub extensions: Vec<String>,
}

impl Schematic {
    pub fn new(kernel_args: Vec<String>, mut extensions: Vec<String>) -> Self {
        extensions.sort();
        extensions.dedup();
        Self {
            kernel_args,
            extensions,
        }
    }

    /// The text that is hashed, and that `POST /schematics` takes.
    pub fn canonical(&self) -> String {
        if self.kernel_args.is_empty() && self.extensions.is_empty() {
            return "customization: {}\n".to_string();
        }
        let mut out = String::from("customization:\n");
        if !self.kernel_args.is_empty() {
            out.push_str("    extraKernelArgs:\n");
            self.kernel_args
                .iter()
                .for_each(|argument| out.push_str(&format!("        - {}\n", scalar(argument))));
        }
        if !self.extensions.is_empty() {
            out.push_str("    systemExtensions:\n        officialExtensions:\n");
            self.extensions
                .iter()
                .for_each(|name| out.push_str(&format!("            - {}\n", scalar(name))));
        }
        out
    }

    /// The ID: SHA-256 of the canonical form.
    pub fn id(&self) -> String {
        hash(self.canonical().as_bytes())
    }
}

/// A scalar as yaml.v4 writes it. Rules keep the characters to those that it writes plain; what
/// still would be read as something else than a text is quoted as it quotes it.
fn scalar(text: &str) -> String {
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "" | "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "~"
    );
    let number = text.parse::<f64>().is_ok();
    if word || number {
        format!("\"{text}\"")
    } else {
        text.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of image-factory's own tests and of Talos' documentation.
    #[test]
    fn ids_equal_the_factory_s() {
        let id = |kernel_args: &[&str], extensions: &[&str]| {
            let own = |list: &[&str]| list.iter().map(|s| s.to_string()).collect();
            Schematic {
                kernel_args: own(kernel_args),
                extensions: own(extensions),
            }
            .id()
        };
        let longhorn = ["siderolabs/iscsi-tools", "siderolabs/util-linux-tools"];
        assert_eq!(
            id(&[], &[]),
            "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"
        );
        assert_eq!(
            id(&["noapic", "nolapic"], &[]),
            "9cba8e32753f91a16c1837ab8abf356af021706ef284aef07380780177d9a06c"
        );
        assert_eq!(
            id(&[], &longhorn),
            "613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245"
        );
        assert_eq!(
            id(&[], &[longhorn[1], longhorn[0]]),
            "ffdc59f4fd5b62784876a03c3e31a81fbfecc871eaa7f27aca33b9f5ff1ec96e"
        );
        assert_eq!(
            id(&[], &["siderolabs/intel-ucode", longhorn[0], longhorn[1]]),
            "36cd6536eaec8ba802be2d38974108359069cedba8857302f69792b26b87c010"
        );
        assert_eq!(
            id(&[], &["siderolabs/drbd", "siderolabs/zfs"]),
            "98442b5bb4e8d050f30978ce3e6ec22e7bf534d57cafcd51313235128057e612"
        );
        assert_eq!(
            id(&["net.ifnames=0"], &["siderolabs/tailscale"]),
            "104c23dfe7c5bfeff6a4cc7e166d8b3bba0f371760592c7677c90c822bb1d109"
        );
    }

    #[test]
    fn the_order_of_the_description_does_not_show() {
        let names = |list: [&str; 2]| list.map(str::to_string).to_vec();
        let one = Schematic::new(Vec::new(), names(["siderolabs/b", "siderolabs/a"]));
        assert_eq!(
            one,
            Schematic::new(Vec::new(), names(["siderolabs/a", "siderolabs/b"]))
        );
    }
}
