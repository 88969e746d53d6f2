//! `check`: reads everything, changes nothing, and says what is damaged, what is missing, what was passed over by name,
//! and what the next start (or a repair) would do about it.

use super::error::{Fault, OpenError};
use super::files::Files;
use super::found::{self, Shots};
use super::guard::{self, Opened};
use super::index::{Head, Index};
use super::journal::Survey;
use super::kill::KillPoints;
use super::layout::Layout;
use super::open::OpenOptions;
use super::plan::{self, Found, JournalFound, Plan, StoreFound, numbers};
use super::recovery::Recovery;
use super::shelf::Shelf;
use super::{mark, snapshot};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Good to know; nothing is lost.
    Note,
    /// Damage that costs nothing now, because something else holds the same.
    Damage,
    /// Damage because of which the next start would stop.
    Stop,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub weight: Weight,
    /// A sentence; it names files, places and numbers, never content.
    pub text: String,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReport {
    /// The last change in the store; 0 if it could not be read.
    pub head: u64,
    /// The last change in the journal.
    pub journal_end: u64,
    /// Segments of the journal.
    pub segments: usize,
    /// Good snapshots.
    pub snapshots: usize,
    /// Everything worth saying, the gravest last.
    pub findings: Vec<Finding>,
    /// What the next start would do, if it is more than going on.
    pub next_start: Option<String>,
}

impl CheckReport {
    /// Whether nothing is damaged.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.weight == Weight::Note)
    }

    fn add(&mut self, weight: Weight, text: String) {
        self.findings.push(Finding { weight, text });
    }
}

/// Checks a store that is not open. sled is opened in a copy, so that nothing changes.
pub fn check(options: &OpenOptions) -> Result<CheckReport, OpenError> {
    let mut quiet = |_: String| {};
    let recovery = Recovery::new(options, Arc::clone(&options.files), KillPoints::new(None), &mut quiet);
    let report = look(&recovery)?.report();
    forget_copy(&recovery);
    Ok(report)
}

/// Everything a check looks at.
pub(super) struct Sight {
    pub store: StoreSight,
    pub shots: Shots,
    pub survey: Survey,
    pub journal: JournalFound,
    /// Why a start would not believe the store, whatever the copy says: its mark.
    pub distrusted: Option<String>,
}

/// The store, looked at in a copy.
pub(super) enum StoreSight {
    /// No folder.
    Absent,
    /// It opens; `wrong` is what a full reading found.
    Opens { index: Arc<Index>, head: Head, wrong: Option<String> },
    /// It does not open.
    Shut(String),
}

impl StoreSight {
    fn found(&self) -> StoreFound {
        match self {
            Self::Absent => StoreFound::Absent,
            Self::Opens { head, wrong: None, .. } => StoreFound::Good { head: head.seq },
            Self::Opens { wrong: Some(why), .. } | Self::Shut(why) => StoreFound::Bad { why: why.clone() },
        }
    }
}

/// Looks at everything. The copy of the store stays until `forget_copy`.
pub(super) fn look(recovery: &Recovery<'_>) -> Result<Sight, OpenError> {
    let (files, layout) = (&*recovery.files, &recovery.layout);
    let mut store = look_at_store(recovery)?;
    let (shots, survey) = look_at_files(files, layout)?;
    if let (Some(world), StoreSight::Opens { head, wrong, .. }) = (found::world_of(&survey), &mut store)
        && head.world != world
    {
        wrong.get_or_insert("it belongs to another journal".to_owned());
    }
    let journal = found::journal_found(&survey);
    if let StoreSight::Opens { head, wrong, .. } = &mut store
        && head.lacks(journal.last())
    {
        wrong.get_or_insert(super::recovery::PART_OF_A_CHANGE.to_owned());
    }
    let distrusted = match store {
        StoreSight::Absent => None,
        _ => recovery.distrusted()?,
    };
    Ok(Sight { store, shots, survey, journal, distrusted })
}

/// Removes the copy a check has opened. Call it when nothing holds it any more.
pub(super) fn forget_copy(recovery: &Recovery<'_>) {
    let _ = recovery.files.remove_dir(&recovery.layout.check_copy());
}

/// All snapshots, every byte, and the whole journal.
fn look_at_files(files: &dyn Files, layout: &Layout) -> Result<(Shots, Survey), OpenError> {
    let first = found::shots(files, layout, &[])?;
    let mut damaged = Vec::new();
    for about in &first.good {
        let path = layout.snapshots().join(snapshot::name(about.end));
        if snapshot::verify(files, &path).map_err(|cause| OpenError::disk(&path, cause))?.is_none() {
            damaged.push(about.end);
        }
    }
    let mut shots = found::shots(files, layout, &damaged)?;
    let survey = found::survey(files, layout, Some(0))?;
    if let Some(world) = found::world_of(&survey) {
        found::only_of(world, &mut shots);
    }
    Ok((shots, survey))
}

fn look_at_store(recovery: &Recovery<'_>) -> Result<StoreSight, OpenError> {
    let (store, copy) = (recovery.layout.store(), recovery.layout.check_copy());
    if !store.exists() {
        return Ok(StoreSight::Absent);
    }
    recovery.files.remove_dir(&copy).map_err(|cause| OpenError::disk(&copy, cause))?;
    mark::copy_tree(&store, &copy).map_err(|cause| OpenError::disk(&copy, cause))?;
    Ok(match guard::open(&copy, recovery.cache_bytes, false, recovery.open_limit) {
        Opened::Good(index) => match index.head() {
            Some(head) => {
                let index: Arc<Index> = Arc::from(index);
                match guard::walk(&index, recovery.open_limit) {
                    Some(outcome) => StoreSight::Opens { index, head, wrong: outcome.err() },
                    None => StoreSight::Shut("reading it does not end".to_owned()),
                }
            }
            None => StoreSight::Shut("it has no head".to_owned()),
        },
        Opened::Bad(why) => StoreSight::Shut(why),
        Opened::Disk(cause) => return Err(OpenError::disk(&copy, cause)),
        Opened::InUse => return Err(OpenError::InUse { path: store }),
        Opened::Endless => StoreSight::Shut("reading it does not end".to_owned()),
    })
}

impl Sight {
    /// What the next start would do. A store that turns out to be bad is looked at as such, as a start does.
    pub(super) fn plan(&self) -> (Plan, StoreFound) {
        let store = match &self.distrusted {
            Some(why) => StoreFound::Bad { why: why.clone() },
            None => self.store.found(),
        };
        let mut found = Found { store, snapshots: self.shots.found(), journal: self.journal.clone() };
        let mut decided = plan::plan(&found);
        if let Plan::Distrust { why } = decided {
            found.store = StoreFound::Bad { why };
            decided = plan::plan(&found);
        }
        (decided, found.store)
    }

    fn report(&self) -> CheckReport {
        let mut report = CheckReport {
            head: if let StoreSight::Opens { head, .. } = &self.store { head.seq } else { 0 },
            ..CheckReport::default()
        };
        let (decided, store) = self.plan();
        let needed_from = match &store {
            StoreFound::Good { head } => head + 1,
            _ => self.shots.good.last().map_or(1, |newest| newest.end + 1),
        };
        files_report(&mut report, &self.shots, &self.survey, &self.journal, needed_from);
        match &store {
            StoreFound::Bad { why } => report.add(Weight::Damage, format!("The store cannot be used: {why}.")),
            StoreFound::Absent if report.segments > 0 => {
                report.add(Weight::Damage, "The store is missing.".to_owned());
            }
            StoreFound::Absent | StoreFound::Good { .. } => {}
        }
        report.next_start = match decided {
            Plan::NewWorld | Plan::GoOn | Plan::Distrust { .. } => None,
            Plan::Replay { from, to } => Some(format!("take over changes {from} to {to} from the journal")),
            Plan::Witness { head } => {
                Some(format!("believe the store, which knows changes up to {head}, and set the journal aside"))
            }
            Plan::Rebuild { snapshot: Some(end), to } => {
                Some(format!("rebuild the store from the snapshot of change {end} and the journal, up to change {to}"))
            }
            Plan::Rebuild { snapshot: None, to } => {
                Some(format!("rebuild the store from the journal, up to change {to}"))
            }
            Plan::Stop { why } => {
                report.add(Weight::Stop, format!("{why}."));
                Some(
                    "stop and touch nothing. A repair would keep everything that can be read, set the damaged files \
                     aside, and go on without the changes that are named"
                        .to_owned(),
                )
            }
        };
        report
    }
}

/// What journal and snapshots give to say.
fn files_report(report: &mut CheckReport, shots: &Shots, survey: &Survey, journal: &JournalFound, needed_from: u64) {
    report.segments = survey.segments.len();
    report.snapshots = shots.good.len();
    report.journal_end = journal.last();
    if !journal.passed_over.is_empty() {
        let text = format!("Passed over by name, never used: {}.", numbers(&journal.passed_over));
        report.add(Weight::Note, text);
    }
    for name in &shots.unusable {
        report.add(Weight::Damage, format!("Snapshot {name} is damaged or of another store; it is not used."));
    }
    for damage in journal.damage.iter().chain(&journal.tail) {
        let text = format!("Segment {} is damaged at byte {} ({} bytes).", damage.segment, damage.offset, damage.len);
        report.add(Weight::Damage, text);
    }
    let first = journal.first.unwrap_or(1);
    let missing = journal.missing(first, journal.last());
    if !missing.is_empty() {
        let needed = missing.iter().any(|run| run.to >= needed_from);
        let word = if needed { "needed" } else { "not needed any more" };
        report.add(Weight::Damage, format!("Missing in the journal, {word}: {}.", numbers(&missing)));
    }
}

/// Checks a store that is open and at work.
pub(super) fn check_open(shelf: &Shelf) -> Result<CheckReport, Fault> {
    let index = shelf.index()?;
    let mut report = CheckReport::default();
    let mut wrong = None;
    // A change during the reading can make the numbers of records differ; then it is read once more.
    for _ in 0..3 {
        let before = index.head().map(|head| head.seq);
        wrong = index.walk(&AtomicU64::new(0)).err();
        report.head = before.unwrap_or(0);
        if wrong.is_none() || index.head().map(|head| head.seq) == before {
            break;
        }
    }
    let looked = look_at_files(&*shelf.files, &shelf.layout);
    let (shots, survey) = looked.map_err(|error| Fault::damaged("journal", &error.to_string()))?;
    let mut journal = found::journal_found(&survey);
    // The frame being written just now looks like a torn one.
    journal.tail.clear();
    let needed_from = report.head + 1;
    files_report(&mut report, &shots, &survey, &journal, needed_from);
    if let Some(why) = wrong {
        report.add(Weight::Damage, format!("The store is damaged: {why}."));
        report.next_start = Some("rebuild the store".to_owned());
        shelf.distrust(&why);
    }
    Ok(report)
}
