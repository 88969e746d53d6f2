//! `sarf extract`.

use sarf_shared::rpc::ExtractRequest;

use super::started;
use crate::cli::args::ExtractArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::new_request_id;

/// Starts extractions, and waits for them if asked. The first that is refused ends the command; those before it go on.
pub async fn run(output: &Output, args: ExtractArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let mut accepted = Vec::new();
    for discussion in args.discussions {
        let request = ExtractRequest { discussion, allow_remote: args.allow_remote.clone() };
        accepted.push(api.extract(new_request_id(), request).await?);
    }
    started(&api, output, &accepted, args.wait).await
}
