//! The big five of a persona, made from its traits and attachment style (FACTS section 6).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AttachmentStyle, Trait};
use crate::vocabulary;

vocabulary! {
    /// How much of a factor.
    Level ("level") {
        /// Little.
        Low = "low",
        /// Neither little nor much; what nothing speaks about.
        Moderate = "moderate",
        /// Much.
        High = "high",
    }
}

vocabulary! {
    /// One of the five factors.
    Factor ("factor") {
        /// Openness.
        Openness = "openness",
        /// Conscientiousness.
        Conscientiousness = "conscientiousness",
        /// Extraversion.
        Extraversion = "extraversion",
        /// Agreeableness.
        Agreeableness = "agreeableness",
        /// Neuroticism.
        Neuroticism = "neuroticism",
    }
}

use Factor::{Agreeableness as A, Conscientiousness as C, Extraversion as E, Neuroticism as N, Openness as O};
use Level::{High, Low};

impl Trait {
    /// What the trait says about the factors.
    pub fn leanings(self) -> &'static [(Factor, Level)] {
        match self {
            Trait::Evasive => &[(O, Low), (E, Low)],
            Trait::Oversharing => &[(E, High), (N, High)],
            Trait::ConfusedDates => &[(C, Low)],
            Trait::Defensive => &[(A, Low)],
            Trait::Tangential => &[(C, Low), (E, High)],
            Trait::Terse => &[(E, Low)],
            Trait::Emotional => &[(N, High)],
            Trait::Mature | Trait::HighFunctioning => &[(C, High), (O, High), (N, Low)],
        }
    }
}

impl AttachmentStyle {
    /// What the style says about the factors.
    pub fn leanings(self) -> &'static [(Factor, Level)] {
        match self {
            AttachmentStyle::Secure => &[(N, Low)],
            AttachmentStyle::AnxiousPreoccupied => &[(N, High), (E, High), (A, High)],
            AttachmentStyle::DismissiveAvoidant => &[(N, Low), (A, Low), (E, Low)],
            AttachmentStyle::FearfulAvoidant => &[(N, High), (A, Low), (E, Low)],
        }
    }
}

/// The five levels of a persona.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BigFive {
    /// Openness.
    pub openness: Level,
    /// Conscientiousness.
    pub conscientiousness: Level,
    /// Extraversion.
    pub extraversion: Level,
    /// Agreeableness.
    pub agreeableness: Level,
    /// Neuroticism.
    pub neuroticism: Level,
}

impl BigFive {
    /// A later trait overrides an earlier one; the attachment style speaks only where no trait does.
    pub fn of(traits: &[Trait], style: AttachmentStyle) -> Self {
        let by_traits = || traits.iter().rev().flat_map(|one| one.leanings());
        let level = |factor| {
            let leaning = by_traits().chain(style.leanings()).find(|(about, _)| *about == factor);
            leaning.map_or(Level::Moderate, |(_, level)| *level)
        };
        BigFive {
            openness: level(O),
            conscientiousness: level(C),
            extraversion: level(E),
            agreeableness: level(A),
            neuroticism: level(N),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_trait_overrides_an_earlier_one_and_the_style_fills_gaps_only() {
        let one = BigFive::of(&[Trait::Oversharing, Trait::Terse], AttachmentStyle::AnxiousPreoccupied);
        assert_eq!((one.extraversion, one.neuroticism, one.agreeableness), (Low, High, High));
        let other = BigFive::of(&[Trait::Terse, Trait::Oversharing], AttachmentStyle::AnxiousPreoccupied);
        assert_eq!(other.extraversion, High);
        assert_eq!((other.openness, other.conscientiousness), (Level::Moderate, Level::Moderate));
    }

    #[test]
    fn no_trait_says_two_things_about_one_factor() {
        let leanings = Trait::ALL.iter().map(|one| one.leanings());
        for leanings in leanings.chain(AttachmentStyle::ALL.iter().map(|style| style.leanings())) {
            let mut factors: Vec<_> = leanings.iter().map(|(factor, _)| factor).collect();
            factors.sort_unstable();
            factors.dedup();
            assert_eq!(factors.len(), leanings.len());
        }
    }
}
