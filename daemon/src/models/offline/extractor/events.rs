//! Structural events: births, adoptions, deaths, moves, losses of pregnancies; pair events are in `pairs`.

use sarf_shared::family::kinship::{self, Step, Tie};
use sarf_shared::family::{DateCertainty, EventKind, Gender};

use super::ages::{self, Clue};
use super::clause::{self, Clauses};
use super::mentions::{How, Item, Mention, Reader, Unit, low};
use super::name_words::name_at;
use super::names;
use super::pairs;
use super::relatives::{self, Said};
use super::text::Text;
use super::time::{Dated, Grain, When, years_before};
use super::world::{CLIENT, Happening, Human, Time, Who};

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
            | "suicide" | "lost" | "buried" | "life" | "losing" | "lasted" => death(reader, text, clauses, at),
            "miscarriage" | "miscarried" | "stillborn" | "stillbirth" | "miscarriages" | "abortion" => {
                loss(reader, clauses, at)
            }
            "born" => born(reader, clauses, at),
            "had" | "have" | "birth" => had(reader, text, clauses, at),
            "along" if clauses.low(at.wrapping_sub(1)) == "came" => born(reader, clauses, at),
            "adopted" => adopted(reader, clauses, at),
            "moved" | "relocated" | "immigrated" | "emigrated" | "moving" | "came" | "fled" | "settled"
            | "transferred" => {
                moved(reader, text, clauses, at);
            }
            _ => {}
        }
    }
    pairs::read(reader, text, clauses);
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

fn single(mention: Option<&Mention>) -> Option<Who> {
    mention.filter(|m| m.people.len() == 1 && m.how != How::We).and_then(|m| m.people.first().copied())
}

fn owner_before(clauses: &Clauses<'_>, at: usize) -> Option<Who> {
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
            let timed = matches!(clauses.units.get(at + 1).map(|u| &u.item), Some(Item::Time(_)));
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
        "dead" => {
            let is = clauses.any(at.saturating_sub(3)..at, &["'s", "is", "was", "been", "'re", "are"]);
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
    if clauses.unreal(at) || clauses.asks() {
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

fn baby(clauses: &Clauses<'_>, at: usize) -> bool {
    clauses.any(at + 1..at + 6, &["baby", "babies", "pregnancy", "boy", "girl", "child", "twins", "infant", "newborn"])
        || clauses.units.get(at + 1..(at + 4).min(clauses.units.len())).unwrap_or_default().iter().any(|u| {
            // "Lost the baby" may have been read as somebody's child.
            u.mention().is_some_and(|m| m.how == How::Named && m.people.is_empty())
        })
}

/// A pregnancy that was lost: a child of that gender, with a birth (FACTS section 1).
fn loss(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
    if clauses.unreal(at) || clauses.asks() {
        return;
    }
    let word = clauses.low(at);
    let owner = owner_before(clauses, at).filter(|_| word.starts_with("miscarriage") || word == "abortion");
    let subject = clauses.subject(at);
    let parent = match (owner, subject) {
        (Some(owner), _) => Some(owner),
        (None, Some(m)) if m.how == How::We => Some(CLIENT),
        (None, m) => single(m).or_else(|| m.and_then(|m| m.people.first().copied())),
    };
    let Some(parent) = parent else { return };
    let gender = if word == "abortion" { Gender::Abortion } else { Gender::Miscarriage };
    let time = clauses.time(at);
    let same = reader.world.people.iter().enumerate().position(|(w, h)| {
        h.merged.is_none() && h.gender == Some(gender) && reader.world.children(parent).contains(&w)
    });
    let child = match same {
        Some(child) => child,
        None => {
            let path = reader.world.human(parent).and_then(|h| h.path.clone()).map(|mut p| {
                p.push(Step::new(Tie::Loss, Some(gender)));
                p
            });
            let child = reader.world.add(Human { gender: Some(gender), path, ..Human::default() });
            let all = reader.world.partners(parent);
            let pair =
                all.iter().find(|(_, pair)| reader.world.has_children(*pair)).or(all.last()).map(|(_, pair)| *pair);
            if let Some(human) = reader.world.human_mut(child) {
                match pair {
                    Some(pair) => {
                        human.parents = Some(pair);
                        human.assumed = Some(parent);
                    }
                    None => human.loose.push((parent, Step::new(Tie::Child, None))),
                }
            }
            child
        }
    };
    birth(reader, clauses, at, child, time);
}

/// A birth: the child's birth clue; the event is made from clues when the world is read out.
fn birth(reader: &mut Reader, clauses: &Clauses<'_>, at: usize, child: Who, time: Time) {
    let clue = match time {
        Time::On(dated) => Some(Clue::Born(dated)),
        Time::AtAge(who, age) if reader.world.real(who) != reader.world.real(child) => Some(Clue::WhenAged(who, age)),
        _ => None,
    };
    if let Some(clue) = clue {
        ages::tell(&mut reader.world, child, clue);
        if let (Some(dated), Some((who, age))) = (clause::dated(time), clauses.age_near(at))
            && reader.world.real(who) != reader.world.real(child)
            && dated.grain <= Grain::Year
        {
            ages::tell(&mut reader.world, who, Clue::Aged(age, ages::middle(dated)));
        }
    } else {
        reader.world.say_birth(child);
    }
}

fn born(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
    // "Before I was born" places something else.
    let clause = clauses.clause(at);
    if clauses.unreal(at)
        || clauses.any(clause.start..at, &["before", "until", "till", "since", "after", "when"])
            && clauses.time(at) == Time::Unknown
    {
        return;
    }
    let Some(subject) = clauses.subject(at) else { return };
    if matches!(subject.how, How::We) {
        return;
    }
    let time = clauses.time(at);
    let children = subject.people.clone();
    let single = children.len() == 1;
    for child in children {
        birth(reader, clauses, at, child, if single { time } else { Time::Unknown });
    }
}

/// "They had Mason when I was fourteen", "she gave birth to Tom in 1999", "we had our son in 2012".
fn had(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
    let word = clauses.low(at);
    if clauses.unreal(at) || (word == "birth" && clauses.low(at.wrapping_sub(1)) != "gave") {
        return;
    }
    if word == "have" && !clauses.any(at.saturating_sub(2)..at, &["to", "didn't"]) {
        return;
    }
    let Some(subject) = clauses.subject(at) else { return };
    let parents: Vec<Who> = match subject.how {
        How::We => std::iter::once(CLIENT).chain(pairs::partner(reader, CLIENT)).collect(),
        _ => subject.people.clone(),
    };
    let Some(parent) = parents.first().copied() else { return };
    let mut k = clauses.units.get(at).map_or(0, |u| u.tokens.end);
    if low(text, k) == "to" {
        k += 1;
    }
    let time = clauses.time(at);
    // Somebody already known as a child of the subject.
    if let Some(child) = clauses.units.get(at + 1).and_then(Unit::mention).and_then(|m| single(Some(m))) {
        if reader.world.children(parent).contains(&child) && time != Time::Unknown {
            birth(reader, clauses, at, child, time);
        }
        return;
    }
    let Some((name, _)) = name_at(text, k, text.tokens.len(), true) else { return };
    let sure = parents.len() > 1 || time != Time::Unknown || names::is_given(&name.given);
    if !sure
        || !reader.world.named(&name.given).is_empty()
        || matches!(low(text, k + 1), "'s" | "over" | "on" | "there")
    {
        return;
    }
    let row = match names::gender(&name.given) {
        Some(Gender::Female) => "daughter",
        Some(Gender::Male) => "son",
        _ => "child",
    };
    // The anchor is the parent on whose other pair the child is: "they" are Kurt and Shelly.
    let said = Said { name: Some(name), another: true, ..Said::default() };
    let Some(child) =
        kinship::kin(row).and_then(|row| relatives::relative(&mut reader.world, parent, row, &said, true))
    else {
        return;
    };
    if let [a, b] = parents.as_slice() {
        let pair = reader.world.bond(*a, *b, None);
        if let Some(human) = reader.world.human_mut(child) {
            human.parents = Some(pair);
            human.assumed = None;
        }
    }
    reader.salience.mention(&[child], false);
    birth(reader, clauses, at, child, time);
}

fn adopted(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
    if clauses.unreal(at) {
        return;
    }
    let passive = clauses.any(at.saturating_sub(3)..at, &["was", "got", "were", "is", "been", "'s"]);
    let subject = clauses.subject(at);
    let time = clauses.time(at);
    let (person, child) = if passive {
        let by = (at + 1..at + 4)
            .find(|i| clauses.low(*i) == "by")
            .and_then(|i| clauses.object(i, 3))
            .and_then(|m| single(Some(m)));
        (by, single(subject))
    } else {
        let parent = subject.and_then(|m| if m.how == How::We { Some(CLIENT) } else { m.people.first().copied() });
        (parent, single(clauses.object(at, 4)))
    };
    let Some(child) = child else { return };
    add(
        reader,
        clauses,
        at,
        Found { kind: EventKind::Adopted, person, spouse: None, child: Some(child), time, location: None },
    );
}

fn moved(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
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
    let wanted = match word {
        "came" => {
            matches!(next, "over" | "here" | "to")
                && (location.is_some() || matches!(next, "over" | "here"))
                && time != Time::Unknown
        }
        "moving" | "settled" | "transferred" | "fled" => location.is_some() && (near_time || word == "fled"),
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
    add(
        reader,
        clauses,
        at,
        Found { kind: EventKind::Moved, person: Some(person), spouse: None, child: None, time, location },
    );
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

/// A sentence that is little more than a date gives it to the event just told ("They split. August of '99.").
fn date_fragment(reader: &mut Reader, clauses: &Clauses<'_>) {
    const SMALL: [&str; 24] = [
        "it", "was", "in", "that", "on", "around", "about", "maybe", "so", "like", "i", "think", "the", "of", "right",
        "no", "wait", "sorry", "actually", "or", "early", "late", "back", "then",
    ];
    let only_date = clauses.units.iter().all(|u| {
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
