//! Cumulative F1 of a discussion: all codings laid over one another, then matched once.
//!
//! Between matching people and matching the rest, ids are added to the id map in two steps: committed ids that only the
//! scored side refers to stand for a committed truth person of a like name; then people of the scored side that are still
//! unmatched, and whose name is like that of a truth person mapped to by now, stand for that person too (gender is not
//! looked at).

use super::discussion::{Coder, Diagram, Discussion};
use super::names::{self, Name};
use super::people::{IdMap, match_people};
use super::replay::{Replayed, replay};
use super::rows::Rows;
use super::side::{Prepared, Side};
use super::statement::{SetScore, StatementScore, score_statement, score_with_map};
use super::{CompatError, CompatSettings};
use crate::family::ItemId;

/// The cumulative score of a discussion.
#[derive(Debug, Clone)]
pub struct CumulativeScore {
    /// Whose codings are the truth.
    pub coder: String,
    /// Matched and counted.
    pub sets: SetScore,
    /// People of the scored side.
    pub ai_people: usize,
    /// Events of the scored side.
    pub ai_events: usize,
    /// People of the truth.
    pub truth_people: usize,
    /// Events of the truth.
    pub truth_events: usize,
}

/// What a coder's codings come to, up to and with a statement.
pub fn cumulative_rows<'a>(
    discussion: &Discussion<'a>,
    coder: Coder<'_>,
    up_to: Option<i64>,
    settings: &CompatSettings,
) -> Result<Replayed<'a>, CompatError> {
    let codings = discussion.codings(coder, up_to, settings)?;
    Ok(Replayed::from(&replay(&codings)?))
}

/// A discussion with its codings made ready once, for the cumulative figure and for those of its statements.
#[derive(Debug)]
pub struct PreparedDiscussion<'r, 'a> {
    discussion: &'r Discussion<'a>,
    settings: CompatSettings,
    coder: &'r str,
    statements: Vec<PreparedStatement<'r, 'a>>,
}

/// The codings of one of the subject's statements.
#[derive(Debug)]
struct PreparedStatement<'r, 'a> {
    id: i64,
    ai: Option<Prepared<'r, 'a>>,
    truth: Option<Prepared<'r, 'a>>,
    approved: bool,
}

impl<'r, 'a> PreparedDiscussion<'r, 'a> {
    /// Makes the model's codings and the truth coder's ready.
    pub fn new(discussion: &'r Discussion<'a>, settings: &CompatSettings) -> Result<Self, CompatError> {
        let coder = discussion.truth_coder()?;
        let ready = |rows: Option<&'r Rows<'a>>| rows.map(|rows| Prepared::new(rows, settings)).transpose();
        let statements = (discussion.subject_statements().into_iter())
            .map(|statement| {
                let feedback = discussion.feedback(statement, coder);
                Ok(PreparedStatement {
                    id: statement.id,
                    ai: ready(statement.pdp_deltas.as_ref())?,
                    truth: ready(feedback.and_then(|feedback| feedback.edited_extraction.as_ref()))?,
                    approved: feedback.is_some_and(|feedback| feedback.approved),
                })
            })
            .collect::<Result<_, CompatError>>()?;
        Ok(PreparedDiscussion { discussion, settings: *settings, coder, statements })
    }

    /// The score of every statement that has both the model's deltas and an approved coding of the truth coder.
    pub fn statements(&self) -> impl Iterator<Item = (i64, Result<StatementScore, CompatError>)> {
        self.statements.iter().filter(|statement| statement.approved).filter_map(|statement| {
            Some((statement.id, score_statement(statement.ai.as_ref()?, statement.truth.as_ref()?)))
        })
    }

    /// The cumulative score.
    pub fn cumulative(&self) -> Result<CumulativeScore, CompatError> {
        let truth = replay(self.statements.iter().filter_map(|statement| statement.truth.as_ref()))?;
        let ai = replay(self.statements.iter().filter_map(|statement| statement.ai.as_ref()))?;
        let diagram = self.discussion.diagram.as_ref();
        let staged = match diagram.and_then(|diagram| diagram.pdp.as_ref()) {
            Some(pool) if ai.people.is_empty() && ai.events.is_empty() && ai.bonds.is_empty() => {
                Some(Prepared::new(pool, &self.settings)?)
            }
            _ => None,
        };
        let ai = staged.as_ref().map_or(ai, Prepared::side);
        Ok(CumulativeScore {
            coder: self.coder.to_owned(),
            ai_people: ai.people.len(),
            ai_events: ai.events.len(),
            truth_people: truth.people.len(),
            truth_events: truth.events.len(),
            sets: score_over(&ai, &truth, diagram)?,
        })
    }
}

fn score_over(ai: &Side<'_, '_>, truth: &Side<'_, '_>, diagram: Option<&Diagram<'_>>) -> Result<SetScore, CompatError> {
    let (people, mut map) = match_people(ai, truth);
    if let Some(diagram) = diagram {
        add_committed(&mut map, ai, truth, diagram);
    }
    add_aliases(&mut map, ai, truth);
    score_with_map(ai, truth, people, map)
}

/// The ids of a side's rows after the replay, in list order; rows without an id are not kept by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ids {
    /// Of people.
    pub people: Vec<ItemId>,
    /// Of pair bonds.
    pub pair_bonds: Vec<ItemId>,
    /// Of events.
    pub events: Vec<ItemId>,
}

impl Ids {
    fn of(side: &Side<'_, '_>) -> Self {
        Ids {
            people: side.people.iter().filter_map(|person| person.row.id).map(ItemId).collect(),
            pair_bonds: side.bonds.iter().filter_map(|bond| bond.id).map(ItemId).collect(),
            events: side.events.iter().filter_map(|event| event.row.id).map(ItemId).collect(),
        }
    }
}

/// Codings of both sides laid over one another and scored, with what the positions in the matching stand for.
#[derive(Debug, Clone)]
pub struct Laid {
    /// Matched and counted.
    pub sets: SetScore,
    /// Of the scored side.
    pub scored: Ids,
    /// Of the truth.
    pub truth: Ids,
}

/// The cumulative score of codings, earliest first, in the light of a diagram if there is one.
pub fn score_laid(
    ai: &[Prepared<'_, '_>],
    truth: &[Prepared<'_, '_>],
    diagram: Option<&Diagram<'_>>,
) -> Result<Laid, CompatError> {
    let (ai, truth) = (replay(ai)?, replay(truth)?);
    Ok(Laid { scored: Ids::of(&ai), truth: Ids::of(&truth), sets: score_over(&ai, &truth, diagram)? })
}

/// Scores the model's codings of a discussion against the truth coder's.
pub fn score_discussion(
    discussion: &Discussion<'_>,
    settings: &CompatSettings,
) -> Result<CumulativeScore, CompatError> {
    PreparedDiscussion::new(discussion, settings)?.cumulative()
}

/// The best of several names, the earlier of two equally good ones, if it is alike enough.
fn most_like<'n>(name: &Name, others: impl IntoIterator<Item = (Option<i64>, &'n Name)>) -> Option<Option<i64>> {
    let mut best: Option<(f64, Option<i64>)> = None;
    for (id, other) in others {
        if let Some(alike) = names::similarity_if_alike(name, other)
            && best.is_none_or(|(highest, _)| alike > highest)
        {
            best = Some((alike, id));
        }
    }
    best.map(|(_, id)| id)
}

/// Unmatched people of the scored side stand for the truth person, among those mapped to, whose name is most like theirs.
fn add_aliases(map: &mut IdMap, ai: &Side<'_, '_>, truth: &Side<'_, '_>) {
    let matched: Vec<_> = map.iter().map(|(_, to)| to).collect();
    let aliases: Vec<_> = (ai.people.iter())
        .filter(|person| !map.contains(person.row.id))
        .filter_map(|person| {
            let candidates = truth.people.iter().filter(|other| matched.contains(&other.row.id));
            let to = most_like(person.name, candidates.map(|other| (other.row.id, other.name)))?;
            Some((person.row.id, to))
        })
        .collect();
    aliases.into_iter().for_each(|(from, to)| map.insert(from, to));
}

/// Committed ids the scored side refers to, that are neither mapped nor people of the truth, stand for the first committed
/// truth person (not yet mapped to) whose name is like theirs in the diagram; not the most alike.
fn add_committed(map: &mut IdMap, ai: &Side<'_, '_>, truth: &Side<'_, '_>, diagram: &Diagram<'_>) {
    for id in committed_references(ai) {
        if map.contains(Some(id)) || truth.people.iter().any(|person| person.row.id == Some(id)) {
            continue;
        }
        let Some(person) = diagram.people.iter().find(|person| person.id == Some(id)) else { continue };
        let name = Name::new(person.name.as_deref());
        let to = (truth.people.iter())
            .filter(|person| person.row.id.is_some_and(|id| id > 0))
            .filter(|person| !map.iter().any(|(_, to)| to == person.row.id))
            .find(|person| names::similarity_if_alike(&name, person.name).is_some());
        if let Some(person) = to {
            map.insert(Some(id), person.row.id);
        }
    }
}

/// Committed ids that events and bonds refer to, smallest first.
fn committed_references(side: &Side<'_, '_>) -> Vec<i64> {
    let mut ids = Vec::new();
    for event in &side.events {
        ids.extend([event.row.person, event.row.spouse, event.row.child].into_iter().flatten());
        for list in [&event.row.targets, &event.row.triangles] {
            ids.extend(list.iter().flat_map(|list| list.iter().map(|ItemId(id)| *id)));
        }
    }
    ids.extend(side.bonds.iter().flat_map(|bond| [bond.person_a, bond.person_b]).flatten());
    ids.retain(|id| *id > 0);
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Counts;
    use serde::Deserialize;
    use serde_json::{Value, json};

    fn discussion(ai: &[Value], truth: &[Value]) -> Value {
        let statements: Vec<_> = (ai.iter().enumerate())
            .map(|(at, deltas)| json!({"id": at + 1, "order": at, "speaker": "subject", "pdp_deltas": deltas}))
            .collect();
        let feedbacks: Vec<_> = (truth.iter().enumerate())
            .map(|(at, coding)| {
                json!({"statement_id": at + 1, "auditor_id": "amy", "feedback_type": "extraction",
                       "approved": at == 0, "edited_extraction": coding})
            })
            .collect();
        json!({"id": 7, "statements": statements, "feedbacks": feedbacks})
    }

    fn score(discussion: &Value) -> Result<CumulativeScore, CompatError> {
        score_discussion(&Discussion::deserialize(discussion).unwrap(), &CompatSettings::default())
    }

    fn people(rows: &[(i64, &str)]) -> Vec<Value> {
        rows.iter().map(|(id, name)| json!({"id": id, "name": name})).collect()
    }

    #[test]
    fn codings_are_laid_over_one_another_and_only_then_compared() {
        let ai = [json!({"people": people(&[(-1, "Ann")])}), json!({"people": people(&[(-2, "Bob")])})];
        let truth = [json!({"people": people(&[(-5, "Bob")])}), json!({"people": people(&[(-6, "Ann")])})];
        let score = score(&discussion(&ai, &truth)).unwrap();
        assert_eq!((score.sets.people.counts(), score.coder.as_str()), (Counts::new(2, 0, 0), "amy"));
    }

    #[test]
    fn a_repeated_id_replaces_the_row_and_a_delete_takes_it_away() {
        let ai = [
            json!({"people": people(&[(-1, "Ann"), (-2, "Bob")])}),
            json!({"people": people(&[(-1, "Zoe")]), "delete": [-2]}),
        ];
        let value = discussion(&ai, &[]);
        let read = Discussion::deserialize(&value).unwrap();
        let rows = cumulative_rows(&read, Coder::Model, None, &CompatSettings::default()).unwrap();
        assert_eq!(rows.people.iter().map(|person| person.name.as_deref()).collect::<Vec<_>>(), [Some("Zoe")]);
        let rows = cumulative_rows(&read, Coder::Model, Some(1), &CompatSettings::default()).unwrap();
        assert_eq!(rows.people.len(), 2);
    }

    #[test]
    fn a_person_told_twice_under_another_id_keeps_their_events() {
        let truth =
            [json!({"people": people(&[(-1, "Bob Ray")]), "events": [{"id": -4, "kind": "death", "person": -1}]})];
        let ai = [json!({"people": people(&[(-2, "Bob Ray"), (-7, "Bobby")]),
                         "events": [{"id": -4, "kind": "death", "person": -7}]})];
        let score = score(&discussion(&ai, &truth)).unwrap();
        assert_eq!(score.sets.people.counts(), Counts::new(1, 1, 0));
        assert_eq!(score.sets.events.counts(), Counts::new(1, 0, 0));
    }

    #[test]
    fn a_bond_with_one_end_fails_the_discussion_and_a_missing_truth_leaves_it_out() {
        let half = [json!({"pair_bonds": [{"id": -3, "person_a": -1}]})];
        let error = score(&discussion(&half, &[json!({})])).unwrap_err();
        assert!(error == CompatError::HalfBond && !error.leaves_out_discussion());
        let error = score(&discussion(&half, &[])).unwrap_err();
        assert!(error == CompatError::NoApprovedTruth { discussion: 7 } && error.leaves_out_discussion());
    }

    #[test]
    fn a_committed_person_under_another_id_is_found_by_the_diagram_and_then_has_aliases_too() {
        let truth = [json!({"people": people(&[(3, "Bob Ray")]),
                            "events": [{"id": -4, "kind": "death", "person": 3}]})];
        // 9 is Bob Ray in the diagram; -7 is Bob again, of another gender, so no pair but an alias of 3.
        let ai = [json!({"people": [{"id": -7, "name": "Bob", "gender": "female"}],
                         "events": [{"id": -4, "kind": "moved", "person": 9}, {"id": -5, "kind": "death", "person": -7}]})];
        let mut told = discussion(&ai, &truth);
        told["feedbacks"][0]["edited_extraction"]["people"][0]["gender"] = "male".into();
        let without = score(&told).unwrap();
        assert_eq!(without.sets.events.counts(), Counts::new(0, 2, 1));
        told["diagram"] = json!({"people": people(&[(3, "Bob Ray"), (9, "Bob Ray")])});
        let with = score(&told).unwrap();
        assert_eq!(with.sets.id_map.iter().collect::<Vec<_>>(), [(Some(-7), Some(3)), (Some(9), Some(3))]);
        assert_eq!(with.sets.events.counts(), Counts::new(1, 1, 0));
    }
}
