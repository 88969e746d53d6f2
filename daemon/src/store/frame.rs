//! One frame: the changes of one group, with its number, the time and a checksum.
//!
//! A frame says *what is*, not what was done: absolute values, so that reading it twice does no harm. This module knows
//! bytes only; where frames lie is the segment's concern.

/// First bytes of a frame. Bodies are JSON, in which neither 0xF5 nor 0xFF can occur, so that a search for the next
/// frame after damage does not stop inside a value.
const MAGIC: [u8; 4] = [0xF5, b'S', b'F', 0xFF];
/// Bytes before the payload: magic, length, number, time, checksum.
const LEAD: usize = 4 + 4 + 8 + 8 + 4;
/// The shortest frame there can be; a torn tail of n bytes held at most n / SHORTEST + 1 of them.
pub(super) const SHORTEST: u64 = LEAD as u64 + 4;
/// The longest payload a frame may have, in bytes.
pub(super) const LONGEST: usize = 256 * 1024 * 1024;

/// One record's new value, or its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The table.
    pub table: String,
    /// The key's ordered bytes.
    pub key: Vec<u8>,
    /// The encoded value; `None` deletes the record.
    pub value: Option<Vec<u8>>,
}

/// One write, borrowed: table, key, and the value or its end.
pub(super) type WriteRef<'a> = (&'a str, &'a [u8], Option<&'a [u8]>);

/// A frame that was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its number; 0 for the blocks of a snapshot.
    pub seq: u64,
    /// When it was written, milliseconds since 1970.
    pub time: u64,
    /// What it changes, in order.
    pub writes: Vec<Write>,
}

/// A frame's outline, its checksum verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline {
    /// Its number.
    pub seq: u64,
    /// Its length with everything, in bytes.
    pub len: usize,
}

/// Appends the bytes of a frame. `None` if it would be longer than a frame may be.
pub(super) fn encode<'a, W>(seq: u64, time: u64, writes: W) -> Option<Vec<u8>>
where
    W: IntoIterator<Item = WriteRef<'a>>,
{
    let mut out = vec![0; LEAD + 4];
    let mut count = 0u32;
    for (table, key, value) in writes {
        count += 1;
        out.push(u8::try_from(table.len()).ok()?);
        out.extend_from_slice(table.as_bytes());
        out.extend_from_slice(&u32::try_from(key.len()).ok()?.to_be_bytes());
        out.extend_from_slice(key);
        match value {
            None => out.push(0),
            Some(value) => {
                out.push(1);
                out.extend_from_slice(&u32::try_from(value.len()).ok()?.to_be_bytes());
                out.extend_from_slice(value);
            }
        }
        if out.len() > LONGEST {
            return None;
        }
    }
    let payload = u32::try_from(out.len() - LEAD).ok()?;
    out.get_mut(LEAD..LEAD + 4)?.copy_from_slice(&count.to_be_bytes());
    out.get_mut(0..4)?.copy_from_slice(&MAGIC);
    out.get_mut(4..8)?.copy_from_slice(&payload.to_be_bytes());
    out.get_mut(8..16)?.copy_from_slice(&seq.to_be_bytes());
    out.get_mut(16..24)?.copy_from_slice(&time.to_be_bytes());
    let sum = checksum(&out)?;
    out.get_mut(24..28)?.copy_from_slice(&sum.to_be_bytes());
    Some(out)
}

/// Checksum over all of a frame but the magic and the checksum itself.
fn checksum(frame: &[u8]) -> Option<u32> {
    let mut sum = crc32fast::Hasher::new();
    sum.update(frame.get(4..24)?);
    sum.update(frame.get(LEAD..)?);
    Some(sum.finalize())
}

/// Reads fixed-width numbers from the front of a slice.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }
    fn u8(&mut self) -> Option<u8> {
        super::key::take::<1>(&mut self.0).map(|[byte]| byte)
    }
    fn u32(&mut self) -> Option<u32> {
        super::key::take(&mut self.0).map(u32::from_be_bytes)
    }
    fn u64(&mut self) -> Option<u64> {
        super::key::take(&mut self.0).map(u64::from_be_bytes)
    }
}

/// The outline of the frame that `bytes` starts with, if it is whole and its checksum right.
pub(super) fn outline(bytes: &[u8]) -> Option<Outline> {
    let mut cursor = Cursor(bytes);
    if cursor.bytes(4)? != MAGIC {
        return None;
    }
    let len = LEAD.checked_add(usize::try_from(cursor.u32()?).ok()?)?;
    let seq = cursor.u64()?;
    let _time = cursor.u64()?;
    let sum = cursor.u32()?;
    (len >= LEAD + 4 && checksum(bytes.get(..len)?)? == sum).then_some(Outline { seq, len })
}

/// The frame that `bytes` starts with, and its length, if it is whole and right.
pub(super) fn decode(bytes: &[u8]) -> Option<(Frame, usize)> {
    let Outline { seq, len } = outline(bytes)?;
    let mut cursor = Cursor(bytes.get(16..len)?);
    let time = cursor.u64()?;
    let _sum = cursor.u32()?;
    let count = cursor.u32()?;
    let mut writes = Vec::new();
    for _ in 0..count {
        let table = usize::from(cursor.u8()?);
        let table = std::str::from_utf8(cursor.bytes(table)?).ok()?.to_owned();
        let key = cursor.u32()? as usize;
        let key = cursor.bytes(key)?.to_vec();
        let value = match cursor.u8()? {
            0 => None,
            1 => {
                let value = cursor.u32()? as usize;
                Some(cursor.bytes(value)?.to_vec())
            }
            _ => return None,
        };
        writes.push(Write { table, key, value });
    }
    cursor.0.is_empty().then_some((Frame { seq, time, writes }, len))
}

/// Where the next whole frame begins at or after `from`, for going on behind damage.
pub(super) fn next_good(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let step = rest.windows(MAGIC.len()).position(|window| window == MAGIC)?;
        if outline(rest.get(step..)?).is_some() {
            return Some(at + step);
        }
        at += step + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(seq: u64) -> Vec<u8> {
        let writes: [WriteRef<'_>; 3] =
            [("people", b"1", Some(b"\x01abcd{\"name\":\"Ann\"}")), ("people", b"2", None), ("events", b"", Some(b""))];
        encode(seq, 77, writes).unwrap()
    }

    #[test]
    fn a_frame_reads_back_as_it_was_written() {
        let bytes = sample(9);
        let (frame, len) = decode(&bytes).unwrap();
        assert_eq!((frame.seq, frame.time, frame.writes.len(), len), (9, 77, 3, bytes.len()));
        assert_eq!(frame.writes[1], Write { table: "people".into(), key: b"2".to_vec(), value: None });
        let empty = encode(4, 0, []).unwrap();
        assert_eq!(empty.len() as u64, SHORTEST);
        assert!(decode(&empty).unwrap().0.writes.is_empty());
    }

    #[test]
    fn any_flipped_byte_and_any_cut_is_noticed() {
        let bytes = sample(9);
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0x10;
            assert!(decode(&damaged).is_none(), "byte {place}");
            assert!(decode(&bytes[..place]).is_none(), "cut at {place}");
        }
    }

    #[test]
    fn the_next_good_frame_is_found_behind_damage() {
        let mut bytes = sample(1);
        let second = bytes.len();
        bytes.extend(sample(2));
        let third = bytes.len();
        bytes.extend(sample(3));
        bytes[second + 30] ^= 1;
        assert_eq!(next_good(&bytes, second), Some(third));
        assert_eq!(next_good(&bytes, third + 1), None);
    }
}
