//! Approval: from codings to the next version of ground truth, all or nothing. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{committed_family, of_item};
use super::{ApprovedStatement, CodedStatement, Coder, GroundTruth, Problem, Source, as_one_family};
use crate::discussion::DiscussionId;
use crate::family::{Event, ItemId};
use crate::pdp::{Deltas, Names, Pdp, Policy, Surroundings, Violation, apply, validate};

/// The codings to approve, one for each statement.
pub type Chosen<'a> = BTreeMap<u32, (&'a Coder, &'a CodedStatement)>;

/// The ground truth after approving `chosen`: each chosen statement has the chosen coding as its source, every other
/// statement of `previous` is carried over, so each statement keeps exactly one source.
///
/// The whole result is replayed statement by statement and checked as a person's coding
/// ([`crate::pdp::validate`], [`Policy::Human`]). Every problem of every statement is listed; then nothing is approved.
/// A statement carried over can become wrong too: people it refers to may have been defined in a statement that now has
/// another coder's words.
pub fn approve(
    discussion: DiscussionId,
    previous: Option<&GroundTruth>,
    chosen: &Chosen<'_>,
) -> Result<GroundTruth, Vec<Problem>> {
    let mut truth = previous.cloned().unwrap_or_default();
    for (number, (coder, coding)) in chosen {
        let source = Source { coder: (*coder).clone(), revision: coding.revision, provenance: coding.provenance };
        truth.insert(*number, ApprovedStatement { source, deltas: coding.deltas.clone() });
    }
    let problems = problems(discussion, &truth, chosen);
    if problems.is_empty() { Ok(truth) } else { Err(problems) }
}

fn problems(discussion: DiscussionId, truth: &GroundTruth, chosen: &Chosen<'_>) -> Vec<Problem> {
    let family = committed_family();
    let coders: BTreeSet<&Coder> = truth.values().map(|approved| &approved.source.coder).collect();
    let mut pool = Pdp::default();
    let mut found = Vec::new();
    for (number, deltas) in as_one_family(truth) {
        let around = Surroundings { family: Some(&family), pdp: &pool };
        let names = Names::of(&around, &deltas);
        let violations = validate(&around, &deltas, Policy::Human);
        let violations = violations.iter().map(|one| (item_of(one), one.in_words(&names, &deltas)));
        for (item, what) in violations.chain(nobody_in(&deltas, &pool, &names)) {
            let coder = truth.get(&number).map(|approved| &approved.source.coder);
            let what = match coder.filter(|_| coders.len() > 1) {
                Some(coder) if !chosen.contains_key(&number) => {
                    format!("{what} (carried over from {coder}'s coding of an earlier version)")
                }
                Some(coder) => format!("{what} ({coder}'s coding)"),
                None => what,
            };
            let statement = Some(format!("{discussion}/{number}"));
            found.push(Problem { place: String::new(), statement, item, what });
        }
        pool = apply(&pool, &deltas);
    }
    found
}

/// New events that do not say whom they happened to: offspring need the child, every other kind the person. (A model's
/// deltas are repaired in this; a person is asked.) A later row of a known event need not say it again.
fn nobody_in(deltas: &Deltas, pool: &Pdp, names: &Names) -> Vec<(Option<String>, String)> {
    let is_new = |event: &&Event| !pool.events.iter().any(|known| known.id == event.id);
    let lacks = |event: &&Event| if event.kind.is_offspring() { event.child.is_none() } else { event.person.is_none() };
    let words = |event: &Event| {
        let missing = if event.kind.is_offspring() { "who the child is" } else { "whom it happened to" };
        (Some(of_item("event", event.id)), format!("\"{}\" does not say {missing}.", names.event(event)))
    };
    deltas.events.iter().filter(is_new).filter(lacks).map(words).collect()
}

/// The item a violation is about.
fn item_of(violation: &Violation) -> Option<String> {
    let (kind, id): (&str, ItemId) = match violation {
        Violation::SharedIds { ids } => return ids.first().map(|id| format!("id {id}")),
        Violation::PersonNotCommitted { person }
        | Violation::RepeatsCommittedPerson { person, .. }
        | Violation::ParentsNowhere { person, .. }
        | Violation::OwnParent { person, .. }
        | Violation::DeleteOrphansEvent { person, .. } => ("person", *person),
        Violation::BondNotCommitted { bond }
        | Violation::RepeatsCommittedBond { bond, .. }
        | Violation::BondLacksEnd { bond, .. }
        | Violation::BondEndNowhere { bond, .. }
        | Violation::RepeatsBond { bond, .. }
        | Violation::DeleteOrphansPerson { bond, .. } => ("pair bond", *bond),
        Violation::EventNotCommitted { event }
        | Violation::RepeatsCommittedEvent { event, .. }
        | Violation::EventNeedsDescription { event, .. }
        | Violation::EventNeedsDate { event, .. }
        | Violation::EventNeedsSpouse { event, .. }
        | Violation::BornOfSelf { event, .. }
        | Violation::EventRefersToNobody { event, .. } => ("event", *event),
    };
    Some(of_item(kind, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Provenance;
    use crate::family::{EventKind, Person, VariableShift};

    const TALK: DiscussionId = DiscussionId(41);

    fn coder(name: &str) -> Coder {
        Coder::External { name: name.parse().unwrap() }
    }

    fn coding(revision: u32, deltas: Deltas) -> CodedStatement {
        CodedStatement { revision, provenance: Provenance::Blind, deltas }
    }

    fn irena() -> Deltas {
        let person = Person { name: Some("Irena".into()), ..Person::new(ItemId(-1)) };
        Deltas { people: vec![person], ..Deltas::default() }
    }

    fn shift(id: i64, person: Option<i64>, description: Option<&str>) -> Deltas {
        let event = Event {
            person: person.map(ItemId),
            description: description.map(str::to_owned),
            date_time: Some("2024-05-01".into()),
            anxiety: Some(VariableShift::Up),
            ..Event::new(ItemId(id), EventKind::Shift)
        };
        Deltas { events: vec![event], ..Deltas::default() }
    }

    fn told(result: Result<GroundTruth, Vec<Problem>>) -> Vec<String> {
        result.unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_one_coder_coded_becomes_the_source_of_just_those_statements() {
        let (a, first, third) = (coder("a"), coding(2, irena()), coding(1, Deltas::default()));
        let truth = approve(TALK, None, &Chosen::from([(1, (&a, &first)), (5, (&a, &third))])).unwrap();
        assert_eq!(truth.keys().copied().collect::<Vec<_>>(), [1, 5]);
        assert_eq!((truth[&1].source.revision, &truth[&1].deltas), (2, &irena()));
        assert!(truth[&5].deltas.is_empty(), "coded as empty is a source too");
    }

    #[test]
    fn a_second_approval_replaces_its_statements_and_carries_the_rest_over() {
        let (a, b) = (coder("a"), coder("b"));
        let (one, three) = (coding(1, Deltas::default()), coding(1, shift(-2, Some(1), Some("worry"))));
        let before = approve(TALK, None, &Chosen::from([(1, (&a, &one)), (3, (&a, &three))])).unwrap();
        let other = coding(4, irena());
        let after = approve(TALK, Some(&before), &Chosen::from([(1, (&b, &other))])).unwrap();
        assert_eq!((&after[&1].source.coder, after[&1].source.revision), (&b, 4));
        assert_eq!(after[&3], before[&3]);
        assert_eq!(before[&1].source.coder, a, "the earlier version stays what it was");
    }

    #[test]
    fn every_problem_of_every_statement_is_listed_and_nothing_is_approved() {
        let a = coder("a");
        let (one, two) = (coding(1, shift(-2, Some(-9), None)), coding(1, shift(-3, None, Some("worry"))));
        let listed = told(approve(TALK, None, &Chosen::from([(1, (&a, &one)), (3, (&a, &two))])));
        assert_eq!(
            listed,
            [
                "statement 41/1, event -2: \"an unnamed person (-9)'s shift (2024-05-01)\" needs a short description.",
                "statement 41/1, event -2: \"an unnamed person (-9)'s shift (2024-05-01)\" names person -9 as person, \
                 but there is no such person.",
                "statement 41/3, event -3: \"shift \"worry\" (2024-05-01)\" does not say whom it happened to.",
            ]
        );
        let good = coding(2, Deltas::default());
        assert!(approve(TALK, None, &Chosen::from([(1, (&a, &good)), (3, (&a, &good))])).is_ok(), "the control");
    }

    #[test]
    fn a_carried_over_statement_that_lost_its_people_is_refused_even_where_the_number_exists() {
        let (a, b) = (coder("a"), coder("b"));
        let (one, three) = (coding(1, irena()), coding(1, shift(-2, Some(-1), Some("worry"))));
        let before = approve(TALK, None, &Chosen::from([(1, (&a, &one)), (3, (&a, &three))])).unwrap();
        // b has a person -1 too, but b's -1 is another person.
        let other = coding(1, irena());
        let listed = told(approve(TALK, Some(&before), &Chosen::from([(1, (&b, &other))])));
        assert_eq!(listed.len(), 1, "{listed:?}");
        assert!(listed[0].contains("41/3") && listed[0].contains("carried over from a's coding"), "{listed:?}");
    }

    #[test]
    fn a_later_row_of_a_known_event_need_not_say_again_whose_it_is() {
        let a = coder("a");
        let (one, two) = (coding(1, shift(-2, Some(1), Some("worry"))), coding(1, shift(-2, None, Some("much worry"))));
        assert!(approve(TALK, None, &Chosen::from([(1, (&a, &one)), (3, (&a, &two))])).is_ok());
    }
}
