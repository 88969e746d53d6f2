//! The events behind a figure of two coders: which both found, which only one, and where their values differ.

use sarf_shared::family::EventKind;
use sarf_shared::scoring::agreement::{
    AgreementReport, Coder, Disagreement, Mark, Rated, RatingTable, Unit, UnitId, Units,
};

use super::AgreedLine;

/// What became of an event between two coders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Only the first found it.
    OnlyFirst,
    /// Only the second found it.
    OnlySecond,
    /// Both found it, and give it other values.
    Differs,
    /// Both found it and say the same of it.
    Same,
}

/// An event between two coders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairUnit {
    /// Which.
    pub id: UnitId,
    /// Who and when.
    pub label: String,
    /// What became of it.
    pub between: Between,
    /// What the two differ in; of a line about one variable, at most that.
    pub differ: Vec<Rated>,
    /// What they say: of a line about one variable its values, else those they differ in.
    pub said: [String; 2],
}

/// The events behind a line for two coders: `None` where its items are no events and cannot be listed.
///
/// With `gravest` those one of the two missed and those in which they differ come first.
pub fn between(
    units: &Units,
    report: &AgreementReport,
    line: AgreedLine,
    (a, b): (&Coder, &Coder),
    gravest: bool,
) -> Option<Vec<PairUnit>> {
    line.lists(EventKind::Shift)?;
    let at = |coder: &Coder| units.coders.iter().position(|one| one == coder);
    let (Some(first), Some(second)) = (at(a), at(b)) else { return Some(Vec::new()) };
    let mut all: Vec<PairUnit> = match line {
        AgreedLine::Valued(rated, kind) => {
            let convention = report.main_values().map(|section| section.convention).unwrap_or_default();
            let table = RatingTable::new(units, rated, convention);
            let words = rated.values();
            let two = [first, second];
            let rows = table.rows_of(&two).filter_map(|row| {
                let word = |coder: usize| words.get(row.values.get(coder).copied().flatten()?).copied();
                let (one, two) = (word(first)?, word(second)?);
                let about = kind.is_none_or(|kind| one == kind.as_str() || two == kind.as_str());
                let unit = about.then(|| units.units.iter().find(|unit| unit.id == row.unit)).flatten()?;
                let found = |coder: usize| unit.marks.get(coder).is_some_and(|mark| mark.values().is_some());
                let between = match (one == two, found(first), found(second)) {
                    (true, _, _) => Between::Same,
                    (false, true, false) => Between::OnlyFirst,
                    (false, false, true) => Between::OnlySecond,
                    (false, _, _) => Between::Differs,
                };
                let differ = if one == two { Vec::new() } else { vec![rated] };
                Some(PairUnit {
                    id: unit.id.clone(),
                    label: unit.label.clone(),
                    between,
                    differ,
                    said: [one, two].map(|word| word.replace('_', " ")),
                })
            });
            rows.collect()
        }
        _ => (units.units.iter())
            .filter(|unit| line.lists(unit.kind) == Some(true))
            .filter_map(|unit| found(unit, first, second))
            .collect(),
    };
    if gravest {
        all.sort_by_key(|unit| unit.between == Between::Same);
    }
    Some(all)
}

/// An event as two coders found it; `None` where one of them did not code it, or neither found it.
fn found(unit: &Unit, first: usize, second: usize) -> Option<PairUnit> {
    let one = |between| PairUnit {
        id: unit.id.clone(),
        label: unit.label.clone(),
        between,
        differ: Vec::new(),
        said: Default::default(),
    };
    match (unit.marks.get(first)?, unit.marks.get(second)?) {
        (Mark::Found(_), Mark::NotFound) => Some(one(Between::OnlyFirst)),
        (Mark::NotFound, Mark::Found(_)) => Some(one(Between::OnlySecond)),
        (Mark::Found(a), Mark::Found(b)) => {
            let differ: Vec<Rated> =
                Rated::ALL.iter().copied().filter(|rated| a.word(*rated) != b.word(*rated)).collect();
            let said = [a, b].map(|values| {
                let words = differ.iter().map(|rated| format!("{} {}", short(*rated), values.word(*rated)));
                words.collect::<Vec<_>>().join(", ").replace('_', " ")
            });
            let between = if differ.is_empty() { Between::Same } else { Between::Differs };
            Some(PairUnit { differ, said, ..one(between) })
        }
        _ => None,
    }
}

/// A variable in a narrow place.
pub fn short(rated: Rated) -> &'static str {
    match rated {
        Rated::Symptom => "S",
        Rated::Anxiety => "A",
        Rated::Relationship => "R",
        Rated::Functioning => "F",
        Rated::DateCertainty => "date",
    }
}

/// One event with what every coder says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitSeen {
    /// Which.
    pub id: UnitId,
    /// Who and when.
    pub label: String,
    /// What every coder says.
    pub said: Vec<(Coder, Mark)>,
}

impl UnitSeen {
    /// From the units of all coders.
    pub fn of_units(units: &Units, id: &UnitId) -> Option<UnitSeen> {
        let unit = units.units.iter().find(|unit| unit.id == *id)?;
        let said = units.coders.iter().cloned().zip(unit.marks.iter().copied()).collect();
        Some(UnitSeen { id: id.clone(), label: unit.label.clone(), said })
    }
}

impl From<&Disagreement> for UnitSeen {
    fn from(one: &Disagreement) -> Self {
        let said = one.said.iter().map(|said| (said.coder.clone(), said.mark)).collect();
        UnitSeen { id: one.unit.clone(), label: one.label.clone(), said }
    }
}
