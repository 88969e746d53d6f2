//! The wider circle: nieces and nephews, the partner's parents, what became of aunts and uncles, a move in childhood. It
//! gives a talk more to come upon than twenty turns can hold.

use chrono::Datelike;
use sarf_shared::discussion::Shifted;
use sarf_shared::family::{EventKind, Gender, RelationshipKind as R, VariableShift};

use super::super::dice::Dice;
use super::deeds;
use super::draft::{Draft, Key, in_year};
use super::household::Household;
use super::plot::{aim, capital};
use super::roots::Roots;

/// Draws the wider circle, after everything else.
pub(crate) fn circle(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &Household) {
    childhood_move(dice, draft, roots);
    nieces(dice, draft, roots);
    in_laws(dice, draft, home);
    elders(dice, draft, roots);
    youth(dice, draft, roots, home);
}

fn childhood_move(dice: &mut Dice, draft: &mut Draft, roots: &Roots) {
    let year = roots.client_birth.year() + dice.between(5, 15);
    if dice.chance(45)
        && roots.parted.is_none_or(|parted| parted > year)
        && draft.alive(&roots.father, in_year(year + 1).date)
    {
        let place = dice.text(roots.fathers_culture.places);
        draft.event(EventKind::Moved, &roots.father, None, in_year(year), format!("Moved to {place} with the family"));
    }
}

/// A child for a brother or sister who married.
fn nieces(dice: &mut Dice, draft: &mut Draft, roots: &Roots) {
    let now = draft.as_of.year();
    let weddings: Vec<(Key, Key, i32)> = draft
        .facts
        .events
        .iter()
        .filter(|event| event.kind == EventKind::Married && roots.siblings.contains(&event.person))
        .filter_map(|event| Some((event.person.clone(), event.spouse.clone()?, event.date.year())))
        .collect();
    for (sibling, spouse, year) in weddings {
        let born = year + dice.between(1, 4);
        let mother = if draft.gender(&sibling) == Gender::Female { &sibling } else { &spouse };
        if born >= now || !(19..=43).contains(&(born - draft.born(mother))) || !dice.chance(70) {
            continue;
        }
        let gender = if dice.chance(50) { Gender::Female } else { Gender::Male };
        let relation = if gender == Gender::Female { "niece" } else { "nephew" };
        let culture = draft.culture_of_child(dice, &sibling, &spouse);
        let key = draft.key(relation);
        let child = draft.person(dice, culture, &key, relation, gender, in_year(born).date);
        let (mother, father) = if mother == &sibling { (&sibling, &spouse) } else { (&spouse, &sibling) };
        draft.birth(&child, mother, Some(father));
    }
}

/// The partner's parents, one of whom may have died.
fn in_laws(dice: &mut Dice, draft: &mut Draft, home: &Household) {
    // Whoever is not married has no parents-in-law to speak of.
    let Some(partner) = home.partner.as_ref().filter(|partner| draft.are_married(&home.client, partner)) else {
        return;
    };
    let now = draft.as_of.year();
    let year = draft.born(partner) - dice.between(21, 33);
    let Some(culture) = draft.culture_of(partner) else { return };
    let mother = draft.person(dice, culture, "mother_in_law", "mother-in-law", Gender::Female, in_year(year).date);
    let older = dice.between(-1, 5);
    let father =
        draft.person(dice, culture, "father_in_law", "father-in-law", Gender::Male, in_year(year - older).date);
    draft.bond(&mother, &father, true);
    let died = year + dice.between(55, 84);
    if died > draft.born(partner) + 20 && died < now - 1 {
        let cause = dice.text(&["a stroke", "cancer", "a heart attack", "emphysema"]);
        let words = format!("{} died of {cause}", draft.name(&father));
        draft.death(&father, in_year(died), words);
    }
    if dice.chance(40) && now - year < 92 {
        let kind = *dice.one(&[R::Conflict, R::Overfunctioning, R::Toward]).unwrap_or(&R::Conflict);
        let when = in_year(now - dice.between(2, 4));
        let target = if kind == R::Conflict { home.client.clone() } else { partner.clone() };
        if draft.born(&target) + 18 < now - 4 {
            aim(dice, draft, &mother, &target, None, kind, when);
        }
    }
}

/// What became of aunts and uncles, and of a grandmother when her husband died.
fn elders(dice: &mut Dice, draft: &mut Draft, roots: &Roots) {
    let now = draft.as_of.year();
    for aunt in &roots.aunts_uncles {
        let born = draft.born(aunt);
        let busy = draft
            .facts
            .shifts
            .iter()
            .any(|shift| &shift.person == aunt || format!("{:?}", shift.shifted).contains(&aunt.0));
        let died = born + dice.between(40, 82);
        if !busy && died < now - 2 && died > born + 18 && dice.chance(60) {
            let cause = dice.text(&["a heart attack", "cancer", "an accident", "cirrhosis", "a stroke"]);
            let words = format!("{} died of {cause}", draft.name(aunt));
            draft.death(aunt, in_year(died), words);
        }
    }
    for (wife, husband, child) in
        [(&roots.maternal.0, &roots.maternal.1, &roots.mother), (&roots.paternal.0, &roots.paternal.1, &roots.father)]
    {
        let Some(lost) = draft.get(husband).and_then(|person| person.death).map(|death| death.year()) else { continue };
        let after = in_year(lost + 1);
        if lost + 3 >= now || !draft.alive(wife, in_year(lost + 3).date) || !dice.chance(55) {
            continue;
        }
        if dice.chance(50) {
            let words = dice.text(deeds::DOWN);
            draft.shift(wife, in_year(lost), Shifted::Functioning(VariableShift::Down), capital(words));
        } else if draft.alive(child, in_year(lost + 3).date) {
            let kind = *dice.one(&[R::Underfunctioning, R::Toward, R::Fusion]).unwrap_or(&R::Toward);
            aim(dice, draft, wife, child, None, kind, after);
        }
    }
}

/// What the client was like before: an old symptom, a worry, a stretch that went well.
fn youth(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &Household) {
    let now = draft.as_of.year();
    let born = roots.client_birth.year();
    let at = |dice: &mut Dice, from: i32, to: i32| Some(born + dice.between(from, to)).filter(|year| *year < now - 4);
    if dice.chance(50)
        && let Some(year) = at(dice, 9, 15)
    {
        let words = dice.text(deeds::SYMPTOM_CHILD);
        draft.shift(&home.client, in_year(year), Shifted::Symptom(VariableShift::Up), capital(words));
    }
    if dice.chance(45)
        && let Some(year) = at(dice, 20, 27)
    {
        let words = dice.text(&[
            "went back to school and finished a degree",
            "found steady work and paid off the debts",
            "sorted out the money and got back on track",
        ]);
        draft.shift(&home.client, in_year(year), Shifted::Functioning(VariableShift::Up), capital(words));
    }
    if dice.chance(50)
        && let Some(year) = at(dice, 14, 19)
        && draft.alive(&roots.mother, in_year(year + 1).date)
    {
        let kind = *dice.one(&[R::Conflict, R::Distance, R::Away]).unwrap_or(&R::Distance);
        let parent = if dice.chance(50) && draft.alive(&roots.father, in_year(year + 1).date) {
            &roots.father
        } else {
            &roots.mother
        };
        let words = match kind {
            R::Conflict => {
                dice.text(&["fought with {t} about every little thing", "argued with {t} every single night"])
            }
            R::Distance => dice.text(&["stopped talking to {t} about anything that mattered", "went quiet on {t}"]),
            _ => dice.text(&["pulled away from {t}", "backed off from {t}"]),
        };
        let words = words.replace("{t}", &draft.name(parent));
        let shifted = Shifted::Relationship { kind, targets: vec![parent.clone()], triangles: Vec::new() };
        draft.shift(&home.client, in_year(year), shifted, capital(&words));
    }
}
