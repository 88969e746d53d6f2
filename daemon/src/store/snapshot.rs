//! A snapshot's file: a header, blocks of records, the frames written while the records were read, a footer.
//!
//! The records were read while writing went on, so they are a blur of the states between S and E; the frames S..E hold
//! absolute values, and replayed over the records they give exactly the state at E. Who takes snapshots and which are
//! kept is `snapshots`' concern.

use super::files::{Appender, Files};
use super::frame::{self, Frame};
use super::key::take;
use super::segment::World;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

const MAGIC: [u8; 8] = *b"SARFSNP1";
const END: [u8; 8] = *b"SARFSNPE";
/// Header: magic, layout number, world, S, time, checksum.
const HEADER: usize = 8 + 4 + 16 + 8 + 8 + 4;
/// Footer: magic, records, S, E, checksum of everything before, checksum of the footer.
const FOOTER: usize = 8 + 8 + 8 + 8 + 4 + 4;
/// Records are written in blocks of about this many bytes.
const BLOCK: usize = 256 * 1024;

/// What a snapshot says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct About {
    /// Layout number of the data.
    pub schema: u32,
    /// The world it is of.
    pub world: World,
    /// S: the first frame that may be missing from the records.
    pub start: u64,
    /// E: the last frame that is in it.
    pub end: u64,
    /// Records in it.
    pub records: u64,
}

/// The file name of a snapshot that ends with frame `end`.
pub(super) fn name(end: u64) -> String {
    format!("{end:020}.snap")
}

/// The last frame's number from a snapshot's file name.
pub(super) fn end_of(name: &str) -> Option<u64> {
    name.strip_suffix(".snap").filter(|digits| digits.len() == 20)?.parse().ok()
}

/// A snapshot being written.
pub(super) struct SnapshotWriter {
    file: Box<dyn Appender>,
    sum: crc32fast::Hasher,
    block: Vec<(String, Vec<u8>, Vec<u8>)>,
    block_bytes: usize,
    about: About,
    time: u64,
}

impl SnapshotWriter {
    /// Begins a snapshot whose frames start at `about.start`.
    pub(super) fn begin(files: &dyn Files, path: &Path, about: About, time: u64) -> io::Result<Self> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&about.schema.to_be_bytes());
        out.extend_from_slice(&about.world.to_be_bytes());
        out.extend_from_slice(&about.start.to_be_bytes());
        out.extend_from_slice(&time.to_be_bytes());
        let sum = crc32fast::hash(&out);
        out.extend_from_slice(&sum.to_be_bytes());
        let file = files.create(path)?;
        let about = About { records: 0, ..about };
        let sum = crc32fast::Hasher::new();
        let mut writer = Self { file, sum, block: Vec::new(), block_bytes: 0, about, time };
        writer.put(&out)?;
        Ok(writer)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum.update(bytes);
        self.file.append(bytes)
    }

    /// Adds a record.
    pub(super) fn record(&mut self, table: &str, key: &[u8], value: &[u8]) -> io::Result<()> {
        self.about.records += 1;
        self.block_bytes += table.len() + key.len() + value.len();
        self.block.push((table.to_owned(), key.to_vec(), value.to_vec()));
        if self.block_bytes >= BLOCK { self.end_block() } else { Ok(()) }
    }

    fn end_block(&mut self) -> io::Result<()> {
        let block = std::mem::take(&mut self.block);
        self.block_bytes = 0;
        let writes = block.iter().map(|(table, key, value)| (table.as_str(), key.as_slice(), Some(value.as_slice())));
        let bytes = frame::encode(0, self.time, writes).ok_or_else(|| io::Error::other("a block is too long"))?;
        self.put(&bytes)
    }

    /// Adds a frame that was written meanwhile.
    pub(super) fn frame(&mut self, frame: &Frame) -> io::Result<()> {
        if !self.block.is_empty() {
            self.end_block()?;
        }
        let writes = frame.writes.iter().map(|w| (w.table.as_str(), w.key.as_slice(), w.value.as_deref()));
        let bytes =
            frame::encode(frame.seq, frame.time, writes).ok_or_else(|| io::Error::other("a frame is too long"))?;
        self.put(&bytes)
    }

    /// Writes the footer and syncs: from now on the snapshot is good.
    pub(super) fn finish(mut self, end: u64) -> io::Result<About> {
        if !self.block.is_empty() {
            self.end_block()?;
        }
        self.about.end = end;
        let mut out = END.to_vec();
        out.extend_from_slice(&self.about.records.to_be_bytes());
        out.extend_from_slice(&self.about.start.to_be_bytes());
        out.extend_from_slice(&end.to_be_bytes());
        out.extend_from_slice(&self.sum.clone().finalize().to_be_bytes());
        let sum = crc32fast::hash(&out);
        out.extend_from_slice(&sum.to_be_bytes());
        self.file.append(&out)?;
        self.file.sync_data()?;
        Ok(self.about)
    }
}

/// The footer, read.
struct Footer {
    about: About,
    sum: u32,
}

fn decode_header(bytes: &[u8]) -> Option<(u32, World, u64)> {
    let bytes = bytes.get(..HEADER)?;
    let mut rest = bytes;
    let magic: [u8; 8] = take(&mut rest)?;
    let schema = u32::from_be_bytes(take(&mut rest)?);
    let world = u128::from_be_bytes(take(&mut rest)?);
    let start = u64::from_be_bytes(take(&mut rest)?);
    let _time: [u8; 8] = take(&mut rest)?;
    let sum = u32::from_be_bytes(take(&mut rest)?);
    (magic == MAGIC && crc32fast::hash(bytes.get(..HEADER - 4)?) == sum).then_some((schema, world, start))
}

fn decode_footer(header: &[u8], bytes: &[u8]) -> Option<Footer> {
    let (schema, world, first) = decode_header(header)?;
    let mut rest = bytes;
    let magic: [u8; 8] = take(&mut rest)?;
    let records = u64::from_be_bytes(take(&mut rest)?);
    let start = u64::from_be_bytes(take(&mut rest)?);
    let end = u64::from_be_bytes(take(&mut rest)?);
    let sum = u32::from_be_bytes(take(&mut rest)?);
    let own = u32::from_be_bytes(take(&mut rest)?);
    let good = magic == END && rest.is_empty() && start == first && crc32fast::hash(bytes.get(..FOOTER - 4)?) == own;
    good.then_some(Footer { about: About { schema, world, start, end, records }, sum })
}

fn footer(files: &dyn Files, path: &Path) -> io::Result<Option<Footer>> {
    let mut source = files.source(path)?;
    let len = source.seek(SeekFrom::End(0))?;
    if len < (HEADER + FOOTER) as u64 {
        return Ok(None);
    }
    let mut header = [0; HEADER];
    source.seek(SeekFrom::Start(0))?;
    source.read_exact(&mut header)?;
    let mut tail = [0; FOOTER];
    source.seek(SeekFrom::Start(len - FOOTER as u64))?;
    source.read_exact(&mut tail)?;
    Ok(decode_footer(&header, &tail))
}

/// What a snapshot says about itself, if header and footer are good. The records are not read.
pub(super) fn about(files: &dyn Files, path: &Path) -> io::Result<Option<About>> {
    Ok(footer(files, path)?.map(|footer| footer.about))
}

/// Reads the whole snapshot and calls `each` for its blocks (number 0) and frames. `Ok(None)` if it is damaged; then
/// `each` may already have been called for some: use `verify` before anything that cannot be thrown away.
pub(super) fn load<E: From<io::Error>>(
    files: &dyn Files,
    path: &Path,
    each: &mut dyn FnMut(Frame) -> Result<(), E>,
) -> Result<Option<About>, E> {
    let Some(footer) = footer(files, path)? else { return Ok(None) };
    let mut source = files.source(path)?;
    let len = source.seek(SeekFrom::End(0))?;
    source.seek(SeekFrom::Start(0))?;
    let mut left = len - FOOTER as u64;
    let mut sum = crc32fast::Hasher::new();
    let mut bytes: Vec<u8> = Vec::new();
    let mut at = HEADER;
    let (mut records, mut more) = (0u64, true);
    while more || at < bytes.len() {
        let whole = bytes.get(at..).and_then(frame::decode);
        if let Some((frame, len)) = whole {
            at += len;
            if frame.seq == 0 {
                records += frame.writes.len() as u64;
            }
            each(frame)?;
            continue;
        }
        if !more {
            return Ok(None);
        }
        // What was used is dropped before more is read, so that memory stays at about one block.
        let used = if at <= bytes.len() { at } else { 0 };
        bytes.drain(..used);
        at -= used;
        let got = (&mut source).take(left.min(4 * BLOCK as u64)).read_to_end(&mut bytes)?;
        let fresh = bytes.len() - got;
        sum.update(bytes.get(fresh..).unwrap_or_default());
        left -= got as u64;
        more = got > 0 && left > 0;
        if got == 0 && left > 0 {
            return Ok(None);
        }
    }
    let good = sum.finalize() == footer.sum && records == footer.about.records;
    Ok(good.then_some(footer.about))
}

/// Whether every byte of the snapshot is as it was written.
pub(super) fn verify(files: &dyn Files, path: &Path) -> io::Result<Option<About>> {
    load::<io::Error>(files, path, &mut |_| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::super::files::RealFiles;
    use super::*;

    fn write(dir: &Path, values: usize) -> std::path::PathBuf {
        let path = dir.join(name(12));
        let about = About { schema: 2, world: 9, start: 10, end: 0, records: 0 };
        let mut writer = SnapshotWriter::begin(&RealFiles, &path, about, 1).unwrap();
        for n in 0..values {
            writer.record("t", &n.to_be_bytes(), &[7; 3000]).unwrap();
        }
        for seq in 10..=12 {
            writer.frame(&Frame { seq, time: 0, writes: vec![] }).unwrap();
        }
        writer.finish(12).unwrap();
        path
    }

    #[test]
    fn a_snapshot_reads_back_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = write(dir.path(), 1000);
        let (mut records, mut frames) = (0, Vec::new());
        let about = load::<io::Error>(&RealFiles, &path, &mut |frame| {
            if frame.seq == 0 {
                records += frame.writes.len()
            } else {
                frames.push(frame.seq)
            }
            Ok(())
        });
        assert_eq!(about.unwrap(), Some(About { schema: 2, world: 9, start: 10, end: 12, records: 1000 }));
        assert_eq!((records, frames), (1000, vec![10, 11, 12]));
    }

    #[test]
    fn a_flipped_byte_or_a_cut_anywhere_makes_it_bad() {
        let dir = tempfile::tempdir().unwrap();
        let path = write(dir.path(), 3);
        let whole = std::fs::read(&path).unwrap();
        for place in (0..whole.len()).step_by(7) {
            let mut damaged = whole.clone();
            damaged[place] ^= 1;
            std::fs::write(&path, &damaged).unwrap();
            assert_eq!(verify(&RealFiles, &path).unwrap(), None, "byte {place}");
            std::fs::write(&path, &whole[..place]).unwrap();
            assert_eq!(verify(&RealFiles, &path).unwrap(), None, "cut at {place}");
        }
    }
}
