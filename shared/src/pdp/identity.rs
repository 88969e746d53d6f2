//! Whether a new person of the deltas is one of the committed people.
//!
//! Names are compared as the scorer does (likeness of the sets of words, 0.6 at least, plus a little for like parents),
//! each new person taking the best committed person left. Beyond that three guards: nobody is the coach who is not
//! called so; nobody is the marked subject who shares no whole word with the subject's name; and where one name holds all
//! words of the other and more ("Ann" and "Mary Ann"), they are one person only if the shorter is how the longer begins
//! and nobody else's name begins so.

use crate::family::{Family, Gender, ItemId, PairBond, Person};
use crate::pdp::Deltas;
use crate::scoring::compat::names::{Name, THRESHOLD, similarity};

/// Weight of the parents' names beside the person's own, as in the scorer.
const PARENTS_WEIGHT: f64 = 0.1;
/// The parents' similarity where either side has none to compare, as in the scorer.
const NEUTRAL: f64 = 0.5;

/// New person to committed person, in the order of the deltas.
pub fn repeated_people(family: &Family, deltas: &Deltas) -> Vec<(ItemId, ItemId)> {
    let new: Vec<&Person> = deltas.people.iter().filter(|person| person.id.is_pending() && is_named(person)).collect();
    let new = Side::new(new, &deltas.pair_bonds);
    let known = Side::new(family.people.iter().collect(), &family.pair_bonds);
    let mut free: Vec<bool> = vec![true; known.people.len()];
    let mut pairs: Vec<(ItemId, ItemId)> = Vec::new();
    for one in &new.people {
        let mut best: Option<(usize, f64, ItemId)> = None;
        for (index, other) in known.people.iter().enumerate() {
            let is_free = free.get(index).copied().unwrap_or(false);
            if let Some(score) = is_free.then(|| score(&new, one, &known, other)).flatten()
                && best.is_none_or(|(_, known, _)| score > known)
            {
                best = Some((index, score, other.row.id));
            }
        }
        let Some((index, _, committed)) = best else { continue };
        if let Some(slot) = free.get_mut(index) {
            *slot = false;
        }
        match pairs.iter_mut().find(|(id, _)| *id == one.row.id) {
            Some(pair) => pair.1 = committed,
            None => pairs.push((one.row.id, committed)),
        }
    }
    pairs
}

fn is_named(person: &Person) -> bool {
    person.name.as_deref().is_some_and(|name| !name.is_empty())
}

/// People with what is derived from them once.
struct Side<'a> {
    people: Vec<Named<'a>>,
    bonds: &'a [PairBond],
}

struct Named<'a> {
    row: &'a Person,
    name: Name,
}

impl<'a> Side<'a> {
    fn new(people: Vec<&'a Person>, bonds: &'a [PairBond]) -> Self {
        let people = people.into_iter().map(|row| Named { row, name: Name::new(row.name.as_deref()) }).collect();
        Side { people, bonds }
    }

    /// The distinct names of a person's parents.
    fn parents(&self, person: &Person) -> Vec<&Name> {
        let bond = person.parents.and_then(|id| self.bonds.iter().find(|bond| bond.id == id));
        let ends = bond.into_iter().flat_map(|bond| [bond.person_a, bond.person_b]).flatten();
        let people = ends.filter_map(|id| self.people.iter().find(|person| person.row.id == id));
        let mut names: Vec<&Name> = people.filter(|person| is_named(person.row)).map(|person| &person.name).collect();
        names.dedup();
        names
    }

    /// How many names begin with these words.
    fn beginning_with(&self, words: &[&str]) -> usize {
        self.people.iter().filter(|person| tokens(&person.name).starts_with(words)).count()
    }
}

/// How well a new person fits a committed one; `None` if they cannot be the same.
fn score(new: &Side<'_>, one: &Named<'_>, known: &Side<'_>, other: &Named<'_>) -> Option<f64> {
    if Gender::contradicts(one.row.gender, other.row.gender) {
        return None;
    }
    // The coach is nobody's relative: "Cora" and "Noah" are like "Coach" only in their letters.
    if is_coach(other.row) && one.name != other.name {
        return None;
    }
    // In established files the speaker is a committed person called "User" whom any description fits; in ours the
    // subject is marked, and is matched by name like everybody.
    let speaker = other.name.is_speaker() && !other.row.primary;
    let name = if speaker { 1.0 } else { similarity(&one.name, &other.name) };
    // The marked subject is spoken of as "I"; letters alone do not make a new person the subject (Tim is not Tom).
    if other.row.primary && !shares_a_word(&one.name, &other.name) {
        return None;
    }
    if name < THRESHOLD || (!speaker && is_guess(new, one, known, other)) {
        return None;
    }
    let (mine, theirs) = (new.parents(one.row), known.parents(other.row));
    let likeness: Vec<f64> = mine.iter().flat_map(|a| theirs.iter().map(|b| similarity(a, b))).collect();
    let parents = if likeness.is_empty() { NEUTRAL } else { likeness.iter().sum::<f64>() / likeness.len() as f64 };
    Some(name + PARENTS_WEIGHT * parents)
}

fn is_coach(person: &Person) -> bool {
    person.id == ItemId::COACH && matches!(person.name.as_deref(), Some("Coach" | "Assistant"))
}

fn shares_a_word(one: &Name, other: &Name) -> bool {
    let other = tokens(other);
    tokens(one).iter().any(|word| other.contains(word))
}

fn tokens(name: &Name) -> Vec<&str> {
    name.as_str().split_whitespace().collect()
}

/// Whether one name holds all words of the other and more, without being the one longer form of it there is.
fn is_guess(new: &Side<'_>, one: &Named<'_>, known: &Side<'_>, other: &Named<'_>) -> bool {
    // "Client's wife" holds all words of "Client" and is somebody else.
    let of_somebody = is_somebodys(one.row) != is_somebodys(other.row);
    let (one, other) = (tokens(&one.name), tokens(&other.name));
    let within = |a: &[&str], b: &[&str]| a.iter().all(|word| b.contains(word));
    let (shorter, longer) = match (within(&one, &other), within(&other, &one)) {
        (true, false) => (&one, &other),
        (false, true) => (&other, &one),
        _ => return false,
    };
    let only_form =
        longer.starts_with(shorter) && new.beginning_with(shorter) == 1 && known.beginning_with(shorter) == 1;
    of_somebody || !only_form
}

/// Whether the name says whose relative somebody is ("Client's wife").
fn is_somebodys(person: &Person) -> bool {
    person.name.as_deref().is_some_and(|name| name.contains("'s ") || name.contains("\u{2019}s "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    fn found(committed: &[&str], new: &[&str]) -> Vec<(i64, i64)> {
        let people = (1..).zip(committed).map(|(id, name)| person(id, name)).collect();
        let new = (1..).zip(new).map(|(id, name): (i64, _)| person(-id, name)).collect();
        let family = Family { people, ..Family::default() };
        let pairs = repeated_people(&family, &Deltas { people: new, ..Deltas::default() });
        pairs.into_iter().map(|(new, known)| (new.0, known.0)).collect()
    }

    #[test]
    fn part_of_a_name_is_not_the_person() {
        assert_eq!(found(&["Mary Ann"], &["Ann"]), [], "the longer name does not begin with it");
        assert_eq!(found(&["Bob Ray", "Tim Ray"], &["Ray"]), []);
        assert_eq!(found(&["Client"], &["Client's wife"]), [], "a relative is not the person");
        assert_eq!(found(&["Sarah"], &["Sarah S"]), [(-1, 1)], "an initial is not a relative");
        assert_eq!(found(&["Ann Lee", "Ann Ray"], &["Ann"]), [], "there are two Anns");
        assert_eq!(found(&["Ann"], &["Ann Lee", "Ann Ray"]), [], "there are two Anns");
    }

    #[test]
    fn the_one_short_form_of_a_name_is_the_person() {
        assert_eq!(found(&["Bob Ray", "Ann Lee"], &["Ann"]), [(-1, 2)]);
        assert_eq!(found(&["Ann"], &["Ann Lee"]), [(-1, 1)]);
    }

    #[test]
    fn like_names_are_one_person_unless_their_genders_contradict() {
        assert_eq!(found(&["Zoë Kowalski"], &["zoe kowalski"]), [(-1, 1)]);
        let family =
            Family { people: vec![Person { gender: Some(Gender::Male), ..person(1, "Kim") }], ..Family::default() };
        let new = Person { gender: Some(Gender::Female), ..person(-1, "Kim") };
        assert!(repeated_people(&family, &Deltas { people: vec![new], ..Deltas::default() }).is_empty());
    }

    #[test]
    fn a_marked_subject_called_user_is_not_everybody() {
        let mut family = Family { people: vec![Person { primary: true, ..person(1, "User") }], ..Family::default() };
        let deltas = Deltas { people: vec![person(-1, "Ann")], ..Deltas::default() };
        assert!(repeated_people(&family, &deltas).is_empty());
        family.people[0].primary = false;
        assert_eq!(repeated_people(&family, &deltas).len(), 1, "as in established files, which mark nobody");
    }

    #[test]
    fn nobody_is_the_coach_or_the_marked_subject_by_letters_alone() {
        let mut family = Family { people: vec![person(1, "Ada"), person(2, "Coach")], ..Family::default() };
        family.people[0].primary = true;
        let found = |family: &Family, name: &str| {
            repeated_people(family, &Deltas { people: vec![person(-1, name)], ..Deltas::default() })
        };
        for name in ["Cora", "Noah", "Jonah", "Ida", "Adam"] {
            assert!(found(&family, name).is_empty(), "{name}");
        }
        assert_eq!(found(&family, "Coach"), [(ItemId(-1), ItemId::COACH)]);
        assert_eq!(found(&family, "Ada Lee"), [(ItemId(-1), ItemId::SUBJECT)]);
        // Somebody who is neither is matched by letters as ever.
        family.people[0].primary = false;
        assert_eq!(found(&family, "Ida"), [(ItemId(-1), ItemId(1))]);
    }
}
