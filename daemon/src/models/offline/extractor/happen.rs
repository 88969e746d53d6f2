//! Adding events to the world: the same event told twice is one, with the finer date and all that was said of it.

use sarf_shared::family::EventKind;

use super::time::Grain;
use super::world::{Coded, Happening, Time, Who, World, note};

impl World {
    /// Adds an event, or adds what is new to the same event told before. Gives its number.
    pub fn happen(&mut self, new: Happening) -> usize {
        let same = (0..self.happenings.len()).find(|i| self.happenings.get(*i).is_some_and(|h| self.same(h, &new)));
        let reading = self.reading.clone();
        let Some(at) = same else {
            let evidence = reading.into_iter().collect();
            self.happenings.push(Happening { evidence, ..new });
            return self.happenings.len() - 1;
        };
        if let Some(known) = self.happenings.get_mut(at) {
            known.spouse = known.spouse.or(new.spouse);
            known.child = known.child.or(new.child);
            known.location = known.location.take().or(new.location);
            if finer(new.time, known.time) {
                known.time = new.time;
            }
            known.confidence = known.confidence.max(new.confidence);
            if let Some(reading) = reading {
                note(&mut known.evidence, reading);
            }
        }
        at
    }

    /// Whether two tellings are of one event.
    fn same(&self, known: &Happening, new: &Happening) -> bool {
        let real = |w: Option<Who>| w.map(|w| self.real(w));
        if known.gone || known.kind != new.kind {
            return false;
        }
        let pair = |h: &Happening| {
            let (a, b) = (real(h.person), real(h.spouse));
            (a.min(b), a.max(b))
        };
        match new.kind {
            EventKind::Birth | EventKind::Adopted => real(known.child) == real(new.child),
            EventKind::Death => real(known.person) == real(new.person),
            EventKind::Bonded | EventKind::Married | EventKind::Separated | EventKind::Divorced => {
                pair(known) == pair(new)
            }
            EventKind::Moved => real(known.person) == real(new.person) && close(known.time, new.time, 400),
            EventKind::Shift => {
                real(known.person) == real(new.person)
                    && self.same_code(known.coded.as_ref(), new.coded.as_ref())
                    && close(known.time, new.time, 120)
            }
        }
    }

    fn same_code(&self, a: Option<&Coded>, b: Option<&Coded>) -> bool {
        match (a, b) {
            (Some(Coded::Relationship(k, t, _)), Some(Coded::Relationship(l, u, _))) => {
                k == l
                    && (t.is_empty()
                        || u.is_empty()
                        || t.iter().any(|x| u.iter().any(|y| self.real(*x) == self.real(*y))))
            }
            (a, b) => a == b,
        }
    }
}

fn finer(new: Time, old: Time) -> bool {
    match (new, old) {
        (Time::Unknown, _) => false,
        (_, Time::Unknown) => true,
        (Time::On(new), Time::On(old)) => new.grain < old.grain,
        (Time::On(new), Time::AtAge(..)) => new.grain <= Grain::Year,
        (Time::AtAge(..), _) => false,
    }
}

/// Whether two times may be the same; an unknown one may be any.
fn close(a: Time, b: Time, days: i64) -> bool {
    match (a, b) {
        (Time::On(a), Time::On(b)) => (a.day - b.day).num_days().abs() <= days,
        (Time::AtAge(p, a), Time::AtAge(q, b)) => p == q && (a - b).abs() < 1.0,
        _ => true,
    }
}
