//! Marriages, separations, divorces and beginnings of pairs, from the words for them.

use sarf_shared::family::kinship::{self, Step, Tie};
use sarf_shared::family::{EventKind, Gender};

use super::clause::{self, Clauses};
use super::companions;
use super::events::{self, Found};
use super::mentions::{How, Mention, Reader, low};
use super::name_words::name_at;
use super::names;
use super::partings;
use super::relatives::{self, Name};
use super::text::Text;
use super::world::{CLIENT, Time, Who};

/// Reads the pair events of a sentence.
pub fn read(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>) {
    married_to(reader, text, clauses);
    for at in 0..clauses.units.len() {
        let Some(unit) = clauses.units.get(at).filter(|u| !u.quoted && !u.mark && u.mention().is_none()) else {
            continue;
        };
        match unit.lower.as_str() {
            "married" | "marry" | "marries" | "remarried" | "remarry" | "wed" | "eloped" | "wedding" | "marrying" => {
                married(reader, text, clauses, at);
            }
            "divorced" | "divorce" | "divorcing" | "divorces" => partings::divorced(reader, clauses, at),
            "final" | "finalized" | "finalised" => partings::finalised(reader, clauses, at),
            "separated" | "split" | "splitting" | "separation" | "separate" => partings::separated(reader, clauses, at),
            "broke" | "break" | "broken" if matches!(clauses.low(at + 1), "up" | "it") => {
                partings::separated(reader, clauses, at)
            }
            "left" | "leaves" | "leaving" | "walked" | "kicked" | "threw" | "moved" => {
                partings::left(reader, clauses, at)
            }
            "woman" | "girl" | "lady" | "man" | "guy" | "bloke" | "fella" | "fellow" => {
                companions::companion(reader, text, clauses, at);
            }
            "engaged" | "dating" | "met" | "together" | "engagement" | "proposed" => bonded(reader, text, clauses, at),
            _ => {}
        }
    }
}

/// "Is Judy married?" "Was. To a guy named Phil.": a fragment that tells to whom.
fn married_to(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>) {
    let Some(who) = reader.asked_married else { return };
    let Some(at) = (0..clauses.units.len().min(4)).find(|i| clauses.low(*i) == "to") else { return };
    if !(0..at).all(|i| {
        clauses.units.get(i).is_some_and(|u| u.mark)
            || matches!(clauses.low(i), "was" | "yes" | "yeah" | "is" | "she" | "he")
    }) {
        return;
    }
    let (name, gender) = match introduced(text, clauses, at, None) {
        Some((name, gender)) => (name, Some(gender)),
        None => match clauses.units.get(at).and_then(|u| name_at(text, u.tokens.end, text.tokens.len(), true)) {
            Some((name, _)) => (Some(name), None),
            None => return,
        },
    };
    let wife = gender == Some(Gender::Female) || reader.world.gender(who) == Some(Gender::Male);
    let said = relatives::Said { name, another: partner(reader, who).is_some(), ..relatives::Said::default() };
    let row = kinship::kin(if wife { "wife" } else { "husband" });
    if let Some(other) = row.and_then(|row| relatives::relative(&mut reader.world, who, row, &said, true)) {
        reader.salience.mention(&[who, other], false);
        reader.asked_married = None;
    }
}

/// The partner of somebody: the last pair that is not over, else the last.
pub fn partner(reader: &Reader, who: Who) -> Option<Who> {
    let all = reader.world.partners(who);
    let current = all.iter().rev().find(|(_, pair)| reader.world.pairs.get(*pair).is_some_and(|p| !p.former));
    current.or(all.last()).map(|(w, _)| *w)
}

/// The partner "we" are with: the one spoken of last in these two sentences, else the present one.
pub fn our_partner(reader: &Reader) -> Option<Who> {
    let mut all: Vec<Who> = reader.world.partners(CLIENT).into_iter().map(|(w, _)| w).collect();
    all.retain(|w| reader.salience.lately(&reader.world, *w, 2));
    let last = all.into_iter().max_by_key(|w| reader.salience.recency(&reader.world, *w));
    last.or_else(|| partner(reader, CLIENT))
}

/// The client's partner, made where "we" can only mean the pair.
fn own_partner(reader: &mut Reader, tie: Tie) -> Option<Who> {
    if let Some(known) = our_partner(reader) {
        return Some(known);
    }
    let row = kinship::KIN.iter().find(|r| r.path == [Step::new(tie, None)])?;
    relatives::relative(&mut reader.world, CLIENT, row, &relatives::Said::default(), true)
}

/// The two a word is about: a plural subject, subject and object, or the subject and the known partner.
fn two(
    reader: &mut Reader,
    clauses: &Clauses<'_>,
    at: usize,
    subject: Option<&Mention>,
    tie: Tie,
) -> Option<(Who, Who)> {
    let subject = subject?;
    let object = clauses.object(at, 6).filter(|m| m.how != How::We);
    match (subject.how, subject.people.as_slice()) {
        (How::We, _) => {
            let partner = own_partner(reader, tie)?;
            Some((CLIENT, partner))
        }
        (_, [a, b]) => Some((*a, *b)),
        (_, [who]) => {
            let who = *who;
            match object.map(|m| m.people.as_slice()) {
                Some([other]) if *other != who => Some((who, *other)),
                _ => {
                    let other = partner(reader, who)?;
                    Some((who, other))
                }
            }
        }
        _ => None,
    }
}

/// The owner just before a noun: "my parents' divorce", "their wedding".
pub(super) fn owner<'u>(clauses: &Clauses<'u>, at: usize) -> Option<&'u Mention> {
    (at.saturating_sub(4)..at)
        .rev()
        .find_map(|i| clauses.units.get(i)?.mention().filter(|m| m.owner || m.how == How::We))
}

fn married(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
    let word = clauses.low(at);
    let time = clauses.time(at);
    if word == "wedding" {
        let had = clauses.joint_subject(at).filter(|m| m.people.len() == 2);
        let Some(owner) = had.as_ref().or(owner(clauses, at)) else { return };
        if time == Time::Unknown || clauses.unreal(at) {
            return;
        }
        if let Some((a, b)) = two(reader, clauses, at, Some(owner), Tie::Spouse) {
            happened(reader, clauses, at, EventKind::Married, a, b, time);
        }
        return;
    }
    let ahead = matches!(clauses.low(at.saturating_sub(1)), "getting" | "get" | "to") && reader.clock.today.is_some()
        || clauses.unreal(at);
    let joint = clauses.joint_subject(at);
    let subject = joint.as_ref();
    if clauses.any(clauses.clause(at).start..at, &["never", "not", "isn't", "aren't", "weren't", "wasn't"]) {
        if let Some((a, b)) = known_two(reader, clauses, at, subject) {
            reader.world.bond(a, b, Some(false));
        }
        return;
    }
    if ahead || matches!(word, "marry" | "marrying" | "remarry") {
        return;
    }
    let stative = clauses.any(at.saturating_sub(3)..at, &["been", "'s", "is", "are", "'re", "was", "were", "'m", "am"]);
    // "He married a woman named Brenda."
    let other = subject.and_then(|m| match m.people.as_slice() {
        [who] => reader.world.gender(*who),
        _ => None,
    });
    let other = match other {
        Some(Gender::Female) => Some(Gender::Male),
        Some(Gender::Male) => Some(Gender::Female),
        _ => None,
    };
    let stranger = introduced(text, clauses, at, other.filter(|_| clauses.object(at, 2).is_none()));
    if let (Some(subject), Some((name, gender))) = (subject, stranger)
        && let [who] = subject.people.as_slice()
    {
        let who = *who;
        let row = if gender == Gender::Female { "wife" } else { "husband" };
        let said = relatives::Said { name, another: partner(reader, who).is_some(), ..relatives::Said::default() };
        if let Some(other) =
            kinship::kin(row).and_then(|row| relatives::relative(&mut reader.world, who, row, &said, true))
        {
            reader.salience.mention(&[other], false);
            let own = clauses.clause(at);
            // "Carol, born in 1970, married to Jimmy": a state; the date is another thing's.
            if clauses.low(at + 1) == "to" && !clauses.times.iter().any(|(i, _)| own.contains(i)) {
                reader.world.bond(who, other, Some(true));
            } else {
                happened(reader, clauses, at, EventKind::Married, who, other, time);
            }
        }
        return;
    }
    if word == "remarried" {
        let Some(who) = subject.and_then(|m| m.people.first().copied()) else { return };
        let object =
            clauses.object(at, 5).and_then(|m| m.people.first().copied()).filter(|o| *o != who && *o != CLIENT);
        let other = object.or_else(|| {
            let gender = match reader.world.gender(who) {
                Some(Gender::Female) => Some("husband"),
                Some(Gender::Male) => Some("wife"),
                _ => None,
            };
            let former: Vec<usize> = reader.world.partners(who).into_iter().map(|(_, p)| p).collect();
            for pair in former {
                if let Some(pair) = reader.world.pairs.get_mut(pair) {
                    pair.former = true;
                }
            }
            let said = relatives::Said { another: true, ..relatives::Said::default() };
            relatives::relative(&mut reader.world, who, kinship::kin(gender?)?, &said, true)
        });
        if let Some(other) = other {
            happened(reader, clauses, at, EventKind::Married, who, other, time);
        }
        return;
    }
    // "Now I am married to a router": to nobody that is known.
    if stative && clauses.low(at + 1) == "to" && clauses.object(at, 5).is_none() {
        return;
    }
    let Some((a, b)) = two(reader, clauses, at, subject, Tie::Spouse) else { return };
    let span = clauses.span(at);
    if stative && !clauses.any(at.saturating_sub(2)..at, &["got"]) {
        // A state: a bond, and an event only if it can be dated.
        reader.world.bond(a, b, Some(true));
        let started = span.and_then(|years| {
            let dead = |w: Who| {
                let all = reader.world.happenings.iter();
                let died = all.filter(|h| {
                    !h.gone && h.kind == EventKind::Death && h.person.map(|p| reader.world.real(p)) == Some(w)
                });
                died.filter_map(|h| super::ages::resolve(&reader.world, h.time)).next()
            };
            let ends = [a, b].map(|w| dead(reader.world.real(w)));
            match ends.into_iter().flatten().min_by_key(|d| d.day) {
                Some(end) => super::relative::years_before(end.day, years)
                    .map(|day| Time::On(super::time::Dated::rough(day, super::time::Grain::Year))),
                None => events::years_ago(reader, years),
            }
        });
        let ended = [a, b].into_iter().any(|w| reader.world.human(w).is_some_and(|h| h.dead));
        if let (Some(time), Time::Unknown) = (started, time) {
            if ended || clauses.any(at.saturating_sub(3)..at, &["been", "'ve"]) {
                happened(reader, clauses, at, EventKind::Married, a, b, time);
            }
        } else if clauses.any(at + 1..at + 6, &["till", "until"]) {
            // "She was married to Rog till 2012."
            if time != Time::Unknown {
                happened(reader, clauses, at, EventKind::Divorced, a, b, time);
            }
        } else if time != Time::Unknown {
            happened(reader, clauses, at, EventKind::Married, a, b, time);
        }
        return;
    }
    happened(reader, clauses, at, EventKind::Married, a, b, time);
}

/// "A woman named Brenda", "some guy", "this man from work".
/// `other`: the gender to expect of somebody whose name does not tell it.
fn introduced(
    text: &Text<'_>,
    clauses: &Clauses<'_>,
    at: usize,
    other: Option<Gender>,
) -> Option<(Option<Name>, Gender)> {
    let tokens_at = clauses.units.get(at)?.tokens.end;
    for k in tokens_at..tokens_at + 6 {
        let gender = match low(text, k) {
            "woman" | "lady" | "girl" => Gender::Female,
            "man" | "guy" | "fellow" | "bloke" | "fella" => Gender::Male,
            // "She married Mr. Bynum": a family name, the first name comes later or never.
            "mr" | "mrs" if text.tokens.get(k).is_some_and(|t| t.capital) => {
                let gender = if low(text, k) == "mr" { Gender::Male } else { Gender::Female };
                return Some((None, gender));
            }
            "." | "," => break,
            _ => continue,
        };
        let end = text.tokens.len();
        let name = match low(text, k + 1) {
            "named" | "called" => name_at(text, k + 2, end, true),
            "," => name_at(text, k + 2, end, true),
            _ => None,
        };
        return Some((name.map(|(n, _)| n), gender));
    }
    // "He married Brenda": a name not heard before.
    let (name, _) =
        name_at(text, if low(text, tokens_at) == "to" { tokens_at + 1 } else { tokens_at }, text.tokens.len(), true)?;
    let gender = names::gender(&name.given).or(other)?;
    Some((Some(name), gender))
}

/// As `two`, but only a pair that is known.
pub(super) fn known_two(
    reader: &Reader,
    clauses: &Clauses<'_>,
    at: usize,
    subject: Option<&Mention>,
) -> Option<(Who, Who)> {
    let subject = subject?;
    match (subject.how, subject.people.as_slice()) {
        (How::We, _) => Some((CLIENT, our_partner(reader)?)),
        (_, [a, b]) => Some((*a, *b)),
        (_, [who]) => {
            let object = clauses.object(at, 5).and_then(|m| m.people.first().copied()).filter(|o| o != who);
            Some((*who, object.or_else(|| partner(reader, *who))?))
        }
        _ => None,
    }
}

pub(super) fn happened(
    reader: &mut Reader,
    clauses: &Clauses<'_>,
    at: usize,
    kind: EventKind,
    a: Who,
    b: Who,
    time: Time,
) {
    let married = match kind {
        EventKind::Bonded => None,
        EventKind::Separated => None,
        _ => Some(true),
    };
    let pair = reader.world.bond(a, b, married);
    if matches!(kind, EventKind::Separated | EventKind::Divorced)
        && let Some(pair) = reader.world.pairs.get_mut(pair)
    {
        pair.former = true;
    }
    events::add(
        reader,
        clauses,
        at,
        Found { kind, person: Some(a), spouse: Some(b), child: None, time, location: None },
    );
}

fn bonded(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
    if clauses.unreal(at) || clauses.asks() {
        return;
    }
    let word = clauses.low(at);
    let before = clauses.low(at.wrapping_sub(1));
    let time = clauses.time(at);
    let span = clauses.span(at);
    let subject = match word {
        "engagement" => owner(clauses, at).cloned(),
        _ => clauses.joint_subject(at),
    };
    let subject = subject.as_ref();
    let starts = match word {
        "together" => matches!(before, "got" | "been" | "were" | "was" | "are" | "gotten" | "back") || span.is_some(),
        "met" => true,
        "dating" => matches!(before, "started" | "began" | "been" | "were"),
        _ => true,
    };
    if !starts {
        return;
    }
    let pair = match subject {
        Some(subject) if word == "met" => {
            // A meeting makes a pair only of people who are one, or of a relative and somebody new of name.
            let new = meets(reader, text, clauses, at, subject);
            new.or_else(|| {
                known_two(reader, clauses, at, Some(subject)).filter(|(a, b)| reader.world.pair_of(*a, *b).is_some())
            })
        }
        Some(subject) => {
            known_two(reader, clauses, at, Some(subject)).filter(|(a, b)| reader.world.pair_of(*a, *b).is_some())
        }
        None => None,
    };
    let Some((a, b)) = pair else { return };
    let married = reader.world.pair_of(a, b).and_then(|p| reader.world.pairs.get(p)).and_then(|p| p.married);
    let time = match (time, span) {
        (Time::Unknown, Some(years)) if word == "together" && before != "were" => {
            events::years_ago(reader, years).unwrap_or(Time::Unknown)
        }
        (time, _) => time,
    };
    // Of a married pair the beginning is told only with a date, and an undated "met" tells nothing.
    let told = clause::dated(time).is_some() || matches!(time, Time::AtAge(..));
    if !told && (married == Some(true) || matches!(word, "met" | "together")) {
        return;
    }
    happened(reader, clauses, at, EventKind::Bonded, a, b, time);
}

/// "Then he met Shelly": the subject's new partner.
fn meets(
    reader: &mut Reader,
    text: &Text<'_>,
    clauses: &Clauses<'_>,
    at: usize,
    subject: &Mention,
) -> Option<(Who, Who)> {
    let who = subject.people.first().copied().filter(|_| subject.people.len() == 1)?;
    let k = clauses.units.get(at)?.tokens.end;
    let (name, _) = name_at(text, k, text.tokens.len(), true)?;
    if !reader.world.named(&name.given).is_empty() {
        return None;
    }
    let gender = names::gender(&name.given)?;
    let row = kinship::kin(if gender == Gender::Female { "girlfriend" } else { "boyfriend" })?;
    let said = relatives::Said { name: Some(name), another: true, ..relatives::Said::default() };
    let other = relatives::relative(&mut reader.world, who, row, &said, true)?;
    // Whether they married is told elsewhere.
    if let Some(pair) = reader.world.pair_of(who, other).and_then(|p| reader.world.pairs.get_mut(p)) {
        pair.married = None;
    }
    reader.salience.mention(&[other], false);
    Some((who, other))
}
