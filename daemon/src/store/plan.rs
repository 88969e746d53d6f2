//! What to do at start, as a pure function of what was found: the recovery table, row by row.
//!
//! Nothing here reads or writes a file.

use super::segment::{Damage, Run};

/// The store as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StoreFound {
    /// No folder.
    Absent,
    /// Opens, and every check that was due holds.
    Good {
        /// The last frame applied.
        head: u64,
    },
    /// Not to be used.
    Bad {
        /// What is wrong, as the middle of a sentence.
        why: String,
    },
}

/// The snapshots as they were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SnapshotsFound {
    /// No file at all.
    None,
    /// Files, but none with a good footer.
    NoneGood,
    /// The newest good one ends with this frame.
    Newest {
        /// E.
        end: u64,
    },
}

/// The journal as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct JournalFound {
    /// The lowest number its segments can hold, by their names; `None` without segments.
    pub first: Option<u64>,
    /// Whether at least one segment's header is good.
    pub has_header: bool,
    /// Good frames, in order; segments that were not read because nothing in them is needed count as good.
    pub runs: Vec<Run>,
    /// Numbers passed over by name.
    pub passed_over: Vec<Run>,
    /// Damage that has a good frame behind it.
    pub damage: Vec<Damage>,
    /// Damage behind the last good frame: the bad tail.
    pub tail: Vec<Damage>,
}

impl JournalFound {
    /// J: the last good frame, 0 if there is none.
    pub(super) fn last(&self) -> u64 {
        self.runs.iter().map(|run| run.to).max().unwrap_or(0)
    }

    /// The numbers from `from` to `to` that are neither there nor passed over.
    pub(super) fn missing(&self, from: u64, to: u64) -> Vec<Run> {
        let mut covered: Vec<Run> = self.runs.iter().chain(&self.passed_over).copied().collect();
        covered.sort_by_key(|run| run.from);
        let mut missing = Vec::new();
        let mut next = from;
        for run in covered {
            if run.from > to || next > to {
                break;
            }
            if run.from > next {
                missing.push(Run { from: next, to: run.from - 1 });
            }
            next = next.max(run.to.saturating_add(1));
        }
        if next <= to {
            missing.push(Run { from: next, to });
        }
        missing
    }
}

/// Everything a start looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The index.
    pub store: StoreFound,
    /// The snapshots.
    pub snapshots: SnapshotsFound,
    /// The journal.
    pub journal: JournalFound,
}

/// What a start does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plan {
    /// Begin with nothing.
    NewWorld,
    /// Go on as it is.
    GoOn,
    /// Apply the frames the store does not have yet.
    Replay {
        /// First.
        from: u64,
        /// Last.
        to: u64,
    },
    /// The store knows more than the journal: keep what it says, set the journal aside.
    Witness {
        /// The store's last frame.
        head: u64,
    },
    /// The store is bad after all; look again with that in mind.
    Distrust {
        /// Why.
        why: String,
    },
    /// Set the store aside and build it again.
    Rebuild {
        /// From this snapshot (E), or from frame 1.
        snapshot: Option<u64>,
        /// Up to this frame.
        to: u64,
    },
    /// Touch nothing.
    Stop {
        /// Segment, offset, missing numbers.
        why: String,
    },
}

/// Decides.
pub(super) fn plan(found: &Found) -> Plan {
    let last = found.journal.last();
    let snapshot = match found.snapshots {
        SnapshotsFound::Newest { end } => Some(end),
        SnapshotsFound::None | SnapshotsFound::NoneGood => None,
    };
    let why = match &found.store {
        StoreFound::Good { head } => return plan_good(*head, last, snapshot.unwrap_or(0), &found.journal),
        StoreFound::Absent => {
            let nothing = found.journal.first.is_none_or(|first| first <= 1)
                && !found.journal.has_header
                && found.journal.runs.is_empty()
                && found.snapshots == SnapshotsFound::None;
            if nothing {
                return Plan::NewWorld;
            }
            "the store is missing"
        }
        StoreFound::Bad { why } => why,
    };
    let base = snapshot.unwrap_or(0);
    let missing = found.journal.missing(base + 1, last);
    let from_one = found.journal.first.is_some_and(|first| first <= 1) && (found.journal.has_header || last > 0);
    if snapshot.is_none() && !from_one {
        let lost = found.journal.first.filter(|first| *first > 1).map(|first| vec![Run { from: 1, to: first - 1 }]);
        let lost = lost.map_or_else(String::new, |lost| format!(" (missing: {})", numbers(&lost)));
        return Plan::Stop {
            why: format!(
                "the store cannot be used ({why}), there is no good snapshot, and the journal does not go back to the beginning{lost}"
            ),
        };
    }
    if missing.is_empty() {
        return Plan::Rebuild { snapshot, to: last.max(base) };
    }
    let place = found.journal.damage.first().map_or_else(String::new, |damage| {
        format!(": journal segment {} is damaged at byte {} ({} bytes)", damage.segment, damage.offset, damage.len)
    });
    Plan::Stop {
        why: format!(
            "the store cannot be used ({why}), and changes that are needed to rebuild it are missing: {}{place}",
            numbers(&missing)
        ),
    }
}

/// The rows with a good store.
fn plan_good(head: u64, last: u64, end: u64, journal: &JournalFound) -> Plan {
    if end > head && end > last {
        let why = format!("it ends with change {head}, and a snapshot goes up to {end}");
        return Plan::Distrust { why };
    }
    if head > last {
        return Plan::Witness { head };
    }
    if head == last {
        return Plan::GoOn;
    }
    let missing = journal.missing(head + 1, last);
    if missing.is_empty() {
        Plan::Replay { from: head + 1, to: last }
    } else {
        Plan::Distrust { why: format!("it ends with change {head}, and behind that {} missing", numbers(&missing)) }
    }
}

/// "5", "5-9", "5-9 and 12" in words for a sentence.
pub(super) fn numbers(runs: &[Run]) -> String {
    let parts: Vec<String> = runs
        .iter()
        .map(|run| if run.from == run.to { run.from.to_string() } else { format!("{} to {}", run.from, run.to) })
        .collect();
    let word = if runs.len() == 1 && runs.first().is_some_and(|run| run.from == run.to) { "number" } else { "numbers" };
    format!("{word} {}", parts.join(", "))
}
