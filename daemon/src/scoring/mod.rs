//! Scoring over what is stored: what is compared, what of it is kept, and the tables made of it. How things are matched
//! and counted is in `shared/scoring`.

mod agreement;
mod compare;
mod history;
mod items;
mod lines;
mod load;
mod pairs;
mod previous;
mod reasons;
mod recent;
mod scorer;
mod select;
mod series;
mod stale;
mod stamp;
mod standing;
mod table;
mod tables;

pub use scorer::Scorer;
