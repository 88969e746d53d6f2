//! A statement's coding in sentence form, the same on the command line and on screen. Pure.

use std::collections::HashSet;

use sarf_shared::family::{ItemId, PairBond};
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

/// Each item of deltas in words, with its id and evidence: people, pair bonds, events. A row that only says whose child
/// somebody is says so; `known` are the pair bonds before.
fn items<'d>(deltas: &'d Deltas, names: &Names, known: &[&PairBond]) -> Vec<(ItemId, String, &'d [String])> {
    let bond = |id: ItemId| deltas.pair_bonds.iter().chain(known.iter().copied()).find(|bond| bond.id == id);
    let people = deltas.people.iter().map(|one| {
        let of = one.parents.filter(|_| one.name.is_none()).and_then(bond);
        let of = of.map(|bond| format!(", child of {}", pair_bond(&PairBond { married: None, ..bond.clone() }, names)));
        (one.id, person(one, names) + &of.unwrap_or_default(), one.evidence.as_slice())
    });
    let bonds = deltas.pair_bonds.iter().map(|one| (one.id, pair_bond(one, names), one.evidence.as_slice()));
    let events = deltas.events.iter().map(|one| (one.id, event(one, names), one.evidence.as_slice()));
    people.chain(bonds).chain(events).collect()
}

fn ids(deltas: &Deltas) -> impl Iterator<Item = ItemId> {
    let people = deltas.people.iter().map(|one| one.id);
    people.chain(deltas.pair_bonds.iter().map(|one| one.id)).chain(deltas.events.iter().map(|one| one.id))
}

/// A person's coding as lines, each item with the id by which `map` and files name it.
pub fn coded(deltas: &Deltas, names: &Names) -> Vec<String> {
    let items = items(deltas, names, &[]);
    let mut lines: Vec<String> = items.into_iter().map(|(id, words, _)| format!("{id:>4}  {words}")).collect();
    lines.extend(deltas.delete.iter().map(|id| format!("{id:>4}  deleted ({})", names.of(*id))));
    lines
}

/// The coding of one statement as lines; `said` are the statements of its discussion.
pub fn coding(one: &StatementView, said: &[StatementView]) -> Vec<String> {
    let Some(coding) = &one.coding else { return Vec::new() };
    let names = names_after(said.iter().filter(|other| other.number <= one.number));
    let deltas = &coding.deltas;
    let earlier = || said.iter().filter(|other| other.number < one.number).filter_map(|other| other.coding.as_ref());
    let bonds: Vec<&PairBond> = earlier().flat_map(|coding| &coding.deltas.pair_bonds).collect();
    let there: HashSet<ItemId> = earlier().flat_map(|coding| ids(&coding.deltas)).collect();
    let items = items(deltas, &names, &bonds).into_iter().map(|(id, words, support)| {
        let mark = if id.is_pending() && !there.contains(&id) { "+" } else { "~" };
        format!("{mark} {words}  {}", evidence(support))
    });
    let mut lines: Vec<String> = items.collect();
    lines.extend(deltas.delete.iter().map(|id| format!("- {}", names.of(*id))));
    lines.extend(coding.repairs.iter().map(|repair| format!("! {repair}")));
    lines
}

#[cfg(test)]
mod tests {
    use sarf_shared::dialogue::Speaker;
    use sarf_shared::discussion::{RunId, Timestamp};
    use sarf_shared::family::Person;
    use sarf_shared::rpc::CodingView;

    use super::*;

    fn said(number: u32, deltas: Deltas) -> StatementView {
        let coding = Some(CodingView { run: RunId(1), deltas, repairs: Vec::new(), calls: 1 });
        let (speaker, text, at) = (Speaker::Subject, String::new(), Timestamp(0));
        StatementView { number, speaker, text, at, fallback: false, revealed: Vec::new(), coding }
    }

    #[test]
    fn what_only_completes_an_earlier_item_is_marked_as_a_change_and_named() {
        let person = |id: i64, name: &str| Person { name: Some(name.into()), ..Person::new(ItemId(id)) };
        let bond = PairBond::new(ItemId(-4), ItemId(-2), ItemId(-3));
        let people = vec![person(-2, "Mia"), person(-3, "Leo")];
        let edit = Person { parents: Some(ItemId(-4)), ..Person::new(ItemId(-1)) };
        let first = said(1, Deltas { people: vec![person(-1, "Ann")], ..Deltas::default() });
        let with_bond = Deltas { people, pair_bonds: vec![bond], ..Deltas::default() };
        let all = [first, said(3, with_bond), said(5, Deltas { people: vec![edit], ..Deltas::default() })];
        let lines: Vec<String> = all.iter().flat_map(|one| coding(one, &all)).collect();
        let begins = ["+ Ann ", "+ Mia ", "+ Leo ", "+ Mia ── Leo ", "~ Ann, child of Mia ── Leo "];
        assert_eq!(lines.len(), begins.len());
        for (line, begin) in lines.iter().zip(begins) {
            assert!(line.starts_with(begin), "{line:?} does not begin with {begin:?}");
        }
    }
}
