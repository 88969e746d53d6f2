//! `sarf delete`.

use super::confirmed;
use crate::cli::args::DeleteArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{session, text};
use crate::client::new_request_id;

/// Deletes discussions, each after a typed confirmation unless told not to ask.
pub async fn run(output: &Output, args: &DeleteArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    for id in &args.discussions {
        let view = api.discussion(*id).await?;
        let what =
            format!("discussion {id} \"{}\" ({} statements)", text::cut(&view.row.title, 50), view.row.statements);
        if !args.yes && !confirmed(&format!("This removes {what} and its codings for good."), &id.to_string())? {
            output.value(&serde_json::json!({ "discussion": id, "deleted": false }), || format!("{what} is kept"));
            continue;
        }
        api.delete_discussion(new_request_id(), *id).await?;
        output.value(&serde_json::json!({ "discussion": id, "deleted": true }), || format!("{what} is deleted"));
    }
    Ok(Exit::Done)
}
