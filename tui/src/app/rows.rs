//! How discussions, personas and jobs stand in lists: what a filter finds, and the orders they can have.

use std::cmp::Ordering;

use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, StatusWord};
use sarf_shared::rpc::{DiscussionRow, JobView, PersonaRow};

use super::list::Row;
use super::words;

impl Row for DiscussionRow {
    type Id = DiscussionId;
    const ORDERS: &'static [&'static str] = &["newest", "status", "quality", "title"];

    fn id(&self) -> DiscussionId {
        self.id
    }

    fn text(&self) -> String {
        let origin = match (self.synthetic, self.imported) {
            (true, true) => "synthetic imported",
            (true, false) => "synthetic",
            (false, _) => "real imported",
        };
        format!("{} {} {origin} {}", self.id, self.title, words::status_text(self))
    }

    fn compare(&self, other: &Self, order: usize) -> Ordering {
        match order {
            1 => urgency(self).cmp(&urgency(other)),
            2 => {
                let quality = |row: &Self| row.scores.quality.unwrap_or(-1.0);
                quality(other).total_cmp(&quality(self))
            }
            3 => self.title.to_lowercase().cmp(&other.title.to_lowercase()),
            _ => Ordering::Equal,
        }
    }
}

/// What wants a person first, then what is at work, then the rest.
fn urgency(row: &DiscussionRow) -> u8 {
    match row.status {
        StatusWord::Failed => 0,
        StatusWord::Generating | StatusWord::Extracting => 1,
        StatusWord::Pending => 2,
        StatusWord::PendingExtraction => 3,
        StatusWord::ReadyForCoding => 4,
    }
}

impl Row for PersonaRow {
    type Id = PersonaId;
    const ORDERS: &'static [&'static str] = &["newest", "name", "discussions"];

    fn id(&self) -> PersonaId {
        self.id
    }

    fn text(&self) -> String {
        format!("{} {} {} {}", self.id, self.name, self.attachment_style, self.traits.join(" "))
    }

    fn compare(&self, other: &Self, order: usize) -> Ordering {
        match order {
            1 => self.name.to_lowercase().cmp(&other.name.to_lowercase()),
            2 => other.discussions.cmp(&self.discussions),
            _ => Ordering::Equal,
        }
    }
}

impl Row for JobView {
    type Id = JobId;
    const ORDERS: &'static [&'static str] = &["newest", "state"];

    fn id(&self) -> JobId {
        self.brief.id
    }

    fn text(&self) -> String {
        let discussion = self.discussion.map(|id| id.to_string()).unwrap_or_default();
        format!("{} {} {} {discussion}", self.brief.id, self.brief.kind, self.brief.state.word())
    }

    fn compare(&self, other: &Self, order: usize) -> Ordering {
        let rank = |job: &Self| match job.brief.state.word() {
            "failed" | "dead" => 0,
            "running" => 1,
            "waiting" | "queued" | "interrupted" => 2,
            "paused" => 3,
            _ => 4,
        };
        if order == 1 { rank(self).cmp(&rank(other)) } else { Ordering::Equal }
    }
}
