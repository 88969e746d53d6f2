//! Separations and divorces: who parted from whom, and when.

use sarf_shared::family::EventKind;
use sarf_shared::family::kinship::{Step, Tie};

use super::clause::Clauses;
use super::mentions::{How, Reader};
use super::pairs::{happened, known_two, owner, partner};
use super::world::{CLIENT, Happening, Time, Who};

pub(super) fn divorced(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
    // "There was no divorce."
    if clauses.unreal(at) || clauses.any(at.saturating_sub(2)..at, &["no"]) {
        return;
    }
    let time = clauses.time(at);
    let noun = clauses.low(at) == "divorce"
        && matches!(clauses.low(at.wrapping_sub(1)), "the" | "'s" | "my" | "their" | "our" | "her" | "his" | "a");
    let pair = if noun || clauses.low(at) == "divorce" {
        match owner(clauses, at) {
            Some(owner) => known_two(reader, clauses, at, Some(owner)),
            None => subject_pair(reader, clauses, at).or_else(|| last_broken(reader)),
        }
    } else {
        known_two(reader, clauses, at, clauses.joint_subject(at).as_ref())
    };
    if let Some((a, b)) = pair {
        happened(reader, clauses, at, EventKind::Divorced, a, b, time);
    }
}

/// "It was final in May", "the papers were finalised last year": the divorce of whoever is parting.
pub(super) fn finalised(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
    let time = clauses.time(at);
    let of_it = clauses.any(at.saturating_sub(4)..at, &["it", "divorce", "papers", "decree"]);
    let told = of_it && time != Time::Unknown && !clauses.unreal(at);
    let former = || {
        let all = reader.world.partners(CLIENT);
        all.into_iter().rev().find(|(_, pair)| reader.world.pairs.get(*pair).is_some_and(|p| p.former))
    };
    let parting = |h: &&Happening| !h.gone && matches!(h.kind, EventKind::Separated | EventKind::Divorced);
    let last = reader.world.happenings.iter().rev().find(parting).and_then(|h| Some((h.person?, h.spouse?)));
    let lately = last.filter(|(a, b)| {
        [*a, *b].into_iter().all(|w| w == CLIENT || reader.salience.lately(&reader.world, reader.world.real(w), 8))
    });
    let pair = lately.or_else(|| former().map(|(other, _)| (CLIENT, other)));
    if let (true, Some((a, b))) = (told, pair) {
        happened(reader, clauses, at, EventKind::Divorced, a, b, time);
    }
}

fn subject_pair(reader: &Reader, clauses: &Clauses<'_>, at: usize) -> Option<(Who, Who)> {
    let subject = clauses.subject(at).filter(|m| m.people.len() == 2 || m.how == How::We)?;
    known_two(reader, clauses, at, Some(subject))
}

/// The pair spoken of as separated last.
fn last_broken(reader: &Reader) -> Option<(Who, Who)> {
    let events = reader.world.happenings.iter().rev();
    let separated = events.filter(|h| !h.gone && matches!(h.kind, EventKind::Separated | EventKind::Divorced));
    separated.filter_map(|h| Some((h.person?, h.spouse?))).next().or_else(|| {
        let (a, b) = reader.world.ends(reader.world.human(CLIENT)?.parents?)?;
        Some((a, b))
    })
}

pub(super) fn separated(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
    if clauses.unreal(at)
        || matches!(clauses.low(at + 1), "the" | "between" | "into" | "from" | "second" | "it")
            && clauses.low(at) == "split"
    {
        return;
    }
    let time = clauses.time(at);
    let pair = if clauses.low(at) == "separation" {
        match owner(clauses, at) {
            Some(owner) => known_two(reader, clauses, at, Some(owner)),
            None => last_broken(reader),
        }
    } else {
        // "She split from him"; otherwise the pair must be known: brothers can split up, too.
        known_two(reader, clauses, at, clauses.joint_subject(at).as_ref())
            .filter(|(a, b)| reader.world.pair_of(*a, *b).is_some())
    };
    if let Some((a, b)) = pair {
        happened(reader, clauses, at, EventKind::Separated, a, b, time);
    }
}

/// "My dad left when I was six", "she kicked him out", "he moved out".
pub(super) fn left(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
    if clauses.unreal(at) {
        return;
    }
    let word = clauses.low(at);
    let clause = clauses.clause(at);
    // "I'm leaving something out", "he moved out to Denver".
    if word == "leaving"
        || matches!(word, "moved" | "walked")
            && (at + 1..at + 5).any(|i| clauses.low(i) == "out" && clauses.low(i + 1) == "to")
    {
        return;
    }
    let out = clauses.any(at + 1..(at + 4).min(clause.end), &["out"]);
    if matches!(word, "walked" | "kicked" | "threw" | "moved") && !out {
        return;
    }
    let Some(subject) = clauses.subject(at).filter(|m| m.people.len() == 1 && m.how != How::We) else { return };
    let Some(who) = subject.people.first().copied() else { return };
    let object = clauses.object(at, 3).and_then(|m| m.people.first().copied()).filter(|o| *o != who);
    let partners: Vec<Who> = reader.world.partners(who).into_iter().map(|(w, _)| w).collect();
    let other = match object {
        Some(object) if partners.contains(&object) => Some(object),
        // "He left us", "he left when I was two".
        Some(CLIENT) | None => {
            let next = clauses.low(at + 1);
            let plain = object.is_some()
                || out
                || matches!(next, "when" | "." | "," | "for" | "" | "and" | "again" | "in" | "after" | "the" | "home")
                || matches!(clauses.times.first(), Some((i, _)) if *i > at && *i <= at + 2);
            let for_good = word != "left" || clauses.any(at + 1..at + 4, &["good"]);
            let parent = reader.world.tied(CLIENT, Step::new(Tie::Parent, None)).contains(&who);
            // The client's own leaving is told with whom he left.
            let plain = plain && who != CLIENT;
            let home = clauses.low(at + 1) == "the" && !matches!(clauses.low(at + 2), "house" | "family" | "marriage");
            (plain && !home && (for_good || (parent && clauses.time(at) != Time::Unknown)))
                .then(|| partner(reader, who))
                .flatten()
        }
        Some(_) => None,
    };
    if let Some(other) = other {
        let time = clauses.time(at);
        happened(reader, clauses, at, EventKind::Separated, who, other, time);
    }
}
