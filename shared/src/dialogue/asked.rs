//! Transcript coverage ("asked"): which of a persona's data points the coach's words touch (FACTS section 7).

use serde::{Deserialize, Serialize};

use super::figures::share;
use super::{DataPoint, IntakeCategory, Speaker, Turn};

/// A talk passes from this share of covered data points on.
pub const ASKED_PASS: f64 = 0.7;

/// What the coach asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TranscriptCoverage {
    /// One for each data point, in its order.
    pub points: Vec<Asked>,
    /// Share of data points asked about; 1 if there are none.
    pub rate: f64,
    /// Whether the share reaches [`ASKED_PASS`].
    pub passed: bool,
}

/// One data point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Asked {
    /// Its category.
    pub category: IntakeCategory,
    /// The keywords found in the coach's words, as the data point writes them.
    pub keywords: Vec<String>,
}

impl Asked {
    /// Whether any keyword was found. A data point without keywords can never be.
    pub fn covered(&self) -> bool {
        !self.keywords.is_empty()
    }
}

impl TranscriptCoverage {
    /// How many data points were asked about, and of how many.
    pub fn counts(&self) -> (usize, usize) {
        (self.points.iter().filter(|point| point.covered()).count(), self.points.len())
    }

    /// The categories that were not asked about, in the order of the data points.
    pub fn missed(&self) -> impl Iterator<Item = IntakeCategory> + '_ {
        self.points.iter().filter(|point| !point.covered()).map(|point| point.category)
    }
}

/// Looks for each data point's keywords, in any case and inside words too, in everything the coach says.
pub fn transcript_coverage(turns: &[Turn<'_>], data_points: &[DataPoint]) -> TranscriptCoverage {
    let coach: Vec<&str> = turns.iter().filter(|turn| turn.speaker == Speaker::Coach).map(|turn| turn.text).collect();
    let said = coach.join(" ").to_lowercase();
    let ask = |point: &DataPoint| Asked {
        category: point.category,
        keywords: point.keywords.iter().filter(|word| said.contains(&word.to_lowercase())).cloned().collect(),
    };
    let points: Vec<Asked> = data_points.iter().map(ask).collect();
    let covered = points.iter().filter(|point| point.covered()).count();
    let rate = if points.is_empty() { 1.0 } else { share(covered, points.len()) };
    TranscriptCoverage { points, rate, passed: rate >= ASKED_PASS }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(keywords: &[&str]) -> DataPoint {
        DataPoint { category: IntakeCategory::Mother, keywords: keywords.iter().map(|&word| word.to_owned()).collect() }
    }

    #[test]
    fn only_the_coach_s_words_count_and_case_does_not() {
        let turns = [Turn::subject("my mom"), Turn::coach("And GRANDMOTHERS?")];
        let coverage = transcript_coverage(&turns, &[point(&["Mother"]), point(&["mom"])]);
        assert_eq!(coverage.counts(), (1, 2));
        assert_eq!(coverage.points[0].keywords, ["Mother"]);
    }

    #[test]
    fn a_data_point_without_keywords_is_never_covered_and_no_data_points_are_full_coverage() {
        let turns = [Turn::coach("anything")];
        assert_eq!(transcript_coverage(&turns, &[point(&[])]).rate, 0.0);
        assert_eq!(transcript_coverage(&turns, &[]).rate, 1.0);
    }
}
