//! The items behind a number: pairs side by side, and what was left unmatched.
//!
//! How many items of a line and outcome a discussion has is known from its counts, so only the discussions of a page are
//! looked into.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::family::sentence::Names;
use sarf_shared::rpc::{ApiError, ItemPair, ItemsRequest, Outcome, Page, PageRequest, ScoreFilter};
use sarf_shared::scoring::f1::{Codings, DiscussionScore, Line, Tally, WhichSide, labels};

use super::load::Scored;
use super::pairs::{Set, pairs};
use super::reasons::{Reasons, Surrounded};
use super::scorer::Scorer;
use super::tables::{by_statement, no_truth};
use crate::jobs::Refusal;

/// The longest page.
const LONGEST_PAGE: u32 = 200;

impl Scorer {
    /// A page of the items behind a number. Blocks.
    pub fn f1_items(&self, request: &ItemsRequest, page: PageRequest) -> Result<Page<ItemPair>, Refusal> {
        check(request)?;
        let mut filter = request.filter.clone();
        if let Some(id) = request.discussion {
            filter = ScoreFilter { discussions: vec![id], ..filter };
        }
        let mut held = self.hold();
        let rows = held.rows(&filter)?;
        if rows.is_empty() {
            return Err(no_truth(&filter));
        }
        let (mut skip, mut left) = (page.offset as usize, page.limit.min(LONGEST_PAGE) as usize);
        let mut found = Page { items: Vec::new(), total: 0 };
        for row in rows {
            let Ok(entry) = &row.kept.entry else { continue };
            let tally = match (&entry.tally, by_statement(&filter)) {
                (Err(_), _) => continue,
                (Ok(tally), false) => tally,
                (Ok(_), true) => &entry.by_statement,
            };
            let mut n = count(tally, request);
            let known = request.statement.is_none();
            if !known || (skip < n && left > 0) {
                let scored = held.score(&row.selection)?;
                let items = of_discussion(row.selection.discussion, &scored, request);
                n = items.len();
                let taken: Vec<ItemPair> = items.into_iter().skip(skip).take(left).collect();
                left -= taken.len();
                found.items.extend(taken);
            }
            skip = skip.saturating_sub(n);
            found.total = found.total.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        }
        Ok(found)
    }
}

/// How many items of a request there are, by what was counted.
fn count(tally: &Tally, request: &ItemsRequest) -> usize {
    if let Some(cell) = &request.cell {
        let words = labels(cell.variable);
        let at = |word: &str| words.iter().position(|known| *known == word);
        let n = at(&cell.truth).zip(at(&cell.scored)).map(|(to, of)| tally.sums().confused(cell.variable, to, of));
        return n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    }
    let counts = tally.counts(request.line);
    let of = |outcome: &Outcome| match outcome {
        Outcome::Found => counts.tp,
        Outcome::Invented => counts.fp,
        Outcome::Missed => counts.fn_,
    };
    request.outcomes().iter().map(of).sum()
}

fn check(request: &ItemsRequest) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if !Line::ITEMS.contains(&request.line) {
        problems.push(format!(
            "{} are counted by person, over all of a person's shifts, and have no pairs of items; the line shift shows the \
             shifts they come from",
            request.line.items()
        ));
    }
    if let Some(cell) = &request.cell {
        if request.line != Line::Shift || request.outcomes != [Outcome::Found] {
            problems
                .push("a confusion matrix is of matched shifts; ask for the line shift and for what was found".into());
        }
        let words = labels(cell.variable);
        for word in [&cell.truth, &cell.scored].into_iter().filter(|word| !words.contains(&word.as_str())) {
            problems.push(format!("\"{word}\" is no value of {}; its values are {}", cell.variable, words.join(", ")));
        }
    }
    if request.statement.is_some() && request.discussion.is_none() {
        problems.push("a statement belongs to a discussion; name the discussion too".to_owned());
    }
    if problems.is_empty() { Ok(()) } else { Err(ApiError::Invalid { problems }.into()) }
}

fn of_discussion(id: DiscussionId, scored: &Scored, request: &ItemsRequest) -> Vec<ItemPair> {
    let Ok(DiscussionScore { whole: Ok(whole), statements, .. }) = &scored.score else { return Vec::new() };
    let names = [WhichSide::Scored, WhichSide::Truth].map(|side| names(&scored.codings, side));
    let families = [&whole.scored.items, &whole.truth.items];
    let asked = request.outcomes().iter().any(|outcome| *outcome != Outcome::Found);
    let method = request.filter.method;
    let mut found = Vec::new();
    if by_statement(&request.filter) {
        let all = statements.iter().zip(&scored.codings.statements).zip(&scored.numbers);
        for ((score, codings), number) in all {
            let (Ok(score), Some(ours), Some(theirs)) = (score, &codings.scored, &codings.truth) else { continue };
            if request.statement.is_some_and(|wanted| wanted != *number) {
                continue;
            }
            let set = |deltas, at: usize| Set::of_deltas(deltas, families[at], &names[at], *number);
            let reasons = match asked {
                false => Reasons::none(),
                true => {
                    let [scored_family, truth_family] = families;
                    let of_truth = Surrounded::statement(theirs, truth_family);
                    Reasons::of(&Surrounded::statement(ours, scored_family), &of_truth, &scored.codings, method)
                }
            };
            found.extend(pairs(id, score, &[set(ours, 0), set(theirs, 1)], request, &reasons));
        }
    } else {
        let set = |side, at: usize| Set::of_family(side, &names[at], &scored.numbers);
        let reasons = match asked {
            false => Reasons::none(),
            true => {
                let [ours, theirs] = families.map(Surrounded::family);
                Reasons::of(&ours, &theirs, &scored.codings, method)
            }
        };
        found = pairs(id, &whole.score, &[set(&whole.scored, 0), set(&whole.truth, 1)], request, &reasons);
        if let Some(wanted) = request.statement {
            found.retain(|pair| pair.statement() == Some(wanted));
        }
    }
    found.sort_by_key(|pair| (pair.statement(), pair.line, pair.outcome));
    found
}

/// What a side ever called its people.
fn names(codings: &Codings, side: WhichSide) -> Names {
    let mut names = Names::default();
    for statement in &codings.statements {
        let deltas = match side {
            WhichSide::Scored => &statement.scored,
            WhichSide::Truth => &statement.truth,
        };
        deltas.iter().for_each(|deltas| names.learn(&deltas.people));
    }
    names
}
