//! Who a pronoun means: the person last spoken of whom it fits, the subject of a sentence before the others.

use sarf_shared::family::Gender;

use super::world::{CLIENT, Who, World};

/// A mention, for later pronouns.
#[derive(Debug, Clone)]
struct Logged {
    people: Vec<Who>,
    sentence: usize,
    subject: bool,
}

/// The mentions so far, and the sentence being read.
#[derive(Debug, Clone, Default)]
pub struct Salience {
    log: Vec<Logged>,
    sentence: usize,
}

impl Salience {
    /// The next sentence begins.
    pub fn next_sentence(&mut self) {
        self.sentence += 1;
    }

    /// Notes a mention.
    pub fn mention(&mut self, people: &[Who], subject: bool) {
        if people.iter().any(|w| *w != CLIENT) {
            self.log.push(Logged { people: people.to_vec(), sentence: self.sentence, subject });
        }
    }

    /// The person a singular pronoun means. In the sentence being read the latest subject comes first, then the latest
    /// mention; further back, sentence by sentence, the first subject, then the latest mention.
    pub fn one(&self, world: &World, gender: Gender, except: Option<Who>) -> Option<Who> {
        let fits = |logged: &Logged, sure: bool| match logged.people.as_slice() {
            [who] => {
                let who = world.real(*who);
                let known = world.gender(who);
                let right = if sure { known == Some(gender) } else { known.is_none() };
                (who != CLIENT && Some(who) != except && right).then_some(who)
            }
            _ => None,
        };
        let mut sentence = self.sentence;
        let far = sentence.saturating_sub(40);
        loop {
            for sure in [true, false] {
                let here = || self.log.iter().filter(|l| l.sentence == sentence);
                let subject = if sentence == self.sentence {
                    here().rev().filter(|l| l.subject).find_map(|l| fits(l, sure))
                } else {
                    here().filter(|l| l.subject).find_map(|l| fits(l, sure))
                };
                if let Some(found) = subject.or_else(|| here().rev().find_map(|l| fits(l, sure))) {
                    return Some(found);
                }
            }
            if sentence <= far {
                return None;
            }
            sentence -= 1;
        }
    }

    /// The people a plural pronoun means: the last mention of several, or the last two people of the last sentences if
    /// they are a pair.
    pub fn several(&self, world: &World) -> Vec<Who> {
        let near = self.sentence.saturating_sub(6);
        let recent: Vec<&Logged> = self.log.iter().rev().take_while(|l| l.sentence >= near).collect();
        // A pair that is not over comes before one that is.
        for former in [false, true] {
            let mut seen: Vec<Who> = Vec::new();
            let fits = |a: Who, b: Who| {
                world.pair_of(a, b).and_then(|p| world.pairs.get(p)).is_some_and(|p| p.former == former)
            };
            for logged in &recent {
                let people: Vec<Who> = logged.people.iter().map(|w| world.real(*w)).collect();
                match people.as_slice() {
                    [a, b] if former || fits(*a, *b) || world.pair_of(*a, *b).is_none() => return people,
                    [_, _, ..] => return people,
                    _ => {}
                }
                for who in people {
                    if let Some(other) = seen.iter().copied().find(|other| fits(*other, who)) {
                        return vec![who, other];
                    }
                    if who != CLIENT && !seen.contains(&who) {
                        seen.push(who);
                    }
                }
            }
        }
        Vec::new()
    }

    /// The single people of the sentence before, latest first.
    pub fn previous_sentence(&self, world: &World) -> Vec<Who> {
        let before = self.sentence.saturating_sub(1);
        let there = self.log.iter().rev().filter(|l| l.sentence == before);
        there
            .filter_map(|l| match l.people.as_slice() {
                [who] => Some(world.real(*who)),
                _ => None,
            })
            .collect()
    }

    /// The single people of the last so many sentences, each once, latest first.
    pub fn singles(&self, world: &World, sentences: usize) -> Vec<Who> {
        let from = self.sentence.saturating_sub(sentences);
        let mut found = Vec::new();
        for logged in self.log.iter().rev().take_while(|l| l.sentence >= from) {
            if let [who] = logged.people.as_slice()
                && !found.contains(&world.real(*who))
            {
                found.push(world.real(*who));
            }
        }
        found
    }

    /// The single people of the sentence being read, latest first.
    pub fn in_sentence(&self, world: &World) -> Vec<Who> {
        let here = self.log.iter().rev().take_while(|l| l.sentence == self.sentence);
        here.filter_map(|l| match l.people.as_slice() {
            [who] => Some(world.real(*who)),
            _ => None,
        })
        .collect()
    }

    /// Whether somebody was spoken of in the last so many sentences.
    pub fn lately(&self, world: &World, who: Who, sentences: usize) -> bool {
        let from = self.sentence.saturating_sub(sentences);
        self.log.iter().rev().take_while(|l| l.sentence >= from).any(|l| l.people.iter().any(|w| world.real(*w) == who))
    }

    /// How recently somebody was spoken of: higher is later.
    pub fn recency(&self, world: &World, who: Who) -> usize {
        self.log.iter().rposition(|l| l.people.iter().any(|w| world.real(*w) == who)).map_or(0, |at| at + 1)
    }
}
