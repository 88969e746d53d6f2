//! One item side by side: as the scored side has it, as the truth has it, what differs marked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{ItemField, ItemPair, ItemSide, ScoredItem};

use super::compare;
use super::words::{outcome, place, plain, reason};
use crate::app::State;
use crate::app::f1::Change;
use crate::keymap::Action;
use crate::widgets::{pad, put, put_lines, wrap};

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let lines = lines(state, area);
    // Nothing is out of reach on a small terminal.
    let most = lines.len().saturating_sub(area.height.into());
    put_lines(buffer, area, &lines, state.scroll.min(most));
    if lines.len() > usize::from(area.height) {
        let more = lines.len() - usize::from(area.height) - state.scroll.min(most);
        let words = format!(" {more} more: {}", state.key(Action::ScrollDown));
        if more > 0 {
            let x = area.width.saturating_sub(u16::try_from(words.len()).unwrap_or(0));
            put(buffer, area, x, area.height.saturating_sub(1), &words, state.theme.attention());
        }
    }
}

/// The item in lines.
pub(super) fn lines<'a>(state: &State, area: Rect) -> Vec<Line<'a>> {
    let theme = &state.theme;
    if let Some(change) = state.f1.change() {
        return change_lines(state, area, &change);
    }
    let Some(item) = state.f1.item() else {
        return vec![Line::styled("There is no such item any more.", theme.dim())];
    };
    let head = format!("{}  {}: {}", place(item), item.line.items(), outcome(item.outcome));
    let mut lines = heading(state, head);
    lines.extend(sides(state, item, "scored", area));
    let reason = reason(state, item);
    if !reason.is_empty() {
        lines.push(Line::default());
        lines.extend(wrap(&reason, area.width.into()).into_iter().map(|line| Line::styled(line, theme.text())));
    }
    lines
}

/// An item that one of two runs has found: as that run has it, and why the other one has not.
fn change_lines<'a>(state: &State, area: Rect, change: &Change<'_>) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let word = if change.fixed { "fixed" } else { "broken" };
    let mut lines = heading(state, format!("{}  {}: {word}", compare::place(change), change.item.line.items()));
    let asked = &state.f1.compare.one;
    let both = match asked.shown() {
        Some((_, Ok(both))) if asked.is_current() => both,
        Some((_, Err(why))) if asked.is_current() => {
            lines.extend(wrap(&plain(state, why), area.width.into()).into_iter().map(Line::from));
            return lines;
        }
        _ => {
            lines.push(Line::styled("Reading how both runs have it.", theme.dim()));
            return lines;
        }
    };
    let [old, new] = &both.0;
    let (found, finder, missed, other) =
        if change.fixed { (new, "new run", old, "old run") } else { (old, "old run", new, "new run") };
    if let Some(found) = found {
        lines.extend(sides(state, found, finder, area));
    }
    let why = missed.as_ref().map(|item| reason(state, item)).filter(|why| !why.is_empty());
    let words = format!("{other}: missed{}", why.map_or_else(String::new, |why| format!(". {why}")));
    lines.push(Line::default());
    lines.extend(wrap(&words, area.width.into()).into_iter().map(|line| Line::styled(line, theme.attention())));
    lines
}

fn heading<'a>(state: &State, head: String) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let place = format!("  {} of {}", state.f1.item_at() + 1, state.f1.items_len());
    vec![Line::from(vec![Span::styled(head, theme.strong()), Span::styled(place, theme.dim())]), Line::default()]
}

/// Both sides in columns, what differs marked.
fn sides<'a>(state: &State, item: &ItemPair, scored: &str, area: Rect) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let width = usize::from(area.width);
    let label = if width >= 66 { 14 } else { 11 };
    let side = width.saturating_sub(label + 2) / 2;
    let more = theme.glyphs.more;
    let columns = |name: &str, left: &str, right: &str, mark: &str| {
        let cells = [pad(left, side.saturating_sub(2), more), pad(right, side, more)];
        format!("{}{} {}  {}", pad(name, label, more), mark, cells[0], cells[1])
    };
    let mut lines = vec![Line::styled(columns("", scored, "truth", " "), theme.dim())];
    let both = [&item.scored, &item.truth];
    // Whole sentences, for nothing may be cut that says what the item is.
    let sentences = both.map(|side| side.as_ref().map_or_else(|| "nothing matched".into(), |one| one.sentence.clone()));
    lines.extend(
        beside(&sentences.map(|text| plain(state, &text)), label, side).map(|line| Line::styled(line, theme.text())),
    );
    for (field, words) in fields(item) {
        let differs = item.differs.contains(&field);
        let style = if differs { theme.attention() } else { theme.text() };
        let mark = if differs { "!" } else { " " };
        let name = field.as_str().replace('_', " ");
        lines.push(Line::styled(columns(&name, &words[0], &words[1], mark), style));
    }
    let told = both.map(|side| {
        let number = side.as_ref().and_then(|one| one.statement);
        number.map_or(String::new(), |number| format!("statement {number}"))
    });
    lines.push(Line::styled(columns("first told", &told[0], &told[1], " "), theme.dim()));
    let evidence = both.map(|side| {
        let words =
            side.as_ref().map(|one| one.evidence.iter().map(|words| format!("\"{words}\"")).collect::<Vec<_>>());
        words.unwrap_or_default().join(" ")
    });
    lines.extend(beside(&evidence, label, side).map(|line| Line::styled(line, theme.dim())));
    lines
}

/// Two texts wrapped side by side.
fn beside(texts: &[String; 2], label: usize, side: usize) -> impl Iterator<Item = String> {
    let room = side.saturating_sub(2).max(1);
    let [left, right] = [wrap(&texts[0], room), wrap(&texts[1], room)];
    let lines = left.len().max(right.len());
    (0..lines).map(move |at| {
        let cell = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
        format!("{}{}  {}", " ".repeat(label + 2), pad(&cell(&left), room, ""), cell(&right))
    })
}

/// The fields that either side has, as both have them.
fn fields(item: &ItemPair) -> Vec<(ItemField, [String; 2])> {
    let sides = [&item.scored, &item.truth];
    let value = |field: ItemField| sides.map(|side| side.as_ref().and_then(|side| of(side, field)).unwrap_or_default());
    let all = ItemField::ALL.iter().map(|field| (*field, value(*field)));
    all.filter(|(field, words)| words.iter().any(|word| !word.is_empty()) || item.differs.contains(field)).collect()
}

/// A field in words; people by their names.
fn of(side: &ItemSide, field: ItemField) -> Option<String> {
    use ItemField as F;
    let name = |id: ItemId| side.name_of(id).map_or_else(|| format!("person {id}"), str::to_owned);
    let person = |id: Option<ItemId>| id.map(name);
    let people = |ids: &[ItemId]| {
        let names: Vec<String> = ids.iter().map(|id| name(*id)).collect();
        Some(names.join(", ")).filter(|text| !text.is_empty())
    };
    let word = |text: &str| text.replace('_', " ");
    match &side.item {
        ScoredItem::Person(one) | ScoredItem::ChildOf(one) => match field {
            F::Name => one.name.clone(),
            F::LastName => one.last_name.clone(),
            F::Gender => one.gender.map(|gender| word(gender.as_str())),
            F::Parents => person(one.parents),
            _ => None,
        },
        ScoredItem::PairBond(one) => match field {
            F::Person => person(one.person_a),
            F::Spouse => person(one.person_b),
            F::Married => one.married.map(|married| if married { "yes" } else { "no" }.to_owned()),
            _ => None,
        },
        ScoredItem::Event(one) => match field {
            F::Date => one.date_time.clone(),
            F::EndDate => one.end_date_time.clone(),
            F::Certainty => one.date_certainty.map(|certainty| word(certainty.as_str())),
            F::Person => person(one.person),
            F::Spouse => person(one.spouse),
            F::Child => person(one.child),
            F::Symptom => one.symptom.map(|shift| word(shift.as_str())),
            F::Anxiety => one.anxiety.map(|shift| word(shift.as_str())),
            F::Relationship => one.relationship.map(|kind| word(kind.as_str())),
            F::Targets => people(&one.relationship_targets),
            F::Triangles => people(&one.relationship_triangles),
            F::Functioning => one.functioning.map(|shift| word(shift.as_str())),
            _ => None,
        },
    }
}
