//! A statement's coding in sentence form, the same on the command line and on screen. Pure.

use sarf_shared::family::ItemId;
use sarf_shared::pdp::Deltas;
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

/// Each item of deltas in words, with its id and evidence: people, pair bonds, events.
fn items<'d>(deltas: &'d Deltas, names: &Names) -> Vec<(ItemId, String, &'d [String])> {
    let people = deltas.people.iter().map(|one| (one.id, person(one), one.evidence.as_slice()));
    let bonds = deltas.pair_bonds.iter().map(|one| (one.id, pair_bond(one, names), one.evidence.as_slice()));
    let events = deltas.events.iter().map(|one| (one.id, event(one, names), one.evidence.as_slice()));
    people.chain(bonds).chain(events).collect()
}

/// A person's coding as lines, each item with the id by which `map` and files name it.
pub fn coded(deltas: &Deltas, names: &Names) -> Vec<String> {
    let items = items(deltas, names);
    let mut lines: Vec<String> = items.into_iter().map(|(id, words, _)| format!("{id:>4}  {words}")).collect();
    lines.extend(deltas.delete.iter().map(|id| format!("{id:>4}  deleted ({})", names.of(*id))));
    lines
}

/// The coding of one statement as lines; `said` are the statements of its discussion.
pub fn coding(one: &StatementView, said: &[StatementView]) -> Vec<String> {
    let Some(coding) = &one.coding else { return Vec::new() };
    let names = names_after(said.iter().filter(|other| other.number <= one.number));
    let deltas = &coding.deltas;
    let items = items(deltas, &names).into_iter().map(|(id, words, support)| {
        let mark = if id.is_pending() { "+" } else { "~" };
        format!("{mark} {words}  {}", evidence(support))
    });
    let mut lines: Vec<String> = items.collect();
    lines.extend(deltas.delete.iter().map(|id| format!("- {}", names.of(*id))));
    lines.extend(coding.repairs.iter().map(|repair| format!("! {repair}")));
    lines
}
