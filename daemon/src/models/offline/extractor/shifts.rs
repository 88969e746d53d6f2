//! Shifts in symptom, anxiety, functioning and relationship, from the cue words of `cues`.
//!
//! Codes what is told of somebody as having happened, not what is denied, asked or imagined. One shift an event; the
//! same shift of the same person at the same time is told once (coding rules 1 and 2).

use std::sync::OnceLock;

use sarf_shared::family::{EventKind, Gender, RelationshipKind};

use super::ages;
use super::clause::Clauses;
use super::cues::{Actor, CUES, Codes, Cue};
use super::mentions::{How, Item, Mention, Reader, Unit};
use super::pairs;
use super::text::Text;
use super::world::{CLIENT, Coded, Happening, Time, Who};

/// A cue's words, taken apart.
struct Pattern {
    cue: &'static Cue,
    parts: Vec<Part>,
}

enum Part {
    /// One of these words, or a word that begins with one of the stems.
    Word { words: Vec<&'static str>, stems: Vec<&'static str> },
    /// A person.
    Person,
    /// Up to two words.
    Gap,
}

fn patterns() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        CUES.iter().map(|cue| Pattern { cue, parts: cue.words.split(' ').map(part).collect() }).collect()
    })
}

fn part(word: &'static str) -> Part {
    match word {
        "_" => Part::Gap,
        "P" => Part::Person,
        _ => {
            let (stems, words) = word.split('|').partition(|w| w.ends_with('~'));
            let stems: Vec<&'static str> = stems;
            Part::Word { words, stems: stems.into_iter().map(|s| s.trim_end_matches('~')).collect() }
        }
    }
}

fn fits(part: &Part, unit: &Unit) -> bool {
    match part {
        Part::Person => unit.mention().is_some(),
        Part::Gap => true,
        // A word of a cue may have been read as a mention ("my", "it") or a time ("every").
        Part::Word { words, stems } => {
            words.contains(&unit.lower.as_str())
                || words.contains(&"P") && unit.mention().is_some()
                || stems.iter().any(|stem| unit.lower.starts_with(stem))
        }
    }
}

/// Matches the parts from a unit on; gives the end and the person in the cue, if any.
fn run(parts: &[Part], units: &[Unit], at: usize) -> Option<(usize, Option<usize>)> {
    let Some((first, rest)) = parts.split_first() else { return Some((at, None)) };
    if matches!(first, Part::Gap) {
        return (0..=2).find_map(|skip| {
            let over = units.get(at..at + skip)?;
            (!over.iter().any(|u| u.mark || u.quoted)).then(|| run(rest, units, at + skip)).flatten()
        });
    }
    let unit = units.get(at).filter(|u| !u.quoted && !u.mark)?;
    if !fits(first, unit) {
        return None;
    }
    let (end, person) = run(rest, units, at + 1)?;
    let named = match first {
        Part::Person => true,
        Part::Word { words, .. } => words.contains(&"P") && unit.mention().is_some_and(|m| !m.owner),
        Part::Gap => false,
    };
    Some((end, if named { Some(at) } else { person }))
}

/// Reads the shifts of a sentence.
pub fn read(reader: &mut Reader, _text: &Text<'_>, clauses: &Clauses<'_>) {
    if clauses.asks() {
        return;
    }
    let mut found: Vec<(Codes, Who)> = Vec::new();
    let mut at = 0;
    while at < clauses.units.len() {
        let hit = patterns().iter().find_map(|pattern| Some((pattern, run(&pattern.parts, clauses.units, at)?)));
        let Some((pattern, (end, inner))) = hit else {
            at += 1;
            continue;
        };
        if let Some(shift) = shift(reader, clauses, pattern.cue, at, end, inner) {
            // A relationship move is told once a sentence: of its two sides, the one who makes it.
            let mover = match pattern.cue.codes {
                Codes::Relationship(_) => CLIENT,
                _ => shift.person.unwrap_or(CLIENT),
            };
            let key = (pattern.cue.codes, mover);
            if !found.contains(&key) {
                found.push(key);
                reader.world.happen(shift);
            }
        }
        at = end.max(at + 1);
    }
}

fn shift(
    reader: &Reader,
    clauses: &Clauses<'_>,
    cue: &Cue,
    at: usize,
    end: usize,
    inner: Option<usize>,
) -> Option<Happening> {
    // The cue's own "couldn't" and "not" are no denial, so only what stands before it is looked at.
    if clauses.unreal(at) {
        return None;
    }
    let actor = actor(clauses, cue, at)?;
    let person = match actor.how {
        How::First | How::We => CLIENT,
        How::Named | How::Pronoun => actor.people.first().copied()?,
    };
    if reader.world.human(person).is_some_and(|h| matches!(h.gender, Some(Gender::Miscarriage | Gender::Abortion))) {
        return None;
    }
    let real = |w: Who| reader.world.real(w);
    if gone_by(reader, person, clauses.time(at)) {
        return None;
    }
    let coded = match cue.codes {
        Codes::Symptom(shift) => Coded::Symptom(shift),
        Codes::Anxiety(shift) => Coded::Anxiety(shift),
        Codes::Functioning(shift) => Coded::Functioning(shift),
        Codes::Relationship(kind) => {
            let mut targets: Vec<Who> = Vec::new();
            let inside = inner.and_then(|i| clauses.units.get(i)).and_then(Unit::mention);
            targets.extend(inside.into_iter().flat_map(|m| m.people.iter().copied()));
            if targets.is_empty() {
                // "We fought", "my parents fought": the others of the subject; else whoever is named next.
                match (actor.how, actor.people.as_slice()) {
                    (How::We, _) => targets.extend(one_of_us(reader)),
                    (_, [_, others @ ..]) if !others.is_empty() => targets.extend(others),
                    _ => {}
                }
            }
            if targets.is_empty() {
                targets.extend(after(clauses, end).into_iter().flat_map(|m| m.people.iter().copied()));
            }
            // "Roy and me don't speak": the other of the two.
            if targets.is_empty() {
                let clause = clauses.clause(at);
                let others = clauses.units.get(clause.start..at).unwrap_or_default().iter().filter(|u| !u.quoted);
                targets.extend(others.filter_map(Unit::mention).filter(|m| !m.owner).flat_map(|m| m.people.clone()));
            }
            targets.retain(|w| real(*w) != real(person));
            targets.dedup();
            // A move of the speaker's needs somebody it is aimed at, said or at hand.
            if targets.is_empty()
                && person == CLIENT
                && !matches!(
                    kind,
                    RelationshipKind::Overfunctioning | RelationshipKind::Distance | RelationshipKind::Conflict
                )
            {
                return None;
            }
            // A triangle has three people with their places (coding rule 11).
            if targets.is_empty() && matches!(kind, RelationshipKind::Inside | RelationshipKind::Outside) {
                return None;
            }
            let mut triangles = Vec::new();
            if matches!(kind, RelationshipKind::Inside | RelationshipKind::Outside) {
                let others = clauses.units.iter().skip(end).filter_map(Unit::mention).flat_map(|m| m.people.clone());
                triangles.extend(others.filter(|w| real(*w) != real(person) && !targets.contains(w)).take(1));
            }
            Coded::Relationship(kind, targets, triangles)
        }
    };
    Some(Happening {
        kind: EventKind::Shift,
        person: Some(person),
        spouse: None,
        child: None,
        time: clauses.time(at),
        description: description(reader),
        location: None,
        coded: Some(coded),
        confidence: 0.5,
        gone: false,
        evidence: Vec::new(),
    })
}

/// Whether somebody was dead by then: the dead do nothing, so it is told of somebody else.
fn gone_by(reader: &Reader, who: Who, time: Time) -> bool {
    let world = &reader.world;
    let Some(then) = ages::resolve(world, time) else { return false };
    let deaths = world.happenings.iter().filter(|h| !h.gone && h.kind == EventKind::Death);
    deaths
        .filter(|h| h.person.is_some_and(|p| world.real(p) == world.real(who)))
        .filter_map(|h| ages::resolve(world, h.time))
        .any(|death| death.day + chrono::Days::new(60) < then.day)
}

/// Whom "we" includes beside the speaker: the partner if just spoken of, else whoever was, else the partner.
fn one_of_us(reader: &Reader) -> Option<Who> {
    let world = &reader.world;
    let partner = pairs::our_partner(reader);
    if partner.is_some_and(|w| reader.salience.lately(world, w, 2)) {
        return partner;
    }
    let mut near = reader.salience.in_sentence(world).into_iter().chain(reader.salience.previous_sentence(world));
    let alive = |w: &Who| *w != CLIENT && world.human(*w).is_some_and(|h| !h.dead);
    near.find(alive).or(partner)
}

/// Who it is that the cue tells of.
fn actor<'u>(clauses: &Clauses<'u>, cue: &Cue, at: usize) -> Option<&'u Mention> {
    if cue.actor == Actor::Owner {
        let owner = (at.saturating_sub(2)..at)
            .rev()
            .find_map(|i| clauses.units.get(i)?.mention().filter(|m| m.owner || m.how == How::First));
        if owner.is_some() {
            return owner;
        }
    }
    clauses.subject(at)
}

/// The person named after the cue: at once, or after "with", "to", "on", "from" and the like, within a few words.
fn after<'u>(clauses: &Clauses<'u>, end: usize) -> Option<&'u Mention> {
    let units = clauses.units;
    for i in end..end + 6 {
        let unit = units.get(i)?;
        if unit.mark && unit.lower != "'s" {
            return None;
        }
        if let Item::Person(mention) = &unit.item {
            return Some(mention).filter(|m| !m.owner || m.how == How::First);
        }
    }
    None
}

/// The words of the sentence, cut to a line.
fn description(reader: &Reader) -> String {
    const LONGEST: usize = 160;
    let words = reader.world.reading.as_ref().map(|e| e.words.split_whitespace().collect::<Vec<_>>().join(" "));
    let words = words.unwrap_or_default();
    if words.chars().count() <= LONGEST {
        return words;
    }
    let cut: String = words.chars().take(LONGEST).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} ...")
}
