//! Who does what to whom, and when, around a word of a sentence: clauses, subjects, objects, times, negation.

use std::ops::Range;

use super::mentions::{How, Item, Mention, Unit};
use super::time::{Dated, When};
use super::world::{Time, Who};

/// Words that begin a clause.
const JOINS: [&str; 17] = [
    "and", "but", "so", "because", "when", "while", "then", "who", "which", "if", "until", "till", "after", "before",
    "since", "though", "although",
];

/// Small words before a person who is not the subject.
const PREPOSITIONS: [&str; 24] = [
    "with", "to", "for", "from", "of", "at", "on", "in", "by", "about", "like", "than", "as", "into", "onto", "over",
    "toward", "towards", "against", "between", "around", "without", "near", "behind",
];

/// A sentence's units with its clauses.
#[derive(Debug)]
pub struct Clauses<'u> {
    /// The sentence.
    pub units: &'u [Unit],
    bounds: Vec<Range<usize>>,
    /// Times by unit: dates and ages.
    pub times: Vec<(usize, Time)>,
}

impl<'u> Clauses<'u> {
    /// Cuts a sentence. `ages` are ages told in it ("when I was ten"), by unit.
    pub fn new(units: &'u [Unit], ages: &[(usize, Time)]) -> Self {
        let mut bounds = Vec::new();
        let mut start = 0;
        for (i, unit) in units.iter().enumerate() {
            let mark = unit.mark && unit.lower != "\"" && unit.lower != "'s" && unit.lower != "/";
            let join = matches!(unit.item, Item::Word) && JOINS.contains(&unit.lower.as_str());
            // "Mom and Dad", "he and Gail": an "and" between two people joins people.
            let between_people = join
                && unit.lower == "and"
                && i.checked_sub(1).and_then(|p| units.get(p)).is_some_and(|u| u.mention().is_some())
                && units.get(i + 1).is_some_and(|u| u.mention().is_some())
                && !units.get(i + 2).is_some_and(|u| is_verbish(&u.lower));
            if (mark || join) && !between_people {
                if i > start {
                    bounds.push(start..i);
                }
                start = if mark { i + 1 } else { i };
            }
        }
        if start < units.len() {
            bounds.push(start..units.len());
        }
        let mut times: Vec<(usize, Time)> = units
            .iter()
            .enumerate()
            .filter_map(|(i, u)| match u.item {
                Item::Time(When::On(dated)) => Some((i, Time::On(dated))),
                _ => None,
            })
            .collect();
        times.extend_from_slice(ages);
        times.sort_by_key(|(i, _)| *i);
        Clauses { units, bounds, times }
    }

    /// The clause a unit is in.
    pub fn clause(&self, at: usize) -> Range<usize> {
        self.bounds.iter().find(|b| b.contains(&at)).cloned().unwrap_or(at..at + 1)
    }

    fn index(&self, at: usize) -> usize {
        self.bounds.iter().position(|b| b.contains(&at)).unwrap_or(0)
    }

    /// The unit's word, empty outside the sentence.
    pub fn low(&self, at: usize) -> &str {
        self.units.get(at).map_or("", |u| u.lower.as_str())
    }

    /// Whether any of the words stands in a range.
    pub fn any(&self, range: Range<usize>, words: &[&str]) -> bool {
        range.into_iter().any(|i| self.units.get(i).is_some_and(|u| !u.quoted && words.contains(&u.lower.as_str())))
    }

    /// The subject of the word at `at`: the nearest free mention before it in its clause, else that of the clause it
    /// continues.
    pub fn subject(&self, at: usize) -> Option<&'u Mention> {
        self.subject_unit(at).and_then(|i| self.units.get(i)).and_then(Unit::mention)
    }

    /// The people of the subject, with those joined to it by "and".
    pub fn joint_subject(&self, at: usize) -> Option<Mention> {
        let i = self.subject_unit(at)?;
        let mention = self.units.get(i)?.mention()?;
        let joined = |and: usize, other: usize| {
            (self.low(and) == "and").then(|| self.units.get(other)?.mention().filter(|m| !m.owner)).flatten()
        };
        let other = joined(i + 1, i + 2).filter(|_| i + 2 < at).or_else(|| {
            joined(i.checked_sub(1)?, i.checked_sub(2)?).filter(|_| i >= 2 && (i == 2 || self.opens(i - 2)))
        });
        let Some(other) = other else { return Some(mention.clone()) };
        let mut people = if i + 2 < at { mention.people.clone() } else { other.people.clone() };
        people.extend(if i + 2 < at { &other.people } else { &mention.people });
        Some(Mention { people, how: How::Named, owner: false })
    }

    fn opens(&self, at: usize) -> bool {
        let clause = self.clause(at);
        clause.start == at || (clause.start..at).all(|k| self.small(k))
    }

    /// As `subject`, the unit's number.
    pub fn subject_unit(&self, at: usize) -> Option<usize> {
        let mut index = self.index(at);
        let mut end = at;
        for _ in 0..4 {
            let clause = self.bounds.get(index)?.clone();
            if let Some(found) = self.free(clause.start..end.min(clause.end)) {
                return Some(found);
            }
            // "Ron, who left her": the person just before.
            if matches!(self.low(clause.start), "who" | "which") {
                let before =
                    (0..clause.start).rev().take(6).find(|i| self.units.get(*i).is_some_and(|u| u.mention().is_some()));
                if before.is_some() {
                    return before;
                }
            }
            index = index.checked_sub(1)?;
            end = usize::MAX;
        }
        None
    }

    /// The mention nearest the end of a range that is no owner and follows no preposition; the first of a row of two.
    fn free(&self, range: Range<usize>) -> Option<usize> {
        let mut fallback = None;
        for i in range.clone().rev() {
            let Some(unit) = self.units.get(i) else { continue };
            if unit.quoted {
                continue;
            }
            let Some(mention) = unit.mention() else { continue };
            let owns = mention.owner && !self.copula(i);
            let before = i.checked_sub(1).map_or("", |p| self.low(p));
            let object = PREPOSITIONS.contains(&before) && i > range.start;
            if owns || object {
                continue;
            }
            // The mention that opens the clause is the subject; one further in may be an object of an earlier verb.
            if fallback.is_none() {
                fallback = Some(i);
            }
            if i == range.start || (range.start..i).all(|k| self.small(k)) {
                return Some(i);
            }
        }
        fallback
    }

    fn small(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|u| {
            u.mark
                || matches!(u.item, Item::Time(_))
                || JOINS.contains(&u.lower.as_str())
                || matches!(
                    u.lower.as_str(),
                    "that" | "now" | "once" | "well" | "oh" | "even" | "also" | "only" | "or" | "as"
                )
        })
    }

    /// Whether the 's after an owner is a verb: "Mom's asleep", "my dad's dead".
    fn copula(&self, at: usize) -> bool {
        const AFTER: [&str; 24] = [
            "been",
            "dead",
            "gone",
            "married",
            "divorced",
            "separated",
            "remarried",
            "born",
            "not",
            "always",
            "never",
            "a",
            "the",
            "in",
            "at",
            "getting",
            "going",
            "having",
            "got",
            "just",
            "still",
            "had",
            "very",
            "so",
        ];
        self.low(at + 1) == "'s" && AFTER.contains(&self.low(at + 2))
    }

    /// The first mention after the word in its clause, skipping a few words; owners do not count.
    pub fn object(&self, at: usize, reach: usize) -> Option<&'u Mention> {
        let clause = self.clause(at);
        let units = self.units;
        (at + 1..clause.end.min(at + 1 + reach))
            .filter_map(|i| units.get(i))
            .find_map(|u| u.mention().filter(|m| !m.owner && !u.quoted))
    }

    /// The time nearest to the word: in its clause, else in the sentence, nearer clauses first. An event that has its
    /// own clause's time keeps it.
    pub fn time(&self, at: usize) -> Time {
        let home = self.index(at);
        let distance = |i: usize| {
            let clauses = self.index(i).abs_diff(home);
            // After the word is a little nearer than before it.
            clauses * 100 + i.abs_diff(at) + usize::from(i < at)
        };
        let nearest = |exact: bool| {
            let fits = |t: &Time| matches!(t, Time::On(_)) == exact;
            self.times
                .iter()
                .filter(|(_, t)| fits(t))
                .min_by_key(|(i, _)| distance(*i))
                .map(|(i, t)| (distance(*i), *t))
        };
        match (nearest(true), nearest(false)) {
            (Some((_, Time::On(on))), Some((_, age))) if on.guessed || on.lent => age,
            (Some((d, on)), Some((a, age))) => {
                if d <= a + 150 {
                    on
                } else {
                    age
                }
            }
            (Some((_, t)), None) | (None, Some((_, t))) => t,
            (None, None) => Time::Unknown,
        }
    }

    /// As `time`, but no date out of a clause that tells something else of somebody: "they came in 1976; he was born
    /// here".
    pub fn own_time(&self, at: usize) -> Time {
        let time = self.time(at);
        let Time::On(_) = time else { return time };
        let own = self.clause(at);
        let near = self.times.iter().filter(|(_, t)| *t == time).map(|(i, _)| self.clause(*i));
        let fits = |clause: Range<usize>| {
            clause == own || self.free(clause.clone()).is_none() || matches!(self.low(clause.start), "when" | "that")
        };
        if near.into_iter().any(fits) { time } else { Time::Unknown }
    }

    /// An age told beside a date of the same happening: gives whose birth it tells.
    pub fn age_near(&self, at: usize) -> Option<(Who, f64)> {
        let home = self.index(at);
        self.times.iter().find_map(|(i, t)| match t {
            Time::AtAge(who, age) if self.index(*i).abs_diff(home) <= 2 => Some((*who, *age)),
            _ => None,
        })
    }

    /// A span of years in the clause or the next.
    pub fn span(&self, at: usize) -> Option<f64> {
        let home = self.index(at);
        self.units.iter().enumerate().find_map(|(i, u)| match u.item {
            Item::Time(When::Span { years }) if self.index(i).abs_diff(home) <= 1 => Some(years),
            _ => None,
        })
    }

    /// Denied, imagined, wished or feared: no fact.
    pub fn unreal(&self, at: usize) -> bool {
        const UNREAL: [&str; 42] = [
            "not",
            "never",
            "if",
            "would",
            "could",
            "might",
            "may",
            "almost",
            "nearly",
            "unless",
            "wish",
            "wants",
            "want",
            "wanted",
            "gonna",
            "planning",
            "plan",
            "plans",
            "afraid",
            "scared",
            "worried",
            "terrified",
            "imagine",
            "hope",
            "hoping",
            "supposed",
            "should",
            "threatened",
            "threatening",
            "pretend",
            "pretended",
            "will",
            "'ll",
            "'d",
            "dream",
            "dreamed",
            "isn't",
            "wasn't",
            "without",
            "convinced",
            "considered",
            "promised",
        ];
        let clause = self.clause(at);
        let from = clause.start.max(at.saturating_sub(7));
        (from..at).any(|i| {
            let word = self.low(i);
            // "I'd had", "she'd died" are past, "I'd die" is not.
            let had = word == "'d" && ends_like_past(self.low(i + 1));
            (UNREAL.contains(&word) && !had || word.ends_with("n't")) && self.units.get(i).is_some_and(|u| !u.quoted)
        }) || (from..at).any(|i| {
            self.low(i) == "going"
                && self.low(i + 1) == "to"
                && !(i + 2..at).any(|k| self.units.get(k).is_some_and(|u| u.mention().is_some()))
        }) || self.units.get(at).is_some_and(|u| u.quoted)
    }

    /// The sentence asks: it begins with a question word or an auxiliary and ends with a question mark.
    pub fn asks(&self) -> bool {
        const OPENERS: [&str; 22] = [
            "do",
            "does",
            "did",
            "is",
            "are",
            "was",
            "were",
            "what",
            "why",
            "how",
            "who",
            "when",
            "where",
            "can",
            "could",
            "would",
            "should",
            "am",
            "isn't",
            "don't",
            "shouldn't",
            "will",
        ];
        let first = self.units.iter().find(|u| !u.mark);
        self.units.iter().rev().find(|u| u.lower != "\"").is_some_and(|u| u.lower == "?")
            && first.is_some_and(|u| OPENERS.contains(&u.lower.as_str()))
    }
}

fn ends_like_past(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(word, "had" | "been" | "left" | "got" | "gone" | "already" | "just" | "lost" | "met" | "died")
}

/// Common verb forms, to tell "Mom and Dad split" from "I called Mom and Dad laughed".
fn is_verbish(word: &str) -> bool {
    matches!(
        word,
        "was"
            | "is"
            | "'s"
            | "had"
            | "has"
            | "said"
            | "says"
            | "goes"
            | "went"
            | "took"
            | "got"
            | "just"
            | "never"
            | "would"
            | "did"
            | "didn't"
            | "looked"
            | "asked"
            | "told"
            | "put"
            | "came"
            | "stopped"
            | "started"
            | "kept"
            | "makes"
    )
}

/// Whether a word is, as far as its form tells, a verb.
pub fn is_verb(word: &str) -> bool {
    is_verbish(word) || word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing")) || ends_like_past(word)
}

/// A date from a time, where it is one.
pub fn dated(time: Time) -> Option<Dated> {
    match time {
        Time::On(dated) => Some(dated),
        _ => None,
    }
}
