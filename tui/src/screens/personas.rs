//! Personas: who there is, and what the selected one is made of.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use sarf_shared::discussion::{FactId, Persona, Shifted};
use sarf_shared::rpc::PersonaRow;

use super::discussions::matches_aside;
use super::{paragraphs, put_empty, put_place, split};
use crate::app::State;
use crate::keymap::Action;
use crate::theme::Theme;
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{put_lines_cut, rule};

const COLUMNS: &[Column] = &[right("#", 6), left("name", 0), right("age", 3), right("facts", 5), right("talks", 5)];
const NARROW: &[Column] = &[right("#", 6), left("name", 0), right("talks", 5)];

/// From this width on the description stands beside the list.
const BESIDE: u16 = 98;

/// Where the list is.
pub(super) fn list_area(body: Rect) -> Rect {
    if body.width >= BESIDE { Rect { width: body.width * 2 / 5, ..body } } else { split(body).table }
}

fn detail_area(body: Rect) -> Rect {
    if body.width >= BESIDE {
        let list = body.width * 2 / 5;
        Rect { x: body.x + list + 2, width: body.width - list - 2, ..body }
    } else {
        split(body).words
    }
}

pub(super) fn draw(buffer: &mut Buffer, state: &State, body: Rect) {
    let theme = &state.theme;
    let list = list_area(body);
    let columns = if list.width < 36 { NARROW } else { COLUMNS };
    table::headings(buffer, list, columns, theme.dim());
    matches_aside(buffer, list, state.personas.filter(), state.personas.counts(), theme);
    for (y, row) in (1..).zip(state.personas.in_view(usize::from(list.height.saturating_sub(1)))) {
        table::row(buffer, list, y, columns, &cells(row, columns, theme), theme.glyphs.more);
        if state.personas.selected_id() == Some(row.id) {
            buffer.set_style(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
    if state.personas.counts().1 == 0 {
        let words = match (state.personas.is_loaded(), state.personas.filter()) {
            (false, _) => "Loading the personas.".to_owned(),
            (true, "") => format!("No persona yet. {} writes one.", state.key(Action::NewPersona)),
            (true, _) => format!("No persona matches. {} shows all.", state.key(Action::Back)),
        };
        put_empty(buffer, list, &words, theme);
    }
    if body.width < BESIDE {
        let parts = split(body);
        rule(buffer, Rect { x: body.x - 1, width: body.width + 2, ..parts.rule }, theme);
        put_place(buffer, parts.rule, &state.personas, parts.table.height, theme);
    }
    let detail = detail_area(body);
    put_lines_cut(buffer, detail, &lines(state, detail.width), state.scroll, theme.glyphs.more);
}

/// Lines of the description and the height it has.
pub(super) fn extent(state: &State, body: Rect) -> (usize, usize) {
    let detail = detail_area(body);
    (lines(state, detail.width).len(), usize::from(detail.height))
}

fn cells(row: &PersonaRow, columns: &[Column], theme: &Theme) -> Vec<(String, ratatui::style::Style)> {
    let text = |text: String| (text, theme.text());
    let number = text(row.id.to_string());
    let name = text(row.name.clone());
    let talks = text(row.discussions.to_string());
    if columns.len() == 3 {
        return vec![number, name, talks];
    }
    let age = row.age.map_or_else(|| (theme.glyphs.none.to_owned(), theme.dim()), |age| text(age.to_string()));
    vec![number, name, age, text(row.facts.to_string()), talks]
}

fn lines<'a>(state: &State, width: u16) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let Some(row) = state.personas.selected() else { return Vec::new() };
    let manner = format!("{}; {}", row.attachment_style.replace('_', "-"), row.traits.join(", "));
    let mut lines = vec![Line::styled(format!("{}  {}", row.id, row.name), theme.strong())];
    lines.extend(paragraphs(&[manner], width, 2, theme.text()));
    let Some(view) = state.persona.as_ref().filter(|view| view.row.id == row.id) else {
        lines.push(Line::styled("  Loading.", theme.dim()));
        return lines;
    };
    let persona = &view.persona;
    let mut part = |heading: &'static str, sentences: Vec<String>| {
        if !sentences.is_empty() {
            lines.push(Line::default());
            lines.push(Line::styled(heading, theme.dim()));
            lines.extend(paragraphs(&sentences, width, 2, theme.text()));
        }
    };
    part("comes with", vec![persona.presenting_problem.clone()]);
    part("background", vec![persona.background.clone()]);
    part("people", people(persona));
    part("pair bonds", bonds(persona, theme));
    part("events", events(persona));
    part("shifts", shifts(persona, theme));
    let asked = persona.data_points.iter().map(|p| p.category.as_str().replace('_', " ")).collect::<Vec<_>>();
    part("a coach should ask about", vec![asked.join(", ")]);
    let seed = row.seed.map_or_else(String::new, |seed| format!(", seed {seed}"));
    part("made", vec![format!("as of {}{seed}", persona.as_of)]);
    lines
}

fn name<'p>(persona: &'p Persona, key: &'p FactId) -> &'p str {
    persona.family.people.iter().find(|person| person.key == *key).map_or(key.0.as_str(), |person| &person.name)
}

fn people(persona: &Persona) -> Vec<String> {
    persona
        .family
        .people
        .iter()
        .map(|person| {
            let year = |date: Option<chrono::NaiveDate>| date.map(|date| date.format("%Y").to_string());
            let life = match (year(person.birth), year(person.death)) {
                (Some(birth), Some(death)) => format!("  {birth} to {death}"),
                (Some(birth), None) => format!("  {birth}"),
                (None, Some(death)) => format!("  died {death}"),
                (None, None) => String::new(),
            };
            format!("{} ({}){life}", person.name, person.relation)
        })
        .collect()
}

fn bonds(persona: &Persona, theme: &Theme) -> Vec<String> {
    let sign = theme.glyphs.bond;
    let words = |married: bool| if married { "married" } else { "not married" };
    let bonds = persona.family.pair_bonds.iter();
    bonds
        .map(|bond| format!("{} {sign} {}  {}", name(persona, &bond.a), name(persona, &bond.b), words(bond.married)))
        .collect()
}

fn events(persona: &Persona) -> Vec<String> {
    let events = persona.family.events.iter();
    events
        .map(|event| {
            let mut who = vec![name(persona, &event.person)];
            who.extend(event.spouse.as_ref().map(|key| name(persona, key)));
            let child = event.child.as_ref().map(|key| format!("{}, to ", name(persona, key))).unwrap_or_default();
            format!("{}  {}  {child}{}", event.date, event.kind, who.join(", "))
        })
        .collect()
}

fn shifts(persona: &Persona, theme: &Theme) -> Vec<String> {
    let (line, head) = theme.glyphs.arrow;
    let shifts = persona.family.shifts.iter();
    shifts
        .map(|shift| {
            let who = name(persona, &shift.person);
            let what = match &shift.shifted {
                Shifted::Symptom(to) => format!("{who} symptom {to}"),
                Shifted::Anxiety(to) => format!("{who} anxiety {to}"),
                Shifted::Functioning(to) => format!("{who} functioning {to}"),
                Shifted::Relationship { kind, targets, .. } => {
                    let targets: Vec<&str> = targets.iter().map(|key| name(persona, key)).collect();
                    format!("{who} {line}{kind}{head} {}", targets.join(", "))
                }
            };
            format!("{}  {what}: {}", shift.date, shift.description)
        })
        .collect()
}
