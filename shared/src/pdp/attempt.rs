//! The extraction loop without the model: replies in, a verdict out.
//!
//! A pure function of family, pool and the replies so far, so that whoever calls the model can store each reply and
//! resume anywhere. Does not call models, word prompts, or store anything.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::repair::{self, Repair};
use super::{Deltas, Pdp, Policy, Surroundings, Violation, apply, validate};
use crate::family::Family;

/// How many times a model is asked at most: once, and three times again.
pub const CALLS: usize = 4;

/// The replies of a model to one extraction, in order. Stored as it stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Extraction {
    /// Deltas as the model gave them, untouched.
    pub replies: Vec<Deltas>,
    /// Judge as the recorded reference does: ids that collide are an error until the last call. Otherwise they are
    /// separated at once, within the reply and against pending items of another kind, since asking again for what can
    /// be put right without a guess costs a call and gains nothing.
    #[serde(default)]
    pub as_recorded: bool,
}

/// One reply, repaired and checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// The reply after the repairs.
    pub deltas: Deltas,
    /// What the repairs changed or dropped.
    pub repairs: Vec<Repair>,
    /// What is still wrong.
    pub errors: Vec<Violation>,
}

/// How an extraction stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "progress", rename_all = "snake_case")]
pub enum Progress {
    /// Ask the model (again), telling it what was wrong with each reply so far; none yet on the first call.
    Ask {
        /// The replies so far, each with its errors.
        attempts: Vec<Attempt>,
    },
    /// The deltas are good.
    Accepted {
        /// The number of replies it took.
        calls: usize,
        /// The deltas as applied.
        deltas: Deltas,
        /// The pool after them.
        pdp: Pdp,
        /// What the repairs changed or dropped in the accepted reply.
        repairs: Vec<Repair>,
    },
    /// Every call was used up, and the last repairs did not help.
    Failed {
        /// The number of replies it took.
        calls: usize,
        /// What is wrong with the last reply, after the last repairs.
        errors: Vec<Violation>,
        /// All replies, each with its errors before the last repairs.
        attempts: Vec<Attempt>,
    },
}

impl Extraction {
    /// Every reply that counts, repaired and checked as if it could be asked for again: up to the first good one, and
    /// at most [`CALLS`].
    pub fn attempts(&self, family: Option<&Family>, pdp: &Pdp) -> Vec<Attempt> {
        let around = Surroundings { family, pdp };
        let mut attempts = Vec::new();
        for reply in self.replies.iter().take(CALLS) {
            let attempt = attempt(&around, reply.clone(), self.as_recorded);
            let good = attempt.errors.is_empty();
            attempts.push(attempt);
            if good {
                break;
            }
        }
        attempts
    }

    /// How the extraction stands after the replies so far. Replies after the deciding one are not read.
    pub fn progress(&self, family: Option<&Family>, pdp: &Pdp) -> Progress {
        self.stands(family, pdp, false)
    }

    /// How it ends where the model is not asked again, though fewer than [`CALLS`] replies could be read: the last
    /// repairs are tried on the last of them. [`Progress::Ask`] where there is none.
    pub fn end(&self, family: Option<&Family>, pdp: &Pdp) -> Progress {
        self.stands(family, pdp, true)
    }

    fn stands(&self, family: Option<&Family>, pdp: &Pdp, over: bool) -> Progress {
        let around = Surroundings { family, pdp };
        let attempts = self.attempts(family, pdp);
        let calls = attempts.len();
        let Some(last) = attempts.last() else { return Progress::Ask { attempts } };
        if last.errors.is_empty() {
            return accept(&around, calls, last.clone());
        }
        if calls < CALLS && !over {
            return Progress::Ask { attempts };
        }
        let mut last = last.clone();
        last_repairs(&around, &mut last);
        if last.errors.is_empty() {
            accept(&around, calls, last)
        } else {
            Progress::Failed { calls, errors: last.errors, attempts }
        }
    }
}

fn accept(around: &Surroundings<'_>, calls: usize, attempt: Attempt) -> Progress {
    let pdp = apply(around.pdp, &attempt.deltas);
    Progress::Accepted { calls, deltas: attempt.deltas, pdp, repairs: attempt.repairs }
}

/// The repairs of every attempt, in order, and the check.
fn attempt(around: &Surroundings<'_>, mut deltas: Deltas, as_recorded: bool) -> Attempt {
    let mut repairs = if as_recorded { Vec::new() } else { repair::separate_ids(around, &mut deltas) };
    repairs.extend(repair::drop_committed(around, &mut deltas));
    repairs.extend(repair::drop_unresolved(around, &mut deltas));
    repairs.extend(repair::drop_unresolved_targets(around, &mut deltas));
    repairs.extend(repair::drop_repeated_births(around, &mut deltas));
    repairs.extend(repair::infer_parents(around, &mut deltas));
    let errors = validate(around, &deltas, Policy::Model);
    Attempt { deltas, repairs, errors }
}

/// The repairs of the last attempt, which guess more, and the check.
fn last_repairs(around: &Surroundings<'_>, attempt: &mut Attempt) {
    let Attempt { deltas, repairs, errors } = attempt;
    repairs.extend(repair::separate_ids(around, deltas));
    repairs.extend(repair::drop_repeated_bonds(around, deltas));
    repairs.extend(repair::clear_births_of_self(around, deltas));
    repairs.extend(repair::clear_own_parents(around, deltas));
    *errors = validate(around, deltas, Policy::Model);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{Event, EventKind, ItemId, Person};
    use crate::pdp::RepairRule;

    fn named(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    fn shift(id: i64, date: Option<&str>) -> Event {
        Event {
            person: Some(ItemId(-1)),
            description: Some("panic".into()),
            date_time: date.map(str::to_owned),
            ..Event::new(ItemId(id), EventKind::Shift)
        }
    }

    fn reply(event: Event) -> Deltas {
        Deltas { people: vec![named(-1, "Ann")], events: vec![event], ..Deltas::default() }
    }

    fn progress(replies: &[Deltas]) -> Progress {
        let extraction = Extraction { replies: replies.to_vec(), as_recorded: true };
        extraction.progress(Some(&Family::default()), &Pdp::default())
    }

    #[test]
    fn the_first_call_asks_without_errors() {
        assert_eq!(progress(&[]), Progress::Ask { attempts: vec![] });
    }

    #[test]
    fn a_good_reply_is_accepted_and_later_replies_are_not_read() {
        let good = reply(shift(-2, Some("1990")));
        for replies in [vec![good.clone()], vec![good.clone(), reply(shift(-2, None))]] {
            let Progress::Accepted { calls, deltas, pdp, .. } = progress(&replies) else { panic!("not accepted") };
            assert_eq!((calls, &deltas), (1, &good));
            assert_eq!(pdp.events, good.events);
        }
    }

    #[test]
    fn a_bad_reply_is_asked_for_again_with_its_errors_and_the_fourth_one_fails() {
        let bad = reply(shift(-2, None));
        for asked in 1..CALLS {
            let Progress::Ask { attempts } = progress(&vec![bad.clone(); asked]) else { panic!("should ask") };
            assert_eq!(attempts.len(), asked);
            assert_eq!(attempts[0].errors, [Violation::EventNeedsDate { event: ItemId(-2), kind: EventKind::Shift }]);
        }
        let Progress::Failed { calls, errors, .. } = progress(&vec![bad; CALLS]) else { panic!("should fail") };
        assert_eq!((calls, errors.len()), (CALLS, 1));
    }

    #[test]
    fn a_readable_reply_among_unreadable_ones_is_given_the_last_repairs_in_the_end() {
        let colliding = Extraction { replies: vec![reply(shift(-1, Some("1990")))], as_recorded: true };
        let (family, pdp) = (Family::default(), Pdp::default());
        assert!(matches!(colliding.progress(Some(&family), &pdp), Progress::Ask { .. }), "control: it is asked again");
        assert!(matches!(colliding.end(Some(&family), &pdp), Progress::Accepted { calls: 1, .. }));
        let bad = Extraction { replies: vec![reply(shift(-2, None))], as_recorded: true };
        assert!(matches!(bad.end(Some(&family), &pdp), Progress::Failed { calls: 1, .. }));
        assert_eq!(Extraction::default().end(Some(&family), &pdp), Progress::Ask { attempts: vec![] });
    }

    #[test]
    fn the_last_repairs_run_only_after_the_fourth_reply_and_are_reported() {
        let colliding = reply(shift(-1, Some("1990")));
        assert!(matches!(progress(&vec![colliding.clone(); CALLS - 1]), Progress::Ask { .. }));
        let Progress::Accepted { calls, deltas, repairs, .. } = progress(&vec![colliding; CALLS]) else {
            panic!("should be repaired")
        };
        assert_eq!(calls, CALLS);
        assert_ne!(deltas.people[0].id, deltas.events[0].id);
        assert_eq!(deltas.events[0].person, Some(deltas.people[0].id));
        assert_eq!(repairs.len(), 2);
    }

    #[test]
    fn ids_that_collide_cost_no_call_unless_judged_as_recorded() {
        let pool = Pdp { people: vec![named(-2, "Bob")], ..Pdp::default() };
        let replies = vec![reply(shift(-2, Some("1990")))];
        let extraction = Extraction { replies, as_recorded: false };
        let Progress::Accepted { calls, pdp, repairs, .. } = extraction.progress(None, &pool) else {
            panic!("not accepted")
        };
        assert_eq!(calls, 1);
        let mut ids: Vec<_> = pdp.ids().collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 3, "Bob, Ann and the shift have an id each");
        assert!(repairs.iter().all(|repair| repair.rule == RepairRule::SharedIds) && !repairs.is_empty());
    }

    #[test]
    fn an_extraction_resumes_from_its_stored_replies() {
        let replies = vec![reply(shift(-2, None)), reply(shift(-2, Some("1990")))];
        let extraction = Extraction { replies, as_recorded: false };
        let stored = serde_json::to_string(&extraction).unwrap();
        let resumed: Extraction = serde_json::from_str(&stored).unwrap();
        assert_eq!(resumed.progress(None, &Pdp::default()), extraction.progress(None, &Pdp::default()));
    }

    #[test]
    fn a_target_who_does_not_exist_is_taken_out_and_reported() {
        let mut aimed = reply(shift(-2, Some("1990")));
        aimed.events[0].relationship_targets = vec![ItemId(999)];
        let Progress::Accepted { deltas, repairs, .. } = progress(&[aimed]) else { panic!("not accepted") };
        assert!(deltas.events[0].relationship_targets.is_empty());
        assert_eq!(repairs.len(), 1);
    }
}
