//! Who is who on two sides, by id, with the ids under which one person stands twice.

use crate::family::ItemId;

/// People of the scored side in terms of the truth, as a matching found them.
///
/// A person can have more than one id on a side (the subject, listed again as a pending person); every id is known here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdMap {
    /// Every id of a matched person of the scored side, with the truth's first id; in order of the scored side's id.
    pairs: Vec<(ItemId, ItemId)>,
    /// Further ids of a person of the truth, with the first one; in order.
    aliases: Vec<(ItemId, ItemId)>,
}

impl IdMap {
    pub(super) fn new(mut pairs: Vec<(ItemId, ItemId)>, mut aliases: Vec<(ItemId, ItemId)>) -> Self {
        pairs.sort_unstable();
        aliases.sort_unstable();
        IdMap { pairs, aliases }
    }

    /// The truth's id of a person of the scored side; `None`: that person is nobody there.
    pub fn resolve(&self, scored: ItemId) -> Option<ItemId> {
        let at = self.pairs.binary_search_by_key(&scored, |(from, _)| *from).ok()?;
        self.pairs.get(at).map(|(_, to)| *to)
    }

    /// The first id of a person of the truth (its own, unless the person has two).
    pub fn truth_id(&self, truth: ItemId) -> ItemId {
        let at = self.aliases.binary_search_by_key(&truth, |(alias, _)| *alias);
        at.ok().and_then(|at| self.aliases.get(at)).map_or(truth, |(_, first)| *first)
    }

    /// Whether the two are one person.
    pub fn same(&self, scored: ItemId, truth: ItemId) -> bool {
        self.resolve(scored) == Some(self.truth_id(truth))
    }

    /// The pairs, in order of the scored side's id.
    pub fn iter(&self) -> impl Iterator<Item = (ItemId, ItemId)> {
        self.pairs.iter().copied()
    }
}
