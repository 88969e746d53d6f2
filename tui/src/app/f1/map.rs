//! Saying who is who: a person of the scored side is chosen, then the person of the truth that they are, or nobody.

use sarf_shared::coding::{MapEntryState, MapScored, MapSides, MapTarget};
use sarf_shared::discussion::{DiscussionId, RunId};
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{ItemPair, ItemSide, MapChange, MapRequest, MapView};

/// The people of both sides, as they are matched now, and what was said of them.
#[derive(Debug, Clone, PartialEq)]
pub struct BothPeople {
    /// Everybody, with whom they are matched.
    pub pairs: Vec<ItemPair>,
    /// Every entry of the discussion's maps.
    pub said: Vec<MapView>,
}

/// A person to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRow {
    /// Who; `None` is nobody of that side.
    pub id: Option<ItemId>,
    /// As the side has them.
    pub name: String,
    /// Whom they are matched with now; nobody, where there is none.
    pub with: Option<String>,
    /// A person said so.
    pub by_hand: bool,
}

/// The dialog.
#[derive(Debug, Clone, PartialEq)]
pub struct MapForm {
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// Between which sides.
    pub sides: MapSides,
    /// The people, once they are there.
    pub people: Option<BothPeople>,
    /// Place of the selected row.
    pub at: usize,
    /// The person of the scored side who was chosen.
    pub chosen: Option<ItemId>,
    /// The answer is on its way.
    pub sent: bool,
    /// Why it was not done.
    pub problem: Option<String>,
}

impl MapForm {
    /// Before the people are there.
    pub fn new(discussion: DiscussionId, run: RunId) -> MapForm {
        let sides = MapSides { scored: MapScored::Run(run), truth: MapTarget::Truth };
        MapForm { discussion, sides, people: None, at: 0, chosen: None, sent: false, problem: None }
    }

    /// Who can be chosen now: people of the scored side, then of the truth.
    pub fn rows(&self) -> Vec<MapRow> {
        let Some(people) = &self.people else { return Vec::new() };
        let row = |side: &ItemSide, other: &Option<ItemSide>| MapRow {
            id: Some(side.id),
            name: side.sentence.clone(),
            with: other.as_ref().map(|other| other.sentence.clone()),
            by_hand: self.chosen.is_none() && self.by_hand(side.id),
        };
        let sides = people.pairs.iter().filter_map(|pair| match self.chosen {
            None => pair.scored.as_ref().map(|side| row(side, &pair.truth)),
            Some(_) => pair.truth.as_ref().map(|side| row(side, &pair.scored)),
        });
        // The client is nobody else on either side.
        let mut rows: Vec<MapRow> = sides.filter(|row| row.id.is_some_and(ItemId::is_pending)).collect();
        // Who is matched with nobody is who is looked for.
        rows.sort_by_key(|row| (row.with.is_some(), row.name.clone()));
        if self.chosen.is_some() {
            rows.push(MapRow { id: None, name: "nobody there".into(), with: None, by_hand: false });
        }
        rows
    }

    /// Whether what was said of a person of the scored side is in use.
    fn by_hand(&self, scored: ItemId) -> bool {
        let said = self.people.iter().flat_map(|people| &people.said);
        said.filter(|view| view.entry.sides == self.sides && view.entry.scored == scored)
            .any(|view| view.state == Some(MapEntryState::Used))
    }

    /// The name of the chosen person.
    pub fn chosen_name(&self) -> Option<String> {
        let chosen = self.chosen?;
        let sides = self.people.iter().flat_map(|people| &people.pairs).filter_map(|pair| pair.scored.as_ref());
        sides.filter(|side| side.id == chosen).map(|side| side.sentence.clone()).next()
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.rows().len().saturating_sub(1));
    }

    /// Takes the selected row; the request to send, once both are chosen.
    pub fn choose(&mut self) -> Option<MapRequest> {
        let id = self.rows().get(self.at)?.id;
        self.problem = None;
        match self.chosen {
            None => {
                (self.chosen, self.at) = (id, 0);
                None
            }
            Some(scored) => Some(self.request(match id {
                Some(truth) => MapChange::Set { scored, truth },
                None => MapChange::Nobody { scored },
            })),
        }
    }

    /// The request that takes back what was said of the selected person.
    pub fn undo(&mut self) -> Option<MapRequest> {
        let scored = self.rows().get(self.at).filter(|row| self.chosen.is_none() && row.by_hand)?.id;
        Some(self.request(MapChange::Undo { scored }))
    }

    fn request(&mut self, change: MapChange) -> MapRequest {
        self.sent = true;
        MapRequest { discussion: self.discussion, sides: self.sides.clone(), change }
    }
}
