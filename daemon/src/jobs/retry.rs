//! When a failed call is tried again. Pure: the jitter comes from a seed, the time from the caller.

use std::time::Duration;

use rand::RngExt;
use sarf_shared::discussion::Timestamp;
use sarf_shared::seed;

/// How often and how far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Tries of one step in all, across restarts.
    pub tries: u32,
    /// Wait before the second try.
    pub base: Duration,
    /// Longest wait.
    pub longest: Duration,
}

impl RetryPolicy {
    /// The due time of the next try, or `None` when the tries are used up.
    ///
    /// `failed` counts the failed tries so far (1 after the first). The wait doubles each time up to `longest`, with
    /// half of it as jitter so that many jobs do not come back at once; a server's own `retry_after` is obeyed in full
    /// and only prolonged.
    pub fn next(&self, failed: u32, now: Timestamp, retry_after: Option<Duration>, seed: u64) -> Option<Timestamp> {
        if failed >= self.tries {
            return None;
        }
        let doubled = self.base.saturating_mul(1 << failed.saturating_sub(1).min(20)).min(self.longest);
        let half = u64::try_from(doubled.as_millis() / 2).unwrap_or(u64::MAX / 4);
        let jitter = seed::generator(seed, &[u64::from(failed)]).random_range(0..=half);
        let wait = match retry_after {
            Some(told) => u64::try_from(told.as_millis()).unwrap_or(u64::MAX / 4).saturating_add(jitter / 4),
            None => half.saturating_add(jitter),
        };
        Some(now.plus(wait))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: RetryPolicy =
        RetryPolicy { tries: 4, base: Duration::from_secs(1), longest: Duration::from_secs(60) };

    proptest! {
        #[test]
        fn a_wait_stays_within_its_doubled_bound_and_ends_with_the_tries(failed in 1u32..8, seed in any::<u64>()) {
            let due = POLICY.next(failed, Timestamp(1_000), None, seed);
            prop_assert_eq!(due.is_none(), failed >= 4);
            if let Some(due) = due {
                let bound = 1_000u64 << (failed - 1);
                prop_assert!(due.since(Timestamp(1_000)) >= bound / 2 && due.since(Timestamp(1_000)) <= bound);
            }
        }

        #[test]
        fn what_the_server_asks_for_is_never_cut_short(seed in any::<u64>(), asked in 0u64..400) {
            let due = POLICY.next(1, Timestamp(0), Some(Duration::from_secs(asked)), seed);
            prop_assert!(due.is_some_and(|due| due.0 >= asked * 1_000));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_wait() {
        assert_eq!(POLICY.next(2, Timestamp(5), None, 9), POLICY.next(2, Timestamp(5), None, 9));
    }
}
