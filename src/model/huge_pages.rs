//! Huge pages of a machine, set aside at boot: by kernel arguments, or by `vm.nr_hugepages`.
//!
//! Must not know: what is left for others.

use super::{Cluster, Node};
use crate::language::types::Size;
use crate::source::Span;

/// Bytes of a page when no size is written (linux Documentation/admin-guide/mm/hugetlbpage.rst:
/// x86-64 and arm64 with pages of 4 KiB).
const DEFAULT: u64 = 2 * Size::MIB;

/// Pages of one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HugePages {
    /// Bytes of one page.
    pub size: u64,
    pub pages: u64,
    /// Where the number is written.
    pub at: Span,
}

impl HugePages {
    pub fn bytes(&self) -> u64 {
        self.size.saturating_mul(self.pages)
    }
}

/// One entry for each size of page. Arguments are read in the order of the command line; the
/// kernel setting comes later, and replaces what they say of pages of the default size.
pub fn huge_pages(node: &Node, cluster: &Cluster) -> Vec<HugePages> {
    let all = || {
        let settings = node.settings(cluster);
        settings.flat_map(|(_, machine)| &machine.kernel_args)
    };
    let default = all()
        .filter_map(|argument| bytes(argument.value.strip_prefix("default_hugepagesz=")?))
        .last()
        .unwrap_or(DEFAULT);
    let (mut pools, mut size) = (Vec::new(), default);
    for argument in all() {
        match argument.value.split_once('=') {
            Some(("hugepagesz", text)) => size = bytes(text).unwrap_or(size),
            Some(("hugepages", text)) => set(&mut pools, size, pages(text), argument.span),
            _ => {}
        }
    }
    let settings = node.settings(cluster);
    let sysctls = settings.flat_map(|(_, machine)| &machine.sysctl);
    // The most specific level wins.
    let setting = sysctls.filter(|sysctl| *sysctl.key == *"vm.nr_hugepages");
    if let Some(setting) = setting.last() {
        let pages = setting.value.trim().parse().ok();
        set(&mut pools, default, pages, setting.value.span);
    }
    pools
}

fn set(pools: &mut Vec<HugePages>, size: u64, pages: Option<u64>, at: Span) {
    let Some(pages) = pages else { return };
    pools.retain(|pool| pool.size != size);
    pools.push(HugePages { size, pages, at });
}

/// `512`, or `0:512,1:512` for each NUMA node.
fn pages(text: &str) -> Option<u64> {
    text.split(',')
        .map(|part| part.split_once(':').map_or(part, |(_, pages)| pages))
        .map(|pages| pages.parse::<u64>().ok())
        .sum()
}

/// `2M`, `1G`, as the kernel's memparse reads it.
fn bytes(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].chars().next() {
        None => 1,
        Some('K' | 'k') => 1 << 10,
        Some('M' | 'm') => Size::MIB,
        Some('G' | 'g') => Size::GIB,
        Some(_) => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Machine, Sysctl};
    use crate::source::Spanned;

    fn node(arguments: &[&str], setting: Option<&str>) -> Vec<(u64, u64)> {
        let text = |text: &str| Spanned {
            value: text.to_string(),
            span: Span::default(),
        };
        let mut node = Node::default();
        node.decl.machine = Machine {
            kernel_args: arguments.iter().map(|argument| text(argument)).collect(),
            sysctl: setting
                .map(|value| Sysctl {
                    key: text("vm.nr_hugepages"),
                    value: text(value),
                    ..Sysctl::default()
                })
                .into_iter()
                .collect(),
            ..Machine::default()
        };
        let pools = huge_pages(&node, &Cluster::default());
        pools.iter().map(|pool| (pool.size, pool.pages)).collect()
    }

    #[test]
    fn arguments_are_read_in_order() {
        let (mib2, gib) = (2 * Size::MIB, Size::GIB);
        assert_eq!(node(&["hugepages=512"], None), [(mib2, 512)]);
        let both = [
            "hugepagesz=1G",
            "hugepages=4",
            "hugepagesz=2M",
            "hugepages=8",
        ];
        assert_eq!(node(&both, None), [(gib, 4), (mib2, 8)]);
        assert_eq!(node(&["hugepages=0:3,1:5"], None), [(mib2, 8)]);
        assert_eq!(node(&["hugepagesz=1X", "hugepages=x"], None), []);
    }

    #[test]
    fn the_setting_counts_pages_of_the_default_size() {
        let default = "default_hugepagesz=1G";
        assert_eq!(node(&[], Some("1024")), [(2 * Size::MIB, 1024)]);
        assert_eq!(node(&[default], Some("3")), [(Size::GIB, 3)]);
        assert_eq!(node(&[default, "hugepages=7"], Some("3")), [(Size::GIB, 3)]);
        assert_eq!(node(&[], Some("1024 pages")), []);
    }
}
