//! The items that were missed or invented, each with what is nearest and what separates the two.

use sarf_shared::rpc::{ItemPair, ItemsRequest, Outcome, PageRequest, ScoreFilter};
use sarf_shared::scoring::f1::Line;

use crate::cli::exit::Failure;
use crate::cli::text::wrap;
use crate::client::Api;
use crate::words;

/// Every unmatched item, by discussion and statement.
pub async fn unmatched(api: &Api, filter: &ScoreFilter) -> Result<Vec<ItemPair>, Failure> {
    let mut all: Vec<ItemPair> = Vec::new();
    for line in [Line::Aggregate, Line::ChildOf] {
        let request = ItemsRequest {
            filter: filter.clone(),
            discussion: None,
            statement: None,
            line,
            outcomes: vec![Outcome::Invented, Outcome::Missed],
            cell: None,
        };
        let mut seen = 0u32;
        loop {
            let page = api.f1_items(request.clone(), PageRequest { offset: seen, limit: 200 }).await?;
            seen = seen.saturating_add(u32::try_from(page.items.len()).unwrap_or(u32::MAX));
            let done = page.items.is_empty() || seen >= page.total;
            all.extend(page.items);
            if done {
                break;
            }
        }
    }
    all.sort_by_key(|pair| (pair.discussion, pair.statement(), pair.line, pair.outcome));
    Ok(all)
}

/// The items in words, missed before invented.
pub fn text(unmatched: &[ItemPair]) -> String {
    let mut out = String::new();
    for (outcome, title) in [(Outcome::Missed, "missed"), (Outcome::Invented, "invented")] {
        let items: Vec<&ItemPair> = unmatched.iter().filter(|pair| pair.outcome == outcome).collect();
        out.push_str(&format!("\n{title} ({})\n", items.len()));
        for pair in items {
            let Some(side) = pair.truth.as_ref().or(pair.scored.as_ref()) else { continue };
            let place = match pair.statement() {
                Some(number) => format!("{}/{number}", pair.discussion),
                None => pair.discussion.to_string(),
            };
            let sentence = side.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&wrap(&format!("{place:<7} {sentence}"), 8));
            if !side.evidence.is_empty() {
                out.push_str(&wrap(&format!("        {}", words::evidence(&side.evidence)), 8));
            }
            if let Some(why) = &pair.why {
                out.push_str(&wrap(&format!("        {why}"), 8));
            }
        }
    }
    out.trim_end().to_owned()
}
