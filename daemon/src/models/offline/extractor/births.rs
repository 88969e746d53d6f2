//! Births, adoptions and pregnancies that were lost.

use sarf_shared::family::kinship::{self, Step, Tie};
use sarf_shared::family::{EventKind, Gender};

use super::ages::{self, Clue};
use super::clause::{self, Clauses};
use super::events::{Found, add, owner_before, single};
use super::mentions::{How, Reader, Unit, low};
use super::name_words::name_at;
use super::names;
use super::pairs;
use super::relatives::{self, Said};
use super::text::Text;
use super::time::Grain;
use super::world::{CLIENT, Human, Time, Who};

pub(super) fn baby(clauses: &Clauses<'_>, at: usize) -> bool {
    clauses.any(at + 1..at + 6, &["baby", "babies", "pregnancy", "boy", "girl", "child", "twins", "infant", "newborn"])
        || clauses.units.get(at + 1..(at + 4).min(clauses.units.len())).unwrap_or_default().iter().any(|u| {
            // "Lost the baby" may have been read as somebody's child.
            u.mention().is_some_and(|m| m.how == How::Named && m.people.is_empty())
        })
}

/// A pregnancy that was lost: a child of that gender, with a birth (FACTS section 1).
pub(super) fn loss(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
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

/// "She lost a baby. They'd already picked Asa.", "he would have been Asa": the name a lost child was to have, told in the
/// same breath as the loss.
pub(super) fn name_of_the_lost(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
    let meant = match clauses.low(at) {
        "be" => clauses.low(at.wrapping_sub(1)) == "to",
        "been" => matches!(clauses.low(at.wrapping_sub(1)), "have" | "'ve"),
        _ => true,
    };
    let now = reader.world.reading.as_ref().map(|r| r.statement);
    let lost = reader.world.people.iter().rposition(|h| {
        h.merged.is_none()
            && h.given.is_none()
            && matches!(h.gender, Some(Gender::Miscarriage | Gender::Abortion))
            && h.evidence.last().map(|e| e.statement) == now
    });
    let (true, Some(lost), Some(unit)) = (meant, lost, clauses.units.get(at)) else { return };
    let mut k = unit.tokens.end;
    while matches!(low(text, k), "him" | "her" | "it" | "the" | "name" | "out" | "on" | "a" | "called" | "named" | ",")
    {
        k += 1;
    }
    if let Some((name, _)) = name_at(text, k, text.tokens.len(), true)
        && reader.world.named(&name.given).is_empty()
    {
        reader.world.name(lost, &name.given, name.last.as_deref());
    }
}

/// A birth: the child's birth clue; the event is made from clues when the world is read out.
pub(super) fn birth(reader: &mut Reader, clauses: &Clauses<'_>, at: usize, child: Who, time: Time) {
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

pub(super) fn born(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
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
    let time = clauses.own_time(at);
    let children = subject.people.clone();
    let single = children.len() == 1;
    for child in children {
        birth(reader, clauses, at, child, if single { time } else { Time::Unknown });
    }
}

/// "They had Mason when I was fourteen", "she gave birth to Tom in 1999", "we had our son in 2012".
pub(super) fn had(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
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
    let time = clauses.own_time(at);
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

pub(super) fn adopted(reader: &mut Reader, clauses: &Clauses<'_>, at: usize) {
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
