//! The items behind a number: pairs side by side, and what was left unmatched with the reason.

use serde::{Deserialize, Serialize};

use super::ScoreFilter;
use crate::discussion::DiscussionId;
use crate::family::{Event, ItemId, PairBond, Person, Variable};
use crate::scoring::f1::Line;
use crate::vocabulary;

vocabulary! {
    /// What became of an item.
    Outcome ("outcome") {
        /// On both sides.
        Found = "tp",
        /// On the scored side only.
        Invented = "fp",
        /// In the truth only.
        Missed = "fn",
    }
}

vocabulary! {
    /// What two matched items can differ in.
    ItemField ("field of an item") {
        /// The first name.
        Name = "name",
        /// The family name.
        LastName = "last_name",
        /// The gender.
        Gender = "gender",
        /// Whose child it is.
        Parents = "parents",
        /// Whether the two were married.
        Married = "married",
        /// The date.
        Date = "date",
        /// Until when.
        EndDate = "end_date",
        /// How sure the date is.
        Certainty = "certainty",
        /// Who acts.
        Person = "person",
        /// The partner.
        Spouse = "spouse",
        /// The child.
        Child = "child",
        /// Shift in symptom.
        Symptom = "symptom",
        /// Shift in anxiety.
        Anxiety = "anxiety",
        /// Relationship kind.
        Relationship = "relationship",
        /// At whom the move is aimed.
        Targets = "targets",
        /// The others of a triangle.
        Triangles = "triangles",
        /// Shift in functioning.
        Functioning = "functioning",
    }
}

/// Which items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ItemsRequest {
    /// Of which figures.
    pub filter: ScoreFilter,
    /// Only of this discussion.
    pub discussion: Option<DiscussionId>,
    /// Only of this statement: as scored by itself where the filter counts statement by statement, else items that are
    /// first spoken of there. Needs the discussion.
    pub statement: Option<u32>,
    /// Of which line of items: people, pair bonds, parent-child links, events or a kind of them, or all of these.
    pub line: Line,
    /// Only these; all, where the list is empty.
    pub outcomes: Vec<Outcome>,
    /// Only the matched shifts of one cell of a confusion matrix. Goes with the line of shifts and with what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<ConfusionCell>,
}

/// A cell of a confusion matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ConfusionCell {
    /// Of which variable.
    pub variable: Variable,
    /// The truth's value, by its word in the matrix.
    pub truth: String,
    /// The scored side's value.
    pub scored: String,
}

impl ItemsRequest {
    /// The outcomes asked for.
    pub fn outcomes(&self) -> &[Outcome] {
        if self.outcomes.is_empty() { Outcome::ALL } else { &self.outcomes }
    }
}

/// The item itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScoredItem {
    /// A person.
    Person(Person),
    /// A pair bond.
    PairBond(PairBond),
    /// An event.
    Event(Event),
    /// The link of this child to its parents.
    ChildOf(Person),
}

/// An item as one side has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ItemSide {
    /// Its id there; of a parent-child link the child's.
    pub id: ItemId,
    /// In a sentence, the actor first.
    pub sentence: String,
    /// The words it rests on.
    pub evidence: Vec<String>,
    /// The statement in which that side first speaks of it.
    pub statement: Option<u32>,
    /// All of it.
    pub item: ScoredItem,
    /// Whom the ids within it mean; of parents, both.
    #[serde(default)]
    pub names: Vec<Named>,
}

/// An id and whom it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Named {
    /// Of a person, or of the pair bond that somebody's parents are.
    pub id: ItemId,
    /// The name as that side knows it; of a pair bond both names.
    pub name: String,
}

impl ItemSide {
    /// Whom an id within the item means.
    pub fn name_of(&self, id: ItemId) -> Option<&str> {
        self.names.iter().find(|one| one.id == id).map(|one| one.name.as_str())
    }
}

/// An item, or two that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ItemPair {
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// The line it is counted in.
    pub line: Line,
    /// What became of it.
    pub outcome: Outcome,
    /// As the scored side has it.
    pub scored: Option<ItemSide>,
    /// As the truth has it.
    pub truth: Option<ItemSide>,
    /// In what the two differ; people are compared as the matching knows them, wording and ids are not.
    pub differs: Vec<ItemField>,
    /// Why it was not matched, in a sentence; never there for a pair.
    pub why: Option<String>,
}

impl ItemPair {
    /// The statement it is told in: the truth's where it has one.
    pub fn statement(&self) -> Option<u32> {
        let of = |side: &Option<ItemSide>| side.as_ref().and_then(|side| side.statement);
        of(&self.truth).or_else(|| of(&self.scored))
    }
}
