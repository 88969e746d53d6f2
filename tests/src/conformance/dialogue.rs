//! The operations of the `dialogue` room: evaluators over turns and over the family.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use sarf_shared::dialogue::{
    ArcScore, Births, CategoryCoverage, DataPoint, Found, Hit, IntakeCoverage, Partner, PhraseRule, RosterEntry,
    Speaker, Turn, client_realism, coach_quality, intake_coverage, roster, transcript_coverage,
};
use sarf_shared::family::{Family, ItemId};

use super::{Answer, Operation, Refused};

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[
    ("quality", quality),
    ("transcript_coverage", coverage),
    ("client_realism", realism),
    ("intake_coverage", intake),
    ("roster", people),
];

/// A turn as the vectors write it; `user` is the client, `ai` the coach.
#[derive(Debug, Deserialize)]
struct VectorTurn {
    speaker: VectorSpeaker,
    text: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum VectorSpeaker {
    User,
    Ai,
}

fn turns_of(input: &Value) -> Result<Vec<VectorTurn>, serde_json::Error> {
    Vec::deserialize(input.get("turns").unwrap_or(&Value::Null))
}

fn turns(turns: &[VectorTurn]) -> Vec<Turn<'_>> {
    let speaker = |turn: &VectorTurn| match turn.speaker {
        VectorSpeaker::User => Speaker::Subject,
        VectorSpeaker::Ai => Speaker::Coach,
    };
    turns.iter().map(|turn| Turn { speaker: speaker(turn), text: &turn.text }).collect()
}

fn patterns<R: PhraseRule>(hits: &[Hit<R>]) -> Value {
    let pattern = |hit: &Hit<R>| {
        let category = hit.rule.category();
        json!({ "rule": hit.rule.number(), "category": category, "turn_index": hit.turn, "span": hit.span })
    };
    hits.iter().map(pattern).collect()
}

fn quality(input: &Value) -> Answer {
    let given = coach_quality(&turns(&turns_of(input)?));
    let openers = given.repeated_openers.iter().map(|opener| (opener.words.clone(), json!(opener.times)));
    Ok(json!({
        "patterns": patterns(&given.robotic),
        "repetitive_starters": Value::Object(openers.collect()),
        "questions_per_turn": given.questions,
        "verbatim_echo_rate": given.echo_rate,
        "words_per_response": given.words,
        "avg_words": given.mean_words,
        "median_words": given.median_words,
        "word_std_dev": given.words_deviation,
        "question_only_ratio": given.question_only_share,
        "response_types": given.kinds,
        "response_type_entropy": given.kind_entropy,
        "starter_entropy": given.starter_entropy,
        "score": given.score,
        "passed": given.passed,
    }))
}

fn coverage(input: &Value) -> Answer {
    let points: Vec<DataPoint> = Vec::deserialize(input.get("data_points").unwrap_or(&Value::Null))?;
    let given = transcript_coverage(&turns(&turns_of(input)?), &points);
    let point = |asked: &sarf_shared::dialogue::Asked| json!({ "category": asked.category, "covered": asked.covered(), "matched_keywords": asked.keywords });
    Ok(json!({
        "categories": given.points.iter().map(point).collect::<Value>(),
        "coverage_rate": given.rate,
        "missed": given.missed().collect::<Vec<_>>(),
        "passed": given.passed,
    }))
}

fn realism(input: &Value) -> Answer {
    let arc = input.get("arc_score").and_then(Value::as_f64);
    let arc = arc.ok_or_else(|| Refused("no arc_score".to_owned()))?;
    let given = client_realism(&turns(&turns_of(input)?), ArcScore::Judged(arc));
    Ok(json!({
        "therapy_speak": patterns(&given.jargon),
        "organized_delivery": patterns(&given.organised),
        "word_counts": given.words,
        "avg_word_count": given.mean_words,
        "word_std_dev": given.words_deviation,
        "max_long_streak": given.longest_streak,
        "short_response_ratio": given.short_share,
        "rhetorical_question_ratio": given.question_share,
        "repeated_closers": given.repeated_closers,
        "emotional_arc_score": given.arc.value(),
        "score": given.score,
        "passed": given.passed,
    }))
}

/// The family of a diagram and who speaks in it: the person flagged `primary`, else id 1.
fn diagram(input: &Value) -> Result<(Family, ItemId), serde_json::Error> {
    #[derive(Deserialize)]
    struct Flagged {
        id: ItemId,
        #[serde(default)]
        primary: Option<bool>,
    }
    let diagram = input.get("diagram").filter(|diagram| !diagram.is_null());
    let Some(diagram) = diagram else { return Ok((Family::default(), ItemId::SUBJECT)) };
    let people: Vec<Flagged> = match diagram.get("people") {
        Some(people) => Vec::deserialize(people)?,
        None => Vec::new(),
    };
    let subject = people.iter().find(|person| person.primary == Some(true)).map_or(ItemId::SUBJECT, |person| person.id);
    Ok((Family::deserialize(diagram)?, subject))
}

fn intake(input: &Value) -> Answer {
    let (family, subject) = diagram(input)?;
    let given: IntakeCoverage = intake_coverage(&family, subject);
    Ok(json!({
        "categories": given.categories.iter().map(category).collect::<Value>(),
        "outstanding": given.outstanding().collect::<Vec<_>>(),
    }))
}

fn category(given: &CategoryCoverage) -> Value {
    let mut shown = Map::new();
    let mut show = |key: &str, value: Value| shown.insert(key.to_owned(), value);
    show("category", json!(given.category));
    show("status", json!(given.status));
    match &given.found {
        Found::Nothing => {}
        Found::Named(names) => {
            show("names", json!(names));
        }
        Found::Relatives { count, names } => {
            show("count", json!(count));
            show("names", json!(names));
        }
        Found::Bond(kinds) => {
            show("kinds", json!(kinds));
        }
        Found::Events { count } => {
            show("count", json!(count));
        }
        Found::Moves { count, kinds } => {
            show("count", json!(count));
            show("kinds", json!(kinds));
        }
        Found::Symptoms { count, span } => {
            show("count", json!(count));
            if let Some(span) = span {
                show("span", json!(span));
            }
        }
    }
    Value::Object(shown)
}

fn people(input: &Value) -> Answer {
    let (family, subject) = diagram(input)?;
    let given = roster(&family, subject, Births::OfAnyoneNamed);
    let entry = |person: &RosterEntry| {
        let partner = person.partner.as_ref().map(|partner| match partner {
            Partner::Subject => "the user",
            Partner::Named(name) => name,
        });
        json!({ "name": person.name, "gender": person.gender, "is_user": person.is_subject, "partner": partner,
            "born": person.born, "died": person.died })
    };
    Ok(json!({ "people": given.people.iter().map(entry).collect::<Value>(), "extra": given.extra }))
}
