//! What a later row of the same item changes: only the fields that it sets.
//!
//! A row sets a field when it holds a value. An empty list and the certainty a missing field is read as set nothing,
//! because a reader cannot tell them from a field left out. A date brings its certainty along, since the two are one
//! statement ("about 1990"): a new date with the default certainty is certain.

use super::{DateCertainty, Event, PairBond, Person};

/// Replaces `old` if `new` holds a value; says whether anything changed.
fn take<T: Clone + PartialEq>(old: &mut Option<T>, new: &Option<T>) -> bool {
    let sets = new.is_some() && old != new;
    if sets {
        old.clone_from(new);
    }
    sets
}

/// Replaces `old` if `new` is not empty; says whether anything changed.
fn take_list<T: Clone + PartialEq>(old: &mut Vec<T>, new: &[T]) -> bool {
    let sets = !new.is_empty() && old != new;
    if sets {
        *old = new.to_vec();
    }
    sets
}

/// Adds what `old` does not hold yet: evidence of a later statement does not undo that of an earlier one.
fn add_new(old: &mut Vec<String>, new: &[String]) -> bool {
    let before = old.len();
    for words in new {
        if !old.contains(words) {
            old.push(words.clone());
        }
    }
    old.len() > before
}

impl Person {
    /// Takes over the fields that `newer`, a later row of the same person, sets; says whether anything changed.
    pub fn take_set_fields(&mut self, newer: &Person) -> bool {
        take(&mut self.name, &newer.name)
            | take(&mut self.last_name, &newer.last_name)
            | take(&mut self.gender, &newer.gender)
            | take(&mut self.parents, &newer.parents)
            | take(&mut self.confidence, &newer.confidence)
            | add_new(&mut self.evidence, &newer.evidence)
    }
}

impl PairBond {
    /// Takes over the fields that `newer`, a later row of the same bond, sets; says whether anything changed.
    pub fn take_set_fields(&mut self, newer: &PairBond) -> bool {
        take(&mut self.person_a, &newer.person_a)
            | take(&mut self.person_b, &newer.person_b)
            | take(&mut self.married, &newer.married)
            | take(&mut self.confidence, &newer.confidence)
            | add_new(&mut self.evidence, &newer.evidence)
    }
}

impl Event {
    /// Takes over the fields that `newer`, a later row of the same event, sets; says whether anything changed.
    pub fn take_set_fields(&mut self, newer: &Event) -> bool {
        let other_kind = self.kind != newer.kind;
        self.kind = newer.kind;
        let other_date = take(&mut self.date_time, &newer.date_time);
        let names_certainty = newer.date_certainty != Some(DateCertainty::Certain);
        let other_certainty = (other_date || names_certainty) && take(&mut self.date_certainty, &newer.date_certainty);
        other_kind
            | other_date
            | other_certainty
            | take(&mut self.person, &newer.person)
            | take(&mut self.spouse, &newer.spouse)
            | take(&mut self.child, &newer.child)
            | take(&mut self.description, &newer.description)
            | take(&mut self.notes, &newer.notes)
            | take(&mut self.location, &newer.location)
            | take(&mut self.end_date_time, &newer.end_date_time)
            | take(&mut self.symptom, &newer.symptom)
            | take(&mut self.anxiety, &newer.anxiety)
            | take(&mut self.relationship, &newer.relationship)
            | take_list(&mut self.relationship_targets, &newer.relationship_targets)
            | take_list(&mut self.relationship_triangles, &newer.relationship_triangles)
            | take(&mut self.functioning, &newer.functioning)
            | take(&mut self.confidence, &newer.confidence)
            | add_new(&mut self.evidence, &newer.evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, ItemId, VariableShift};

    #[test]
    fn only_the_fields_a_later_row_sets_are_taken_over() {
        let mut person = Person { name: Some("Al".into()), last_name: Some("Lee".into()), ..Person::new(ItemId(-1)) };
        let newer = Person { name: Some("Alan".into()), ..Person::new(ItemId(-1)) };
        assert!(person.take_set_fields(&newer));
        assert_eq!((person.name.as_deref(), person.last_name.as_deref()), (Some("Alan"), Some("Lee")));
        assert!(!person.take_set_fields(&newer), "a repeated row changes nothing");
    }

    #[test]
    fn an_empty_list_and_the_default_certainty_overwrite_nothing() {
        let mut event = Event {
            date_time: Some("1990".into()),
            date_certainty: Some(DateCertainty::Approximate),
            relationship_targets: vec![ItemId(3)],
            ..Event::new(ItemId(-1), EventKind::Shift)
        };
        let newer = Event { anxiety: Some(VariableShift::Up), ..Event::new(ItemId(-1), EventKind::Shift) };
        assert!(event.take_set_fields(&newer));
        assert_eq!(event.date_certainty, Some(DateCertainty::Approximate));
        assert_eq!(event.relationship_targets, [ItemId(3)]);
        assert_eq!(event.anxiety, Some(VariableShift::Up));
    }

    #[test]
    fn a_new_date_brings_its_certainty_along() {
        let mut event = Event {
            date_time: Some("1990".into()),
            date_certainty: Some(DateCertainty::Approximate),
            ..Event::new(ItemId(-1), EventKind::Death)
        };
        let newer = Event { date_time: Some("1990-06-15".into()), ..Event::new(ItemId(-1), EventKind::Death) };
        assert!(event.take_set_fields(&newer));
        assert_eq!(event.date_certainty, Some(DateCertainty::Certain));
    }

    #[test]
    fn evidence_adds_up() {
        let with = |words: &[&str]| Person {
            evidence: words.iter().map(|words| (*words).to_owned()).collect(),
            ..Person::new(ItemId(-1))
        };
        let mut person = with(&["my mother"]);
        assert!(person.take_set_fields(&with(&["Mary", "my mother"])));
        assert_eq!(person.evidence, ["my mother", "Mary"]);
    }

    #[test]
    fn a_null_list_is_read_as_an_empty_one() {
        let read: Event = serde_json::from_str(r#"{"id":-1,"kind":"shift","relationshipTargets":null}"#).unwrap();
        assert!(read.relationship_targets.is_empty());
        assert_eq!(read.date_certainty, Some(DateCertainty::Certain));
        assert!(serde_json::from_str::<Event>(r#"{"id":-1,"kind":"shift","relationshipTargets":3}"#).is_err());
    }
}
