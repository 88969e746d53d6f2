//! Evaluators over the turns of a discussion and over the family they yield: coach quality, transcript coverage,
//! client realism, intake coverage, roster. Pure functions; nothing here calls a model.

mod asked;
mod category;
mod day;
mod evaluation;
mod figures;
mod intake;
mod kin;
mod quality;
mod realism;
mod response;
mod roster;
mod rules;
pub mod text;
mod turn;

pub use asked::{ASKED_PASS, Asked, TranscriptCoverage, transcript_coverage};
pub use category::{DataPoint, IntakeCategory};
pub use evaluation::{Evaluation, SyntheticClient};
pub use intake::{CategoryCoverage, CoverageStatus, Found, IntakeCoverage, intake_coverage};
pub use quality::{CoachQuality, QUALITY_PASS, RepeatedOpener, coach_quality};
pub use realism::{ARC_TURNS, ArcScore, ClientRealism, REALISM_PASS, client_realism};
pub use response::ResponseKind;
pub use roster::{Births, Partner, ROSTER_CAP, Roster, RosterEntry, roster};
pub use rules::{Hit, Jargon, Organised, PhraseRule, Robotic, RuleCategory};
pub use turn::{Speaker, Turn};
