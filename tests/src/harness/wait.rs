//! Waiting for a condition, with a deadline: the machine may be slow, but nothing may hang.

use std::time::{Duration, Instant};

/// How long anything may take before it counts as hanging. Far above what it takes, so that a busy machine fails no
/// test.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(4);

/// Waits until `condition` gives something.
#[track_caller]
pub fn until<T>(what: &str, condition: impl FnMut() -> Option<T>) -> T {
    until_within(PATIENCE, what, condition)
}

/// Waits until `condition` gives something, at most `patience`.
#[track_caller]
pub fn until_within<T>(patience: Duration, what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = condition() {
            return found;
        }
        assert!(begun.elapsed() < patience, "waited {patience:?} in vain until {what}");
        std::thread::sleep(LOOK);
    }
}
