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
use sarf_shared::family::{DateCertainty, Gender, RelationshipKind, VariableShift};
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
    events: Vec<FactEvent>,
    shifts: Vec<RawShift>,
}

#[derive(Deserialize)]
struct RawPerson {
    key: FactId,
    name: String,
    relation: String,
    sex: Gender,
    birth: Option<NaiveDate>,
    death: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct FactBondRow {
    id: FactId,
    a: FactId,
    b: FactId,
    married: bool,
}

#[derive(Deserialize)]
struct RawShift {
    id: FactId,
    person: FactId,
    date: NaiveDate,
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
        birth: p.birth,
        death: p.death,
    };
    let bond = |b: FactBondRow| FactBond { id: b.id, a: b.a, b: b.b, married: b.married };
    Ok(FamilyFacts {
        people: persona.people.into_iter().map(person).collect(),
        pair_bonds: persona.pair_bonds.into_iter().map(bond).collect(),
        events: persona.events,
        shifts: persona.shifts.into_iter().map(shift).collect::<Result<_>>()?,
    })
}

fn shift(raw: RawShift) -> Result<FactShift> {
    let RawShift { id, person, date, certainty, description, .. } = raw;
    let shifted = match (raw.symptom, raw.anxiety, raw.functioning, raw.relationship) {
        (Some(shift), None, None, None) => Shifted::Symptom(shift),
        (None, Some(shift), None, None) => Shifted::Anxiety(shift),
        (None, None, Some(shift), None) => Shifted::Functioning(shift),
        (None, None, None, Some(kind)) => {
            Shifted::Relationship { kind, targets: raw.targets, triangles: raw.triangles }
        }
        _ => bail!("the shift {id} must have exactly one of symptom, anxiety, functioning and relationship"),
    };
    Ok(FactShift { id, person, date, certainty, description, shifted })
}
