//! Home: every discussion with its live state, and below what the selected one's state means.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use sarf_shared::dialogue::Speaker;
use sarf_shared::rpc::{DiscussionRow, LiveText};

use super::{paragraphs, put_empty, put_place, split};
use crate::app::{State, words};
use crate::keymap::{Action, Place};
use crate::theme::Theme;
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{bar, fit, put, put_line_cut, rule, wrap};

/// With bars and all scores.
const WIDE: &[Column] = &[
    right("#", 5),
    left("who / title", 0),
    left("status", 23),
    left("progress", 15),
    right("turns", 5),
    right("quality", 7),
    right("asked", 5),
    right("intake", 6),
];
/// With bars, all scores and what people coded.
const WIDEST: &[Column] = &[
    right("#", 5),
    left("who / title", 0),
    left("status", 23),
    left("progress", 15),
    right("turns", 5),
    right("quality", 7),
    right("asked", 5),
    right("intake", 6),
    left("coded", 7),
];
/// Without bars.
const MEDIUM: &[Column] = &[
    right("#", 5),
    left("who / title", 0),
    left("status", 20),
    right("done", 6),
    right("quality", 7),
    right("asked", 5),
    right("intake", 6),
];
/// The least.
const NARROW: &[Column] = &[right("#", 5), left("", 1), left("who / title", 0), right("done", 6)];

fn columns(width: u16) -> &'static [Column] {
    match width {
        104.. => WIDEST,
        96..104 => WIDE,
        66..96 => MEDIUM,
        _ => NARROW,
    }
}

pub(super) fn draw(buffer: &mut Buffer, state: &State, body: Rect) {
    let theme = &state.theme;
    let parts = split(body);
    let columns = columns(parts.table.width);
    table::headings(buffer, parts.table, columns, theme.dim());
    matches_aside(buffer, parts.table, state.discussions.filter(), state.discussions.counts(), theme);
    let height = usize::from(parts.table.height.saturating_sub(1));
    for (y, row) in (1..).zip(state.discussions.in_view(height)) {
        let selected = state.discussions.selected_id() == Some(row.id);
        table::row(buffer, parts.table, y, columns, &cells(row, columns, parts.table.width, theme), theme.glyphs.more);
        if selected {
            let line = Rect { x: parts.table.x, y: parts.table.y + y, width: parts.table.width, height: 1 };
            buffer.set_style(line, theme.selected());
        }
    }
    if state.discussions.counts().1 == 0 {
        empty(buffer, state, parts.table);
    }
    rule(buffer, Rect { x: body.x - 1, width: body.width + 2, ..parts.rule }, theme);
    put_place(buffer, parts.rule, &state.discussions, parts.table.height, theme);
    for (y, line) in (0..parts.words.height).zip(words_below(state, parts.words)) {
        put_line_cut(buffer, parts.words, y, &line, theme.glyphs.more);
    }
}

/// "12 of 1000 match" at the right of the headings.
pub(super) fn matches_aside(buffer: &mut Buffer, area: Rect, filter: &str, counts: (usize, usize), theme: &Theme) {
    if filter.is_empty() {
        return;
    }
    let aside = format!(" {} of {} match \"{filter}\"", counts.1, counts.0);
    let aside = fit(&aside, usize::from(area.width), theme.glyphs.more);
    let width = u16::try_from(unicode_width::UnicodeWidthStr::width(aside.as_str())).unwrap_or(area.width);
    put(buffer, area, area.width.saturating_sub(width), 0, &aside, theme.attention());
}

fn empty(buffer: &mut Buffer, state: &State, area: Rect) {
    let words = match (state.discussions.is_loaded(), state.discussions.filter()) {
        (false, _) => "Loading the discussions.".to_owned(),
        (true, "") => {
            format!(
                "No discussion yet. {} writes one with a synthetic client, {} imports a recorded transcript.",
                state.key(Action::Generate),
                state.key(Action::Import)
            )
        }
        (true, filter) => format!("No discussion matches \"{filter}\". {} shows all.", state.key(Action::Back)),
    };
    put_empty(buffer, area, &words, &state.theme);
}

fn cells(row: &DiscussionRow, columns: &[Column], width: u16, theme: &Theme) -> Vec<(String, Style)> {
    let none = theme.glyphs.none;
    let (sign, style) = words::status_sign(row, theme);
    let progress = words::progress(row);
    let done = progress.map(|(done, of)| format!("{done}/{of}"));
    let optional = |text: Option<String>| match text {
        Some(text) => (text, theme.text()),
        None => (none.to_owned(), theme.dim()),
    };
    let fraction = |pair: Option<(u32, u32)>| optional(pair.map(|(done, of)| format!("{done}/{of}")));
    let number = (row.id.to_string(), theme.text());
    let room =
        table::widths(columns, width).get(columns.iter().position(|column| column.width == 0).unwrap_or(0)).copied();
    let title = (title(row, usize::from(room.unwrap_or(0))), theme.text());
    let status = (format!("{sign} {}", words::status_text(row)), style);
    let quality = optional(row.scores.quality.map(|quality| format!("{quality:.2}")));
    match columns.len() {
        8 | 9 => {
            let bar = progress.map_or_else(String::new, |(done, of)| {
                format!("{} {:>6}", bar(done, of, 8, theme), format!("{done}/{of}"))
            });
            let turns = optional((row.turns > 0).then(|| row.turns.to_string()));
            let mut cells = vec![
                number,
                title,
                status,
                (bar, style),
                turns,
                quality,
                fraction(row.scores.asked),
                fraction(row.scores.intake),
            ];
            cells.extend((columns.len() == 9).then(|| optional(coded(row, theme))));
            cells
        }
        7 => {
            let done = optional(done.or((row.turns > 0).then(|| row.turns.to_string())));
            vec![number, title, status, done, quality, fraction(row.scores.asked), fraction(row.scores.intake)]
        }
        _ => vec![
            number,
            (sign.to_owned(), style),
            title,
            optional(done.or((row.turns > 0).then(|| row.turns.to_string()))),
        ],
    }
}

/// `14/20`, with a tick where all that was coded is ground truth.
fn coded(row: &DiscussionRow, theme: &Theme) -> Option<String> {
    let coded = row.coded?;
    let tick = if coded.is_approved() { format!(" {}", theme.glyphs.tick) } else { String::new() };
    Some(format!("{}/{}{tick}", coded.statements, coded.of))
}

/// The title with its origin, where there is room for both; the words below the list say the origin in any case.
fn title(row: &DiscussionRow, room: usize) -> String {
    let whole = format!("{}  ({})", row.title, origin(row));
    if unicode_width::UnicodeWidthStr::width(whole.as_str()) <= room { whole } else { row.title.clone() }
}

fn origin(row: &DiscussionRow) -> &'static str {
    match (row.synthetic, row.imported) {
        (true, true) => "synthetic, imported",
        (true, false) => "synthetic",
        (false, _) => "imported",
    }
}

/// The selected discussion explained: what happened, what was kept, the words being written, what can be done.
fn words_below<'a>(state: &State, area: Rect) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let Some(row) = state.discussions.selected() else { return Vec::new() };
    let head = Line::from(vec![
        Span::styled(format!("{}  {}", row.id, row.title), theme.strong()),
        Span::styled(facts(row, theme), theme.dim()),
    ]);
    // Where there are two lines only, the row above says which one it is, and what happened has both.
    let mut lines = if area.height < 3 { Vec::new() } else { vec![head] };
    let indent = if area.width < 64 { 1 } else { 4 };
    if state.stale {
        // Nothing is said of now that is only known of then.
        let then = words::clock_seconds(state.fresh, state.zone);
        lines.extend(paragraphs(
            &[format!("As of {then}; what happened since is not known.")],
            area.width,
            indent,
            theme.attention(),
        ));
    }
    lines.extend(paragraphs(&words::explain(row, state.zone, !state.stale), area.width, indent, theme.text()));
    // In a very small terminal what happened matters more than the keys, which the hints show as well.
    let actions = if area.height < 4 { Vec::new() } else { actions(state, row) };
    let room = usize::from(area.height).saturating_sub(lines.len() + usize::from(!actions.is_empty()));
    if let Some(live) = state.live.get(&row.id) {
        lines.extend(live_words(live, area.width, room, theme));
    }
    // The keys stay in view: they are the last line of the area even if the words are many.
    let seen = usize::from(area.height).saturating_sub(usize::from(!actions.is_empty()));
    if lines.len() > seen {
        lines.truncate(seen);
        // So that nobody takes half a sentence for all of it.
        if let Some(last) = lines.last_mut() {
            last.push_span(Span::styled(format!(" {}", theme.glyphs.more), theme.dim()));
        }
    }
    lines.extend((!actions.is_empty()).then(|| action_line(actions, area.width, theme)));
    lines
}

fn facts(row: &DiscussionRow, theme: &Theme) -> String {
    let dot = theme.glyphs.dot;
    let mut facts = format!("  {dot} {}", origin(row));
    if let Some(date) = row.date {
        facts.push_str(&format!("  {dot} {date}"));
    }
    if let Some(realism) = row.scores.realism {
        let judged = if row.scores.arc_judged { "" } else { ", arc not judged" };
        facts.push_str(&format!("  {dot} client realism {realism:.2}{judged}"));
    }
    facts
}

/// The last words of a turn being written, as many lines as there is room for.
pub(super) fn live_words<'a>(live: &LiveText, width: u16, room: usize, theme: &Theme) -> Vec<Line<'a>> {
    let who = if live.speaker == Speaker::Coach { "coach" } else { "client" };
    let head = format!("{} {who} ", live.number);
    let indent = 4 + head.len();
    let all = wrap(&live.text, usize::from(width).saturating_sub(indent).max(8));
    let skip = all.len().saturating_sub(room);
    let mut lines = Vec::new();
    for (place, line) in all.into_iter().skip(skip).enumerate() {
        let margin = if place == 0 { format!("    {head}") } else { " ".repeat(indent) };
        lines.push(Line::from(vec![
            Span::styled(margin, theme.dim()),
            Span::styled(line, theme.text().add_modifier(Modifier::ITALIC)),
        ]));
    }
    lines
}

/// What can be done with this discussion, in the words of its state.
fn actions(state: &State, row: &DiscussionRow) -> Vec<(String, String)> {
    use Action as A;
    let next = row.failure.map_or(row.turns, |failure| failure.at) + 1;
    let unit = row.failure.is_some_and(|failure| failure.stage == sarf_shared::discussion::Stage::Extracting);
    let unit = if unit { "statement" } else { "turn" };
    let turns = if row.turns == 1 { "the turn".to_owned() } else { format!("the {} turns", row.turns) };
    let paused = state.hint_word(A::PauseResume, "") == "resume";
    // Each turn is what the client says and what the coach answers.
    let answer = unit == "turn" && row.statements % 2 == 1;
    let from = if answer { "the coach's answer".to_owned() } else { format!("{unit} {next}") };
    let wanted = [
        (A::Retry, format!("retry from {from}")),
        (A::Extract, if row.failure.is_some() { format!("extract {turns}") } else { "extract".into() }),
        (A::PauseResume, if paused { "resume".into() } else { "pause".into() }),
        (A::Cancel, "cancel".into()),
        (A::Delete, "delete".into()),
        (A::Open, "read".into()),
        (A::History, "history".into()),
    ];
    wanted
        .into_iter()
        .filter(|(action, _)| state.allows(*action).is_ok())
        .filter_map(|(action, words)| Some((state.keys.label(Place::Discussions, action)?, words)))
        .collect()
}

/// As many actions as there is room for; what is left out is found by help.
fn action_line<'a>(actions: Vec<(String, String)>, width: u16, theme: &Theme) -> Line<'a> {
    let mut line = Line::raw("    ");
    for (key, words) in actions {
        let next = [Span::styled(key, theme.key()), Span::styled(format!(" {words}"), theme.text()), Span::raw("   ")];
        let wanted = line.width() + next.iter().map(Span::width).sum::<usize>();
        // The blanks behind the last one need no room.
        if wanted > usize::from(width) + 3 {
            break;
        }
        line.spans.extend(next);
    }
    line
}
