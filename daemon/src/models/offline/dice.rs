//! Seeded chance: the one source of randomness of the offline engine. The same seed gives the same throws for ever,
//! because the generator (ChaCha8) and the way a throw is taken from it are fixed here.

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A generator and the few kinds of throw the engine needs.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice of a seed and a purpose; dice of different purposes do not influence one another.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        Dice(ChaCha8Rng::seed_from_u64(seed ^ hash(purpose)))
    }

    /// A number below `n`; 0 when `n` is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.0.next_u64() % n as u64) as usize }
    }

    /// A number from `low` to `high`, both included; `low` when the range is empty.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(0) as usize) as i32
    }

    /// True in `percent` of a hundred throws.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    /// One of several texts; empty when there are none.
    pub(crate) fn text<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = self.below(of.len());
        of.get(at).copied().unwrap_or_default()
    }

    /// One of several things.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(of.len());
        of.get(at)
    }

    /// Puts things into a random order.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let with = self.below(last + 1);
            things.swap(last, with);
        }
    }
}

/// A stable number for a text (64-bit FNV-1a); not for security, only to give each purpose its own dice.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |so_far, byte| (so_far ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throws_stay_in_their_range_and_repeat_with_the_seed() {
        let mut dice = Dice::new(7, "test");
        let first: Vec<i32> = (0..200).map(|_| dice.between(-3, 4)).collect();
        assert!(first.iter().all(|n| (-3..=4).contains(n)) && first.contains(&-3) && first.contains(&4));
        let mut again = Dice::new(7, "test");
        assert_eq!(first, (0..200).map(|_| again.between(-3, 4)).collect::<Vec<_>>());
        let mut other = Dice::new(7, "other");
        assert_ne!(first, (0..200).map(|_| other.between(-3, 4)).collect::<Vec<_>>());
        assert_eq!((dice.below(0), dice.between(5, 1), dice.text(&[])), (0, 5, ""));
    }
}
