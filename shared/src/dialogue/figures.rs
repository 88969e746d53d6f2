//! Small statistics over lists of counts. Empty lists give 0, as the published figures do.

use std::collections::HashMap;
use std::hash::Hash;

/// The arithmetic mean.
pub fn mean(counts: &[usize]) -> f64 {
    if counts.is_empty() { 0.0 } else { counts.iter().sum::<usize>() as f64 / counts.len() as f64 }
}

/// The median; the mean of the middle two of an even number.
pub fn median(counts: &[usize]) -> f64 {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    match (sorted.get(middle), middle.checked_sub(1).and_then(|below| sorted.get(below))) {
        (Some(upper), Some(lower)) if sorted.len().is_multiple_of(2) => (lower + upper) as f64 / 2.0,
        (Some(only), _) => *only as f64,
        (None, _) => 0.0,
    }
}

/// The standard deviation of a whole population.
pub fn deviation(counts: &[usize]) -> f64 {
    if counts.len() < 2 {
        return 0.0;
    }
    let mean = mean(counts);
    let squares: f64 = counts.iter().map(|count| (*count as f64 - mean).powi(2)).sum();
    (squares / counts.len() as f64).sqrt()
}

/// A part of a whole, 0 of an empty one.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Entropy in bits of how often each item occurs.
pub fn entropy<T: Eq + Hash + Ord>(items: impl IntoIterator<Item = T>) -> f64 {
    let mut counts: HashMap<T, usize> = HashMap::new();
    let mut total = 0_usize;
    for item in items {
        *counts.entry(item).or_default() += 1;
        total += 1;
    }
    // Summed in the order of the counts, so that the same talk always gives the same last digit.
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_unstable();
    let bits = |count: &usize| {
        let p = *count as f64 / total as f64;
        -p * p.log2()
    };
    counts.iter().map(bits).sum::<f64>().max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gives_zero_and_never_not_a_number() {
        assert_eq!((mean(&[]), median(&[]), deviation(&[]), share(0, 0)), (0.0, 0.0, 0.0, 0.0));
        assert_eq!(entropy(Vec::<u8>::new()), 0.0);
        assert_eq!(deviation(&[7]), 0.0);
    }

    #[test]
    fn figures_are_those_of_a_population() {
        assert_eq!((mean(&[1, 2, 6]), median(&[6, 1, 2]), median(&[1, 2, 4, 9])), (3.0, 2.0, 3.0));
        assert_eq!(deviation(&[2, 4]), 1.0);
        assert_eq!(entropy(["a", "b", "a", "b"]), 1.0);
    }
}
