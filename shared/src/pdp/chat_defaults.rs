//! The two people every discussion needs in its diagram: the subject and the coach.

use super::Diagram;
use crate::family::{ItemId, Person};

/// Who is who in a diagram's discussions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatPeople {
    /// The subject.
    pub subject: ItemId,
    /// The coach.
    pub coach: ItemId,
    /// Whether anybody had to be added.
    pub added: bool,
}

impl Diagram {
    /// Makes sure that subject and coach are there. The subject is the person marked so, else person 1, added as "User";
    /// the coach is person 2, added as "Assistant" (the established names).
    pub fn ensure_chat_people(&mut self) -> ChatPeople {
        let mut added = false;
        let marked = self.family.people.iter().find(|person| person.primary).map(|person| person.id);
        let subject = marked.unwrap_or(ItemId::SUBJECT);
        if marked.is_none() {
            added |= self.ensure_person(Person {
                name: Some("User".to_owned()),
                primary: true,
                ..Person::new(ItemId::SUBJECT)
            });
        }
        added |= self.ensure_person(Person { name: Some("Assistant".to_owned()), ..Person::new(ItemId::COACH) });
        ChatPeople { subject, coach: ItemId::COACH, added }
    }

    fn ensure_person(&mut self, person: Person) -> bool {
        let missing = !self.family.people.iter().any(|known| known.id == person.id);
        if missing {
            self.last_item_id = self.last_item_id.max(person.id.0);
            self.family.people.push(person);
        }
        missing
    }
}
