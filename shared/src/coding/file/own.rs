//! This project's own form: `{"format": "sarf-codings/1", "codings": [{"discussion": 41, "coder": "kmora", "provenance":
//! "blind", "statements": [{"statement": 8, "deltas": {...}}]}]}`. Written by [`write`]; read, it says just what was
//! written.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::fields::Fields;
use super::{Content, FileCoding, FilePart, Of, deltas};
use crate::coding::{CoderName, Problems, Provenance};
use crate::discussion::DiscussionId;
use crate::pdp::Deltas;

/// The name and version of the form.
pub const FORMAT: &str = "sarf-codings/1";

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OwnFile {
    /// [`FORMAT`].
    pub format: &'static str,
    /// By discussion, coder and provenance.
    pub codings: Vec<OwnCoding>,
}

/// One coder's codings of one discussion under one provenance.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OwnCoding {
    /// Which discussion.
    pub discussion: DiscussionId,
    /// Who coded.
    pub coder: CoderName,
    /// What the coder had seen.
    pub provenance: Provenance,
    /// By statement.
    pub statements: Vec<OwnStatement>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OwnStatement {
    /// Its number.
    pub statement: u32,
    /// What was coded; empty lists: "coded, nothing there".
    pub deltas: Deltas,
    /// Fields of the file it came in that mean nothing here.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub kept: Map<String, Value>,
}

/// The text of a file. The same codings give the same bytes.
pub fn write(codings: Vec<OwnCoding>) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&OwnFile { format: FORMAT, codings })
}

/// Reads the object of a file.
pub(super) fn read(object: &Map<String, Value>, problems: &mut Problems) -> Vec<FilePart> {
    let mut fields = Fields::of_object(object, "");
    if fields.text("format", problems) != Some(FORMAT) {
        problems.error("format", format!("not a form known to this version, which reads \"{FORMAT}\""));
        return Vec::new();
    }
    if fields.value("codings").is_none() {
        problems.error("codings", "the list of codings is missing");
    }
    let list = fields.list("codings", problems);
    let parts = list.iter().enumerate().filter_map(|(index, value)| part(value, format!("codings[{index}]"), problems));
    let parts = parts.collect();
    warn_of_others(&fields, problems);
    parts
}

fn part(value: &Value, place: String, problems: &mut Problems) -> Option<FilePart> {
    let mut fields = Fields::of(value, place.clone(), problems)?;
    let discussion = fields.whole("discussion", problems);
    if discussion.is_none() && fields.value("discussion").is_none() {
        problems.error(fields.at("discussion"), "which discussion it is of is missing");
    }
    let coder = fields.text("coder", problems).and_then(|name| {
        name.parse::<CoderName>().map_err(|error| problems.error(fields.at("coder"), error.to_string())).ok()
    });
    let provenance = fields.word::<Provenance>("provenance", problems);
    let mut codings = Vec::new();
    for (index, value) in fields.list("statements", problems).iter().enumerate() {
        let place = format!("{place}.statements[{index}]");
        codings.extend(statement(value, place, coder.as_ref(), provenance, problems));
    }
    warn_of_others(&fields, problems);
    Some(FilePart { place, of: Of::Id(DiscussionId(discussion?)), codings })
}

fn statement(
    value: &Value,
    place: String,
    coder: Option<&CoderName>,
    provenance: Option<Provenance>,
    problems: &mut Problems,
) -> Option<FileCoding> {
    let mut fields = Fields::of(value, place.clone(), problems)?;
    let number = fields.whole("statement", problems).and_then(|number| u32::try_from(number).ok());
    if number.is_none() {
        problems.error(fields.at("statement"), "the number of a statement is wanted here");
    }
    let Some(value) = fields.value("deltas") else {
        let words = "what was coded is missing; empty lists say \"coded, nothing there\"";
        problems.error(fields.at("deltas"), words);
        return None;
    };
    let read = deltas::read(value, &fields.at("deltas"), problems);
    let mut kept = match fields.value("kept") {
        Some(Value::Object(kept)) => kept.clone(),
        _ => Map::new(),
    };
    warn_of_others(&fields, problems);
    kept.extend(fields.others());
    if read.says_more {
        kept.insert("deltas".to_owned(), value.clone());
    }
    Some(FileCoding {
        place,
        statement: number?,
        coder: coder.cloned(),
        provenance,
        content: Content::Deltas(read.deltas),
        kept,
        approved: false,
    })
}

fn warn_of_others(fields: &Fields<'_>, problems: &mut Problems) {
    for key in fields.others().keys() {
        let key: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
        problems.warn(fields.at(&key), "this field means nothing here");
    }
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;
    use super::*;
    use crate::family::{ItemId, Person};

    #[test]
    fn what_is_written_is_read_back_and_written_the_same() {
        let irena = Person { name: Some("Irena".into()), ..Person::new(ItemId(-1)) };
        let mut kept = Map::new();
        kept.insert("comment".into(), Value::from("unsure"));
        let codings = vec![OwnCoding {
            discussion: DiscussionId(41),
            coder: "kmora".parse().unwrap(),
            provenance: Provenance::OverTheModel,
            statements: vec![
                OwnStatement {
                    statement: 2,
                    deltas: Deltas { people: vec![irena], ..Deltas::default() },
                    kept: kept.clone(),
                },
                OwnStatement { statement: 4, deltas: Deltas::default(), kept: Map::new() },
            ],
        }];
        let text = write(codings.clone()).unwrap();
        let (file, problems) = read_file(text.as_bytes());
        assert_eq!(problems, Problems::default());
        let part = &file.parts[0];
        assert_eq!(part.of, Of::Id(DiscussionId(41)));
        let back = OwnCoding {
            discussion: DiscussionId(41),
            coder: part.codings[0].coder.clone().unwrap(),
            provenance: part.codings[0].provenance.unwrap(),
            statements: part
                .codings
                .iter()
                .map(|one| {
                    let Content::Deltas(deltas) = &one.content else { panic!("named") };
                    OwnStatement { statement: one.statement, deltas: deltas.clone(), kept: one.kept.clone() }
                })
                .collect(),
        };
        assert_eq!(write(vec![back]).unwrap(), text);
        assert_eq!(part.codings[0].kept, kept);
    }

    #[test]
    fn what_is_missing_or_wrong_is_told_with_its_path() {
        let text = r#"{"format":"sarf-codings/1","codings":[
            {"coder":"k mora","provenance":"blnd","statements":[{"statement":1},{"deltas":{}},{"statement":-2,"deltas":{}}]},
            {"discussion":"41"}, 7]}"#;
        let listed: Vec<String> = read_file(text.as_bytes()).1.errors.iter().map(|one| one.place.clone()).collect();
        assert_eq!(
            listed,
            [
                "codings[0].discussion",
                "codings[0].coder",
                "codings[0].provenance",
                "codings[0].statements[0].deltas",
                "codings[0].statements[1].statement",
                "codings[0].statements[2].statement",
                "codings[0].statements[2].statement",
                "codings[1].discussion",
                "codings[2]",
            ]
        );
        let newer = read_file(br#"{"format":"sarf-codings/9","codings":[]}"#).1;
        assert_eq!(newer.errors[0].place, "format");
        assert!(!read_file(br#"{"format":"sarf-codings/1","codings":[]}"#).1.errors.is_empty(), "nothing in it");
    }
}
