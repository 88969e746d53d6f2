//! Everything a report of F1 is made of, for either matcher: counts, figures, intervals and comparisons of runs.
//!
//! All counts are integers that add and subtract, so one edited coding re-scores its statement, its discussion and the
//! table over all discussions by touching only what changed. A figure that is not defined is a sentence, never 0, 1 or
//! NaN. Nothing here reads a clock, a file or a random number but from a seed handed in; who is allowed to see which
//! coding is not decided here.

mod compare;
mod connectivity;
mod count;
mod discussion;
mod figure;
mod laid;
mod line;
mod rows;
mod ruler;
mod set;
mod spread;
mod system;
mod tally;
#[cfg(test)]
mod tests;
mod value;

pub use compare::{
    Changed, CompareOptions, Comparison, Difference, InBoth, McNemar, NotComparable, RunScores, compare, differences,
};
pub use connectivity::{Connected, connected};
pub use discussion::{Codings, Coverage, DiscussionScore, Final, StatementCodings, Whole};
pub use figure::Figure;
pub use line::Line;
pub use rows::{Ratios, Row, VariableRow};
pub use ruler::{Matcher, Method, MissingParts, Overrides, Ruler, SCORER_VERSION};
pub(crate) use set::within;
pub use set::{Published, ScoreError, SetMatching, SetScore, Who, score_set};
pub use spread::Intervals;
pub use system::{Entry, Mean, PublishedSystem, SystemRow, SystemTable};
pub use tally::{CELLS, Confusion, Share, Sums, Tally, TallySize, WhichSide, classes, label, labels};
pub use value::{Value, Why};
