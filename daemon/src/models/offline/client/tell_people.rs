//! Sentences that bring people in: a name, an age, brothers and sisters in one go.

use chrono::Datelike;
use sarf_shared::discussion::FactId;
use sarf_shared::family::Gender;

use super::lexicon::{Role, role};
use super::speech::{Case, Speech, capital};
use super::time::{number, plain_age};

impl Speech<'_> {
    /// Brings a person in, or gives the name of one who was mentioned without it.
    pub(crate) fn tell_person(&mut self, key: &FactId) {
        let Some(person) = self.person(key) else { return };
        let dead = person.death.is_some();
        let out = self.is_out(key);
        let is = if dead { "was" } else { "is" };
        let sentence = match role(person) {
            Role::Own | Role::Loss => return,
            Role::Kin(_) | Role::Mother | Role::Father | Role::Side(..) if out && self.is_named(key) => return,
            Role::Other => {
                let relation = person.relation.clone();
                let name = self.name_of(key);
                format!("There's {name}, {relation}.")
            }
            _ => {
                let kin = self.kin_of(key);
                let name = self.name_of(key);
                let there = if dead { "there was" } else { "there's" };
                // One "then there was" is enough.
                let listing = self.text().to_lowercase().contains("there");
                match self.dice.below(if out || listing { 3 } else { 6 }) {
                    0 => format!("{} name {is} {name}.", capital(&super::speech::possessive(&kin))),
                    1 => format!("{} {is} called {name}.", capital(&kin)),
                    2 => format!("{name}, that{} {kin}.", if dead { " was" } else { "'s" }),
                    3 => format!("{} {kin}, {name}.", capital(there)),
                    4 => format!("Then {there} {kin}, {name}."),
                    _ => format!("{} {is} {name}.", capital(&kin)),
                }
            }
        };
        self.say(&sentence);
        self.unfocus();
    }

    /// Says how old somebody is or was born when; the sentence for a birth event of anybody but one's own child.
    pub(crate) fn tell_age(&mut self, key: &FactId, event: &FactId) {
        let Some(person) = self.person(key) else { return };
        let Some(birth) = person.birth else { return };
        let own = self.is_own(key);
        let year = birth.year();
        let age = plain_age(birth, self.persona.as_of).filter(|_| person.death.is_none());
        let who = self.mention(key, Case::Subject);
        let (is, was) = if own { ("am", "was") } else { ("is", "was") };
        let sentence = match (age, self.dice.below(6)) {
            (Some(age), 0..=2) => {
                let age = if self.dice.chance(70) { number(age) } else { age.to_string() };
                match self.dice.below(3) {
                    0 if own => format!("I'm {age}."),
                    1 => format!("{} {is} {age} now.", capital(&who)),
                    _ => format!("{} {is} {age}.", capital(&who)),
                }
            }
            (_, 3) if year < 2000 => format!("{} {was} born in '{:02}.", capital(&who), year % 100),
            (_, 4) => format!("{year}, that's when {who} {was} born."),
            _ => format!("{} {was} born in {year}.", capital(&who)),
        };
        self.say(&sentence);
        self.reveal(event);
    }

    /// All brothers and sisters, or all children, in one go. Says nothing for fewer than two.
    pub(crate) fn tell_group(&mut self, keys: &[FactId], children: bool) -> bool {
        if keys.len() < 2 {
            return false;
        }
        let women =
            keys.iter().filter(|key| self.person(key).is_some_and(|person| person.gender == Gender::Female)).count();
        let men = keys.len() - women;
        let (she, he) = if children { ("daughter", "son") } else { ("sister", "brother") };
        let count = |n: usize, word: &str| match n {
            0 => String::new(),
            1 => format!("a {word}"),
            _ => format!("{} {word}s", number(n as i32)),
        };
        let list = [count(women, she), count(men, he)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" and ");
        let kin: Vec<String> = keys
            .iter()
            .map(|key| {
                let word = self.kin_of(key);
                word.trim_start_matches("my ").to_owned()
            })
            .collect();
        let names: Vec<String> = keys.iter().map(|key| self.name_of(key)).collect();
        let names = join(&names);
        let _ = kin;
        let total = number(keys.len() as i32 + i32::from(!children));
        let sentence = match self.dice.below(4) {
            0 if !children => format!("There are {total} of us. I've got {list}, {names}."),
            1 => format!("I have {list}, {names}."),
            2 if children => format!("{} kids. {names}.", capital(&total)),
            2 => format!("{} That's my {}.", format_args!("{names}."), list_plain(women, men)),
            _ => format!("{}, {names}.", capital(&list)),
        };
        self.say(&sentence);
        self.unfocus();
        true
    }

    /// Brothers and sisters, or children, all of whom were named before.
    pub(crate) fn count_again(&mut self, keys: &[FactId], children: bool) {
        let names: Vec<String> = keys.iter().map(|key| self.name_of(key)).collect();
        let with_me: Vec<String> = names.iter().cloned().chain(["me".to_owned()]).collect();
        let sentence = match (children, self.dice.below(3)) {
            (false, 0) => format!("It's {}, and then there's me.", join(&names)),
            (false, 1) => format!("{}, like I said, and that's all of us.", join(&names)),
            (false, _) => format!("Only {}.", join(&with_me)),
            (true, 0) => format!("Just {}, nobody else.", join(&names)),
            (true, _) => format!("{}, like I said, and that's it.", join(&names)),
        };
        self.say(&sentence);
        self.unfocus();
    }
}

/// `sisters`, `brothers` or `brothers and sisters`.
fn list_plain(women: usize, men: usize) -> &'static str {
    match (women, men) {
        (_, 0) => "sisters",
        (0, _) => "brothers",
        _ => "brothers and sisters",
    }
}

/// `A, B and C`.
pub(crate) fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
