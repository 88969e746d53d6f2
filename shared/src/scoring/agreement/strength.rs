//! How strongly two matched events belong together, where several coders' matchings contradict one another.
//!
//! As in matching, coded values have no say: agreement on values is measured on the units afterwards.

use chrono::NaiveDate;

use crate::family::{Event, Variable};

/// Greater is stronger: both dated, then few days apart, then the same variables coded, then the same description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Strength {
    dated: bool,
    nearness: i64,
    same_variables: usize,
    same_words: bool,
}

/// The strength of a matched pair.
pub(super) fn strength(a: &Event, b: &Event) -> Strength {
    let days = date(a).zip(date(b)).map(|(a, b)| (a - b).num_days().abs());
    let same = |variable: &&Variable| has(a, **variable) == has(b, **variable);
    Strength {
        dated: days.is_some(),
        nearness: -days.unwrap_or_default(),
        same_variables: Variable::ALL.iter().filter(same).count(),
        same_words: a.description.is_some() && a.description == b.description,
    }
}

fn has(event: &Event, variable: Variable) -> bool {
    match variable {
        Variable::Symptom => event.symptom.is_some(),
        Variable::Anxiety => event.anxiety.is_some(),
        Variable::Relationship => event.relationship.is_some(),
        Variable::Functioning => event.functioning.is_some(),
    }
}

/// The day, where the date is written in full as ISO 8601; other writings count as undated here.
fn date(event: &Event) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(event.date_time.as_deref()?.get(..10)?, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, ItemId, VariableShift};

    fn shift(date: Option<&str>, symptom: Option<VariableShift>) -> Event {
        Event { date_time: date.map(str::to_owned), symptom, ..Event::new(ItemId(-1), EventKind::Shift) }
    }

    #[test]
    fn dated_pairs_are_stronger_and_the_direction_of_a_shift_has_no_say() {
        let (day, week) = (shift(Some("2024-05-01"), None), shift(Some("2024-05-08T10:00:00"), None));
        let undated = shift(None, None);
        assert!(strength(&day, &day) > strength(&day, &week));
        assert!(strength(&day, &week) > strength(&day, &undated));
        let (up, down) = (shift(None, Some(VariableShift::Up)), shift(None, Some(VariableShift::Down)));
        assert_eq!(strength(&up, &up), strength(&up, &down));
        assert!(strength(&up, &down) > strength(&up, &undated));
    }
}
