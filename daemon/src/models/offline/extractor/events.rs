//! Structural events: deaths, and which word is read by whom; births are in `births`, moves in `moves`, pairs in `pairs`.

use sarf_shared::family::{DateCertainty, EventKind, Gender};

use super::ages::{self, Clue};
use super::births::{adopted, baby, born, had, loss, name_of_the_lost};
use super::clause::{self, Clauses};
use super::mentions::{How, Item, Mention, Reader, low};
use super::moves::moved;
use super::pairs;
use super::relative::years_before;
use super::text::Text;
use super::time::{Dated, Grain, When};
use super::world::{CLIENT, Happening, Time, Who};

/// An event as found in a sentence.
#[derive(Debug, Clone)]
pub struct Found {
    /// Kind.
    pub kind: EventKind,
    /// Actor.
    pub person: Option<Who>,
    /// Partner.
    pub spouse: Option<Who>,
    /// Child.
    pub child: Option<Who>,
    /// When.
    pub time: Time,
    /// Where.
    pub location: Option<String>,
}

/// Reads the structural events of a sentence.
pub fn read(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>) {
    for at in 0..clauses.units.len() {
        let Some(unit) = clauses.units.get(at).filter(|u| !u.quoted && !u.mark && u.mention().is_none()) else {
            continue;
        };
        match unit.lower.as_str() {
            "died" | "dies" | "passed" | "killed" | "drowned" | "overdosed" | "dead" | "funeral" | "death"
            | "suicide" | "lost" | "buried" | "life" | "losing" | "lasted" | "gone" | "hanged" | "hung" | "shot"
            | "gassed" | "widowed" | "perished" | "took" | "got" | "make" | "succumbed" => {
                death(reader, text, clauses, at)
            }
            "miscarriage" | "miscarried" | "stillborn" | "stillbirth" | "miscarriages" | "abortion" => {
                loss(reader, clauses, at)
            }
            "born" => born(reader, clauses, at),
            "had" | "have" | "birth" => had(reader, text, clauses, at),
            "along" if clauses.low(at.wrapping_sub(1)) == "came" => born(reader, clauses, at),
            "adopted" => adopted(reader, clauses, at),
            "picked" | "chosen" | "chose" | "named" | "called" | "be" | "been" => {
                name_of_the_lost(reader, text, clauses, at);
            }
            "moved" | "relocated" | "immigrated" | "emigrated" | "moving" | "came" | "fled" | "settled"
            | "transferred" | "come" | "sent" | "headed" => {
                moved(reader, text, clauses, at);
            }
            "went" => {
                death(reader, text, clauses, at);
                moved(reader, text, clauses, at);
            }
            _ => {}
        }
    }
    pairs::read(reader, text, clauses);
    super::moves::lives_since(reader, clauses);
    date_fragment(reader, clauses);
}

/// Adds an event with the words of its sentence; a date and an age for one happening tell a birth.
pub fn add(reader: &mut Reader, clauses: &Clauses<'_>, at: usize, found: Found) {
    let Found { kind, person, spouse, child, time, location } = found;
    if let Some(dated) = clause::dated(time)
        && reader.clock.today.is_some_and(|today| dated.day > today)
    {
        return;
    }
    // "Before my folks were married" places something else; its time is not this event's.
    let own = clauses.clause(at);
    if matches!(clauses.low(own.start), "before" | "until" | "till")
        && !clauses.times.iter().any(|(i, _)| own.contains(i))
    {
        return;
    }
    if let (Some(dated), Some((who, age))) = (clause::dated(time), clauses.age_near(at))
        && dated.grain <= Grain::Year
        && !dated.guessed
    {
        ages::tell(&mut reader.world, who, Clue::Aged(age, ages::middle(dated)));
    }
    let at = reader.world.happen(Happening {
        kind,
        person,
        spouse,
        child,
        time,
        description: String::new(),
        location,
        coded: None,
        confidence: if time == Time::Unknown { 0.6 } else { 0.8 },
        gone: false,
        evidence: Vec::new(),
    });
    reader.last_event = Some(at);
}

/// So many years before the talk.
pub fn years_ago(reader: &Reader, years: f64) -> Option<Time> {
    let day = years_before(reader.clock.today?, years)?;
    Some(Time::On(Dated::new(day, DateCertainty::Approximate, Grain::Year)))
}

pub(super) fn single(mention: Option<&Mention>) -> Option<Who> {
    mention.filter(|m| m.people.len() == 1 && m.how != How::We).and_then(|m| m.people.first().copied())
}

pub(super) fn owner_before(clauses: &Clauses<'_>, at: usize) -> Option<Who> {
    (at.saturating_sub(3)..at).rev().find_map(|i| {
        let mention = clauses.units.get(i)?.mention().filter(|m| m.owner)?;
        single(Some(mention))
    })
}

fn death(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
    let next = clauses.low(at + 1);
    let who = match clauses.low(at) {
        "died" | "dies" | "drowned" | "overdosed" => single(clauses.subject(at)),
        "lasted" => matches!(next, "till" | "until").then(|| single(clauses.subject(at))).flatten(),
        "passed" => {
            let timed = (at + 1..at + 3).any(|i| matches!(clauses.units.get(i).map(|u| &u.item), Some(Item::Time(_))));
            let out = matches!(
                next,
                "away" | "on" | "." | "," | "in" | "at" | "when" | "suddenly" | "" | "last" | "before" | "a"
            ) || timed;
            out.then(|| single(clauses.subject(at))).flatten()
        }
        "killed" => {
            let passive = clauses.any(at.saturating_sub(3)..at, &["was", "got", "were"]);
            let himself = matches!(next, "himself" | "herself");
            (passive || himself).then(|| single(clauses.subject(at))).flatten()
        }
        "perished" | "succumbed" => single(clauses.subject(at)),
        // "Gran went in 2011", "when he went, the house was sold", "she went first": no way and no errand after it.
        "went" => {
            let timed = (at + 1..at + 3).any(|i| matches!(clauses.units.get(i).map(|u| &u.item), Some(Item::Time(_))));
            let small = matches!(next, "in" | "on" | "the" | "last" | "this" | "just" | "that");
            let last = matches!(next, "peacefully" | "suddenly" | "first" | "quick" | "quickly")
                || matches!(clauses.units.get(at + 1).map(|u| &u.item), Some(Item::Time(_)))
                || small && timed
                || (next == "," || next == ".") && clauses.low(clauses.clause(at).start) == "when"
                || next == "the" && clauses.low(at + 2) == "same";
            let who = single(clauses.subject(at)).filter(|_| last && clauses.time(at) != Time::Unknown);
            // Whoever is spoken of as living went somewhere.
            who.filter(|_| !clauses.any(at.saturating_sub(2)..at, &["i", "we", "all"]))
        }
        // "He's gone." and "Earline's gone too", not "he's gone quiet" or "gone to Ohio".
        "gone" => {
            let is = matches!(clauses.low(at.wrapping_sub(1)), "'s" | "is" | "was" | "are" | "been")
                && !clauses.any(at.saturating_sub(3)..at, &["had", "'d", "have", "has"]);
            let ends = matches!(next, "." | "," | "" | "now" | "too" | "-" | "!" | "since" | "long")
                && !(next == "now" && clauses.low(at + 2) == "to");
            (is && ends).then(|| single(clauses.subject(at)).or_else(|| copula_owner(clauses, at))).flatten()
        }
        "hanged" | "hung" | "shot" | "gassed" => {
            let own = matches!(next, "himself" | "herself");
            let passive = clauses.low(at) == "shot" && clauses.any(at.saturating_sub(2)..at, &["was", "got"]);
            (own || passive).then(|| single(clauses.subject(at))).flatten()
        }
        "widowed" => single(clauses.subject(at)).and_then(|who| pairs::partner(reader, who)),
        // "He didn't make it" is a death told by a denial.
        "make" => {
            let not = matches!(clauses.low(at.wrapping_sub(1)), "didn't" | "never");
            (not && next == "it" && matches!(clauses.low(at + 2), "." | "," | "" | "-"))
                .then(|| single(clauses.subject(at)))
                .flatten()
        }
        // "The cancer took him", "it was the drink got her".
        "took" | "got" => {
            const CAUSES: [&str; 14] = [
                "cancer",
                "covid",
                "stroke",
                "heart",
                "lungs",
                "liver",
                "drink",
                "flu",
                "pneumonia",
                "war",
                "booze",
                "sea",
                "leukemia",
                "tb",
            ];
            let pronoun = matches!(next, "him" | "her")
                && matches!(clauses.low(at + 2), "." | "," | "" | "in" | "when" | "at" | "-");
            let cause = clauses.any(at.saturating_sub(3)..at, &CAUSES);
            (pronoun && cause).then(|| single(clauses.units.get(at + 1).and_then(|u| u.mention()))).flatten()
        }
        "dead" => {
            let is =
                clauses.any(at.saturating_sub(3)..at, &["'s", "is", "was", "been", "'re", "are", "dropped", "found"]);
            is.then(|| single(clauses.subject(at)).or_else(|| copula_owner(clauses, at))).flatten()
        }
        "suicide" => clauses
            .any(at.saturating_sub(3)..at, &["committed", "by", "attempted"])
            .then(|| single(clauses.subject(at)))
            .flatten(),
        "life" => clauses
            .any(at.saturating_sub(3)..at, &["took"])
            .then(|| single(clauses.subject(at)))
            .flatten()
            .filter(|_| clauses.any(at.saturating_sub(2)..at, &["own"])),
        "funeral" | "death" => {
            owner_before(clauses, at).or_else(|| (next == "of").then(|| single(clauses.object(at, 4))).flatten())
        }
        "lost" | "losing" | "buried" => {
            let object = clauses.object(at, 3);
            let between = clauses.units.get(at + 1).is_some_and(|u| u.mention().is_some());
            let next_word =
                text.tokens.get(clauses.units.get(at).map_or(0, |u| u.tokens.end)).map_or("", |t| t.lower.as_str());
            if matches!(next_word, "a" | "the" | "our" | "her" | "my" | "twins" | "another" | "one" | "that")
                && baby(clauses, at)
            {
                return loss(reader, clauses, at);
            }
            let adult = object.filter(|m| m.how == How::Named || clauses.time(at) != Time::Unknown);
            between.then(|| single(adult)).flatten()
        }
        _ => None,
    };
    let Some(who) = who.filter(|w| *w != CLIENT) else { return };
    if clauses.unreal(at) && clauses.low(at) != "make" || clauses.asks() {
        return;
    }
    // A miscarried child does not die a second time.
    if matches!(reader.world.gender(who), Some(Gender::Miscarriage | Gender::Abortion)) {
        return;
    }
    if let Some(human) = reader.world.human_mut(who) {
        human.dead = true;
    }
    let mut time = clauses.time(at);
    // "He died when I was two": the age is the client's; "at 72" is the dead one's.
    if let Time::AtAge(aged, _) = time
        && reader.world.real(aged) == reader.world.real(who)
        && ages::born(&reader.world, who).is_none()
    {
        time = Time::Unknown;
    }
    add(
        reader,
        clauses,
        at,
        Found { kind: EventKind::Death, person: Some(who), spouse: None, child: None, time, location: None },
    );
    if let (Some(age), Some(dated)) = (age_at_death(text, clauses, at), clause::dated(time)) {
        ages::tell(&mut reader.world, who, Clue::Aged(age, ages::middle(dated)));
    }
}

/// "Died at 72", "at the age of seventy-two".
fn age_at_death(text: &Text<'_>, clauses: &Clauses<'_>, at: usize) -> Option<f64> {
    let from = clauses.units.get(at)?.tokens.end;
    for k in from..from + 6 {
        if low(text, k) != "at" {
            continue;
        }
        let start = match (low(text, k + 1), low(text, k + 2), low(text, k + 3)) {
            ("the", "age", "of") => k + 4,
            ("age", ..) => k + 2,
            _ => k + 1,
        };
        let (age, used) = super::numbers::count(text.tokens.get(start..)?)?;
        let article = matches!(low(text, start), "a" | "an" | "few" | "couple");
        return (!article && age > 1.0 && !matches!(low(text, start + used), "am" | "o'clock" | "in")).then_some(age);
    }
    None
}

/// "My dad's dead": the owner is the subject.
fn copula_owner(clauses: &Clauses<'_>, at: usize) -> Option<Who> {
    (at.saturating_sub(3)..at).rev().find_map(|i| single(clauses.units.get(i)?.mention()))
}

/// A sentence that is little more than a date gives it to the event just told ("They split. August of '99.").
fn date_fragment(reader: &mut Reader, clauses: &Clauses<'_>) {
    const SMALL: [&str; 24] = [
        "it", "was", "in", "that", "on", "around", "about", "maybe", "so", "like", "i", "think", "the", "of", "right",
        "no", "wait", "sorry", "actually", "or", "early", "late", "back", "then",
    ];
    // "He's gone. Lung cancer, February 2011.": a few words without a person or a verb.
    let verbless = clauses.units.len() <= 9
        && reader.last_event.and_then(|at| reader.world.happenings.get(at)).is_some_and(|h| h.time == Time::Unknown)
        && clauses
            .units
            .iter()
            .all(|u| u.mark || matches!(u.item, Item::Time(_)) || u.mention().is_none() && !clause::is_verb(&u.lower));
    let only_date = verbless
        || clauses.units.iter().all(|u| {
            u.mark
                || matches!(u.item, Item::Time(_))
                || SMALL.contains(&u.lower.as_str())
                || u.mention().is_some_and(|m| m.how == How::First)
        });
    let dated = clauses.units.iter().rev().find_map(|u| match u.item {
        Item::Time(When::On(dated)) => Some(dated),
        _ => None,
    });
    let (true, Some(dated), Some(at)) = (only_date, dated, reader.last_event) else { return };
    let corrects = clauses.any(0..clauses.units.len(), &["no", "wait", "sorry", "actually"]);
    let words = reader.world.reading.clone();
    let Some(event) = reader.world.happenings.get_mut(at) else { return };
    let replace = match event.time {
        Time::On(known) => corrects || dated.grain < known.grain,
        Time::AtAge(who, age) => {
            let day = ages::middle(dated);
            event.time = Time::On(dated);
            event.evidence.extend(words.clone());
            ages::tell(&mut reader.world, who, Clue::Aged(age, day));
            return;
        }
        Time::Unknown => true,
    };
    if replace {
        event.time = Time::On(dated);
        event.evidence.extend(words);
    }
}
