//! Whether ages and dates agree. A date that is 1 January stands for its whole year, an approximate one for a year more on
//! either side, an unknown one for any time; only what no reading of the dates can save is a problem.

use chrono::{Datelike, Days, NaiveDate};

use super::{Parts, Problems};
use crate::discussion::{FactEvent, FactId, FactPerson};
use crate::family::{DateCertainty, EventKind, Gender};

/// The youngest a parent can be, in years.
const YOUNGEST_PARENT: i32 = 12;
/// The oldest a client can be, in years.
const OLDEST_CLIENT: i32 = 120;
/// How long after its father's death a child may be born, in days.
const POSTHUMOUS: u64 = 300;
/// Slack of an approximate date, in days.
const ABOUT: u64 = 366;

/// The days a date may stand for.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: NaiveDate,
    to: NaiveDate,
}

fn span(date: NaiveDate, certainty: DateCertainty) -> Span {
    let end = if date.ordinal() == 1 { NaiveDate::from_ymd_opt(date.year(), 12, 31).unwrap_or(date) } else { date };
    match certainty {
        DateCertainty::Certain => Span { from: date, to: end },
        DateCertainty::Approximate => Span {
            from: date.checked_sub_days(Days::new(ABOUT)).unwrap_or(NaiveDate::MIN),
            to: end.checked_add_days(Days::new(ABOUT)).unwrap_or(NaiveDate::MAX),
        },
        DateCertainty::Unknown => Span { from: NaiveDate::MIN, to: NaiveDate::MAX },
    }
}

fn sure(date: NaiveDate) -> Span {
    span(date, DateCertainty::Certain)
}

/// Checks everything that has to do with time.
pub(super) fn dates(parts: &Parts, as_of: Option<NaiveDate>, problems: &mut Problems) {
    for (at, person) in &parts.people {
        if let (Some(birth), Some(death)) = (person.birth, person.death)
            && sure(death).to < birth
        {
            problems.add(
                format!("family.people[{at}].death"),
                format!("{} died ({death}) before the birth ({birth})", person.name),
            );
        }
        if let (Some(birth), Some(as_of)) = (person.birth, as_of)
            && person.relation.trim().eq_ignore_ascii_case("self")
            && as_of.year() - birth.year() > OLDEST_CLIENT
        {
            let age = as_of.year() - birth.year();
            problems.add(
                format!("family.people[{at}].birth"),
                format!(
                    "makes {} {age} years old on as_of ({as_of}); a client is at most {OLDEST_CLIENT}",
                    person.name
                ),
            );
        }
        for (date, name) in [(person.birth, "birth"), (person.death, "death")] {
            if let (Some(date), Some(as_of)) = (date, as_of)
                && date > as_of
            {
                problems.add(format!("family.people[{at}].{name}"), format!("{date} is after as_of ({as_of})"));
            }
        }
    }
    for (at, event) in &parts.events {
        let field = format!("family.events[{at}].date");
        after_all(event.date, event.certainty, as_of, &field, problems);
        lifetimes(parts, event, &field, problems);
        match event.kind {
            EventKind::Birth => birth(parts, event, *at, problems),
            EventKind::Death => death(parts, event, *at, problems),
            EventKind::Divorced | EventKind::Separated => parting(parts, event, &field, problems),
            _ => {}
        }
    }
    for (at, shift) in &parts.shifts {
        let field = format!("family.shifts[{at}].date");
        after_all(shift.date, shift.certainty, as_of, &field, problems);
        if let Some(person) = parts.person(&shift.person) {
            within_life(person, span(shift.date, shift.certainty), shift.date, 0, &field, problems);
        }
    }
    twice(parts, problems);
}

fn after_all(
    date: NaiveDate,
    certainty: DateCertainty,
    as_of: Option<NaiveDate>,
    field: &str,
    problems: &mut Problems,
) {
    if let Some(as_of) = as_of
        && certainty != DateCertainty::Unknown
        && date > as_of
    {
        problems.add(field, format!("{date} is after as_of ({as_of}); nothing can have happened later than the talk"));
    }
}

fn within_life(person: &FactPerson, when: Span, date: NaiveDate, slack: u64, field: &str, problems: &mut Problems) {
    if let Some(birth) = person.birth
        && when.to < birth
    {
        problems.add(field, format!("{date} is before {} was born ({birth})", person.name));
    }
    if let Some(death) = person.death {
        let last = sure(death).to.checked_add_days(Days::new(slack)).unwrap_or(NaiveDate::MAX);
        if when.from > last {
            problems.add(field, format!("{date} is after {} died ({death})", person.name));
        }
    }
}

/// Nobody acts before birth or after death; a child may be born some months after its father died.
fn lifetimes(parts: &Parts, event: &FactEvent, field: &str, problems: &mut Problems) {
    let when = span(event.date, event.certainty);
    let slack = if event.kind == EventKind::Birth { POSTHUMOUS } else { 0 };
    for key in std::iter::once(&event.person).chain(&event.spouse) {
        if let Some(person) = parts.person(key) {
            within_life(person, when, event.date, slack, field, problems);
        }
    }
    if event.kind != EventKind::Birth
        && let Some(child) = event.child.as_ref().and_then(|child| parts.person(child))
    {
        within_life(child, when, event.date, 0, field, problems);
    }
}

fn birth(parts: &Parts, event: &FactEvent, at: usize, problems: &mut Problems) {
    let when = span(event.date, event.certainty);
    let Some(child) = event.child.as_ref().and_then(|child| parts.person(child)) else { return };
    if let Some(birth) = child.birth {
        let known = sure(birth);
        if known.to < when.from || known.from > when.to {
            problems.add(
                format!("family.events[{at}].date"),
                format!(
                    "{} was born on {birth} according to the people, on {} according to this event",
                    child.name, event.date
                ),
            );
        }
    }
    for (key, name) in [(Some(&event.person), "person"), (event.spouse.as_ref(), "spouse")] {
        let Some(parent) = key.and_then(|key| parts.person(key)) else { continue };
        if let Some(born) = parent.birth
            && when.to.year() - born.year() < YOUNGEST_PARENT
        {
            problems.add(
                format!("family.events[{at}].{name}"),
                format!(
                    "{} (born {born}) was under {YOUNGEST_PARENT} when {} was born ({})",
                    parent.name, child.name, event.date
                ),
            );
        }
    }
}

fn death(parts: &Parts, event: &FactEvent, at: usize, problems: &mut Problems) {
    let Some(person) = parts.person(&event.person) else { return };
    let field = format!("family.events[{at}].date");
    match person.death {
        None => problems.add(field, format!("{} has a death event but no death date among the people", person.name)),
        Some(death) => {
            let (known, when) = (sure(death), span(event.date, event.certainty));
            if known.to < when.from || known.from > when.to {
                problems.add(
                    field,
                    format!(
                        "{} died on {death} according to the people, on {} according to this event",
                        person.name, event.date
                    ),
                );
            }
        }
    }
}

/// A pair parts after it came together.
fn parting(parts: &Parts, event: &FactEvent, field: &str, problems: &mut Problems) {
    let same = |other: &FactEvent| pair(other).is_some() && pair(other) == pair(event);
    let began = parts
        .events
        .iter()
        .map(|(_, other)| other)
        .filter(|other| matches!(other.kind, EventKind::Married | EventKind::Bonded) && same(other))
        .min_by_key(|other| other.date);
    if let Some(began) = began
        && span(event.date, event.certainty).to < span(began.date, began.certainty).from
    {
        problems
            .add(field, format!("the pair {} ({}) before it {} ({})", event.kind, event.date, began.kind, began.date));
    }
}

fn pair(event: &FactEvent) -> Option<(&FactId, &FactId)> {
    let spouse = event.spouse.as_ref()?;
    Some((spouse.min(&event.person), spouse.max(&event.person)))
}

/// One is born once and dies once.
fn twice(parts: &Parts, problems: &mut Problems) {
    for (index, (at, event)) in parts.events.iter().enumerate() {
        let earlier = parts.events.iter().take(index).map(|(_, earlier)| earlier);
        let again = match event.kind {
            EventKind::Birth => earlier
                .filter(|earlier| earlier.kind == EventKind::Birth)
                .any(|earlier| event.child.is_some() && earlier.child == event.child),
            EventKind::Death => {
                earlier.filter(|earlier| earlier.kind == EventKind::Death).any(|earlier| earlier.person == event.person)
            }
            _ => false,
        };
        if again {
            problems.add(format!("family.events[{at}]"), format!("a second {} of the same person", event.kind));
        }
    }
    // A lost pregnancy begins and ends on one day; anybody else listed as lost needs no more than its event.
    for (at, person) in &parts.people {
        let lost = matches!(person.gender, Gender::Miscarriage | Gender::Abortion);
        if lost
            && person
                .birth
                .zip(person.death)
                .is_some_and(|(birth, death)| sure(birth).to < death || sure(death).to < birth)
        {
            problems.add(format!("family.people[{at}].death"), "a lost pregnancy has one date, as birth and as death");
        }
    }
}
