//! Turns a sentence into units: people, times and words. Resolves kinship words, names and pronouns to people of the
//! world, and learns names where the text says whose they are ("my sister Kristy", "Bev's his mom", "Mom's Wendy").
//!
//! The coach's sentences are read for whom they speak of, so that an answer's pronouns find them; nobody is made from
//! the coach's words.

use std::collections::HashMap;
use std::ops::Range;

use sarf_shared::family::kinship::{self, Kin, Step, Tie};
use sarf_shared::family::{EventKind, Gender};

use super::kin_phrase::{self, KinPhrase};
use super::names;
use super::relatives::{self, Name, Said};
use super::salience::Salience;
use super::text::{Kind, Text};
use super::time::{self, Clock, When};
use super::world::{CLIENT, Who, World};

/// How somebody is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By name or kinship word.
    Named,
    /// He, she, him, her, they.
    Pronoun,
    /// I, me, my.
    First,
    /// We, us, our.
    We,
}

/// A mention of one or several people.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Who; several for plurals.
    pub people: Vec<Who>,
    /// How.
    pub how: How,
    /// Followed by a possessive, or a possessive pronoun.
    pub owner: bool,
}

/// What a unit is.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A mention.
    Person(Mention),
    /// A time phrase.
    Time(When),
    /// Any other word or mark.
    Word,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What it is.
    pub item: Item,
    /// The first token in lower case.
    pub lower: String,
    /// The tokens it covers.
    pub tokens: Range<usize>,
    /// Inside quotation marks.
    pub quoted: bool,
    /// Is a mark.
    pub mark: bool,
}

impl Unit {
    /// The mention, if it is one.
    pub fn mention(&self) -> Option<&Mention> {
        match &self.item {
            Item::Person(mention) => Some(mention),
            _ => None,
        }
    }
}

/// A relative the coach asked about.
#[derive(Debug, Clone)]
struct Asked {
    anchor: Who,
    row: &'static Kin,
    side: Option<Gender>,
    plural: bool,
    name: bool,
}

/// Reads sentences into a world.
#[derive(Debug, Default)]
pub struct Reader {
    /// What has been understood.
    pub world: World,
    /// What relative dates are counted from.
    pub clock: Clock,
    /// Who was spoken of.
    pub salience: Salience,
    /// Ages said in passing ("my 14-year-old"), now.
    pub ages: Vec<(Who, f64)>,
    /// The sentence being read is the coach's.
    pub coach: bool,
    /// The event told last, for a date that follows in a sentence of its own.
    pub last_event: Option<usize>,
    since_time: u32,
    strangers: HashMap<String, i32>,
    hints: HashMap<String, Who>,
    siblings_told: bool,
    children_told: bool,
    nameless: Option<Who>,
    parallel: Vec<(String, Who)>,
    opening: String,
    asked: Vec<Asked>,
    owner: Option<Who>,
}

/// What a relative's word hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    /// Somebody's.
    Of(Who),
    /// Ours: the client's and the partner's.
    Ours,
    /// "The".
    Definite,
    /// "A", "another", "two".
    Indefinite,
}

struct Found {
    people: Vec<Who>,
    next: usize,
}

impl Reader {
    /// A reader of a talk on a day.
    pub fn new(world: World, today: Option<chrono::NaiveDate>) -> Self {
        Reader { world, clock: Clock { today, anchor: None }, ..Reader::default() }
    }

    /// A turn begins: what the coach asked before is forgotten when the coach speaks again, and so is the event told
    /// last, unless the coach asks when it was.
    pub fn begin_turn(&mut self, coach: bool, words: &str) {
        self.coach = coach;
        if !coach && self.since_time > 1 {
            self.clock.anchor = None;
        }
        if coach {
            self.siblings_told = false;
            self.asked.clear();
            self.clock.anchor = None;
            self.since_time = 0;
            let lower = words.to_lowercase();
            self.last_event = self.topic(&lower).or_else(|| {
                let asks = ["when ", "what year", "how long ago", "which year"].iter().any(|ask| lower.contains(ask));
                self.last_event.filter(|_| asks)
            });
        }
    }

    /// Whether the talk is of the client's brothers and sisters just now, and whether children were spoken of at all.
    fn note_topics(&mut self, text: &Text<'_>, range: Range<usize>) {
        let has = |words: &[&str]| range.clone().any(|i| words.contains(&low(text, i)));
        if has(&["kids", "children", "daughter", "daughters", "son", "sons"]) {
            self.children_told = true;
        }
        if has(&["siblings", "brothers", "sisters"])
            || range.clone().any(|i| {
                matches!(low(text, i), "i")
                    && matches!(low(text, i + 1), "'m" | "am" | "was")
                    && low(text, i + 2) == "the"
                    && matches!(low(text, i + 3), "oldest" | "eldest" | "youngest" | "middle" | "baby")
            })
        {
            self.siblings_told = true;
        }
    }

    /// The event the coach speaks of, if it is known: the latest of the kind its words name.
    fn topic(&self, lower: &str) -> Option<usize> {
        const KINDS: [(&str, EventKind); 12] = [
            ("divorc", EventKind::Divorced),
            ("split", EventKind::Separated),
            ("separat", EventKind::Separated),
            ("apart", EventKind::Separated),
            ("died", EventKind::Death),
            ("death", EventKind::Death),
            ("passed", EventKind::Death),
            ("funeral", EventKind::Death),
            ("married", EventKind::Married),
            ("wedding", EventKind::Married),
            ("moved", EventKind::Moved),
            ("move in", EventKind::Moved),
        ];
        let kind = KINDS.iter().find(|(word, _)| lower.contains(word)).map(|(_, kind)| *kind)?;
        self.world.happenings.iter().rposition(|h| !h.gone && h.kind == kind)
    }

    /// Reads a sentence.
    pub fn sentence(&mut self, text: &Text<'_>, range: Range<usize>, first: bool) -> Vec<Unit> {
        self.salience.next_sentence();
        self.note_topics(text, range.clone());
        // "Her mom, Almaz. Her dad, Tesfaye.": a row of sentences that begin alike speaks of one person.
        let opening = low(text, range.start);
        let goes_on = self.opening == opening && matches!(opening, "his" | "her");
        self.parallel.retain(|(word, _)| goes_on && word == opening);
        self.opening = opening.to_owned();
        // A date holds for the sentences right after it, no longer.
        self.since_time += 1;
        if self.since_time > 4 {
            self.clock.anchor = None;
        }
        let mut units: Vec<Unit> = Vec::new();
        let mut at = range.start;
        if !self.coach {
            if let Some(next) = self.nameless_answer(text, at, range.end) {
                at = next;
            } else if first && let Some(next) = self.answer(text, at, range.end) {
                at = next;
            }
        }
        self.nameless = None;
        while at < range.end {
            let Some(token) = text.tokens.get(at) else { break };
            if token.quoted || token.kind == Kind::Mark {
                units.push(word(text, at));
                at += 1;
                continue;
            }
            let tokens = text.tokens.get(..range.end).unwrap_or_default();
            if let Some((when, used)) = time::parse(tokens, at, &self.clock) {
                if let When::On(dated) = when
                    && !dated.guessed
                {
                    self.clock.anchor = Some(dated.day);
                    self.since_time = 0;
                }
                units.push(Unit { item: Item::Time(when), tokens: at..at + used, ..word(text, at) });
                at += used;
                continue;
            }
            let found =
                self.introduction(text, at, range.end).or_else(|| self.chain(text, at, range.end, &units, None));
            if let Some(found) = found.filter(|f| f.next > at) {
                let owner = possessive(text, found.next);
                self.push(&mut units, text, at..found.next, found.people, How::Named, owner);
                at = found.next;
                continue;
            }
            if let Some((people, how, next)) = self.pronoun_or_name(text, at, range.end) {
                let owner = how == How::Named && possessive(text, next)
                    || matches!(token.lower.as_str(), "my" | "his" | "our" | "their" | "mine" | "hers" | "ours");
                self.push(&mut units, text, at..next, people, how, owner);
                at = next;
                continue;
            }
            units.push(word(text, at));
            at += 1;
        }
        // "Gram's name?" asks for the name of the person before it.
        let asks = units.windows(3).rev().find_map(|w| match w {
            [person, has, name] if has.lower == "'s" && name.lower == "name" => {
                person.mention()?.people.first().copied()
            }
            _ => None,
        });
        self.nameless = asks.filter(|who| *who != CLIENT);
        units
    }

    fn push(
        &mut self,
        units: &mut Vec<Unit>,
        text: &Text<'_>,
        tokens: Range<usize>,
        people: Vec<Who>,
        how: How,
        owner: bool,
    ) {
        let subject = !owner && opens_clause(units);
        self.salience.mention(&people, subject);
        let unit = word(text, tokens.start);
        units.push(Unit { item: Item::Person(Mention { people, how, owner }), tokens, ..unit });
    }

    /// "Did I say Gram's name? Arlene."
    fn nameless_answer(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<usize> {
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
    fn answer(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<usize> {
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
    fn introduction(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<Found> {
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

    /// A relative, through any number of possessives, with the name that follows.
    fn chain(&mut self, text: &Text<'_>, at: usize, end: usize, units: &[Unit], given: Option<Name>) -> Option<Found> {
        let (base, mut k) = self.base(text, at, end)?;
        let mut anchor = match base {
            Base::Of(who) => self.asked_of(text, at, k, end).unwrap_or(who),
            Base::Ours => CLIENT,
            Base::Definite | Base::Indefinite => return self.unowned(text, at, k, end, units, base),
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
    fn asked_of(&self, text: &Text<'_>, at: usize, k: usize, end: usize) -> Option<Who> {
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
    fn finish(
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
                || (next..end).any(|i| matches!(low(text, i), "name" | "names"));
            self.asked.push(Asked { anchor, row: phrase.row, side, plural: phrase.plural, name });
            if phrase.plural {
                let people = self.plural_known(anchor, phrase.row, side);
                return (!people.is_empty()).then_some(Found { people, next });
            }
            let named = said.name.take().or_else(|| self.name_after(text, next, end, phrase).map(|(name, _)| name));
            let who = relatives::relative(&mut self.world, anchor, phrase.row, &said, false)?;
            if let Some(name) = named.filter(|_| self.world.human(who).is_some_and(|h| h.given.is_none())) {
                self.hints.insert(name.given.to_lowercase(), who);
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
        {
            said.name = Some(name);
            next = after;
        }
        let who = relatives::relative(&mut self.world, anchor, phrase.row, &said, true)?;
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
            return Some(Found { people: std::iter::once(who).chain(other).collect(), next: more.next });
        }
        Some(Found { people: vec![who], next })
    }

    /// "My Papaw died, that was the summer before, Mom's dad, Earl": a grandparent of no side, then one of a side in the
    /// same sentence after a comma, are one.
    fn apposition(&mut self, text: &Text<'_>, phrase: &KinPhrase, who: Who, next: usize) -> Who {
        let sided = self
            .world
            .human(who)
            .and_then(|h| h.path.as_ref())
            .is_some_and(|p| matches!(p.as_slice(), [a, b] if a.tie == Tie::Parent && b.tie == Tie::Parent));
        let _ = next;
        let comma = (1..7).any(|n| phrase.next.checked_sub(n).is_some_and(|i| matches!(low(text, i), "," | "-" | "(")));
        if !sided || !comma {
            return who;
        }
        let gender = self.world.gender(who);
        let loose = self.salience.in_sentence(&self.world).into_iter().find(|w| {
            *w != who
                && self.world.gender(*w) == gender
                && self
                    .world
                    .human(*w)
                    .is_some_and(|h| h.loose.iter().any(|(whose, s)| *whose == CLIENT && s.tie == Tie::Grandparent))
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

    /// Keeps a grandparent's pet name as an alias.
    fn call(&mut self, who: Who, form: &str) {
        if !self.world.goes_by(who, form)
            && let Some(human) = self.world.human_mut(who)
        {
            human.aliases.push(form.to_owned());
        }
    }

    fn learn(&mut self, who: Who, name: &Name) {
        self.world.name(who, &name.given, name.last.as_deref());
        self.world.set_gender(who, names::gender(&name.given));
    }

    /// Where a chain starts.
    fn base(&self, text: &Text<'_>, at: usize, end: usize) -> Option<(Base, usize)> {
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
        if kin_phrase::address(text, at, end, self.coach) {
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
    fn unowned(
        &mut self,
        text: &Text<'_>,
        at: usize,
        k: usize,
        end: usize,
        units: &[Unit],
        base: Base,
    ) -> Option<Found> {
        let phrase = kin_phrase::read(text, k, end, false)?;
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
            const HAVING: [&str; 8] = ["have", "has", "had", "got", "'ve", "'s", "with", "raised"];
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
            let another = low(text, at) == "another";
            return self.finish(text, owner, &KinPhrase { another, ..phrase }, end, None);
        }
        if self.coach || loose_word {
            return None;
        }
        let step = *phrase.row.path.last()?;
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

    /// Several relatives: parents both, others as far as they are known or named here.
    fn several(&mut self, anchor: Who, row: &Kin, said: &Said, names: &[Name]) -> Vec<Who> {
        let Some(step) = row.path.last().copied() else { return Vec::new() };
        let parents_of = match (step.tie, row.path.len(), said.side) {
            (Tie::Parent, 1, _) => Some(anchor),
            (Tie::Parent, _, _) => row.path.first().and_then(|first| {
                let said = Said::default();
                let spouse = self.world.tied(anchor, *first).first().copied();
                spouse.or_else(|| {
                    let row = kinship::kin("spouse")?;
                    relatives::relative(&mut self.world, anchor, row, &said, true)
                })
            }),
            (Tie::Grandparent, _, Some(side)) => self.world.parent(anchor, side, true),
            _ => None,
        };
        if let Some(child) = parents_of {
            let mother = self.world.parent(child, Gender::Female, true);
            let father = self.world.parent(child, Gender::Male, true);
            if let [one, two] = names {
                let first_is_father = names::gender(&one.given) == Some(Gender::Male)
                    || names::gender(&two.given) == Some(Gender::Female);
                let (m, f) = if first_is_father { (two, one) } else { (one, two) };
                if let Some(mother) = mother {
                    self.learn(mother, m);
                }
                if let Some(father) = father {
                    self.learn(father, f);
                }
            }
            let both: Vec<Who> = mother.into_iter().chain(father).collect();
            for who in &both {
                self.world.support(*who);
            }
            return both;
        }
        let mut people = Vec::new();
        for name in names {
            let said = Said { name: Some(name.clone()), ..said.clone() };
            let gender = match names::gender(&name.given) {
                Some(gender) => Some(gender),
                // Brothers and a sister in one list: a name in -a is the sister's.
                None if name.given.ends_with('a') && step.tie == Tie::Sibling && said.mixed => Some(Gender::Female),
                None => step.gender,
            };
            let gender = if said.mixed { gender } else { step.gender.or(gender) };
            let single = kinship::KIN
                .iter()
                .find(|r| r.path == [Step { gender, ..step }])
                .unwrap_or(kinship::KIN.iter().find(|r| r.path == row.path).unwrap_or(&kinship::KIN[0]));
            people.extend(relatives::relative(&mut self.world, anchor, single, &said, true));
        }
        if people.is_empty() {
            people = self.plural_known(anchor, row, said.side);
        }
        people
    }

    fn plural_known(&self, anchor: Who, row: &Kin, side: Option<Gender>) -> Vec<Who> {
        let Some(step) = row.path.last().copied() else { return Vec::new() };
        let anchor = match (side, step.tie) {
            (Some(side), Tie::Grandparent) => {
                let parent = self.world.tied(anchor, Step::new(Tie::Parent, Some(side))).first().copied();
                return parent.map(|p| self.world.tied(p, Step::new(Tie::Parent, None))).unwrap_or_default();
            }
            _ => anchor,
        };
        match row.path {
            [_] => self.world.tied(anchor, step),
            [first, _] => {
                let through = self.world.tied(anchor, *first).first().copied();
                through.map(|t| self.world.tied(t, step)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// The name after a kinship word.
    fn name_after(&self, text: &Text<'_>, at: usize, end: usize, phrase: &KinPhrase) -> Option<(Name, usize)> {
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
    fn placed(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<(Who, usize)> {
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
    fn recognise(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<Who> {
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

    fn by_name(&self, text: &Text<'_>, at: usize) -> Option<Who> {
        let token = text.tokens.get(at)?;
        let known = self.world.named(&token.lower);
        known.into_iter().filter(|w| *w != CLIENT || self.coach).max_by_key(|w| self.salience.recency(&self.world, *w))
    }

    fn pronoun_or_name(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<(Vec<Who>, How, usize)> {
        let token = text.tokens.get(at)?;
        let one = |gender| self.salience.one(&self.world, gender, None).map(|w| vec![w]);
        let found = match token.lower.as_str() {
            "i" | "me" | "my" | "mine" | "myself" if !self.coach => Some((vec![CLIENT], How::First)),
            "you" | "your" | "yourself" if self.coach => Some((vec![CLIENT], How::First)),
            "we" | "us" | "our" | "ours" | "ourselves" if !self.coach => Some((vec![CLIENT], How::We)),
            "he" | "him" | "his" | "himself" => one(Gender::Male).map(|p| (p, How::Pronoun)),
            "she" | "her" | "hers" | "herself" => one(Gender::Female).map(|p| (p, How::Pronoun)),
            "they" | "them" | "their" | "theirs" => {
                let people = self.salience.several(&self.world);
                (!people.is_empty()).then_some((people, How::Pronoun))
            }
            _ => None,
        };
        if let Some((people, how)) = found {
            let mut next = at + 1;
            if how == How::Pronoun
                && let [who] = people.as_slice()
                && !self.coach
                && self.world.human(*who).is_some_and(|h| h.given.is_none())
            {
                let own_name = matches!(token.lower.as_str(), "his" | "her") && low(text, next) == "name";
                let name = if own_name { said_name_of(text, next, end) } else { said_name(text, next, end) };
                if let Some((name, after)) = name {
                    let who = *who;
                    self.learn(who, &name);
                    next = after;
                }
            }
            return Some((people, how, next));
        }
        if token.capital && token.kind == Kind::Word {
            if let Some((who, next)) = self.placed(text, at, end) {
                return Some((vec![who], How::Named, next));
            }
            let who = self.by_name(text, at).or_else(|| self.recognise(text, at, end))?;
            let mut next = at + 1;
            let (name, after) =
                name_at(text, at, end, true).unwrap_or((Name { given: String::new(), last: None }, next));
            if name.last.is_some() {
                let row = self.world.human_mut(who)?;
                if row.last.is_none() {
                    row.last = name.last;
                }
                next = after;
            }
            self.world.support_if_unnamed(who);
            return Some((vec![who], How::Named, next));
        }
        None
    }
}

impl World {
    /// A committed or earlier person mentioned again needs no support; kept for symmetry with new ones.
    fn support_if_unnamed(&mut self, who: Who) {
        if self.human(who).is_some_and(|h| h.evidence.is_empty()) {
            self.support(who);
        }
    }
}

fn generation(world: &World, who: Who) -> Option<i32> {
    world.human(who)?.path.as_ref().map(|path| path.iter().map(|s| i32::from(s.generation())).sum())
}

fn word(text: &Text<'_>, at: usize) -> Unit {
    let token = text.tokens.get(at);
    Unit {
        item: Item::Word,
        lower: token.map(|t| t.lower.clone()).unwrap_or_default(),
        tokens: at..at + 1,
        quoted: token.is_some_and(|t| t.quoted),
        mark: token.is_some_and(|t| t.kind == Kind::Mark),
    }
}

/// The token in lower case; empty beyond the end.
pub fn low<'t>(text: &'t Text<'_>, at: usize) -> &'t str {
    text.tokens.get(at).map_or("", |t| t.lower.as_str())
}

fn possessive(text: &Text<'_>, at: usize) -> bool {
    // "Mom's Buick" owns, "Mom's asleep" does not; both are near enough for what follows.
    low(text, at) == "'s"
}

/// Whether nothing but small words stands between the start of the clause and here.
fn opens_clause(units: &[Unit]) -> bool {
    const SMALL: [&str; 30] = [
        "and", "but", "so", "then", "well", "when", "because", "if", "that", "now", "since", "while", "after",
        "before", "until", "though", "although", "as", "oh", "yeah", "no", "yes", "i", "think", "guess", "mean",
        "also", "even", "once", "where",
    ];
    for unit in units.iter().rev() {
        if unit.mark
            || matches!(unit.lower.as_str(), "and" | "but" | "because" | "when" | "then" | "so" | "that" | "if")
        {
            return true;
        }
        if matches!(unit.item, Item::Time(_)) || SMALL.contains(&unit.lower.as_str()) {
            continue;
        }
        return false;
    }
    true
}

/// A name: one capitalised word that may be one, and a family name after it.
pub fn name_at(text: &Text<'_>, at: usize, end: usize, introduced: bool) -> Option<(Name, usize)> {
    let token = text.tokens.get(at).filter(|_| at < end)?;
    let fits =
        if introduced { names::may_be_introduced(text.source, token) } else { names::may_be_name(text.source, token) };
    if !fits {
        return None;
    }
    let given = text.words(at..at + 1).to_owned();
    let mut next = at + 1;
    let mut last = None;
    while next < end && next < at + 3 && text.tokens.get(next).is_some_and(|t| names::may_be_name(text.source, t)) {
        last = Some(text.words(next..next + 1).to_owned());
        next += 1;
    }
    Some((Name { given, last }, next))
}

/// "Chloe and Sam", "Tom, Dick and Harry", each perhaps with an age in parentheses.
fn names_list(text: &Text<'_>, at: usize, end: usize) -> (Vec<Name>, usize) {
    let mut names = Vec::new();
    let mut next = at;
    let mut k = at;
    while let Some((name, mut after)) = name_at(text, k, end, true) {
        names.push(name);
        if low(text, after) == "(" && low(text, after + 2) == ")" {
            after += 3;
        }
        next = after;
        k = after;
        let mut joined = false;
        while matches!(low(text, k), "," | "and" | "&" | "then") {
            joined = true;
            k += 1;
        }
        if !joined {
            break;
        }
    }
    (names, next)
}

/// Names after a plural: at once, or after a comma, colon, dash or "named". Names of people already known end the list.
fn list_after(text: &Text<'_>, at: usize, end: usize, world: &World) -> (Vec<Name>, usize) {
    let start =
        if matches!(low(text, at), "," | ":" | "-" | "(" | "named" | "called" | "are" | "were") { at + 1 } else { at };
    let (names, next) = names_list(text, start, end);
    let elsewhere = |n: &Name| world.named(&n.given).iter().any(|w| world.human(*w).is_some_and(|h| h.path.is_some()));
    if names.is_empty() || (start > at && names.iter().any(elsewhere)) {
        return (Vec::new(), at);
    }
    (names, next)
}

/// "'s name is Kristy", "'s Wendy.", "is Selam,", "named Tom".
fn said_name(text: &Text<'_>, at: usize, end: usize) -> Option<(Name, usize)> {
    if low(text, at) == "'s" && matches!(low(text, at + 1), "name") {
        return said_name_of(text, at + 1, end);
    }
    if !matches!(low(text, at), "'s" | "is" | "was" | "named" | "called") {
        return None;
    }
    let (name, after) = name_at(text, at + 1, end, true)?;
    let closes = after >= end
        || text.tokens.get(after).is_some_and(|t| t.kind == Kind::Mark && t.lower != "'s")
        || low(text, after) == "and";
    closes.then_some((name, after))
}

/// "name is Kristy", "name's Tess", "first name was Elin".
fn said_name_of(text: &Text<'_>, at: usize, end: usize) -> Option<(Name, usize)> {
    let mut k = at + 1;
    while matches!(low(text, k), "is" | "was" | "'s" | ",") {
        k += 1;
    }
    if k == at + 1 {
        return None;
    }
    name_at(text, k, end, true)
}
