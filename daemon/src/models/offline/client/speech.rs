//! A turn in the making: how people are mentioned, what has been let out, which sentence comes next.
//!
//! A mention is what reveals a person; whoever builds a sentence asks here for its words and need not keep count.

use std::collections::BTreeSet;

use sarf_shared::discussion::{FactEvent, FactId, FactPerson, FactShift, Persona, Shifted};
use sarf_shared::family::{EventKind, Gender};

use super::super::dice::Dice;
use super::lexicon::{Lexicon, Role, first_name, role};

/// The turn being put together.
pub(crate) struct Speech<'a> {
    pub(crate) persona: &'a Persona,
    pub(crate) dice: Dice,
    pub(crate) lexicon: Lexicon,
    /// Facts out by now, this turn's included.
    pub(crate) known: BTreeSet<FactId>,
    /// Facts first out with this turn, in order.
    pub(crate) fresh: Vec<FactId>,
    /// People whose name was said.
    named: BTreeSet<FactId>,
    /// Whom the last sentence was about, as long as a pronoun is clear.
    focus: Option<FactId>,
    sentences: Vec<String>,
}

/// Subject, object or possessive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Subject,
    Object,
    Possessive,
}

impl<'a> Speech<'a> {
    /// A new turn. `told` is all the client has said before; `revealed` what it let out.
    pub(crate) fn new(persona: &'a Persona, dice: Dice, told: &str, revealed: &[FactId]) -> Self {
        let named = persona.family.people.iter().filter(|person| has_word(told, first_name(person)));
        Speech {
            persona,
            dice,
            lexicon: Lexicon::of(persona),
            known: revealed.iter().cloned().collect(),
            fresh: Vec::new(),
            named: named.map(|person| person.key.clone()).collect(),
            focus: None,
            sentences: Vec::new(),
        }
    }

    /// A person by key.
    pub(crate) fn person(&self, key: &FactId) -> Option<&'a FactPerson> {
        self.persona.family.people.iter().find(|person| &person.key == key)
    }

    /// The client's own key.
    pub(crate) fn own(&self) -> Option<&'a FactId> {
        self.persona.family.people.iter().find(|person| role(person) == Role::Own).map(|person| &person.key)
    }

    /// Whether a key is the client.
    pub(crate) fn is_own(&self, key: &FactId) -> bool {
        self.own() == Some(key)
    }

    /// Whether a fact is out.
    pub(crate) fn is_out(&self, id: &FactId) -> bool {
        self.known.contains(id)
    }

    /// Whether the name of a person was said.
    pub(crate) fn is_named(&self, key: &FactId) -> bool {
        self.named.contains(key)
    }

    /// Notes that a fact is out now.
    pub(crate) fn reveal(&mut self, id: &FactId) {
        if self.known.insert(id.clone()) {
            self.fresh.push(id.clone());
        }
    }

    /// Notes that the bond of two people is out now, if there is one.
    pub(crate) fn reveal_bond(&mut self, a: &FactId, b: &FactId) {
        let bond = self
            .persona
            .family
            .pair_bonds
            .iter()
            .find(|bond| (&bond.a == a && &bond.b == b) || (&bond.a == b && &bond.b == a));
        if let Some(bond) = bond {
            self.reveal(&bond.id);
        }
    }

    /// Adds a finished sentence (or a few) to the turn.
    pub(crate) fn say(&mut self, sentence: &str) {
        let sentence = sentence.trim();
        if !sentence.is_empty() {
            self.sentences.push(capital(sentence));
        }
    }

    /// Puts a sentence before the others.
    pub(crate) fn begin(&mut self, sentence: &str) {
        self.sentences.insert(0, capital(sentence.trim()));
    }

    /// Forgets whom the last sentence was about, so that the next one names its people.
    pub(crate) fn unfocus(&mut self) {
        self.focus = None;
    }

    /// Says whom "she" or "he" would mean now.
    pub(crate) fn focus_on(&mut self, key: Option<&FactId>) {
        self.focus = key.cloned();
    }

    /// Words so far.
    pub(crate) fn words(&self) -> usize {
        self.sentences.iter().map(|sentence| sentence.split_whitespace().count()).sum()
    }

    /// The turn as text.
    pub(crate) fn text(&self) -> String {
        self.sentences.join(" ")
    }

    /// Words for a person; mentioning a person reveals it, and a partner's word reveals the bond it names.
    pub(crate) fn mention(&mut self, key: &FactId, case: Case) -> String {
        let Some(person) = self.person(key) else { return "somebody".to_owned() };
        if self.is_own(key) {
            self.reveal(key);
            return match case {
                Case::Subject => "I",
                Case::Object => "me",
                Case::Possessive => "my",
            }
            .to_owned();
        }
        if self.focus.as_ref() == Some(key) && case != Case::Object && self.dice.chance(70) {
            return pronoun(person.gender, case).to_owned();
        }
        let first = !self.is_out(key);
        let words = self.words_for(person, first);
        self.reveal(key);
        self.bond_in_word(person);
        self.focus = Some(key.clone());
        match case {
            Case::Possessive => possessive(&words),
            _ => words,
        }
    }

    /// Saying "my husband" says that there is a bond.
    fn bond_in_word(&mut self, person: &FactPerson) {
        if let (Role::Kin(word), Some(own)) = (role(person), self.own()) {
            let own = own.clone();
            if ["husband", "wife", "girlfriend", "boyfriend", "partner", "fianc"].iter().any(|noun| word.contains(noun))
            {
                self.reveal_bond(&own, &person.key);
            }
        }
    }

    fn words_for(&mut self, person: &FactPerson, first: bool) -> String {
        let name = first_name(person).to_owned();
        let named = self.is_named(&person.key);
        let alone = self.alone_in_role(person);
        let lexicon = self.lexicon;
        let kin = match role(person) {
            Role::Own => return "I".to_owned(),
            Role::Loss => return "the baby we lost".to_owned(),
            Role::Other => {
                self.named.insert(person.key.clone());
                return name;
            }
            // One's own parents are called what they are called; their names come out only when asked for.
            Role::Mother | Role::Father => {
                let word = if role(person) == Role::Mother { lexicon.mother } else { lexicon.father };
                return if lexicon.address && self.dice.chance(55) { capital(word) } else { format!("my {word}") };
            }
            Role::Side(mothers, word) => {
                let parent = if mothers { lexicon.mother } else { lexicon.father };
                let address = match word {
                    "mother" => Some("Grandma"),
                    "father" => Some("Grandpa"),
                    "sister" => Some("Aunt"),
                    _ => Some("Uncle"),
                };
                if !first && named {
                    return match address {
                        Some(title) if self.dice.chance(45) => format!("{title} {name}"),
                        _ => name,
                    };
                }
                format!("my {parent}'s {word}")
            }
            Role::Kin(word) => format!("my {word}"),
        };
        if named && !first {
            return if alone && self.dice.chance(25) { kin } else { name };
        }
        if !named && (!alone || self.dice.chance(if first { 62 } else { 70 })) {
            self.named.insert(person.key.clone());
            return format!("{kin} {name}");
        }
        kin
    }

    /// Whether nobody else of the family stands in the same relation.
    fn alone_in_role(&self, person: &FactPerson) -> bool {
        let own = role(person);
        self.persona.family.people.iter().filter(|other| role(other) == own).count() == 1
    }

    /// Says a name outright, which counts as a mention.
    pub(crate) fn name_of(&mut self, key: &FactId) -> String {
        let Some(person) = self.person(key) else { return "somebody".to_owned() };
        self.reveal(key);
        self.bond_in_word(person);
        self.named.insert(key.clone());
        first_name(person).to_owned()
    }

    /// The kinship words for a person without the name, which counts as a mention: `my mom's mother`.
    pub(crate) fn kin_of(&mut self, key: &FactId) -> String {
        let Some(person) = self.person(key) else { return "somebody".to_owned() };
        self.reveal(key);
        self.bond_in_word(person);
        let Lexicon { mother, father, .. } = self.lexicon;
        match role(person) {
            Role::Own => "me".to_owned(),
            Role::Mother => format!("my {mother}"),
            Role::Father => format!("my {father}"),
            Role::Side(true, word) => format!("my {mother}'s {word}"),
            Role::Side(false, word) => format!("my {father}'s {word}"),
            Role::Kin(word) => format!("my {word}"),
            Role::Loss => "the baby we lost".to_owned(),
            Role::Other => self.name_of(key),
        }
    }

    /// Words for two people as subject, `my parents` where that is what they are.
    pub(crate) fn pair(&mut self, a: &FactId, b: &FactId) -> String {
        let (Some(first), Some(second)) = (self.person(a), self.person(b)) else { return "they".to_owned() };
        let (one, two) = (role(first), role(second));
        let parents = matches!((&one, &two), (Role::Mother, Role::Father) | (Role::Father, Role::Mother));
        if parents {
            self.reveal(a);
            self.reveal(b);
            self.reveal_bond(a, b);
            self.focus = None;
            let Lexicon { mother, father, address } = self.lexicon;
            return match self.dice.below(3) {
                0 if address => format!("{} and {}", capital(mother), capital(father)),
                1 => format!("my {mother} and {father}"),
                _ => "my parents".to_owned(),
            };
        }
        if let (Role::Side(side, _), Role::Side(other, _)) = (&one, &two)
            && side == other
            && self.persona.family.events.iter().all(|event| event.kind != EventKind::Divorced || &event.person != a)
        {
            let names = !(self.is_named(a) && self.is_named(b)) && self.dice.chance(60);
            let parent = if *side { self.lexicon.mother } else { self.lexicon.father };
            self.reveal(a);
            self.reveal(b);
            self.focus = None;
            let words = format!("my {parent}'s parents");
            return if names { format!("{words}, {} and {},", self.name_of(a), self.name_of(b)) } else { words };
        }
        if self.is_own(a) {
            return format!("{} and I", self.mention(b, Case::Subject));
        }
        if self.is_own(b) {
            return format!("{} and I", self.mention(a, Case::Subject));
        }
        self.focus = None;
        let words = format!("{} and {}", self.mention(a, Case::Subject), self.mention(b, Case::Object));
        self.focus = None;
        words
    }

    /// Facts still in, by sort.
    pub(crate) fn events_in(&self) -> impl Iterator<Item = &'a FactEvent> {
        let known = self.known.clone();
        self.persona.family.events.iter().filter(move |event| !known.contains(&event.id))
    }

    /// Shifts still in.
    pub(crate) fn shifts_in(&self) -> impl Iterator<Item = &'a FactShift> {
        let known = self.known.clone();
        self.persona.family.shifts.iter().filter(move |shift| !known.contains(&shift.id))
    }
}

/// The people a shift is about besides its actor.
pub(crate) fn others(shifted: &Shifted) -> impl Iterator<Item = &FactId> {
    let (targets, triangles): (&[FactId], &[FactId]) = match shifted {
        Shifted::Relationship { targets, triangles, .. } => (targets, triangles),
        _ => (&[], &[]),
    };
    targets.iter().chain(triangles)
}

/// He, she or they.
pub(crate) fn pronoun(gender: Gender, case: Case) -> &'static str {
    match (gender, case) {
        (Gender::Female, Case::Subject) => "she",
        (Gender::Female, _) => "her",
        (Gender::Male, Case::Subject) => "he",
        (Gender::Male, Case::Object) => "him",
        (Gender::Male, Case::Possessive) => "his",
        (_, Case::Subject) => "they",
        (_, Case::Object) => "them",
        (_, Case::Possessive) => "their",
    }
}

/// `Anna's`, and `James's`.
pub(crate) fn possessive(words: &str) -> String {
    format!("{}'s", words.trim_end_matches(','))
}

/// The text with its first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether a text holds a word, as a word of its own.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).and_then(|rest| rest.chars().next_back());
            let after = text.get(at + word.len()..).and_then(|rest| rest.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
}
