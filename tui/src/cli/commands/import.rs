//! `sarf import`.

use std::path::Path;

use sarf_shared::discussion::transcript::MAX_TRANSCRIPT;
use sarf_shared::rpc::{Accepted, ImportOptions};

use super::started;
use crate::cli::args::ImportArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::files;
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::{Api, new_request_id, new_upload_id};

/// Imports files, one discussion each. A file that is refused does not keep the others out; the command then fails.
pub async fn run(output: &Output, args: ImportArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let mut accepted = Vec::new();
    let mut refused: Option<Exit> = None;
    for file in &args.files {
        match import(&api, file, &args).await {
            Ok(one) => accepted.push(one),
            Err(failure) if failure.exit == Exit::Unreachable => return Err(failure),
            Err(failure) => {
                output.failure(&failure);
                refused = refused.or(Some(failure.exit));
            }
        }
    }
    let ended = started(&api, output, &accepted, args.wait).await?;
    Ok(refused.unwrap_or(ended))
}

async fn import(api: &Api, file: &Path, args: &ImportArgs) -> Result<Accepted, Failure> {
    let bytes = read(file)?;
    let upload = new_upload_id();
    api.upload_file(&upload, &bytes).await?;
    let options = ImportOptions {
        file: file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        coach: args.coach.clone(),
        date: args.date,
        synthetic: args.synthetic,
        extract: !args.no_extract,
        allow_remote: args.allow_remote.clone(),
    };
    Ok(api.import_transcript(new_request_id(), upload, options).await?)
}

/// Reads a file that is to be imported.
pub fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    files::read(file, MAX_TRANSCRIPT as u64, "; nothing of it was imported")
}
