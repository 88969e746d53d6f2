//! The requests to make something of an uploaded file: a discussion of a transcript, codings of a file of codings.

use sarf_shared::discussion::Uid;
use sarf_shared::discussion::transcript::{self, ReadOptions};
use sarf_shared::rpc::{Accepted, ApiError, CodingImportOptions, CodingsImported, ImportOptions, RequestId, UploadId};

use super::house::{House, internal};
use crate::codings;
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

impl House {
    /// Lays an uploaded file of codings on discussions.
    pub(super) async fn import_codings(
        &self,
        uid: Uid,
        request: RequestId,
        upload: UploadId,
        options: CodingImportOptions,
    ) -> Result<CodingsImported, ApiError> {
        if let Some(first) = self.answered(uid, &request)? {
            return Ok(first);
        }
        let answer = self.import_uploaded_codings(uid, request, &upload, options).await;
        self.uploads.settle(uid, &upload, &answer);
        answer
    }

    async fn import_uploaded_codings(
        &self,
        uid: Uid,
        request: RequestId,
        upload: &UploadId,
        options: CodingImportOptions,
    ) -> Result<CodingsImported, ApiError> {
        let bytes = self.uploads.bytes(uid, upload)?;
        let asked = options.clone();
        let read = tokio::task::spawn_blocking(move || {
            codings::Prepared::read(&bytes, &asked, &|name| codings::account(name.as_str(), uid))
        });
        let prepared = read.await.map_err(|error| internal(&error.to_string()))??;
        self.mutate(uid, request, move |tx, actor| codings::import(tx, prepared, &options, actor)).await
    }
}
