//! What names say, read once: statement after statement speaks of the same people.
//!
//! A reader changes no answer, it only remembers. It lives as long as whoever matches likes: one comparison, or all
//! comparisons of a discussion.

use std::sync::Arc;

use super::Side;
use super::hash;
use super::names::{Name, SubjectNames};
use crate::family::{ItemId, Person};

/// Names remembered at most. A later one takes the place of an earlier one that falls on it.
const PLACES: usize = 256;

/// Reads what people are called, and remembers it.
#[derive(Debug, Default)]
pub struct Reader {
    names: Vec<Option<Box<Read>>>,
    subjects: Vec<Arc<SubjectNames>>,
    /// The name of people who are only referred to.
    pub(super) no_name: Arc<Name>,
}

/// A name that was read.
#[derive(Debug)]
struct Read {
    subject: u64,
    name: String,
    last: Option<String>,
    says: Arc<Name>,
}

impl Reader {
    /// A reader that has read nothing yet.
    pub fn new() -> Self {
        Reader::default()
    }

    /// What the subject of a side is called: as is known beside it, and as the side itself says.
    pub(super) fn subject(&mut self, side: &Side<'_>) -> Arc<SubjectNames> {
        let own = side.people.iter().filter(|person| person.id == ItemId::SUBJECT);
        let own = own.map(|person| (person.name.as_deref(), person.last_name.as_deref()));
        let all = side.subject.map(|name| (Some(name), None)).into_iter().chain(own);
        let content = SubjectNames::content_of(all.clone());
        if let Some(known) = self.subjects.iter().find(|known| known.content == content) {
            return known.clone();
        }
        let names = Arc::new(SubjectNames::new(all));
        self.subjects.push(names.clone());
        names
    }

    /// What a person's name says.
    pub(super) fn name(&mut self, person: &Person, subject: &SubjectNames) -> Arc<Name> {
        let (name, last) = (person.name.as_deref().unwrap_or_default(), person.last_name.as_deref());
        if self.names.is_empty() {
            self.names.resize_with(PLACES, || None);
        }
        let content = hash::then(hash::text(name), last.map_or(subject.content, hash::text));
        let place = self.names.get_mut(content as usize % PLACES);
        if let Some(Some(read)) = place.as_deref()
            && read.subject == subject.content
            && read.name == name
            && read.last.as_deref() == last
        {
            return read.says.clone();
        }
        let says = Arc::new(Name::read_text(name, last, subject));
        if let Some(place) = place {
            let (name, last) = (name.to_owned(), last.map(str::to_owned));
            *place = Some(Box::new(Read { subject: subject.content, name, last, says: says.clone() }));
        }
        says
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, last: Option<&str>) -> Person {
        Person { name: Some(name.to_owned()), last_name: last.map(str::to_owned), ..Person::new(ItemId(-1)) }
    }

    #[test]
    fn a_reader_says_the_same_whatever_it_has_read_before() {
        let mut people: Vec<Person> = (0..3 * PLACES).map(|n| person(&format!("Ann {n}"), None)).collect();
        for name in ["Sarah", "Sarah's mother", "Mom", "", "Ann 1", "Jim's ex"] {
            people.extend([None, Some(""), Some("Lee"), Some("Sarah")].map(|last| person(name, last)));
        }
        let mut reader = Reader::new();
        for round in 0..2 {
            for called in [None, Some("Sarah"), Some("Jim")] {
                let side = Side { people: &[], pair_bonds: &[], events: &[], subject: called };
                let subject = reader.subject(&side);
                for person in &people {
                    let before = reader.name(person, &subject);
                    let anew = Reader::new().name(person, &subject);
                    assert_eq!(before, anew, "{:?} of {called:?} in round {round}", person.name);
                }
            }
        }
    }

    #[test]
    fn a_name_is_read_once() {
        let mut reader = Reader::new();
        let (one, subject) = (person("Carol", None), SubjectNames::default());
        let [first, second] = [(); 2].map(|()| reader.name(&one, &subject));
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn a_relation_of_the_subject_is_read_anew_for_another_subject() {
        let mut reader = Reader::new();
        let mut said = |called| {
            let side = Side { people: &[], pair_bonds: &[], events: &[], subject: Some(called) };
            let subject = reader.subject(&side);
            reader.name(&person("Sarah's mother", None), &subject).content
        };
        let (of_sarah, of_jim) = (said("Sarah"), said("Jim"));
        assert_ne!(of_sarah, of_jim);
    }
}
