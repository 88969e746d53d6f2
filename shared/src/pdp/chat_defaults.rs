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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subject_and_coach_are_added_once_and_a_marked_subject_is_respected() {
        let mut diagram = Diagram::default();
        assert!(diagram.ensure_chat_people().added);
        assert_eq!(diagram.last_item_id, 2);
        assert!(!diagram.ensure_chat_people().added);

        let marked = Person { primary: true, ..Person::new(ItemId(5)) };
        let mut diagram = Diagram { last_item_id: 9, ..Diagram::default() };
        diagram.family.people.push(marked);
        assert_eq!(diagram.ensure_chat_people(), ChatPeople { subject: ItemId(5), coach: ItemId(2), added: true });
        assert_eq!(diagram.last_item_id, 9);
    }
}
