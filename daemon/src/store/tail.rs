//! The journal's end: cutting a bad tail, setting a journal aside that knows less than the store, and opening what is
//! left for appending.

use super::build::file_name;
use super::error::OpenError;
use super::frame;
use super::index::{Head, Index};
use super::journal::{self, AppendError, Journal, Survey};
use super::layout;
use super::plan::JournalFound;
use super::recovery::Recovery;
use super::segment::{Damage, Header};
use super::snapshots;
use std::io;
use std::sync::Arc;

impl Recovery<'_> {
    pub(super) fn begin(&self, header: Header) -> Result<Journal, OpenError> {
        let dir = self.layout.journal();
        Journal::begin(Arc::clone(&self.files), &dir, header).map_err(|error| match error {
            AppendError::NotWritten(cause) | AppendError::Unknown(cause) => OpenError::disk(&dir, cause),
        })
    }

    /// The store knows more than the journal: snapshot it, set the journal aside, begin a new one behind its head.
    pub(super) fn witness(
        &mut self,
        index: &Index,
        head: &Head,
        survey: &Survey,
        journal: &JournalFound,
    ) -> Result<Journal, OpenError> {
        let disk = |cause| OpenError::disk(&self.layout.journal(), cause);
        snapshots::take_still(&*self.files, &self.layout, index, self.schema, self.now).map_err(disk)?;
        let dir = self.layout.journal();
        if !survey.segments.is_empty() {
            let aside = self.layout.unused(layout::CUT, self.now);
            self.files.create_dir(&aside).map_err(disk)?;
            for segment in &survey.segments {
                self.files.rename(&dir.join(segment.name()), &aside.join(segment.name())).map_err(disk)?;
            }
            self.files.sync_dir(&aside).map_err(disk)?;
            self.files.sync_dir(&dir).map_err(disk)?;
            self.files.sync_dir(self.layout.dir()).map_err(disk)?;
            (self.say)(format!(
                "The journal ends with change {}, the store with {}: the store is right. The old journal is kept as {}.",
                journal.last(),
                head.seq,
                file_name(&aside)
            ));
        } else {
            (self.say)(format!("The journal is missing; the store is right, up to change {}.", head.seq));
        }
        // A tail that is set aside is not seen again if this stops here, so a number is skipped for it in any case.
        let skip = held(&journal.tail).max(1024);
        let first = head.seq + skip + 1;
        let passed_over = Some((head.seq + 1, head.seq + skip));
        self.begin(Header { schema: self.schema, world: head.world, first, passed_over, time: self.now })
    }

    /// The journal, ready to go on: its bad tail cut, its last segment open, or a new one begun.
    pub(super) fn journal_for(
        &mut self,
        survey: &Survey,
        journal: &JournalFound,
        head: &Head,
    ) -> Result<Journal, OpenError> {
        let dir = self.layout.journal();
        let disk = |cause| OpenError::disk(&dir, cause);
        let known = journal.last().max(head.seq);
        let named = survey.segments.last().map_or(0, |segment| segment.first.saturating_sub(1));
        let passed = journal.passed_over.iter().map(|run| run.to).max().unwrap_or(0);
        let highest = known.max(named).max(passed);
        let resumable = survey.segments.last().and_then(|last| {
            let scan = last.scan.as_ref()?;
            let next = scan.runs.last().map_or(last.first, |run| run.to + 1);
            (next == highest + 1).then_some((last.header?, scan.good_len, next))
        });
        if journal.tail.is_empty() {
            if let Some((header, len, next)) = resumable {
                return Journal::resume(Arc::clone(&self.files), &dir, header, len, next).map_err(disk);
            }
            self.remove_headless(survey)?;
            let header = Header {
                schema: self.schema,
                world: head.world,
                first: highest + 1,
                passed_over: None,
                time: self.now,
            };
            return self.begin(header);
        }
        self.keep_tail(&journal.tail)?;
        let last = highest + held(&journal.tail);
        let passed_over = Some((known + 1, last));
        let header = Header { schema: self.schema, world: head.world, first: last + 1, passed_over, time: self.now };
        let open = self.begin(header)?;
        self.remove_headless(survey)?;
        for damage in &journal.tail {
            let headless = survey.segments.iter().any(|s| s.name() == damage.segment && s.header.is_none())
                && !survey.segments.iter().any(|s| s.name() == damage.segment && holds_frames(s));
            if !headless {
                let mut file = self.files.open(&dir.join(&damage.segment)).map_err(disk)?;
                file.truncate(damage.offset).map_err(disk)?;
                file.sync_data().map_err(disk)?;
            }
        }
        (self.say)(format!(
            "The journal's end was unreadable behind change {known}; changes after it may be missing (none that was acknowledged, if the disk keeps its word)."
        ));
        Ok(open)
    }

    /// Copies the bad tail's bytes to a folder beside the journal.
    pub(super) fn keep_tail(&self, tail: &[Damage]) -> Result<(), OpenError> {
        let dir = self.layout.journal();
        let disk = |cause: io::Error| OpenError::disk(&dir, cause);
        let aside = self.layout.unused(layout::CUT, self.now);
        self.files.create_dir(&aside).map_err(disk)?;
        for damage in tail {
            let bytes = super::files::read(&*self.files, &dir.join(&damage.segment)).map_err(disk)?.unwrap_or_default();
            let from = usize::try_from(damage.offset).unwrap_or(usize::MAX).min(bytes.len());
            let to = from.saturating_add(usize::try_from(damage.len).unwrap_or(usize::MAX)).min(bytes.len());
            let path = aside.join(format!("{}.at-{}", damage.segment, damage.offset));
            let mut file = self.files.create(&path).map_err(disk)?;
            file.append(bytes.get(from..to).unwrap_or_default()).map_err(disk)?;
            file.sync_data().map_err(disk)?;
        }
        self.files.sync_dir(&aside).map_err(disk)?;
        self.files.sync_dir(self.layout.dir()).map_err(disk)
    }

    /// Removes segments in which nothing can be read (their bytes, if any, have been kept).
    pub(super) fn remove_headless(&self, survey: &Survey) -> Result<(), OpenError> {
        let dir = self.layout.journal();
        for segment in &survey.segments {
            if segment.header.is_none() && segment.scan.is_some() && !holds_frames(segment) {
                self.files.remove(&dir.join(segment.name())).map_err(|cause| OpenError::disk(&dir, cause))?;
            }
        }
        Ok(())
    }
}

fn holds_frames(segment: &journal::Segment) -> bool {
    segment.scan.as_ref().is_some_and(|scan| !scan.runs.is_empty())
}

/// How many frames a bad tail may have held.
fn held(tail: &[Damage]) -> u64 {
    tail.iter().map(|damage| damage.len / frame::SHORTEST + 1).sum()
}
