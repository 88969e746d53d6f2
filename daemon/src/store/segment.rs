//! One file of the journal: a header, then frames one after another.
//!
//! Reads segments and tells good frames from damage; it decides nothing about what the damage means.

use super::frame;
use super::key::take;

/// First bytes of a segment; the last two are the format's number.
const MAGIC: [u8; 8] = *b"SARFSEG1";
/// Length of the header in bytes.
pub(super) const HEADER: usize = 8 + 4 + 16 + 8 + 8 + 8 + 8 + 4;

/// Which world (store, journal and snapshots that belong together) a file is of.
pub(super) type World = u128;

/// What stands at the head of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// The layout number of the data when the segment was begun.
    pub schema: u32,
    /// The world it belongs to.
    pub world: World,
    /// The number of its first frame.
    pub first: u64,
    /// Numbers that are passed over: they may have been on disk once and are never used again. A named gap is no gap.
    pub passed_over: Option<(u64, u64)>,
    /// When it was begun, milliseconds since 1970.
    pub time: u64,
}

impl Header {
    /// The header's bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.schema.to_be_bytes());
        out.extend_from_slice(&self.world.to_be_bytes());
        out.extend_from_slice(&self.first.to_be_bytes());
        let (from, to) = self.passed_over.unwrap_or((0, 0));
        out.extend_from_slice(&from.to_be_bytes());
        out.extend_from_slice(&to.to_be_bytes());
        out.extend_from_slice(&self.time.to_be_bytes());
        let sum = crc32fast::hash(&out);
        out.extend_from_slice(&sum.to_be_bytes());
        out
    }

    /// The header a segment starts with, if it is whole and right.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..HEADER)?;
        let mut rest = bytes;
        if take::<8>(&mut rest)? != MAGIC {
            return None;
        }
        let schema = u32::from_be_bytes(take(&mut rest)?);
        let world = u128::from_be_bytes(take(&mut rest)?);
        let first = u64::from_be_bytes(take(&mut rest)?);
        let gap = (u64::from_be_bytes(take(&mut rest)?), u64::from_be_bytes(take(&mut rest)?));
        let time = u64::from_be_bytes(take(&mut rest)?);
        let sum = u32::from_be_bytes(take(&mut rest)?);
        let passed_over = (gap != (0, 0)).then_some(gap);
        (crc32fast::hash(bytes.get(..HEADER - 4)?) == sum).then_some(Self { schema, world, first, passed_over, time })
    }
}

/// The file name of the segment whose first frame is `first`.
pub(super) fn name(first: u64) -> String {
    format!("{first:020}.seg")
}

/// The first frame's number from a segment's file name.
pub(super) fn first_of(name: &str) -> Option<u64> {
    name.strip_suffix(".seg").filter(|digits| digits.len() == 20)?.parse().ok()
}

/// Good frames with consecutive numbers, lying one behind another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Number of the first.
    pub from: u64,
    /// Number of the last.
    pub to: u64,
}

/// Bytes of a segment that are no good frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The segment's file name.
    pub segment: String,
    /// Where it begins.
    pub offset: u64,
    /// How many bytes.
    pub len: u64,
}

/// What a segment was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scan {
    /// Its header; `None` if it is torn or empty.
    pub header: Option<Header>,
    /// Its good frames.
    pub runs: Vec<Run>,
    /// Its damage, in order. Behind a torn header everything is damage.
    pub damage: Vec<Damage>,
    /// Where its last good frame (or its header) ends.
    pub good_len: u64,
    /// Its length.
    pub len: u64,
}

/// Reads a whole segment.
pub(super) fn scan(name: &str, bytes: &[u8]) -> Scan {
    let mut found = Scan {
        header: Header::decode(bytes).filter(|header| first_of(name) == Some(header.first)),
        runs: Vec::new(),
        damage: Vec::new(),
        good_len: 0,
        len: bytes.len() as u64,
    };
    let mut at = if found.header.is_some() { HEADER } else { 0 };
    found.good_len = at as u64;
    let mut last = found.header.map_or(0, |header| header.first.saturating_sub(1));
    while at < bytes.len() {
        // A number that does not grow is no frame of this place, whatever its checksum says.
        let here = bytes.get(at..).and_then(frame::outline).filter(|outline| outline.seq > last);
        if let Some(outline) = here {
            match found.runs.last_mut() {
                Some(run) if run.to + 1 == outline.seq => run.to = outline.seq,
                _ => found.runs.push(Run { from: outline.seq, to: outline.seq }),
            }
            last = outline.seq;
            at += outline.len;
            found.good_len = at as u64;
        } else {
            let next = frame::next_good(bytes, at + 1).unwrap_or(bytes.len());
            match found.damage.last_mut() {
                Some(damage) if damage.offset + damage.len == at as u64 => damage.len += (next - at) as u64,
                _ => found.damage.push(Damage { segment: name.to_owned(), offset: at as u64, len: (next - at) as u64 }),
            }
            at = next;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(first: u64) -> Header {
        Header { schema: 1, world: 5, first, passed_over: None, time: 3 }
    }

    fn segment(first: u64, frames: &[u64]) -> Vec<u8> {
        let mut bytes = header(first).encode();
        for seq in frames {
            bytes.extend(frame::encode(*seq, 0, [("t", &b"k"[..], Some(&b"value"[..]))]).unwrap());
        }
        bytes
    }

    #[test]
    fn a_header_reads_back_and_any_flipped_byte_is_noticed() {
        let header = Header { passed_over: Some((7, 9)), ..header(10) };
        let bytes = header.encode();
        assert_eq!((bytes.len(), Header::decode(&bytes)), (HEADER, Some(header)));
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1;
            assert_eq!(Header::decode(&damaged), None, "byte {place}");
        }
    }

    #[test]
    fn a_whole_segment_is_one_run_without_damage() {
        let scan = scan(&name(3), &segment(3, &[3, 4, 5]));
        assert_eq!(scan.runs, [Run { from: 3, to: 5 }]);
        assert!(scan.damage.is_empty());
        assert_eq!(scan.good_len, scan.len);
    }

    #[test]
    fn damage_in_the_middle_parts_the_runs() {
        let mut bytes = segment(1, &[1, 2, 3]);
        let frame = (bytes.len() - HEADER) / 3;
        bytes[HEADER + frame + 30] ^= 1;
        let scan = scan(&name(1), &bytes);
        assert_eq!(scan.runs, [Run { from: 1, to: 1 }, Run { from: 3, to: 3 }]);
        assert_eq!(scan.damage.len(), 1);
        assert_eq!((scan.damage[0].offset, scan.damage[0].len), ((HEADER + frame) as u64, frame as u64));
    }

    #[test]
    fn a_torn_tail_a_torn_header_and_an_empty_file_are_told_apart() {
        let bytes = segment(1, &[1, 2]);
        let torn = scan(&name(1), &bytes[..bytes.len() - 3]);
        assert_eq!(torn.runs, [Run { from: 1, to: 1 }]);
        assert_eq!(torn.good_len + torn.damage[0].len, torn.len);
        let headless = scan(&name(1), &bytes[..HEADER - 1]);
        assert!(headless.header.is_none() && headless.runs.is_empty() && headless.damage.len() == 1);
        let empty = scan(&name(1), &[]);
        assert!(empty.header.is_none() && empty.damage.is_empty());
    }

    #[test]
    fn frames_behind_a_damaged_header_are_still_seen() {
        let mut bytes = segment(1, &[1, 2]);
        bytes[9] ^= 1;
        let scan = scan(&name(1), &bytes);
        assert!(scan.header.is_none());
        assert_eq!(scan.runs, [Run { from: 1, to: 2 }]);
    }
}
