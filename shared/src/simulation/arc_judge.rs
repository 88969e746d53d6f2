//! Reads the arc judge's reply: `{"score": 0.7, "evidence": "..."}`. Asks nobody; the score is taken as it comes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::dialogue::text::{is_space, strip};
use crate::dialogue::{ARC_TURNS, ArcScore};

/// What the arc judge found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArcVerdict {
    /// The score.
    pub score: ArcScore,
    /// What the judge rests it on, where there is a judgement.
    pub evidence: Option<String>,
}

/// The judge answered in a form that cannot be a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableArcReply {
    /// JSON, but no object.
    #[error("the arc judge answered {0} instead of a score with its evidence; evaluate again")]
    NotAnObject(&'static str),
    /// A score that can be no number.
    #[error("the arc judge gave {0} as the score; evaluate again")]
    NotAScore(&'static str),
}

/// Whether a talk is long enough for its arc to be judged. A shorter one is [`ArcScore::TooFew`], and no model is asked.
pub fn arc_can_be_judged(client_turns: usize) -> bool {
    client_turns >= ARC_TURNS
}

/// Reads a reply. What is not JSON, lacks a member or gives words for a score is [`ArcScore::Unreadable`].
pub fn read_arc_reply(reply: &str) -> Result<ArcVerdict, UnusableArcReply> {
    let unreadable = ArcVerdict { score: ArcScore::Unreadable, evidence: None };
    let Ok(reply) = serde_json::from_str::<Value>(without_fence(reply)) else { return Ok(unreadable) };
    let Value::Object(members) = &reply else { return Err(UnusableArcReply::NotAnObject(kind(&reply))) };
    let score = match members.get("score") {
        None => None,
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::Bool(yes)) => Some(if *yes { 1.0 } else { 0.0 }),
        Some(Value::String(text)) => strip(text).parse().ok(),
        Some(other) => return Err(UnusableArcReply::NotAScore(kind(other))),
    };
    Ok(match (score.filter(|score| score.is_finite()), members.get("evidence")) {
        (Some(score), Some(evidence)) => {
            ArcVerdict { score: ArcScore::Judged(score), evidence: Some(as_text(evidence)) }
        }
        _ => unreadable,
    })
}

/// The text inside a Markdown code fence, if it stands in one.
fn without_fence(reply: &str) -> &str {
    let reply = strip(reply);
    let Some(inside) = reply.strip_prefix("```") else { return reply };
    let inside = inside.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    strip(inside.trim_end_matches(|c: char| c == '`' || is_space(c)))
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a bare number",
        Value::String(_) => "bare text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a structure",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(reply: &str) -> ArcScore {
        read_arc_reply(reply).unwrap().score
    }

    #[test]
    fn a_score_is_read_from_numbers_truth_and_numerals_and_never_clamped() {
        for (reply, expected) in [
            (r#"{"score": 0.7, "evidence": "turn 8"}"#, 0.7),
            (r#" {"score": 1.7, "evidence": "x"} "#, 1.7),
            (r#"{"score": -0.2, "evidence": "x"}"#, -0.2),
            (r#"{"score": true, "evidence": "x"}"#, 1.0),
            (r#"{"score": "0.25", "evidence": 3}"#, 0.25),
            ("```\n{\"score\": 1, \"evidence\": \"x\"}```", 1.0),
            ("```json\n{\"score\": 1, \"evidence\": \"x\"}\n```\n", 1.0),
        ] {
            assert_eq!(score(reply), ArcScore::Judged(expected), "{reply}");
        }
    }

    #[test]
    fn what_is_no_judgement_is_unreadable() {
        for reply in [
            "",
            "not json",
            "Here: {\"score\":0.9,\"evidence\":\"x\"}",
            r#"{"score": 0.3}"#,
            r#"{"evidence": "x"}"#,
            r#"{"score": "high", "evidence": "x"}"#,
            r#"{"score": "nan", "evidence": "x"}"#,
        ] {
            assert_eq!(
                read_arc_reply(reply),
                Ok(ArcVerdict { score: ArcScore::Unreadable, evidence: None }),
                "{reply}"
            );
        }
    }

    #[test]
    fn a_list_and_a_missing_value_are_refused() {
        assert_eq!(read_arc_reply("[0.5]"), Err(UnusableArcReply::NotAnObject("a list")));
        assert_eq!(read_arc_reply("null"), Err(UnusableArcReply::NotAnObject("nothing")));
        assert_eq!(read_arc_reply(r#"{"score": null}"#), Err(UnusableArcReply::NotAScore("nothing")));
    }
}
