//! True positives, false positives and false negatives, and the three ratios made of them.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many items two codings share, and how many only one of them has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// On both sides (true positives).
    pub tp: usize,
    /// Only on the scored side (false positives).
    pub fp: usize,
    /// Only in the truth (false negatives).
    #[serde(rename = "fn")]
    pub fn_: usize,
}

impl Counts {
    /// Counts from the three numbers, in the order tp, fp, fn.
    pub fn new(tp: usize, fp: usize, fn_: usize) -> Self {
        Counts { tp, fp, fn_ }
    }

    /// Nothing on either side: the ratios are 1 by convention, and a table says "nothing coded" instead.
    pub fn is_undefined(self) -> bool {
        self == Counts::default()
    }

    /// `tp / (tp + fp)`: 1 where nothing is on either side, 0 where the scored side is empty.
    pub fn precision(self) -> f64 {
        self.ratio(self.tp + self.fp)
    }

    /// `tp / (tp + fn)`: 1 where nothing is on either side, 0 where the truth is empty.
    pub fn recall(self) -> f64 {
        self.ratio(self.tp + self.fn_)
    }

    /// Harmonic mean of precision and recall: 1 where nothing is on either side, 0 where nothing is shared.
    pub fn f1(self) -> f64 {
        if self.is_undefined() {
            return 1.0;
        }
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }

    /// The F1, or `None` where nothing is on either side.
    pub fn defined_f1(self) -> Option<f64> {
        (!self.is_undefined()).then(|| self.f1())
    }

    /// Distinct items, a shared one counted once: `tp + fp + fn`.
    pub fn items(self) -> usize {
        self.tp + self.fp + self.fn_
    }

    fn ratio(self, of: usize) -> f64 {
        if self.is_undefined() {
            1.0
        } else if of == 0 {
            0.0
        } else {
            self.tp as f64 / of as f64
        }
    }
}

impl Add for Counts {
    type Output = Counts;

    fn add(self, other: Counts) -> Counts {
        Counts { tp: self.tp + other.tp, fp: self.fp + other.fp, fn_: self.fn_ + other.fn_ }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        *self = *self + other;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Counts>>(counts: I) -> Counts {
        counts.fold(Counts::default(), Add::add)
    }
}

impl<'a> Sum<&'a Counts> for Counts {
    fn sum<I: Iterator<Item = &'a Counts>>(counts: I) -> Counts {
        counts.copied().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_on_either_side_is_undefined_and_counts_as_one() {
        let nothing = Counts::default();
        assert!(nothing.is_undefined());
        assert_eq!((nothing.precision(), nothing.recall(), nothing.f1()), (1.0, 1.0, 1.0));
        assert_eq!(nothing.defined_f1(), None);
    }

    #[test]
    fn one_empty_side_is_zero_and_defined() {
        let missed = Counts::new(0, 0, 3);
        assert_eq!((missed.precision(), missed.recall(), missed.f1()), (0.0, 0.0, 0.0));
        assert_eq!(missed.defined_f1(), Some(0.0));
    }

    #[test]
    fn pooled_counts_are_the_sum_of_their_parts() {
        let parts = [Counts::new(1, 2, 3), Counts::new(4, 0, 1)];
        assert_eq!(parts.iter().sum::<Counts>(), Counts::new(5, 2, 4));
        assert!((Counts::new(5, 2, 4).f1() - 10.0 / 16.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn f1_is_the_same_whichever_side_is_scored(tp in 0usize..50, fp in 0usize..50, fn_ in 0usize..50) {
            prop_assert!((Counts::new(tp, fp, fn_).f1() - Counts::new(tp, fn_, fp).f1()).abs() < 1e-12);
        }
    }
}
