//! Secrets in base64: what is decoded is looked through again. Keys of Ceph are known by their
//! bytes.
//!
//! Must not know: forms, names.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::ops::Range;

/// A secret is not shorter, encoded.
const SHORTEST: usize = 20;
/// What is longer is a picture, or a file of its own: its start says enough.
const LONGEST: usize = 16 << 10;

/// Every piece of base64 in a text. A text has a blank, a quote or a dash every few letters, so
/// only each twentieth is looked at.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = SHORTEST - 1;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            if !is_of_base64(bytes[at]) {
                at += SHORTEST;
                continue;
            }
            let start = bytes[..at]
                .iter()
                .rposition(|byte| !is_of_base64(*byte))
                .map_or(0, |before| before + 1);
            let end = bytes[at..]
                .iter()
                .position(|byte| !is_of_base64(*byte))
                .map_or(bytes.len(), |len| at + len);
            at = end + SHORTEST;
            if end - start >= SHORTEST {
                let padded = end
                    + bytes[end..]
                        .iter()
                        .take(2)
                        .take_while(|byte| **byte == b'=')
                        .count();
                return Some(start..padded);
            }
        }
        None
    })
}

fn is_of_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

/// The text that a piece encodes, when it is one.
pub(super) fn decoded(piece: &str) -> Option<String> {
    let piece = &piece[..piece.len().min(LONGEST)];
    // A text starts with printable signs: most words and numbers end here.
    let head = decode(&piece[..16])?;
    if !head.iter().all(|byte| is_of_text(*byte)) {
        return None;
    }
    // The last letters may be cut off.
    let text = decode(piece).or_else(|| decode(&piece[..piece.len() / 4 * 4]))?;
    // So may be the last character.
    let text = match String::from_utf8(text) {
        Ok(text) => text,
        Err(error) if error.utf8_error().error_len().is_none() => {
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }
        Err(_) => return None,
    };
    text.bytes().all(is_of_text).then_some(text)
}

/// No control byte. Letters with accents are several bytes from 0x80 on, in whatever order UTF-8
/// wants them.
fn is_of_text(byte: u8) -> bool {
    (byte >= 0x20 && byte != 0x7f) || matches!(byte, b'\n' | b'\r' | b'\t')
}

fn decode(piece: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const ENGINE: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
    ENGINE.decode(piece).ok()
}

/// A key of Ceph: its type 1, a time, and the length 16 before the bytes of an AES key (ceph
/// src/auth/Crypto.cc CryptoKey::encode).
pub(super) fn is_ceph_key(piece: &str) -> bool {
    piece.len() == 40
        && piece.starts_with("AQ")
        && decode(piece)
            .is_some_and(|key| key.len() == 28 && key[..2] == [1, 0] && key[10..12] == [16, 0])
}

/// `user:password`, as registries and requests have it.
pub(super) fn is_user_and_password(text: &str) -> bool {
    let Some((user, password)) = text.split_once(':') else {
        return false;
    };
    let is_one_word = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| c.is_whitespace() || matches!(c, '{' | '}' | '"' | '/' | ','))
    };
    is_one_word(user) && is_one_word(password) && password.len() >= 4 && !text.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    #[test]
    fn pieces_are_found_wherever_they_start() {
        let piece = "aGVsbG8gd29ybGQsIGhlbGxv";
        for before in 0..45 {
            let text = format!("{}{piece} b c-d", " ".repeat(before));
            let found: Vec<_> = pieces(&text).map(|at| text[at].to_string()).collect();
            assert_eq!(found, [piece], "{before}");
        }
        assert_eq!(pieces("aGVsbG8gd29ybGQsIGhlbA==").next(), Some(0..24));
        assert_eq!(decoded(piece).as_deref(), Some("hello world, hello"));
        assert_eq!(decoded("Deployment1Deployment1"), None);
        let accents =
            STANDARD.encode("# Clé de la bibliothèque\nmot_de_passe=été-2026\n".repeat(500));
        assert!(
            decoded(&accents[..64])
                .is_some_and(|text| text.starts_with("# Clé de la bibliothèque"))
        );
        // However it is cut, also within a letter.
        (0..40).for_each(|start| assert!(decoded(&accents[..40 + start]).is_some(), "{start}"));
        assert!(decoded(&accents).is_some());
        assert!(
            is_user_and_password("robot:secret")
                && !is_user_and_password("a: b")
                && !is_user_and_password("{\"a\":1}")
        );
    }
}
