//! The public web system's exports: a whole discussion with its coders' codings, ground truth of many discussions, one
//! test case. Field names are that system's; what means nothing here is kept as it stands.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::fields::{Fields, join};
use super::{Content, FileCoding, FilePart, Of, Talk, TalkStatement, deltas};
use crate::coding::{BadCoderName, CoderName, Problems};
use crate::dialogue::Speaker;

/// Ground truth of many discussions: `{"discussions": [...]}`.
pub(super) fn many(object: Map<String, Value>, problems: &mut Problems) -> Vec<FilePart> {
    let mut object = object;
    let Some(Value::Array(list)) = object.remove("discussions") else {
        problems.error("discussions", "a list of discussions is wanted here");
        return Vec::new();
    };
    let mut parts = Vec::new();
    for (index, value) in list.into_iter().enumerate() {
        let place = format!("discussions[{index}]");
        match value {
            Value::Object(object) => parts.extend(discussion(object, &place, problems)),
            _ => problems.error(place, "an object is wanted here"),
        }
    }
    parts
}

/// A whole discussion: statements, speakers, `pdp_deltas` of a model, and codings as `feedbacks` or `ground_truth`.
pub(super) fn discussion(mut object: Map<String, Value>, place: &str, problems: &mut Problems) -> Option<FilePart> {
    let before = problems.errors.len();
    let statements = object.remove("statements").unwrap_or_default();
    let Value::Array(statements) = statements else {
        problems.error(join(place, "statements"), "a list of statements is wanted here");
        return None;
    };
    let mut fields = Fields::of_object(&object, place);
    let speakers = speakers(&mut fields, problems);
    let date = date(&mut fields, problems);
    let persona = fields.value("synthetic_persona").and_then(|persona| persona.get("name")).and_then(Value::as_str);
    let name = |role| speakers.iter().find(|speaker| speaker.role == role).and_then(|speaker| speaker.name.clone());
    let title = fields.text("summary", problems).map(str::trim).filter(|text| !text.is_empty()).or(persona);
    let mut talk = Talk {
        title: title.map(str::to_owned),
        date,
        synthetic: fields.boolean("synthetic", problems).unwrap_or(false),
        subject: name(Speaker::Subject).or_else(|| persona.map(str::to_owned)),
        coach: name(Speaker::Coach),
        statements: Vec::new(),
        raw: Value::Null,
    };
    let mut read = Vec::new();
    for (index, value) in statements.into_iter().enumerate() {
        let place = format!("{}[{index}]", join(place, "statements"));
        read.extend(statement(value, &place, &speakers, problems));
    }
    // The web system orders by `order`; a file that does not say is in order.
    read.sort_by_key(|(order, ..)| *order);
    let mut codings = Vec::new();
    for (number, (_, statement, of_it)) in (1u32..).zip(read) {
        codings.extend(of_it.into_iter().map(|coding| FileCoding { statement: number, ..coding }));
        talk.statements.push(statement);
    }
    talk.raw = Value::Object(object);
    (problems.errors.len() == before).then(|| FilePart {
        place: place.to_owned(),
        of: Of::Talk(Box::new(talk)),
        codings,
    })
}

struct KnownSpeaker {
    id: i64,
    role: Speaker,
    name: Option<String>,
}

fn speakers(fields: &mut Fields<'_>, problems: &mut Problems) -> Vec<KnownSpeaker> {
    let mut known = Vec::new();
    let place = fields.at("speakers");
    for (index, value) in fields.list("speakers", problems).iter().enumerate() {
        let Some(mut fields) = Fields::of(value, format!("{place}[{index}]"), problems) else { continue };
        let id = fields.value("id").and_then(Value::as_i64);
        let role = match fields.text("type", problems) {
            Some("subject") => Some(Speaker::Subject),
            Some("expert") => Some(Speaker::Coach),
            _ => None,
        };
        let name = fields.text("name", problems).map(str::to_owned);
        match (id, role) {
            (Some(id), Some(role)) => known.push(KnownSpeaker { id, role, name }),
            (None, _) => problems.error(fields.place.clone(), "the speaker has no id"),
            (_, None) => problems.error(fields.at("type"), "a speaker is \"subject\" or \"expert\""),
        }
    }
    // Files without a list of speakers name the two in the discussion itself.
    for (field, role) in [("chat_user_speaker_id", Speaker::Subject), ("chat_ai_speaker_id", Speaker::Coach)] {
        if let Some(id) = fields.value(field).and_then(Value::as_i64)
            && !known.iter().any(|speaker| speaker.id == id)
        {
            known.push(KnownSpeaker { id, role, name: None });
        }
    }
    known
}

fn date(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<NaiveDate> {
    let text = fields.text("discussion_date", problems)?;
    let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    if day.is_none() {
        problems.error(fields.at("discussion_date"), "a day such as 2026-05-04 is wanted here");
    }
    day
}

type ReadStatement = (i64, TalkStatement, Vec<FileCoding>);

fn statement(value: Value, place: &str, speakers: &[KnownSpeaker], problems: &mut Problems) -> Option<ReadStatement> {
    let mut fields = Fields::of(&value, place, problems)?;
    // A statement without words is kept: it has its number.
    let text = fields.text("text", problems).unwrap_or_default().to_owned();
    let id = fields.value("speaker_id").and_then(Value::as_i64);
    let speaker = speakers.iter().find(|speaker| Some(speaker.id) == id).map(|speaker| speaker.role);
    if speaker.is_none() {
        problems.error(fields.at("speaker_id"), "it names nobody of the discussion's speakers");
    }
    let order = fields.value("order").and_then(Value::as_i64);
    let mut read = |field: &'static str, problems: &mut Problems| {
        let value = fields.value(field)?;
        Some((deltas::read(value, &fields.at(field), problems), value))
    };
    let model = read("pdp_deltas", problems).map(|(model, _)| model.deltas);
    let mut codings = Vec::new();
    if let Some((truth, value)) = read("ground_truth", problems) {
        let mut kept = Map::new();
        if truth.says_more {
            kept.insert("ground_truth".to_owned(), value.clone());
        }
        let place = fields.at("ground_truth");
        codings.push(FileCoding { kept, approved: true, ..coding(place, None, truth.deltas) });
    }
    for (index, value) in fields.list("feedbacks", problems).iter().enumerate() {
        let place = format!("{}[{index}]", fields.at("feedbacks"));
        codings.extend(feedback(value, place, problems));
    }
    let speaker = speaker?;
    if speaker == Speaker::Coach {
        codings.retain(|one| match &one.content {
            Content::Deltas(deltas) if deltas.is_empty() => {
                problems.warn(one.place.clone(), "an empty coding of a statement of the coach; it was left out");
                false
            }
            _ => true,
        });
    }
    let statement = TalkStatement { place: place.to_owned(), speaker, text, model, raw: value };
    Some((order.unwrap_or(i64::MAX), statement, codings))
}

fn coding(place: String, coder: Option<CoderName>, deltas: crate::pdp::Deltas) -> FileCoding {
    FileCoding {
        place,
        statement: 0,
        coder,
        provenance: None,
        content: Content::Deltas(deltas),
        kept: Map::new(),
        approved: false,
    }
}

/// A coder's feedback on a statement; only `extraction` is a coding.
fn feedback(value: &Value, place: String, problems: &mut Problems) -> Option<FileCoding> {
    let mut fields = Fields::of(value, place.clone(), problems)?;
    if fields.text("feedback_type", problems) != Some("extraction") {
        return None;
    }
    let coder = coder(&mut fields, problems);
    let approved = fields.boolean("approved", problems).unwrap_or(false);
    let Some(edited) = fields.value("edited_extraction") else {
        if approved {
            problems.warn(place, "it is marked as approved but holds no coding; it was left out");
        }
        return None;
    };
    let read = deltas::read(edited, &fields.at("edited_extraction"), problems);
    let mut kept = fields.others();
    kept.retain(|_, value| !value.is_null());
    if read.says_more {
        kept.insert("edited_extraction".to_owned(), edited.clone());
    }
    Some(FileCoding { kept, approved, ..coding(place, Some(coder?), read.deltas) })
}

/// Who coded; a name that is missing or no name is an error.
fn coder(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<CoderName> {
    let Some(name) = fields.text("auditor_id", problems) else {
        problems.error(fields.at("auditor_id"), "who coded is missing");
        return None;
    };
    name.parse().map_err(|error: BadCoderName| problems.error(fields.at("auditor_id"), error.to_string())).ok()
}

/// One test case: what was said before, one statement, and what a coder made of it.
pub(super) fn test_case(object: &Map<String, Value>, problems: &mut Problems) -> Option<FilePart> {
    let before = problems.errors.len();
    let mut fields = Fields::of_object(object, "");
    let coder = match fields.value("auditor_id") {
        Some(_) => coder(&mut fields, problems),
        None => None,
    };
    let expected = fields.value("expected_output");
    let read = expected.map(|value| deltas::read(value, "expected_output", problems));
    let Some(inputs) = fields.value("inputs").and_then(|value| Fields::of(value, "inputs", problems)) else {
        problems.error("inputs", "the statements that were said are missing");
        return None;
    };
    let mut inputs = inputs;
    let mut texts = Vec::new();
    for (index, value) in inputs.list("conversation_history", problems).iter().enumerate() {
        let place = format!("inputs.conversation_history[{index}]");
        let text = Fields::of(value, place, problems).and_then(|mut said| said.text("text", problems));
        texts.push(text.unwrap_or_default().to_owned());
    }
    let Some(statement) = inputs.text("user_statement", problems) else {
        problems.error("inputs.user_statement", "the statement that was coded is missing");
        return None;
    };
    // The history ends with the statement, or just before it.
    if texts.last().map(String::as_str) != Some(statement) {
        texts.push(statement.to_owned());
    }
    let read = read?;
    let mut kept = Map::new();
    if read.says_more {
        kept.extend(expected.map(|value| ("expected_output".to_owned(), value.clone())));
    }
    for field in ["test_id", "source", "feedback_id", "statement_id", "feedback_comment"] {
        if let Some(value) = fields.value(field) {
            kept.insert(field.to_owned(), value.clone());
        }
    }
    let number = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    let one = FileCoding { statement: number, kept, ..coding("expected_output".to_owned(), coder, read.deltas) };
    let part = FilePart { place: "inputs".to_owned(), of: Of::Beginning(texts), codings: vec![one] };
    (problems.errors.len() == before).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;
    use super::*;
    use crate::family::RelationshipKind;

    const EXPORT: &str = r#"{"id":41,"summary":"Example","discussion_date":"2026-05-04","synthetic":true,"extra":7,
      "speakers":[{"id":70,"type":"subject","name":"Olga"},{"id":71,"type":"expert","name":"Coach"}],
      "statements":[
        {"order":2,"id":902,"text":"And then?","speaker_id":71,"pdp_deltas":null,"feedbacks":[]},
        {"order":1,"id":901,"text":"I stopped calling Irena.","speaker_id":70,
         "pdp_deltas":{"people":[{"id":-1,"name":"Irena"}],"events":[],"pair_bonds":[],"delete":[]},
         "feedbacks":[
          {"id":4,"auditor_id":"coder-1","feedback_type":"conversation","comment":"good"},
          {"id":5,"auditor_id":"coder-1","feedback_type":"extraction","approved":true,"comment":null,"thumbs_down":false,
           "edited_extraction":{"people":[{"id":-1,"name":"Irena"}],"events":[{"id":-2,"kind":"shift","person":1,
             "relationship":"away","relationshipTargets":[-1]}],"pair_bonds":[],"delete":[]}}]}]}"#;

    #[test]
    fn a_discussion_is_read_in_its_order_with_codings_of_its_coders() {
        let (file, problems) = read_file(EXPORT.as_bytes());
        assert_eq!(problems, Problems::default());
        let Of::Talk(talk) = &file.parts[0].of else { panic!("no talk") };
        assert_eq!(
            (talk.title.as_deref(), talk.subject.as_deref(), talk.synthetic),
            (Some("Example"), Some("Olga"), true)
        );
        assert_eq!(talk.date, NaiveDate::from_ymd_opt(2026, 5, 4));
        let said: Vec<_> = talk.statements.iter().map(|one| (one.speaker, one.text.as_str())).collect();
        assert_eq!(said, [(Speaker::Subject, "I stopped calling Irena."), (Speaker::Coach, "And then?")]);
        assert_eq!(talk.statements[0].model.as_ref().unwrap().people.len(), 1);
        assert_eq!((talk.statements[1].model.is_none(), &talk.raw["extra"]), (true, &Value::from(7)));
        let [coding] = file.parts[0].codings.as_slice() else { panic!("{:?}", file.parts[0].codings) };
        assert_eq!((coding.statement, coding.approved, coding.place.as_str()), (1, true, "statements[1].feedbacks[1]"));
        assert_eq!(coding.coder.as_ref().unwrap().as_str(), "coder-1");
        let Content::Deltas(deltas) = &coding.content else { panic!("named") };
        assert_eq!(deltas.events[0].relationship, Some(RelationshipKind::Away));
        assert_eq!(
            (coding.kept.get("id"), coding.kept.get("thumbs_down")),
            (Some(&Value::from(5)), Some(&Value::from(false)))
        );
    }

    #[test]
    fn ground_truth_and_test_cases_are_codings_too() {
        let truth = EXPORT.replace("\"feedbacks\":[]}", "\"x\":1}");
        let at = truth.find("\"feedbacks\"").unwrap();
        let truth = format!("{{\"discussions\":[{}\"ground_truth\":{{\"people\":[]}}}}]}}]}}", &truth[..at]);
        let (file, problems) = read_file(truth.as_bytes());
        assert_eq!(problems.errors, []);
        let coding = &file.parts[0].codings[0];
        assert_eq!((coding.statement, &coding.coder, coding.approved), (1, &None, true));

        let case = r#"{"test_id":"feedback_5","auditor_id":"coder-1","inputs":{"conversation_history":[
            {"speaker":"Subject","text":"a"},{"speaker":"Expert","text":"b"}],"user_statement":"c"},
            "expected_output":{"people":[]},"original_output":{}}"#;
        let (file, problems) = read_file(case.as_bytes());
        assert_eq!(problems, Problems::default());
        assert_eq!(file.parts[0].of, Of::Beginning(vec!["a".into(), "b".into(), "c".into()]));
        assert_eq!(file.parts[0].codings[0].statement, 3);
        let (file, _) = read_file(case.replace("\"c\"", "\"b\"").as_bytes());
        assert_eq!(file.parts[0].codings[0].statement, 2, "the history may end with the statement itself");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_path_and_never_with_the_words_said() {
        let wrong =
            EXPORT.replace("coder-1", "coder 1").replace("\"away\"", "\"gone\"").replace("2026-05-04", "someday");
        let listed: Vec<String> = read_file(wrong.as_bytes()).1.errors.iter().map(ToString::to_string).collect();
        assert_eq!(listed.len(), 3, "{listed:#?}");
        assert!(listed[0].starts_with("discussion_date"));
        assert!(listed[1].starts_with("statements[1].feedbacks[1].auditor_id: \"coder 1\""));
        assert!(listed[2].starts_with("statements[1].feedbacks[1].edited_extraction.events[0].relationship"));
        assert!(!listed.iter().any(|told| told.contains("calling")));
        let cut = read_file(&EXPORT.as_bytes()[..400]).1.errors;
        assert!(cut[0].what.contains("cut short"), "{cut:?}");
    }
}
