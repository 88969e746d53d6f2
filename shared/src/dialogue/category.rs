//! The fifteen things an intake should have covered, and what a persona holds ready for each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocabulary;

vocabulary! {
    /// What an intake collects (FACTS section 5), in the order in which gaps are told.
    IntakeCategory ("intake category") {
        /// What brings the client: when, who, onset.
        PresentingProblem = "presenting_problem",
        /// The client's mother.
        Mother = "mother",
        /// The client's father.
        Father = "father",
        /// Whether the parents married, separated, divorced.
        ParentsStatus = "parents_status",
        /// Brothers and sisters.
        Siblings = "siblings",
        /// The mother's parents.
        MaternalGrandparents = "maternal_grandparents",
        /// The father's parents.
        PaternalGrandparents = "paternal_grandparents",
        /// Brothers and sisters of the parents.
        AuntsUncles = "aunts_uncles",
        /// Spouses and partners.
        Spouse = "spouse",
        /// The client's children.
        Children = "children",
        /// Deaths, marriages, separations, divorces, moves.
        NodalEvents = "nodal_events",
        /// Shifts in symptom, anxiety or functioning.
        FamilyFunctioning = "family_functioning",
        /// Who moves how towards whom.
        RelationshipPatterns = "relationship_patterns",
        /// When symptoms came and went.
        SymptomTimeline = "symptom_timeline",
        /// Which events lie near which symptoms.
        EventSymptomConnections = "event_symptom_connections",
    }
}

/// Something a persona can be asked about, and the words by which a coach's question about it is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DataPoint {
    /// The intake category it belongs to.
    pub category: IntakeCategory,
    /// Words of which any one, found anywhere in what the coach says, counts as asked. None: it can never be asked.
    #[serde(default)]
    pub keywords: Vec<String>,
}
