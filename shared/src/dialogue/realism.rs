//! Client realism: how much a synthetic client talks like a person, from 0 to 1 (FACTS section 7).
//!
//! The arc's part is judged by a model elsewhere; here its judgement is only counted in.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::figures::{deviation, mean, share};
use super::rules::{Hit, Jargon, Organised, hits};
use super::text::{count_words, strip, words};
use super::{Speaker, Turn};

/// A client passes from this score on.
pub const REALISM_PASS: f64 = 0.6;
/// With fewer client turns the arc is not judged.
pub const ARC_TURNS: usize = 6;
/// What an arc counts that nobody could judge.
const ARC_UNKNOWN: f64 = 0.5;

/// A turn of more words is long.
const LONG_TURN: usize = 80;
/// A turn of fewer words is short.
const SHORT_TURN: usize = 30;
/// The first turns, in which few words say nothing about a client.
const WARMING_UP: usize = 5;
/// Words of a closer.
const CLOSER_WORDS: usize = 8;
/// A closer is compared with so many before it.
const CLOSER_MEMORY: usize = 15;
/// Closers are alike if they share more than this part of the shorter one.
const CLOSER_ALIKE: f64 = 0.6;
/// What is taken out of a closer's words. Brackets and curly quotes stay.
const CLOSER_PUNCTUATION: &[char] = &['.', ',', '!', '?', ';', ':', '\'', '"', '…'];

/// How a client's emotional arc was judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArcScore {
    /// By a judge; nominally 0 to 1, but taken as it came.
    Judged(f64),
    /// Fewer than [`ARC_TURNS`] client turns: nothing to judge.
    TooFew,
    /// No judge was asked.
    NotJudged,
    /// The judge's reply could not be read.
    Unreadable,
}

impl ArcScore {
    /// What it counts; 0.5 where nothing was judged.
    pub fn value(self) -> f64 {
        match self {
            ArcScore::Judged(score) => score,
            ArcScore::TooFew | ArcScore::NotJudged | ArcScore::Unreadable => ARC_UNKNOWN,
        }
    }
}

/// How a client did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ClientRealism {
    /// From 0 to 1.
    pub score: f64,
    /// Whether the score reaches [`REALISM_PASS`].
    pub passed: bool,
    /// Words of the trade; turns are counted over the client's only.
    pub jargon: Vec<Hit<Jargon>>,
    /// Speech in the order of an essay; turns are counted over the client's only.
    pub organised: Vec<Hit<Organised>>,
    /// Words of each client turn.
    pub words: Vec<usize>,
    /// Their mean.
    pub mean_words: f64,
    /// Their standard deviation.
    pub words_deviation: f64,
    /// Most turns of more than 80 words in a row.
    pub longest_streak: usize,
    /// Share of turns after the fifth that have fewer than 30 words.
    pub short_share: f64,
    /// Share of turns that end with a question mark.
    pub question_share: f64,
    /// How often a turn closes like one of the fifteen before it.
    pub repeated_closers: usize,
    /// The arc.
    pub arc: ArcScore,
}

/// Rates the client of a talk.
pub fn client_realism(turns: &[Turn<'_>], arc: ArcScore) -> ClientRealism {
    let client: Vec<&str> =
        turns.iter().filter(|turn| turn.speaker == Speaker::Subject).map(|turn| turn.text).collect();
    let words: Vec<usize> = client.iter().map(|text| count_words(text)).collect();
    let late = words.get(WARMING_UP..).unwrap_or_default();
    let questions = client.iter().filter(|text| strip(text).ends_with('?')).count();
    let mut realism = ClientRealism {
        score: 0.0,
        passed: false,
        jargon: client.iter().enumerate().flat_map(|(turn, text)| hits(text, turn)).collect(),
        organised: client.iter().enumerate().flat_map(|(turn, text)| hits(text, turn)).collect(),
        mean_words: mean(&words),
        words_deviation: deviation(&words),
        longest_streak: longest_streak(&words),
        short_share: share(late.iter().filter(|count| **count < SHORT_TURN).count(), late.len()),
        question_share: share(questions, client.len()),
        repeated_closers: repeated_closers(&client),
        arc,
        words,
    };
    realism.score = score(&realism);
    realism.passed = realism.score >= REALISM_PASS;
    realism
}

/// The subtractions stand in the order of the published method: the last digit decides about passing.
fn score(realism: &ClientRealism) -> f64 {
    let turns = realism.words.len();
    let mut score = 1.0;
    score -= 0.05 * realism.jargon.len() as f64;
    score -= 0.1 * realism.organised.len() as f64;
    if realism.mean_words > LONG_TURN as f64 {
        score -= f64::min(0.3, (realism.mean_words - LONG_TURN as f64) / 100.0);
    }
    if turns >= 6 && realism.words_deviation < 20.0 {
        score -= 0.15;
    }
    if realism.longest_streak >= 4 {
        score -= f64::min(0.2, 0.05 * (realism.longest_streak - 3) as f64);
    }
    if turns > 8 && realism.short_share < 0.05 {
        score -= 0.1;
    }
    if turns >= 6 && realism.question_share > 0.3 {
        score -= f64::min(0.15, 0.5 * (realism.question_share - 0.3));
    }
    if realism.repeated_closers >= 2 {
        score -= f64::min(0.1, 0.03 * realism.repeated_closers as f64);
    }
    score -= 0.3 * (1.0 - realism.arc.value());
    // A judge may answer "NaN"; such an arc is worth nothing.
    if score.is_nan() { 0.0 } else { score.clamp(0.0, 1.0) }
}

fn longest_streak(words: &[usize]) -> usize {
    words.split(|count| *count <= LONG_TURN).map(<[usize]>::len).max().unwrap_or_default()
}

fn repeated_closers(client: &[&str]) -> usize {
    let closers: Vec<HashSet<String>> = client.iter().map(|text| closer(text)).collect();
    let repeats = |at: usize, closer: &HashSet<String>| {
        closers.iter().take(at).rev().take(CLOSER_MEMORY).any(|before| alike(before, closer))
    };
    closers.iter().enumerate().filter(|(at, closer)| repeats(*at, closer)).count()
}

fn closer(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    let tail = words.get(words.len().saturating_sub(CLOSER_WORDS)..).unwrap_or_default();
    tail.iter().map(|word| word.replace(CLOSER_PUNCTUATION, "")).filter(|word| !word.is_empty()).collect()
}

fn alike(a: &HashSet<String>, b: &HashSet<String>) -> bool {
    share(a.intersection(b).count(), a.len().min(b.len())) > CLOSER_ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(texts: &[&str]) -> ClientRealism {
        let turns: Vec<Turn<'_>> = texts.iter().map(|&text| Turn::subject(text)).collect();
        client_realism(&turns, ArcScore::Judged(1.0))
    }

    #[test]
    fn an_arc_that_nobody_judged_counts_half() {
        for arc in [ArcScore::TooFew, ArcScore::NotJudged, ArcScore::Unreadable] {
            assert_eq!(client_realism(&[], arc).score, 0.85);
        }
        assert_eq!(client_realism(&[], ArcScore::Judged(f64::NAN)).score, 0.0);
        assert_eq!(client_realism(&[], ArcScore::Judged(1.7)).score, 1.0);
    }

    #[test]
    fn closers_are_compared_without_punctuation_and_only_fifteen_turns_back() {
        assert_eq!(client(&["That's just how it is.", "I guess thats just how it is!"]).repeated_closers, 1);
        assert_eq!(client(&["…", "…"]).repeated_closers, 0);
        let other: Vec<String> = (0..15).map(|n| format!("word{n}")).collect();
        let mut texts = vec!["same"];
        texts.extend(other.iter().map(String::as_str));
        texts.push("same");
        assert_eq!(client(&texts).repeated_closers, 0);
        texts.remove(1);
        assert_eq!(client(&texts).repeated_closers, 1);
    }

    #[test]
    fn four_long_turns_in_a_row_cost_and_three_do_not() {
        let long: String = (0..81).map(|n| format!("w{n} ")).collect();
        assert_eq!(client(&[&long, &long, &long, "x", &long]).longest_streak, 3);
        assert_eq!(client(&[&long, &long, &long, &long]).longest_streak, 4);
    }
}
