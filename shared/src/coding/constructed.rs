//! The constructed reference coding statement by statement, so that it can be scored like a coder's: what each
//! subject statement adds to, or changes in, the set revealed before it.

use super::Statements;
use crate::dialogue::Speaker;
use crate::discussion::{FactId, FamilyFacts, Statement, reference};
use crate::pdp::Deltas;

/// The reference coding by subject statement. Replayed, it is the set of [`reference::coding`] over all statements.
pub fn by_statement(facts: &FamilyFacts, said: &[Statement]) -> Statements {
    let mut statements = Statements::new();
    let mut revealed: Vec<FactId> = Vec::new();
    let mut texts: Vec<&str> = Vec::new();
    let mut before = Deltas::default();
    for statement in said {
        revealed.extend(statement.revealed.iter().cloned());
        texts.push(&statement.text);
        if statement.speaker == Speaker::Subject {
            let now = reference::coding(facts, &revealed, &texts);
            statements.insert(statement.number, difference(&before, &now));
            before = now;
        }
    }
    statements
}

/// The rows of `now` that are new or other than before. Nothing revealed is ever taken back, so nothing is deleted.
fn difference(before: &Deltas, now: &Deltas) -> Deltas {
    let new = |people: &[_], row: &_| !people.contains(row);
    Deltas {
        people: now.people.iter().filter(|row| new(&before.people, row)).cloned().collect(),
        pair_bonds: now.pair_bonds.iter().filter(|row| !before.pair_bonds.contains(row)).cloned().collect(),
        events: now.events.iter().filter(|row| !before.events.contains(row)).cloned().collect(),
        delete: Vec::new(),
    }
}
