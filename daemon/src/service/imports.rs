//! The request to make a discussion of an uploaded transcript.

use sarf_shared::discussion::Uid;
use sarf_shared::discussion::transcript::{self, ReadOptions};
use sarf_shared::rpc::{Accepted, ApiError, ImportOptions, RequestId, UploadId};

use super::house::{House, internal};
use crate::work::import::{self, Prepared};

impl House {
    pub(super) async fn import_transcript(
        &self,
        uid: Uid,
        request: RequestId,
        upload: UploadId,
        options: ImportOptions,
    ) -> Result<Accepted, ApiError> {
        if let Some(first) = self.answered(uid, &request)? {
            return Ok(first);
        }
        let answer = self.import_upload(uid, request, &upload, options).await;
        self.uploads.settle(uid, &upload, &answer);
        answer
    }

    async fn import_upload(
        &self,
        uid: Uid,
        request: RequestId,
        upload: &UploadId,
        options: ImportOptions,
    ) -> Result<Accepted, ApiError> {
        let bytes = self.uploads.bytes(uid, upload)?;
        let how = ReadOptions { coach: options.coach.clone(), date: options.date };
        // Reading 64 MB takes a while; the other handlers go on meanwhile.
        let synthetic = options.synthetic;
        let read = tokio::task::spawn_blocking(move || {
            transcript::read(&bytes, &how).map(|transcript| Prepared::new(transcript, synthetic))
        })
        .await;
        let read = read.map_err(|error| internal(&error.to_string()))?;
        let prepared = read.map_err(|why| ApiError::Invalid { problems: vec![format!("{}: {why}", options.file)] })?;
        let plan = self.plan(false)?;
        let config = self.config.clone();
        self.mutate(uid, request, move |tx, actor| import::accept(tx, prepared, &options, &plan, &config, actor)).await
    }
}
