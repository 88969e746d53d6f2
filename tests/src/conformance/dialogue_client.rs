//! The operations on the mechanics of the synthetic client and on the judges' replies.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use sarf_shared::dialogue::ArcScore;
use sarf_shared::simulation::{
    ArcPhase, ArcVerdict, AttachmentStyle, BigFive, CLIENT_TEMPERATURE, CLIENT_THINKING, CoachCriterion, LengthMode,
    Trait, Weighed, arc_can_be_judged, fallback_line, read_arc_reply, read_coach_verdict, trim_to_sentence, weigh,
};

use super::{Answer, Operation, Refused};

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[
    ("client_reply", client_reply),
    ("trim_to_sentence", trimmed),
    ("mode_weights", mode_weights),
    ("big_five", big_five),
    ("arc_reply", arc_reply),
    ("coach_judge_parse", coach_judge_parse),
];

/// Asks for replies as a client turn does, taking them from the recorded ones.
fn client_reply(input: &Value) -> Answer {
    #[derive(Deserialize)]
    struct Input {
        replies: Vec<Option<String>>,
        attachment_style: AttachmentStyle,
    }
    let Input { replies, attachment_style } = Input::deserialize(input)?;
    let mut calls = 0;
    let (fallback, key, value) = loop {
        let raw = replies.get(calls as usize).ok_or_else(|| Refused(format!("no reply for call {}", calls + 1)))?;
        calls += 1;
        match weigh(raw.as_deref().unwrap_or_default(), calls) {
            Weighed::Keep(text) => break (false, "text", text),
            Weighed::AskAgain => continue,
            Weighed::FallBack => break (true, "fallback_style", style_of_fallback(attachment_style)?),
        }
    };
    let mut given = Map::from_iter([
        ("calls".to_owned(), json!(calls)),
        ("temperature".to_owned(), json!(CLIENT_TEMPERATURE)),
        ("thinking_budget".to_owned(), json!(CLIENT_THINKING)),
        ("fallback".to_owned(), json!(fallback)),
    ]);
    given.insert(key.to_owned(), json!(value));
    Ok(Value::Object(given))
}

/// The style whose lines the line drawn for `style` belongs to.
fn style_of_fallback(style: AttachmentStyle) -> Result<String, Refused> {
    let line = fallback_line::<&str>(style, &[], &mut sarf_shared::seed::generator(0, &[]));
    let owner = AttachmentStyle::ALL.iter().find(|style| style.fallback_lines().contains(&line));
    owner.map(AttachmentStyle::to_string).ok_or_else(|| Refused("a line of no style".to_owned()))
}

fn trimmed(input: &Value) -> Answer {
    let text = input.get("text").and_then(Value::as_str).ok_or_else(|| Refused("no text".to_owned()))?;
    Ok(json!({ "text": trim_to_sentence(text) }))
}

fn mode_weights(input: &Value) -> Answer {
    #[derive(Deserialize)]
    struct Input {
        turn: u32,
        last_user_words: Option<usize>,
    }
    let Input { turn, last_user_words } = Input::deserialize(input)?;
    let phase = ArcPhase::at(turn);
    let weights = LengthMode::ALL.iter().map(|mode| (mode.to_string(), json!(mode.weight(phase, last_user_words))));
    Ok(json!({ "phase": phase, "weights": Value::Object(weights.collect()) }))
}

fn big_five(input: &Value) -> Answer {
    #[derive(Deserialize)]
    struct Input {
        traits: Vec<Trait>,
        attachment_style: AttachmentStyle,
    }
    let Input { traits, attachment_style } = Input::deserialize(input)?;
    Ok(json!(BigFive::of(&traits, attachment_style)))
}

fn arc_reply(input: &Value) -> Answer {
    #[derive(Deserialize)]
    struct Input {
        user_turns: usize,
        reply: String,
    }
    let Input { user_turns, reply } = Input::deserialize(input)?;
    let asked = arc_can_be_judged(user_turns);
    let verdict = if asked { read_arc_reply(&reply)? } else { ArcVerdict { score: ArcScore::TooFew, evidence: None } };
    let kind = match verdict.score {
        ArcScore::Judged(_) => "llm",
        ArcScore::TooFew => "too_few",
        ArcScore::NotJudged => "not_judged",
        ArcScore::Unreadable => "parse_error",
    };
    let mut given = json!({ "score": verdict.score.value(), "kind": kind, "llm_called": asked });
    if let (Some(evidence), Some(members)) = (verdict.evidence, given.as_object_mut()) {
        members.insert("evidence".to_owned(), json!(evidence));
    }
    Ok(given)
}

fn coach_judge_parse(input: &Value) -> Answer {
    let reply = input.get("reply").and_then(Value::as_str).ok_or_else(|| Refused("no reply".to_owned()))?;
    let Some(verdict) = read_coach_verdict(reply) else { return Ok(json!({ "parsed": null })) };
    let answers = CoachCriterion::ALL.iter().map(|one| (one.to_string(), json!(verdict.met.contains(one))));
    Ok(json!({ "parsed": Value::Object(answers.collect()), "notes": verdict.notes, "passed": verdict.passed() }))
}
