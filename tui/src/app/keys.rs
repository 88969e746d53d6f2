//! What keys do: overlays and typed fields take theirs first, the key table says the rest.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};
use sarf_shared::discussion::PersonaId;
use sarf_shared::job::JobState;
use sarf_shared::rpc::{DiscussionRow, JobAction, JobTarget};

use super::message::Effect;
use super::overlay::{Commands, Overlay, Target};
use super::reading::Reading;
use super::scores;
use super::state::{Screen, State, Tone};
use super::words;
use crate::keymap::{self, Action, Place};
use crate::screens;
use crate::widgets::Input;

/// Takes a key.
pub(super) fn key(state: &mut State, key: &KeyEvent) -> Vec<Effect> {
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    state.notice = None;
    if let Some(overlay) = state.overlay.take() {
        return over(state, overlay, key);
    }
    if state.screen == Screen::Generate && !is_field_move(key) && state.form.input().is_some_and(|input| input.key(key))
    {
        return Vec::new();
    }
    match keymap::lookup(state.screen.place(), key) {
        Some(action) => act(state, action),
        None => Vec::new(),
    }
}

/// Space and arrows to the side belong to a text field while one is in it, Up and Down to the form.
fn is_field_move(key: &KeyEvent) -> bool {
    matches!(key.code, KeyCode::Up | KeyCode::Down | KeyCode::Tab | KeyCode::BackTab | KeyCode::Enter | KeyCode::Esc)
}

/// Takes pasted text: into the field being typed in, if there is one.
pub(super) fn paste(state: &mut State, text: &str) {
    match &mut state.overlay {
        Some(Overlay::Commands(commands)) => {
            commands.input.insert(text);
            commands.at = 0;
        }
        Some(Overlay::Filter { input, .. }) => {
            input.insert(text);
            let filter = input.text().to_owned();
            set_filter(state, &filter);
        }
        Some(Overlay::Delete { input, .. } | Overlay::Import(input)) => input.insert(text.trim_end()),
        Some(Overlay::Page { .. } | Overlay::AskRestart(_)) => {}
        None if state.screen == Screen::Generate => {
            if let Some(input) = state.form.input() {
                input.insert(text.trim());
            }
        }
        None => {}
    }
}

/// A key while something lies over the screen; the overlay is put back unless the key ends it.
fn over(state: &mut State, overlay: Overlay, key: &KeyEvent) -> Vec<Effect> {
    match overlay {
        Overlay::Commands(mut commands) => {
            let rows = commands.rows().len();
            match key.code {
                KeyCode::Esc => return Vec::new(),
                KeyCode::Enter => {
                    let here = commands.place.scopes();
                    let chosen = commands.rows().get(commands.at).copied();
                    return match chosen {
                        Some(binding) if here.contains(&binding.place) => act(state, binding.action),
                        Some(binding) => {
                            state.say(Tone::Plain, format!("that key works under \"{}\"", binding.place.heading()));
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
        Overlay::Import(mut input) => match key.code {
            KeyCode::Esc => {}
            KeyCode::Enter => {
                let path = input.text().trim().to_owned();
                if !path.is_empty() {
                    return vec![Effect::Import(PathBuf::from(path))];
                }
            }
            _ => {
                input.key(key);
                state.overlay = Some(Overlay::Import(input));
            }
        },
        Overlay::Page { heading, lines, scroll } => {
            let scroll = match key.code {
                KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | 'H' | 'v' | '!') => return Vec::new(),
                KeyCode::Up | KeyCode::Char('k') => scroll.saturating_sub(1),
                KeyCode::Down | KeyCode::Char('j') => scroll + 1,
                KeyCode::PageUp => scroll.saturating_sub(10),
                KeyCode::PageDown | KeyCode::Char(' ') => scroll + 10,
                _ => scroll,
            };
            let most = screens::page_lines(state.area, &lines).len().saturating_sub(1);
            state.overlay = Some(Overlay::Page { heading, lines, scroll: scroll.min(most) });
        }
        Overlay::AskRestart(words) => match key.code {
            KeyCode::Char('y' | 'Y') => return vec![Effect::RestartDaemon],
            KeyCode::Char('n' | 'N' | 'q') | KeyCode::Esc => {
                state.say(Tone::Bad, format!("{words} Nothing was restarted; `:restart` does it later."));
            }
            _ => state.overlay = Some(Overlay::AskRestart(words)),
        },
    }
    Vec::new()
}

/// Does an action, or says why not.
pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if let Err(why) = state.allows(action) {
        state.say(Tone::Plain, why);
        return Vec::new();
    }
    let page = screens::list_height(state).max(1) as isize;
    match action {
        Action::Up => move_selection(state, -1),
        Action::Down => move_selection(state, 1),
        Action::PageUp => move_selection(state, -page),
        Action::PageDown => move_selection(state, page),
        Action::First => move_to_end(state, false),
        Action::Last => move_to_end(state, true),
        Action::Open => open(state),
        Action::Back => back(state),
        Action::Generate => {
            state.form.persona =
                if state.screen == Screen::Personas { state.personas.selected_id() } else { state.form.persona };
            state.screen = Screen::Generate;
        }
        Action::Import => state.overlay = Some(Overlay::Import(Input::default())),
        Action::Extract => return state.subject().map(|row| Effect::Extract(row.id)).into_iter().collect(),
        Action::Retry => return job_effect(state, JobAction::Retry),
        Action::Cancel => return job_effect(state, JobAction::Cancel),
        Action::PauseResume => {
            let paused = state.job().is_some_and(|job| matches!(job.state, JobState::Paused { .. }));
            return job_effect(state, if paused { JobAction::Resume } else { JobAction::Pause });
        }
        Action::RetryFailed => return vec![Effect::Job(JobAction::Retry, JobTarget::AllFailed)],
        Action::Delete => ask_delete(state),
        Action::History => history(state),
        Action::Scores => scores(state),
        Action::Filter => {
            let before = current_filter(state).to_owned();
            if state.screen != Screen::Reading {
                state.overlay = Some(Overlay::Filter { input: Input::new(before.clone()), before });
            }
        }
        Action::Sort => sort(state),
        Action::NewPersona => return vec![Effect::NewPersona],
        Action::NextPane | Action::PrevPane => {
            if let Some(reading) = &mut state.reading {
                reading.pane = reading.pane.step(if action == Action::NextPane { 1 } else { -1 });
            }
        }
        Action::ScrollDown => scroll(state, 1),
        Action::ScrollUp => scroll(state, -1),
        Action::NextField => state.form.step(1),
        Action::PrevField => state.form.step(-1),
        Action::Choose | Action::ChooseBack => {
            let personas: Vec<PersonaId> = state.personas.all().map(|row| row.id).collect();
            state.form.choose(if action == Action::Choose { 1 } else { -1 }, &personas);
        }
        Action::Start => return start(state),
        Action::GoDiscussions => state.screen = Screen::Discussions,
        Action::GoJobs => go(state, Screen::Jobs),
        Action::GoPersonas => go(state, Screen::Personas),
        Action::Messages => messages(state),
        Action::Palette => state.overlay = Some(Overlay::Commands(Commands::new(true, place(state)))),
        Action::Help => state.overlay = Some(Overlay::Commands(Commands::new(false, place(state)))),
        Action::RestartDaemon => return vec![Effect::RestartDaemon],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::SaveSession(state.session()), Effect::Quit],
    }
    Vec::new()
}

fn place(state: &State) -> Place {
    state.screen.place()
}

fn go(state: &mut State, screen: Screen) {
    if state.screen != screen {
        (state.screen, state.scroll) = (screen, 0);
    }
}

fn move_selection(state: &mut State, by: isize) {
    match state.screen {
        Screen::Discussions => state.discussions.step(by),
        Screen::Personas => state.personas.step(by),
        Screen::Jobs => {
            state.jobs.step(by);
            state.scroll = 0;
        }
        Screen::Reading => {
            if let Some(reading) = &mut state.reading {
                reading.step(by);
            }
        }
        Screen::Generate => {}
    }
}

fn move_to_end(state: &mut State, last: bool) {
    match state.screen {
        Screen::Discussions => state.discussions.to_end(last),
        Screen::Personas => state.personas.to_end(last),
        Screen::Jobs => state.jobs.to_end(last),
        Screen::Reading => {
            if let Some(reading) = &mut state.reading {
                reading.go(if last { usize::MAX } else { 0 });
            }
        }
        Screen::Generate => {}
    }
}

fn scroll(state: &mut State, by: isize) {
    let scroll = match (state.screen, &mut state.reading) {
        (Screen::Reading, Some(reading)) => &mut reading.scroll[reading.pane as usize],
        _ => &mut state.scroll,
    };
    *scroll = scroll.saturating_add_signed(by);
    // Not beyond the end: what is drawn says how much there is.
    let most = screens::most_scroll(state);
    let scroll = match (state.screen, &mut state.reading) {
        (Screen::Reading, Some(reading)) => &mut reading.scroll[reading.pane as usize],
        _ => &mut state.scroll,
    };
    *scroll = (*scroll).min(most);
}

fn open(state: &mut State) {
    let id = match state.screen {
        Screen::Jobs => state.jobs.selected().and_then(|job| job.discussion),
        _ => state.discussions.selected_id(),
    };
    if let Some(id) = id {
        if state.reading.as_ref().is_none_or(|reading| reading.id != id) {
            state.reading = Some(Reading::new(id, 0));
        }
        state.screen = Screen::Reading;
    }
}

fn back(state: &mut State) {
    match state.screen {
        Screen::Reading => {
            if let Some(reading) = &state.reading {
                state.discussions.select(reading.id);
            }
            state.screen = Screen::Discussions;
        }
        Screen::Generate => state.screen = Screen::Discussions,
        _ if !current_filter(state).is_empty() => set_filter(state, ""),
        Screen::Personas | Screen::Jobs => state.screen = Screen::Discussions,
        Screen::Discussions => {}
    }
}

fn job_effect(state: &State, action: JobAction) -> Vec<Effect> {
    state.job().map(|job| Effect::Job(action, JobTarget::Job(job.id))).into_iter().collect()
}

fn current_filter(state: &State) -> &str {
    match state.screen {
        Screen::Personas => state.personas.filter(),
        Screen::Jobs => state.jobs.filter(),
        _ => state.discussions.filter(),
    }
}

fn set_filter(state: &mut State, filter: &str) {
    match state.screen {
        Screen::Personas => state.personas.set_filter(filter),
        Screen::Jobs => state.jobs.set_filter(filter),
        _ => state.discussions.set_filter(filter),
    }
}

fn sort(state: &mut State) {
    let word = match state.screen {
        Screen::Personas => {
            state.personas.set_order(state.personas.order() + 1);
            state.personas.order_word()
        }
        Screen::Jobs => {
            state.jobs.set_order(state.jobs.order() + 1);
            state.jobs.order_word()
        }
        Screen::Discussions => {
            state.discussions.set_order(state.discussions.order() + 1);
            state.discussions.order_word()
        }
        Screen::Reading | Screen::Generate => return,
    };
    state.say(Tone::Plain, format!("order: {word}"));
}

fn ask_delete(state: &mut State) {
    let asked = if state.screen == Screen::Personas {
        state.personas.selected().map(|row| {
            let words = format!("Persona {} {}. Its {} discussions stay.", row.id, row.name, row.discussions);
            (Target::Persona(row.id), words, row.id.to_string())
        })
    } else {
        state.subject().map(|row| {
            let words = format!(
                "Discussion {} {} with its {} statements and all that was extracted from them. It cannot be brought back.",
                row.id, row.title, row.statements
            );
            (Target::Discussion(row.id), words, row.id.to_string())
        })
    };
    state.overlay =
        asked.map(|(target, words, wanted)| Overlay::Delete { target, words, wanted, input: Input::default() });
}

fn history(state: &mut State) {
    let Some(row) = state.subject() else { return };
    let lines = history_lines(state, row);
    let heading = format!("history of {} {}", row.id, row.title);
    state.overlay = Some(Overlay::Page { heading, lines, scroll: 0 });
}

fn scores(state: &mut State) {
    let Some(view) = state.reading.as_ref().and_then(|reading| reading.view.as_ref()) else { return };
    let heading = format!("scores of {} {}", view.row.id, view.row.title);
    state.overlay = Some(Overlay::Page { heading, lines: scores::lines(view), scroll: 0 });
}

/// What happened to a discussion: its statuses where its view is there, and what its jobs went through.
fn history_lines(state: &State, row: &DiscussionRow) -> Vec<String> {
    let mut moments: Vec<(u64, String)> = Vec::new();
    let view = state.reading.as_ref().filter(|reading| reading.id == row.id).and_then(|reading| reading.view.as_ref());
    for step in view.iter().flat_map(|view| &view.history) {
        let status = step.status.as_str().replace('_', " ");
        moments.push((step.at.0, format!("{status} ({}) {}", step.actor, step.reason)));
    }
    for job in state.jobs.all().filter(|job| job.discussion == Some(row.id)) {
        let kind = words::job_kind(job.brief.kind);
        for moment in &job.history {
            moments.push((moment.at.0, format!("{} {kind}: {} ({})", job.brief.id, moment.what, moment.actor)));
        }
    }
    moments.sort_by_key(|moment| moment.0);
    let at = |ms: u64| words::day_and_clock(sarf_shared::discussion::Timestamp(ms), state.zone);
    let mut lines = vec![format!("{}  created", at(row.created.0))];
    lines.extend(moments.into_iter().map(|(ms, words)| format!("{}  {words}", at(ms))));
    lines
}

fn messages(state: &mut State) {
    let mut lines: Vec<String> = state
        .notices
        .iter()
        .rev()
        .map(|notice| format!("{}  {}", words::clock_seconds(notice.at, state.zone), notice.words))
        .collect();
    if lines.is_empty() {
        lines.push("No message yet.".into());
    }
    state.overlay = Some(Overlay::Page { heading: "messages, newest first".into(), lines, scroll: 0 });
}

fn start(state: &mut State) -> Vec<Effect> {
    if state.form.sent {
        return Vec::new();
    }
    match state.form.request() {
        Ok(request) => {
            state.form.sent = true;
            vec![Effect::Generate(request)]
        }
        Err((field, why)) => {
            state.form.field = field;
            state.say(Tone::Bad, why);
            Vec::new()
        }
    }
}
