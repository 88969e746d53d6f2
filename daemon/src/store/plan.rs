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

#[cfg(test)]
mod tests {
    use super::*;

    fn run(from: u64, to: u64) -> Run {
        Run { from, to }
    }
    fn journal(first: u64, runs: &[(u64, u64)]) -> JournalFound {
        let runs = runs.iter().map(|(from, to)| run(*from, *to)).collect();
        JournalFound { first: Some(first), has_header: true, runs, ..JournalFound::default() }
    }
    fn good(head: u64) -> StoreFound {
        StoreFound::Good { head }
    }
    fn bad() -> StoreFound {
        StoreFound::Bad { why: "it has no head".into() }
    }
    fn decide(store: StoreFound, snapshot: Option<u64>, journal: JournalFound) -> Plan {
        let snapshots = snapshot.map_or(SnapshotsFound::None, |end| SnapshotsFound::Newest { end });
        plan(&Found { store, snapshots, journal })
    }
    fn stop(plan: Plan) -> String {
        match plan {
            Plan::Stop { why } => why,
            other => panic!("a stop was expected, not {other:?}"),
        }
    }

    #[test]
    fn no_store_journal_or_snapshot_is_a_new_world() {
        assert_eq!(decide(StoreFound::Absent, None, JournalFound::default()), Plan::NewWorld);
    }

    #[test]
    fn a_first_start_killed_before_its_first_header_was_whole_is_a_new_world() {
        let torn = JournalFound { first: Some(1), ..JournalFound::default() };
        assert_eq!(decide(StoreFound::Absent, None, torn), Plan::NewWorld);
    }

    #[test]
    fn a_snapshot_without_a_good_footer_is_not_used_and_forbids_a_new_world() {
        let found =
            Found { store: StoreFound::Absent, snapshots: SnapshotsFound::NoneGood, journal: JournalFound::default() };
        assert!(stop(plan(&found)).contains("no good snapshot"));
        let found = Found { journal: journal(1, &[(1, 5)]), ..found };
        assert_eq!(plan(&found), Plan::Rebuild { snapshot: None, to: 5 });
    }

    #[test]
    fn head_equal_to_the_last_frame_goes_on() {
        assert_eq!(decide(good(5), None, journal(1, &[(1, 5)])), Plan::GoOn);
        assert_eq!(decide(good(0), None, journal(1, &[])), Plan::GoOn);
    }

    #[test]
    fn frames_behind_the_head_are_replayed_if_all_are_there() {
        assert_eq!(decide(good(3), None, journal(1, &[(1, 9)])), Plan::Replay { from: 4, to: 9 });
    }

    #[test]
    fn a_named_gap_is_no_gap() {
        let mut found = journal(1, &[(1, 4), (8, 9)]);
        found.passed_over = vec![run(5, 7)];
        assert_eq!(decide(good(3), None, found.clone()), Plan::Replay { from: 4, to: 9 });
        assert_eq!(decide(bad(), None, found), Plan::Rebuild { snapshot: None, to: 9 });
    }

    #[test]
    fn a_missing_frame_behind_the_head_makes_the_store_bad() {
        let plan = decide(good(3), None, journal(1, &[(1, 4), (6, 9)]));
        assert!(matches!(plan, Plan::Distrust { why } if why.contains("number 5")));
    }

    #[test]
    fn a_head_ahead_of_the_journal_makes_the_store_the_witness() {
        assert_eq!(decide(good(9), None, journal(1, &[(1, 7)])), Plan::Witness { head: 9 });
        let mut torn = journal(1, &[(1, 7)]);
        torn.tail = vec![Damage { segment: "s".into(), offset: 90, len: 5 }];
        assert_eq!(decide(good(9), Some(5), torn), Plan::Witness { head: 9 });
        assert_eq!(decide(good(9), None, JournalFound::default()), Plan::Witness { head: 9 });
    }

    #[test]
    fn a_snapshot_ahead_of_store_and_journal_is_what_counts() {
        assert!(matches!(decide(good(5), Some(8), journal(1, &[(1, 5)])), Plan::Distrust { .. }));
        assert!(matches!(decide(good(6), Some(8), journal(1, &[(1, 5)])), Plan::Distrust { .. }));
        assert_eq!(decide(bad(), Some(8), journal(1, &[(1, 5)])), Plan::Rebuild { snapshot: Some(8), to: 8 });
        assert_eq!(
            decide(StoreFound::Absent, Some(8), JournalFound::default()),
            Plan::Rebuild { snapshot: Some(8), to: 8 }
        );
    }

    #[test]
    fn a_bad_store_is_rebuilt_from_a_snapshot_or_from_frame_one() {
        assert_eq!(decide(bad(), Some(8), journal(6, &[(6, 12)])), Plan::Rebuild { snapshot: Some(8), to: 12 });
        assert_eq!(decide(bad(), None, journal(1, &[(1, 12)])), Plan::Rebuild { snapshot: None, to: 12 });
        assert_eq!(decide(StoreFound::Absent, None, journal(1, &[(1, 2)])), Plan::Rebuild { snapshot: None, to: 2 });
    }

    #[test]
    fn a_good_needed_frame_behind_a_bad_one_stops_and_names_segment_offset_and_numbers() {
        let mut found = journal(1, &[(1, 4), (7, 12)]);
        found.damage = vec![Damage { segment: "00000000000000000001.seg".into(), offset: 321, len: 44 }];
        let why = stop(decide(bad(), None, found));
        for word in ["00000000000000000001.seg", "321", "5 to 6"] {
            assert!(why.contains(word), "{word} in {why}");
        }
    }

    #[test]
    fn damage_and_gaps_before_what_is_needed_stop_nothing() {
        let mut found = journal(1, &[(1, 4), (7, 12)]);
        found.damage = vec![Damage { segment: "s".into(), offset: 321, len: 44 }];
        assert_eq!(decide(good(10), None, found.clone()), Plan::Replay { from: 11, to: 12 });
        assert_eq!(decide(bad(), Some(9), found), Plan::Rebuild { snapshot: Some(9), to: 12 });
    }

    #[test]
    fn a_bad_store_with_neither_snapshot_nor_beginning_stops_and_names_what_is_missing() {
        assert!(stop(decide(bad(), None, journal(50, &[(50, 60)]))).contains("1 to 49"));
        stop(decide(bad(), None, JournalFound::default()));
        let torn = JournalFound { first: Some(1), ..JournalFound::default() };
        stop(decide(bad(), None, torn));
    }

    /// Every small combination of store, snapshot and frames: never a new world where there is anything, and never a
    /// plan that would leave a needed frame out.
    #[test]
    fn no_combination_forgets_a_frame_or_begins_anew_over_something() {
        for mask in 0u32..64 {
            let frames: Vec<(u64, u64)> = (1..=6)
                .filter(|n| mask & (1 << (n - 1)) != 0)
                .map(|n| (u64::from(n as u8), u64::from(n as u8)))
                .collect();
            let last = frames.last().map_or(0, |frame| frame.0);
            let found = journal(frames.first().map_or(1, |frame| frame.0), &frames);
            for snapshot in [None, Some(2), Some(5)] {
                for store in [StoreFound::Absent, bad(), good(0), good(3), good(6)] {
                    let covered = |from: u64, to: u64| found.missing(from, to).is_empty();
                    match (decide(store.clone(), snapshot, found.clone()), &store) {
                        (Plan::NewWorld, _) => panic!("a new world over {store:?} {snapshot:?} {frames:?}"),
                        (Plan::GoOn, StoreFound::Good { head }) => {
                            assert!(*head == last && snapshot.unwrap_or(0) <= *head);
                        }
                        (Plan::Replay { from, to }, StoreFound::Good { head }) => {
                            assert!(from == head + 1 && to == last && covered(from, to));
                        }
                        (Plan::Witness { head }, StoreFound::Good { .. }) => {
                            assert!(head > last && (snapshot.unwrap_or(0) <= head));
                        }
                        (Plan::Rebuild { snapshot: base, to }, StoreFound::Absent | StoreFound::Bad { .. }) => {
                            assert_eq!(base, snapshot);
                            let base = base.unwrap_or(0);
                            assert!(to == last.max(base) && covered(base + 1, last));
                        }
                        (Plan::Distrust { .. }, StoreFound::Good { .. }) => {}
                        (Plan::Stop { .. }, StoreFound::Absent | StoreFound::Bad { .. }) => {}
                        (plan, _) => panic!("{plan:?} for {store:?}"),
                    }
                }
            }
        }
    }
}
