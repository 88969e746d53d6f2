//! What happened of late and what it stirred up: one recent event in the family and the shifts before and after it, in
//! all four variables, with at least one triangle.

use chrono::Datelike;
use sarf_shared::discussion::Shifted;
use sarf_shared::family::{DateCertainty, EventKind, Gender, RelationshipKind as R, VariableShift};

use super::super::dice::Dice;
use super::deeds;
use super::draft::{Draft, Key, When, in_year};
use super::household::{Household, later, parted};
use super::roots::Roots;

/// What set the present trouble off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spark {
    ParentDied,
    ParentMovedIn,
    Separation,
    ChildLeft,
    NewBaby,
    Diagnosis,
    ClientMoved,
    SiblingMoved,
}

/// What the client comes with, for the opening.
pub(crate) struct Plot {
    /// Who is at the heart of the recent event.
    pub(crate) about: Key,
    /// When the recent event was.
    pub(crate) when: When,
}

/// Draws spark and shifts.
pub(crate) fn plot(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &mut Household) -> Plot {
    let months = dice.between(6, 24);
    let when = draft.months_ago(dice, months);
    let spark = choose(dice, draft, roots, home, when);
    let about = strike(dice, draft, roots, home, spark, when);
    let plot = Plot { about, when };
    early_parents_death(dice, draft, roots, spark);
    present(dice, draft, roots, home, &plot);
    past(dice, draft, roots, home);
    complete(dice, draft, roots, home, &plot);
    plot
}

fn choose(dice: &mut Dice, draft: &Draft, roots: &Roots, home: &Household, when: When) -> Spark {
    let mut open = vec![Spark::ClientMoved, Spark::Diagnosis];
    let oldest_parent = draft.as_of.year() - draft.born(&roots.father).min(draft.born(&roots.mother));
    if oldest_parent >= 56 {
        open.extend([Spark::ParentDied; 3]);
        open.extend([Spark::ParentMovedIn; 2]);
        open.push(Spark::Diagnosis);
    }
    if home.partner.as_ref().is_some_and(|partner| married_before(draft, &home.client, partner, when)) {
        open.extend([Spark::Separation; 2]);
    }
    if home.children.iter().any(|child| (17..=24).contains(&(when.date.year() - draft.born(child)))) {
        open.extend([Spark::ChildLeft; 3]);
    }
    if home.partner.is_some() && may_have_baby(draft, home, when) {
        open.extend([Spark::NewBaby; 2]);
    }
    if !roots.siblings.is_empty() {
        open.push(Spark::SiblingMoved);
    }
    dice.one(&open).copied().unwrap_or(Spark::Diagnosis)
}

fn married_before(draft: &Draft, client: &Key, partner: &Key, when: When) -> bool {
    draft.facts.events.iter().any(|event| {
        matches!(event.kind, EventKind::Married | EventKind::Bonded)
            && &event.person == client
            && event.spouse.as_ref() == Some(partner)
            && event.date.year() < when.date.year() - 1
    })
}

fn may_have_baby(draft: &Draft, home: &Household, when: When) -> bool {
    let Some(partner) = &home.partner else { return false };
    let (a, b) = (draft.gender(&home.client), draft.gender(partner));
    let mother = if a == Gender::Female { &home.client } else { partner };
    let age = when.date.year() - draft.born(mother);
    let youngest = home.children.iter().map(|child| draft.born(child)).max().unwrap_or(0);
    a != b
        && (20..=43).contains(&age)
        && when.date.year() - youngest >= 2
        && married_before(draft, &home.client, partner, when)
        && draft.facts.people.iter().all(|person| {
            person.gender != Gender::Miscarriage || person.birth.is_none_or(|lost| when.date.year() - lost.year() >= 1)
        })
}

fn strike(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &mut Household, spark: Spark, when: When) -> Key {
    let exact = When { certainty: DateCertainty::Certain, ..when };
    let parent = if dice.chance(50) { roots.mother.clone() } else { roots.father.clone() };
    match spark {
        Spark::ParentDied => {
            let cause =
                dice.text(&["a stroke", "a heart attack", "pancreatic cancer", "pneumonia", "a fall", "heart failure"]);
            let words = format!("{} died of {cause}", draft.name(&parent));
            draft.death(&parent, exact, words);
            parent
        }
        Spark::ParentMovedIn => {
            draft.event(EventKind::Moved, &parent, None, when, "Moved in with the client".to_owned());
            parent
        }
        Spark::Separation => {
            let Some(partner) = home.partner.take() else { return parent };
            let words = format!("Client and {} separated", draft.name(&partner));
            draft.event(EventKind::Separated, &home.client, Some(&partner), when, words);
            home.former = Some(partner.clone());
            partner
        }
        Spark::ChildLeft => {
            let child =
                home.children.iter().find(|child| (17..=24).contains(&(when.date.year() - draft.born(child)))).cloned();
            let Some(child) = child else { return parent };
            let place = dice.text(&["Chicago", "Portland", "Atlanta", "Leeds", "Denver", "Montreal"]);
            draft.event(EventKind::Moved, &child, None, when, format!("Moved to {place}"));
            child
        }
        Spark::NewBaby => {
            let Some(partner) = home.partner.clone() else { return parent };
            let client = home.client.clone();
            let (mother, father) =
                if draft.gender(&client) == Gender::Female { (client, partner) } else { (partner, client) };
            let gender = if dice.chance(50) { Gender::Female } else { Gender::Male };
            let relation = if gender == Gender::Female { "daughter" } else { "son" };
            let key = draft.key(relation);
            let culture = draft.culture_of_child(dice, &mother, &father);
            let child = draft.person(dice, culture, &key, relation, gender, when.date);
            draft.birth(&child, &mother, Some(&father));
            home.children.push(child.clone());
            child
        }
        Spark::Diagnosis => {
            let words = dice.text(deeds::DIAGNOSIS);
            let words = if words.contains("breast") && parent == roots.father {
                "was diagnosed with prostate cancer"
            } else {
                words
            };
            draft.shift(&parent, when, Shifted::Symptom(VariableShift::Up), capital(words));
            parent
        }
        Spark::ClientMoved => {
            let culture = Draft::culture(dice);
            let place = dice.text(culture.places);
            home.place = place;
            draft.event(EventKind::Moved, &home.client.clone(), None, when, format!("Moved to {place}"));
            roots.mother.clone()
        }
        Spark::SiblingMoved => {
            let sibling = dice.one(&roots.siblings).cloned().unwrap_or(parent);
            let place = dice.text(&["Vancouver", "Phoenix", "Bristol", "Anchorage", "Perth", "Charlotte"]);
            draft.event(EventKind::Moved, &sibling, None, when, format!("Moved to {place}"));
            sibling
        }
    }
}

/// Some have lost a parent long ago.
fn early_parents_death(dice: &mut Dice, draft: &mut Draft, roots: &Roots, spark: Spark) {
    let now = draft.as_of.year();
    for parent in [&roots.father, &roots.mother] {
        let age = now - draft.born(parent);
        let gone_by_now = age > 88;
        if spark == Spark::ParentDied || !(gone_by_now || dice.chance(if age > 70 { 35 } else { 9 })) {
            continue;
        }
        let last = draft
            .facts
            .events
            .iter()
            .filter(|event| &event.person == parent || event.spouse.as_ref() == Some(parent))
            .map(|event| event.date.year())
            .max()
            .unwrap_or(now)
            .max(roots.client_birth.year() + 5);
        let busy = draft.facts.shifts.iter().any(|shift| &shift.person == parent);
        let earliest = (last + 1).max(draft.born(parent) + 45);
        if busy || earliest >= now - 2 {
            continue;
        }
        let cause = dice.text(&["a heart attack", "cancer", "a car accident", "a stroke", "liver failure"]);
        let words = format!("{} died of {cause}", draft.name(parent));
        draft.death(parent, in_year(dice.between(earliest, now - 3)), words);
    }
}

/// The shifts of the last two years.
fn present(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &Household, plot: &Plot) {
    let client = &home.client;
    let about = &plot.about;
    let soon = plot.when;
    let days = u64::from(dice.between(10, 70).unsigned_abs());
    let anxious = later(draft, soon, days);
    let sick = later(draft, soon, days + u64::from(dice.between(15, 75).unsigned_abs()));

    let living_about = draft.alive(about, anxious.date) && about != client;
    let worry_about = if living_about {
        about.clone()
    } else {
        living(draft, roots, home, anxious, &[about, client]).unwrap_or(roots.mother.clone())
    };
    let words = if draft.alive(&worry_about, anxious.date) {
        dice.text(deeds::ANXIETY_OWN)
    } else {
        "was on edge all the time"
    };
    let words = fill(words, &draft.name(&worry_about), "");
    draft.shift(client, anxious, Shifted::Anxiety(VariableShift::Up), capital(&words));
    let words = dice.text(deeds::SYMPTOM_OWN);
    draft.shift(client, sick, Shifted::Symptom(VariableShift::Up), capital(words));

    // A move between client and whoever is nearest; the other side of a reciprocal pair half of the time.
    if let Some(near) = home
        .partner
        .clone()
        .or_else(|| roots.siblings.first().cloned())
        .filter(|near| draft.alive(near, soon.date) && near != about)
    {
        let kind = *dice.one(&[R::Distance, R::Conflict]).unwrap_or(&R::Distance);
        let (actor, target) =
            if dice.chance(60) { (near.clone(), client.clone()) } else { (client.clone(), near.clone()) };
        aim(dice, draft, &actor, &target, None, kind, later(draft, sick, 20));
    }
    if living_about {
        let kind =
            *dice.one(&[R::Toward, R::Overfunctioning, R::Conflict, R::Away, R::Projection]).unwrap_or(&R::Toward);
        let kind = if kind == R::Projection && !home.children.contains(about) { R::Overfunctioning } else { kind };
        aim(dice, draft, client, about, None, kind, later(draft, anxious, 12));
    }
    if let Some(child) =
        home.children.iter().find(|child| (5..=16).contains(&(sick.date.year() - draft.born(child)))).cloned()
        && dice.chance(50)
    {
        let words = dice.text(deeds::SYMPTOM_CHILD);
        draft.shift(&child, later(draft, sick, 30), Shifted::Symptom(VariableShift::Up), capital(words));
    }
    triangle(dice, draft, roots, home, later(draft, anxious, 30));
    if dice.chance(45) {
        let words = dice.text(deeds::DOWN);
        draft.shift(client, later(draft, sick, 25), Shifted::Functioning(VariableShift::Down), capital(words));
    }
}

/// Every family has a shift in functioning and a triangle; where history gave none, they are added.
fn complete(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &Household, plot: &Plot) {
    if !draft.facts.shifts.iter().any(|shift| matches!(shift.shifted, Shifted::Functioning(_))) {
        let words = dice.text(deeds::DOWN);
        let when = later(draft, plot.when, 90);
        draft.shift(&home.client, when, Shifted::Functioning(VariableShift::Down), capital(words));
    }
    let triangle =
        |shifted: &Shifted| matches!(shifted, Shifted::Relationship { triangles, .. } if !triangles.is_empty());
    if !draft.facts.shifts.iter().any(|shift| triangle(&shift.shifted)) {
        // Both parents live then: neither dies before the client is five.
        let when = in_year(roots.client_birth.year() + 4);
        aim(dice, draft, &roots.father, &roots.mother, Some(&home.client), R::Outside, when);
    }
}

/// Anybody near the client who lives then and is none of `but`.
fn living(draft: &Draft, roots: &Roots, home: &Household, when: When, but: &[&Key]) -> Option<Key> {
    let near = home.partner.iter().chain([&roots.mother, &roots.father]).chain(&roots.siblings).chain(&home.children);
    near.filter(|key| !but.contains(key) && draft.alive(key, when.date) && draft.born(key) < when.date.year())
        .find(|key| draft.gender(key) != Gender::Miscarriage)
        .cloned()
}

fn triangle(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &Household, when: When) {
    let client = &home.client;
    let Some(first) = living(draft, roots, home, when, &[client]) else { return };
    let second = living(draft, roots, home, when, &[client, &first])
        .or_else(|| roots.aunts_uncles.iter().find(|key| draft.alive(key, when.date)).cloned());
    let Some(second) = second else { return };
    match dice.below(4) {
        0 => aim(dice, draft, client, &first, Some(&second), R::Outside, when),
        1 => aim(dice, draft, &first, client, Some(&second), R::Inside, when),
        2 => aim(dice, draft, client, &second, Some(&first), R::Inside, when),
        _ => aim(dice, draft, client, &first, Some(&second), R::Inside, when),
    }
}

/// Shifts of earlier years: an elder's symptom, somebody's functioning, a cutoff or another old move.
fn past(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &Household) {
    let now = draft.as_of.year();
    let born = roots.client_birth.year();
    let parent = if dice.chance(50) { &roots.mother } else { &roots.father };
    let bad = roots.parted.unwrap_or(born + dice.between(6, 16)).min(now - 4);
    if draft.alive(parent, in_year(bad + 1).date) {
        let words = dice.text(deeds::DOWN);
        draft.shift(parent, in_year(bad), Shifted::Functioning(VariableShift::Down), capital(words));
        let better = bad + dice.between(2, 5);
        if better < now - 1 && draft.alive(parent, in_year(better + 1).date) && dice.chance(60) {
            let words = dice.text(deeds::UP);
            draft.shift(parent, in_year(better), Shifted::Functioning(VariableShift::Up), capital(words));
        }
    }
    let sick = (bad + dice.between(-3, 6)).clamp(born + 4, now - 2);
    let other = if parent == &roots.mother { &roots.father } else { &roots.mother };
    if draft.alive(other, in_year(sick + 1).date) {
        let words = dice.text(deeds::SYMPTOM_ELDER);
        draft.shift(other, in_year(sick), Shifted::Symptom(VariableShift::Up), capital(words));
    }
    // An old cutoff: among the elders, or between a sibling and a parent.
    let pairs: Vec<(Key, Key)> = roots
        .aunts_uncles
        .iter()
        .map(|aunt| (if draft_side(aunt) { &roots.mother } else { &roots.father }.clone(), aunt.clone()))
        .chain(roots.siblings.iter().map(|sibling| (sibling.clone(), roots.father.clone())))
        .collect();
    if let Some((a, b)) = dice.one(&pairs).cloned() {
        let year = (born + dice.between(5, 24)).min(now - 3).max(draft.born(&a).max(draft.born(&b)) + 18);
        if year < now - 1 && draft.alive(&a, in_year(year + 1).date) && draft.alive(&b, in_year(year + 1).date) {
            let kind = if dice.chance(65) { R::Cutoff } else { R::Conflict };
            aim(dice, draft, &a, &b, None, kind, in_year(year));
        }
    }
    if let Some(former) = home.former.clone().filter(|former| parted(draft, &home.client, former)) {
        let parted_year = draft
            .facts
            .events
            .iter()
            .filter(|event| {
                event.spouse.as_ref() == Some(&former)
                    && matches!(event.kind, EventKind::Separated | EventKind::Divorced)
            })
            .map(|event| event.date.year())
            .min();
        if let Some(year) = parted_year.filter(|year| *year < now - 2) {
            aim(dice, draft, &home.client, &former, None, R::Conflict, in_year(year - 1));
        }
    }
    if let Some(sibling) = dice.one(&roots.siblings).cloned()
        && dice.chance(45)
        && draft.alive(&roots.mother, draft.as_of)
        && draft.as_of.year() - draft.born(&sibling) > 25
    {
        let kind = *dice.one(&[R::DefinedSelf, R::Underfunctioning, R::Fusion]).unwrap_or(&R::DefinedSelf);
        let when = in_year(now - dice.between(2, 5));
        aim(dice, draft, &sibling, &roots.mother, None, kind, when);
    }
}

/// Whether a key is of the mother's side.
fn draft_side(key: &Key) -> bool {
    key.0.starts_with("maternal")
}

/// Adds a relationship shift with its words.
pub(crate) fn aim(
    dice: &mut Dice,
    draft: &mut Draft,
    actor: &Key,
    target: &Key,
    outsider: Option<&Key>,
    kind: R,
    when: When,
) {
    let words = deeds::relationship(dice, kind);
    let words = fill(words, &draft.name(target), &outsider.map(|key| draft.name(key)).unwrap_or_default());
    // Inside: the ally in targets, the outsider in triangles. Outside: the two insiders one in each.
    let shifted = Shifted::Relationship {
        kind,
        targets: vec![target.clone()],
        triangles: outsider.cloned().into_iter().collect(),
    };
    draft.shift(actor, when, shifted, capital(&words));
}

fn fill(words: &str, target: &str, outsider: &str) -> String {
    // The client has no name yet while its family is drawn; the marker is replaced when it gets one.
    let or_client = |name: &str| if name.is_empty() { super::CLIENT_MARK.to_owned() } else { name.to_owned() };
    words.replace("{t}", &or_client(target)).replace("{o}", &or_client(outsider))
}

/// The text with its first letter large.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
