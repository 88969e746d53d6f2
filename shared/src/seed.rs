//! Seeds derived from seeds: the i-th of a batch, the k-th step of a job. The same parts always give the same seed.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Mixes `parts` into `seed`, one after another (SplitMix64's finaliser after each), so that order matters.
pub fn derive(seed: u64, parts: &[u64]) -> u64 {
    parts.iter().fold(mix(seed), |state, part| mix(state ^ mix(part.wrapping_add(0x9E37_79B9_7F4A_7C15))))
}

/// The generator of a derived seed. ChaCha8: the same stream on every machine and in every version.
pub fn generator(seed: u64, parts: &[u64]) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(derive(seed, parts))
}

fn mix(value: u64) -> u64 {
    let z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::derive;
    use std::collections::HashSet;

    #[test]
    fn neighbouring_seeds_and_parts_give_different_seeds() {
        let mut seen = HashSet::new();
        for seed in 0..50 {
            for part in 0..50 {
                assert!(seen.insert(derive(seed, &[part])), "{seed} {part}");
                assert!(seen.insert(derive(seed, &[part, 0])), "{seed} {part} 0");
            }
        }
        assert_ne!(derive(1, &[2, 3]), derive(1, &[3, 2]));
    }
}
