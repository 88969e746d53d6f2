//! `sarf generate`.

use sarf_shared::rpc::{GenerateRequest, PersonaSource};

use super::started;
use crate::cli::args::GenerateArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::new_request_id;

/// Starts discussions, and waits for them if asked.
pub async fn run(output: &Output, args: GenerateArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let request = GenerateRequest {
        persona: args.persona.map_or(PersonaSource::New, PersonaSource::Existing),
        count: args.count,
        turns: args.turns,
        seed: args.seed,
        extract: !args.no_extract,
        offline: args.offline,
    };
    let accepted = api.generate(new_request_id(), request).await?;
    started(&api, output, &accepted, args.wait).await
}
