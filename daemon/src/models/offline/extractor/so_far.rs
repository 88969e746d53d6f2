//! What is kept of a talk between two of its statements, so that a long one is not read anew for each. It never changes
//! what is proposed: a talk that does not begin with what was read, or is read in another light, is read from its start.

use chrono::NaiveDate;
use sarf_shared::dialogue::{Speaker, Turn};
use sarf_shared::family::Family;

use super::Reading;
use crate::models::ExtractPrompt;

/// The beginning of a talk and what was understood of it.
#[derive(Debug)]
pub struct SoFar {
    subject: Option<String>,
    date: Option<NaiveDate>,
    family: Family,
    talk: Vec<(Speaker, String)>,
    pub(super) reading: Reading,
}

impl SoFar {
    /// Nothing of the talk yet.
    pub(super) fn nothing(prompt: &ExtractPrompt<'_>) -> Self {
        SoFar {
            subject: prompt.subject_name.map(str::to_owned),
            date: prompt.date,
            family: prompt.family.clone(),
            talk: Vec::new(),
            reading: Reading::new(prompt.subject_name, prompt.date, prompt.family),
        }
    }

    /// Whether what was read are the first of the talk's statements, at most so many, and would be read so again.
    pub(super) fn begins(&self, prompt: &ExtractPrompt<'_>, most: usize) -> bool {
        let same =
            |((speaker, text), turn): (&(Speaker, String), &Turn<'_>)| *speaker == turn.speaker && text == turn.text;
        self.talk.len() <= most
            && self.talk.len() <= prompt.talk.len()
            && self.subject.as_deref() == prompt.subject_name
            && self.date == prompt.date
            && self.family == *prompt.family
            && self.talk.iter().zip(prompt.talk).all(same)
    }

    /// Reads on, up to a statement.
    pub(super) fn read_to(&mut self, end: usize, talk: &[Turn<'_>]) {
        for (at, turn) in talk.iter().enumerate().take(end).skip(self.talk.len()) {
            self.reading.turn(at, turn);
            self.talk.push((turn.speaker, turn.text.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sarf_shared::family::{ItemId, Person};
    use sarf_shared::pdp::Pdp;

    use super::super::{propose, propose_after};
    use super::*;

    const SAID: [&str; 9] = [
        "My mother Ruth died in 2010 and my father married Dana two years later.",
        "Who else is in the family?",
        "I have a brother, Sam. He has not spoken to her since the wedding.",
        "How old is Sam?",
        "He is 41. I have not slept since March 2025.",
        "And Dana?",
        "She moved to Denver last year. They had a son, Leo, in 2014.",
        "",
        "No, wait, it was 2015.",
    ];

    fn family() -> Family {
        let subject = Person { primary: true, name: Some("Ada".to_owned()), ..Person::new(ItemId::SUBJECT) };
        Family { people: vec![subject, Person::new(ItemId::COACH)], ..Family::default() }
    }

    fn prompt<'a>(family: &'a Family, pdp: &'a Pdp, talk: &'a [Turn<'a>]) -> ExtractPrompt<'a> {
        let date = NaiveDate::from_ymd_opt(2026, 4, 22);
        ExtractPrompt { family, pdp, talk, subject_name: Some("Ada"), date, errors: &[], previous: None }
    }

    fn turns<'a>(said: &[&'a str]) -> Vec<Turn<'a>> {
        let turn = |(at, text): (usize, &&'a str)| if at % 2 == 0 { Turn::subject(text) } else { Turn::coach(text) };
        said.iter().enumerate().map(turn).collect()
    }

    proptest! {
        #[test]
        fn a_talk_read_on_gives_what_one_read_from_its_start_gives(order in prop::collection::vec(0..SAID.len(), 1..12)) {
            let said: Vec<&str> = order.iter().map(|at| SAID[*at]).collect();
            let (talk, family, pdp) = (turns(&said), family(), Pdp::default());
            let mut kept = None;
            for at in (0..talk.len()).step_by(2) {
                let asked = prompt(&family, &pdp, &talk[..=at]);
                let (deltas, heard) = propose_after(kept, &asked);
                prop_assert_eq!(deltas, propose(&asked), "statement {}", at);
                kept = Some(heard);
            }
        }
    }

    #[test]
    fn what_was_read_of_another_talk_or_of_more_than_the_beginning_is_not_used() {
        let (talk, family, pdp) = (turns(&SAID), family(), Pdp::default());
        let (_, heard) = propose_after(None, &prompt(&family, &pdp, &talk[..3]));
        let next = prompt(&family, &pdp, &talk[..5]);
        assert!(heard.begins(&next, 3));
        // Asked again for the same statement: what comes before it has been read over already.
        assert!(!heard.begins(&prompt(&family, &pdp, &talk[..3]), 1));
        let mut other = SAID;
        other[0] = "My mother Ruth died in 2011.";
        let other = turns(&other);
        assert!(!heard.begins(&prompt(&family, &pdp, &other[..5]), 3));
        assert!(!heard.begins(&ExtractPrompt { date: None, ..prompt(&family, &pdp, &talk[..5]) }, 3));
        assert!(!heard.begins(&ExtractPrompt { subject_name: None, ..prompt(&family, &pdp, &talk[..5]) }, 3));
        // The control: it does tell something that reading the wrong beginning would change.
        let reread = propose_after(Some(heard), &prompt(&family, &pdp, &other[..5])).0;
        assert_eq!(reread, propose(&prompt(&family, &pdp, &other[..5])));
    }
}
