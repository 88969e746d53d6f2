//! The clock the daemon is given, so that tests can hold it still.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use sarf_shared::discussion::Timestamp;

/// Tells the time. Cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Clock::from_millis(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
    }

    /// A clock of one's own: milliseconds since 1970.
    pub fn from_millis(tell: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Clock(Arc::new(tell))
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        Timestamp((self.0)())
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}
