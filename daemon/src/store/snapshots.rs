//! Taking snapshots while writing goes on, and keeping the newest two with the journal behind them.

use super::files::Files;
use super::index::Index;
use super::journal;
use super::layout::Layout;
use super::segment;
use super::snapshot::{self, About, SnapshotWriter};
use std::io;
use std::ops::{Bound, ControlFlow};
use std::path::Path;

/// Snapshots that are kept.
const KEPT: usize = 2;
/// The ending of a snapshot that is being written.
const PART: &str = ".part";

/// Removes snapshots that were never finished.
pub(super) fn tidy(files: &dyn Files, layout: &Layout) -> io::Result<()> {
    let dir = layout.snapshots();
    for entry in files.list(&dir)?.iter().filter(|entry| entry.name.ends_with(PART)) {
        files.remove(&dir.join(&entry.name))?;
    }
    Ok(())
}

/// Writes everything in the index to `path`; `start` is the first frame that may be missing from what is read.
/// Writing may go on meanwhile: the frames written since `start` are added at the end.
pub(super) fn write(
    files: &dyn Files,
    layout: &Layout,
    index: &Index,
    path: &Path,
    (start, schema, now): (u64, u32, u64),
) -> io::Result<About> {
    let head = index.head().ok_or_else(|| io::Error::other("the store has no head"))?;
    let about = About { schema, world: head.world, start, end: 0, records: 0 };
    let mut writer = SnapshotWriter::begin(files, path, about, now)?;
    for table in index.tables() {
        let mut failed = None;
        let everything = (Bound::Unbounded, Bound::Unbounded);
        index
            .visit(&table, everything, false, &mut |key, value| match writer.record(&table, key, value) {
                Ok(()) => ControlFlow::Continue(()),
                Err(cause) => {
                    failed = Some(cause);
                    ControlFlow::Break(())
                }
            })
            .map_err(|fault| io::Error::other(fault.to_string()))?;
        if let Some(cause) = failed {
            return Err(cause);
        }
    }
    let end = index.head().map_or(head.seq, |head| head.seq);
    if end >= start {
        let dir = layout.journal();
        let survey = journal::survey(files, &dir, Some(start))?;
        journal::read_frames(files, &dir, &survey, (start, end), &mut |frame| writer.frame(&frame))?;
    }
    writer.finish(end)
}

/// Takes a snapshot into the snapshots' folder and forgets what is no longer needed.
pub(super) fn take(files: &dyn Files, layout: &Layout, index: &Index, about: (u64, u32, u64)) -> io::Result<About> {
    let taken = add(files, layout, index, about)?;
    prune(files, layout)?;
    Ok(taken)
}

/// Takes a snapshot of an index nobody writes to, and forgets nothing: whoever asks has not finished with the journal.
pub(super) fn take_still(
    files: &dyn Files,
    layout: &Layout,
    index: &Index,
    schema: u32,
    now: u64,
) -> io::Result<About> {
    let start = index.head().map_or(1, |head| head.seq + 1);
    add(files, layout, index, (start, schema, now))
}

/// Writes a snapshot and gives it its name once it is good.
fn add(files: &dyn Files, layout: &Layout, index: &Index, (start, schema, now): (u64, u32, u64)) -> io::Result<About> {
    let dir = layout.snapshots();
    let part = dir.join(format!("{start:020}{PART}"));
    files.remove(&part)?;
    let about = write(files, layout, index, &part, (start, schema, now)).inspect_err(|_| {
        let _ = files.remove(&part);
    })?;
    files.rename(&part, &dir.join(snapshot::name(about.end)))?;
    files.sync_dir(&dir)?;
    Ok(about)
}

/// Keeps the newest two snapshots, and every segment since the older one's S, so that one damaged snapshot costs
/// nothing. With fewer than two, every segment is kept.
fn prune(files: &dyn Files, layout: &Layout) -> io::Result<()> {
    let dir = layout.snapshots();
    let mut good = Vec::new();
    let mut ends: Vec<u64> = Vec::new();
    for entry in files.list(&dir)? {
        let Some(end) = snapshot::end_of(&entry.name) else { continue };
        ends.push(end);
        good.extend(snapshot::about(files, &dir.join(&entry.name))?);
    }
    good.sort_by_key(|about| about.end);
    let Some(oldest) = good.len().checked_sub(KEPT).and_then(|place| good.get(place)) else { return Ok(()) };
    for end in ends.into_iter().filter(|end| *end < oldest.end) {
        files.remove(&dir.join(snapshot::name(end)))?;
    }
    let journal = layout.journal();
    let mut firsts: Vec<u64> = files.list(&journal)?.iter().filter_map(|e| segment::first_of(&e.name)).collect();
    firsts.sort_unstable();
    for pair in firsts.windows(2) {
        if let [first, next] = pair
            && *next <= oldest.start
        {
            files.remove(&journal.join(segment::name(*first)))?;
        }
    }
    Ok(())
}
