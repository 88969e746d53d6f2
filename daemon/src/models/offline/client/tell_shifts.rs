//! Sentences for shifts: what somebody did when a symptom, anxiety, functioning or a relationship changed.
//!
//! A description that is a verb phrase in the past tense is told as it stands, with its people in the client's words.
//! Any other description is told by the kind of the shift, so that every persona can speak.

use sarf_shared::discussion::{FactId, FactShift, Shifted};
use sarf_shared::family::{RelationshipKind as R, VariableShift as V};

use super::lexicon::{Role, first_name, role};
use super::speech::{Case, Speech, has_word, others};

/// Past-tense verbs that do not end in -ed and may begin a description.
const VERBS: &[&str] = &[
    "was", "had", "got", "came", "broke", "lost", "ended", "threw", "could", "fell", "sat", "quit", "went", "took",
    "learned", "fought", "shut", "kept", "cut", "ran", "did", "let", "left", "said", "told", "began", "sorted",
    "became", "made", "stood", "felt", "gave", "put", "grew", "drank", "ate", "slept", "held", "spoke", "woke",
    "leaned", "hung", "set",
];

impl Speech<'_> {
    /// Tells a shift and lets it out.
    pub(crate) fn tell_shift(&mut self, shift: &FactShift) {
        // A triangle is told with its people by name, or nobody could say who stands where.
        let triangle = matches!(&shift.shifted, Shifted::Relationship { triangles, .. } if !triangles.is_empty());
        if triangle {
            self.unfocus();
        }
        let plain_kind = matches!(shift.shifted, Shifted::Relationship { .. });
        let actor = self.mention(&shift.person, Case::Subject);
        // Drawn before a deed is made: a deed that is not said would have introduced its people to nobody.
        let by_kind = plain_kind && !triangle && self.dice.chance(18);
        let deed = if by_kind { None } else { self.deed(&shift.description, shift) };
        let told = match deed {
            Some(deed) => format!("{actor} {deed}"),
            None => format!("{actor} {}", self.by_kind(shift)),
        };
        let when = self.when(shift.date, shift.certainty);
        let sentence = self.place(&told, when.as_deref());
        self.say(&sentence);
        for other in others(&shift.shifted) {
            self.reveal(other);
        }
        self.reveal(&shift.id);
    }

    /// The description with its names in the client's words, if it is a verb phrase.
    fn deed(&mut self, description: &str, shift: &FactShift) -> Option<String> {
        let words = description.trim().trim_end_matches('.');
        let verb = words.split_whitespace().next()?.to_lowercase();
        if !(VERBS.contains(&verb.as_str()) || verb.ends_with("ed")) || words.split_whitespace().count() > 24 {
            return None;
        }
        let mut letters = words.chars();
        let mut deed: String = letters.next()?.to_lowercase().chain(letters).collect();
        let own = self.is_own(&shift.person);
        let people: Vec<_> =
            self.persona.family.people.iter().filter(|person| has_word(words, first_name(person))).collect();
        // Everybody the deed is about has to be in it, or the listener could not tell whom it was aimed at.
        if !others(&shift.shifted).all(|other| people.iter().any(|person| &person.key == other)) {
            return None;
        }
        for person in people {
            let name = first_name(person);
            if role(person) == Role::Own {
                deed = swap(&deed, &format!("{name}'s"), "my");
                deed = swap(&deed, name, "me");
                continue;
            }
            let mention = self.mention(&person.key, Case::Object);
            let mut first = true;
            for form in [format!("{name}'s"), name.to_owned()] {
                let whole = form.ends_with("'s");
                while has_word(&deed, &form) && deed.contains(name) {
                    let by = match (first, whole) {
                        (true, false) => mention.clone(),
                        (true, true) => super::speech::possessive(&mention),
                        (false, false) => super::speech::pronoun(person.gender, Case::Object).to_owned(),
                        (false, true) => super::speech::pronoun(person.gender, Case::Possessive).to_owned(),
                    };
                    let marked = by.replace(name, "\u{1}");
                    deed = swap_once(&deed, &form, &marked);
                    first = false;
                }
            }
            deed = deed.replace('\u{1}', name);
        }
        // "She" after this means the actor only if nobody else in it is a woman.
        let gender = |key: &FactId| self.person(key).map(|person| person.gender);
        let clear =
            !own && others(&shift.shifted).all(|other| self.is_own(other) || gender(other) != gender(&shift.person));
        self.focus_on(clear.then_some(&shift.person));
        let contracted = deed.replace("could not", "couldn't").replace("did nothing", "didn't do anything");
        Some(contracted)
    }

    /// A plain sentence for the kind of a shift.
    fn by_kind(&mut self, shift: &FactShift) -> String {
        let own = self.is_own(&shift.person);
        let was = "was";
        match &shift.shifted {
            Shifted::Symptom(V::Up) => self
                .dice
                .text(&["got sick", "came down with something and was not well", "started having trouble with health"])
                .to_owned(),
            Shifted::Symptom(V::Down) => {
                self.dice.text(&["felt better again", "got well again", "got a lot better"]).to_owned()
            }
            Shifted::Symptom(V::Same) => format!("{was} no better and no worse"),
            Shifted::Anxiety(V::Up) => {
                self.dice.text(&["was worried sick", "was a bundle of nerves", "got very anxious"]).to_owned()
            }
            Shifted::Anxiety(V::Down) => {
                self.dice.text(&["calmed down", "stopped worrying so much", "was a good deal calmer"]).to_owned()
            }
            Shifted::Anxiety(V::Same) => "was as nervous as before".to_owned(),
            Shifted::Functioning(V::Up) => self
                .dice
                .text(&["started managing much better", "was back in charge of things", "got a grip on things"])
                .to_owned(),
            Shifted::Functioning(V::Down) => {
                self.dice.text(&["stopped managing", "could not cope with much", "let everything slide"]).to_owned()
            }
            Shifted::Functioning(V::Same) => "managed no better than before".to_owned(),
            Shifted::Relationship { kind, targets, triangles } => {
                let mut whom: Vec<String> = Vec::new();
                for key in targets.iter().chain(triangles) {
                    whom.push(self.mention(key, Case::Object));
                    self.unfocus();
                }
                let first = whom.first().cloned().unwrap_or_else(|| "the family".to_owned());
                let second = whom.get(1).cloned().unwrap_or_else(|| "the others".to_owned());
                let own_way = if own { "my" } else { "an" };
                match kind {
                    R::Conflict => self
                        .dice
                        .text(&[
                            "fought with {t} all the time",
                            "had one fight after another with {t}",
                            "was at war with {t}",
                        ])
                        .to_owned(),
                    R::Distance => self
                        .dice
                        .text(&["kept a distance from {t}", "hardly talked to {t} any more", "went cold on {t}"])
                        .to_owned(),
                    R::Cutoff => {
                        self.dice.text(&["stopped talking to {t} for good", "broke off contact with {t}"]).to_owned()
                    }
                    R::Overfunctioning => {
                        self.dice.text(&["did everything for {t}", "took care of everything for {t}"]).to_owned()
                    }
                    R::Underfunctioning => {
                        self.dice.text(&["let {t} do everything", "relied on {t} for everything"]).to_owned()
                    }
                    R::Projection => {
                        self.dice.text(&["fretted over {t} all the time", "put every worry on {t}"]).to_owned()
                    }
                    R::DefinedSelf => format!("stood by {own_way} own view with {{t}} and stayed friendly")
                        .replace("an own view", "an opinion"),
                    R::Toward => self.dice.text(&["got closer to {t}", "started seeing more of {t}"]).to_owned(),
                    R::Away => self.dice.text(&["drew back from {t}", "saw less and less of {t}"]).to_owned(),
                    R::Inside => "teamed up with {t} against {o}".to_owned(),
                    R::Outside => "was left out by {t} and {o}".to_owned(),
                    R::Fusion => "was joined at the hip with {t}".to_owned(),
                }
                .replace("{t}", &first)
                .replace("{o}", &second)
            }
        }
    }
}

/// Every whole-word `from` replaced.
fn swap(text: &str, from: &str, to: &str) -> String {
    let mut text = text.to_owned();
    let mut rounds = 0;
    while has_word(&text, from) && rounds < 8 {
        text = swap_once(&text, from, to);
        rounds += 1;
    }
    text
}

/// The first whole-word `from` replaced.
fn swap_once(text: &str, from: &str, to: &str) -> String {
    let at = text.match_indices(from).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|rest| rest.chars().next_back());
        let after = text.get(at + from.len()..).and_then(|rest| rest.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    });
    match at {
        Some(at) => {
            let (head, tail) = (text.get(..at).unwrap_or_default(), text.get(at + from.len()..).unwrap_or_default());
            format!("{head}{to}{tail}")
        }
        None => text.to_owned(),
    }
}
