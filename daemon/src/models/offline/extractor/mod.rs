//! The offline extractor: rules over the words of a talk, no language model.
//!
//! Reads the text only, never a persona or a reference coding. It understands the talk from its first statement, which
//! makes it a pure function of the talk (`so_far` keeps what was read for the next statement); what the last one adds or
//! changes is proposed as sparse deltas against the pool. `text` cuts, `casual` settles careless typing, `time`,
//! `calendar`, `relative` and `numbers` read dates, `kin_phrase`, `mentions`, `chains`, `plurals`, `naming`, `relatives`
//! and `salience` find people, `ages`, `events`, `births`, `moves`, `pairs`, `partings`, `companions` and `shifts` read
//! what happened, `world`, `links`, `happen` and `merge` hold it, `export` and `assemble` tell it.

mod ages;
mod assemble;
mod births;
mod calendar;
mod casual;
mod chains;
mod clause;
mod companions;
mod cues;
mod events;
mod export;
mod happen;
mod kin_phrase;
mod links;
mod mentions;
mod merge;
mod moves;
mod name_words;
mod names;
mod naming;
mod numbers;
mod pairs;
mod partings;
mod placing;
mod plurals;
mod relative;
mod relatives;
mod salience;
mod shifts;
mod so_far;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod world;

use std::collections::HashSet;
use std::sync::PoisonError;

use chrono::NaiveDate;
use futures::FutureExt;
use sarf_shared::dialogue::{Speaker, Turn};
use sarf_shared::pdp::Deltas;

use super::Offline;
use crate::models::{Call, CallContext, ExtractPrompt, Extractor, Reply, Usage};
use clause::Clauses;
use export::Ids;
use mentions::Reader;
pub use so_far::SoFar;
use text::Text;
use world::{Evidence, World};

impl Extractor for Offline {
    fn propose<'a>(&'a self, prompt: &'a ExtractPrompt<'a>, _context: &'a CallContext) -> Call<'a, Deltas> {
        async move {
            let kept = self.heard.lock().unwrap_or_else(PoisonError::into_inner).take();
            let (value, heard) = propose_after(kept, prompt);
            *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(heard);
            Ok(Reply { value, usage: Usage::default(), prompt_hash: None })
        }
        .boxed()
    }
}

/// Proposes the deltas of the last statement of the talk.
pub fn propose(prompt: &ExtractPrompt<'_>) -> Deltas {
    propose_after(None, prompt).0
}

/// The same where the talk may have been read in part; also what has been read now.
fn propose_after(kept: Option<SoFar>, prompt: &ExtractPrompt<'_>) -> (Deltas, SoFar) {
    let last = prompt.talk.len().saturating_sub(1);
    // What the coach's words told since the subject spoke last belongs to this statement.
    let since = prompt.talk.get(..last).unwrap_or_default().iter().rposition(|turn| turn.speaker == Speaker::Subject);
    let since = since.map_or(0, |at| at + 1);
    let mut so_far = kept.filter(|kept| kept.begins(prompt, since)).unwrap_or_else(|| SoFar::nothing(prompt));
    so_far.read_to(since, prompt.talk);
    let before = export::rows(&so_far.reading.reader.world, &so_far.reading.ids, last, prompt.date);
    so_far.read_to(prompt.talk.len(), prompt.talk);
    let deltas = assemble::deltas(&assemble::Situation {
        world: &so_far.reading.reader.world,
        before: &before,
        ids: &so_far.reading.ids,
        statement: last,
        today: prompt.date,
        family: prompt.family,
        pdp: prompt.pdp,
    });
    (assemble::without_named(deltas, prompt.errors), so_far)
}

/// The talk as understood so far.
#[derive(Debug)]
struct Reading {
    reader: Reader,
    ids: Ids,
    /// Names the coach has written with a capital.
    heard: HashSet<String>,
}

impl Reading {
    fn new(subject: Option<&str>, date: Option<NaiveDate>, family: &sarf_shared::family::Family) -> Self {
        let reader = Reader::new(World::of_family(family, subject), date);
        Reading { reader, ids: Ids::default(), heard: HashSet::new() }
    }

    fn turn(&mut self, at: usize, turn: &Turn<'_>) {
        let coach = turn.speaker == Speaker::Coach;
        let text = if coach { Text::new(turn.text) } else { Text::hearing(turn.text, &self.heard) };
        if coach {
            self.heard.extend(names::written(&text));
        }
        let reader = &mut self.reader;
        reader.begin_turn(coach, turn.text);
        for (n, range) in text.sentences.iter().enumerate() {
            let words = text.words(range.clone()).trim().to_owned();
            reader.world.reading = (!coach).then_some(Evidence { statement: at, words });
            let units = reader.sentence(&text, range.clone(), n == 0);
            if coach {
                companions::named_with_the_client(reader, &text, range.clone());
                continue;
            }
            let told = ages::read(reader, &text, &units);
            let clauses = Clauses::new(&units, &told);
            events::read(reader, &text, &clauses);
            shifts::read(reader, &text, &clauses);
        }
        reader.world.reading = None;
        if !coach {
            relatives::settle_children(&mut reader.world);
            self.ids.give(&reader.world);
        }
    }
}
