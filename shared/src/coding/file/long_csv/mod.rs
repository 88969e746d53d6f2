//! The long table: a header by name, one coded cell a row.
//!
//! `discussion, statement` (or `unit`, `39/8`), `coder, person, variable, value`, and any of `event, spouse, child, targets,
//! triangles, date, certainty, description, provenance`. `variable` is symptom, anxiety, functioning (up, down, same),
//! relationship (a kind), event (a structural kind), pair_bond (married, unmarried or empty; the other in `spouse`),
//! parents (`A; B`), or gender. Rows of one coder and statement with the same `event` are one event; every other row is
//! its own. A row with an empty variable says "coded, nothing there". Several people in a cell are separated by `;`.
//! Separators are commas, semicolons or tabs, as the header has them.

mod collected;
mod row;

use std::collections::BTreeMap;

use super::lay::Named;
use super::{Content, FileCoding, FilePart, Of};
use crate::coding::{CoderName, Problems, Provenance};
use crate::discussion::DiscussionId;

use collected::{Collected, describe};
use row::Row;

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
        let fresh = || Collected::new(row.line, provenance);
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
    use crate::family::{DateCertainty, EventKind, Gender, RelationshipKind, VariableShift};

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
