//! Turns a sentence into units: people, times and words. Resolves kinship words, names and pronouns to people of the
//! world, and learns names where the text says whose they are ("my sister Kristy", "Bev's his mom", "Mom's Wendy").
//!
//! The coach's sentences are read for whom they speak of, so that an answer's pronouns find them; nobody is made from
//! the coach's words.

use std::collections::HashMap;
use std::ops::Range;

use sarf_shared::family::kinship::Kin;
use sarf_shared::family::{EventKind, Gender};

use super::name_words::{name_at, said_name, said_name_of};
use super::names;
use super::relatives::Name;
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
pub(super) struct Asked {
    pub(super) anchor: Who,
    pub(super) row: &'static Kin,
    pub(super) side: Option<Gender>,
    pub(super) plural: bool,
    pub(super) name: bool,
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
    pub(super) since_time: u32,
    pub(super) strangers: HashMap<String, i32>,
    pub(super) hints: HashMap<String, Who>,
    pub(super) siblings_told: bool,
    pub(super) children_told: bool,
    pub(super) topic: Option<super::placing::Topic>,
    pub(super) loose_name: Option<(Name, usize)>,
    pub(super) sentences: usize,
    /// The side of the family the talk is of, and for how many sentences more.
    pub(super) side: Option<(Gender, u8)>,
    /// Of whom the coach asked whether they are married.
    pub(super) asked_married: Option<Who>,
    /// Of whom the coach asked where they live.
    pub(super) asked_where: Option<Who>,
    /// The coach asked on which side of the family somebody is.
    pub(super) asked_side: bool,
    pub(super) nameless: Option<Who>,
    pub(super) parallel: Vec<(String, Who)>,
    pub(super) opening: String,
    pub(super) asked: Vec<Asked>,
    pub(super) owner: Option<Who>,
}

/// What a relative's word hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Somebody's.
    Of(Who),
    /// Ours: the client's and the partner's.
    Ours,
    /// "The".
    Definite,
    /// "A", "another", "two".
    Indefinite,
}

pub(super) struct Found {
    pub(super) people: Vec<Who>,
    pub(super) next: usize,
}

impl Reader {
    /// A reader of a talk on a day.
    pub fn new(world: World, today: Option<chrono::NaiveDate>) -> Self {
        Reader { world, clock: Clock { today, ..Clock::default() }, ..Reader::default() }
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
            self.side = None;
            (self.asked_married, self.asked_where) = (None, None);
            self.clock.anchor = None;
            self.since_time = 0;
            let lower = words.to_lowercase();
            self.asked_side = lower.contains("which side") || lower.contains("whose side");
            self.last_event = self.topic(&lower).or_else(|| {
                let asks = ["when ", "what year", "how long ago", "which year"].iter().any(|ask| lower.contains(ask));
                self.last_event.filter(|_| asks)
            });
        }
    }

    /// Whether the talk is of the client's brothers and sisters just now, and whether children were spoken of at all.
    pub(super) fn note_topics(&mut self, text: &Text<'_>, range: Range<usize>) {
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
    pub(super) fn topic(&self, lower: &str) -> Option<usize> {
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
        self.note_row(text, range.clone());
        self.note_side(text, range.clone());
        self.sentences += 1;
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
            } else if let Some(next) = self.answer(text, at, range.end, first) {
                at = next;
            }
        }
        self.nameless = None;
        if !self.coach {
            self.ranked_loose(text, range.clone());
        }
        while at < range.end {
            let Some(token) = text.tokens.get(at) else { break };
            if token.quoted || token.kind == Kind::Mark {
                units.push(word(text, at));
                at += 1;
                continue;
            }
            if let Some((when, used)) = time::parse_to(&text.tokens, at, range.end, &self.clock) {
                if let When::On(dated) = when
                    && dated.grain <= time::Grain::Month
                {
                    self.clock.near = Some(dated.day);
                }
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
                if let ([who], false) = (found.people.as_slice(), self.coach) {
                    self.name_loose(text, range.start, at, found.next, *who);
                }
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
            if !self.coach {
                self.keep_loose(text, at, range.end);
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
        if self.coach {
            self.note_questions(&units);
            self.note_asked_name(text, range.clone());
            self.note_partner_asked(text, range);
        }
        units
    }

    /// What the coach asks about somebody that a fragment may answer: "Is Judy married?" "To a man named Phil."
    fn note_questions(&mut self, units: &[Unit]) {
        if units.last().is_none_or(|u| u.lower != "?") {
            return;
        }
        let mut person = units.iter().filter_map(Unit::mention).filter(|m| !m.owner && m.people.len() == 1);
        let Some(who) = person.next().and_then(|m| m.people.first().copied()) else { return };
        let has = |words: &[&str]| units.iter().any(|u| words.contains(&u.lower.as_str()));
        if has(&["married", "marry", "partner"]) {
            self.asked_married = Some(who);
        }
        if has(&["where"]) && has(&["live", "lives", "living", "is", "'s", "go", "went", "now"]) {
            self.asked_where = Some(who);
        }
    }

    /// "Is there anyone in your life?", "are you seeing somebody?": the answer's first name is a partner's.
    fn note_partner_asked(&mut self, text: &Text<'_>, range: Range<usize>) {
        let somebody = |i: usize| matches!(low(text, i), "anyone" | "anybody" | "someone" | "somebody");
        let asked = range.clone().any(|i| {
            let lives = low(text, i + 1) == "in" && low(text, i + 2) == "your" && low(text, i + 3) == "life";
            let with = matches!(low(text, i.wrapping_sub(1)), "seeing" | "dating" | "with");
            let own = range.clone().any(|k| matches!(low(text, k), "you" | "your"));
            somebody(i) && (lives || with) && own
        });
        let row = sarf_shared::family::kinship::kin("partner");
        if let (true, Some(row)) = (asked, row) {
            self.asked.push(Asked { anchor: CLIENT, row, side: None, plural: false, name: true });
        }
    }

    pub(super) fn push(
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

    pub(super) fn by_name(&self, text: &Text<'_>, at: usize) -> Option<Who> {
        let token = text.tokens.get(at)?;
        let known = self.world.named(&token.lower);
        known.into_iter().filter(|w| *w != CLIENT || self.coach).max_by_key(|w| self.salience.recency(&self.world, *w))
    }

    pub(super) fn pronoun_or_name(&mut self, text: &Text<'_>, at: usize, end: usize) -> Option<(Vec<Who>, How, usize)> {
        let token = text.tokens.get(at)?;
        let one = |gender| self.salience.one(&self.world, gender, None).map(|w| vec![w]);
        // "Then Mateo, he's twenty-two": the pronoun takes up a name nobody is known by, so it means nobody known.
        let of_stranger =
            !self.coach && matches!(token.lower.as_str(), "he" | "she") && low(text, at - at.min(1)) == ",";
        if of_stranger
            && let Some(name) = at.checked_sub(2)
            && text.tokens.get(name).is_some_and(|t| names::may_be_name(text.source, t))
            && self.world.named(low(text, name)).is_empty()
            && !name.checked_sub(1).is_some_and(|b| {
                matches!(low(text, b), "in" | "at" | "to" | "from" | "of" | "near" | "on" | "the" | "for" | "with")
                    || text.tokens.get(b).is_some_and(|t| names::may_be_name(text.source, t))
            })
        {
            return None;
        }
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
    pub(super) fn support_if_unnamed(&mut self, who: Who) {
        if self.human(who).is_some_and(|h| h.evidence.is_empty()) {
            self.support(who);
        }
    }
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
