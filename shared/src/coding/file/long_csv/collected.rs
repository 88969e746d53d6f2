//! What the rows of one coder and statement add up to: people, bonds and events by name.

use std::collections::BTreeMap;

use super::super::lay::{Named, NamedCoding};
use super::row::Row;
use crate::coding::{Problems, Provenance};
use crate::family::{DateCertainty, Event, EventKind, Gender, ItemId};

/// The words of the column `variable` beside the four variables.
const VARIABLES: &str = "symptom, anxiety, relationship, functioning, event, pair_bond, parents, gender";
/// What is collected of one coder, statement and discussion.
pub(super) struct Collected {
    pub line: u64,
    pub provenance: Option<Provenance>,
    pub coding: NamedCoding,
    /// Places of the events with a key.
    events: BTreeMap<String, usize>,
    /// A row said "nothing there".
    pub empty: bool,
}
impl Collected {
    /// Begins with the row in a line.
    pub(super) fn new(line: u64, provenance: Option<Provenance>) -> Self {
        Collected { line, provenance, coding: NamedCoding::default(), events: BTreeMap::new(), empty: false }
    }

    /// Takes a row up.
    pub(super) fn take(&mut self, row: &Row<'_>, problems: &mut Problems) {
        let Some(variable) = row.cell("variable").map(str::to_lowercase) else {
            if row.cell("value").is_some() || row.cell("person").is_some() || row.cell("event").is_some() {
                problems.error(
                    row.place("variable"),
                    "a row with an empty variable says \"coded, nothing there\" and has no person, value or event",
                );
            }
            self.empty = true;
            return;
        };
        match variable.as_str() {
            "symptom" | "anxiety" | "relationship" | "functioning" | "event" => self.event(&variable, row, problems),
            "pair_bond" => self.bond(row, problems),
            "parents" => self.parents(row, problems),
            "gender" => {
                let gender = row.word::<Gender>("value", problems);
                if let Some(name) = actor(row, problems) {
                    self.push(row, Named::Person { name, gender });
                }
            }
            other => {
                let shown: String = other.chars().filter(|c| !c.is_control()).take(40).collect();
                problems
                    .error(row.place("variable"), format!("\"{shown}\" is not a variable; use one of: {VARIABLES}"));
            }
        }
    }

    fn push(&mut self, row: &Row<'_>, item: Named) {
        self.coding.items.push((format!("line {}", row.line), item));
    }

    fn bond(&mut self, row: &Row<'_>, problems: &mut Problems) {
        let married = match row.cell("value").map(str::to_lowercase).as_deref() {
            None | Some("unknown") => None,
            Some("married" | "true" | "yes") => Some(true),
            Some("unmarried" | "false" | "no") => Some(false),
            Some(_) => {
                problems.error(row.place("value"), "a pair bond is married, unmarried, or neither is said (empty)");
                None
            }
        };
        match (actor(row, problems), row.owned("spouse")) {
            (Some(a), Some(b)) => self.push(row, Named::Bond { a, b, married }),
            (_, None) => problems.error(row.place("spouse"), "a pair bond needs the other person here"),
            (None, _) => {}
        }
    }

    fn parents(&mut self, row: &Row<'_>, problems: &mut Problems) {
        let child = actor(row, problems);
        match (child, row.people("value").as_slice()) {
            (Some(child), [a, b]) => {
                self.push(row, Named::Parents { child, a: a.clone(), b: b.clone() });
            }
            (_, [_, _]) => {}
            _ => problems.error(row.place("value"), "the two parents are wanted here, as \"Carol; Richard\""),
        }
    }

    fn event(&mut self, variable: &str, row: &Row<'_>, problems: &mut Problems) {
        let kind = match variable {
            "event" => row.word::<EventKind>("value", problems),
            _ => Some(EventKind::Shift),
        };
        if row.cell("value").is_none() {
            problems.error(row.place("value"), "the value is missing");
        }
        let mut event = Event::new(ItemId(0), kind.unwrap_or(EventKind::Shift));
        match variable {
            "symptom" => event.symptom = row.word("value", problems),
            "anxiety" => event.anxiety = row.word("value", problems),
            "functioning" => event.functioning = row.word("value", problems),
            "relationship" => event.relationship = row.word("value", problems),
            _ => {}
        }
        event.date_time = row.date(problems);
        // Nobody writes a certainty beside an empty date to say that the date is unknown.
        let certainty = row.word::<DateCertainty>("certainty", problems);
        let default = if event.date_time.is_some() { DateCertainty::Certain } else { DateCertainty::Unknown };
        event.date_certainty = Some(certainty.unwrap_or(default));
        event.description = row.owned("description");
        let named = Named::Event {
            person: row.owned("person"),
            spouse: row.owned("spouse"),
            child: row.owned("child"),
            targets: row.people("targets"),
            triangles: row.people("triangles"),
            event: Box::new(event),
        };
        let key = row.owned("event");
        let known = key.as_ref().and_then(|key| self.events.get(key)).copied();
        match known.and_then(|place| self.coding.items.get_mut(place)) {
            Some((_, first)) => merge(first, named, variable == "event", row, problems),
            None => {
                key.map(|key| self.events.insert(key, self.coding.items.len()));
                self.push(row, named);
            }
        }
    }
}

fn actor(row: &Row<'_>, problems: &mut Problems) -> Option<String> {
    let name = row.owned("person");
    if name.is_none() {
        problems.error(row.place("person"), "the person is missing");
    }
    name
}

/// Lays a further row of an event on its first; what both say must be the same.
fn merge(first: &mut Named, more: Named, names_kind: bool, row: &Row<'_>, problems: &mut Problems) {
    let (
        Named::Event { event: e, person: p, spouse: s, child: c, targets: t, triangles: tr },
        Named::Event { event, person, spouse, child, targets, triangles },
    ) = (first, more)
    else {
        return;
    };
    fn one<T: PartialEq>(known: &mut Option<T>, new: Option<T>) -> bool {
        let clash = matches!((&known, &new), (Some(a), Some(b)) if a != b);
        if known.is_none() {
            *known = new;
        }
        !clash
    }
    fn several(known: &mut Vec<String>, new: Vec<String>) -> bool {
        let clash = !known.is_empty() && !new.is_empty() && *known != new;
        if known.is_empty() {
            *known = new;
        }
        !clash
    }
    let mut kind_fits = true;
    if names_kind {
        kind_fits = e.kind == EventKind::Shift || e.kind == event.kind;
        e.kind = event.kind;
    }
    let dated = event.date_time.is_some() && e.date_time.is_none();
    if dated {
        e.date_certainty = event.date_certainty;
    }
    let checks = [
        ("person", one(p, person)),
        ("spouse", one(s, spouse)),
        ("child", one(c, child)),
        ("targets", several(t, targets)),
        ("triangles", several(tr, triangles)),
        ("date", one(&mut e.date_time, event.date_time)),
        ("description", one(&mut e.description, event.description)),
        ("value", kind_fits && one(&mut e.symptom, event.symptom) && one(&mut e.anxiety, event.anxiety)),
        ("value", one(&mut e.relationship, event.relationship) && one(&mut e.functioning, event.functioning)),
    ];
    for (column, _) in checks.iter().filter(|(_, fits)| !fits) {
        let words =
            "another row of the same event says otherwise; one event has one of each (two shifts are two events)";
        problems.error(row.place(column), words);
    }
}

/// A shift without a description is described by what was coded: approval asks for words, and these are not made up.
pub(super) fn describe(event: &mut Event) {
    if event.kind != EventKind::Shift || event.description.is_some() {
        return;
    }
    let shifts = [("symptom", event.symptom), ("anxiety", event.anxiety), ("functioning", event.functioning)];
    let mut words: Vec<String> =
        shifts.into_iter().filter_map(|(name, shift)| Some(format!("{name} {}", shift?))).collect();
    words.extend(event.relationship.map(|kind| kind.to_string()));
    if !words.is_empty() {
        event.description = Some(words.join(", "));
    }
}
