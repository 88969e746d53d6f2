//! `sarf list`.

use sarf_shared::rpc::{DiscussionFilter, DiscussionRow, PageRequest};

use crate::cli::args::ListArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{session, text};
use crate::client::Api;

/// Every discussion that fits, newest first, page by page.
pub async fn all(api: &Api, filter: &DiscussionFilter) -> Result<Vec<DiscussionRow>, Failure> {
    let mut rows: Vec<DiscussionRow> = Vec::new();
    loop {
        let offset = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let page = api.discussions(filter.clone(), PageRequest { offset, limit: 500 }).await?;
        let done = page.items.is_empty() || offset as usize + page.items.len() >= page.total as usize;
        rows.extend(page.items);
        if done {
            return Ok(rows);
        }
    }
}

/// Lists discussions.
pub async fn run(output: &Output, args: &ListArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let synthetic = if args.synthetic {
        Some(true)
    } else if args.real {
        Some(false)
    } else {
        None
    };
    let filter = DiscussionFilter { ids: None, synthetic, status: args.status };
    let rows = all(&api, &filter).await?;
    output.rows(&rows, nothing(args), || {
        let lines: Vec<Vec<String>> = rows.iter().map(line).collect();
        let head = ["#", "who / title", "mark", "status", "turns", "quality", "asked", "realism", "intake", "coded"];
        text::table(&head, &[0, 4, 5, 6, 7, 8], &lines)
    });
    if rows.iter().any(is_marked) {
        output.text("* the emotional arc was not judged and counts as 0.5");
    }
    Ok(Exit::Done)
}

/// What is said where no discussion fits.
fn nothing(args: &ListArgs) -> String {
    let kind = match (args.synthetic, args.real) {
        (true, _) => Some("with a synthetic client".to_owned()),
        (_, true) => Some("with a real client".to_owned()),
        _ => None,
    };
    let status = args.status.map(|status| format!("with the status {}", status.as_str().replace('_', " ")));
    let asked: Vec<String> = kind.into_iter().chain(status).collect();
    if asked.is_empty() {
        return "No discussions. `sarf generate` writes one, `sarf import FILE` reads one.".to_owned();
    }
    format!("No discussions {}. `sarf list` shows all there are.", asked.join(" and "))
}

/// Whether its realism stands there with a star.
fn is_marked(row: &DiscussionRow) -> bool {
    row.scores.realism.is_some() && !row.scores.arc_judged
}

fn line(row: &DiscussionRow) -> Vec<String> {
    let realism = match row.scores.realism {
        Some(score) if !row.scores.arc_judged => format!("{score:.2}*"),
        other => text::score(other),
    };
    let turns = if row.turns < row.planned { format!("{}/{}", row.turns, row.planned) } else { row.turns.to_string() };
    vec![
        row.id.to_string(),
        text::cut(&row.title, 40),
        text::mark(row).to_owned(),
        text::status(row),
        turns,
        text::score(row.scores.quality),
        text::part(row.scores.asked),
        realism,
        text::part(row.scores.intake),
        text::coded(row),
    ]
}
