//! Discussions written by hand, with the facts their client draws from: reads the files of `corpus/written`.
//!
//! Their persona is stated a little differently from the program's own format (sexes for genders, a shift's variable as
//! a field of its own); this converts it. It judges nothing.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::{FactBond, FactEvent, FactId, FactPerson, FactShift, FamilyFacts, Shifted};
use sarf_shared::family::{DateCertainty, EventKind, Gender, RelationshipKind, VariableShift};
use serde::Deserialize;

/// A discussion with its facts.
#[derive(Debug, Clone)]
pub struct Written {
    /// The client's name.
    pub name: String,
    /// The day of the discussion.
    pub date: Option<NaiveDate>,
    /// What is true.
    pub facts: FamilyFacts,
    /// The turns: who, what, and the facts first revealed there.
    pub turns: Vec<(Speaker, String, Vec<FactId>)>,
}

#[derive(Deserialize)]
struct File {
    date: Option<String>,
    persona: RawPersona,
    turns: Vec<RawTurn>,
    revealed: Vec<RawRevealed>,
}

#[derive(Deserialize)]
struct RawTurn {
    speaker: String,
    text: String,
}

#[derive(Deserialize)]
struct RawRevealed {
    turn: usize,
    facts: Vec<FactId>,
}

#[derive(Deserialize)]
struct RawPersona {
    name: String,
    people: Vec<RawPerson>,
    pair_bonds: Vec<FactBondRow>,
    events: Vec<RawEvent>,
    shifts: Vec<RawShift>,
}

#[derive(Deserialize)]
struct RawPerson {
    key: FactId,
    name: String,
    relation: String,
    sex: Gender,
    birth: Option<Day>,
    death: Option<Day>,
}

#[derive(Deserialize)]
struct FactBondRow {
    id: FactId,
    a: FactId,
    b: FactId,
    married: bool,
}

#[derive(Deserialize)]
struct RawEvent {
    id: FactId,
    kind: EventKind,
    person: FactId,
    spouse: Option<FactId>,
    child: Option<FactId>,
    date: Day,
    certainty: DateCertainty,
    #[serde(default)]
    description: String,
}

#[derive(Deserialize)]
struct RawShift {
    id: FactId,
    person: FactId,
    date: Day,
    certainty: DateCertainty,
    description: String,
    symptom: Option<VariableShift>,
    anxiety: Option<VariableShift>,
    functioning: Option<VariableShift>,
    relationship: Option<RelationshipKind>,
    #[serde(default)]
    targets: Vec<FactId>,
    #[serde(default)]
    triangles: Vec<FactId>,
}

/// A date as the files have it: a day, a month or a year; a month or year alone stands for its first day.
#[derive(Clone, Copy)]
struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = String::deserialize(reader)?;
        let whole = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.clone(),
        };
        whole.parse().map(Day).map_err(|_| serde::de::Error::custom(format!("\"{text}\" is no date")))
    }
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Written> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let file: File = serde_json::from_str(&text).with_context(|| format!("cannot understand {}", path.display()))?;
    let mut revealed: BTreeMap<usize, Vec<FactId>> = BTreeMap::new();
    for row in file.revealed {
        revealed.entry(row.turn).or_default().extend(row.facts);
    }
    let turns = file.turns.into_iter().enumerate().map(|(at, turn)| {
        let speaker = match turn.speaker.as_str() {
            "subject" | "user" | "client" => Speaker::Subject,
            _ => Speaker::Coach,
        };
        (speaker, turn.text, revealed.remove(&at).unwrap_or_default())
    });
    let turns = turns.collect();
    let persona = file.persona;
    let date = file.date.and_then(|date| date.get(..10).and_then(|day| day.parse().ok()));
    Ok(Written { name: persona.name.clone(), date, facts: facts(persona)?, turns })
}

fn facts(persona: RawPersona) -> Result<FamilyFacts> {
    let person = |p: RawPerson| FactPerson {
        key: p.key,
        name: p.name,
        relation: p.relation,
        gender: p.sex,
        birth: p.birth.map(|day| day.0),
        death: p.death.map(|day| day.0),
    };
    let event = |e: RawEvent| FactEvent {
        id: e.id,
        kind: e.kind,
        person: e.person,
        spouse: e.spouse,
        child: e.child,
        date: e.date.0,
        certainty: e.certainty,
        description: e.description,
    };
    let bond = |b: FactBondRow| FactBond { id: b.id, a: b.a, b: b.b, married: b.married };
    Ok(FamilyFacts {
        people: persona.people.into_iter().map(person).collect(),
        pair_bonds: persona.pair_bonds.into_iter().map(bond).collect(),
        events: persona.events.into_iter().map(event).collect(),
        shifts: persona.shifts.into_iter().map(shift).collect::<Result<_>>()?,
    })
}

fn shift(raw: RawShift) -> Result<FactShift> {
    let (id, person, date, certainty) = (raw.id.clone(), raw.person.clone(), raw.date.0, raw.certainty);
    let description = raw.description.clone();
    // A shift that codes more than one variable is one event; the matcher compares whom and when, so one of them will do.
    let shifted = match raw {
        RawShift { relationship: Some(kind), targets, triangles, .. } => {
            Shifted::Relationship { kind, targets, triangles }
        }
        RawShift { symptom: Some(shift), .. } => Shifted::Symptom(shift),
        RawShift { functioning: Some(shift), .. } => Shifted::Functioning(shift),
        RawShift { anxiety: Some(shift), .. } => Shifted::Anxiety(shift),
        _ => bail!("the shift {id} codes none of symptom, anxiety, functioning and relationship"),
    };
    Ok(FactShift { id, person, date, certainty, description, shifted })
}
