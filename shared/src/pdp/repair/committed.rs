//! What is committed already and told again.

use std::collections::HashMap;

use super::{Repair, RepairRule};
use crate::family::ItemId;
use crate::pdp::{Deltas, ItemKind, Names, Surroundings, committed};

/// Drops pair bonds of committed pairs (parents then point to the committed bond) and events that are committed.
pub fn drop_committed(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let Some(family) = around.family else { return Vec::new() };
    let names = Names::of(around, deltas);
    let mut repairs = Vec::new();
    let mut instead: HashMap<ItemId, ItemId> = HashMap::new();
    deltas.pair_bonds.retain(|bond| {
        let Some(known) = committed::bond_of_pair(family, bond) else { return true };
        instead.insert(bond.id, known.id);
        let words = format!("Left out {}, which is already committed.", names.bond(bond.id));
        repairs.push(Repair::new(RepairRule::AlreadyCommitted, ItemKind::PairBond, bond.id, words));
        false
    });
    for person in &mut deltas.people {
        if let Some(bond) = person.parents.and_then(|bond| instead.get(&bond)) {
            person.parents = Some(*bond);
        }
    }
    deltas.events.retain(|event| {
        let new = committed::repeated_event(family, event).is_none();
        if !new {
            let words = format!("Left out the {}, which is already committed.", names.event(event));
            repairs.push(Repair::new(RepairRule::AlreadyCommitted, ItemKind::Event, event.id, words));
        }
        new
    });
    repairs
}
