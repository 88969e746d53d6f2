//! Learns whose name a name is: from answers, introductions, the place in a sentence, and from use.

use sarf_shared::family::Gender;

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
        // "She took a second husband. Eldon Mosher, he had the shop."
        let taken_up = super::placing::gender_ahead(text, next, end).filter(|_| low(text, next) == ",");
        let gender = names::gender(&name.given).or(taken_up);
        let bare = bare || taken_up.is_some_and(|taken| !Gender::contradicts(names::gender(&name.given), Some(taken)));
        let fits = |w: &Who| *w != CLIENT && unnamed(w) && !Gender::contradicts(gender, self.world.gender(*w));
        // A name alone a sentence or two later still names the relative who was left without one: "Two boys with my
        // ex-wife. The big one is ten. Joan."
        let earlier = || {
            let named = next + 1 >= end && names::is_given(&name.given) && name_at(text, at, end, false).is_some();
            let recent = self.salience.singles(&self.world, 4).into_iter().filter(|_| named);
            let mut open = recent.filter(|w| fits(w) && self.world.gender(*w) == gender);
            open.next().filter(|_| open.next().is_none())
        };
        let spoken = || {
            let people = self.salience.previous_sentence(&self.world).into_iter();
            people.into_iter().find(|w| fits(w)).or_else(earlier)
        };
        let who = self.nameless.filter(unnamed).or_else(|| bare.then(spoken).flatten())?;
        self.learn(who, &name);
        self.salience.mention(&[who], true);
        Some(next)
    }

    /// A bare name or two as the first words of an answer to "what is ...'s name"; of two relatives asked for, a name
    /// goes to the one whose gender it has, else to the one asked for first.
    pub(super) fn answer(&mut self, text: &Text<'_>, at: usize, end: usize, first: bool) -> Option<usize> {
        let sure = self.asked.iter().any(|a| a.name);
        // "And what did your father do?" ... "And Malachy, he said the rosary."
        let taken_up = self.asked.len() == 1
            && low(text, at) == "and"
            && name_at(text, at + 1, end, true).is_some_and(|(_, next)| {
                low(text, next) == ","
                    && super::placing::gender_ahead(text, next, end)
                        .is_some_and(|g| self.asked.iter().all(|a| !a.plural && a.row.gender() == Some(g)))
            });
        if !sure && (self.asked.len() != 1 || !first && !taken_up) {
            return None;
        }
        const LEADS: [&str; 17] = [
            "um", "uh", "oh", "well", ",", "it", "'s", "was", "is", "that", "yeah", "yes", "...", "and", "then", "or",
            "so",
        ];
        let mut start = at;
        while start < end && LEADS.contains(&low(text, start)) {
            start += 1;
        }
        let (names, next) = names_list(text, start, end);
        let stops = next >= end || matches!(low(text, next), "." | "," | "!" | "-" | "were" | "was" | "?" | "...")
            // "What is it like with your wife?" "Folake would say I disappeared."
            || start == at
                && names.len() == 1
                && matches!(low(text, next), "would" | "says" | "said" | "thinks" | "'s" | "is" | "does" | "did" | "has");
        if names.is_empty() || !stops {
            return None;
        }
        // "Filomena, that is my mom": the words say themselves whose name it is.
        const SAYS: [&str; 7] = ["that", "who", "is", "my", "his", "her", "our"];
        if matches!(low(text, next), "," | "-") && SAYS.contains(&low(text, next + 1)) {
            return None;
        }
        let plural = self.asked.iter().position(|a| a.plural && (a.name || !sure));
        let mut people = Vec::new();
        if let Some(at) = plural.filter(|_| first) {
            let asked = self.asked.get(at)?.clone();
            if !names.iter().all(|n| self.usable(n, None, sure)) {
                return None;
            }
            self.world.support(asked.anchor);
            people = self.several(asked.anchor, asked.row, &Said { side: asked.side, ..Said::default() }, &names);
            self.asked.remove(at);
        } else {
            for name in &names {
                let told = names::gender(&name.given);
                let fits = |a: &super::mentions::Asked| (a.name || !sure) && !a.plural;
                let by_gender = self.asked.iter().position(|a| fits(a) && told.is_some() && a.row.gender() == told);
                let open = |a: &super::mentions::Asked| fits(a) && !Gender::contradicts(told, a.row.gender());
                let Some(at) = by_gender.or_else(|| self.asked.iter().position(open)) else { continue };
                let asked = self.asked.get(at)?.clone();
                if !self.usable(name, asked.row.gender(), sure || taken_up) {
                    continue;
                }
                self.world.support(asked.anchor);
                let said = Said { name: Some(name.clone()), side: asked.side, ..Said::default() };
                people.extend(relatives::relative(&mut self.world, asked.anchor, asked.row, &said, true));
                self.asked.remove(at);
            }
        }
        if people.is_empty() {
            return None;
        }
        for who in people {
            self.salience.mention(&[who], true);
        }
        Some(next)
    }

    fn usable(&self, name: &Name, gender: Option<Gender>, sure: bool) -> bool {
        self.world.named(&name.given).is_empty()
            && (sure || names::is_given(&name.given))
            && !Gender::contradicts(names::gender(&name.given), gender)
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
            "the" => super::kin_phrase::read(text, k + 1, end, false).is_some_and(|p| low(text, p.next) == "of"),
            "a" | "an" => false,
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

    /// "(A son) up in Leeds with Joan, Peter, who": a name between commas after a few words of place and company.
    pub(super) fn name_after_place(&self, text: &Text<'_>, at: usize, end: usize) -> Option<(Name, usize)> {
        const WAY: [&str; 16] = [
            "down", "up", "over", "out", "back", "there", "here", "with", "in", "at", "by", "from", "near", "the",
            "of", "now",
        ];
        let comma = (at..(at + 7).min(end)).find(|i| low(text, *i) == ",").filter(|comma| *comma > at)?;
        let passed = |i: usize| WAY.contains(&low(text, i)) || text.tokens.get(i).is_some_and(|t| t.capital);
        let (name, after) = name_at(text, comma + 1, end, true).filter(|_| (at..comma).all(passed))?;
        let closes = matches!(low(text, after), "," | "." | "" | "who");
        (closes && self.world.named(&name.given).is_empty()).then_some((name, after))
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
}

fn generation(world: &World, who: Who) -> Option<i32> {
    world.human(who)?.path.as_ref().map(|path| path.iter().map(|s| i32::from(s.generation())).sum())
}
