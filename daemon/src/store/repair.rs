//! `check --repair`: going on without what is lost, when a person has said so.
//!
//! Keeps everything that can be read: the newest good snapshot or what the store still holds, and every good frame
//! behind it, gaps or not. What was there before is set aside, never deleted.

use super::build::{Filler, Trouble};
use super::check::{self, Sight, StoreSight};
use super::codec;
use super::error::OpenError;
use super::frame::{Frame, Write};
use super::journal;
use super::kill::KillPoints;
use super::open::OpenOptions;
use super::plan::{Plan, numbers};
use super::recovery::Recovery;
use super::snapshot;
use super::{found, guard};
use std::ops::{Bound, ControlFlow};
use std::sync::Arc;

/// Repairs a store that is not open and that a start would refuse; tells in sentences what was kept and what is lost.
/// A store that a start can recover by itself is left to it.
pub fn repair(options: &OpenOptions) -> Result<Vec<String>, OpenError> {
    let mut said = Vec::new();
    let points = KillPoints::new(options.kill_at);
    let mut say = |sentence: String| said.push(sentence);
    let mut recovery = Recovery::new(options, points.around(Arc::clone(&options.files)), points, &mut say);
    recovery.refuse_newer()?;
    let sight = check::look(&recovery)?;
    let outcome = match sight.plan().0 {
        Plan::Stop { .. } => go_on_without(&mut recovery, sight),
        _ => {
            drop(sight);
            (recovery.say)("Nothing needs a repair: the next start does by itself what has to be done.".to_owned());
            Ok(())
        }
    };
    check::forget_copy(&recovery);
    outcome.map(|()| said)
}

/// What a repair builds on.
enum Base {
    /// The newest good snapshot.
    Snapshot(u64),
    /// What the store still holds, up to its head.
    Store(u64),
    /// Nothing.
    Nothing,
}

fn go_on_without(recovery: &mut Recovery<'_>, sight: Sight) -> Result<(), OpenError> {
    let Sight { store, shots, survey, journal, .. } = sight;
    let newest = shots.good.last().map(|about| about.end);
    // A store that reads well is believed as far as it goes; a damaged one only where there is nothing else.
    let base = match (&store, newest) {
        (StoreSight::Opens { head, wrong: None, .. }, newest) if newest.is_none_or(|end| head.seq >= end) => {
            Base::Store(head.seq)
        }
        (_, Some(end)) => Base::Snapshot(end),
        (StoreSight::Opens { head, .. }, None) => Base::Store(head.seq),
        (StoreSight::Absent | StoreSight::Shut(_), None) => Base::Nothing,
    };
    let from = match base {
        Base::Snapshot(end) | Base::Store(end) => end,
        Base::Nothing => 0,
    };
    let to = journal.last().max(from);
    let lost = journal.missing(from + 1, to);
    let stored = if let StoreSight::Opens { head, .. } = &store { Some(head.world) } else { None };
    let shot = shots.good.last().map(|about| about.world);
    let world = found::world_of(&survey).or(shot).or(stored).unwrap_or(recovery.new_world);
    let (files, layout) = (Arc::clone(&recovery.files), recovery.layout.clone());
    let dir = layout.fresh();
    let mut dropped = 0;
    recovery.build(world, |filler| {
        match (&base, &store) {
            (Base::Snapshot(end), _) => {
                let path = layout.snapshots().join(snapshot::name(*end));
                snapshot::load::<Trouble>(&*files, &path, &mut |frame| filler.take(frame))
                    .map_err(|trouble| trouble.at(&dir))?;
            }
            (Base::Store(_), StoreSight::Opens { index, .. }) => dropped = salvage(index, filler, &dir)?,
            (Base::Store(_) | Base::Nothing, _) => {}
        }
        let mut take = |frame: Frame| filler.take(frame);
        journal::read_frames::<Trouble>(&*files, &layout.journal(), &survey, (from + 1, to), &mut take)
            .map_err(|trouble| trouble.at(&dir))?;
        Ok(Some(to))
    })?;
    let had_store = !matches!(store, StoreSight::Absent);
    drop(store);
    // The mark speaks of the old store; without one the next start reads the new one in full.
    recovery.files.remove(&layout.mark()).map_err(|cause| OpenError::disk(&layout.mark(), cause))?;
    recovery.put_in_place(had_store)?;
    let index = match guard::open(&layout.store(), recovery.cache_bytes, false, recovery.open_limit) {
        guard::Opened::Good(index) => index,
        _ => return Err(OpenError::Build { why: "what was built does not open".to_owned() }),
    };
    let Some(head) = index.head() else {
        return Err(OpenError::Build { why: "what was built has no head".to_owned() });
    };
    recovery.witness(&index, &head, &survey, &journal)?;
    if dropped > 0 {
        (recovery.say)(format!("{dropped} damaged records were left out."));
    }
    let lost = if lost.is_empty() { "none".to_owned() } else { numbers(&lost) };
    (recovery.say)(format!("The store was repaired up to change {to}. Changes that are lost: {lost}."));
    Ok(())
}

/// Takes every record that reads well; how many do not.
fn salvage(index: &super::index::Index, filler: &mut Filler<'_>, dir: &std::path::Path) -> Result<u64, OpenError> {
    let mut dropped = 0;
    for table in index.tables() {
        let mut failed = None;
        let read = index.visit(&table, (Bound::Unbounded, Bound::Unbounded), false, &mut |key, value| {
            if codec::body(&table, key, value).is_none() {
                dropped += 1;
                return ControlFlow::Continue(());
            }
            let write = Write { table: table.clone(), key: key.to_vec(), value: Some(value.to_vec()) };
            match filler.take(Frame { seq: 0, time: 0, writes: vec![write] }) {
                Ok(()) => ControlFlow::Continue(()),
                Err(trouble) => {
                    failed = Some(trouble);
                    ControlFlow::Break(())
                }
            }
        });
        if let Some(trouble) = failed {
            return Err(trouble.at(dir));
        }
        // What lies behind an unreadable page of this table is gone.
        dropped += u64::from(read.is_err());
    }
    Ok(dropped)
}
