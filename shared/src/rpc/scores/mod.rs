//! Scores on the wire: what is asked for, the F1 table and its parts, the items behind a number.

mod agreement;
mod filter;
mod items;
mod runs;
mod table;

pub use agreement::AgreementRequest;
pub use filter::{OriginFilter, Resampling, ScoreFilter, ScoreLevel, ScoredChoice, TruthChoice};
pub use items::{ConfusionCell, ItemField, ItemPair, ItemSide, ItemsRequest, Named, Outcome, ScoredItem};
pub use runs::{AgainstPrevious, ChangedItem, CompareRequest, CompareView, HistoryFigure, HistoryPoint, HistoryView};
pub use table::{
    EngineRuns, F1DiscussionView, F1Line, F1Row, F1Stamp, F1StatementRow, F1Variable, F1View, Prevalence, ROW_LINES,
    RowFigure, ScoredDiscussion, ShareLine, Stat, TruthStamp,
};
