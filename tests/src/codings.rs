//! Codings for tests: a talk, files of codings, and asking the service about them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sarf_shared::coding::CoderName;
use sarf_shared::discussion::{DiscussionId, VersionId};
use sarf_shared::rpc::{
    ApiError, Approval, ApproveRequest, ApprovedView, CodedView, CoderRow, CodingImportOptions, CodingsImported,
    ImportOptions, PageRequest, UploadId, VersionRow,
};
use serde_json::{Value, json};

use crate::harness::{Rpc, fresh_id};

const ALL: PageRequest = PageRequest { offset: 0, limit: 500 };

/// Four statements: the client's are 2 and 4.
pub const TALK: &str =
    "Coach: How is your mother?\nAnna: My mother Ruth died in 2019.\nCoach: And then?\nAnna: I worried.\n";

/// Uploads bytes under a new id.
pub fn upload(rpc: &Rpc, bytes: &[u8]) -> UploadId {
    let id = UploadId(fresh_id().0);
    // An empty file is one empty part.
    let parts = bytes.chunks(1024 * 1024).chain(bytes.is_empty().then_some(bytes));
    for (number, part) in (0..).zip(parts) {
        let (id, part) = (id.clone(), STANDARD.encode(part));
        rpc.ask(|client, context| async move { client.upload(context, id, number, part).await });
    }
    id
}

/// Makes a discussion of [`TALK`], not extracted.
pub fn talk(rpc: &Rpc) -> DiscussionId {
    let id = upload(rpc, TALK.as_bytes());
    let options = ImportOptions { file: "talk.txt".into(), ..ImportOptions::default() };
    let made =
        rpc.ask(|client, context| async move { client.import_transcript(context, fresh_id(), id, options).await });
    made.discussion.unwrap_or(DiscussionId(0))
}

/// A file of one coder's statements.
pub fn file(discussion: DiscussionId, coder: &str, statements: &[(u32, Value)]) -> Value {
    let statements: Vec<Value> =
        statements.iter().map(|(number, deltas)| json!({ "statement": number, "deltas": deltas })).collect();
    json!({ "format": "sarf-codings/1", "codings": [
        { "discussion": discussion.0, "coder": coder, "provenance": "blind", "statements": statements } ] })
}

/// Somebody called `name` with this id.
pub fn person(id: i64, name: &str) -> Value {
    json!({ "people": [{ "id": id, "name": name }] })
}

/// A shift in anxiety of `who`.
pub fn shift(id: i64, who: i64) -> Value {
    json!({ "events": [{ "id": id, "kind": "shift", "person": who, "anxiety": "up", "description": "worried",
        "dateTime": "2019-05-01" }] })
}

/// Imports a file, with whatever comes of it.
pub fn try_import(rpc: &Rpc, text: &str, options: CodingImportOptions) -> Result<CodingsImported, ApiError> {
    let id = upload(rpc, text.as_bytes());
    let asked =
        rpc.call(|client, context| async move { client.import_codings(context, fresh_id(), id, options).await });
    asked.unwrap_or_else(|broken| Err(ApiError::Unavailable { why: broken.to_string() }))
}

/// The options most imports have.
pub fn options() -> CodingImportOptions {
    CodingImportOptions { file: "codings.json".into(), ..CodingImportOptions::default() }
}

/// The problems of a refused import.
#[track_caller]
#[expect(clippy::panic, reason = "a helper of tests: what goes wrong in it fails the test")]
pub fn problems(rpc: &Rpc, text: &str, options: CodingImportOptions) -> Vec<String> {
    match try_import(rpc, text, options) {
        Err(ApiError::Invalid { problems }) => problems,
        other => panic!("expected a list of problems, not {other:?}"),
    }
}

/// Approves a coder's codings, with whatever comes of it.
pub fn try_approve(rpc: &Rpc, discussion: DiscussionId, coder: &CoderName, afresh: bool) -> Result<Approval, ApiError> {
    let request = ApproveRequest { discussion, coder: coder.clone(), afresh };
    let asked = rpc.call(|client, context| async move { client.approve(context, fresh_id(), request).await });
    asked.unwrap_or_else(|broken| Err(ApiError::Unavailable { why: broken.to_string() }))
}

/// Who coded what.
pub fn coders(rpc: &Rpc) -> Vec<CoderRow> {
    rpc.ask(|client, context| async move { client.coders(context, None, ALL).await }).items
}

/// One coder's codings.
pub fn codings(rpc: &Rpc, discussion: DiscussionId, coder: &CoderName) -> Vec<CodedView> {
    let coder = coder.clone();
    rpc.ask(|client, context| async move { client.codings(context, discussion, coder, ALL).await }).items
}

/// Versions of a discussion, newest first.
pub fn versions(rpc: &Rpc, discussion: DiscussionId) -> Vec<VersionRow> {
    rpc.ask(|client, context| async move { client.versions(context, Some(discussion), ALL).await }).items
}

/// The statements of a version.
pub fn approved(rpc: &Rpc, version: VersionId) -> Vec<ApprovedView> {
    rpc.ask(|client, context| async move { client.approved(context, version, ALL).await }).items
}
