//! Clean-up of the pending pool's pair bonds: each joins two people who exist, and no two people are joined twice.

use super::Pdp;
use crate::family::{ItemId, PairBond};

/// Takes out of the pool every pair bond that lacks an end, whose people are gone, or that repeats a pair, and clears
/// the parents that pointed to a bond taken out (to the kept bond of the same pair, where there is one).
///
/// A positive end names a committed person and is taken on trust here; `validate` checks it.
/// Returns the ids of the bonds taken out.
pub fn clean_up(pdp: &mut Pdp) -> Vec<ItemId> {
    if pdp.pair_bonds.is_empty() {
        return Vec::new();
    }
    let mut people: Vec<ItemId> = pdp.people.iter().map(|person| person.id).collect();
    people.sort_unstable();
    let known = |id: ItemId| id.is_committed() || people.binary_search(&id).is_ok();
    let mut kept: Vec<PairBond> = Vec::with_capacity(pdp.pair_bonds.len());
    let mut gone: Vec<(ItemId, Option<ItemId>)> = Vec::new();
    for bond in pdp.pair_bonds.drain(..) {
        match bond.dyad() {
            Some((a, b)) if known(a) && known(b) => match kept.iter().find(|other| other.dyad() == bond.dyad()) {
                Some(same) => gone.push((bond.id, Some(same.id))),
                None => kept.push(bond),
            },
            _ => gone.push((bond.id, None)),
        }
    }
    pdp.pair_bonds = kept;
    clear_parents(pdp, &gone);
    gone.into_iter().map(|(id, _)| id).collect()
}

/// Clears the parents that point to a bond which is gone, or points them to the bond that stands in for it.
pub(super) fn clear_parents(pdp: &mut Pdp, gone: &[(ItemId, Option<ItemId>)]) {
    if gone.is_empty() {
        return;
    }
    for person in &mut pdp.people {
        let Some(parents) = person.parents else { continue };
        if pdp.pair_bonds.iter().any(|bond| bond.id == parents) {
            continue;
        }
        if let Some((_, instead)) = gone.iter().find(|(id, _)| *id == parents) {
            person.parents = *instead;
        }
    }
}
