//! The phrase rules: what a robotic coach says, and what real clients do not say.
//!
//! Each table is the only place where its rules stand; the variants, numbers (the position in the table), words, names
//! and patterns come from it. Patterns are written over `Searchable` text: lower-case ASCII, where a space is one space. Source: FACTS section 7.

use std::sync::LazyLock;

use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Searchable;
use crate::vocabulary;

vocabulary! {
    /// What sort of phrase a rule looks for.
    RuleCategory ("rule category") {
        /// Empathy off the shelf.
        TherapistCliche = "therapist_cliche",
        /// An invitation without a question in it.
        VaguePrompt = "vague_prompt",
        /// A turn that opens by announcing an echo.
        EchoOpener = "echo_opener",
        /// Words of the trade.
        TherapyJargon = "therapy_jargon",
        /// Words of the self-help shelf.
        PopPsychology = "pop_psychology",
        /// Points counted off.
        NumberedList = "numbered_list",
        /// One hand, the other hand.
        RhetoricalStructure = "rhetorical_structure",
        /// A summing up.
        SummaryLanguage = "summary_language",
        /// An announced list.
        Enumeration = "enumeration",
        /// The voice of a talk.
        PresentationLanguage = "presentation_language",
    }
}

/// A table of phrase rules.
pub trait PhraseRule: Copy + Sized + 'static {
    /// Every rule, in the order of the table.
    const ALL: &'static [Self];

    /// Position in the table, from 0.
    fn number(self) -> usize;

    /// What a person is told was said.
    fn name(self) -> &'static str;

    /// What sort of phrase.
    fn category(self) -> RuleCategory;

    /// The pattern, over text in which one lower-case ASCII byte stands for each character.
    fn pattern(self) -> &'static str;

    /// The patterns, compiled once, in the order of the table.
    fn compiled() -> &'static [(Self, Regex)];
}

/// A rule that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Hit<R> {
    /// Which rule.
    pub rule: R,
    /// In which turn, from 0. Coach quality counts all turns, client realism the client's only.
    pub turn: usize,
    /// The words that matched.
    pub span: String,
}

/// Every rule that matches in the text, each once, in the order of the table.
pub(super) fn hits<R: PhraseRule>(text: &str, turn: usize) -> Vec<Hit<R>> {
    let text = Searchable::new(text);
    let found =
        |(rule, pattern): &(R, Regex)| text.find(pattern).map(|span| Hit { rule: *rule, turn, span: span.to_owned() });
    R::compiled().iter().filter_map(found).collect()
}

macro_rules! phrase_rules {
    ($(#[$meta:meta])* $table:ident {
        $($variant:ident = $word:literal, $category:ident, $name:literal, $pattern:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $table {
            $(#[doc = $name] #[serde(rename = $word)] $variant),+
        }

        impl PhraseRule for $table {
            const ALL: &'static [Self] = &[$($table::$variant),+];

            fn number(self) -> usize {
                self as usize
            }

            fn name(self) -> &'static str {
                match self { $($table::$variant => $name),+ }
            }

            fn category(self) -> RuleCategory {
                match self { $($table::$variant => RuleCategory::$category),+ }
            }

            fn pattern(self) -> &'static str {
                match self { $($table::$variant => $pattern),+ }
            }

            fn compiled() -> &'static [(Self, Regex)] {
                static COMPILED: LazyLock<Vec<($table, Regex)>> = LazyLock::new(|| compile::<$table>());
                &COMPILED
            }
        }

        impl std::fmt::Display for $table {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

/// A pattern that does not compile is left out; a test sees to it that none is.
fn compile<R: PhraseRule>() -> Vec<(R, Regex)> {
    R::ALL.iter().filter_map(|rule| Regex::new(rule.pattern()).ok().map(|pattern| (*rule, pattern))).collect()
}

phrase_rules! {
    /// What makes a coach sound like a machine; each costs 0.1 a turn.
    Robotic {
        ItSoundsLike = "it-sounds-like", TherapistCliche, "\"it sounds like\"", r"\bit sounds like\b";
        ThatSounds = "that-sounds", TherapistCliche, "\"that sounds\"", r"\bthat sounds\b";
        ItMakesSenseThat = "it-makes-sense-that", TherapistCliche, "\"it makes sense that\"", r"\bit makes sense that\b";
        ThatMustBe = "that-must-be", TherapistCliche, "\"that must be hard\"",
            r"\bthat must be (?:hard|difficult|frustrating)\b";
        MakeYouFeel = "make-you-feel", TherapistCliche, "\"how does that make you feel\"",
            r"\bhow does that make you feel\b";
        TellMeMore = "tell-me-more", VaguePrompt, "\"tell me more\"", r"\btell me more\b";
        EchoOpener = "echo-opener", EchoOpener, "opens with \"so\" or an announced echo",
            r"\A(?:so |it sounds like |what i(?:'m| am) hearing is )";
    }
}

phrase_rules! {
    /// Words a client off the street does not use of itself; each costs 0.05 a turn.
    ///
    /// `coping strateg` is matched as a whole word only, so that "coping strategies" is not found; the published
    /// figures rest on that.
    Jargon {
        Boundaries = "boundaries", TherapyJargon, "boundaries", r"\bboundar(?:y|ies)\b";
        Triggered = "triggered", TherapyJargon, "triggered", r"\btrigger(?:ed|ing)\b";
        Codependent = "codependent", TherapyJargon, "codependent", r"\bcodependen(?:t|cy)\b";
        AttachmentStyle = "attachment-style", TherapyJargon, "attachment style", r"\battachment (?:style|pattern)\b";
        EmotionalRegulation = "emotional-regulation", TherapyJargon, "emotional regulation",
            r"\b(?:emotional regulation|self-regulate)\b";
        InnerChild = "inner-child", TherapyJargon, "inner child, core wound", r"\b(?:inner child|core wound)\b";
        Narcissist = "narcissist", PopPsychology, "narcissist", r"\bnarcissis(?:t|tic|m)\b";
        Gaslighting = "gaslighting", PopPsychology, "gaslighting", r"\bgaslight(?:ing|ed)?\b";
        Toxic = "toxic", PopPsychology, "toxic", r"\btoxic(?:ity)?\b";
        TraumaBond = "trauma-bond", PopPsychology, "trauma bond or response", r"\btrauma (?:bond|response)\b";
        Validate = "validate", TherapyJargon, "validation", r"\bvalidat(?:e|ion)\b";
        SafeSpace = "safe-space", TherapyJargon, "safe space, hold space", r"\b(?:safe|hold) space\b";
        UnpackThat = "unpack-that", TherapyJargon, "unpack that", r"\bunpack (?:that|this)\b";
        CopingMechanism = "coping-mechanism", TherapyJargon, "coping mechanism", r"\bcoping (?:mechanism|strateg)\b";
        Enmeshed = "enmeshed", TherapyJargon, "enmeshed", r"\benmesh(?:ed|ment)\b";
        Parentified = "parentified", TherapyJargon, "parentified", r"\bparentifi(?:ed|cation)\b";
    }
}

phrase_rules! {
    /// Speech in the order of an essay; each costs 0.1 a turn. These match inside words too.
    Organised {
        Numbered = "numbered", NumberedList, "first, second, third",
            r"(?:first|1)[.,]?\s*(?:second|2)[.,]?\s*(?:third|3)";
        OneHand = "one-hand", RhetoricalStructure, "on the one hand", r"on (?:one|the other) hand";
        InSummary = "in-summary", SummaryLanguage, "in summary", r"in summary|to summarize|in conclusion";
        SeveralThings = "several-things", Enumeration, "there are several things",
            r"there are (?:three|four|five|several) (?:things|reasons|issues)";
        LetMeExplain = "let-me-explain", PresentationLanguage, "let me explain",
            r"let me (?:explain|tell you|walk you through)";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_pattern_compiles<R: PhraseRule>() {
        assert_eq!(R::compiled().len(), R::ALL.len());
        for (index, rule) in R::ALL.iter().enumerate() {
            assert_eq!(rule.number(), index);
            assert!(rule.pattern().is_ascii() && rule.pattern() == rule.pattern().to_lowercase().replace(r"\a", r"\A"));
        }
    }

    #[test]
    fn no_rule_is_lost_to_a_pattern_that_does_not_compile() {
        every_pattern_compiles::<Robotic>();
        every_pattern_compiles::<Jargon>();
        every_pattern_compiles::<Organised>();
    }

    #[test]
    fn a_rule_counts_once_in_a_turn_and_keeps_the_words_it_found() {
        let found = hits::<Robotic>("It sounds like rain. IT SOUNDS LIKE more rain.", 3);
        let found: Vec<_> = found.iter().map(|hit| (hit.rule.number(), hit.turn, hit.span.as_str())).collect();
        assert_eq!(found, [(0, 3, "It sounds like"), (6, 3, "It sounds like ")]);
    }

    #[test]
    fn the_longer_alternative_is_found_where_the_shorter_one_ends_inside_a_word() {
        assert_eq!(hits::<Jargon>("so narcissistic", 0)[0].span, "narcissistic");
        assert!(hits::<Jargon>("narcissists, coping strategies", 0).is_empty());
    }

    #[test]
    fn an_opener_is_looked_for_before_anything_is_stripped() {
        assert!(hits::<Robotic>(" So you moved", 0).is_empty());
        assert!(hits::<Robotic>("Well.\nSo you moved", 0).is_empty());
        assert_eq!(hits::<Robotic>("So you moved", 0).len(), 1);
    }
}
