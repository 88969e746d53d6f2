//! The long table: a header by name, one coded cell a row.
//!
//! `discussion, statement` (or `unit`, `39/8`), `coder, person, variable, value`, and any of `event, spouse, child, targets,
//! triangles, date, certainty, description, provenance`. `variable` is symptom, anxiety, functioning (up, down, same),
//! relationship (a kind), event (a structural kind), pair_bond (married, unmarried or empty; the other in `spouse`),
//! parents (`A; B`), or gender. Rows of one coder and statement with the same `event` are one event; every other row is
//! its own. A row with an empty variable says "coded, nothing there". Several people in a cell are separated by `;`.
//! Separators are commas, semicolons or tabs, as the header has them.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::dates::{self, BadDate};
use super::lay::{Named, NamedCoding};
use super::{Content, FileCoding, FilePart, Of};
use crate::coding::{BadCoderName, CoderName, Problems, Provenance};
use crate::discussion::DiscussionId;
use crate::family::{DateCertainty, Event, EventKind, Gender, ItemId, UnknownWord};

/// Columns: name, and whether a row can do without.
const COLUMNS: &[&str] = &[
    "unit",
    "discussion",
    "statement",
    "coder",
    "person",
    "variable",
    "value",
    "event",
    "spouse",
    "child",
    "targets",
    "triangles",
    "date",
    "certainty",
    "description",
    "provenance",
];
const REQUIRED: &[&str] = &["coder", "person", "variable", "value"];

/// The words of the column `variable` beside the four variables.
const VARIABLES: &str = "symptom, anxiety, relationship, functioning, event, pair_bond, parents, gender";

/// One row, by column name.
struct Row<'a> {
    line: u64,
    record: &'a csv::StringRecord,
    columns: &'a BTreeMap<&'static str, usize>,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> Option<&str> {
        let text = self.record.get(*self.columns.get(column)?)?.trim();
        (!text.is_empty()).then_some(text)
    }

    fn place(&self, column: &str) -> String {
        format!("line {}, {column}", self.line)
    }

    fn word<T: FromStr<Err = UnknownWord>>(&self, column: &str, problems: &mut Problems) -> Option<T> {
        let text = self.cell(column)?.to_lowercase();
        text.parse().map_err(|error: UnknownWord| problems.error(self.place(column), error.to_string())).ok()
    }

    fn people(&self, column: &str) -> Vec<String> {
        let names = self.cell(column).unwrap_or_default().split(';').map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    fn owned(&self, column: &str) -> Option<String> {
        self.cell(column).map(str::to_owned)
    }

    /// Discussion and statement.
    fn unit(&self, problems: &mut Problems) -> Option<(u64, u32)> {
        let (place, discussion, statement) = match self.cell("unit") {
            Some(unit) => {
                let (discussion, statement) = unit.split_once('/').unwrap_or((unit, ""));
                (self.place("unit"), discussion.to_owned(), statement.to_owned())
            }
            None => {
                let cell = |column| self.cell(column).unwrap_or_default().to_owned();
                (self.place("statement"), cell("discussion"), cell("statement"))
            }
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match (discussion.parse(), statement.parse()) {
            (Ok(one), Ok(other)) if digits(&discussion) && digits(&statement) => Some((one, other)),
            _ => {
                problems.error(place, "the number of a discussion and of a statement are wanted (41 and 8, or 41/8)");
                None
            }
        }
    }

    fn coder(&self, problems: &mut Problems) -> Option<CoderName> {
        let Some(name) = self.cell("coder") else {
            problems.error(self.place("coder"), "who coded is missing");
            return None;
        };
        name.parse().map_err(|error: BadCoderName| problems.error(self.place("coder"), error.to_string())).ok()
    }

    fn date(&self, problems: &mut Problems) -> Option<String> {
        let text = self.cell("date")?;
        let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
        match dates::look(text) {
            Ok(()) => {}
            Err(BadDate::Impossible) => {
                problems
                    .error(self.place("date"), format!("\"{shown}\" is written as a date, but there is no such day"));
            }
            Err(BadDate::Words) => {
                problems.error(self.place("date"), format!("\"{shown}\" is no date; write a day, or leave it empty"));
            }
        }
        Some(text.to_owned())
    }
}

/// What is collected of one coder, statement and discussion.
struct Collected {
    line: u64,
    provenance: Option<Provenance>,
    coding: NamedCoding,
    /// Places of the events with a key.
    events: BTreeMap<String, usize>,
    /// A row said "nothing there".
    empty: bool,
}

/// Reads the table.
pub(super) fn read(text: &str, problems: &mut Problems) -> Vec<FilePart> {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| head.matches(separator).count();
    let separator = [';', '\t'].into_iter().find(|one| count(*one) > count(','));
    let separator = separator.map_or(b',', |one| if one == ';' { b';' } else { b'\t' });
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(header)) = records.next() else {
        problems.error("line 1", "the header cannot be read");
        return Vec::new();
    };
    let Some(columns) = columns(&header, problems) else { return Vec::new() };
    let mut all: BTreeMap<(u64, CoderName, u32), Collected> = BTreeMap::new();
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.error(format!("line {line}"), "the row cannot be read");
                continue;
            }
        };
        let row = Row { line: record.position().map_or(0, csv::Position::line), record: &record, columns: &columns };
        if record.len() != header.len() {
            let words = format!("{} cells under a header of {}; the file may be cut short", record.len(), header.len());
            problems.error(format!("line {}", row.line), words);
            continue;
        }
        let (unit, coder) = (row.unit(problems), row.coder(problems));
        let provenance = row.word::<Provenance>("provenance", problems);
        let (Some((discussion, statement)), Some(coder)) = (unit, coder) else { continue };
        let fresh = || Collected {
            line: row.line,
            provenance,
            coding: NamedCoding::default(),
            events: BTreeMap::new(),
            empty: false,
        };
        let collected = all.entry((discussion, coder, statement)).or_insert_with(fresh);
        if collected.provenance != provenance {
            problems.error(row.place("provenance"), "another row of this statement and coder says otherwise");
        }
        collected.take(&row, problems);
    }
    parts(all, problems)
}

fn columns(header: &csv::StringRecord, problems: &mut Problems) -> Option<BTreeMap<&'static str, usize>> {
    let mut columns = BTreeMap::new();
    let before = problems.errors.len();
    for (place, name) in header.iter().enumerate() {
        let name = name.trim().to_lowercase();
        match COLUMNS.iter().find(|known| **known == name) {
            Some(known) => {
                if columns.insert(*known, place).is_some() {
                    problems.error("line 1", format!("the column {known} is there twice"));
                }
            }
            None => {
                let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                problems.warn("line 1", format!("the column \"{shown}\" means nothing here and was left out"));
            }
        }
    }
    let has = |name: &&str| columns.contains_key(*name);
    let mut missing: Vec<&str> = REQUIRED.iter().filter(|name| !has(name)).copied().collect();
    if !has(&"unit") {
        missing.extend(["discussion", "statement"].iter().filter(|name| !has(name)));
    }
    if !missing.is_empty() {
        let words = format!(
            "the header lacks {}; a table of codings has discussion, statement (or unit), coder, person, variable, value",
            missing.join(", ")
        );
        problems.error("line 1", words);
    }
    (problems.errors.len() == before).then_some(columns)
}

impl Collected {
    fn take(&mut self, row: &Row<'_>, problems: &mut Problems) {
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
fn describe(event: &mut Event) {
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

fn parts(all: BTreeMap<(u64, CoderName, u32), Collected>, problems: &mut Problems) -> Vec<FilePart> {
    let mut parts: Vec<FilePart> = Vec::new();
    for ((discussion, coder, statement), mut collected) in all {
        let place = format!("line {}", collected.line);
        if collected.empty && !collected.coding.items.is_empty() {
            let words = format!(
                "one row says that {coder} coded nothing in {discussion}/{statement}, and another codes something"
            );
            problems.error(place.clone(), words);
        }
        for (_, item) in &mut collected.coding.items {
            if let Named::Event { event, .. } = item {
                describe(event);
            }
        }
        let of = Of::Id(DiscussionId(discussion));
        if parts.last().is_none_or(|part| part.of != of) {
            parts.push(FilePart { place: place.clone(), of, codings: Vec::new() });
        }
        if let Some(part) = parts.last_mut() {
            part.codings.push(FileCoding {
                place,
                statement,
                coder: Some(coder),
                provenance: collected.provenance,
                content: Content::Named(collected.coding),
                kept: serde_json::Map::new(),
                approved: false,
            });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;
    use super::*;
    use crate::family::{RelationshipKind, VariableShift};

    fn errors(text: &str) -> Vec<String> {
        read_file(text.as_bytes()).1.errors.iter().map(ToString::to_string).collect()
    }

    fn items(coding: &FileCoding) -> &[(String, Named)] {
        let Content::Named(named) = &coding.content else { panic!("ids") };
        &named.items
    }

    #[test]
    fn rows_with_the_same_event_are_one_event_and_all_others_their_own() {
        let text = "unit,coder,person,variable,value,event,targets,date,certainty\n\
                    39/8,kmora,Michael,relationship,away,e1,Client;Ann,2024-04-01,approximate\n\
                    39/8,kmora,Michael,anxiety,up,e1,,,\n\
                    39/8,kmora,Client,symptom,up,,,,\n\
                    39/10,kmora,,,,,,,\n\
                    39/8,jvega,Michael,relationship,distance,e1,Client,,\n";
        let (file, problems) = read_file(text.as_bytes());
        assert_eq!(problems, Problems::default());
        let [part] = file.parts.as_slice() else { panic!("{:?}", file.parts) };
        assert_eq!(part.of, Of::Id(DiscussionId(39)));
        let who: Vec<_> =
            part.codings.iter().map(|one| (one.coder.as_ref().unwrap().as_str(), one.statement)).collect();
        assert_eq!(who, [("jvega", 8), ("kmora", 8), ("kmora", 10)]);
        let both = items(&part.codings[1]);
        let Named::Event { event, person, targets, .. } = &both[0].1 else { panic!("no event") };
        assert_eq!((both.len(), person.as_deref(), targets.len()), (2, Some("Michael"), 2));
        assert_eq!((event.relationship, event.anxiety), (Some(RelationshipKind::Away), Some(VariableShift::Up)));
        assert_eq!(event.date_certainty, Some(DateCertainty::Approximate));
        assert_eq!(event.description.as_deref(), Some("anxiety up, away"));
        let Named::Event { event, .. } = &both[1].1 else { panic!("no event") };
        assert_eq!(event.date_certainty, Some(DateCertainty::Unknown), "no date is an unknown date");
        assert!(items(&part.codings[2]).is_empty(), "coded, nothing there");
    }

    #[test]
    fn bonds_parents_genders_and_structural_events_have_rows_too() {
        let text = "discussion;statement;coder;person;variable;value;spouse;child\n\
                    39;8;kmora;Carol;pair_bond;married;Richard;\n\
                    39;8;kmora;Michael;parents;Carol, Richard;;\n\
                    39;8;kmora;Carol;gender;female;;\n\
                    39;8;kmora;Carol;event;birth;Richard;Michael\n";
        let wrong = errors(text);
        assert_eq!(wrong, ["line 3, value: the two parents are wanted here, as \"Carol; Richard\""]);
        let (file, problems) = read_file(text.replace("Carol, Richard", "\"Carol;Richard\"").as_bytes());
        assert_eq!(problems, Problems::default());
        let all = items(&file.parts[0].codings[0]);
        assert_eq!(all[0].1, Named::Bond { a: "Carol".into(), b: "Richard".into(), married: Some(true) });
        assert_eq!(all[1].1, Named::Parents { child: "Michael".into(), a: "Carol".into(), b: "Richard".into() });
        assert_eq!(all[2].1, Named::Person { name: "Carol".into(), gender: Some(Gender::Female) });
        assert!(matches!(&all[3].1, Named::Event { event, child: Some(child), .. }
            if event.kind == EventKind::Birth && child == "Michael"));
    }

    #[test]
    fn every_problem_is_told_with_line_and_column() {
        let text = "discussion,statement,coder,person,variable,value,date,event\n\
                    39,8,k mora,Ann,anxiety,up,,\n\
                    39,x,kmora,Ann,anxiety,up,,\n\
                    39,8,kmora,Ann,anxeity,up,,\n\
                    39,8,kmora,Ann,anxiety,upp,,\n\
                    39,8,kmora,Ann,anxiety,up,2026-02-30,\n\
                    39,8,kmora,Ann,anxiety,up,around 1990,\n\
                    39,8,kmora,Ann,anxiety,up,,e1\n\
                    39,8,kmora,Ann,anxiety,down,,e1\n\
                    39,8,kmora,Ann,event\n\
                    39,10,kmora,,,,,\n\
                    39,10,kmora,Ann,anxiety,up,,\n";
        let places: Vec<String> =
            errors(text).iter().map(|told| told.split(": ").next().unwrap_or_default().to_owned()).collect();
        assert_eq!(
            places,
            [
                "line 2, coder",
                "line 3, statement",
                "line 4, variable",
                "line 5, value",
                "line 6, date",
                "line 7, date",
                "line 9, value",
                "line 10",
                "line 11",
            ]
        );
        assert!(errors("a,b\n1,2\n")[0].contains("lacks coder, person, variable, value, discussion, statement"));
    }
}
