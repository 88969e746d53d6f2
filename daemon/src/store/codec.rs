//! How one value is written: a version byte, a checksum, and a JSON body.
//!
//! The checksum covers the table's name and the key as well, so that a record found in the wrong place is noticed.

use super::error::Fault;
use serde::{Serialize, de::DeserializeOwned};

/// The version byte of the only encoding there is so far.
const JSON: u8 = 1;
/// Bytes before the body: version and checksum.
const LEAD: usize = 5;
/// The longest value a change may put, in bytes. Values should stay under about 100 KB; this bound only keeps a mistake
/// from becoming a frame that no start can read.
pub const LONGEST_VALUE: usize = 2 * 1024 * 1024;

/// Checksum of a record: table, key and body.
fn checksum(table: &str, key: &[u8], body: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(table.as_bytes());
    sum.update(&[0]);
    sum.update(key);
    sum.update(&[0]);
    sum.update(body);
    sum.finalize()
}

/// The bytes of `value` as a record of `table` under `key`.
pub(super) fn encode<V: Serialize>(table: &'static str, key: &[u8], value: &V) -> Result<Vec<u8>, Fault> {
    let mut out = vec![JSON, 0, 0, 0, 0];
    serde_json::to_writer(&mut out, value).map_err(|cause| Fault::Unwritable { table, cause: cause.to_string() })?;
    if out.len() > LONGEST_VALUE {
        return Err(Fault::TooLong { table, bytes: out.len(), limit: LONGEST_VALUE });
    }
    let sum = checksum(table, key, out.get(LEAD..).unwrap_or_default());
    if let Some(place) = out.get_mut(1..LEAD) {
        place.copy_from_slice(&sum.to_be_bytes());
    }
    Ok(out)
}

/// The body of a record whose version and checksum are right.
pub(super) fn body<'a>(table: &str, key: &[u8], bytes: &'a [u8]) -> Option<&'a [u8]> {
    let (lead, body) = bytes.split_first_chunk::<LEAD>()?;
    let [JSON, sum @ ..] = *lead else { return None };
    (u32::from_be_bytes(sum) == checksum(table, key, body)).then_some(body)
}

/// The value of a record, or the fault that says which table is damaged.
pub(super) fn decode<V: DeserializeOwned>(table: &str, key: &[u8], bytes: &[u8]) -> Result<V, Fault> {
    let body = body(table, key, bytes).ok_or_else(|| Fault::damaged(table, "its checksum is wrong"))?;
    serde_json::from_slice(body).map_err(|cause| Fault::damaged(table, &cause.classify_in_words()))
}

/// Words for a JSON error that never repeat what was stored.
trait InWords {
    /// The class and place of the error, without any of the text.
    fn classify_in_words(&self) -> String;
}

impl InWords for serde_json::Error {
    fn classify_in_words(&self) -> String {
        let class = match self.classify() {
            serde_json::error::Category::Io => "unreadable",
            serde_json::error::Category::Syntax => "not well formed",
            serde_json::error::Category::Data => "of another shape than this version knows",
            serde_json::error::Category::Eof => "cut short",
        };
        format!("it is {class} (line {}, column {})", self.line(), self.column())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_only_from_its_own_place() {
        let bytes = encode("people", b"k", &vec!["a", "b"]).unwrap();
        assert_eq!(decode::<Vec<String>>("people", b"k", &bytes).unwrap(), ["a", "b"]);
        assert!(decode::<Vec<String>>("people", b"other", &bytes).is_err());
        assert!(decode::<Vec<String>>("events", b"k", &bytes).is_err());
    }

    #[test]
    fn any_flipped_byte_is_noticed() {
        let bytes = encode("people", b"k", &"some text").unwrap();
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1;
            assert!(decode::<String>("people", b"k", &damaged).is_err(), "byte {place}");
        }
    }

    #[test]
    fn a_value_beyond_the_limit_is_refused_with_its_size() {
        let fault = encode("uploads", b"k", &"x".repeat(LONGEST_VALUE)).unwrap_err();
        assert!(fault.to_string().contains("uploads"), "{fault}");
    }
}
