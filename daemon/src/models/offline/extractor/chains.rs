//! Relatives through any number of possessives ("my mother's sister Pam", "the grandmother", "two sons, Tom and Jim").

use sarf_shared::family::Gender;
use sarf_shared::family::kinship::{self, Kin, Step, Tie};

use super::kin_phrase::{self, KinPhrase};
use super::mentions::{Asked, Base, Found, How, Reader, Unit, low};
use super::name_words::{list_after, name_at, names_list, said_name};
use super::names;
use super::relatives::{self, Name, Said};
use super::text::Text;
use super::world::{CLIENT, Who};

impl Reader {
    /// A relative, through any number of possessives, with the name that follows.
    pub(super) fn chain(
        &mut self,
        text: &Text<'_>,
        at: usize,
        end: usize,
        units: &[Unit],
        given: Option<Name>,
    ) -> Option<Found> {
        let (base, mut k) = self.base(text, at, end)?;
        let mut anchor = match base {
            Base::Of(who) => self.asked_of(text, at, k, end).unwrap_or(who),
            Base::Ours => CLIENT,
            Base::Definite | Base::Indefinite => {
                let found = self.unowned(text, at, k, end, units, (base, given.clone()))?;
                // "Nora is the sister of my mother."
                if let (Some(name), [who], false) = (given, found.people.as_slice(), self.coach)
                    && self.world.human(*who).is_some_and(|h| h.given.is_none())
                {
                    self.learn(*who, &name);
                }
                return Some(found);
            }
        };
        if matches!(low(text, at), "his" | "her") {
            self.parallel.push((low(text, at).to_owned(), anchor));
        }
        loop {
            let phrase = kin_phrase::read(text, k, end, true)?;
            let more = low(text, phrase.next) == "'s"
                && kin_phrase::read(text, phrase.next + 1, end, true)
                    .is_some_and(|p| !p.plural || p.row.path.len() == 1);
            if more && !phrase.plural {
                let said = Said { former: phrase.former, ..Said::default() };
                anchor = relatives::relative(&mut self.world, anchor, phrase.row, &said, !self.coach)?;
                k = phrase.next + 1;
                continue;
            }
            self.owner = Some(anchor);
            return self.finish(text, anchor, &phrase, end, given);
        }
    }

    /// Right after the coach asked for a man's mother, "his mom" is that man's.
    pub(super) fn asked_of(&self, text: &Text<'_>, at: usize, k: usize, end: usize) -> Option<Who> {
        let gender = match low(text, at) {
            "his" => Gender::Male,
            "her" => Gender::Female,
            _ => return None,
        };
        let phrase = kin_phrase::read(text, k, end, true)?;
        let asked = self.asked.iter().find(|a| a.row.path == phrase.row.path && a.anchor != CLIENT);
        asked.map(|a| a.anchor).filter(|who| self.world.gender(*who) == Some(gender))
    }

    /// The last link of a chain, with side, name and age.
    pub(super) fn finish(
        &mut self,
        text: &Text<'_>,
        anchor: Who,
        phrase: &KinPhrase,
        end: usize,
        given: Option<Name>,
    ) -> Option<Found> {
        let mut next = phrase.next;
        let (side, after_side) = kin_phrase::side(text, next, end);
        let side = side.or(phrase.side);
        if after_side > next {
            next = after_side;
        }
        let side = side.or_else(|| self.side_of_the_talk(text, anchor, phrase));
        let mut said = Said {
            name: given,
            former: phrase.former,
            another: phrase.another,
            side,
            form: phrase.address.then(|| phrase.form.clone()),
            mixed: low(text, phrase.next.saturating_sub(3)) == "and",
        };
        if self.coach {
            let name = low(text, next) == "'s" && matches!(low(text, next + 1), "name" | "names")
                || matches!(low(text, next), "named" | "called")
                || (next..end).any(|i| matches!(low(text, i), "name" | "names"))
                // "Your father's name, and your mother's?"
                || low(text, next) == "'s"
                    && matches!(low(text, next + 1), "?" | "," | "and" | "")
                    && self.asked.iter().any(|a| a.name);
            self.asked.push(Asked { anchor, row: phrase.row, side, plural: phrase.plural, name });
            if phrase.plural {
                let people = self.plural_known(anchor, phrase.row, side);
                return (!people.is_empty()).then_some(Found { people, next });
            }
            let named = said.name.take().or_else(|| self.name_after(text, next, end, phrase).map(|(name, _)| name));
            let who = relatives::relative(&mut self.world, anchor, phrase.row, &said, false)?;
            let own = |n: &Name| self.world.goes_by(CLIENT, &n.given);
            if let Some(name) = named.filter(|n| !own(n) && self.world.human(who).is_some_and(|h| h.given.is_none())) {
                // "Your brother Tom": said in so many words; after a comma it may be whom the coach speaks to.
                if matches!(low(text, next), "," | "-" | "(") {
                    self.hints.insert(name.given.to_lowercase(), who);
                } else {
                    self.learn(who, &name);
                }
            }
            return Some(Found { people: vec![who], next });
        }
        if phrase.plural {
            let (names, after) = list_after(text, next, end, &self.world);
            let people = self.several(anchor, phrase.row, &said, &names);
            return (!people.is_empty()).then_some(Found { people, next: after });
        }
        if said.name.is_none()
            && let Some((name, after)) = self.name_after(text, next, end, phrase)
            // "My dad, Sue and I" is a list.
            && !Gender::contradicts(names::gender(&name.given), phrase.row.gender())
        {
            said.name = Some(name);
            next = after;
        }
        // "She's got a daughter down there with Gina, Amber, she's twenty-four": the name comes after the place.
        if said.name.is_none()
            && !phrase.owned
            && let Some((name, after)) = self.name_after_place(text, next, end)
        {
            said.name = Some(name);
            next = after;
        }
        let told = super::placing::gender_ahead(text, next, end).filter(|_| said.name.is_some());
        let who = relatives::relative(&mut self.world, anchor, phrase.row, &said, true)?;
        // "My oldest, Kay, she was ten".
        self.world.set_gender(who, told.filter(|_| phrase.row.gender().is_none()));
        let who = self.apposition(text, phrase, who, next);
        if phrase.address {
            // "Gram", "Papaw": what the family calls somebody; kept in case no name is ever said.
            self.call(who, &phrase.form);
        }
        if let Some(age) = phrase.age {
            self.ages.push((who, age));
        }
        // "My mom's Susan's daughter" does not occur; "my husband Greg's mother" does.
        if low(text, next) == "'s"
            && let Some(more) = kin_phrase::read(text, next + 1, end, true)
        {
            return self.finish(text, who, &more, end, None);
        }
        if self.world.human(who).is_some_and(|h| h.given.is_none())
            && let Some((name, after)) = said_name(text, next, end)
        {
            self.learn(who, &name);
            next = after;
        }
        if low(text, next) == "and"
            && !text.tokens.get(next + 1).is_some_and(|t| t.capital)
            && let Some(more) = kin_phrase::read(text, next + 1, end, true)
            && !more.plural
        {
            // "My mom and dad".
            let said = Said::default();
            let other = relatives::relative(&mut self.world, anchor, more.row, &said, true);
            // "My mum and dad, Sue and Ken".
            if low(text, more.next) == ","
                && let Some(other) = other
                && let (names, after) = names_list(text, more.next + 1, end)
                && let [one, two] = names.as_slice()
                && names.iter().all(|n| self.world.named(&n.given).is_empty())
            {
                let swapped = Gender::contradicts(names::gender(&one.given), self.world.gender(who))
                    || Gender::contradicts(names::gender(&two.given), self.world.gender(other));
                let (one, two) = if swapped { (two, one) } else { (one, two) };
                self.learn(who, one);
                self.learn(other, two);
                return Some(Found { people: vec![who, other], next: after });
            }
            return Some(Found { people: std::iter::once(who).chain(other).collect(), next: more.next });
        }
        Some(Found { people: vec![who], next })
    }

    /// "My Papaw died, that was the summer before, Mom's dad, Earl": a grandparent of no side, then one of a side in the
    /// same sentence after a comma, are one.
    pub(super) fn apposition(&mut self, text: &Text<'_>, phrase: &KinPhrase, who: Who, next: usize) -> Who {
        // The tie by which somebody of no known side was spoken of before.
        let loosely = self.world.human(who).and_then(|h| h.path.as_ref()).and_then(|p| match p.as_slice() {
            [a, b] if a.tie == Tie::Parent && b.tie == Tie::Parent => Some(Tie::Grandparent),
            [a, b] if a.tie == Tie::Parent && b.tie == Tie::Sibling => Some(Tie::ParentSibling),
            _ => None,
        });
        let _ = next;
        let comma = (1..7).any(|n| phrase.next.checked_sub(n).is_some_and(|i| matches!(low(text, i), "," | "-" | "(")));
        // "Lola Rosa is your mother's mother?" "Yes, my mother's mother."
        let yes = self.opening == "yes" || self.opening == "yeah" || self.opening == "right";
        let Some(tie) = loosely.filter(|_| comma || yes || self.asked_side) else { return who };
        let gender = self.world.gender(who);
        let mut near = self.salience.in_sentence(&self.world);
        if yes {
            near.extend(self.salience.previous_sentence(&self.world));
        }
        // "Which side?" "My dad's dad."
        if self.asked_side {
            near.extend(
                (0..self.world.people.len())
                    .filter(|w| self.world.real(*w) == *w && self.salience.lately(&self.world, *w, 6)),
            );
        }
        let loose = near.into_iter().find(|w| {
            *w != who
                && self.world.gender(*w) == gender
                && self
                    .world
                    .human(*w)
                    .is_some_and(|h| h.loose.iter().any(|(whose, s)| *whose == CLIENT && s.tie == tie))
        });
        let clash = |w: Who| {
            let given = |x: Who| self.world.human(x).and_then(|h| h.given.clone());
            matches!((given(w), given(who)), (Some(a), Some(b)) if a != b)
        };
        match loose.filter(|w| !clash(*w)) {
            Some(loose) => self.world.merge(loose, who),
            None => who,
        }
    }

    /// The side of a grandparent, aunt or uncle of whom no side is said, where the talk is of the mother's or the
    /// father's people just now and nobody is known yet who could be meant.
    fn side_of_the_talk(&self, text: &Text<'_>, anchor: Who, phrase: &KinPhrase) -> Option<Gender> {
        let (side, left) = self.side?;
        let [step] = phrase.row.path else { return None };
        let loose = matches!(step.tie, Tie::Grandparent | Tie::ParentSibling);
        let known = self.world.tied(anchor, *step).iter().any(|w| self.salience.recency(&self.world, *w) > 0);
        let new_name = name_at(text, phrase.next, text.tokens.len(), true)
            .is_some_and(|(name, _)| self.world.named(&name.given).is_empty());
        (left > 0 && loose && anchor == CLIENT && (!known || new_name)).then_some(side)
    }

    /// Notes whose people a sentence is about: "your mother's family", "Dad's side", "my father's parents".
    pub(super) fn note_side(&mut self, text: &Text<'_>, range: std::ops::Range<usize>) {
        const PEOPLE: [&str; 12] = [
            "side",
            "people",
            "family",
            "parents",
            "folks",
            "mother",
            "father",
            "mom",
            "dad",
            "mum",
            "lot",
            "relatives",
        ];
        self.side = self.side.map(|(side, left)| (side, left.saturating_sub(1)));
        for i in range {
            if low(text, i) != "'s" || !PEOPLE.contains(&low(text, i + 1)) {
                continue;
            }
            let whose = i.checked_sub(1).map_or("", |b| low(text, b));
            let row = kinship::kin(whose).filter(|row| row.path.len() == 1 && row.generation() == 1);
            let named = || {
                let parents = self.world.tied(CLIENT, Step::new(Tie::Parent, None));
                parents.into_iter().find(|w| self.world.goes_by(*w, whose)).and_then(|w| self.world.gender(w))
            };
            let before = i.checked_sub(2).map_or("", |b| low(text, b));
            let other = matches!(before, "his" | "her" | "their" | "'s") && !self.coach;
            if let Some(gender) = row.and_then(Kin::gender).filter(|_| !other).or_else(named) {
                self.side = Some((gender, 6));
            }
        }
    }

    /// Keeps a grandparent's pet name as an alias.
    pub(super) fn call(&mut self, who: Who, form: &str) {
        if !self.world.goes_by(who, form)
            && let Some(human) = self.world.human_mut(who)
        {
            human.aliases.push(form.to_owned());
        }
    }

    pub(super) fn learn(&mut self, who: Who, name: &Name) {
        self.world.name(who, &name.given, name.last.as_deref());
        self.world.set_gender(who, names::gender(&name.given));
    }

    /// Where a chain starts.
    pub(super) fn base(&self, text: &Text<'_>, at: usize, end: usize) -> Option<(Base, usize)> {
        let token = text.tokens.get(at)?;
        let kin_follows = |k: usize| kin_phrase::read(text, k, end, true).is_some();
        // "His dad's name, and is Bev his mother": within a sentence the same possessive is the same person's.
        let gendered = |gender| {
            let same = self.parallel.iter().find(|(word, _)| *word == token.lower).map(|(_, who)| *who);
            same.or_else(|| self.salience.one(&self.world, gender, None)).map(Base::Of)
        };
        let base = match token.lower.as_str() {
            "my" => Some(Base::Of(CLIENT)),
            "your" if self.coach => Some(Base::Of(CLIENT)),
            "our" => Some(Base::Ours),
            "his" => gendered(Gender::Male),
            "her" => gendered(Gender::Female),
            "their" => self.salience.several(&self.world).first().copied().map(Base::Of),
            "that" | "this" if text.tokens.get(at + 1).is_some_and(|t| t.capital) => None,
            "the" | "that" | "this" => Some(Base::Definite),
            "a" | "an" | "another" | "one" | "two" | "three" | "four" | "five" | "an\u{f3}ther" => {
                Some(Base::Indefinite)
            }
            _ => None,
        };
        if let Some(base) = base.filter(|_| kin_follows(at + 1)) {
            return Some((base, at + 1));
        }
        if kin_phrase::address(text, at, end, self.coach) || !self.coach && kin_phrase::bare(text, at, end) {
            return Some((Base::Of(CLIENT), at));
        }
        if names::may_be_name(text.source, token) || !self.world.named(&token.lower).is_empty() && token.capital {
            let (_, after) = name_at(text, at, end, true)?;
            if low(text, after) == "'s" && kin_follows(after + 1) {
                let who = self.by_name(text, at)?;
                return Some((Base::Of(who), after + 1));
            }
        }
        None
    }

    /// "The grandmother", "a brother": whose it is has to be found elsewhere.
    pub(super) fn unowned(
        &mut self,
        text: &Text<'_>,
        at: usize,
        k: usize,
        end: usize,
        units: &[Unit],
        (base, given): (Base, Option<Name>),
    ) -> Option<Found> {
        let phrase = kin_phrase::read(text, k, end, false)?;
        // "The sister of my mother", "a brother of Dad's".
        if low(text, phrase.next) == "of"
            && !phrase.plural
            && let Some(of) = self.chain(text, phrase.next + 1, end, &[], None)
            && let [anchor] = of.people.as_slice()
        {
            let anchor = *anchor;
            let found = self.finish(text, anchor, &KinPhrase { next: of.next, ..phrase }, end, given);
            return found.map(|f| Found { next: f.next.max(of.next), ..f });
        }
        // "They've got the one girl" counts as "a girl".
        let base = if base == Base::Definite && matches!(low(text, at + 1), "one" | "two" | "three" | "four") {
            Base::Indefinite
        } else {
            base
        };
        let loose_word = matches!(
            phrase.form.as_str(),
            "boy"
                | "girl"
                | "kid"
                | "child"
                | "oldest"
                | "eldest"
                | "youngest"
                | "twin"
                | "partner"
                | "ex"
                | "parent"
                | "baby girl"
                | "baby boy"
                | "little girl"
                | "little boy"
                | "termination"
        );
        if base == Base::Indefinite {
            // "I've got a brother", "she had two sons": the owner is the subject before the verb of having.
            const HAVING: [&str; 16] = [
                "have", "has", "had", "got", "'ve", "'s", "with", "raised", "married", "took", "take", "takes", "'d",
                "found", "having", "bore",
            ];
            if phrase.row.path.first().is_some_and(|s| s.tie == Tie::Loss) {
                return None;
            }
            let small =
                |u: &Unit| u.mark || matches!(u.lower.as_str(), "yeah" | "yes" | "well" | "so" | "just" | "um" | "and");
            if units.iter().all(small) {
                // "Two daughters, Ola and Ximena."
                let (names, _) = list_after(text, phrase.next, end, &self.world);
                let owner = self.asked.last().map_or(CLIENT, |a| a.anchor);
                let one = low(text, at) == "one" && !phrase.plural && !self.asked.is_empty();
                return (one || !names.is_empty()).then(|| self.finish(text, owner, &phrase, end, None)).flatten();
            }
            // "A sister and two brothers".
            let before = match units {
                [had @ .., list, and] if and.lower == "and" && list.mention().is_some() => had,
                all => all,
            };
            // "They've the one girl".
            let before = match before {
                [all @ .., the] if the.lower == "the" => all,
                all => all,
            };
            let got = before.last().is_some_and(|u| HAVING.contains(&u.lower.as_str()));
            if !got {
                return None;
            }
            let there = before.iter().any(|u| u.lower == "there");
            let mention = before.iter().rev().find_map(Unit::mention).filter(|m| !m.owner);
            if there && mention.is_none() {
                // "There's a sister."
                return self.finish(text, CLIENT, &phrase, end, None);
            }
            let mention = mention?;
            let owner = match (mention.how, mention.people.first()) {
                (How::First | How::We, _) => CLIENT,
                (_, Some(who)) => *who,
                _ => return None,
            };
            if phrase.plural
                || low(text, at) != "another" && low(text, at) != "a" && low(text, at) != "an" && low(text, at) != "one"
            {
                return self.finish(text, owner, &KinPhrase { plural: true, ..phrase }, end, None);
            }
            let another = phrase.another || low(text, at) == "another";
            return self.finish(text, owner, &KinPhrase { another, ..phrase }, end, None);
        }
        if self.coach || loose_word {
            return None;
        }
        let step = *phrase.row.path.last()?;
        if low(text, at) == "the" && matches!(phrase.row.path, [step] if step.tie == Tie::Spouse) && !phrase.plural {
            // "The wife" is the wife of the man the sentence is about, else the speaker's own.
            let of = self
                .salience
                .in_sentence(&self.world)
                .into_iter()
                .find(|w| *w != CLIENT && self.world.gender(*w).is_some() && self.world.gender(*w) != step.gender);
            let known = self.world.tied(CLIENT, step);
            let own = of.is_none() || of.is_some_and(|w| known.contains(&w));
            return self.finish(text, of.filter(|_| !own).unwrap_or(CLIENT), &phrase, end, None);
        }
        if phrase.plural {
            let people = match step.tie {
                Tie::Child => self.plural_known(CLIENT, phrase.row, None),
                _ => Vec::new(),
            };
            return (!people.is_empty()).then_some(Found { people, next: phrase.next });
        }
        // Somebody already known as that relative of anybody, the latest; else of whoever's relatives were just spoken of.
        let candidates = (0..self.world.people.len()).filter(|w| self.world.real(*w) == *w && *w != CLIENT);
        let fits = |w: &Who| {
            self.world.human(*w).and_then(|h| h.path.as_ref()?.last().copied()).is_some_and(|s| s == step)
                || self.world.human(*w).is_some_and(|h| h.loose.iter().any(|(_, s)| *s == step))
        };
        let known = candidates.filter(fits).max_by_key(|w| self.salience.recency(&self.world, *w));
        if let Some(who) = known.filter(|w| self.salience.recency(&self.world, *w) > 0) {
            return Some(Found { people: vec![who], next: phrase.next });
        }
        if matches!(step.tie, Tie::Grandparent) {
            let owner = self.owner?;
            return self.finish(text, owner, &phrase, end, None);
        }
        None
    }
}
