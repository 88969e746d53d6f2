//! The F1 table on the wire: its stamp, its lines, its variables, its rows by discussion and by statement.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Resampling, ScoreFilter, ScoreLevel};
use crate::coding::{CoderName, Provenance};
use crate::discussion::{DiscussionId, RunId, VersionId};
use crate::family::Variable;
use crate::rpc::{EngineLabel, Page, ProvenanceCounts};
use crate::scoring::Counts;
use crate::scoring::agreement::{Defined, Figure as Agreed, Undefined};
use crate::scoring::f1::{Confusion, Coverage, Line, Mean, Ratios, Ruler, Value, Why};
use crate::scoring::intervals::Interval;

/// The scored runs of one engine: model and prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EngineRuns {
    /// The engine.
    pub engine: EngineLabel,
    /// Its runs, by discussion.
    pub runs: Vec<RunId>,
}

/// What the figures were measured against.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TruthStamp {
    /// Whether it is constructed references, which are no human's coding.
    pub constructed: bool,
    /// The versions, one for each discussion, in order; none for constructed references.
    pub versions: Vec<VersionId>,
    /// Statements that count as truth.
    pub statements: u32,
    /// Those of people by what the coder had seen.
    pub provenance: ProvenanceCounts,
    /// Those of people by coder.
    pub coders: BTreeMap<CoderName, u32>,
}

/// What every figure of a table was measured with; it stands above the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct F1Stamp {
    /// Matcher, settings, version of the scorer, overrides.
    pub ruler: Ruler,
    /// The same as a person reads it.
    pub ruler_words: String,
    /// The filter in words.
    pub filter: String,
    /// What is counted.
    pub level: ScoreLevel,
    /// The truth.
    pub truth: TruthStamp,
    /// What was scored, by engine.
    pub engines: Vec<EngineRuns>,
    /// Discussions with figures.
    pub discussions: u32,
    /// How much of the selection is coded.
    pub coverage: Coverage,
    /// How the intervals were made.
    pub resampling: Resampling,
    /// What a reader of the figures has to know, in sentences.
    pub warnings: Vec<String>,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct F1Line {
    /// Which.
    pub line: Line,
    /// True positives, false positives, false negatives, summed over the discussions.
    pub counts: Counts,
    /// Distinct items: `tp + fp + fn`.
    pub n: usize,
    /// Of the summed counts.
    pub pooled: Ratios,
    /// 95 % intervals of the pooled precision, recall and F1; `None`: none were asked for.
    pub intervals: Option<[Interval; 3]>,
    /// Means over the discussions: precision, recall and F1.
    pub mean: [Mean; 3],
    /// The published system figure, where the matcher is `compat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<f64>,
}

/// A figure of agreement, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stat {
    /// The figure, and the units it rests on.
    Figure(Agreed),
    /// Why there is none.
    Undefined(Undefined),
}

impl From<Defined> for Stat {
    fn from(defined: Defined) -> Self {
        defined.map_or_else(Stat::Undefined, Stat::Figure)
    }
}

impl std::fmt::Display for Stat {
    /// Two decimals, or the sentence.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stat::Figure(figure) => f.pad(&format!("{:.2}", figure.value)),
            Stat::Undefined(why) => f.pad(&why.to_string()),
        }
    }
}

/// How often a value was given on matched shifts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Prevalence {
    /// The value; "not coded" is one.
    pub value: String,
    /// Matched shifts to which the truth gives it.
    pub truth: u64,
    /// Matched shifts to which the scored side gives it.
    pub scored: u64,
}

/// How the values of a variable agree on matched shifts: model and truth as two raters, "not coded" as a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct F1Variable {
    /// Which variable.
    pub variable: Variable,
    /// Matched shifts.
    pub n: u64,
    /// Those that have it coded by either side.
    pub coded: u64,
    /// Mean F1 over the values used, pooled.
    pub macro_f1: Value,
    /// Its interval; `None`: none was asked for.
    pub interval: Option<Interval>,
    /// Its mean over the discussions.
    pub mean: Mean,
    /// Cohen's kappa.
    pub kappa: Stat,
    /// Krippendorff's alpha, nominal.
    pub alpha: Stat,
    /// Gwet's AC1.
    pub ac1: Stat,
    /// Share of matched shifts coded alike.
    pub percent: Stat,
    /// How often each value used was given.
    pub prevalence: Vec<Prevalence>,
    /// Which value was taken for which.
    pub confusion: Confusion,
    /// The published system figure, where the matcher is `compat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<f64>,
}

/// A figure that is a share of something other than items.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShareLine {
    /// The share, pooled.
    pub value: Value,
    /// The part of the whole.
    pub part: u64,
    /// The whole.
    pub whole: u64,
    /// Its interval; `None`: none was asked for.
    pub interval: Option<Interval>,
    /// Its mean over the discussions.
    pub mean: Mean,
}

/// Which discussion a row is about, and what of it was scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ScoredDiscussion {
    /// Id.
    pub id: DiscussionId,
    /// Title.
    pub title: String,
    /// The client was a model.
    pub synthetic: bool,
    /// Read from a file.
    pub imported: bool,
    /// The scored run, where there is one.
    pub run: Option<RunId>,
    /// Its engine.
    pub engine: Option<EngineLabel>,
    /// The version of its truth; `None` for a constructed reference, or where there is none.
    pub truth: Option<VersionId>,
    /// Statements that count as truth, by provenance.
    pub provenance: ProvenanceCounts,
    /// People mapped by hand.
    pub overrides: u32,
    /// How much of it is coded.
    pub coverage: Coverage,
}

/// One line of one discussion or statement.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RowFigure {
    /// Which.
    pub line: Line,
    /// The counts.
    pub counts: Counts,
    /// Their F1.
    pub f1: Value,
}

/// A discussion of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct F1Row {
    /// Which discussion.
    #[serde(flatten)]
    pub discussion: ScoredDiscussion,
    /// Its main lines ([`ROW_LINES`]); empty where it has no figures.
    pub figures: Vec<RowFigure>,
    /// Statements coded exactly alike.
    pub exact: Value,
    /// Why it has no figures, if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// Why it cannot be scored at all, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// The lines that a row of a discussion or statement shows.
pub const ROW_LINES: &[Line] =
    &[Line::Aggregate, Line::People, Line::Events, Line::Structural, Line::Shift, Line::PairBonds, Line::ChildOf];

/// The table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct F1View {
    /// What was asked for.
    pub asked: ScoreFilter,
    /// What it was measured with.
    pub stamp: F1Stamp,
    /// Every line, in the order of the table.
    pub lines: Vec<F1Line>,
    /// Every variable.
    pub variables: Vec<F1Variable>,
    /// Statements coded exactly alike, of those coded by both sides.
    pub exact: ShareLine,
    /// How far the families hang together: scored side, truth.
    pub connectivity: [ShareLine; 2],
    /// The discussions, by id; a page of them.
    pub discussions: Page<F1Row>,
}

/// One of the subject's statements in a discussion's table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct F1StatementRow {
    /// Its number.
    pub statement: u32,
    /// Whose coding is its truth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coder: Option<CoderName>,
    /// What that coder had seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// Its main lines ([`ROW_LINES`]); empty where it has no figures.
    pub figures: Vec<RowFigure>,
    /// Whether both sides say the same.
    pub exact: Option<bool>,
    /// Why it has no figures, if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// The table of one discussion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct F1DiscussionView {
    /// Which, and what of it was scored.
    pub row: F1Row,
    /// What it was measured with.
    pub stamp: F1Stamp,
    /// Every line; without intervals, since a discussion is one cluster.
    pub lines: Vec<F1Line>,
    /// Every variable.
    pub variables: Vec<F1Variable>,
    /// Statements coded exactly alike.
    pub exact: ShareLine,
    /// How far the families hang together: scored side, truth.
    pub connectivity: [ShareLine; 2],
    /// The subject's statements, in order; a page of them.
    pub statements: Page<F1StatementRow>,
}
