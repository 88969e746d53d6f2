//! Where coders disagree, the gravest first: one entry for each unit, with what every coder says of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Coder, Mark, Rated, Unit, UnitId, Units, Values};
use crate::family::{EventKind, VariableShift};

crate::vocabulary! {
    /// How grave a disagreement is, the gravest first.
    Impact ("impact of a disagreement") {
        /// One says up, another down.
        Opposite = "opposite direction",
        /// Different relationship kinds.
        OtherKind = "other relationship kind",
        /// One gives the variable a value, another none.
        Missing = "one missing",
        /// One says it changed, another that it stayed the same.
        Degree = "same against up or down",
        /// The dates are not equally sure.
        Certainty = "other date certainty",
        /// Somebody who coded the statement did not find the item.
        NotFound = "not found by all",
    }
}

/// What one coder says of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Said {
    /// Who.
    pub coder: Coder,
    /// What.
    pub mark: Mark,
}

/// A unit on which coders disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Disagreement {
    /// The unit.
    pub unit: UnitId,
    /// What kind of event.
    pub kind: EventKind,
    /// Who and when.
    pub label: String,
    /// The gravest of its disagreements.
    pub impact: Impact,
    /// Each variable they disagree on, and how gravely.
    pub about: Vec<(Rated, Impact)>,
    /// What every coder says, models too; only humans make it a disagreement where two of them coded the statement.
    pub said: Vec<Said>,
}

/// The disagreements of a selection: the gravest first, then those about more variables, then in the order of units.
pub(super) fn disagreements(units: &Units) -> Vec<Disagreement> {
    let mut all: Vec<Disagreement> = units.units.iter().filter_map(|unit| disagreement(unit, &units.coders)).collect();
    all.sort_by_key(|one| (one.impact, std::cmp::Reverse(one.about.len())));
    all
}

fn disagreement(unit: &Unit, coders: &[Coder]) -> Option<Disagreement> {
    let coded = |human: bool| -> Vec<&Mark> {
        let of = |(mark, coder): &(&Mark, &Coder)| **mark != Mark::NotCoded && (coder.is_human() || !human);
        unit.marks.iter().zip(coders).filter(of).map(|(mark, _)| mark).collect()
    };
    let humans = coded(true);
    let marks = if humans.len() >= 2 { humans } else { coded(false) };
    let found: Vec<&Values> = marks.iter().filter_map(|mark| mark.values()).collect();
    let about: Vec<(Rated, Impact)> =
        Rated::ALL.iter().filter_map(|rated| Some((*rated, gravest(*rated, &found)?))).collect();
    let missed = !found.is_empty() && found.len() < marks.len();
    let impact = about.iter().map(|(_, impact)| *impact).chain(missed.then_some(Impact::NotFound)).min()?;
    let said = coders.iter().zip(&unit.marks).map(|(coder, mark)| Said { coder: coder.clone(), mark: *mark });
    Some(Disagreement {
        unit: unit.id.clone(),
        kind: unit.kind,
        label: unit.label.clone(),
        impact,
        about,
        said: said.collect(),
    })
}

/// The gravest disagreement of any two on a variable.
fn gravest(rated: Rated, found: &[&Values]) -> Option<Impact> {
    let words = || found.iter().map(|values| values.word(rated));
    let pairs = words().enumerate().flat_map(|(at, a)| words().skip(at + 1).map(move |b| (a, b)));
    pairs.filter_map(|(a, b)| impact(rated, a, b)).min()
}

fn impact(rated: Rated, a: &str, b: &str) -> Option<Impact> {
    let same = VariableShift::Same.as_str();
    match rated {
        _ if a == b => None,
        Rated::DateCertainty => Some(Impact::Certainty),
        _ if a == super::NONE || b == super::NONE => Some(Impact::Missing),
        Rated::Relationship => Some(Impact::OtherKind),
        _ if a == same || b == same => Some(Impact::Degree),
        _ => Some(Impact::Opposite),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::RelationshipKind;
    use crate::scoring::agreement::Place;

    fn unit(n: usize, marks: Vec<Mark>) -> Unit {
        let place = Place { discussion: 0, statement: n };
        let (id, label) = (UnitId::new("39", &n.to_string(), 1), format!("unit {n}"));
        Unit { id, kind: EventKind::Shift, label, marks, place, coded_at: None }
    }

    fn symptom(value: VariableShift) -> Mark {
        Mark::Found(Values { symptom: Some(value), ..Values::default() })
    }

    fn relationship(kind: RelationshipKind) -> Mark {
        Mark::Found(Values { relationship: Some(kind), ..Values::default() })
    }

    #[test]
    fn five_coders_with_one_dissent_make_one_entry_and_the_gravest_comes_first() {
        use VariableShift::{Down, Same, Up};
        let coders = ["a", "b", "c", "d", "e"].map(Coder::human).to_vec();
        let up = || vec![symptom(Up); 4];
        let units = vec![
            unit(1, [up(), vec![Mark::NotFound]].concat()),
            unit(2, [up(), vec![Mark::Found(Values::default())]].concat()),
            unit(3, [up(), vec![symptom(Same)]].concat()),
            unit(4, vec![relationship(RelationshipKind::Away), relationship(RelationshipKind::Distance)]),
            unit(5, [up(), vec![symptom(Down)]].concat()),
            unit(6, vec![symptom(Up); 5]),
            unit(7, [up(), vec![Mark::NotCoded]].concat()),
        ];
        let found = disagreements(&Units { coders, units });
        let order: Vec<(&str, Impact)> = found.iter().map(|one| (&*one.label, one.impact)).collect();
        let expected = [
            ("unit 5", Impact::Opposite),
            ("unit 4", Impact::OtherKind),
            ("unit 2", Impact::Missing),
            ("unit 3", Impact::Degree),
            ("unit 1", Impact::NotFound),
        ];
        assert_eq!(order, expected);
        assert_eq!(found[0].said.len(), 5);
    }

    #[test]
    fn a_model_alone_makes_no_disagreement_among_humans() {
        let coders = vec![Coder::human("a"), Coder::human("b"), Coder::model("m", "1")];
        let marks = vec![symptom(VariableShift::Up), symptom(VariableShift::Up), symptom(VariableShift::Down)];
        let units = Units { coders, units: vec![unit(1, marks)] };
        assert_eq!(disagreements(&units), []);
        let one_human = vec![Coder::human("a"), Coder::model("m", "1"), Coder::model("n", "1")];
        let found = disagreements(&Units { coders: one_human, ..units });
        assert_eq!(found[0].impact, Impact::Opposite);
    }
}
