//! The family a client has made: partners, marriages, separations, children, losses, moves.

use chrono::{Datelike, Days, NaiveDate};
use sarf_shared::discussion::FactId;
use sarf_shared::family::{DateCertainty, EventKind, Gender};

use super::super::dice::Dice;
use super::draft::{Draft, Key, When, in_year};
use super::roots::Roots;

/// The client's own household.
pub(crate) struct Household {
    pub(crate) client: Key,
    /// The partner of today.
    pub(crate) partner: Option<Key>,
    /// A partner of earlier.
    pub(crate) former: Option<Key>,
    pub(crate) children: Vec<Key>,
    /// Where the client lives.
    pub(crate) place: &'static str,
}

/// Draws the household. The client's person is added first, under a stand-in name that `finish` replaces.
pub(crate) fn household(dice: &mut Dice, draft: &mut Draft, roots: &Roots) -> Household {
    let client = draft.client(roots.culture, roots.client_gender, roots.client_birth);
    draft.birth(&client, &roots.mother, Some(&roots.father));
    let now = draft.as_of.year();
    let born = roots.client_birth.year();
    let age = now - born;
    let mut home =
        Household { client, partner: None, former: None, children: Vec::new(), place: dice.text(roots.culture.places) };

    let lot = dice.below(100);
    let first_met = born + dice.between(21, 30.min(age - 3));
    if lot < 12 {
        // Alone; some after a long relationship that ended.
        if dice.chance(70) && first_met + 3 < now {
            let end = (first_met + dice.between(2, 7)).min(now - 1);
            home.former = Some(pair_up(dice, draft, &home.client, first_met, false, true));
            part(dice, draft, &home, end, false);
        }
    } else if lot < 24 {
        let partner = pair_up(dice, draft, &home.client, first_met.max(now - 14), false, false);
        children(dice, draft, &mut home, &partner, first_met.max(now - 14) + 1, now, 35);
        home.partner = Some(partner);
    } else if lot < 66 || age < 32 {
        let partner = pair_up(dice, draft, &home.client, first_met, true, false);
        children(dice, draft, &mut home, &partner, first_met, now, 82);
        home.partner = Some(partner);
    } else {
        let former = pair_up(dice, draft, &home.client, first_met, true, true);
        let end = (first_met + dice.between(4, 13)).min(now - 3);
        children(dice, draft, &mut home, &former, first_met, end - 1, 75);
        home.former = Some(former);
        part(dice, draft, &home, end, true);
        let again = end + dice.between(2, 5);
        if dice.chance(55) && again < now {
            let wed = dice.chance(60);
            let partner = pair_up(dice, draft, &home.client, again, wed, false);
            home.partner = Some(partner);
        }
    }
    moves(dice, draft, &mut home, roots);
    home
}

/// A partner and the bond. `former` only decides the word for the relation.
fn pair_up(dice: &mut Dice, draft: &mut Draft, client: &Key, year: i32, married: bool, former: bool) -> Key {
    let own = draft.gender(client);
    let same = dice.chance(6);
    let gender = match (own, same) {
        (Gender::Male, false) | (Gender::Female, true) => Gender::Female,
        _ => Gender::Male,
    };
    let noun = match (married, gender) {
        (true, Gender::Female) => "wife",
        (true, _) => "husband",
        (false, Gender::Female) => "girlfriend",
        (false, _) => "boyfriend",
    };
    let relation = if former { format!("ex-{noun}") } else { noun.to_owned() };
    let born = (draft.born(client) + dice.between(-4, 5)).min(year - 19);
    let culture = Draft::culture(dice);
    let key = draft.key(&relation);
    let partner = draft.person(dice, culture, &key, &relation, gender, in_year(born).date);
    draft.bond(client, &partner, married);
    let kind = if married { EventKind::Married } else { EventKind::Bonded };
    let when = if dice.chance(30) {
        When { date: Draft::day_in(dice, year).min(draft.as_of), certainty: DateCertainty::Certain }
    } else {
        in_year(year)
    };
    let verb = if married { "married" } else { "became a pair with" };
    let words = format!("Client {verb} {}", draft.name(&partner));
    draft.event(kind, client, Some(&partner), when, words);
    partner
}

fn part(dice: &mut Dice, draft: &mut Draft, home: &Household, year: i32, married: bool) {
    let Some(former) = home.former.clone() else { return };
    let name = draft.name(&former);
    if !married || dice.chance(60) {
        draft.event(
            EventKind::Separated,
            &home.client,
            Some(&former),
            in_year(year),
            format!("Client and {name} separated"),
        );
    }
    if married {
        let divorced = (year + dice.between(0, 2)).min(draft.as_of.year() - 1);
        draft.event(
            EventKind::Divorced,
            &home.client,
            Some(&former),
            in_year(divorced),
            format!("Client and {name} divorced"),
        );
    }
}

fn children(
    dice: &mut Dice,
    draft: &mut Draft,
    home: &mut Household,
    partner: &Key,
    from: i32,
    until: i32,
    percent: u32,
) {
    if !dice.chance(percent) {
        return;
    }
    let client = home.client.clone();
    let (mother, father) =
        if draft.gender(&client) == Gender::Female { (&client, partner) } else { (partner, &client) };
    let (mother, father) = (mother.clone(), father.clone());
    let both_women = draft.gender(&mother) == draft.gender(&father);
    let wanted = [1, 2, 2, 2, 3, 3][dice.below(6).min(5)];
    let mut year = from + dice.between(0, 3);
    for _ in 0..wanted {
        if year >= until || !(19..=42).contains(&(year - draft.born(&mother))) || year - draft.born(&father) < 19 {
            break;
        }
        let born = Draft::day_in(dice, year);
        let gender = if dice.chance(50) { Gender::Female } else { Gender::Male };
        let relation = if gender == Gender::Female { "daughter" } else { "son" };
        let key = draft.key(relation);
        let culture = draft.culture_of_child(dice, &mother, &father);
        let child = draft.person(dice, culture, &key, relation, gender, born);
        if both_women || dice.chance(4) {
            let when = in_year((year + dice.between(1, 2)).min(until));
            draft.adopted(&child, &mother, &father, when);
        } else {
            draft.birth(&child, &mother, Some(&father));
        }
        home.children.push(child);
        year += dice.between(2, 4);
    }
    if dice.chance(14) && !both_women && !home.children.is_empty() {
        lost_pregnancy(dice, draft, &mother, &father, year.min(until - 1));
    }
}

fn lost_pregnancy(dice: &mut Dice, draft: &mut Draft, mother: &Key, father: &Key, year: i32) {
    let taken = draft.facts.events.iter().any(|event| event.child.is_some() && event.date.year() == year);
    if taken || !(19..=44).contains(&(year - draft.born(mother))) || year >= draft.as_of.year() {
        return;
    }
    let weeks = dice.between(8, 15);
    let day = Draft::day_in(dice, year);
    let date = NaiveDate::from_ymd_opt(year, day.month(), 15).unwrap_or(day);
    let key = draft.named(
        "miscarriage",
        "miscarriage",
        Gender::Miscarriage,
        date,
        format!("pregnancy lost at {weeks} weeks"),
    );
    draft.birth(&key, mother, Some(father));
    if let Some(person) = draft.facts.people.iter_mut().find(|person| person.key == key) {
        person.death = Some(date);
    }
    if let Some(event) = draft.facts.events.last_mut() {
        event.certainty = DateCertainty::Approximate;
        event.description = format!("Miscarriage at {weeks} weeks");
    }
}

/// One move in childhood or youth for some, one later move for some.
fn moves(dice: &mut Dice, draft: &mut Draft, home: &mut Household, roots: &Roots) {
    let born = roots.client_birth.year();
    let now = draft.as_of.year();
    if dice.chance(55) {
        let year = born + dice.between(19, 27);
        let to = home.place;
        if year < now {
            draft.event(EventKind::Moved, &home.client.clone(), None, in_year(year), format!("Moved to {to}"));
        }
    }
    if let Some(sibling) = dice.one(&roots.siblings).cloned()
        && dice.chance(60)
    {
        let year = draft.born(&sibling) + dice.between(19, 30);
        if year < now {
            let place = dice.text(roots.culture.places);
            draft.event(EventKind::Moved, &sibling, None, in_year(year), format!("Moved to {place}"));
        }
    }
    siblings_wed(dice, draft, roots);
}

/// Some brothers and sisters have a family of their own.
fn siblings_wed(dice: &mut Dice, draft: &mut Draft, roots: &Roots) {
    let now = draft.as_of.year();
    for sibling in &roots.siblings {
        let year = draft.born(sibling) + dice.between(23, 33);
        if !dice.chance(35) || year >= now {
            continue;
        }
        let gender = if draft.gender(sibling) == Gender::Female { Gender::Male } else { Gender::Female };
        let relation = if gender == Gender::Female { "sister-in-law" } else { "brother-in-law" };
        let culture = Draft::culture(dice);
        let born = draft.born(sibling) + dice.between(-3, 3);
        let key = draft.key(relation);
        let spouse = draft.person(dice, culture, &key, relation, gender, in_year(born).date);
        draft.bond(sibling, &spouse, true);
        let words = format!("{} married {}", draft.name(sibling), draft.name(&spouse));
        draft.event(EventKind::Married, sibling, Some(&spouse), in_year(year), words);
    }
}

/// The day `days` later, but not after the discussion.
pub(crate) fn later(draft: &Draft, when: When, days: u64) -> When {
    let date = when.date.checked_add_days(Days::new(days)).unwrap_or(when.date).min(draft.as_of);
    let date = if date.ordinal() == 1 { date.succ_opt().unwrap_or(date) } else { date };
    When { date, certainty: DateCertainty::Approximate }
}

/// Whether a pair parted, by event.
pub(crate) fn parted(draft: &Draft, a: &FactId, b: &FactId) -> bool {
    draft.facts.events.iter().any(|event| {
        matches!(event.kind, EventKind::Divorced | EventKind::Separated)
            && ((&event.person == a && event.spouse.as_ref() == Some(b))
                || (&event.person == b && event.spouse.as_ref() == Some(a)))
    })
}
