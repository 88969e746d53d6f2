//! Keys while something lies over the screen. What is typed into goes by fixed keys (Enter, Esc); what is only read goes
//! by the keymap.

use crossterm::event::{KeyCode, KeyEvent};

use super::{act, agreement, copy, figures, move_selection, search, set_filter};
use crate::app::fields::Fields as _;
use crate::app::message::Effect;
use crate::app::overlay::{Overlay, Target};
use crate::app::state::{State, Tone};
use crate::app::words;
use crate::keymap::Action;
use crate::screens;

/// A key while something lies over the screen; the overlay is put back unless the key ends it.
pub(super) fn key(state: &mut State, overlay: Overlay, key: &KeyEvent) -> Vec<Effect> {
    match overlay {
        Overlay::Commands(mut commands) => {
            let rows = commands.rows(&state.keys).len();
            match key.code {
                KeyCode::Esc => return Vec::new(),
                KeyCode::Enter => {
                    let here = commands.place.scopes();
                    let chosen = commands.rows(&state.keys).get(commands.at).map(|row| (row.place, row.action));
                    return match chosen {
                        Some((place, action)) if here.contains(&place) => act(state, action),
                        Some((place, _)) => {
                            state.say(Tone::Plain, format!("that key works under \"{}\"", place.heading()));
                            Vec::new()
                        }
                        None => Vec::new(),
                    };
                }
                KeyCode::Up => commands.at = commands.at.saturating_sub(1),
                KeyCode::Down => commands.at = (commands.at + 1).min(rows.saturating_sub(1)),
                KeyCode::PageUp => commands.at = commands.at.saturating_sub(10),
                KeyCode::PageDown => commands.at = (commands.at + 10).min(rows.saturating_sub(1)),
                _ => {
                    if commands.input.key(key) {
                        commands.at = 0;
                    }
                }
            }
            state.overlay = Some(Overlay::Commands(commands));
        }
        Overlay::Filter { mut input, before } => match key.code {
            KeyCode::Esc => set_filter(state, &before),
            KeyCode::Enter => {}
            KeyCode::Up | KeyCode::Down => {
                state.overlay = Some(Overlay::Filter { input, before });
                move_selection(state, if key.code == KeyCode::Up { -1 } else { 1 });
            }
            _ => {
                if input.key(key) {
                    set_filter(state, input.text());
                }
                state.overlay = Some(Overlay::Filter { input, before });
            }
        },
        Overlay::Search { input, before, from } => search::key(state, input, before, from, key),
        Overlay::Delete { target, words, wanted, mut input } => match key.code {
            KeyCode::Esc => state.say(Tone::Plain, "nothing was deleted"),
            KeyCode::Enter if input.text().trim() == wanted => {
                return vec![match target {
                    Target::Discussion(id) => Effect::DeleteDiscussion(id),
                    Target::Persona(id) => Effect::DeletePersona(id),
                }];
            }
            KeyCode::Enter => {
                state.say(Tone::Plain, format!("nothing was deleted: type {wanted} to confirm, Esc to go back"));
                state.overlay = Some(Overlay::Delete { target, words, wanted, input });
            }
            _ => {
                input.key(key);
                state.overlay = Some(Overlay::Delete { target, words, wanted, input });
            }
        },
        Overlay::Import(mut form) => match key.code {
            KeyCode::Esc => {}
            // Sent already: what comes of it decides whether the form stays.
            _ if form.sent => state.overlay = Some(Overlay::Import(form)),
            KeyCode::Enter => {
                let effects = match form.wish() {
                    Ok(wish) => {
                        (form.sent, form.problem) = (true, None);
                        vec![Effect::Import(wish)]
                    }
                    Err(wrong) => {
                        form.refuse(wrong);
                        Vec::new()
                    }
                };
                state.overlay = Some(Overlay::Import(form));
                return effects;
            }
            _ => {
                form.key(key);
                state.overlay = Some(Overlay::Import(form));
            }
        },
        Overlay::Page { heading, lines, scroll } => {
            use Action as A;
            let scroll = match state.keys.lookup(state.place(), key) {
                _ if matches!(key.code, KeyCode::Esc | KeyCode::Enter) => return Vec::new(),
                Some(A::Back | A::Open | A::Quit | A::History | A::Scores | A::Messages) => return Vec::new(),
                Some(A::Up) => scroll.saturating_sub(1),
                Some(A::Down) => scroll + 1,
                Some(A::PageUp) => scroll.saturating_sub(10),
                Some(A::PageDown) => scroll + 10,
                Some(A::First) => 0,
                Some(A::Last) => usize::MAX,
                Some(A::Copy) => {
                    let text = format!("{heading}\n{}\n", lines.join("\n"));
                    state.overlay = Some(Overlay::Page { heading: heading.clone(), lines, scroll });
                    return copy(state, &heading, text);
                }
                _ if key.code == KeyCode::Char(' ') => scroll + 10,
                _ => scroll,
            };
            let most = screens::page_lines(state.area, &lines).len().saturating_sub(1);
            state.overlay = Some(Overlay::Page { heading, lines, scroll: scroll.min(most) });
        }
        Overlay::F1Filter(form) => return figures::filter(state, form, key),
        Overlay::F1Map(form) => return figures::map(state, form, key),
        Overlay::F1Ask { what, input } => return figures::ask(state, what, input, key),
        Overlay::AgreementFilter(form) => return agreement::filter(state, form, key),
        Overlay::AgreementFile(input) => return agreement::file(state, input, key),
        Overlay::AskRestart(words) => match key.code {
            KeyCode::Char('y' | 'Y') => return vec![Effect::RestartDaemon],
            KeyCode::Char('n' | 'N' | 'q') | KeyCode::Esc => {
                state
                    .say(Tone::Bad, format!("{words} Nothing was restarted; {} does it later.", words::restart(state)));
            }
            _ => state.overlay = Some(Overlay::AskRestart(words)),
        },
    }
    Vec::new()
}
