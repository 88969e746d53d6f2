//! Mutations done once: the answer is stored with the effect, so a client that asks again gets the first answer.

use sarf_shared::discussion::{Actor, Timestamp, Uid};
use sarf_shared::rpc::{ApiError, RequestId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::house::{House, changed, fault};
use crate::jobs::{Refusal, change};
use crate::records::{REQUESTS, RequestRecord};
use crate::store::{Tx, View};

/// How long answers are kept: seven days.
pub const KEPT_MS: u64 = 7 * 24 * 60 * 60 * 1000;

impl House {
    /// The first answer to a request that was done already, if it was. For requests that need more than the store to
    /// be done again: an upload is forgotten when it was used, and must not be missed by a client that asks twice.
    pub(super) fn answered<T: DeserializeOwned>(&self, uid: Uid, request: &RequestId) -> Result<Option<T>, ApiError> {
        let known = self.store.read().get(&REQUESTS, &(uid.0, request.0.clone()));
        known.map_err(fault)?.map(|record| read_answer(record.answer)).transpose()
    }

    /// Makes a change for a person, once for its request id, and wakes the runner.
    pub(super) async fn mutate<T, F>(&self, uid: Uid, request: RequestId, change: F) -> Result<T, ApiError>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnOnce(&mut Tx, Actor) -> Result<T, Refusal> + Send + 'static,
    {
        if request.0.is_empty() || request.0.len() > 64 {
            return Err(ApiError::Invalid { problems: vec!["the request id must have 1 to 64 characters".into()] });
        }
        let done = self
            .store
            .change(move |tx: &mut Tx| -> Result<Result<T, serde_json::Value>, Refusal> {
                let key = (uid.0, request.0);
                if let Some(known) = tx.get(&REQUESTS, &key)? {
                    return Ok(Err(known.answer));
                }
                let answer = change(tx, Actor::Person(uid))?;
                let stored = serde_json::to_value(&answer).unwrap_or(serde_json::Value::Null);
                let at = change::now(tx);
                tx.put(&REQUESTS, &key, &RequestRecord { at, answer: stored })?;
                Ok(Ok(answer))
            })
            .await;
        let answer = changed(done)?;
        self.runner.wake();
        match answer {
            Ok(answer) => Ok(answer),
            Err(stored) => read_answer(stored),
        }
    }
}

fn read_answer<T: DeserializeOwned>(stored: serde_json::Value) -> Result<T, ApiError> {
    serde_json::from_value(stored).map_err(|_| ApiError::Conflict {
        why: "this request id was used before for another kind of request; ask with a new one".to_owned(),
    })
}

/// Forgets answers older than seven days. Called at start.
pub fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<(), Refusal> {
    for (key, record) in tx.scan(&REQUESTS, &crate::store::Span::all())? {
        if now.since(record.at) > KEPT_MS {
            tx.delete(&REQUESTS, &key);
        }
    }
    Ok(())
}
