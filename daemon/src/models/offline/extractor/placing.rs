//! Finds whose name a new name is from its place in the text: in a row of brothers, after "two kids", after a kinship
//! word with no name; and from being used again and again.

use sarf_shared::family::Gender;
use sarf_shared::family::kinship::{self, Step, Tie};

use super::mentions::{Reader, low};
use super::name_words::name_at;
use super::names;
use super::relatives::{self, Name, Said};
use super::text::Text;
use super::world::{CLIENT, Who};

/// The row of relatives the talk is of: whose, and how tied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Topic {
    pub(super) anchor: Who,
    pub(super) tie: Tie,
    /// Only of names with an age: the talk is of a marriage, not yet of its children.
    pub(super) aged: bool,
    /// Sentences it still holds for.
    pub(super) left: u8,
    /// The sentence and the token that set it: names before it do not belong to it.
    pub(super) set: (usize, usize),
}

impl Reader {
    /// Notes of whose brothers or children a sentence speaks.
    pub(super) fn note_row(&mut self, text: &Text<'_>, range: std::ops::Range<usize>) {
        self.topic = self.topic.filter(|t| t.left > 0).map(|t| Topic { left: t.left - 1, ..t });
        let mut found = None;
        for i in range.clone() {
            if text.tokens.get(i).is_some_and(|t| t.quoted) {
                continue;
            }
            let married = low(text, i) == "married" && matches!(low(text, i.wrapping_sub(1)), "i" | "we");
            let tie = match low(text, i) {
                "married" if married && !self.coach && self.topic.is_none() => Tie::Child,
                "kids" | "children" | "sons" | "daughters" | "boys" | "girls" | "twins" => Tie::Child,
                "siblings" | "brothers" | "sisters" => Tie::Sibling,
                "grandchildren" | "grandkids" => Tie::Grandchild,
                // The coach asks on: "Who else is there?", "And the next generation?"
                "else"
                    if self.coach
                        && low(text, i.wrapping_sub(1)) == "who"
                        && low(text, i + 1) == "is"
                        && low(text, i + 2) == "there" =>
                {
                    Tie::Sibling
                }
                "others" if self.coach && low(text, i.wrapping_sub(1)) == "there" => Tie::Sibling,
                "generation" if matches!(low(text, i.wrapping_sub(1)), "next" | "younger") => Tie::Child,
                "us" if low(text, i.wrapping_sub(1)) == "of" && number(low(text, i.wrapping_sub(2))) => Tie::Sibling,
                "oldest" | "eldest" | "youngest" | "middle" | "baby"
                    if low(text, i.wrapping_sub(1)) == "the"
                        && matches!(low(text, i.wrapping_sub(2)), "'m" | "am" | "was")
                        && low(text, i.wrapping_sub(3)) == "i" =>
                {
                    Tie::Sibling
                }
                word if number(word)
                    && matches!(low(text, i.wrapping_sub(1)), "his" | "her" | "their")
                    && (matches!(low(text, i + 1), "," | ":" | "-")
                        || text.tokens.get(i + 1).is_some_and(|t| t.capital)) =>
                {
                    Tie::Child
                }
                _ => continue,
            };
            let denied = (i.saturating_sub(4).max(range.start)..i)
                .any(|k| matches!(low(text, k), "no" | "without" | "never" | "not") || low(text, k).ends_with("n't"));
            if denied && !self.coach {
                continue;
            }
            found = self
                .row_owner(text, range.start, i)
                .map(|anchor| Topic { anchor, tie, aged: married, left: 5, set: (self.sentences + 1, i) })
                .or(found);
        }
        if found.is_some() {
            self.topic = found;
        }
    }

    /// Whose row of relatives a word names: the possessive before it, else who has them, else the speaker.
    fn row_owner(&self, text: &Text<'_>, from: usize, at: usize) -> Option<Who> {
        let one = |gender| self.salience.one(&self.world, gender, None);
        for i in (at.saturating_sub(4).max(from)..at).rev() {
            match low(text, i) {
                "my" | "our" | "your" | "us" | "we" | "i" | "you" => return Some(CLIENT),
                "his" | "he" => return one(Gender::Male),
                "her" | "she" => return one(Gender::Female),
                "their" | "they" => return self.salience.several(&self.world).first().copied().or(Some(CLIENT)),
                "'s" => return self.by_name(text, i.checked_sub(1)?),
                "." | "," | "of" => break,
                _ => {}
            }
        }
        Some(CLIENT)
    }

    /// "Two kids. Stacy's thirty-three, Lee's thirty": new names in a row of children or siblings.
    fn of_the_topic(
        &mut self,
        text: &Text<'_>,
        at: usize,
        end: usize,
        name: &Name,
        next: usize,
        gender: Option<Gender>,
    ) -> Option<Who> {
        let topic = self.topic.filter(|t| t.set.0 != self.sentences || t.set.1 < at)?;
        let before = |n: usize| at.checked_sub(n).map_or("", |i| low(text, i));
        const PLACES: [&str; 14] =
            ["in", "at", "to", "from", "near", "into", "the", "mr", "mrs", "dr", "st", "with", "for", "a"];
        if PLACES.contains(&before(1)) || stranger(before(1)) {
            return None;
        }
        let is = matches!(low(text, next), "'s" | "is" | "was" | "has" | "lives" | "works" | "died");
        let number = |i: usize| text.tokens.get(i).and_then(|t| super::numbers::cardinal(&t.lower)).is_some();
        let aged = matches!(low(text, next), "'s" | "is" | "," | "turned" | "turns")
            && (number(next + 1) || low(text, next + 1) == "about")
            || matches!(low(text, next), "," | "who")
                && (next..next + 4).any(number)
                && gender_ahead(text, next, end).is_some()
            || low(text, next) == "(" && number(next + 1)
            // "Because, well, Brianna. She's 26 now."
            || low(text, next) == "."
                && matches!(low(text, next + 1), "he" | "she")
                && low(text, next + 2) == "'s"
                && number(next + 3);
        let opens =
            matches!(before(1), "" | "." | "," | ":" | "-" | "and" | "then" | "is" | "'s" | "was" | "\n" | "?" | "!");
        let there = matches!(before(1), "'s" | "is" | "was") && before(2) == "there";
        let row = matches!(before(1), "and" | "then" | "," | ":")
            && (matches!(low(text, next), "," | "and" | "." | "-") || is);
        let listed = matches!(low(text, next), "," | "and")
            && name_at(text, next + 1, end, true).is_some_and(|(n, _)| names::is_given(&n.given));
        let given = names::is_given(&name.given);
        let first = matches!(before(1), "" | "." | "?" | "!" | "\n" | ":" | "then" | "...");
        let taken_up = low(text, next) == "," && gender_ahead(text, next, end).is_some();
        let fits = aged && opens || there || given && (opens && (row || listed) || first && (is || taken_up));
        if !fits || topic.aged && !(aged && opens) {
            return None;
        }
        let step = Step::new(topic.tie, gender);
        let row = kinship::KIN
            .iter()
            .find(|r| r.path == [step])
            .or_else(|| kinship::KIN.iter().find(|r| r.path == [Step::new(topic.tie, None)]))?;
        let said = Said { name: Some(name.clone()), ..Said::default() };
        let who = relatives::relative(&mut self.world, topic.anchor, row, &said, true)?;
        self.topic = Some(Topic { left: 5, ..topic });
        Some(who)
    }

    /// Keeps a name nobody is known by, for "That's my oldest" or "My husband." in the sentence after it.
    pub(super) fn keep_loose(&mut self, text: &Text<'_>, at: usize, end: usize) {
        let Some((name, next)) = name_at(text, at, end, false) else { return };
        let before = at.checked_sub(1).map_or("", |i| low(text, i));
        let used = names::is_given(&name.given) || matches!(low(text, next), "." | "'s" | "is" | "was" | "," | "");
        let place = matches!(before, "in" | "at" | "to" | "from" | "near" | "the" | "on");
        if used && !place && !stranger(before) {
            self.loose_name = Some((name, self.sentences));
        }
    }

    /// "Ashley is?", "Who's Ashley?", "Brendan?": keeps the name the coach asks about for the answer.
    pub(super) fn note_asked_name(&mut self, text: &Text<'_>, range: std::ops::Range<usize>) {
        const SMALL: [&str; 9] = ["is", "'s", "who", "and", "was", "?", ",", "so", "which"];
        let asks = range.end.checked_sub(1).is_some_and(|i| low(text, i) == "?");
        let mut names = range.clone().filter_map(|i| name_at(text, i, range.end, false));
        let only = names.next().filter(|_| names.next().is_none());
        let small = range.clone().filter(|i| !SMALL.contains(&low(text, *i))).count() == 1;
        if let Some((name, _)) = only.filter(|(n, _)| asks && small && self.world.named(&n.given).is_empty()) {
            self.loose_name = Some((name, self.sentences));
        }
    }

    /// "Brendan?" "He was the youngest of us.": a brother.
    pub(super) fn ranked_loose(&mut self, text: &Text<'_>, range: std::ops::Range<usize>) {
        let Some((name, sentence)) = self.loose_name.clone() else { return };
        let gender = match low(text, range.start) {
            "he" => Gender::Male,
            "she" => Gender::Female,
            _ => return,
        };
        let at = range.start;
        let ranked = matches!(low(text, at + 1), "'s" | "is" | "was")
            && low(text, at + 2) == "the"
            && matches!(low(text, at + 3), "oldest" | "eldest" | "youngest" | "baby" | "middle" | "second" | "third")
            && (4..7).any(|n| low(text, at + n) == "of" && low(text, at + n + 1) == "us");
        if sentence + 1 != self.sentences
            || !ranked
            || Gender::contradicts(names::gender(&name.given), Some(gender))
            || !self.world.named(&name.given).is_empty()
        {
            return;
        }
        let row = kinship::kin(if gender == Gender::Male { "brother" } else { "sister" });
        let said = Said { name: Some(name), ..Said::default() };
        if let Some(who) = row.and_then(|row| relatives::relative(&mut self.world, CLIENT, row, &said, true)) {
            self.salience.mention(&[who], true);
            self.loose_name = None;
        }
    }

    /// "Well, Dwight. That's my oldest.": names somebody nameless by the loose name of the sentence before.
    pub(super) fn name_loose(&mut self, text: &Text<'_>, start: usize, at: usize, next: usize, who: Who) {
        let Some((name, sentence)) = self.loose_name.clone() else { return };
        let points = matches!(low(text, start), "that" | "he" | "she" | "this" | "it")
            && matches!(low(text, start + 1), "'s" | "is" | "was")
            && at <= start + 3;
        let alone = at <= start + 1 && matches!(low(text, next), "." | "" | "!" | ",");
        let nameless = self.world.human(who).is_some_and(|h| h.given.is_none());
        let fits = !Gender::contradicts(names::gender(&name.given), self.world.gender(who));
        if sentence + 1 == self.sentences && (points || alone) && nameless && fits {
            self.learn(who, &name);
            self.loose_name = None;
        }
    }

    /// A new name that its place in the sentence explains: "Marijke's two years behind me. Then Joost, then Wilma, and
    /// Toby's the baby" are siblings, "Saskia's thirteen" after "two kids" a child, "she and Calvin couldn't have kids" a
    /// spouse.
    pub(super) fn placed(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<(Who, usize)> {
        if self.coach {
            return None;
        }
        let (name, next) = name_at(text, at, end, true)?;
        // A child may have the client's own name.
        if self.world.named(&name.given).iter().any(|w| *w != CLIENT) {
            return None;
        }
        let own = self.world.goes_by(CLIENT, &name.given);
        if own && !matches!(name.last.as_deref(), Some("Junior" | "Jr")) {
            return None;
        }
        let is = matches!(low(text, next), "'s" | "is" | "was");
        let ahead =
            |words: &[&str], reach: usize| (next..(next + reach).min(end)).any(|i| words.contains(&low(text, i)));
        let compared = is
            && ahead(&["older", "younger", "behind", "ahead"], 7)
            && ahead(&["years", "year", "months", "minutes"], 6)
            && !ahead(&[".", ","], 4);
        let ranked =
            is && low(text, next + 1) == "the" && ahead(&["oldest", "eldest", "youngest", "baby", "middle"], 4);
        let before = |n: usize| at.checked_sub(n).map_or("", |i| low(text, i));
        // "There's Rupert as well, he's the eldest".
        let ranked = ranked
            || (next..(next + 4).min(end)).any(|i| {
                low(text, i) == ","
                    && matches!(low(text, i + 1), "he" | "she" | "who")
                    && matches!(low(text, i + 2), "'s" | "is" | "was")
                    && low(text, i + 3) == "the"
                    && matches!(low(text, i + 4), "oldest" | "eldest" | "youngest" | "baby" | "middle")
            });
        let row_goes_on = self.siblings_told
            && matches!(before(1), "then" | "and")
            && (is || matches!(low(text, next), "," | "." | "and"));
        let gender =
            names::gender(&name.given).or_else(|| (next..(next + 4).min(end)).find_map(|i| gender_ahead(text, i, end)));
        let word = |female: &'static str, male: &'static str, either: &'static str| match gender {
            Some(Gender::Female) => female,
            Some(Gender::Male) => male,
            _ => either,
        };
        let new = |reader: &mut Reader, anchor: Who, word: &str| {
            let said = Said { name: Some(name.clone()), ..Said::default() };
            relatives::relative(&mut reader.world, anchor, kinship::kin(word)?, &said, true)
        };
        if compared || ranked || row_goes_on {
            self.siblings_told = true;
            let who = new(self, CLIENT, word("sister", "brother", "sibling"))?;
            return Some((who, next));
        }
        let age = text
            .tokens
            .get(next + 1)
            .filter(|_| is)
            .and_then(|t| super::numbers::cardinal(&t.lower))
            .filter(|n| (1..25).contains(n));
        let stops = matches!(low(text, next + 2), "," | "." | "and" | "years" | "now" | "");
        if age.is_some() && stops && self.children_told {
            let who = new(self, CLIENT, word("daughter", "son", "child"))?;
            return Some((who, next));
        }
        if let Some(who) = self.of_the_topic(text, at, end, &name, next, gender) {
            return Some((who, next));
        }
        // "Grandma I hardly knew, Helen her name was."
        let comma = usize::from(low(text, next) == ",");
        let next_word = next + comma;
        if matches!(low(text, next_word), "his" | "her") && low(text, next_word + 1) == "name" {
            let gender = if low(text, next_word) == "her" { Gender::Female } else { Gender::Male };
            let who = self.salience.one(&self.world, gender, None)?;
            if self.world.human(who).is_some_and(|h| h.given.is_none()) {
                self.learn(who, &name);
                return Some((who, next_word + 2));
            }
        }
        // "My grandfather started it, Griffith."
        let ends = next >= end || matches!(low(text, next), "." | "!" | "?");
        if ends && before(1) == "," && at >= 3 {
            let people = self.salience.in_sentence(&self.world);
            let unnamed = people.into_iter().rev().find(|w| {
                *w != CLIENT
                    && self.world.human(*w).is_some_and(|h| h.given.is_none() && h.path.is_some())
                    && !Gender::contradicts(gender, self.world.gender(*w))
            });
            if let Some(who) = unnamed {
                self.learn(who, &name);
                return Some((who, next));
            }
        }
        const PAIRED: [&str; 9] =
            ["married", "kids", "children", "divorced", "engaged", "wedding", "baby", "split", "separated"];
        if before(1) == "and" && ahead(&PAIRED, 6) && !ahead(&[".", ","], 2) {
            let one = self.salience.in_sentence(&self.world).into_iter().next().filter(|w| *w != CLIENT)?;
            if self.world.partners(one).is_empty() {
                let who = new(self, one, word("wife", "husband", "spouse"))?;
                return Some((who, next));
            }
        }
        None
    }

    /// A first name that keeps being used without a word of whose it is, belongs to the unnamed near relative it fits:
    /// partner, child, sibling, parent. At its second use by the client, and if only one fits best.
    pub(super) fn recognise(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<Who> {
        let token = text.tokens.get(at)?;
        // The coach said whose name it is; now the client uses it.
        if let Some(who) = self.hints.get(&token.lower).copied().filter(|_| !self.coach) {
            let (name, _) = name_at(text, at, end, true)?;
            if self.world.human(who).is_some_and(|h| h.given.is_none()) {
                self.learn(who, &name);
                return Some(who);
            }
        }
        let (name, next) = name_at(text, at, end, false)?;
        let known_gender = names::gender(&token.lower);
        let before = at.checked_sub(1).map_or("", |i| low(text, i));
        const OTHERS: [&str; 22] = [
            "friend",
            "boss",
            "coworker",
            "colleague",
            "doctor",
            "dr",
            "therapist",
            "counselor",
            "neighbor",
            "neighbour",
            "dog",
            "cat",
            "teacher",
            "pastor",
            "st",
            "mr",
            "mrs",
            "ms",
            "miss",
            "manager",
            "buddy",
            "named",
        ];
        // The coach takes up a name the client used: a use like any other.
        if self.coach && self.strangers.get(&token.lower).is_none_or(|uses| *uses < 1) {
            return None;
        }
        if OTHERS.contains(&before) {
            self.strangers.insert(token.lower.clone(), -100);
            return None;
        }
        let uses = self.strangers.entry(token.lower.clone()).or_insert(0);
        *uses += 1;
        if *uses < 2 {
            return None;
        }
        // A name the lists do not have must act: "Hywel went out", "Hywel's lot"; and then it is the partner's.
        const ACTS: [&str; 30] = [
            "'s", "is", "was", "had", "has", "said", "says", "went", "got", "thinks", "thought", "doesn't", "didn't",
            "would", "and", "just", "goes", "gets", "took", "came", "never", "always", "still", "wants", "wanted",
            "told", "isn't", "works", "does", "did",
        ];
        if known_gender.is_none()
            && (!ACTS.contains(&low(text, next)) || matches!(before, "in" | "at" | "to" | "from" | "the"))
        {
            return None;
        }
        let gender = match known_gender {
            Some(gender) => gender,
            None => {
                let partners = self.world.partners(CLIENT);
                let [(partner, _)] = partners.as_slice() else { return None };
                self.world.gender(*partner)?
            }
        };
        let unnamed = |w: &Who| {
            self.world
                .human(*w)
                .is_some_and(|h| h.given.is_none() && h.gender == Some(gender) && h.evidence.len() + h.births.len() > 0)
        };
        const NEAR: [Tie; 5] = [Tie::Spouse, Tie::Partner, Tie::Engaged, Tie::Child, Tie::Sibling];
        let mut near: Vec<Who> = NEAR
            .iter()
            .flat_map(|tie| self.world.tied(CLIENT, Step::new(*tie, Some(gender))))
            .filter(unnamed)
            .collect();
        near.sort_unstable();
        near.dedup();
        for tie in NEAR {
            // In the coach's mouth a name is the partner's only if it can be nobody else's near, and stands alone.
            let listed = before == "and" || low(text, next) == "and";
            if self.coach && relatives::is_partner(tie) && (near.len() != 1 || listed) {
                continue;
            }
            if known_gender.is_none() && !relatives::is_partner(tie) {
                break;
            }
            let tied: Vec<Who> =
                self.world.tied(CLIENT, Step::new(tie, Some(gender))).into_iter().filter(unnamed).collect();
            if let [who] = tied.as_slice() {
                let who = *who;
                self.learn(who, &name);
                return Some(who);
            }
        }
        None
    }
}

fn number(word: &str) -> bool {
    matches!(word, "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "2" | "3" | "4" | "5")
}

/// Words before a name that say it is no relative's.
fn stranger(before: &str) -> bool {
    matches!(
        before,
        "friend"
            | "boss"
            | "coworker"
            | "colleague"
            | "doctor"
            | "dr"
            | "neighbour"
            | "neighbor"
            | "teacher"
            | "dog"
            | "cat"
    )
}

/// The gender of a name told by the pronoun that takes it up: "Aira, she's eighteen", "Wale, who lost his job".
pub(super) fn gender_ahead(text: &Text<'_>, from: usize, end: usize) -> Option<Gender> {
    let skip = usize::from(matches!(low(text, from), "," | "-" | "."));
    match low(text, from + skip) {
        "he" if from + skip < end => Some(Gender::Male),
        "she" if from + skip < end => Some(Gender::Female),
        "who" if skip > 0 => (from + 2..(from + 7).min(end)).find_map(|i| match low(text, i) {
            "his" | "him" | "he" => Some(Gender::Male),
            "her" | "she" => Some(Gender::Female),
            _ => None,
        }),
        _ if from >= end || low(text, from) == "." => match low(text, from + skip) {
            "he" => Some(Gender::Male),
            "she" => Some(Gender::Female),
            _ => None,
        },
        _ => None,
    }
}
