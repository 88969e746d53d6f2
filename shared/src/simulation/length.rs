//! How long the client's next turn should be. A model is given the words as a target and the ceiling as a limit it
//! seldom reaches; what is cut off in spite of that is trimmed to its last complete sentence (FACTS sections 6 and 8).

use std::ops::RangeInclusive;

use rand::{Rng, RngExt};

use super::ArcPhase;
use crate::vocabulary;

/// After a client turn of more words than this the next one tends to be brief.
const LONG_DISCLOSURE: usize = 100;
/// What the weight of a long turn is multiplied with after a long disclosure.
const LONG_AFTER_DISCLOSURE: f64 = 0.2;
/// What is added to the weight of a short turn after a long disclosure.
const SHORT_AFTER_DISCLOSURE: f64 = 0.3;

vocabulary! {
    /// How long a client's turn should be (FACTS section 6).
    LengthMode ("length mode") {
        /// 15 to 40 words.
        Short = "short",
        /// 60 to 120 words.
        Medium = "medium",
        /// 130 to 220 words.
        Long = "long",
    }
}

/// A row of the table of modes.
struct Row {
    words: RangeInclusive<u32>,
    token_ceiling: u32,
    /// Weights in the early, middle and deep phase.
    weights: [f64; 3],
}

impl LengthMode {
    fn row(self) -> Row {
        match self {
            LengthMode::Short => Row { words: 15..=40, token_ceiling: 120, weights: [0.40, 0.20, 0.30] },
            LengthMode::Medium => Row { words: 60..=120, token_ceiling: 250, weights: [0.50, 0.40, 0.30] },
            LengthMode::Long => Row { words: 130..=220, token_ceiling: 400, weights: [0.10, 0.40, 0.40] },
        }
    }

    /// The words to aim at.
    pub fn words(self) -> RangeInclusive<u32> {
        self.row().words
    }

    /// The most tokens a model may write.
    pub fn token_ceiling(self) -> u32 {
        self.row().token_ceiling
    }

    /// The weight before it is set in relation to the others; `last_words` are those of the client's last turn.
    pub fn weight(self, phase: ArcPhase, last_words: Option<usize>) -> f64 {
        let [early, middle, deep] = self.row().weights;
        let weight = match phase {
            ArcPhase::Early => early,
            ArcPhase::Middle => middle,
            ArcPhase::Deep => deep,
        };
        match self {
            LengthMode::Long if last_words > Some(LONG_DISCLOSURE) => weight * LONG_AFTER_DISCLOSURE,
            LengthMode::Short if last_words > Some(LONG_DISCLOSURE) => weight + SHORT_AFTER_DISCLOSURE,
            _ => weight,
        }
    }

    /// Draws a mode by weight.
    pub fn pick(phase: ArcPhase, last_words: Option<usize>, rng: &mut impl Rng) -> LengthMode {
        let weights = LengthMode::ALL.iter().map(|mode| (*mode, mode.weight(phase, last_words)));
        let mut left = rng.random::<f64>() * weights.clone().map(|(_, weight)| weight).sum::<f64>();
        for (mode, weight) in weights {
            if left < weight {
                return mode;
            }
            left -= weight;
        }
        // Only a rounding error leads here: the draw lay at the very end of the last mode.
        LengthMode::Long
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::generator;

    fn drawn(phase: ArcPhase, last_words: Option<usize>) -> [f64; 3] {
        const DRAWS: usize = 20_000;
        let mut rng = generator(4711, &[]);
        let mut counts = [0.0; 3];
        for _ in 0..DRAWS {
            counts[LengthMode::pick(phase, last_words, &mut rng) as usize] += 1.0 / DRAWS as f64;
        }
        counts
    }

    #[test]
    fn modes_are_drawn_as_often_as_their_weights_say() {
        for (phase, last, expected) in [
            (ArcPhase::Early, None, [0.4, 0.5, 0.1]),
            (ArcPhase::Middle, Some(100), [0.2, 0.4, 0.4]),
            (ArcPhase::Deep, Some(101), [0.6 / 0.98, 0.3 / 0.98, 0.08 / 0.98]),
        ] {
            for (given, expected) in drawn(phase, last).into_iter().zip(expected) {
                assert!((given - expected).abs() < 0.015, "{phase} {given} {expected}");
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_mode() {
        let draw = |seed| LengthMode::pick(ArcPhase::Middle, None, &mut generator(seed, &[3]));
        assert!((0..50).all(|seed| draw(seed) == draw(seed)));
        assert!((0..50).any(|seed| draw(seed) != draw(0)), "the seed must matter");
    }
}
