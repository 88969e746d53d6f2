//! The family a client comes from: parents, grandparents, aunts and uncles, brothers and sisters, and what became of
//! the parents' marriage. Years are drawn so that births, marriages and deaths agree.

use chrono::{Datelike, NaiveDate};
use sarf_shared::family::{EventKind, Gender};

use super::super::dice::Dice;
use super::draft::{Draft, Key, in_year};
use super::names::Culture;

/// What the later steps need to know of the roots.
pub(crate) struct Roots {
    pub(crate) client_gender: Gender,
    pub(crate) client_birth: NaiveDate,
    /// The mother's people, which the client's first name is of.
    pub(crate) culture: &'static Culture,
    /// The father's people, which the family name is of.
    pub(crate) fathers_culture: &'static Culture,
    pub(crate) mother: Key,
    pub(crate) father: Key,
    pub(crate) siblings: Vec<Key>,
    pub(crate) aunts_uncles: Vec<Key>,
    pub(crate) maternal: (Key, Key),
    pub(crate) paternal: (Key, Key),
    /// The year the parents parted, if they did.
    pub(crate) parted: Option<i32>,
}

const KILLED_BY: &[&str] = &[
    "a stroke",
    "a heart attack",
    "lung cancer",
    "pneumonia",
    "a fall",
    "kidney failure",
    "colon cancer",
    "heart failure",
    "Covid",
    "an aneurysm",
];

/// Draws the roots of a client. The client itself is added later: its name comes last, so that an avoided name changes
/// nothing else.
pub(crate) fn roots(dice: &mut Dice, draft: &mut Draft) -> Roots {
    let year = draft.as_of.year();
    let client_gender = if dice.chance(60) { Gender::Female } else { Gender::Male };
    let client_birth = {
        let age = dice.between(26, 61);
        Draft::day_in(dice, year - age)
    };
    let culture = Draft::culture(dice);
    let fathers_culture = if dice.chance(70) { culture } else { Draft::culture(dice) };

    let count = [0, 1, 1, 1, 2, 2, 2, 3, 3, 4][dice.below(10).min(9)];
    let (births, at) = sibling_years(dice, count, client_birth.year());
    let eldest = births.first().copied().unwrap_or(client_birth.year());
    let span = client_birth.year() - eldest;
    let mother_born = eldest - dice.between(19, 31.min(42 - span));
    let father_born = (mother_born - dice.between(-2, 6)).min(eldest - 19);

    let maternal = grandparents(dice, draft, culture, "maternal", mother_born);
    let paternal = grandparents(dice, draft, fathers_culture, "paternal", father_born);
    let mother = draft.person(dice, culture, "mother", "mother", Gender::Female, in_year(mother_born).date);
    let father = draft.person(dice, fathers_culture, "father", "father", Gender::Male, in_year(father_born).date);
    if dice.chance(60) {
        draft.birth(&mother, &maternal.0, Some(&maternal.1));
    }
    if dice.chance(60) {
        draft.birth(&father, &paternal.0, Some(&paternal.1));
    }

    let married = dice.chance(94);
    draft.bond(&mother, &father, married);
    let wed = (eldest - dice.between(0, 4)).max(mother_born + 18).max(father_born + 18).min(eldest);
    let kind = if married { EventKind::Married } else { EventKind::Bonded };
    let words = if married { "Parents married" } else { "Parents became a pair" };
    draft.event(kind, &mother, Some(&father), in_year(wed), words.to_owned());

    let mut siblings = Vec::new();
    for (index, born) in births.iter().enumerate() {
        if index == at || *born - mother_born > 44 {
            continue;
        }
        let gender = if dice.chance(50) { Gender::Female } else { Gender::Male };
        let relation = if gender == Gender::Female { "sister" } else { "brother" };
        let key = draft.key(relation);
        let key = draft.person(dice, culture, &key, relation, gender, in_year(*born).date);
        draft.birth(&key, &mother, Some(&father));
        siblings.push(key);
    }

    let mut aunts_uncles = Vec::new();
    let mothers = aunts(dice, draft, culture, "maternal", mother_born, &maternal);
    let fathers = aunts(dice, draft, fathers_culture, "paternal", father_born, &paternal);
    aunts_uncles.extend(mothers);
    aunts_uncles.extend(fathers);
    elders_die(dice, draft, &maternal, mother_born);
    elders_die(dice, draft, &paternal, father_born);

    let mut roots = Roots {
        client_gender,
        client_birth,
        culture,
        fathers_culture,
        mother,
        father,
        siblings,
        aunts_uncles,
        maternal,
        paternal,
        parted: None,
    };
    parents_part(dice, draft, &mut roots, married, births.last().copied().unwrap_or(client_birth.year()));
    roots
}

/// Birth years of all children, oldest first, and where the client stands among them.
fn sibling_years(dice: &mut Dice, others: usize, client: i32) -> (Vec<i32>, usize) {
    let at = dice.below(others + 1);
    let gap = |dice: &mut Dice| [1, 2, 2, 2, 3, 3, 4, 5][dice.below(8).min(7)];
    let mut years = vec![client];
    let mut year = client;
    for _ in 0..at {
        year -= gap(dice);
        years.insert(0, year);
    }
    year = client;
    for _ in at..others {
        year += gap(dice);
        years.push(year);
    }
    (years, at)
}

fn grandparents(
    dice: &mut Dice,
    draft: &mut Draft,
    culture: &'static Culture,
    side: &str,
    child_born: i32,
) -> (Key, Key) {
    let her = child_born - dice.between(21, 32);
    let him = her - dice.between(-1, 6);
    let name = |relation: &str| format!("{side} {relation}");
    let (mum, dad) = (name("grandmother"), name("grandfather"));
    let woman = draft.person(dice, culture, &draft.key(&mum), &mum, Gender::Female, in_year(her).date);
    let man = draft.person(dice, culture, &draft.key(&dad), &dad, Gender::Male, in_year(him).date);
    draft.bond(&woman, &man, true);
    if dice.chance(45) {
        let wed = (her + dice.between(18, 21)).max(him + 18).min(child_born);
        draft.event(EventKind::Married, &woman, Some(&man), in_year(wed), format!("{side} grandparents married"));
    }
    (woman, man)
}

fn aunts(
    dice: &mut Dice,
    draft: &mut Draft,
    culture: &'static Culture,
    side: &str,
    parent_born: i32,
    parents: &(Key, Key),
) -> Vec<Key> {
    let mut keys = Vec::new();
    let mother = draft.born(&parents.0);
    for _ in 0..[0, 1, 1, 1, 2, 2][dice.below(6).min(5)] {
        let off = dice.between(1, 7) * if dice.chance(50) { 1 } else { -1 };
        let born = (parent_born + off).clamp(mother + 18, mother + 43);
        if born == parent_born {
            continue;
        }
        let gender = if dice.chance(50) { Gender::Female } else { Gender::Male };
        let relation = format!("{side} {}", if gender == Gender::Female { "aunt" } else { "uncle" });
        let key = draft.key(&relation);
        let key = draft.person(dice, culture, &key, &relation, gender, in_year(born).date);
        keys.push(key);
    }
    keys
}

/// Grandparents die at some age; those who would be very old by now always have.
fn elders_die(dice: &mut Dice, draft: &mut Draft, pair: &(Key, Key), child_born: i32) {
    let now = draft.as_of.year();
    for who in [&pair.0, &pair.1] {
        let born = draft.born(who);
        let at = (born + dice.between(58, 92)).max(child_born + 1);
        let at = if at >= now && now - born > 92 { now - dice.between(1, 8) } else { at };
        if at < now {
            let cause = dice.text(KILLED_BY);
            let cause = if cause == "Covid" && at < 2020 { "pneumonia" } else { cause };
            let words = format!("{} died of {cause}", draft.name(who));
            draft.death(who, in_year(at), words);
        }
    }
}

/// A third of the marriages end; some marry again, some of those have a child.
fn parents_part(dice: &mut Dice, draft: &mut Draft, roots: &mut Roots, married: bool, youngest: i32) {
    let now = draft.as_of.year();
    if !dice.chance(30) {
        return;
    }
    let parted = (youngest + 1).max(roots.client_birth.year() + dice.between(3, 19));
    if parted > now - 6 {
        return;
    }
    roots.parted = Some(parted);
    let (mother, father) = (roots.mother.clone(), roots.father.clone());
    let divorced = parted + dice.between(0, 2);
    if !married || dice.chance(55) {
        draft.event(EventKind::Separated, &mother, Some(&father), in_year(parted), "Parents separated".to_owned());
    }
    if married {
        draft.event(EventKind::Divorced, &mother, Some(&father), in_year(divorced), "Parents divorced".to_owned());
    }
    for parent in [father, mother] {
        if !dice.chance(40) {
            continue;
        }
        let gender = if draft.gender(&parent) == Gender::Male { Gender::Female } else { Gender::Male };
        let relation = if gender == Gender::Female { "stepmother" } else { "stepfather" };
        let born = draft.born(&parent) + dice.between(-3, 9);
        let culture = Draft::culture(dice);
        let again = (divorced + dice.between(1, 6)).max(born + 20);
        if again > now - 2 {
            continue;
        }
        let step = draft.person(dice, culture, &draft.key(relation), relation, gender, in_year(born).date);
        draft.bond(&parent, &step, true);
        let words = format!("{} married {}", draft.name(&parent), draft.name(&step));
        draft.event(EventKind::Married, &parent, Some(&step), in_year(again), words);
        let (she, he) = if gender == Gender::Female { (&step, &parent) } else { (&parent, &step) };
        let half = again + dice.between(1, 3);
        if dice.chance(45) && (19..=43).contains(&(half - draft.born(she))) && half < now - 3 {
            let gender = if dice.chance(50) { Gender::Female } else { Gender::Male };
            let relation = if gender == Gender::Female { "half-sister" } else { "half-brother" };
            let key = draft.key(relation);
            let child = draft.person(dice, culture, &key, relation, gender, in_year(half).date);
            draft.birth(&child, &she.clone(), Some(&he.clone()));
        }
    }
}
