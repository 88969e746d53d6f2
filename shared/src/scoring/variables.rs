//! One value for each of the four SARF variables.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::family::Variable;

/// One value for each of the four variables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PerVariable<T> {
    /// Of symptom.
    pub symptom: T,
    /// Of anxiety.
    pub anxiety: T,
    /// Of relationship.
    pub relationship: T,
    /// Of functioning.
    pub functioning: T,
}

impl<T> PerVariable<T> {
    /// Makes each value from its variable.
    pub fn from_fn(mut make: impl FnMut(Variable) -> T) -> Self {
        PerVariable {
            symptom: make(Variable::Symptom),
            anxiety: make(Variable::Anxiety),
            relationship: make(Variable::Relationship),
            functioning: make(Variable::Functioning),
        }
    }

    /// The value of a variable.
    pub fn get(&self, variable: Variable) -> &T {
        match variable {
            Variable::Symptom => &self.symptom,
            Variable::Anxiety => &self.anxiety,
            Variable::Relationship => &self.relationship,
            Variable::Functioning => &self.functioning,
        }
    }

    /// The values with their variables, in the order of the vocabulary.
    pub fn iter(&self) -> impl Iterator<Item = (Variable, &T)> {
        Variable::ALL.iter().map(|variable| (*variable, self.get(*variable)))
    }
}
