//! Two people of the world found to be one.

use super::world::{CLIENT, Pair, Who, World};

impl World {
    /// Makes `b` the same person as `a`; the earlier of the two stays. Gives who stays.
    pub fn merge(&mut self, a: Who, b: Who) -> Who {
        let (a, b) = (self.real(a), self.real(b));
        let (keep, drop) = (a.min(b), a.max(b));
        if keep == drop {
            return keep;
        }
        let Some(gone) = self.people.get(drop).cloned() else { return keep };
        if let Some(given) = &gone.given {
            self.name(keep, given, gone.last.as_deref());
        }
        if let Some(row) = self.people.get_mut(drop) {
            row.merged = Some(keep);
        }
        if let Some(row) = self.people.get_mut(keep) {
            row.gender = row.gender.or(gone.gender);
            row.parents = row.parents.or(gone.parents);
            row.aliases.extend(gone.aliases);
            row.loose.extend(gone.loose.into_iter().filter(|(whose, _)| *whose != keep));
            row.births.extend(gone.births);
            row.dead |= gone.dead;
            row.spoken |= gone.spoken;
            let finer = gone.path.as_ref().map_or(0, Vec::len) > row.path.as_ref().map_or(0, Vec::len);
            if row.path.is_none() || (finer && keep != CLIENT) {
                row.path = gone.path;
            }
        }
        self.drop_repeated_pairs();
        keep
    }

    /// Marks pairs that repeat an earlier one (or pair somebody with himself) as gone, and re-points children.
    fn drop_repeated_pairs(&mut self) {
        for later in 0..self.pairs.len() {
            let Some((a, b)) = self.ends(later) else { continue };
            let same = |p: &Pair| {
                let (c, d) = (self.real(p.a), self.real(p.b));
                !p.gone && ((a, b) == (c, d) || (a, b) == (d, c))
            };
            let earlier = self.pairs.iter().take(later).position(same);
            if a == b || earlier.is_some() {
                let married = self.pairs.get(later).and_then(|p| p.married);
                if let Some(pair) = self.pairs.get_mut(later) {
                    pair.gone = true;
                }
                if let Some(pair) = earlier.and_then(|e| self.pairs.get_mut(e)) {
                    pair.married = pair.married.or(married);
                }
                for human in &mut self.people {
                    if human.parents == Some(later) {
                        human.parents = earlier;
                    }
                }
            }
        }
    }
}
