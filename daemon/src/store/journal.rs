//! The append-only journal: a folder of segments, the last of which grows.
//!
//! It keeps bytes and numbers; what to do about damage is `plan`'s, doing it is `recovery`'s.

use super::files::{Appender, Files};
use super::frame::{self, Frame};
use super::segment::{self, Header, Run, Scan, World};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A segment that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// The first frame's number, as its file name says.
    pub first: u64,
    /// What is in it; `None` if nothing of it was needed and it was not read.
    pub scan: Option<Scan>,
    /// Its header, if that is right (read even when the frames are not).
    pub header: Option<Header>,
}

impl Segment {
    /// Its file name.
    pub(super) fn name(&self) -> String {
        segment::name(self.first)
    }
}

/// All segments, in the order of their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Survey {
    /// The segments.
    pub segments: Vec<Segment>,
}

impl Survey {
    /// Every number that some segment's header passes over.
    pub(super) fn passed_over(&self) -> Vec<Run> {
        self.segments
            .iter()
            .filter_map(|segment| segment.header?.passed_over)
            .map(|(from, to)| Run { from, to })
            .collect()
    }
}

/// Looks at the journal in `dir`: every header, and the frames of each segment that can hold a number from `needed` on
/// (and always those of the last); only the headers if nothing is needed.
pub(super) fn survey(files: &dyn Files, dir: &Path, needed: Option<u64>) -> io::Result<Survey> {
    let mut firsts: Vec<u64> = files.list(dir)?.iter().filter_map(|entry| segment::first_of(&entry.name)).collect();
    firsts.sort_unstable();
    let mut survey = Survey::default();
    for (place, first) in firsts.iter().enumerate() {
        let path = dir.join(segment::name(*first));
        let next = firsts.get(place + 1);
        let wanted = needed.is_some_and(|needed| next.is_none_or(|next| *next > needed));
        let mut source = files.source(&path)?;
        let mut bytes = Vec::new();
        if wanted {
            io::Read::read_to_end(&mut source, &mut bytes)?;
        } else {
            io::Read::read_to_end(&mut io::Read::take(&mut source, segment::HEADER as u64), &mut bytes)?;
        }
        let scan = wanted.then(|| segment::scan(&segment::name(*first), &bytes));
        let header = Header::decode(&bytes).filter(|header| header.first == *first);
        survey.segments.push(Segment { first: *first, scan, header });
    }
    Ok(survey)
}

/// Calls `each` for every good frame numbered `from` to `to` that no header passes over, in order.
pub(super) fn read_frames<E: From<io::Error>>(
    files: &dyn Files,
    dir: &Path,
    survey: &Survey,
    (from, to): (u64, u64),
    each: &mut dyn FnMut(Frame) -> Result<(), E>,
) -> Result<(), E> {
    let passed_over = survey.passed_over();
    for (place, part) in survey.segments.iter().enumerate() {
        let ends_before = survey.segments.get(place + 1).is_some_and(|next| next.first <= from);
        if ends_before || part.first > to {
            continue;
        }
        let Some(bytes) = super::files::read(files, &dir.join(part.name()))? else { continue };
        let mut at = if part.header.is_some() { segment::HEADER } else { 0 };
        let mut last = part.first.saturating_sub(1);
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some((frame, len)) = frame::decode(rest).filter(|(frame, _)| frame.seq > last) else {
                at = frame::next_good(&bytes, at + 1).unwrap_or(bytes.len());
                continue;
            };
            at += len;
            last = frame.seq;
            let gap = passed_over.iter().any(|run| (run.from..=run.to).contains(&frame.seq));
            if (from..=to).contains(&frame.seq) && !gap {
                each(frame)?;
            }
        }
    }
    Ok(())
}

/// Why an append did not happen.
#[derive(Debug)]
pub(super) enum AppendError {
    /// Nothing of it is in the journal; it may be tried again later.
    NotWritten(io::Error),
    /// Whether it is in the journal is not known. No further append or sync may follow.
    Unknown(io::Error),
}

/// The journal, open for appending.
pub(super) struct Journal {
    files: Arc<dyn Files>,
    dir: PathBuf,
    world: World,
    schema: u32,
    file: Box<dyn Appender>,
    len: u64,
    next: u64,
}

impl Journal {
    /// Begins a new segment whose first frame will be `next`.
    pub(super) fn begin(files: Arc<dyn Files>, dir: &Path, header: Header) -> Result<Self, AppendError> {
        let path = dir.join(segment::name(header.first));
        let bytes = header.encode();
        let mut file = files.create(&path).map_err(AppendError::NotWritten)?;
        if let Err(cause) = file.append(&bytes) {
            // A segment without frames says nothing, but its name would be in the way of the next try.
            return Err(match files.remove(&path) {
                Ok(()) => AppendError::NotWritten(cause),
                Err(_) => AppendError::Unknown(cause),
            });
        }
        file.sync_data().map_err(AppendError::Unknown)?;
        files.sync_dir(dir).map_err(AppendError::Unknown)?;
        let (world, schema, next) = (header.world, header.schema, header.first);
        Ok(Self { dir: dir.to_owned(), world, schema, file, len: bytes.len() as u64, next, files })
    }

    /// Goes on in the last segment, which ends well at `len`. It is synced first: its last frames may have been written
    /// by a process that was killed before it could.
    pub(super) fn resume(files: Arc<dyn Files>, dir: &Path, header: Header, len: u64, next: u64) -> io::Result<Self> {
        let mut file = files.open(&dir.join(segment::name(header.first)))?;
        file.sync_data()?;
        files.sync_dir(dir)?;
        Ok(Self { dir: dir.to_owned(), world: header.world, schema: header.schema, file, len, next, files })
    }

    /// The number the next frame will have.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// The length of the current segment in bytes.
    pub(super) fn segment_len(&self) -> u64 {
        self.len
    }

    /// Begins a segment that carries another layout number, unless the current one does already.
    pub(super) fn carry_schema(&mut self, schema: u32, time: u64) -> io::Result<()> {
        if self.schema == schema {
            return Ok(());
        }
        self.schema = schema;
        // An empty segment has the name the next would have, so a number is passed over.
        let skip = u64::from(self.len == segment::HEADER as u64);
        self.roll_past(skip, time).map_err(|error| match error {
            AppendError::NotWritten(cause) | AppendError::Unknown(cause) => cause,
        })
    }

    /// Writes one frame and returns when it is on the disk.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), AppendError> {
        if let Err(cause) = self.file.append(bytes) {
            return Err(match self.file.truncate(self.len) {
                Ok(()) => AppendError::NotWritten(cause),
                Err(_) => AppendError::Unknown(cause),
            });
        }
        self.file.sync_data().map_err(AppendError::Unknown)?;
        self.len += bytes.len() as u64;
        self.next += 1;
        Ok(())
    }

    /// Begins a new segment at the next number.
    pub(super) fn roll(&mut self, time: u64) -> Result<(), AppendError> {
        self.roll_past(0, time)
    }

    /// Begins a new segment, passing over the next `skip` numbers, which may have been on the disk.
    pub(super) fn roll_past(&mut self, skip: u64, time: u64) -> Result<(), AppendError> {
        if skip == 0 && self.len == segment::HEADER as u64 {
            return Ok(());
        }
        let passed_over = (skip > 0).then(|| (self.next, self.next + skip - 1));
        let header = Header { schema: self.schema, world: self.world, first: self.next + skip, passed_over, time };
        *self = Self::begin(Arc::clone(&self.files), &self.dir, header)?;
        Ok(())
    }
}
