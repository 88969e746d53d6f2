//! The matcher `compat`: the published method, reproduced to the digit so that published figures can be compared.
//!
//! **What a reader of its numbers must know.** It is greedy and depends on the order of the lists. A name that is only a
//! title or kin word ("Mom") matches nothing, not even itself. An id that is not matched stands for itself, so two
//! unrelated people with the same id can match by accident. Repeated ids hide false positives. Dates with missing parts
//! are filled from [`CompatSettings::today`], so that day is part of every figure. Nothing on either side counts as 1;
//! no matched event counts as 0 for the variables. One undated time zone or null list makes a whole score fail. The
//! matcher `fair` has none of these; figures of the two are never mixed.
//!
//! Nothing here reads a clock or a file; bad input is a typed error.

pub mod coders;
pub mod cumulative;
pub mod dates;
pub mod discussion;
mod events;
mod exact;
mod matching;
pub mod names;
mod people;
mod python_text;
mod replay;
pub mod rows;
pub mod sarf;
mod side;
mod statement;
pub mod system;

use chrono::NaiveDate;

use crate::pdp::Deltas;

pub use people::IdMap;
pub use replay::Replayed;
pub use side::Prepared;
pub use statement::{KINDS_WITH_FIGURE, SetFigures, SetScore, StatementScore, score_statement};

/// What a figure depends on beside the codings; printed with the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CompatSettings {
    /// The day that fills the missing parts of dates and decides the century of two-digit years.
    pub today: NaiveDate,
}

impl CompatSettings {
    /// Settings for a discussion: its own date, or 1 January 2026 where it has none.
    pub fn for_discussion(date: Option<NaiveDate>) -> Self {
        CompatSettings { today: date.unwrap_or_else(default_today) }
    }
}

impl Default for CompatSettings {
    fn default() -> Self {
        CompatSettings::for_discussion(None)
    }
}

fn default_today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()
}

/// Why the published method gives no figure for an input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompatError {
    /// Two dates that had to be compared cannot be.
    #[error(transparent)]
    Date(#[from] dates::DateError),
    /// An event that cannot be used.
    #[error(transparent)]
    Row(#[from] rows::RowFault),
    /// A list of relationship targets or triangles is null.
    #[error("an event's list of relationship targets or triangles is null; write [] where there are none")]
    NullList,
    /// A parent stands for a person without an id.
    #[error("a parent is matched with a person that has no id; give every person an id")]
    PersonWithoutId,
    /// A pair bond with a missing end, where codings are laid over one another.
    #[error("a pair bond names only one person or none; name both or delete the bond")]
    HalfBond,
    /// No coding of the discussion is approved.
    #[error("discussion {discussion} has no approved ground truth; approve a coding first")]
    NoApprovedTruth {
        /// The discussion.
        discussion: i64,
    },
}

impl CompatError {
    /// Whether a system score leaves the discussion out, rather than failing as a whole.
    pub fn leaves_out_discussion(&self) -> bool {
        matches!(self, CompatError::NoApprovedTruth { .. } | CompatError::Row(rows::RowFault::UnknownWord(_)))
    }
}

/// Scores one coding against another.
pub fn score_sets(ai: &Deltas, truth: &Deltas, settings: &CompatSettings) -> Result<SetScore, CompatError> {
    let (ai, truth) = (rows::Rows::from(ai), rows::Rows::from(truth));
    let (ai, truth) = (Prepared::new(&ai, settings)?, Prepared::new(&truth, settings)?);
    statement::score_sides(&ai.side(), &truth.side())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{Event, EventKind, ItemId, PairBond, Person, VariableShift};
    use crate::scoring::{Counts, Matching};

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.to_owned()), ..Person::new(ItemId(id)) }
    }

    fn shift(id: i64, person: i64, date: &str, symptom: VariableShift) -> Event {
        Event {
            person: Some(ItemId(person)),
            date_time: Some(date.to_owned()),
            symptom: Some(symptom),
            ..Event::new(ItemId(id), EventKind::Shift)
        }
    }

    /// Truth: Ann and Bob, their bond, and Ann's symptom up on 5 June 1990.
    fn truth() -> Deltas {
        Deltas {
            people: vec![person(-1, "Ann"), person(-2, "Bob")],
            pair_bonds: vec![PairBond::new(ItemId(-3), ItemId(-1), ItemId(-2))],
            events: vec![shift(-4, -1, "1990-06-05", VariableShift::Up)],
            delete: Vec::new(),
        }
    }

    #[test]
    fn a_coding_in_other_ids_and_order_scores_by_content() {
        let ai = Deltas {
            people: vec![person(-12, "Bob"), person(-11, "Aunt Ann"), person(-13, "Zoltan")],
            pair_bonds: vec![PairBond::new(ItemId(-20), ItemId(-12), ItemId(-11))],
            events: vec![
                shift(-21, -13, "1990-06-05", VariableShift::Up),
                shift(-22, -11, "June 9, 1990", VariableShift::Down),
            ],
            delete: Vec::new(),
        };
        let score = score_sets(&ai, &truth(), &CompatSettings::default()).unwrap();
        // Bob is position 0 here and 1 there; Zoltan is nobody's; the shift four days off is Ann's.
        assert_eq!(score.people.pairs, [(0, 1), (1, 0)]);
        assert_eq!(score.people.scored_unmatched, [2]);
        assert_eq!(score.events, Matching { pairs: vec![(1, 0)], scored_unmatched: vec![0], truth_unmatched: vec![] });
        assert_eq!(score.pair_bonds.counts(), Counts::new(1, 0, 0));
        // People 2/1/0, events 1/1/0, bonds 1/0/0: tp 4, fp 2, fn 0; F1 = 8 / 10.
        assert_eq!(score.aggregate(), Counts::new(4, 2, 0));
        assert!((score.aggregate().f1() - 0.8).abs() < 1e-12);
        assert_eq!((score.structural, score.shift), (Counts::default(), Counts::new(1, 1, 0)));
        // The one matched event has up against down: neither class is ever right.
        assert_eq!((score.macro_f1.symptom, score.coded.symptom), (0.0, 1));
    }

    #[test]
    fn the_day_today_is_a_setting_and_changes_the_figure() {
        let mut ai = truth();
        ai.events[0].date_time = Some("June 1990".into());
        let on = |day| {
            let settings = CompatSettings { today: NaiveDate::from_ymd_opt(2026, 1, day).unwrap() };
            score_sets(&ai, &truth(), &settings).unwrap().events.counts()
        };
        assert_eq!(on(5), Counts::new(1, 0, 0));
        assert_eq!(on(25), Counts::new(0, 1, 1));
    }

    #[test]
    fn one_zone_only_fails_with_words_that_say_what_to_do() {
        let mut ai = truth();
        ai.events[0].date_time = Some("1990-06-05T00:00:00Z".into());
        let error = score_sets(&ai, &truth(), &CompatSettings::default()).unwrap_err();
        assert_eq!(error, CompatError::Date(dates::DateError::OneZoneOnly));
        assert!(error.to_string().contains("time zone"));
    }
}
