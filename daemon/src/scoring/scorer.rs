//! What the daemon keeps of scores: counts of every discussion that was asked about, tables by filter, reports of agreement
//! and histories by what was asked, and the few scores with all their items that were looked at last.
//!
//! Nothing is computed before somebody asks, and everything is dropped when nobody has asked for a while. Before each
//! answer the events of the store since the last one are read; they say which discussions to look at again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{AgreementRequest, Event, Resampling, ScoreFilter};
use sarf_shared::scoring::f1::Entry;

use super::agreement::StandingAgreement;
use super::history::StandingHistory;
use super::load::{self, Scored};
use super::recent::Recent;
use super::select::Selection;
use super::stale::Stale;
use super::table::{Kept, Table};
use crate::store::{Cursor, Events, Fault, Reader, Store, StoreEvent};

/// Counts kept: some tables over a thousand discussions, 3 kB each.
const COUNTS: usize = 8_000;
/// Tables kept; switching between a few filters costs nothing.
const TABLES: usize = 8;
/// Reports of agreement kept, and histories: a figure rests on every coding of the selection, so they are dear to make.
const ANSWERS: usize = 8;
/// Scores kept with all their items, up to some hundred kB each.
const WHOLE: usize = 16;
/// How long nobody has to ask before everything is dropped.
const IDLE: Duration = Duration::from_secs(600);

/// What is kept.
#[derive(Debug)]
struct Memory {
    counts: Recent<Selection, Arc<Kept>>,
    whole: Recent<Selection, Arc<Scored>>,
    tables: Recent<ScoreFilter, Table>,
    agreement: Recent<AgreementRequest, StandingAgreement>,
    history: Recent<(ScoreFilter, Resampling), StandingHistory>,
    seen: Cursor,
    asked: Instant,
    watched: bool,
}

/// The scoring room's memory. Cheap to clone.
#[derive(Clone)]
pub struct Scorer {
    store: Store,
    memory: Arc<Mutex<Memory>>,
}

/// The memory, held by one request.
pub struct Held<'m> {
    /// The store as it is now.
    pub view: Reader,
    memory: MutexGuard<'m, Memory>,
}

impl Scorer {
    /// Nothing kept yet.
    pub fn new(store: Store) -> Self {
        let memory = Memory {
            counts: Recent::new(COUNTS),
            whole: Recent::new(WHOLE),
            tables: Recent::new(TABLES),
            agreement: Recent::new(ANSWERS),
            history: Recent::new(ANSWERS),
            seen: store.cursor(),
            asked: Instant::now(),
            watched: false,
        };
        Scorer { store, memory: Arc::new(Mutex::new(memory)) }
    }

    /// Reads what has changed. Every request begins with it.
    pub async fn catch_up(&self) {
        let since = self.lock().seen.clone();
        let events = self.store.events_since(&since, Duration::ZERO).await;
        let mut memory = self.lock();
        memory.asked = Instant::now();
        let next = match events {
            Events::None => return,
            Events::Behind { next } => {
                memory.each_stale(Stale::touch_all);
                next
            }
            Events::Some { frames, next } => {
                let events = frames.iter().flat_map(|frame| frame.events.iter());
                let concerned: BTreeSet<Concerned> =
                    events.filter_map(StoreEvent::decode::<Event>).filter_map(|event| concerned(&event)).collect();
                memory.each_stale(|stale| {
                    concerned.iter().for_each(|what| match what {
                        Concerned::One(id) => stale.touch(*id),
                        Concerned::All => stale.touch_all(),
                    });
                });
                next
            }
        };
        // Another request may have read on meanwhile; what is read twice does no harm, what is skipped would.
        if next.boot != memory.seen.boot || next.seq > memory.seen.seq {
            memory.seen = next;
        }
    }

    /// Holds the memory. Not to be called on a thread that serves others.
    pub fn hold(&self) -> Held<'_> {
        // The memory first: a view taken before it could be older than what the last holder has seen.
        let memory = self.lock();
        Held { memory, view: self.store.read() }
    }

    /// The store as it is now, for what is not kept.
    pub fn view(&self) -> Reader {
        self.store.read()
    }

    /// Sees to it that everything is dropped once nobody asks any more.
    pub fn drop_when_idle(&self) {
        let mut memory = self.lock();
        if std::mem::replace(&mut memory.watched, true) {
            return;
        }
        let weak = Arc::downgrade(&self.memory);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(IDLE).await;
                let Some(memory) = weak.upgrade() else { return };
                let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
                if memory.asked.elapsed() >= IDLE {
                    memory.forget();
                    memory.watched = false;
                    return;
                }
            }
        });
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    /// Tells everything that is kept up to date what changed.
    fn each_stale(&mut self, tell: impl Fn(&mut Stale)) {
        self.tables.values_mut().for_each(|table| tell(table.stale()));
        self.agreement.values_mut().for_each(|report| tell(report.stale()));
        self.history.values_mut().for_each(|history| tell(history.stale()));
    }

    fn forget(&mut self) {
        self.counts.clear();
        self.whole.clear();
        self.tables.clear();
        self.agreement.clear();
        self.history.clear();
    }
}

impl Held<'_> {
    /// Has a look at the table of a filter, brought up to date.
    pub fn table<T>(&mut self, filter: &ScoreFilter, look: impl FnOnce(&mut Table) -> T) -> Result<T, Fault> {
        // The table of one discussion is made of its kept counts as soon as it is asked for; kept, those of a walk through
        // the discussions would push out the tables that are dear.
        let kept_too = filter.discussions.len() != 1;
        let known = kept_too.then(|| self.memory.tables.take(filter)).flatten();
        let mut table = known.unwrap_or_default();
        let Memory { counts, whole, .. } = &mut *self.memory;
        let updated = table.update(&self.view, filter, |view, selection| kept(view, selection, counts, whole));
        let answer = updated.map(|()| look(&mut table));
        if kept_too {
            self.memory.tables.put(filter.clone(), table);
        }
        answer
    }

    /// The report of agreement that was asked for, and the view to bring it up to date from.
    pub fn agreement(&mut self, request: &AgreementRequest) -> (&mut StandingAgreement, &Reader) {
        (self.memory.agreement.or_default(request), &self.view)
    }

    /// The history that was asked for, and the view to bring it up to date from.
    pub fn history(&mut self, filter: &ScoreFilter, resampling: Resampling) -> (&mut StandingHistory, &Reader) {
        (self.memory.history.or_default(&(filter.clone(), resampling)), &self.view)
    }

    /// The counts of a selection.
    pub fn kept(&mut self, selection: &Selection) -> Result<Arc<Kept>, Fault> {
        let Memory { counts, whole, .. } = &mut *self.memory;
        kept(&self.view, selection, counts, whole)
    }

    /// The score of a selection with all its items.
    pub fn score(&mut self, selection: &Selection) -> Result<Arc<Scored>, Fault> {
        if let Some(known) = self.memory.whole.get(selection) {
            return Ok(known.clone());
        }
        let scored = Arc::new(load::score(&self.view, selection)?);
        self.memory.whole.put(selection.clone(), scored.clone());
        Ok(scored)
    }
}

fn kept(
    view: &Reader,
    selection: &Selection,
    counts: &mut Recent<Selection, Arc<Kept>>,
    whole: &mut Recent<Selection, Arc<Scored>>,
) -> Result<Arc<Kept>, Fault> {
    if let Some(known) = counts.get(selection) {
        return Ok(known.clone());
    }
    let of = |scored: &Scored| {
        let entry = scored.score.as_ref().map(Entry::of).map_err(Clone::clone);
        Arc::new(Kept { entry, overrides: scored.codings.overrides.clone() })
    };
    let kept = match whole.get(selection) {
        Some(scored) => of(scored),
        None => of(&load::score(view, selection)?),
    };
    counts.put(selection.clone(), kept.clone());
    Ok(kept)
}

/// Whose scores an event may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Concerned {
    One(DiscussionId),
    All,
}

fn concerned(event: &Event) -> Option<Concerned> {
    match event {
        Event::Discussion { id } | Event::DiscussionDeleted { id } => Some(Concerned::One(*id)),
        Event::Codings { discussion } | Event::Statement { discussion, .. } => Some(Concerned::One(*discussion)),
        // With a persona go its traits and the references of its discussions, which are not told apart here.
        Event::PersonaDeleted { .. } => Some(Concerned::All),
        // A run counts once it is finished, which changes its discussion.
        Event::Coded { .. } | Event::Job { .. } | Event::Persona { .. } | Event::Storage => None,
    }
}
