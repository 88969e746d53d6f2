//! What is rated on an item that several coders found: the four variables, and how sure the date is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::family::{DateCertainty, Event, RelationshipKind, Variable, VariableShift};

/// The word for "coded, without this variable".
pub const NONE: &str = "none";

crate::vocabulary! {
    /// What coders give a value to.
    Rated ("rated variable") {
        /// Symptom.
        Symptom = "symptom",
        /// Anxiety.
        Anxiety = "anxiety",
        /// Relationship.
        Relationship = "relationship",
        /// Functioning.
        Functioning = "functioning",
        /// How sure the date is, on events of every kind.
        DateCertainty = "date_certainty",
    }
}

impl Rated {
    /// The SARF variable, where it is one.
    pub fn variable(self) -> Option<Variable> {
        match self {
            Rated::Symptom => Some(Variable::Symptom),
            Rated::Anxiety => Some(Variable::Anxiety),
            Rated::Relationship => Some(Variable::Relationship),
            Rated::Functioning => Some(Variable::Functioning),
            Rated::DateCertainty => None,
        }
    }

    /// Every value, "none" first, in the order of the vocabulary. A value's place in this list stands for it in tables.
    pub fn values(self) -> Vec<&'static str> {
        let words: Vec<&'static str> = match self {
            Rated::Symptom | Rated::Anxiety | Rated::Functioning => {
                VariableShift::ALL.iter().map(|word| word.as_str()).collect()
            }
            Rated::Relationship => RelationshipKind::ALL.iter().map(|word| word.as_str()).collect(),
            Rated::DateCertainty => DateCertainty::ALL.iter().map(|word| word.as_str()).collect(),
        };
        std::iter::once(NONE).chain(words).collect()
    }

    /// The place of a word in [`Rated::values`].
    pub fn place(self, word: &str) -> Option<usize> {
        self.values().into_iter().position(|known| known == word)
    }
}

/// The values a coder gave to one item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Values {
    /// Shift in symptom.
    pub symptom: Option<VariableShift>,
    /// Shift in anxiety.
    pub anxiety: Option<VariableShift>,
    /// Relationship kind.
    pub relationship: Option<RelationshipKind>,
    /// Shift in functioning.
    pub functioning: Option<VariableShift>,
    /// How sure the date is.
    pub date_certainty: Option<DateCertainty>,
}

impl Values {
    /// The word given for a variable, `none` where there is none.
    pub fn word(&self, rated: Rated) -> &'static str {
        match rated {
            Rated::Symptom => self.symptom.map(VariableShift::as_str),
            Rated::Anxiety => self.anxiety.map(VariableShift::as_str),
            Rated::Relationship => self.relationship.map(RelationshipKind::as_str),
            Rated::Functioning => self.functioning.map(VariableShift::as_str),
            Rated::DateCertainty => self.date_certainty.map(DateCertainty::as_str),
        }
        .unwrap_or(NONE)
    }

    /// Whether any of the four variables has a value.
    pub fn any_variable(&self) -> bool {
        self.symptom.is_some() || self.anxiety.is_some() || self.relationship.is_some() || self.functioning.is_some()
    }
}

impl From<&Event> for Values {
    fn from(event: &Event) -> Self {
        Values {
            symptom: event.symptom,
            anxiety: event.anxiety,
            relationship: event.relationship,
            functioning: event.functioning,
            date_certainty: event.date_certainty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_place_and_none_comes_first() {
        for rated in Rated::ALL {
            let values = rated.values();
            assert_eq!(values.first(), Some(&NONE));
            for (at, word) in values.iter().enumerate() {
                assert_eq!(rated.place(word), Some(at));
            }
            assert_eq!(Values::default().word(*rated), NONE);
        }
        // None and the twelve kinds: the table of confusions is 13 by 13.
        assert_eq!(Rated::Relationship.values().len(), 13);
        assert_eq!(Rated::Symptom.values().len(), 4);
    }
}
