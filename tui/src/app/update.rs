//! From the state and a message to the next state and the effects it asks for. Touches nothing outside.

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use sarf_shared::job::JobState;
use sarf_shared::rpc::{Changes, DaemonStatus, Event, JobBrief, WatchReply};

use super::fields::Fields as _;
use super::keys;
use super::message::{Changed, Effect, Message};
use super::overlay::Overlay;
use super::state::{Screen, State, Tone};
use crate::client::Link;
use crate::screens;

/// Takes one message.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    let job = state.jobs.selected_id();
    match message {
        Message::Key(key) => effects.extend(keys::key(state, &key)),
        Message::Paste(text) => keys::paste(state, &text),
        Message::Resize(width, height) => {
            state.area = Rect::new(0, 0, width.max(1), height.max(1));
            effects.push(Effect::Redraw);
        }
        Message::Tick(now) => tick(state, now, &mut effects),
        Message::Link(link) => connection(state, link),
        Message::Watched(reply) => watched(state, reply, &mut effects),
        Message::Lists { epoch, status, discussions, personas, jobs } if epoch == state.epoch => {
            state.dirty.lists = false;
            recovered(state, &status);
            state.daemon = Some(*status);
            state.discussions.replace(discussions);
            state.personas.replace(personas);
            state.jobs.replace(jobs);
            true_again(state);
        }
        Message::News { epoch, asked, status, discussions, jobs, personas } if epoch == state.epoch => {
            state.daemon = Some(*status);
            state.discussions.update(&asked.discussions, discussions);
            state.jobs.update(&asked.jobs, jobs);
            if let Some(personas) = personas {
                state.personas.replace(personas);
            }
            true_again(state);
        }
        Message::NoNews { epoch, asked, why } if epoch == state.epoch => {
            // Until it is read, nobody knows whether what is shown is still so.
            state.stale = true;
            state.dirty.discussions.extend(asked.discussions);
            state.dirty.jobs.extend(asked.jobs);
            state.dirty.personas |= asked.personas;
            state.dirty.status = true;
            state.say_passing(format!("reading what changed: {why}"));
        }
        // An older asking was overtaken by a reconnect: what it says may be of another life.
        Message::Lists { .. } | Message::News { .. } | Message::NoNews { .. } => {}
        Message::Settled(epoch) => {
            if epoch == state.epoch {
                state.dirty.asking = false;
            }
        }
        Message::Discussion { view, from, statements } => {
            if let Some(reading) = state.reading.as_mut().filter(|reading| reading.id == view.row.id) {
                reading.asking = false;
                reading.receive(view, from, statements);
            }
        }
        Message::NoDiscussion { id, from, gone, why } => {
            if let Some(reading) = state.reading.as_mut().filter(|reading| reading.id == id) {
                reading.asking = false;
                if gone {
                    reading.missing = Some(why);
                } else {
                    // What was read stays.
                    reading.outdate(from);
                    reading.failed = true;
                    state.say_passing(format!("reading {id}: {why}"));
                }
            }
        }
        Message::F1(number, got) => {
            state.f1.table.answer(number, got);
        }
        Message::F1Discussion(number, got) => {
            state.f1.one.answer(number, got);
        }
        Message::F1Items(number, got) => {
            state.f1.items.answer(number, got);
        }
        Message::Agreement(number, got) => {
            state.agreement.report.answer(number, got);
        }
        Message::AgreementUnits(number, got) => {
            state.agreement.units.answer(number, got);
        }
        Message::F1People(id, got) => {
            if let Some(Overlay::F1Map(form)) = state.overlay.as_mut()
                && form.discussion == id
            {
                match got {
                    Ok(people) => form.people = Some(people),
                    Err(why) => form.problem = Some(why),
                }
            }
        }
        Message::F1Mapped(got) => mapped(state, got, &mut effects),
        Message::F1History(number, got) => {
            state.f1.history.asked.answer(number, got);
        }
        Message::F1Previous(number, got) => {
            state.f1.previous.answer(number, got);
        }
        Message::F1Comparison(number, got) => {
            state.f1.compare.asked.answer(number, got);
        }
        Message::F1Change(number, got) => {
            state.f1.compare.one.answer(number, got);
        }
        Message::Persona(view) => {
            if state.personas.selected_id() == Some(view.row.id) {
                state.persona = Some(view);
            }
        }
        Message::NoPersona { id, why } => {
            if state.personas.selected_id() == Some(id) {
                state.persona_failed = true;
                state.say_passing(format!("reading {id}: {why}"));
            }
        }
        Message::Imported(Ok((words, id))) => {
            if matches!(&state.overlay, Some(Overlay::Import(form)) if form.sent) {
                state.overlay = None;
            }
            select_new(state, id);
            state.say(Tone::Good, words);
        }
        // What was typed stays, with the reason beneath it.
        Message::Imported(Err((field, why))) => {
            if let Some(Overlay::Import(form)) = &mut state.overlay {
                form.sent = false;
                form.refuse((field.unwrap_or(form.field), why.clone()));
            }
            state.say(Tone::Bad, format!("not imported: {why}"));
        }
        Message::Generated(Ok((words, first))) => {
            select_new(state, first);
            state.form.sent = false;
            if state.screen == Screen::Generate {
                state.screen = Screen::Discussions;
            }
            state.say(Tone::Good, words);
        }
        Message::Generated(Err(why)) => {
            state.form.sent = false;
            state.say(Tone::Bad, format!("writing a discussion: {why}"));
        }
        Message::Done { words, show } => {
            select_new(state, show);
            state.say(Tone::Good, words);
        }
        Message::Failed { what, why } => state.say(Tone::Bad, format!("{what}: {why}")),
        Message::NoLists(why) => state.say_passing(format!("reading the lists: {why}")),
        Message::Notice(words) => state.say(Tone::Plain, words),
        Message::AskRestart(words) => state.overlay = Some(Overlay::AskRestart(words)),
    }
    if state.screen == Screen::Jobs && state.jobs.selected_id() != job {
        // What stands below the list is about another job now.
        state.scroll = 0;
    }
    settle(state, &mut effects);
    effects
}

fn select_new(state: &mut State, new: Option<sarf_shared::discussion::DiscussionId>) {
    if let Some(id) = new {
        state.discussions.set_filter("");
        state.discussions.select(id);
        state.dirty.discussions.insert(id);
    }
}

/// What the daemon found damaged at its start, and what it did about it, is told once in each of its lives.
fn recovered(state: &mut State, status: &DaemonStatus) {
    let told = state.recovery_told.replace(status.boot_id.clone());
    if told.as_ref() != Some(&status.boot_id) && !status.recovery.is_empty() {
        state.say(Tone::Bad, status.recovery.join(" "));
    }
}

/// The figures are asked for at once; the dialog stays open on the people as they are now.
fn mapped(state: &mut State, got: Result<String, String>, effects: &mut Vec<Effect>) {
    if let Some(Overlay::F1Map(form)) = state.overlay.as_mut() {
        form.sent = false;
        match &got {
            Ok(_) => {
                (form.chosen, form.at, form.problem) = (None, 0, None);
                effects.push(Effect::FetchF1People(form.discussion, Box::new(state.f1.filter.clone())));
            }
            Err(why) => form.problem = Some(why.clone()),
        }
    }
    match got {
        Ok(words) => {
            state.f1.outdate();
            state.say(Tone::Good, words);
        }
        Err(why) => state.say(Tone::Bad, format!("not mapped: {why}")),
    }
}

fn tick(state: &mut State, now: sarf_shared::discussion::Timestamp, effects: &mut Vec<Effect>) {
    const NOTICE_MS: u64 = 12_000;
    state.now = now;
    state.f1.tick();
    state.agreement.tick();
    // What could not be read is asked for again.
    if let Some(reading) = &mut state.reading {
        reading.failed = false;
    }
    if std::mem::take(&mut state.persona_failed) {
        state.asked_persona = None;
    }
    // A failure stays until a key is pressed; the rest goes by itself.
    if state.notice.as_ref().is_some_and(|notice| notice.tone != Tone::Bad && now.since(notice.at) > NOTICE_MS) {
        state.notice = None;
    }
    // A long model call makes no event, nor does a wait, but the time it takes is shown.
    if state.is_connected() && !state.stale {
        let passes = |job: &JobBrief| {
            matches!(job.state, JobState::Running { .. } | JobState::Queued { not_before: Some(_), .. })
        };
        let shown = state.discussions.selected().filter(|row| row.job.as_ref().is_some_and(passes)).map(|row| row.id);
        state.dirty.discussions.extend(shown.filter(|_| state.screen == Screen::Discussions));
        let job = state.jobs.selected().filter(|job| passes(&job.brief));
        let job = job.map(|job| job.brief.id).filter(|_| state.screen == Screen::Jobs);
        state.dirty.jobs.extend(job);
    }
    let session = state.session();
    if session != state.saved && state.discussions.is_loaded() {
        state.saved = session.clone();
        effects.push(Effect::SaveSession(session));
    }
}

fn connection(state: &mut State, link: Link) {
    if !matches!(link, Link::Connected { .. }) {
        // Partial words belong to a life that may be over; everything else is kept and marked.
        state.live.clear();
        state.stale = true;
    }
    if let Link::Refused { why } = &link
        && state.link != link
    {
        // What is shown instead of a notice as long as it lasts says it, with what can be done.
        state.keep(Tone::Bad, why.clone());
    }
    state.link = link;
}

fn watched(state: &mut State, reply: WatchReply, effects: &mut Vec<Effect>) {
    if state.boot.as_ref() != Some(&reply.cursor.boot) {
        state.live.clear();
        state.boot = Some(reply.cursor.boot.clone());
        all_anew(state, effects);
    }
    match reply.changes {
        Changes::Everything => all_anew(state, effects),
        Changes::Events(events) => events.into_iter().for_each(|event| heard(state, event)),
    }
    if let Some(live) = reply.live {
        state.live = live.into_iter().map(|text| (text.discussion, text)).collect();
    }
    if !state.stale && !state.dirty.asking && !state.dirty.lists {
        state.fresh = state.now;
    }
}

/// Drops what is held and asks for everything; what is shown meanwhile is marked as old.
fn all_anew(state: &mut State, effects: &mut Vec<Effect>) {
    if state.dirty.lists {
        return;
    }
    state.epoch += 1;
    state.stale = true;
    state.f1.restart();
    state.agreement.restart();
    state.dirty = super::state::Dirty { lists: true, ..Default::default() };
    if let Some(reading) = state.reading.as_mut() {
        reading.changed_from = Some(1);
        reading.asking = false;
    }
    state.asked_persona = state.persona.as_ref().map(|view| view.row.id);
    effects.push(Effect::FetchLists(state.epoch));
}

fn heard(state: &mut State, event: Event) {
    let mut read = |id, from: u32| {
        if let Some(reading) = state.reading.as_mut().filter(|reading| reading.id == id) {
            reading.outdate(from);
        }
    };
    if matches!(
        event,
        Event::Discussion { .. } | Event::DiscussionDeleted { .. } | Event::Coded { .. } | Event::Codings { .. }
    ) {
        state.f1.hear();
    }
    let people = matches!(event, Event::DiscussionDeleted { .. } | Event::Codings { .. });
    let model = matches!(event, Event::Discussion { .. } | Event::Coded { .. });
    if people || (model && state.agreement.request.model) {
        state.agreement.hear();
    }
    match event {
        Event::Discussion { id } => {
            // A status may bring another run to stand; then every statement's coding is another one.
            read(id, 1);
            state.dirty.discussions.insert(id);
        }
        Event::Statement { discussion, number } | Event::Coded { discussion, number } => {
            read(discussion, number);
            state.dirty.discussions.insert(discussion);
        }
        Event::DiscussionDeleted { id } => {
            state.discussions.remove(id);
            state.dirty.discussions.remove(&id);
            state.live.remove(&id);
            if let Some(reading) = state.reading.as_mut().filter(|reading| reading.id == id) {
                reading.missing = Some("This discussion was deleted.".into());
            }
        }
        Event::Job { id } => {
            state.dirty.jobs.insert(id);
            // A discussion's row shows its job.
            state.dirty.discussions.extend(state.jobs.get(id).and_then(|job| job.discussion));
        }
        // Nothing but figures, and the row, which comes with an event of its own.
        Event::Codings { .. } => {}
        Event::Persona { .. } => state.dirty.personas = true,
        Event::PersonaDeleted { id } => {
            state.personas.remove(id);
            state.persona = state.persona.take().filter(|view| view.row.id != id);
        }
        Event::Storage => state.dirty.status = true,
    }
}

fn true_again(state: &mut State) {
    state.stale = !state.is_connected();
    state.fresh = state.now;
    if !state.stale {
        state.notice = state.notice.take().filter(|notice| !notice.passing);
    }
}

/// After every message: asks for what is wanted and not under way, and keeps the selection in view.
fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    let dirty = &mut state.dirty;
    let changed = !dirty.discussions.is_empty() || !dirty.jobs.is_empty() || dirty.personas || dirty.status;
    if changed && !dirty.asking && !dirty.lists {
        // In pieces, so that no reply grows beyond a frame of the wire.
        const PIECE: usize = 200;
        let discussions = take(&mut dirty.discussions, PIECE);
        let jobs = take(&mut dirty.jobs, PIECE);
        let personas = std::mem::take(&mut dirty.personas);
        (dirty.status, dirty.asking) = (false, true);
        effects.push(Effect::FetchNews(state.epoch, Changed { discussions, jobs, personas }));
    }
    if let Some(reading) = state.reading.as_mut().filter(|_| state.screen == Screen::Reading)
        && let Some(from) = reading.changed_from.filter(|_| !reading.asking && !reading.failed)
    {
        reading.asking = true;
        reading.changed_from = None;
        effects.push(Effect::FetchDiscussion(reading.id, from));
    }
    if state.screen == Screen::Personas
        && let Some(id) = state.personas.selected_id()
        && state.persona.as_ref().is_none_or(|view| view.row.id != id)
        && !effects.iter().any(|effect| matches!(effect, Effect::FetchPersona(_)))
        && state.asked_persona != Some(id)
    {
        state.asked_persona = Some(id);
        state.persona = None;
        state.scroll = 0;
        effects.push(Effect::FetchPersona(id));
    }
    if state.screen == Screen::F1 && state.is_connected() {
        effects.extend(state.f1.wishes());
    }
    if state.screen == Screen::Agreement && state.is_connected() {
        effects.extend(state.agreement.wishes());
    }
    let height = screens::list_height(state);
    state.discussions.keep_in_view(height);
    state.personas.keep_in_view(height);
    state.jobs.keep_in_view(height);
}

fn take<T: Ord + Copy>(from: &mut BTreeSet<T>, most: usize) -> Vec<T> {
    let taken: Vec<T> = from.iter().take(most).copied().collect();
    for id in &taken {
        from.remove(id);
    }
    taken
}
