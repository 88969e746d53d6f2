//! Files that come in parts. In memory only: nothing exists until the last part has been checked and used.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sarf_shared::discussion::transcript::MAX_TRANSCRIPT;
use sarf_shared::discussion::{Timestamp, Uid};
use sarf_shared::rpc::{ApiError, MAX_PART, UploadId};

/// Uploads not touched for this long are forgotten.
const FORGOTTEN_MS: u64 = 10 * 60 * 1000;
/// Where a person has as many as allowed, one not touched for this long makes room.
const IDLE_MS: u64 = 30 * 1000;
/// Uploads one person may have under way.
const AT_ONCE: usize = 8;

struct Upload {
    parts: u32,
    bytes: Vec<u8>,
    touched: Timestamp,
}

/// Uploads under way.
#[derive(Default)]
pub struct Uploads {
    by_id: Mutex<HashMap<(Uid, UploadId), Upload>>,
}

impl Uploads {
    fn by_id(&self) -> MutexGuard<'_, HashMap<(Uid, UploadId), Upload>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes part `part` (base64); a part that came already is accepted again, so that a client may repeat it.
    pub fn add(&self, uid: Uid, id: UploadId, part: u32, encoded: &str, now: Timestamp) -> Result<(), ApiError> {
        let wrong = |what: String| ApiError::Invalid { problems: vec![what] };
        let bytes = STANDARD.decode(encoded).map_err(|_| wrong(format!("part {part} is not base64")))?;
        if bytes.len() > MAX_PART {
            return Err(wrong(format!("part {part} has more than {MAX_PART} bytes")));
        }
        let mut by_id = self.by_id();
        by_id.retain(|_, upload| now.since(upload.touched) < FORGOTTEN_MS);
        let count = |by_id: &HashMap<(Uid, UploadId), Upload>| by_id.keys().filter(|(whose, _)| *whose == uid).count();
        let key = (uid, id);
        if count(&by_id) >= AT_ONCE {
            by_id.retain(|known, upload| known.0 != uid || *known == key || now.since(upload.touched) < IDLE_MS);
        }
        let mine = count(&by_id);
        if !by_id.contains_key(&key) && mine >= AT_ONCE {
            return Err(ApiError::Conflict { why: format!("{AT_ONCE} uploads are under way; try again shortly") });
        }
        let upload = by_id.entry(key).or_insert(Upload { parts: 0, bytes: Vec::new(), touched: now });
        upload.touched = now;
        if part < upload.parts {
            return Ok(());
        }
        if part > upload.parts {
            return Err(wrong(format!("part {} is missing; send the file again", upload.parts)));
        }
        // One byte over the limit is enough for the reader to refuse it by size.
        if upload.bytes.len() <= MAX_TRANSCRIPT {
            upload.bytes.extend_from_slice(&bytes);
        }
        upload.parts += 1;
        Ok(())
    }

    /// The bytes of an upload; it stays until `done` so that the same request can be asked again.
    pub fn bytes(&self, uid: Uid, id: &UploadId) -> Result<Vec<u8>, ApiError> {
        self.by_id().get(&(uid, id.clone())).map(|upload| upload.bytes.clone()).ok_or_else(|| ApiError::Conflict {
            why: "the uploaded file is not here (it was refused, or the service was restarted); send it again"
                .to_owned(),
        })
    }

    /// Forgets an upload if `answer` settles it: it was used, or what is in it was refused. Otherwise the same request
    /// can be asked again.
    pub fn settle<T>(&self, uid: Uid, id: &UploadId, answer: &Result<T, ApiError>) {
        if matches!(answer, Ok(_) | Err(ApiError::Invalid { .. })) {
            self.by_id().remove(&(uid, id.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_order_and_a_repeated_part_changes_nothing() {
        let uploads = Uploads::default();
        let (uid, id) = (Uid(1), UploadId("u".into()));
        let add = |part, text: &str| uploads.add(uid, id.clone(), part, &STANDARD.encode(text), Timestamp(0));
        assert!(add(1, "late").is_err());
        add(0, "ab").unwrap();
        add(0, "ab").unwrap();
        add(1, "cd").unwrap();
        assert_eq!(uploads.bytes(uid, &id).unwrap(), b"abcd");
        assert!(uploads.bytes(Uid(2), &id).is_err());
        uploads.settle(uid, &id, &Err::<(), _>(ApiError::OutcomeUnknown));
        assert!(uploads.bytes(uid, &id).is_ok());
        uploads.settle(uid, &id, &Ok(()));
        assert!(uploads.bytes(uid, &id).is_err());
    }

    #[test]
    fn uploads_that_nobody_finished_make_room_after_a_while() {
        let uploads = Uploads::default();
        let add = |name: usize, now| uploads.add(Uid(1), UploadId(name.to_string()), 0, "", Timestamp(now));
        for name in 0..AT_ONCE {
            add(name, 0).unwrap();
        }
        assert!(matches!(add(99, IDLE_MS - 1), Err(ApiError::Conflict { .. })));
        add(99, IDLE_MS).unwrap();
    }
}
