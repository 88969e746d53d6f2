//! Coach quality: how little a coach sounds like a machine, from 0 to 1 (FACTS section 7). Says nothing about whether
//! what it asks is right.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::figures::{deviation, entropy, mean, median, share};
use super::response::{ResponseKind, response};
use super::rules::{Hit, Robotic, hits};
use super::text::{count_words, first_words, words};
use super::{Speaker, Turn};

/// A coach passes from this score on.
pub const QUALITY_PASS: f64 = 0.7;
/// Words of an opener.
const OPENER_WORDS: usize = 5;
/// Words of a starter, from which the variety of beginnings is measured.
const STARTER_WORDS: usize = 3;
/// An opener may come so often at no cost.
const FREE_OPENERS: usize = 2;
/// So many question marks a turn cost nothing.
const FREE_QUESTIONS: f64 = 3.0;
/// A reply echoes if more than this share of the client's words return in it.
const ECHO_SHARE: f64 = 0.5;

/// How a coach did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CoachQuality {
    /// From 0 to 1.
    pub score: f64,
    /// Whether the score reaches [`QUALITY_PASS`].
    pub passed: bool,
    /// Robotic phrases, each rule at most once a turn; turns are counted over both speakers.
    pub robotic: Vec<Hit<Robotic>>,
    /// Openers used more than once, in the order of their first use.
    pub repeated_openers: Vec<RepeatedOpener>,
    /// Question marks of each coach turn.
    pub questions: Vec<usize>,
    /// Share of replies to a client turn that say most of its words again.
    pub echo_rate: f64,
    /// Words of each coach turn.
    pub words: Vec<usize>,
    /// Their mean.
    pub mean_words: f64,
    /// Their median.
    pub median_words: f64,
    /// Their standard deviation.
    pub words_deviation: f64,
    /// Share of turns that are one question and nothing else.
    pub question_only_share: f64,
    /// The kind of each coach turn.
    pub kinds: Vec<ResponseKind>,
    /// Variety of kinds, in bits.
    pub kind_entropy: f64,
    /// Variety of the first three words, in bits.
    pub starter_entropy: f64,
}

/// A beginning that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RepeatedOpener {
    /// Its first five words (fewer if a sentence ends before), in lower case.
    pub words: String,
    /// How often.
    pub times: usize,
}

/// Rates the coach of a talk. A talk without coach turns has nothing against it: 1.
pub fn coach_quality(turns: &[Turn<'_>]) -> CoachQuality {
    let coach: Vec<(usize, &str)> =
        turns.iter().enumerate().filter(|(_, t)| t.speaker == Speaker::Coach).map(|(i, t)| (i, t.text)).collect();
    let robotic: Vec<Hit<Robotic>> = coach.iter().flat_map(|(turn, text)| hits(text, *turn)).collect();
    let repeated_openers = repeated_openers(coach.iter().map(|(_, text)| *text));
    let questions: Vec<usize> = coach.iter().map(|(_, text)| text.matches('?').count()).collect();
    let words: Vec<usize> = coach.iter().map(|(_, text)| count_words(text)).collect();
    let responses: Vec<_> = coach.iter().map(|(_, text)| response(text)).collect();
    let kinds: Vec<ResponseKind> = responses.iter().map(|response| response.kind).collect();
    let starters = coach.iter().map(|(_, text)| first_words(&text.to_lowercase(), STARTER_WORDS));
    let echo_rate = echo_rate(turns);
    let score = score(robotic.len(), &repeated_openers, mean(&questions), echo_rate);
    CoachQuality {
        score,
        passed: score >= QUALITY_PASS,
        echo_rate,
        mean_words: mean(&words),
        median_words: median(&words),
        words_deviation: deviation(&words),
        question_only_share: share(responses.iter().filter(|r| r.only_a_question).count(), responses.len()),
        kind_entropy: entropy(kinds.iter().copied()),
        starter_entropy: entropy(starters.filter(|starter| !starter.is_empty())),
        robotic,
        repeated_openers,
        questions,
        words,
        kinds,
    }
}

/// The subtractions stand in the order of the published method: the last digit decides about passing.
fn score(robotic: usize, openers: &[RepeatedOpener], mean_questions: f64, echo_rate: f64) -> f64 {
    let mut score = 1.0 - 0.1 * robotic as f64;
    for opener in openers {
        score -= 0.05 * opener.times.saturating_sub(FREE_OPENERS) as f64;
    }
    if mean_questions > FREE_QUESTIONS {
        score -= 0.1 * (mean_questions - FREE_QUESTIONS);
    }
    score -= 0.3 * echo_rate;
    score.clamp(0.0, 1.0)
}

fn repeated_openers<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<RepeatedOpener> {
    let mut openers: Vec<RepeatedOpener> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for text in texts {
        let head = text.split(['.', '!', '?']).next().unwrap_or_default();
        let words = first_words(&head.to_lowercase(), OPENER_WORDS);
        if words.is_empty() {
            continue;
        }
        let place = *known.entry(words.clone()).or_insert(openers.len());
        match openers.get_mut(place) {
            Some(opener) => opener.times += 1,
            None => openers.push(RepeatedOpener { words, times: 1 }),
        }
    }
    openers.retain(|opener| opener.times > 1);
    openers
}

/// Only a reply that directly follows a client turn can echo it.
fn echo_rate(turns: &[Turn<'_>]) -> f64 {
    let distinct = |text: &str| -> HashSet<String> { words(&text.to_lowercase()).map(str::to_owned).collect() };
    let (mut pairs, mut echoes) = (0, 0);
    for (said, reply) in turns.iter().zip(turns.iter().skip(1)) {
        if (said.speaker, reply.speaker) != (Speaker::Subject, Speaker::Coach) {
            continue;
        }
        pairs += 1;
        let (said, reply) = (distinct(said.text), distinct(reply.text));
        if share(said.intersection(&reply).count(), said.len()) > ECHO_SHARE {
            echoes += 1;
        }
    }
    share(echoes, pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_talk_without_a_coach_has_nothing_against_it() {
        assert_eq!(coach_quality(&[Turn::subject("hello")]).score, 1.0);
        assert_eq!(coach_quality(&[]).score, 1.0);
    }

    #[test]
    fn an_announced_echo_at_the_start_costs_twice() {
        assert_eq!(coach_quality(&[Turn::coach("It sounds like rain.")]).score, 0.8);
        assert_eq!(coach_quality(&[Turn::coach("Well, it sounds like rain.")]).score, 0.9);
    }

    #[test]
    fn only_the_reply_right_after_the_client_can_be_an_echo() {
        let echo = [Turn::subject("my dad left"), Turn::coach("my dad left home")];
        assert_eq!(coach_quality(&echo).echo_rate, 1.0);
        let late = [Turn::subject("my dad left"), Turn::coach("when?"), Turn::coach("my dad left home")];
        assert_eq!(coach_quality(&late).echo_rate, 0.0);
    }

    #[test]
    fn an_opener_costs_from_its_third_use() {
        let turns = ["Who else knew then? A", "Who else knew then! B", "WHO else knew then."].map(Turn::coach);
        let quality = coach_quality(&turns);
        assert_eq!(quality.repeated_openers, [RepeatedOpener { words: "who else knew then".into(), times: 3 }]);
        assert_eq!(quality.score, 0.95);
        assert_eq!(coach_quality(&turns[..2]).score, 1.0);
    }
}
