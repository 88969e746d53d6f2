//! How many calls run at once, for each provider. How many jobs run at once is the dispatcher's.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A semaphore for each provider.
#[derive(Clone, Default)]
pub struct Limits {
    by_provider: Arc<HashMap<String, Arc<Semaphore>>>,
}

impl Limits {
    /// Calls at once by provider name; a provider not named has no limit of its own.
    pub fn new(limits: impl IntoIterator<Item = (String, usize)>) -> Self {
        let by_provider =
            limits.into_iter().map(|(name, at_once)| (name, Arc::new(Semaphore::new(at_once.max(1))))).collect();
        Limits { by_provider: Arc::new(by_provider) }
    }

    /// Waits for a place at `provider`; the place is free again when the permit is dropped.
    pub async fn place(&self, provider: &str) -> Option<OwnedSemaphorePermit> {
        let semaphore = Arc::clone(self.by_provider.get(provider)?);
        semaphore.acquire_owned().await.ok()
    }
}
