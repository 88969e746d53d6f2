//! Learns whose name a name is: from answers, introductions, the place in a sentence, and from use.

use sarf_shared::family::Gender;
use sarf_shared::family::kinship::{self, Step, Tie};

use super::kin_phrase::KinPhrase;
use super::mentions::{Found, Reader, low};
use super::name_words::{name_at, names_list, said_name, said_name_of};
use super::names;
use super::relatives::{self, Name, Said};
use super::text::{Kind, Text};
use super::world::{CLIENT, Who, World};

impl Reader {
    /// "Did I say Gram's name? Arlene."
    pub(super) fn nameless_answer(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<usize> {
        let unnamed = |who: &Who| self.world.human(*who).is_some_and(|h| h.given.is_none());
        let (name, next) = name_at(text, at, end, true)?;
        let stops = next >= end || text.tokens.get(next).is_some_and(|t| t.kind == Kind::Mark);
        if !stops || !self.world.named(&name.given).is_empty() {
            return None;
        }
        // "My brother was killed. Gethin.", "One sister. Dilys.": a sentence that is a name names who was just spoken of.
        let bare = next + 1 >= end || low(text, next) == ".";
        let gender = names::gender(&name.given);
        let spoken = || {
            let people = self.salience.previous_sentence(&self.world).into_iter();
            people.filter(|w| *w != CLIENT && unnamed(w)).find(|w| !Gender::contradicts(gender, self.world.gender(*w)))
        };
        let who = self.nameless.filter(unnamed).or_else(|| bare.then(spoken).flatten())?;
        self.learn(who, &name);
        self.salience.mention(&[who], true);
        Some(next)
    }

    /// A bare name or two as the first words of an answer to "what is ...'s name".
    pub(super) fn answer(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<usize> {
        let named = self.asked.iter().find(|a| a.name).cloned();
        let sure = named.is_some();
        let asked = named.or_else(|| match self.asked.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        })?;
        const LEADS: [&str; 13] =
            ["um", "uh", "oh", "well", ",", "it", "'s", "was", "is", "that", "yeah", "yes", "..."];
        let mut start = at;
        while start < end && LEADS.contains(&low(text, start)) {
            start += 1;
        }
        let (names, next) = names_list(text, start, end);
        let stops = next >= end || matches!(low(text, next), "." | "," | "!" | "-" | "were" | "was" | "?" | "...");
        if names.is_empty() || !stops || (!asked.plural && names.len() > 1) {
            return None;
        }
        // "Filomena, that is my mom": the words say themselves whose name it is.
        const SAYS: [&str; 9] = ["that", "who", "is", "she", "he", "my", "his", "her", "our"];
        if matches!(low(text, next), "," | "-") && SAYS.contains(&low(text, next + 1)) {
            return None;
        }
        let gender = asked.row.gender().filter(|_| !asked.plural);
        let usable = |n: &Name| {
            self.world.named(&n.given).is_empty()
                && (sure || names::is_given(&n.given))
                && !Gender::contradicts(names::gender(&n.given), gender)
        };
        if !names.iter().all(usable) {
            return None;
        }
        self.world.support(asked.anchor);
        let people = if asked.plural {
            self.several(asked.anchor, asked.row, &Said { side: asked.side, ..Said::default() }, &names)
        } else {
            let said = Said { name: names.into_iter().next(), side: asked.side, ..Said::default() };
            relatives::relative(&mut self.world, asked.anchor, asked.row, &said, true).into_iter().collect()
        };
        for who in people {
            self.salience.mention(&[who], true);
        }
        Some(next)
    }

    /// "Ron, her boyfriend", "Kristy, that's my sister", "Bev's his mom", "Susan is my mom's sister".
    pub(super) fn introduction(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<Found> {
        let (name, after) = name_at(text, at, end, true)?;
        if (1..5).any(|n| {
            at.checked_sub(n).is_some_and(|i| matches!(low(text, i), "last" | "surname" | "middle" | "maiden"))
        }) {
            return None;
        }
        let known = self.world.named(&name.given);
        let placed = known.iter().any(|w| self.world.human(*w).is_some_and(|h| h.path.is_some()));
        let mut k = after;
        let mut copula = false;
        if low(text, k) == "'s"
            && (k + 2..k + 4).any(|i| low(text, i) == "," && low(text, i + 1) == "that" && low(text, i + 2) == "'s")
        {
            // "Willa's party, that's our daughter": the thing owned is passed over.
            while low(text, k) != "," {
                k += 1;
            }
        }
        if matches!(low(text, k), "," | "-" | "(") {
            k += 1;
        }
        if matches!(low(text, k), "that" | "who" | "he" | "she" | "which") {
            k += 1;
            if !matches!(low(text, k), "'s" | "is" | "was") {
                return None;
            }
        }
        if matches!(low(text, k), "'s" | "is" | "was") {
            copula = true;
            k += 1;
            while matches!(low(text, k), "actually" | "really" | "also" | "just") {
                k += 1;
            }
        }
        if k == after || (placed && !copula) {
            return None;
        }
        let starts = match low(text, k) {
            "your" if self.coach => true,
            "my" | "his" | "her" | "our" | "their" => true,
            "the" | "a" | "an" => false,
            _ => low(text, k + 1) == "'s",
        };
        if !starts {
            return None;
        }
        let found = self.chain(text, k, end, &[], Some(name.clone()))?;
        if self.coach {
            return Some(found);
        }
        // "Kurt, my dad's Kurt": the second name is the same.
        if let [who] = found.people.as_slice() {
            let who = *who;
            for other in known {
                let same_age = generation(&self.world, other).is_none_or(|g| Some(g) == generation(&self.world, who));
                let fits = !Gender::contradicts(self.world.gender(other), self.world.gender(who));
                if self.world.real(other) != self.world.real(who) && same_age && fits && other != CLIENT {
                    self.world.merge(other, who);
                }
            }
        }
        Some(found)
    }

    /// The name after a kinship word.
    pub(super) fn name_after(
        &self,
        text: &Text<'_>,
        at: usize,
        end: usize,
        phrase: &KinPhrase,
    ) -> Option<(Name, usize)> {
        // A grandfather may have the client's own name.
        let fresh = |name: &Name| self.world.named(&name.given).iter().all(|w| *w == CLIENT);
        match low(text, at) {
            "named" | "called" => name_at(text, at + 1, end, true),
            "is" | "was" | "'s" if matches!(low(text, at + 1), "called" | "named") => name_at(text, at + 2, end, true),
            "'s" if low(text, at + 1) == "name" => said_name_of(text, at + 1, end),
            "is" | "was" | "'s" => said_name(text, at, end).filter(|(name, _)| fresh(name)),
            "," | "(" | "-" | ":" => {
                let (name, after) = name_at(text, at + 1, end, true)?;
                // "My mom, Josh and me" is a list; a name that is known is not hers.
                let closes = after >= end
                    || text.tokens.get(after).is_some_and(|t| t.kind == Kind::Mark)
                    || matches!(
                        low(text, after),
                        "who" | "is" | "was" | "'s" | "has" | "had" | "lives" | "died" | "and"
                    );
                (fresh(&name) && closes && low(text, after) != "'s").then_some((name, after))
            }
            _ => {
                let (name, after) = name_at(text, at, end, true)?;
                let known = self.world.named(&name.given);
                // "Mom Josh" is nothing; "Aunt Pam" and "my sister Kristy" are names even when known.
                (known.is_empty() || phrase.before_name || phrase.owned).then_some((name, after))
            }
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
        if !self.world.named(&name.given).is_empty() {
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
        let row_goes_on = self.siblings_told
            && matches!(before(1), "then" | "and")
            && (is || matches!(low(text, next), "," | "." | "and"));
        let gender = names::gender(&name.given);
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
        if self.coach {
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
        for tie in [Tie::Spouse, Tie::Partner, Tie::Engaged, Tie::Child, Tie::Sibling] {
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

fn generation(world: &World, who: Who) -> Option<i32> {
    world.human(who)?.path.as_ref().map(|path| path.iter().map(|s| i32::from(s.generation())).sum())
}
