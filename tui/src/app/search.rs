//! What is searched for in the talk being read, and the statements in which it occurs. Pure; where one goes and what is
//! drawn is said elsewhere.

use sarf_shared::rpc::StatementView;

/// Words searched for, whatever their case, and where they were found.
#[derive(Debug, Clone, Default)]
pub struct Search {
    words: String,
    found: Vec<usize>,
}

impl Search {
    /// Looks for these words, as they stand beside each other; without any, nothing is searched for.
    pub fn look(&mut self, words: &str, statements: &[StatementView]) {
        self.words = words.trim().to_lowercase();
        self.found.clear();
        if self.is_on() {
            let said = statements.iter().enumerate();
            let occurs = |one: &StatementView| one.text.to_lowercase().contains(&self.words);
            self.found.extend(said.filter(|(_, one)| occurs(one)).map(|(at, _)| at));
        }
    }

    /// Looks for the same words again, since the statements are others.
    pub(super) fn again(&mut self, statements: &[StatementView]) {
        if self.is_on() {
            let words = std::mem::take(&mut self.words);
            self.look(&words, statements);
        }
    }

    /// Whether anything is searched for.
    pub fn is_on(&self) -> bool {
        !self.words.is_empty()
    }

    /// The words, in small letters.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// In how many statements they occur.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Which of those in which they occur, from 1, the statement at this place is.
    pub fn nth(&self, at: usize) -> Option<usize> {
        self.found.binary_search(&at).ok().map(|nth| nth + 1)
    }

    /// The first place from `at` on at which they occur, else the first of all.
    pub fn from(&self, at: usize) -> Option<usize> {
        self.found.iter().find(|found| **found >= at).or(self.found.first()).copied()
    }

    /// The next place after `at`, or with `back` the one before it, going round; and whether it went round.
    pub fn next(&self, at: usize, back: bool) -> Option<(usize, bool)> {
        let (straight, round) = if back {
            (self.found.iter().rfind(|found| **found < at), self.found.last())
        } else {
            (self.found.iter().find(|found| **found > at), self.found.first())
        };
        straight.map(|at| (*at, false)).or(round.map(|at| (*at, true)))
    }

    /// Where the words occur in one line, as bytes from and to.
    pub fn places(&self, line: &str) -> Vec<(usize, usize)> {
        let small = line.to_lowercase();
        // Few letters change their length with their case; a line with one of them is shown without marks.
        if !self.is_on() || small.len() != line.len() {
            return Vec::new();
        }
        let places = small.match_indices(&self.words).map(|(from, word)| (from, from + word.len()));
        places.filter(|(from, to)| line.is_char_boundary(*from) && line.is_char_boundary(*to)).collect()
    }
}
