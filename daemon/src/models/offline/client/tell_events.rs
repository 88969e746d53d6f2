//! Sentences for what happened in the family: marriages, partings, births, deaths, moves, adoptions.

use sarf_shared::discussion::{FactEvent, FactId};
use sarf_shared::family::{EventKind, Gender};

use super::lexicon::{Role, role};
use super::speech::{Case, Speech, capital};

impl Speech<'_> {
    /// Tells an event and lets it out.
    pub(crate) fn tell_event(&mut self, event: &FactEvent) {
        match event.kind {
            EventKind::Birth => self.tell_birth(event),
            EventKind::Adopted => self.tell_adoption(event),
            EventKind::Death => self.tell_death(event),
            EventKind::Moved => self.tell_move(event),
            EventKind::Married | EventKind::Bonded | EventKind::Separated | EventKind::Divorced => {
                self.tell_pair(event)
            }
            EventKind::Shift => {}
        }
    }

    /// Says a sentence in one of its shapes: with the time first, last or after it. `subject` stands first in `rest`.
    fn dated(&mut self, clause: &str, event: &FactEvent, tail: &str) {
        let when = self.when(event.date, event.certainty);
        let sentence = self.place(clause, when.as_deref());
        self.say(&format!("{sentence}{tail}"));
        self.reveal(&event.id);
    }

    /// A clause and its time, in one of several orders. Ends with a full stop.
    pub(crate) fn place(&mut self, clause: &str, when: Option<&str>) -> String {
        let bare = clause.trim_end_matches(',');
        let Some(when) = when else { return format!("{}.", capital(bare)) };
        let when = when.trim_end_matches(',');
        let plain = !when.starts_with("when") && !when.contains(',');
        // "Kari was born. That was in June." is not how one says it.
        let whole = bare.ends_with(" was born") || bare.ends_with(" came along");
        match self.dice.below(14) {
            12 if plain && self.words() > 12 => format!("Then {clause} {when}."),
            13 if self.words() > 12 => format!("And {clause} {when}."),
            0 | 1 => format!("{}, {bare}.", capital(when)),
            2 if !whole => format!("{}. That was {when}.", capital(bare)),
            3 if plain => format!("It was {when} that {bare}."),
            4 if plain => format!("{}, {when}.", capital(bare)),
            5 if plain => format!("{}, I think it was {when}.", capital(bare)),
            _ => format!("{} {when}.", capital(clause)),
        }
    }

    fn tell_pair(&mut self, event: &FactEvent) {
        let Some(spouse) = &event.spouse else { return };
        let (a, b) = (&event.person, spouse);
        let again = self.is_second(event);
        let kind = event.kind;
        let roll = self.dice.below(6);
        let clause = match kind {
            EventKind::Married if again && !self.is_own(a) => {
                let one = self.mention(a, Case::Subject);
                let two = self.mention(b, Case::Object);
                match roll {
                    0 | 1 => format!("{one} got remarried, to {two},"),
                    2 => format!("{one} married {two}"),
                    _ => format!("{one} married again, to {two},"),
                }
            }
            EventKind::Married if roll < 2 && !self.is_parents(a, b) => {
                let (a, b) = if self.is_own(b) { (b, a) } else { (a, b) };
                let one = self.mention(a, Case::Subject);
                let two = self.mention(b, Case::Object);
                format!("{one} married {two}")
            }
            EventKind::Married => {
                let both = self.pair(a, b);
                format!("{both} {}", self.dice.text(&["got married", "got married", "married", "had their wedding"]))
                    .replace("I had their wedding", "I had our wedding")
            }
            EventKind::Bonded => {
                let both = self.pair(a, b);
                format!(
                    "{both} {}",
                    self.dice.text(&["got together", "became a couple", "started going out", "moved in together"])
                )
            }
            EventKind::Separated => {
                let both = self.pair(a, b);
                format!("{both} {}", self.dice.text(&["separated", "split up", "broke up", "separated"]))
            }
            _ => {
                let both = self.pair(a, b);
                format!("{both} {}", self.dice.text(&["got divorced", "divorced", "got a divorce", "were divorced"]))
            }
        };
        self.reveal_bond(a, b);
        self.unfocus();
        self.dated(&clause.replace(",,", ","), event, "");
    }

    fn is_parents(&self, a: &FactId, b: &FactId) -> bool {
        let is = |key: &FactId, wanted: Role| self.person(key).is_some_and(|person| role(person) == wanted);
        (is(a, Role::Mother) && is(b, Role::Father)) || (is(b, Role::Mother) && is(a, Role::Father))
    }

    /// Whether the actor of a marriage was married to another before.
    fn is_second(&self, event: &FactEvent) -> bool {
        self.persona.family.events.iter().any(|other| {
            other.kind == EventKind::Married
                && other.date < event.date
                && (other.person == event.person || other.spouse.as_ref() == Some(&event.person))
                && other.spouse != event.spouse
        })
    }

    fn tell_birth(&mut self, event: &FactEvent) {
        let Some(child) = &event.child else { return };
        let Some(person) = self.person(child) else { return };
        if matches!(person.gender, Gender::Miscarriage | Gender::Abortion) {
            return self.tell_loss(event);
        }
        let parents: Vec<&FactId> = std::iter::once(&event.person).chain(event.spouse.as_ref()).collect();
        let ours = parents.iter().any(|parent| self.is_own(parent));
        if !ours {
            return self.tell_age(child, &event.id);
        }
        if self.dice.chance(40)
            && person
                .birth
                .is_some_and(|birth| super::time::plain_age(birth, self.persona.as_of).is_some_and(|age| age > 2))
        {
            return self.tell_age(child, &event.id);
        }
        let other = parents.into_iter().find(|parent| !self.is_own(parent));
        let roll = self.dice.below(5);
        let clause = match (roll, other) {
            (0, Some(other)) if self.is_out(other) => {
                let both = self.pair(&event.person, other);
                let both = if both.ends_with(" and I") {
                    both
                } else {
                    format!("{} and I", self.mention(other, Case::Subject))
                };
                format!("{both} had {}", self.mention(child, Case::Object))
            }
            (1, _) => format!("I had {}", self.mention(child, Case::Object)),
            (2, _) => format!("{} came along", self.mention(child, Case::Subject)),
            _ => format!("{} was born", self.mention(child, Case::Subject)),
        };
        let own_father = self.own().and_then(|own| self.person(own)).is_some_and(|own| own.gender == Gender::Male);
        let clause = match clause.strip_prefix("I had ") {
            Some(rest) if own_father => format!("we had {rest}"),
            _ => clause,
        };
        self.dated(&clause, event, "");
    }

    fn tell_loss(&mut self, event: &FactEvent) {
        let who = self.mention(&event.person, Case::Subject);
        let clause = match self.dice.below(4) {
            0 => format!("{who} lost a pregnancy"),
            1 => format!("{who} miscarried"),
            _ => format!("{who} had a miscarriage"),
        };
        if let Some(child) = &event.child {
            self.reveal(child);
        }
        let tail = event.description.split_once(" at ").map(|(_, weeks)| weeks.trim_end_matches('.').to_owned());
        let tail = tail.filter(|weeks| weeks.contains("week") && self.dice.chance(60));
        let tail = tail.map(|weeks| format!(" It was {weeks}.")).unwrap_or_default();
        self.dated(&clause, event, &tail);
    }

    fn tell_adoption(&mut self, event: &FactEvent) {
        let Some(child) = &event.child else { return };
        let ours = self.is_own(&event.person) || event.spouse.as_ref().is_some_and(|spouse| self.is_own(spouse));
        let who = match (&event.spouse, ours) {
            (_, true) => "we".to_owned(),
            (Some(spouse), false) => self.pair(&event.person, spouse),
            (None, false) => self.mention(&event.person, Case::Subject),
        };
        let clause = format!("{who} adopted {}", self.mention(child, Case::Object));
        self.dated(&clause, event, "");
    }

    fn tell_death(&mut self, event: &FactEvent) {
        let cause = event.description.split_once(" died of ").map(|(_, cause)| cause.trim_end_matches('.').to_owned());
        let roll = self.dice.below(7);
        let who = self.mention(&event.person, if roll == 0 { Case::Object } else { Case::Subject });
        let (clause, tail) = match (roll, cause) {
            (0, _) => (format!("we lost {who}"), String::new()),
            (1 | 2, Some(cause)) => (format!("{who} died of {cause}"), String::new()),
            (3 | 4, Some(cause)) => (format!("{who} died"), format!(" It was {cause}.")),
            (5, _) => (format!("{who} passed away"), String::new()),
            _ => (format!("{who} died"), String::new()),
        };
        self.dated(&clause, event, &tail);
    }

    fn tell_move(&mut self, event: &FactEvent) {
        let who = self.mention(&event.person, Case::Subject);
        let own = self.is_own(&event.person);
        let place = event.description.split_once("oved to ").map(|(_, place)| place.trim_end_matches('.').to_owned());
        let clause = match (place, event.description.contains("oved in with the client")) {
            (_, true) => format!("{who} moved in with {}", self.dice.text(&["us", "me", "us"])),
            (Some(place), _) if place.ends_with(" with the family") => {
                let place = place.trim_end_matches(" with the family");
                match self.dice.below(2) {
                    0 => format!("{who} moved us all to {place}"),
                    _ => format!("{who} moved to {place} with the rest of us"),
                }
            }
            (Some(place), _) if own => match self.dice.below(3) {
                0 => format!("I moved out to {place}"),
                _ => format!("I moved to {place}"),
            },
            (Some(place), _) => match self.dice.below(4) {
                0 => format!("{who} moved away to {place}"),
                1 => format!("{who} packed up and moved to {place}"),
                _ => format!("{who} moved to {place}"),
            },
            _ => format!("{who} moved"),
        };
        self.dated(&clause, event, "");
    }
}
