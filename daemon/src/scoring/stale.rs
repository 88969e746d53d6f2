//! Which discussions have to be looked at again before an answer is given.

use std::collections::BTreeSet;

use sarf_shared::discussion::DiscussionId;

/// Which discussions have to be looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// All.
    All,
    /// These.
    Some(BTreeSet<DiscussionId>),
}

impl Stale {
    /// Notes that a discussion changed.
    pub fn touch(&mut self, id: DiscussionId) {
        if let Stale::Some(ids) = self {
            ids.insert(id);
        }
    }

    /// Notes that anything may have changed.
    pub fn touch_all(&mut self) {
        *self = Stale::All;
    }

    /// The discussions to look at now; `every` answers them where nothing is known. They stay noted until each is
    /// [`done`](Stale::done), so what is not reached because of a fault stays to be done.
    pub fn begin<E>(
        &mut self,
        every: impl FnOnce() -> Result<BTreeSet<DiscussionId>, E>,
    ) -> Result<BTreeSet<DiscussionId>, E> {
        let ids = match self {
            Stale::Some(ids) => ids.clone(),
            Stale::All => every()?,
        };
        *self = Stale::Some(ids.clone());
        Ok(ids)
    }

    /// Notes that a discussion was looked at.
    pub fn done(&mut self, id: DiscussionId) {
        if let Stale::Some(ids) = self {
            ids.remove(&id);
        }
    }
}
