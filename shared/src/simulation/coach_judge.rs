//! Reads the coach judge's reply: five yes-or-no answers and notes. A reply that was cut off still counts if all five
//! answers stand in it. Asks nobody; one verdict is one run of at least three (FACTS section 5).

use std::collections::BTreeSet;

use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::vocabulary;

vocabulary! {
    /// What the coach judge is asked about.
    CoachCriterion ("coach criterion") {
        /// Engages with what is going on now.
        CurrentEventsEngagement = "current_events_engagement",
        /// Uses names; advisory.
        NameUsage = "name_usage",
        /// Does not change the topic too early.
        NoPrematurePivot = "no_premature_pivot",
        /// Does not lecture on theory.
        NoTheoryPitch = "no_theory_pitch",
        /// Comes back to what is missing.
        ReturnsToCollection = "returns_to_collection",
    }
}

impl CoachCriterion {
    /// An advisory criterion does not decide about passing.
    pub fn is_advisory(self) -> bool {
        self == CoachCriterion::NameUsage
    }
}

/// One verdict of the coach judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoachVerdict {
    /// The criteria the coach meets; it does not meet the others.
    pub met: BTreeSet<CoachCriterion>,
    /// What the judge adds; empty if nothing.
    pub notes: String,
}

impl CoachVerdict {
    /// Whether every criterion that is not advisory is met.
    pub fn passed(&self) -> bool {
        CoachCriterion::ALL.iter().all(|criterion| criterion.is_advisory() || self.met.contains(criterion))
    }
}

/// Reads a reply; `None` if any of the five answers is missing.
pub fn read_coach_verdict(reply: &str) -> Option<CoachVerdict> {
    whole(reply).or_else(|| remains(reply))
}

/// The verdict of a reply that holds a complete JSON object, whatever stands around it.
fn whole(reply: &str) -> Option<CoachVerdict> {
    let object = reply.get(reply.find('{')?..=reply.rfind('}')?)?;
    let members: Map<String, Value> = serde_json::from_str(object).ok()?;
    let met = answers(|criterion| members.get(criterion.as_str())?.as_bool())?;
    let notes = match members.get("notes") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(notes)) => notes.clone(),
        Some(other) => other.to_string(),
    };
    Some(CoachVerdict { met, notes })
}

/// What can be saved of a reply that is no JSON: cut off, or with `True` for `true`.
fn remains(reply: &str) -> Option<CoachVerdict> {
    let met = answers(|criterion| {
        let answer = Regex::new(&format!(r#""{criterion}"\s*:\s*((?i:true|false))"#)).ok()?;
        Some(answer.captures(reply)?.get(1)?.as_str().eq_ignore_ascii_case("true"))
    })?;
    let notes = Regex::new(r#""notes"\s*:\s*"((?:[^"\\]|\\.)*)"#).ok()?;
    let notes = notes.captures(reply).and_then(|found| found.get(1)).map_or("", |found| found.as_str());
    let notes = serde_json::from_str(&format!("\"{notes}\"")).unwrap_or_else(|_| notes.to_owned());
    Some(CoachVerdict { met, notes })
}

fn answers(read: impl Fn(CoachCriterion) -> Option<bool>) -> Option<BTreeSet<CoachCriterion>> {
    let mut met = BTreeSet::new();
    for criterion in CoachCriterion::ALL {
        if read(*criterion)? {
            met.insert(*criterion);
        }
    }
    Some(met)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL_MET: &str = r#"{"current_events_engagement": true, "name_usage": false, "no_premature_pivot": true,
        "no_theory_pitch": true, "returns_to_collection": true, "notes": "turn 3"}"#;

    #[test]
    fn a_reply_is_read_out_of_whatever_surrounds_it() {
        let plain = read_coach_verdict(ALL_MET).unwrap();
        assert!(plain.passed(), "name usage is advisory");
        assert_eq!(plain.notes, "turn 3");
        assert_eq!(read_coach_verdict(&format!("Sure: {ALL_MET} done")), Some(plain.clone()));
        assert_eq!(read_coach_verdict(&format!("```json\n{ALL_MET}\n```")), Some(plain));
    }

    #[test]
    fn a_reply_that_was_cut_off_counts_while_all_five_answers_stand_in_it() {
        let complete = read_coach_verdict(ALL_MET).unwrap();
        let notes_at = ALL_MET.find("\"notes\"").unwrap();
        for end in 0..ALL_MET.len() {
            let read = read_coach_verdict(&ALL_MET[..end]);
            assert_eq!(read.is_some(), end >= notes_at - 2, "cut at {end}");
            assert!(read.is_none_or(|read| read.met == complete.met));
        }
        let pythonic =
            ALL_MET.replace("true", "True").replace("\"no_theory_pitch\": True", "\"no_theory_pitch\": FALSE");
        assert!(!read_coach_verdict(&pythonic).unwrap().passed());
    }

    #[test]
    fn any_answer_but_yes_or_no_is_no_verdict() {
        assert_eq!(read_coach_verdict("no verdict"), None);
        assert_eq!(read_coach_verdict(&ALL_MET.replace("false", "\"maybe\"")), None);
    }
}
