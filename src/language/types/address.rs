//! IPv4 addresses, subnets and ranges.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use ipnet::Ipv4Net;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// An IPv4 address without mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ip(pub Ipv4Addr);

/// An IPv4 subnet in CIDR form, without host bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subnet(pub Ipv4Net);

/// Addresses from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AddressRange {
    pub first: Ipv4Addr,
    pub last: Ipv4Addr,
}

impl Default for Ip {
    fn default() -> Self {
        Ip(Ipv4Addr::UNSPECIFIED)
    }
}

impl Default for AddressRange {
    fn default() -> Self {
        Self {
            first: Ipv4Addr::UNSPECIFIED,
            last: Ipv4Addr::UNSPECIFIED,
        }
    }
}

impl AddressRange {
    pub fn contains(&self, address: Ipv4Addr) -> bool {
        (self.first..=self.last).contains(&address)
    }
}

impl Subnet {
    pub fn contains(&self, address: Ipv4Addr) -> bool {
        self.0.contains(&address)
    }

    /// True when the two share an address.
    pub fn overlaps(&self, other: &Subnet) -> bool {
        self.0.contains(&other.0.network()) || other.0.contains(&self.0.network())
    }

    /// Addresses that a machine may have: neither the network's nor the broadcast address.
    pub fn is_host(&self, address: Ipv4Addr) -> bool {
        self.contains(address)
            && (self.0.prefix_len() >= 31
                || (address != self.0.network() && address != self.0.broadcast()))
    }
}

impl Scalar for Ip {
    const TYPE: TypeSpec = TypeSpec {
        name: "an IPv4 address",
        example: "\"10.20.0.11\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        not_ipv6(text)?;
        text.parse()
            .map(Ip)
            .map_err(|_| match text.split_once('/') {
                Some((address, _)) => Mismatch::because("an address has no mask here")
                    .help(format!("write `\"{address}\"`")),
                None => Mismatch::because("four numbers from 0 to 255 with dots between"),
            })
    }
}

impl Scalar for Subnet {
    const TYPE: TypeSpec = TypeSpec {
        name: "a subnet",
        example: "\"10.20.0.0/24\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        not_ipv6(text)?;
        let Ok(net) = text.parse::<Ipv4Net>() else {
            let mismatch = Mismatch::because(
                "an address, a slash, and the number of network bits from 0 to 32",
            );
            return Err(if text.parse::<Ipv4Addr>().is_ok() {
                mismatch.help(format!(
                    "write `\"{text}/24\"`, or the mask of that network"
                ))
            } else {
                mismatch
            });
        };
        if net.addr() != net.network() {
            return Err(Mismatch::because("has bits set outside of the mask")
                .help(format!("did you mean `\"{}\"`?", net.trunc()))
                .guess(format!("\"{}\"", net.trunc())));
        }
        Ok(Subnet(net))
    }
}

impl Scalar for AddressRange {
    const TYPE: TypeSpec = TypeSpec {
        name: "a range of addresses",
        example: "\"10.20.0.200-10.20.0.239\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        let ends = text
            .split_once('-')
            .and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
        let Some((first, last)) = ends else {
            return Err(Mismatch::because("two addresses with `-` between"));
        };
        if last < first {
            return Err(Mismatch::because("the last address is below the first")
                .help(format!("write `\"{last}-{first}\"`")));
        }
        Ok(AddressRange { first, last })
    }
}

/// IPv6 is no mistake of people: there are no words for it.
fn not_ipv6(text: &str) -> Result<(), Mismatch> {
    let address = text.split('/').next().unwrap_or(text);
    match address.parse::<Ipv6Addr>() {
        Ok(_) => Err(Mismatch::because(
            "Radier has no words for IPv6 yet: clusters have IPv4 addresses only",
        )
        .help("write an IPv4 address; the network may have IPv6 besides")),
        Err(_) => Ok(()),
    }
}

impl fmt::Display for Ip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Subnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}
