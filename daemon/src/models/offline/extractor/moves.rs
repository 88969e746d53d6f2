//! Moves: who went to live where, and when.

use super::clause::Clauses;
use super::events::{Found, add};
use super::mentions::{How, Mention, Reader, low};
use super::text::Text;
use super::world::{CLIENT, Time, Who};
use sarf_shared::family::{EventKind, kinship};

pub(super) fn moved(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
    let word = clauses.low(at);
    let next = clauses.low(at + 1);
    if clauses.unreal(at)
        || matches!(next, "on" | "me" | "forward" | "past" | "it" | "his" | "the" | "my") && word == "moved"
    {
        return;
    }
    let clause = clauses.clause(at);
    let location = location(text, clauses, at);
    let time = clauses.time(at);
    let near_time = clauses.times.iter().any(|(i, _)| clause.contains(i));
    let to_live = clauses.any(at + 1..at + 5, &["live", "stay"])
        && (at + 1..at + 5).any(|i| clauses.low(i) == "to" && matches!(clauses.low(i + 1), "live" | "stay"));
    // "She came to live with us", "he was sent to live with an aunt": the words say it, dated or not.
    if to_live && matches!(word, "came" | "come" | "went" | "sent") {
        let passive = clauses.any(at.saturating_sub(3)..at, &["was", "were", "got", "been", "is"]);
        let meant = if word == "sent" && !passive { clauses.object(at, 2) } else { clauses.subject(at) };
        let who = meant.filter(|_| !clauses.asks()).and_then(|m| match m.how {
            How::We => Some(CLIENT),
            _ => m.people.first().copied(),
        });
        if let Some(person) = who {
            let found =
                Found { kind: EventKind::Moved, person: Some(person), spouse: None, child: None, time, location };
            add(reader, clauses, at, found);
        }
        return;
    }
    let wanted = match word {
        "sent" => return,
        // Coming and going are moves where they are to a place or home, and dated.
        "came" | "went" | "come" => {
            let way = matches!(next, "over" | "here" | "to" | "out" | "back" | "home" | "down" | "up" | "off" | "away");
            let errand = clauses.any(
                at + 1..at + 5,
                &[
                    "work", "bed", "church", "school", "funeral", "doctor", "hospital", "store", "sleep", "quiet",
                    "wedding", "visit", "see", "holiday", "vacation", "shop", "trip", "war",
                ],
            );
            let home = matches!((next, clauses.low(at + 2)), ("home" | "back", _) | (_, "home")) && word == "came";
            way && !errand
                && near_time
                && time != Time::Unknown
                && (location.is_some() || home || matches!(next, "over" | "here"))
                || word == "came" && matches!(next, "over" | "here") && time != Time::Unknown && location.is_some()
        }
        "moving" | "settled" | "transferred" | "fled" | "headed" => location.is_some() && (near_time || word == "fled"),
        _ => {
            location.is_some()
                || near_time
                || matches!(
                    next,
                    "in" | "out" | "away" | "back" | "here" | "to" | "into" | "across" | "up" | "down" | "over"
                )
        }
    };
    if !wanted || clauses.asks() {
        return;
    }
    let Some(subject) = clauses.subject(at) else { return };
    let person = match subject.how {
        How::We => CLIENT,
        _ => match subject.people.first() {
            Some(who) => *who,
            None => return,
        },
    };
    // "He moved out" is told with the pair.
    let pair_ends = next == "out" && location.is_none() && !reader.world.partners(person).is_empty();
    if pair_ends && person != CLIENT {
        return;
    }
    let spouse = with_whom(reader, clauses, at, subject, person);
    add(
        reader,
        clauses,
        at,
        Found { kind: EventKind::Moved, person: Some(person), spouse, child: None, time, location },
    );
}

/// "Where is she living?" "Tucson. Since 2013.": a place and since when.
pub(super) fn lives_since(reader: &mut Reader, clauses: &Clauses<'_>) {
    let Some(who) = reader.asked_where.filter(|w| *w != CLIENT) else { return };
    let since = (0..clauses.units.len().min(3)).any(|i| clauses.low(i) == "since");
    let Some((at, time)) = clauses.times.first().copied() else { return };
    if since && at <= 3 && clauses.units.iter().all(|u| u.mention().is_none()) {
        reader.asked_where = None;
        add(
            reader,
            clauses,
            at,
            Found { kind: EventKind::Moved, person: Some(who), spouse: None, child: None, time, location: None },
        );
    }
}

/// The partner somebody moved with: "she and Ron moved", "he moved in with Shelly", "my husband and I moved".
fn with_whom(reader: &Reader, clauses: &Clauses<'_>, at: usize, subject: &Mention, person: Who) -> Option<Who> {
    let paired = |w: &Who| reader.world.pair_of(person, *w).is_some();
    let joint = clauses.joint_subject(at).filter(|m| m.people.len() == 2)?.people;
    let _ = subject;
    joint.into_iter().find(|w| *w != person && paired(w))
}

/// The place after "to", "into", "in" or "from".
fn location(text: &Text<'_>, clauses: &Clauses<'_>, at: usize) -> Option<String> {
    let from = clauses.units.get(at)?.tokens.end;
    let mut k = from;
    while k < from + 7 {
        if matches!(low(text, k), "." | ";" | "\n") {
            return None;
        }
        if matches!(low(text, k), "to" | "into" | "in" | "back") {
            let start = if matches!(low(text, k + 1), "the") { k + 2 } else { k + 1 };
            let place = |i: usize| {
                text.tokens.get(i).is_some_and(|t| {
                    t.capital
                        && !t.quoted
                        && !matches!(
                            t.lower.as_str(),
                            "january"
                                | "february"
                                | "march"
                                | "april"
                                | "may"
                                | "june"
                                | "july"
                                | "august"
                                | "september"
                                | "october"
                                | "november"
                                | "december"
                                | "easter"
                                | "christmas"
                        )
                        && super::time::parse(&text.tokens, i, &super::time::Clock::default()).is_none()
                })
            };
            if place(start) && kinship::kin(low(text, start)).is_none() {
                let mut end = start + 1;
                while end < start + 4
                    && (place(end) || (matches!(low(text, end), "." | ",") && place(end + 1) && end == start + 1))
                {
                    end += 1;
                }
                return Some(text.words(start..end).to_owned());
            }
        }
        k += 1;
    }
    None
}
