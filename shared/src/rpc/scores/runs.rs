//! Runs against runs on the wire: two compared, and all of them in order of time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{F1Stamp, ItemSide, Resampling, RowFigure, ScoreFilter, ScoredChoice, TruthStamp};
use crate::discussion::{DiscussionId, RunId, Timestamp};
use crate::rpc::{EngineLabel, Page};
use crate::scoring::f1::{Difference, InBoth, Line, McNemar};
use crate::scoring::intervals::Interval;

/// Asks for two runs to be compared. Over several discussions each is the set of runs that its choice takes there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CompareRequest {
    /// The run that was.
    pub old: ScoredChoice,
    /// The run that is.
    pub new: ScoredChoice,
    /// Over which discussions, against what, measured how; its own choice of runs is not looked at.
    pub filter: ScoreFilter,
    /// Intervals and permutation tests.
    pub resampling: Resampling,
    /// The line by whose F1 discussions are put in order, worst regression first.
    pub by: Line,
}

/// A truth item that only one of two runs has found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangedItem {
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// The line it is counted in.
    pub line: Line,
    /// As the truth has it.
    pub truth: ItemSide,
}

/// Two runs compared; differences are new less old.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CompareView {
    /// What was measured with what: old, new.
    pub stamps: [F1Stamp; 2],
    /// Every figure, pooled over the discussions in both.
    pub differences: Vec<Difference>,
    /// McNemar's test of each line that has truth items.
    pub mcnemar: Vec<McNemar>,
    /// The discussions in both, worst regression first.
    pub discussions: Vec<InBoth<DiscussionId>>,
    /// Discussions with a score in one of the two only.
    pub left_out: Vec<DiscussionId>,
    /// Truth items the new run has found and the old had not; a page of them.
    pub fixed: Page<ChangedItem>,
    /// Truth items the old run had found and the new has not; a page of them.
    pub broken: Page<ChangedItem>,
}

/// What is shown against the runs that came before: those of the point of the history before the one that what is shown
/// has most runs of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgainstPrevious {
    /// The engine of the runs before.
    pub engine: EngineLabel,
    /// Its how many-th run of each discussion, from 1.
    pub repetition: u32,
    /// The runs before, by discussion.
    pub runs: Vec<RunId>,
    /// When the last of them was finished.
    pub last: Timestamp,
    /// Discussions scored in both; the differences are over these alone.
    pub discussions: u32,
    /// Every figure, pooled: what is shown less what was before.
    pub differences: Vec<Difference>,
    /// How intervals and tests were made.
    pub resampling: Resampling,
}

/// One F1 of a point of the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryFigure {
    /// The line, its counts and its pooled F1.
    #[serde(flatten)]
    pub figure: RowFigure,
    /// The interval; `None`: none was asked for.
    pub interval: Option<Interval>,
}

/// One engine's n-th run over the discussions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryPoint {
    /// The engine: model and prompt.
    pub engine: EngineLabel,
    /// Its how many-th run of each discussion, from 1.
    pub repetition: u32,
    /// The runs, by discussion.
    pub runs: Vec<RunId>,
    /// When the first of them was finished.
    pub first: Timestamp,
    /// When the last of them was finished.
    pub last: Timestamp,
    /// Discussions with figures.
    pub discussions: u32,
    /// The main lines.
    pub figures: Vec<HistoryFigure>,
    /// Why it cannot be set beside the newest point without more ado, in words; nothing where it can.
    pub marks: Vec<String>,
}

/// All runs that were ever made of the discussions, in order of time, all measured in one way against one truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryView {
    /// The filter in words.
    pub filter: String,
    /// With what all points were measured.
    pub ruler_words: String,
    /// Against what.
    pub truth: TruthStamp,
    /// How the intervals were made.
    pub resampling: Resampling,
    /// The points, oldest first.
    pub points: Vec<HistoryPoint>,
    /// What a reader has to know, in sentences.
    pub notes: Vec<String>,
}
