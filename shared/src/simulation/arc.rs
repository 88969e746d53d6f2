//! Where a client is in its emotional arc, by turn, and how its traits bend that arc (FACTS section 6).

use super::Trait;
use crate::vocabulary;

/// Last client turn of the early phase.
const EARLY_UNTIL: u32 = 5;
/// Last client turn of the middle phase.
const MIDDLE_UNTIL: u32 = 15;

vocabulary! {
    /// Phase of the arc, by the client's turn: up to 5 early, 6 to 15 middle, after that deep (FACTS section 6).
    ArcPhase ("arc phase") {
        /// Guarded.
        Early = "early",
        /// Opening up.
        Middle = "middle",
        /// Oscillating.
        Deep = "deep",
    }
}

impl ArcPhase {
    /// The phase of a client turn, counted from 1.
    pub fn at(turn: u32) -> Self {
        if turn <= EARLY_UNTIL {
            ArcPhase::Early
        } else if turn <= MIDDLE_UNTIL {
            ArcPhase::Middle
        } else {
            ArcPhase::Deep
        }
    }
}

vocabulary! {
    /// What a trait does to the arc.
    ArcModifier ("arc modifier") {
        /// Opens more slowly than the phase says.
        Slower = "slower",
        /// Says too much while still in the early phase.
        TooMuchEarly = "too much early",
        /// Opens about the presenting problem and nothing else.
        PresentingProblemOnly = "presenting problem only",
        /// Moves back and forth within every phase.
        Volatile = "volatile",
    }
}

impl Trait {
    /// What the trait does to the arc; most do nothing.
    pub fn arc_modifier(self) -> Option<ArcModifier> {
        match self {
            Trait::Defensive => Some(ArcModifier::Slower),
            Trait::Oversharing => Some(ArcModifier::TooMuchEarly),
            Trait::Evasive => Some(ArcModifier::PresentingProblemOnly),
            Trait::Emotional => Some(ArcModifier::Volatile),
            Trait::ConfusedDates | Trait::Tangential | Trait::Terse | Trait::Mature | Trait::HighFunctioning => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_change_after_the_fifth_and_the_fifteenth_turn() {
        let phases = [0, 1, 5, 6, 15, 16, 40].map(ArcPhase::at);
        use ArcPhase::{Deep, Early, Middle};
        assert_eq!(phases, [Early, Early, Early, Middle, Middle, Deep, Deep]);
    }
}
