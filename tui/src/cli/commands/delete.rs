//! `sarf delete`.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::plural::counted;
use schemars::JsonSchema;
use serde::Serialize;

use super::confirmed;
use crate::cli::args::DeleteArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{session, text};
use crate::client::new_request_id;

/// One line of `delete`.
#[derive(Serialize, JsonSchema)]
pub struct Deleted {
    /// Which.
    discussion: DiscussionId,
    /// Whether it is gone; a person may have said no.
    deleted: bool,
}

/// Deletes discussions, each after a typed confirmation unless told not to ask.
pub async fn run(output: &Output, args: &DeleteArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    for id in &args.discussions {
        let view = api.discussion(*id).await?;
        let what = format!(
            "discussion {id} \"{}\" ({})",
            text::cut(&view.row.title, 50),
            counted(view.row.statements, "statement", "statements")
        );
        if !args.yes && !confirmed(&format!("This removes {what} and its codings for good."), &id.to_string())? {
            output.value(&Deleted { discussion: *id, deleted: false }, || format!("{what} is kept"));
            continue;
        }
        api.delete_discussion(new_request_id(), *id).await?;
        output.value(&Deleted { discussion: *id, deleted: true }, || format!("{what} is deleted"));
    }
    Ok(Exit::Done)
}
