//! Codings that were normalised by hand: a file of statements, each with what every coder wrote into its cells.
//!
//! `{"rows": [{"case", "statement", "codings": {coder: [{"person", "variable", "value", ...}]}}]}`. A case becomes a
//! discussion, its subject called like the case. A coder's cells of one person become one event without a date, as the
//! coding rules have it (one event may shift several variables); a variable that comes again, or a cell that names an
//! event of its own, opens another. A cell of the variable `kind` is a structural event. Cells that the coder marked as a
//! repetition of an earlier statement count: the coder did write them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    AgreementError, AgreementReport, Coder, CoderCodings, Convention, DiscussionCodings, Level, Resampled, Sample,
    Settings, StatementCoding,
};
use crate::family::{Event, EventKind, ItemId, Person};
use crate::pdp::Deltas;
use crate::scoring::f1::Ruler;

/// A statement that was coded again after its discussion: the same words as statement 4 of its case. The file's own note says
/// so and counts it out, and so it is left out here.
const REVISITED: (&str, &str) = ("Sarah", "1844");

/// Why a file of normalised codings is refused.
#[derive(Debug, thiserror::Error)]
pub enum NormalisedError {
    /// The file has another shape.
    #[error("the file is not one of normalised codings: {0}")]
    Shape(#[from] serde_json::Error),
    /// Cells that cannot be read, every one with its place.
    #[error("{}", .0.join("; "))]
    Cells(Vec<String>),
    /// The codings cannot be compared.
    #[error(transparent)]
    Agreement(#[from] AgreementError),
}

#[derive(Deserialize)]
struct File {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    case: String,
    statement: String,
    codings: BTreeMap<String, Vec<Cell>>,
}

impl Row {
    fn is_revisited(&self) -> bool {
        (&*self.case, &*self.statement) == REVISITED
    }
}

#[derive(Deserialize)]
struct Cell {
    person: String,
    variable: String,
    value: String,
    #[serde(default)]
    targets: Vec<String>,
    #[serde(default)]
    event: Option<String>,
}

/// Reads a file of normalised codings as a sample: a discussion for each case, in the order of the file.
pub fn read_normalised(json: &str) -> Result<Sample, NormalisedError> {
    sample(&serde_json::from_str(json)?)
}

fn sample(file: &File) -> Result<Sample, NormalisedError> {
    let rows: Vec<&Row> = file.rows.iter().filter(|row| !row.is_revisited()).collect();
    let mut cases: Vec<&str> = Vec::new();
    for row in &rows {
        if !cases.contains(&&*row.case) {
            cases.push(&row.case);
        }
    }
    let mut wrong = Vec::new();
    let discussions = (cases.into_iter())
        .map(|case| {
            let rows: Vec<&Row> = rows.iter().copied().filter(|row| row.case == case).collect();
            discussion(case, &rows, &mut wrong)
        })
        .collect();
    if wrong.is_empty() { Ok(Sample { discussions }) } else { Err(NormalisedError::Cells(wrong)) }
}

fn discussion(case: &str, rows: &[&Row], wrong: &mut Vec<String>) -> DiscussionCodings {
    let coders: BTreeSet<&String> = rows.iter().flat_map(|row| row.codings.keys()).collect();
    let people = People::new(case, rows);
    let codings = |coder: &String| {
        let mut next = -1_000_000;
        let mut id = || {
            next -= 1;
            ItemId(next)
        };
        let statements = (rows.iter())
            .map(|row| {
                let cells = row.codings.get(coder)?;
                let place = format!("{case}, statement {}, {coder}", row.statement);
                Some(StatementCoding::from(deltas(cells, &people, &mut id, &place, wrong)))
            })
            .collect();
        CoderCodings { coder: Coder::human(coder.as_str()), statements }
    };
    let coders = coders.into_iter().map(codings).collect();
    DiscussionCodings {
        discussion: case.to_owned(),
        subject: Some(case.to_owned()),
        date: None,
        statements: rows.iter().map(|row| row.statement.clone()).collect(),
        coders,
    }
}

/// The people of a case, whom all coders call the same.
struct People<'r> {
    subject: &'r str,
    others: Vec<&'r str>,
}

impl<'r> People<'r> {
    fn new(subject: &'r str, rows: &[&'r Row]) -> Self {
        let cells = rows.iter().flat_map(|row| row.codings.values().flatten());
        let named = cells.flat_map(|cell| cell.targets.iter().chain([&cell.person]));
        let others: BTreeSet<&str> = named.map(String::as_str).filter(|name| *name != subject).collect();
        People { subject, others: others.into_iter().collect() }
    }

    fn id(&self, name: &str) -> ItemId {
        if name == self.subject {
            return ItemId::SUBJECT;
        }
        let at = self.others.iter().position(|known| *known == name).unwrap_or(self.others.len());
        ItemId(-1 - i64::try_from(at).unwrap_or(i64::MAX - 1))
    }
}

fn deltas(
    cells: &[Cell],
    people: &People<'_>,
    id: &mut impl FnMut() -> ItemId,
    place: &str,
    wrong: &mut Vec<String>,
) -> Deltas {
    let mut deltas = Deltas::default();
    let mut open: Vec<(&str, Option<&str>, usize)> = Vec::new();
    for cell in cells {
        for name in std::iter::once(&cell.person).chain(&cell.targets) {
            let person = people.id(name);
            if person.is_pending() && deltas.people.iter().all(|known| known.id != person) {
                deltas.people.push(Person { name: Some(name.clone()), ..Person::new(person) });
            }
        }
        let known =
            (open.iter()).filter(|(person, event, _)| (*person, *event) == (&*cell.person, cell.event.as_deref()));
        let free =
            known.filter_map(|(.., at)| Some((*at, deltas.events.get(*at)?))).find(|(_, event)| takes(event, cell));
        let at = match free {
            Some((at, _)) => at,
            None => {
                let at = deltas.events.len();
                deltas.events.push(Event {
                    person: Some(people.id(&cell.person)),
                    description: Some(cell.event.clone().unwrap_or_else(|| "as coded".to_owned())),
                    // The file says nothing of dates, not even that they are unknown.
                    date_certainty: None,
                    ..Event::new(id(), EventKind::Shift)
                });
                open.push((&cell.person, cell.event.as_deref(), at));
                at
            }
        };
        let Some(event) = deltas.events.get_mut(at) else { continue };
        if let Err(what) = set(event, cell, people) {
            wrong.push(format!("{place}: {what}"));
        }
    }
    deltas
}

/// Whether an event has room for a cell.
fn takes(event: &Event, cell: &Cell) -> bool {
    event.kind == EventKind::Shift
        && match &*cell.variable {
            "symptom" => event.symptom.is_none(),
            "anxiety" => event.anxiety.is_none(),
            "functioning" => event.functioning.is_none(),
            "relationship" => event.relationship.is_none(),
            _ => false,
        }
}

fn set(event: &mut Event, cell: &Cell, people: &People<'_>) -> Result<(), String> {
    let word = |error: crate::family::UnknownWord| error.to_string();
    match &*cell.variable {
        "symptom" => event.symptom = Some(cell.value.parse().map_err(word)?),
        "anxiety" => event.anxiety = Some(cell.value.parse().map_err(word)?),
        "functioning" => event.functioning = Some(cell.value.parse().map_err(word)?),
        "relationship" => {
            event.relationship = Some(cell.value.parse().map_err(word)?);
            event.relationship_targets = cell.targets.iter().map(|name| people.id(name)).collect();
        }
        "kind" => event.kind = cell.value.parse().map_err(word)?,
        other => {
            let shown: String = other.chars().take(40).collect();
            return Err(format!(
                "\"{shown}\" is not a known variable; use one of: symptom, anxiety, relationship, functioning, kind"
            ));
        }
    }
    Ok(())
}

/// The agreement of a file of normalised codings, whose every statement stands for itself.
///
/// Compared statement by statement (they were coded so, and carry no dates by which an event could be found again in another),
/// under the conventions asked for; without any under the default one and, because twelve statements hold few events that two
/// coders found, over cells too. Statements are drawn for intervals, unless something else is asked for: there are only two
/// cases.
pub fn report_from_codings(json: &str, ruler: Ruler, settings: &Settings) -> Result<AgreementReport, NormalisedError> {
    let file: File = serde_json::from_str(json)?;
    let leaves_out = file.rows.iter().any(Row::is_revisited);
    let sample = sample(&file)?;
    let settings = Settings {
        level: Level::Statement,
        conventions: match settings.conventions.as_slice() {
            [] => vec![Convention::MATCHED, Convention::CELLS],
            asked => asked.to_vec(),
        },
        resampled: Some(settings.resampled.unwrap_or(Resampled::Statements)),
        windows: None,
        ..settings.clone()
    };
    let mut report = AgreementReport::new(&sample, ruler, &settings)?;
    if leaves_out {
        let (case, statement) = REVISITED;
        report.notes.push(format!(
            "Statement {statement} of {case} is an earlier statement coded again after it was discussed, and is left out."
        ));
    }
    if settings.conventions == [Convention::MATCHED, Convention::CELLS] {
        let why = "Two conventions, because they answer different questions: on matched items coders can agree well although \
                   each finds other items; on cells an item that one coder missed is a disagreement about every variable the \
                   others coded.";
        report.notes.push(why.to_owned());
    }
    Ok(report)
}
