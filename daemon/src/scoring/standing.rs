//! An answer over many discussions that stands as long as nothing it rests on has changed.
//!
//! What it rests on is kept by discussion, as small things that never change once stored. Where the store's events say that
//! a discussion changed, only what the answer rests on there is read again; where that is what it was, the answer stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sarf_shared::discussion::DiscussionId;

use super::stale::Stale;
use crate::store::Fault;

/// An answer `A` with what it rests on in each discussion, `R`.
#[derive(Debug)]
pub struct Standing<R, A> {
    rests_on: BTreeMap<DiscussionId, R>,
    stale: Stale,
    state: u64,
    answer: Option<Arc<A>>,
}

impl<R, A> Default for Standing<R, A> {
    fn default() -> Self {
        Standing { rests_on: BTreeMap::new(), stale: Stale::All, state: 0, answer: None }
    }
}

/// What is known when an answer is asked for.
#[derive(Debug)]
pub enum Known<A> {
    /// The answer stands.
    Answer(Arc<A>),
    /// It has to be made; with this it can be kept afterwards.
    State(u64),
}

impl<R: PartialEq, A> Standing<R, A> {
    /// Which discussions changed.
    pub fn stale(&mut self) -> &mut Stale {
        &mut self.stale
    }

    /// Reads again what the answer rests on, as far as it may have changed. `candidates` answers the discussions it could
    /// rest on, `look` what it rests on in one of them, if it does.
    pub fn update(
        &mut self,
        candidates: impl FnOnce() -> Result<Vec<DiscussionId>, Fault>,
        mut look: impl FnMut(DiscussionId) -> Result<Option<R>, Fault>,
    ) -> Result<Known<A>, Fault> {
        let before: BTreeSet<DiscussionId> = self.rests_on.keys().copied().collect();
        // Those that were looked at before too: they may be gone.
        for id in self.stale.begin(|| Ok::<_, Fault>(candidates()?.into_iter().chain(before).collect()))? {
            let now = look(id)?;
            if self.rests_on.get(&id) != now.as_ref() {
                self.state += 1;
                self.answer = None;
                match now {
                    Some(now) => drop(self.rests_on.insert(id, now)),
                    None => drop(self.rests_on.remove(&id)),
                }
            }
            self.stale.done(id);
        }
        Ok(match &self.answer {
            Some(answer) => Known::Answer(answer.clone()),
            None => Known::State(self.state),
        })
    }

    /// Keeps an answer that was made from this state, unless something has changed since.
    pub fn keep(&mut self, state: u64, answer: Arc<A>) {
        if self.state == state {
            self.answer = Some(answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: DiscussionId = DiscussionId(1);

    fn ask(of: &mut Standing<u32, &'static str>, now: &BTreeMap<DiscussionId, u32>) -> Known<&'static str> {
        of.update(|| Ok(now.keys().copied().collect()), |id| Ok(now.get(&id).copied())).unwrap()
    }

    fn state(known: Known<&'static str>) -> u64 {
        let Known::State(state) = known else { panic!("there is an answer: {known:?}") };
        state
    }

    #[test]
    fn an_answer_stands_until_what_it_rests_on_is_another() {
        let mut of = Standing::default();
        let mut now = BTreeMap::from([(ONE, 7)]);
        let made = state(ask(&mut of, &now));
        of.keep(made, Arc::new("seven"));
        assert!(matches!(ask(&mut of, &now), Known::Answer(answer) if *answer == "seven"));
        // Touched, and nothing of it changed.
        of.stale().touch(ONE);
        assert!(matches!(ask(&mut of, &now), Known::Answer(_)));
        now.insert(ONE, 8);
        assert!(matches!(ask(&mut of, &now), Known::Answer(_)), "nobody told of a change");
        of.stale().touch(ONE);
        state(ask(&mut of, &now));
        now.clear();
        of.stale().touch_all();
        state(ask(&mut of, &now));
        assert!(of.rests_on.is_empty());
    }

    #[test]
    fn an_answer_made_before_a_change_is_not_kept() {
        let mut of = Standing::default();
        let mut now = BTreeMap::from([(ONE, 7)]);
        let made = state(ask(&mut of, &now));
        now.insert(ONE, 8);
        of.stale().touch(ONE);
        let later = state(ask(&mut of, &now));
        of.keep(made, Arc::new("seven"));
        assert_eq!(state(ask(&mut of, &now)), later);
    }
}
