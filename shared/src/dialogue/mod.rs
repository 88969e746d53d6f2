//! Evaluators over the turns of a discussion and over the family they yield: coach quality, transcript coverage,
//! client realism, intake coverage, roster. Pure functions; nothing here calls a model.

mod category;
mod evaluation;
mod turn;

pub use category::{DataPoint, IntakeCategory};
pub use evaluation::Evaluation;
pub use turn::{Speaker, Turn};
