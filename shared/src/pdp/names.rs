//! How an item is called when a person reads about it: by name where it has one, never by number alone if avoidable.

use std::collections::HashMap;

use super::{Deltas, Surroundings};
use crate::family::{Event, EventKind, ItemId, PairBond, Person};

/// Names of the people and bonds that a set of deltas can refer to.
#[derive(Debug, Clone, Default)]
pub struct Names {
    people: HashMap<ItemId, String>,
    bonds: HashMap<ItemId, (Option<ItemId>, Option<ItemId>)>,
}

impl Names {
    /// Names from the family and the pool, overlaid by the deltas' own.
    pub fn of(around: &Surroundings<'_>, deltas: &Deltas) -> Self {
        let mut names = Names::default();
        if let Some(family) = around.family {
            names.learn(&family.people, &family.pair_bonds);
        }
        names.learn(&around.pdp.people, &around.pdp.pair_bonds);
        names.learn(&deltas.people, &deltas.pair_bonds);
        names
    }

    fn learn(&mut self, people: &[Person], bonds: &[PairBond]) {
        for person in people {
            let parts = [person.name.as_deref(), person.last_name.as_deref()];
            let name = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty());
            let name = name.collect::<Vec<_>>().join(" ");
            if !name.is_empty() {
                self.people.insert(person.id, name);
            }
        }
        for bond in bonds {
            self.bonds.insert(bond.id, (bond.person_a, bond.person_b));
        }
    }

    /// "Ann Lee", or "an unnamed person (-3)".
    pub fn person(&self, id: ItemId) -> String {
        self.people.get(&id).cloned().unwrap_or_else(|| format!("an unnamed person ({id})"))
    }

    /// Like [`Names::person`], for a slot that may be empty.
    pub fn maybe_person(&self, id: Option<ItemId>) -> String {
        id.map_or_else(|| "nobody".to_owned(), |id| self.person(id))
    }

    /// "the pair bond of Ann Lee and Bob Ray".
    pub fn bond(&self, id: ItemId) -> String {
        match self.bonds.get(&id) {
            Some((a, b)) => format!("the pair bond of {} and {}", self.maybe_person(*a), self.maybe_person(*b)),
            None => format!("pair bond {id}"),
        }
    }

    /// [`Names::event`] within a sentence: "the birth of Tim (1985-05-05)", "Ann Lee's shift (1990)".
    pub fn the_event(&self, event: &Event) -> String {
        let whose = event.person.is_some() && !(event.kind.is_offspring() && event.child.is_some());
        let words = self.event(event);
        if whose { words } else { format!("the {words}") }
    }

    /// "birth of Tim (1985-05-05)", "Ann Lee's shift \"panic attacks\" (1990)".
    pub fn event(&self, event: &Event) -> String {
        let when = event.date_time.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let when = when.map(|text| format!(" ({text})")).unwrap_or_default();
        let what = match event.description.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(words) if event.kind == EventKind::Shift => format!("{} \"{words}\"", event.kind),
            _ => event.kind.to_string(),
        };
        match (event.kind.is_offspring(), event.child, event.person) {
            (true, Some(child), _) => format!("{what} of {}{when}", self.person(child)),
            (_, _, Some(person)) => format!("{}'s {what}{when}", self.person(person)),
            _ => format!("{what}{when}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_its_article_where_nobody_owns_it() {
        let names = Names::default();
        let death = Event { person: Some(ItemId(-80)), ..Event::new(ItemId(-1), EventKind::Death) };
        let birth = Event { child: Some(ItemId(-81)), ..Event::new(ItemId(-2), EventKind::Birth) };
        assert_eq!(names.the_event(&death), "an unnamed person (-80)'s death");
        assert_eq!(names.the_event(&birth), "the birth of an unnamed person (-81)");
    }
}
