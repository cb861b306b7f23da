//! MAC addresses.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;

/// A MAC address; printed in lower case with colons, as Talos compares it (an upper-case one never
/// matches).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac(pub [u8; 6]);

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl Scalar for Mac {
    const TYPE: TypeSpec = TypeSpec {
        name: "a MAC address",
        example: "\"d0:94:66:00:00:11\"",
        words: &[],
    };

    fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
        let text = text_of(value)?;
        let mut bytes = [0; 6];
        let parts: Vec<&str> = text.split([':', '-']).collect();
        let good = parts.len() == 6
            && parts.iter().zip(&mut bytes).all(|(part, byte)| {
                part.len() == 2
                    && u8::from_str_radix(part, 16)
                        .map(|read| *byte = read)
                        .is_ok()
            });
        if !good {
            return Err(Mismatch::because(
                "six pairs of hexadecimal digits with `:` between",
            ));
        }
        if bytes == [0; 6] {
            return Err(Mismatch::because("no network card has this address")
                .help("copy the address from the label of the card"));
        }
        if bytes[0] & 1 == 1 {
            return Err(
                Mismatch::because("a group address, which no network card has")
                    .help("copy the address from the label of the card"),
            );
        }
        Ok(Mac(bytes))
    }
}
