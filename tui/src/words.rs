//! A statement's coding in sentence form, the same on the command line and on screen. Pure.

use sarf_shared::family::ItemId;
use sarf_shared::rpc::StatementView;

pub use sarf_shared::family::sentence::{Names, date, event, evidence, full_name, pair_bond, person};

/// Names after the given statements; a later coding of the same id wins.
pub fn names_after<'a>(said: impl IntoIterator<Item = &'a StatementView>) -> Names {
    let mut names = Names::default();
    for coding in said.into_iter().filter_map(|one| one.coding.as_ref()) {
        names.learn(&coding.deltas.people);
    }
    names
}

/// The coding of one statement as lines; `said` are the statements of its discussion.
pub fn coding(one: &StatementView, said: &[StatementView]) -> Vec<String> {
    let Some(coding) = &one.coding else { return Vec::new() };
    let names = names_after(said.iter().filter(|other| other.number <= one.number));
    let deltas = &coding.deltas;
    let mut lines = Vec::new();
    let mut line = |words: String, id: ItemId, support: &[String]| {
        let mark = if id.is_pending() { "+" } else { "~" };
        lines.push(format!("{mark} {words}  {}", evidence(support)));
    };
    for one in &deltas.people {
        line(person(one), one.id, &one.evidence);
    }
    for one in &deltas.pair_bonds {
        line(pair_bond(one, &names), one.id, &one.evidence);
    }
    for one in &deltas.events {
        line(event(one, &names), one.id, &one.evidence);
    }
    lines.extend(deltas.delete.iter().map(|id| format!("- {}", names.of(*id))));
    lines.extend(coding.repairs.iter().map(|repair| format!("! {repair}")));
    lines
}
