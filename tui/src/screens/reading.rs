//! A discussion being read: the talk, what was extracted from the selected statement, the family after it. Below 100
//! columns the panes become tabs.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use sarf_shared::dialogue::Speaker;
use sarf_shared::plural::counted;
use sarf_shared::rpc::StatementView;

use super::discussions::live_words;
use super::paragraphs;
use crate::app::{Pane, Reading, Search, State, kin, sentences};
use crate::keymap::Action;
use crate::widgets::{put, put_line, put_lines, wrap};

/// From this width on all three panes are seen.
const THREE: u16 = 98;

pub(super) fn draw(buffer: &mut Buffer, state: &State, body: Rect) {
    let Some(reading) = &state.reading else { return };
    if let Some(why) = &reading.missing {
        put_lines(
            buffer,
            body,
            &paragraphs(
                &[why.clone(), format!("{} leads back.", state.key(Action::Back))],
                body.width,
                0,
                state.theme.text(),
            ),
            0,
        );
        return;
    }
    if reading.view.is_none() {
        put(buffer, body, 0, 0, "Loading the discussion.", state.theme.dim());
        return;
    }
    for (pane, area) in panes(reading, body) {
        heading(buffer, state, reading, pane, area, body.width >= THREE);
        let inner = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let height = usize::from(inner.height);
        let (lines, follow) = content(state, reading, pane, inner.width, height);
        let own = reading.scroll[pane as usize];
        let skip = match follow {
            // The selected statement's first line stays in view, a third from the top, unless the end is nearer.
            Some(line) => line.saturating_sub(height / 3).min(lines.len().saturating_sub(height)) + own,
            None => own,
        };
        put_lines(buffer, inner, &lines, skip.min(lines.len().saturating_sub(1)));
    }
}

/// The panes to draw and where.
fn panes(reading: &Reading, body: Rect) -> Vec<(Pane, Rect)> {
    if body.width < THREE {
        return vec![(reading.pane, body)];
    }
    // What is said needs most room: it is prose.
    let (talk, family) = (body.width * 2 / 5, body.width * 3 / 10);
    let codes = body.width - talk - family;
    let column = |x: u16, width: u16| Rect { x: body.x + x, width: width - 2, ..body };
    vec![
        (Pane::Talk, column(0, talk)),
        (Pane::Codes, column(talk, codes)),
        (Pane::Family, column(talk + codes, family + 2)),
    ]
}

fn heading(buffer: &mut Buffer, state: &State, reading: &Reading, pane: Pane, area: Rect, all: bool) {
    let theme = &state.theme;
    if !all {
        let mut spans = Vec::new();
        for pane in Pane::ALL {
            let here = pane == reading.pane;
            // Focus is said by brackets, not by colour alone.
            let word = if here { format!("[{}] ", pane.tab()) } else { format!(" {}  ", pane.tab()) };
            spans.push(Span::styled(word, if here { theme.focus() } else { theme.dim() }));
        }
        return put_line(buffer, area, 0, &Line::from(spans));
    }
    let here = pane == reading.pane;
    let rule = theme.glyphs.rule;
    let word = if here { format!("{rule}[{}]", pane.word()) } else { format!("{rule} {} ", pane.word()) };
    let style = if here { theme.focus() } else { theme.dim() };
    let rest = usize::from(area.width).saturating_sub(word.chars().count());
    put(buffer, area, 0, 0, &format!("{word}{}", rule.repeat(rest)), style);
}

/// The lines of a pane, and the one that must be in view.
fn content<'a>(
    state: &State,
    reading: &Reading,
    pane: Pane,
    width: u16,
    height: usize,
) -> (Vec<Line<'a>>, Option<usize>) {
    match pane {
        Pane::Talk => talk(state, reading, width, height),
        Pane::Codes => (codes(state, reading, width), None),
        Pane::Family => (family(state, reading, width), None),
    }
}

/// Lines of the focused pane and the height it has, for scrolling.
pub(super) fn extent(state: &State, body: Rect) -> (usize, usize) {
    let Some(reading) = &state.reading else { return (0, 0) };
    let area = panes(reading, body).into_iter().find(|(pane, _)| *pane == reading.pane).map(|(_, area)| area);
    let Some(area) = area else { return (0, 0) };
    let height = usize::from(area.height.saturating_sub(1));
    let (lines, follow) = content(state, reading, reading.pane, area.width, height);
    let skipped = follow.map_or(0, |line| line.saturating_sub(height / 3).min(lines.len().saturating_sub(height)));
    (lines.len().saturating_sub(skipped), height)
}

/// What the focused pane says, unwrapped, and what to call it.
pub(super) fn focused_text(state: &State) -> Option<(String, String)> {
    let reading = state.reading.as_ref()?;
    let statement = reading.selected()?;
    let place = format!("{}/{}", reading.id, statement.number);
    Some(match reading.pane {
        Pane::Talk => (format!("the words of {place}"), statement.text.clone()),
        pane => {
            let (lines, _) = content(state, reading, pane, u16::MAX, usize::MAX);
            let text = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            let what = if pane == Pane::Codes { "the codes of" } else { "the family after" };
            (format!("{what} {place}"), text.trim_end().to_owned() + "\n")
        }
    })
}

fn who(speaker: Speaker) -> &'static str {
    if speaker == Speaker::Coach { "coach" } else { "client" }
}

/// The statements around the selected one: as many as could be in view, for a talk may have a hundred thousand.
fn talk<'a>(state: &State, reading: &Reading, width: u16, height: usize) -> (Vec<Line<'a>>, Option<usize>) {
    let theme = &state.theme;
    let mut lines = Vec::new();
    let mut follow = None;
    // Every statement takes at least a line.
    let first = reading.at().saturating_sub(height);
    let count = (reading.at() - first) + height + reading.scroll[Pane::Talk as usize] + 1;
    for (place, statement) in reading.statements.iter().enumerate().skip(first).take(count) {
        let here = place == reading.at();
        if here {
            follow = Some(lines.len());
        }
        lines.extend(statement_lines(statement, here, width, state, &reading.search));
    }
    if let Some(live) = state.live.get(&reading.id) {
        // The stored statement replaces its live words; both are never shown.
        if reading.statements.last().is_none_or(|last| last.number < live.number) {
            lines.extend(live_words(live, width, usize::MAX, theme));
        }
    }
    if reading.statements.is_empty() && lines.is_empty() {
        lines.push(Line::styled("Nothing has been said yet.", theme.dim()));
    }
    (lines, follow)
}

fn statement_lines<'a>(
    statement: &StatementView,
    here: bool,
    width: u16,
    state: &State,
    search: &Search,
) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let mark = if here { theme.glyphs.cursor } else { " " };
    let head = head(statement);
    let indent = head.len();
    let text_style = if here { theme.strong() } else { theme.text() };
    let head_style = if here { theme.focus() } else { theme.dim() };
    let mut text = said(statement, width);
    if text.is_empty() {
        text.push("(said nothing)".into());
    }
    if statement.fallback {
        text.push("! a stock phrase: the model's answer was not usable".into());
    }
    text.into_iter()
        .enumerate()
        .map(|(place, line)| {
            let margin = if place == 0 { head.clone() } else { " ".repeat(indent) };
            let mut spans = vec![Span::styled(margin, head_style), Span::styled(mark, head_style)];
            spans.extend(marked(&line, search, text_style, theme.found()));
            Line::from(spans)
        })
        .collect()
}

/// A line with the words searched for in a style of their own.
fn marked<'a>(line: &str, search: &Search, style: Style, found: Style) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    let mut done = 0;
    let part = |from: usize, to: usize| line.get(from..to).unwrap_or_default().to_owned();
    for (from, to) in search.places(line) {
        spans.push(Span::styled(part(done, from), style));
        spans.push(Span::styled(part(from, to), style.patch(found)));
        done = to;
    }
    spans.push(Span::styled(part(done, line.len()), style));
    spans
}

/// How far the talk is to be scrolled for the words searched for to be in view in the selected statement.
pub fn scroll_to_found(state: &State) -> usize {
    let Some(reading) = state.reading.as_ref().filter(|reading| reading.search.is_on()) else { return 0 };
    let body = crate::widgets::regions(state.area).body;
    let Some((_, area)) = panes(reading, body).into_iter().find(|(pane, _)| *pane == Pane::Talk) else { return 0 };
    let height = usize::from(area.height.saturating_sub(1));
    let Some(statement) = reading.selected() else { return 0 };
    let text = said(statement, area.width);
    let Some(at) = text.iter().position(|line| !reading.search.places(line).is_empty()) else { return 0 };
    // The statement begins a third from the top; what is within the other two thirds is in view.
    at.saturating_sub((height - height / 3).saturating_sub(1))
}

/// Which of the statements found this is, in words for the line in which is typed.
pub(super) fn found(state: &State) -> Option<String> {
    let reading = state.reading.as_ref().filter(|reading| reading.search.is_on())?;
    let of = reading.search.count();
    Some(match reading.search.nth(reading.at()) {
        Some(nth) => format!("{nth} of {}", counted(of, "statement", "statements")),
        None => "not said here".into(),
    })
}

/// The words of a statement in lines.
fn said(statement: &StatementView, width: u16) -> Vec<String> {
    wrap(&statement.text, usize::from(width).saturating_sub(head(statement).len() + 1).max(8))
}

fn head(statement: &StatementView) -> String {
    format!("{:>3} {:<6} ", statement.number, who(statement.speaker))
}

fn codes<'a>(state: &State, reading: &Reading, width: u16) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let Some(statement) = reading.selected() else { return Vec::new() };
    let say = |words: &str| paragraphs(&[words.to_owned()], width, 0, theme.dim());
    let Some(coding) = &statement.coding else {
        return say(match statement.speaker {
            Speaker::Coach => "The coach's words are not coded.",
            Speaker::Subject => "Not extracted yet.",
        });
    };
    let mut lines = Vec::new();
    if coding.deltas.is_empty() {
        lines.extend(say("Nothing new about the family is said here."));
    }
    let mut heading = None;
    for sentence in sentences::sentences(&coding.deltas, reading.family(), theme.glyphs) {
        if heading != Some(sentence.group) {
            heading = Some(sentence.group);
            lines.push(Line::styled(sentence.group.heading(), theme.dim()));
        }
        let sign = match sentence.group {
            sentences::Group::Removed => "-",
            _ if sentence.new => "+",
            _ => "~",
        };
        let sure = sentence.confidence.map(|sure| format!("  {sure:.2}")).unwrap_or_default();
        let room = usize::from(width).saturating_sub(2).max(8);
        for (place, line) in wrap(&format!("{}{sure}", sentence.words), room).into_iter().enumerate() {
            let lead = if place == 0 { format!("{sign} ") } else { "  ".into() };
            lines.push(Line::from(vec![Span::styled(lead, theme.good()), Span::raw(line)]));
        }
        if sentence.group == sentences::Group::Removed {
            continue;
        }
        if sentence.evidence.is_empty() {
            lines.push(Line::styled("    ! no evidence", theme.attention()));
        }
        for words in sentence.evidence {
            lines.extend(paragraphs(&[format!("\"{words}\"")], width, 4, theme.dim()));
        }
    }
    if !coding.repairs.is_empty() {
        lines.push(Line::styled("repaired or dropped", theme.dim()));
        for repair in &coding.repairs {
            lines.extend(paragraphs(&[format!("! {repair}")], width, 0, theme.attention()));
        }
    }
    lines.push(Line::default());
    let calls = counted(coding.calls, "call", "calls");
    lines.push(Line::styled(format!("run {}, {calls}", coding.run), theme.dim()));
    lines
}

fn family<'a>(state: &State, reading: &Reading, width: u16) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let pool = reading.family();
    let (shifts, [symptom, anxiety, relationship, functioning]) = kin::shifts(pool);
    let structural = pool.events.len() - shifts;
    let mut sentences = vec![format!(
        "people {}   pair bonds {}   events {structural}   shifts {shifts}",
        pool.people.len(),
        pool.pair_bonds.len()
    )];
    if shifts > 0 {
        sentences.push(format!("by variable: S{symptom} A{anxiety} R{relationship} F{functioning}"));
    }
    let mut lines = paragraphs(&sentences, width, 0, theme.strong());
    let (coded, subject) = reading.coded_so_far();
    if coded < subject {
        let words = format!("{coded} of {subject} client statements up to here are extracted.");
        lines.extend(paragraphs(&[words], width, 0, theme.attention()));
    }
    lines.push(Line::default());
    for line in kin::tree(pool, theme.glyphs) {
        let aside = if line.aside.is_empty() { String::new() } else { format!("  {}", line.aside) };
        lines.push(Line::from(vec![
            Span::styled(line.branch, theme.dim()),
            Span::raw(line.words),
            Span::styled(aside, theme.dim()),
        ]));
    }
    lines
}
