//! One turn of a discussion as the evaluators read it: who speaks, and what is said. Nothing is stored here.

use crate::vocabulary;

vocabulary! {
    /// Who speaks. Other people's files say `user` for the subject and `expert` or `ai` for the coach; whoever reads
    /// them translates.
    Speaker ("speaker") {
        /// The client, synthetic or real, whose family is spoken about.
        Subject = "subject",
        /// Who asks: a model or a person.
        Coach = "coach",
    }
}

/// One turn, borrowed from wherever the discussion is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn<'a> {
    /// Who speaks.
    pub speaker: Speaker,
    /// The words, as they were said; the rules strip nothing beforehand.
    pub text: &'a str,
}

impl<'a> Turn<'a> {
    /// A turn of the client.
    pub fn subject(text: &'a str) -> Self {
        Turn { speaker: Speaker::Subject, text }
    }

    /// A turn of the coach.
    pub fn coach(text: &'a str) -> Self {
        Turn { speaker: Speaker::Coach, text }
    }
}
