//! One item side by side: as the scored side has it, as the truth has it, what differs marked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{ItemField, ItemPair, ItemSide, ScoredItem};

use super::words::{outcome, place, plain, reason};
use crate::app::State;
use crate::widgets::{pad, put, put_lines, wrap};

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let theme = &state.theme;
    let Some(item) = state.f1.item() else {
        return put(buffer, area, 0, 1, "There is no such item any more.", theme.dim());
    };
    let width = usize::from(area.width);
    let label = if width >= 66 { 14 } else { 11 };
    let side = width.saturating_sub(label + 2) / 2;
    let more = theme.glyphs.more;
    let all = state.f1.items.value().map_or(0, |items| items.pairs.len());
    let head = format!("{}  {}: {}", place(item), item.line.items(), outcome(item.outcome));
    let mut lines = vec![
        Line::from(vec![
            Span::styled(head, theme.strong()),
            Span::styled(format!("  {} of {all}", state.f1.item_at() + 1), theme.dim()),
        ]),
        Line::default(),
    ];
    let columns = |name: &str, left: &str, right: &str, mark: &str| {
        let cells = [pad(left, side.saturating_sub(2), more), pad(right, side, more)];
        format!("{}{} {}  {}", pad(name, label, more), mark, cells[0], cells[1])
    };
    lines.push(Line::styled(columns("", "scored", "truth", " "), theme.dim()));
    let sides = [&item.scored, &item.truth];
    // Whole sentences, for nothing may be cut that says what the item is.
    let sentences =
        sides.map(|side| side.as_ref().map_or_else(|| "nothing matched".into(), |one| one.sentence.clone()));
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
    let told = sides.map(|side| {
        let number = side.as_ref().and_then(|one| one.statement);
        number.map_or(String::new(), |number| format!("statement {number}"))
    });
    lines.push(Line::styled(columns("first told", &told[0], &told[1], " "), theme.dim()));
    let evidence = sides.map(|side| {
        let words =
            side.as_ref().map(|one| one.evidence.iter().map(|words| format!("\"{words}\"")).collect::<Vec<_>>());
        words.unwrap_or_default().join(" ")
    });
    lines.extend(beside(&evidence, label, side).map(|line| Line::styled(line, theme.dim())));
    let reason = reason(state, item);
    if !reason.is_empty() {
        lines.push(Line::default());
        lines.extend(wrap(&reason, width).into_iter().map(|line| Line::styled(line, theme.text())));
    }
    put_lines(buffer, area, &lines, 0);
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
