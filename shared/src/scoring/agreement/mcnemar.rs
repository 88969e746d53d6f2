//! Whether two systems that judge the same items differ: McNemar's exact test.

/// The two-sided p of McNemar's exact test, from the items only the first got right and those only the second did.
///
/// Under the hypothesis of no difference each such item is a toss of a coin; p is twice the smaller tail, 1 at most.
pub fn mcnemar_exact(only_first: u32, only_second: u32) -> f64 {
    let n = only_first + only_second;
    let smaller = only_first.min(only_second);
    // ln of a binomial term by recurrence, so that large counts neither overflow nor vanish.
    let mut term = -f64::from(n) * std::f64::consts::LN_2;
    let mut tail = term.exp();
    for k in 1..=smaller {
        term += f64::from(n - k + 1).ln() - f64::from(k).ln();
        tail += term.exp();
    }
    (2.0 * tail).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_tests_equal_the_published_values() {
        assert!((mcnemar_exact(10, 3) - 0.09229).abs() < 1e-5);
        assert!((mcnemar_exact(2, 9) - 0.06543).abs() < 1e-5);
        assert_eq!((mcnemar_exact(0, 0), mcnemar_exact(5, 5)), (1.0, 1.0));
    }

    #[test]
    fn large_counts_stay_numbers() {
        let p = mcnemar_exact(4000, 4000);
        assert!((0.99..=1.0).contains(&p), "{p}");
        assert!(mcnemar_exact(4000, 3000) < 1e-10);
    }
}
