//! Extracted data in sentence form: one item a sentence, names instead of numbers, the evidence beneath it.

use sarf_shared::family::{Event, EventKind, ItemId, PairBond};
use sarf_shared::pdp::{Deltas, Pdp};

use crate::theme::Glyphs;
use crate::words::{self, Names};

/// Under which heading a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// People.
    People,
    /// Pair bonds.
    PairBonds,
    /// Structural events.
    Events,
    /// Shifts in SARF variables.
    Shifts,
    /// What was taken away.
    Removed,
}

impl Group {
    /// The heading.
    pub fn heading(self) -> &'static str {
        match self {
            Group::People => "people",
            Group::PairBonds => "pair bonds",
            Group::Events => "events",
            Group::Shifts => "shifts",
            Group::Removed => "removed",
        }
    }
}

/// One item in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Its heading.
    pub group: Group,
    /// Whether it is new (else an edit of a committed item).
    pub new: bool,
    /// The sentence.
    pub words: String,
    /// The verbatim words that support it; none: no evidence.
    pub evidence: Vec<String>,
    /// How sure the coder is, 0 to 1.
    pub confidence: Option<f64>,
}

/// The names of a family, over which the deltas' own names lie.
pub fn names(pool: &Pdp, deltas: &Deltas) -> Names {
    let mut names = Names::default();
    names.learn(&pool.people);
    names.learn(&deltas.people);
    names
}

/// The sentences of what one statement changed, in the order of their headings. `pool` is the family after it.
pub fn sentences(deltas: &Deltas, pool: &Pdp, glyphs: &Glyphs) -> Vec<Sentence> {
    let names = names(pool, deltas);
    let mut all: Vec<Sentence> = Vec::new();
    let mut say = |group: Group, id: ItemId, words: String, evidence: &[String], confidence: Option<f64>| {
        let words = in_glyphs(words, glyphs);
        all.push(Sentence { group, new: id.is_pending(), words, evidence: evidence.to_vec(), confidence });
    };
    for person in &deltas.people {
        let mut person_words = words::person(person, &names);
        if let Some(bond) = person.parents.and_then(|id| pool.pair_bonds.iter().find(|bond| bond.id == id)) {
            person_words = format!("{person_words}, child of {}", pair(bond, &names));
        }
        say(Group::People, person.id, person_words, &person.evidence, person.confidence);
    }
    for bond in &deltas.pair_bonds {
        say(Group::PairBonds, bond.id, words::pair_bond(bond, &names), &bond.evidence, bond.confidence);
    }
    let (shifts, events): (Vec<&Event>, Vec<&Event>) = deltas.events.iter().partition(|e| e.kind == EventKind::Shift);
    for (group, events) in [(Group::Events, events), (Group::Shifts, shifts)] {
        for event in events {
            let words = words::event(event, &names);
            // Under the heading "shifts" the word itself says nothing.
            let words = words.strip_prefix("shift  ").map_or(words.clone(), str::to_owned);
            say(group, event.id, words, &event.evidence, event.confidence);
        }
    }
    for id in &deltas.delete {
        say(Group::Removed, *id, names.of(*id), &[], None);
    }
    all
}

fn pair(bond: &PairBond, names: &Names) -> String {
    let name = |id: Option<ItemId>| id.map_or_else(|| "?".to_owned(), |id| names.of(id));
    format!("{} ── {}", name(bond.person_a), name(bond.person_b))
}

/// The same words with the signs of this terminal.
pub(crate) fn in_glyphs(words: String, glyphs: &Glyphs) -> String {
    let (line, head) = glyphs.arrow;
    words.replace("──", glyphs.bond).replace('─', line).replace('→', head)
}

/// The year of an event, for the family tree.
pub fn year(event: &Event) -> Option<String> {
    let date = event.date_time.as_deref()?.trim();
    let year: String = date.chars().take(4).collect();
    (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;
    use sarf_shared::family::{DateCertainty, Person, RelationshipKind, VariableShift};

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    fn words(deltas: &Deltas, ascii: bool) -> Vec<String> {
        let theme = Theme::new(true, ascii);
        let pool = sarf_shared::pdp::replay([deltas], 1);
        sentences(deltas, &pool, theme.glyphs).into_iter().map(|sentence| sentence.words).collect()
    }

    #[test]
    fn a_row_that_only_completes_somebody_is_told_by_the_name_known() {
        let bond = sarf_shared::family::PairBond::new(ItemId(-4), ItemId(-2), ItemId(-3));
        let people = vec![person(-1, "Ann"), person(-2, "Mia"), person(-3, "Leo")];
        let first = Deltas { people, pair_bonds: vec![bond], ..Deltas::default() };
        let edit = Person { parents: Some(ItemId(-4)), ..Person::new(ItemId(-1)) };
        let second = Deltas { people: vec![edit], ..Deltas::default() };
        let pool = sarf_shared::pdp::replay([&first, &second], 2);
        let told = sentences(&second, &pool, Theme::new(true, false).glyphs);
        let told: Vec<&str> = told.iter().map(|one| one.words.as_str()).collect();
        assert_eq!(told, ["Ann, child of Mia ── Leo"]);
    }

    #[test]
    fn a_move_between_people_reads_from_actor_to_target_in_the_signs_of_the_terminal() {
        let shift = Event {
            person: Some(ItemId(-1)),
            relationship: Some(RelationshipKind::Distance),
            relationship_targets: vec![ItemId::SUBJECT],
            date_time: Some("2024-01-01".into()),
            date_certainty: Some(DateCertainty::Approximate),
            ..Event::new(ItemId(-2), EventKind::Shift)
        };
        let deltas = Deltas { people: vec![person(-1, "Michael")], events: vec![shift], ..Deltas::default() };
        assert_eq!(words(&deltas, false), ["Michael", "Michael ─distance→ Client  ~2024"]);
        assert_eq!(words(&deltas, true)[1], "Michael -distance-> Client  ~2024");
    }

    #[test]
    fn a_shift_names_its_variable_direction_and_description() {
        let shift = Event {
            person: Some(ItemId::SUBJECT),
            anxiety: Some(VariableShift::Up),
            description: Some("worries at night".into()),
            ..Event::new(ItemId(-2), EventKind::Shift)
        };
        let deltas = Deltas { events: vec![shift], ..Deltas::default() };
        assert_eq!(words(&deltas, false), ["Client anxiety up: worries at night  date unknown"]);
    }

    #[test]
    fn a_child_is_said_to_be_one_of_its_parents_bond() {
        let bond = PairBond::new(ItemId(-10), ItemId(-1), ItemId::SUBJECT);
        let child = Person { parents: Some(ItemId(-10)), ..person(-3, "Emma") };
        let deltas = Deltas { people: vec![person(-1, "Ann"), child], pair_bonds: vec![bond], ..Deltas::default() };
        assert_eq!(words(&deltas, false), ["Ann", "Emma, child of Ann ── Client", "Ann ── Client"]);
    }
}
