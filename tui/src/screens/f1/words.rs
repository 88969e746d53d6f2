//! The words of figures and items in the signs of this terminal.

use sarf_shared::rpc::{ItemPair, Outcome, Stat};
use sarf_shared::scoring::f1::{Mean, Value};
use sarf_shared::scoring::intervals::Interval;

use crate::app::State;
use crate::app::f1::decimals;

/// The same text with the signs of this terminal.
pub(in crate::screens) fn plain(state: &State, text: &str) -> String {
    let glyphs = state.theme.glyphs;
    let text = crate::app::sentences::in_glyphs(text.to_owned(), glyphs);
    if !glyphs.dot.is_ascii() {
        return text;
    }
    text.replace('·', glyphs.dot)
        .replace(['–', '—'], "-")
        .replace('κ', "kappa")
        .replace('α', "alpha")
        .replace('≤', "<=")
}

/// What became of an item.
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Found => "found",
        Outcome::Invented => "invented",
        Outcome::Missed => "missed",
    }
}

/// Where an item is told: discussion and statement.
pub(super) fn place(item: &ItemPair) -> String {
    item.statement().map_or_else(|| item.discussion.to_string(), |number| format!("{}/{number}", item.discussion))
}

/// The item as the truth has it, else as the scored side has it.
pub(super) fn sentence(state: &State, item: &ItemPair) -> String {
    let side = item.truth.as_ref().or(item.scored.as_ref());
    plain(state, side.map_or("", |side| &side.sentence))
}

/// In one clause why it is not matched, or in what the two differ.
pub(super) fn reason(state: &State, item: &ItemPair) -> String {
    match (&item.why, item.outcome, item.differs.as_slice()) {
        (Some(why), _, _) => plain(state, why),
        (None, Outcome::Found, []) => "the same on both sides".into(),
        (None, Outcome::Found, fields) => {
            let names: Vec<String> = fields.iter().map(|field| field.as_str().replace('_', " ")).collect();
            format!("differs in {}", names.join(", "))
        }
        (None, ..) => String::new(),
    }
}

/// An item in full.
pub(super) fn why(state: &State, item: &ItemPair) -> Vec<String> {
    let mut lines = vec![format!("{}, {} ({})", place(item), outcome(item.outcome), item.line.items())];
    for (who, side) in [("truth", &item.truth), ("scored", &item.scored)] {
        match side {
            Some(side) => {
                lines.push(format!("{who}:  {}", plain(state, &side.sentence)));
                lines.extend(side.evidence.iter().map(|words| format!("    \"{words}\"")));
            }
            None => lines.push(format!("{who}:  nothing matched")),
        }
    }
    let reason = reason(state, item);
    if !reason.is_empty() {
        lines.extend([String::new(), reason]);
    }
    lines
}

/// A statistic in two decimals, or why there is none.
pub(super) fn stat(stat: &Stat) -> Result<String, String> {
    match stat {
        Stat::Figure(figure) => Ok(decimals(figure.value, 2)),
        Stat::Undefined(why) => Err(why.to_string()),
    }
}

/// `.89 – .95`, or nothing.
pub(super) fn interval(state: &State, interval: Option<&Interval>) -> Option<String> {
    let bounds = interval?.bounds()?;
    Some(plain(state, &format!("{} – {}", decimals(bounds.low, 2), decimals(bounds.high, 2))))
}

/// `0.927`, or the sentence; of a mean with how many discussions it is over.
pub(super) fn mean(mean: &Mean) -> String {
    match mean.value {
        Value::Figure(_) if mean.left_out > 0 => {
            format!("{} over {} discussions ({} have no such figure)", mean.value, mean.over, mean.left_out)
        }
        Value::Figure(_) => format!("{} over {} discussions", mean.value, mean.over),
        Value::Undefined(why) => why.to_string(),
    }
}
