//! A discussion's talk in memory: its statements, and what the next turn is made from. Pure; all of it follows from the
//! statements, the persona and the seed, so a resumed discussion equals an undisturbed one.

use rand::RngExt;
use sarf_shared::dialogue::text::count_words;
use sarf_shared::dialogue::{IntakeCategory, Speaker, Turn};
use sarf_shared::discussion::{FactId, Persona, Statement};
use sarf_shared::seed;
use sarf_shared::simulation::{ArcPhase, LengthMode, fallback_line, recent_openers};

/// Which part of a step's seed decides what.
pub const LENGTH_PART: u64 = 1;
/// The call itself; the retry adds one.
pub const CALL_PART: u64 = 2;
/// Which canned line.
pub const FALLBACK_PART: u64 = 4;

/// The talk so far.
#[derive(Debug, Clone, Default)]
pub struct Talk {
    /// The statements, numbered from 1 without a gap.
    pub statements: Vec<Statement>,
}

/// What a client's turn is made from, besides persona and talk.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientTurn {
    /// The client's turn, from 1.
    pub turn: u32,
    /// Where in the arc.
    pub phase: ArcPhase,
    /// How long.
    pub length: LengthMode,
    /// Words to aim at.
    pub target_words: u32,
    /// Its last openers.
    pub openers: Vec<String>,
    /// Facts revealed so far.
    pub revealed: Vec<FactId>,
}

impl Talk {
    /// The turns as evaluators and models read them.
    pub fn turns(&self) -> Vec<Turn<'_>> {
        self.statements.iter().map(|said| Turn { speaker: said.speaker, text: &said.text }).collect()
    }

    /// The number the next statement gets.
    pub fn next_number(&self) -> u32 {
        u32::try_from(self.statements.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Statements of one speaker.
    pub fn count(&self, speaker: Speaker) -> u32 {
        u32::try_from(self.statements.iter().filter(|said| said.speaker == speaker).count()).unwrap_or(u32::MAX)
    }

    fn of(&self, speaker: Speaker) -> impl DoubleEndedIterator<Item = &Statement> {
        self.statements.iter().filter(move |said| said.speaker == speaker)
    }

    /// What the client's next turn is made from; `seed` is that of the step.
    pub fn client_turn(&self, seed: u64) -> ClientTurn {
        let turn = self.count(Speaker::Subject) + 1;
        let phase = ArcPhase::at(turn);
        let last = self.of(Speaker::Subject).next_back().map(|said| count_words(&said.text));
        let mut draw = seed::generator(seed, &[LENGTH_PART]);
        let length = LengthMode::pick(phase, last, &mut draw);
        let target_words = draw.random_range(length.words());
        ClientTurn {
            turn,
            phase,
            length,
            target_words,
            openers: recent_openers(&self.turns()),
            revealed: self.revealed(),
        }
    }

    /// Facts revealed so far, in order.
    pub fn revealed(&self) -> Vec<FactId> {
        self.statements.iter().flat_map(|said| said.revealed.iter().cloned()).collect()
    }

    /// The canned line for a client whose replies were unusable, none twice until all were used.
    pub fn fallback(&self, persona: &Persona, seed: u64) -> String {
        let used: Vec<&str> =
            self.of(Speaker::Subject).filter(|said| said.fallback).map(|said| said.text.as_str()).collect();
        fallback_line(persona.attachment_style, &used, &mut seed::generator(seed, &[FALLBACK_PART])).to_owned()
    }

    /// Intake categories the coach has not asked about, as far as its words tell.
    pub fn missing(&self) -> Vec<IntakeCategory> {
        let asked: String = self.of(Speaker::Coach).map(|said| said.text.to_lowercase() + " ").collect();
        IntakeCategory::ALL
            .iter()
            .copied()
            .filter(|category| !words_about(*category).iter().any(|word| asked.contains(word)))
            .collect()
    }
}

/// Words of a coach that show it has asked about a category. Only the coach's own words are read, so that a model coach
/// can be reminded of what it left out without being shown the persona.
fn words_about(category: IntakeCategory) -> &'static [&'static str] {
    match category {
        IntakeCategory::PresentingProblem => &["when did", "how long", "start", "begin", "began"],
        IntakeCategory::Mother => &["mother", "mom", "mum", "parents"],
        IntakeCategory::Father => &["father", "dad", "parents"],
        IntakeCategory::ParentsStatus => &["parents still", "your parents together", "divorce", "parents separat"],
        IntakeCategory::Siblings => &["sister", "brother", "sibling"],
        IntakeCategory::MaternalGrandparents => {
            &["mother's parents", "mother's side", "mom's side", "grandmother", "grandparents"]
        }
        IntakeCategory::PaternalGrandparents => {
            &["father's parents", "father's side", "dad's side", "grandfather", "grandparents"]
        }
        IntakeCategory::AuntsUncles => &["aunt", "uncle"],
        IntakeCategory::Spouse => &["husband", "wife", "partner", "married", "marriage"],
        IntakeCategory::Children => &["children", "kids", "son", "daughter"],
        IntakeCategory::NodalEvents => &["died", "death", "moved", "loss"],
        IntakeCategory::FamilyFunctioning => &["cope", "coping", "managing", "how were you doing"],
        IntakeCategory::RelationshipPatterns => &["get along", "close to", "conflict", "tension", "between you"],
        IntakeCategory::SymptomTimeline => &["first notice", "get worse", "got worse", "better or worse"],
        IntakeCategory::EventSymptomConnections => &["around that time", "around the time", "same time"],
    }
}
