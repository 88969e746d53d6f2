//! Evidence: the words an item rests on must be the statement's own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Deltas, ItemKind};
use crate::family::ItemId;

/// Words given as evidence that the statement does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DroppedEvidence {
    /// What kind of item they were given for.
    pub kind: ItemKind,
    /// The item.
    pub item: ItemId,
    /// The words.
    pub words: String,
}

/// Drops evidence that does not occur in `text` once white space and quotation marks are made alike; the items stay
/// (without any, they are "no evidence"). Returns what was dropped.
pub fn check_evidence(deltas: &mut Deltas, text: &str) -> Vec<DroppedEvidence> {
    let text = alike(text);
    let mut dropped = Vec::new();
    let mut check = |kind: ItemKind, item: ItemId, evidence: &mut Vec<String>| {
        evidence.retain(|words| {
            let held = occurs(words, &text);
            if !held {
                dropped.push(DroppedEvidence { kind, item, words: words.clone() });
            }
            held
        });
    };
    for person in &mut deltas.people {
        check(ItemKind::Person, person.id, &mut person.evidence);
    }
    for event in &mut deltas.events {
        check(ItemKind::Event, event.id, &mut event.evidence);
    }
    for bond in &mut deltas.pair_bonds {
        check(ItemKind::PairBond, bond.id, &mut bond.evidence);
    }
    dropped
}

/// Whether `words` occur in `text`, which is already [`alike`]. Quotation marks around the words may be the quoter's.
fn occurs(words: &str, text: &str) -> bool {
    let words = alike(words);
    let bare = words.trim_matches(['"', '\'', ' ']);
    !bare.is_empty() && (text.contains(&words) || text.contains(bare))
}

/// White space runs become one space, the many quotation marks and apostrophes become `"` and `'`.
fn alike(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => '"',
            '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '´' | '`' | '＇' => '\'',
            c => c,
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{Event, EventKind};

    fn with(evidence: &[&str]) -> Deltas {
        let evidence = evidence.iter().map(|words| (*words).to_owned()).collect();
        Deltas { events: vec![Event { evidence, ..Event::new(ItemId(-1), EventKind::Shift) }], ..Deltas::default() }
    }

    #[test]
    fn words_of_the_statement_stay_whatever_their_quotation_marks_and_line_breaks() {
        let mut deltas = with(&["I couldn't  sleep", "“she said ‘go’”"]);
        assert!(check_evidence(&mut deltas, "Then I couldn’t\n sleep, and she said 'go'.").is_empty());
        assert_eq!(deltas.events[0].evidence.len(), 2);
    }

    #[test]
    fn words_that_were_not_said_are_dropped_and_reported_and_the_item_stays() {
        let mut deltas = with(&["I could not sleep", "", "sleep"]);
        let dropped = check_evidence(&mut deltas, "I couldn't sleep");
        assert_eq!(dropped.iter().map(|d| d.words.as_str()).collect::<Vec<_>>(), ["I could not sleep", ""]);
        assert_eq!(deltas.events[0].evidence, ["sleep"]);
    }
}
