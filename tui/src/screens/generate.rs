//! The form for a new discussion.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paragraphs;
use crate::app::{Field, Form, State};
use crate::keymap::Action;
use crate::widgets::{fit, put, put_lines_cut, switch};

pub(super) fn draw(buffer: &mut Buffer, state: &State, body: Rect) {
    let theme = &state.theme;
    let form = &state.form;
    let label_width = 14;
    for (y, field) in (0..).zip(Field::ALL) {
        let here = field == form.field;
        let style = if here { theme.focus() } else { theme.dim() };
        let mark = if here { theme.glyphs.cursor } else { " " };
        put(buffer, body, 0, y, &format!("{mark}{}", field.label()), style);
        let area = Rect {
            x: body.x + label_width.min(body.width),
            y: body.y + y.min(body.height.saturating_sub(1)),
            width: body.width.saturating_sub(label_width),
            height: u16::from(y < body.height),
        };
        value(buffer, state, form, field, area, here);
    }
    let below = Rect { y: body.y + 7.min(body.height), height: body.height.saturating_sub(7), ..body };
    put_lines_cut(buffer, below, &paragraphs(&words(state), body.width, 0, theme.dim()), 0, theme.glyphs.more);
}

fn value(buffer: &mut Buffer, state: &State, form: &Form, field: Field, area: Rect, here: bool) {
    let theme = &state.theme;
    let style = if here { theme.strong() } else { theme.text() };
    let width = usize::from(area.width);
    let text = match field {
        Field::Persona => persona(state, form),
        Field::Extract => switch(form.extract, "extract and evaluate by itself"),
        Field::Offline => switch(form.offline, "offline engine for every role, whatever is configured"),
        Field::Turns => return form.turns.draw(buffer, area, style, here),
        Field::Seed => {
            form.seed.draw(buffer, area, style, here);
            if form.seed.text().is_empty() {
                let words = fit("empty: drawn, and recorded", width.saturating_sub(2), theme.glyphs.more);
                put(buffer, area, 2, 0, &words, theme.dim());
            }
            return;
        }
        Field::Count => return form.count.draw(buffer, area, style, here),
    };
    put(buffer, area, 0, 0, &fit(&text, width, theme.glyphs.more), style);
}

fn persona(state: &State, form: &Form) -> String {
    let count = state.personas.counts().0;
    let Some(id) = form.persona else {
        let others = if count == 0 {
            "none exists yet".into()
        } else {
            format!("{}: one of the {count} that exist", state.key(Action::Choose))
        };
        return format!("a new one for each discussion ({others})");
    };
    match state.personas.get(id) {
        Some(row) => {
            let age = row.age.map(|age| format!(", {age}")).unwrap_or_default();
            format!(
                "{} {}{age}, {}: {}",
                row.id,
                row.name,
                row.attachment_style.replace('_', "-"),
                row.traits.join(", ")
            )
        }
        None => id.to_string(),
    }
}

fn words(state: &State) -> Vec<String> {
    if state.form.sent {
        return vec!["Sending it to the background service.".into()];
    }
    let Some(calls) = state.form.calls() else { return Vec::new() };
    let engines = engines(state);
    let models = engines.iter().any(|(engine, _)| engine != OFFLINE);
    let calls = if models { format!("About {calls} model calls.") } else { "No model is called.".to_owned() };
    let mut all = vec![format!("{calls} Each turn is kept the moment it exists; the work goes on if you leave.")];
    let players = |(engine, roles): &(String, Vec<&str>)| format!("{}: {engine}", roles.join(", "));
    all.push(match engines.as_slice() {
        [] => "The engines are those of your configuration (`sarf config show`).".into(),
        engines => format!("{}.", engines.iter().map(players).collect::<Vec<_>>().join(";  ")),
    });
    all
}

/// What the built-in engine is called, with what it is.
const OFFLINE: &str = "offline, rules and seeded chance, no language model";

/// Which engine plays which of the roles that what is filled in needs.
fn engines(state: &State) -> Vec<(String, Vec<&str>)> {
    let form = &state.form;
    let needed = |role: &str| match role {
        "author" => form.persona.is_none(),
        "extractor" => form.extract,
        _ => true,
    };
    let mut engines: Vec<(String, Vec<&str>)> = Vec::new();
    let labels = state.daemon.iter().flat_map(|daemon| &daemon.engines).filter(|label| needed(&label.role));
    for label in labels {
        let offline = form.offline || label.model.is_empty();
        // Nobody judges offline.
        if offline && label.role == "judge" {
            continue;
        }
        let engine = if offline { OFFLINE.to_owned() } else { format!("{}/{}", label.provider, label.model) };
        match engines.iter_mut().find(|(known, _)| *known == engine) {
            Some((_, roles)) => roles.push(&label.role),
            None => engines.push((engine, vec![&label.role])),
        }
    }
    engines
}
