//! Pair bonds: one a pair.

use std::collections::HashMap;

use super::{Repair, RepairRule};
use crate::family::ItemId;
use crate::pdp::{Deltas, ItemKind, Names, Surroundings};

/// Keeps the first bond of each pair; parents that pointed to one left out point to the one kept.
pub fn drop_repeated_bonds(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let names = Names::of(around, deltas);
    let mut kept: HashMap<(ItemId, ItemId), ItemId> = HashMap::new();
    let mut instead: HashMap<ItemId, ItemId> = HashMap::new();
    let mut repairs = Vec::new();
    deltas.pair_bonds.retain(|bond| {
        let Some(dyad) = bond.dyad() else { return true };
        let Some(first) = kept.get(&dyad) else {
            kept.insert(dyad, bond.id);
            return true;
        };
        instead.insert(bond.id, *first);
        let words = format!("Left out a second copy of {}.", names.bond(bond.id));
        repairs.push(Repair::new(RepairRule::RepeatedBond, ItemKind::PairBond, bond.id, words));
        false
    });
    for person in &mut deltas.people {
        if let Some(bond) = person.parents.and_then(|bond| instead.get(&bond)) {
            person.parents = Some(*bond);
        }
    }
    repairs
}
