//! Bringing the data to the layout this program writes: an ordered list of migrations, a snapshot before each.
//!
//! A migration works in steps; each step is one change and so one frame, in which the place to go on is stored too.
//! Killed anywhere, it goes on at the step that is not durable yet.

use super::error::{ChangeError, Fault, OpenError};
use super::table::Table;
use super::tx::Tx;
use super::view::View;
use serde_json::Value;

/// What the store notes about itself.
const ABOUT: Table<String, Value> = Table::new("store");
const SCHEMA: &str = "schema";
const RESUME: &str = "migrating";

/// The layout number of the first version.
pub const FIRST_SCHEMA: u32 = 1;

/// How a step of a migration ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// There is more to do: call again with this place.
    More(Value),
    /// All is done.
    Done,
}

/// One migration. The list of all is ordered, and only ever added to.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The layout number it leads to: one more than the one before.
    pub to: u32,
    /// What it does, for the report and for errors.
    pub title: &'static str,
    /// Does some of it; the place is `None` at first. Keep a step to some thousand records.
    pub step: fn(&mut Tx, Option<Value>) -> Result<Step, Fault>,
}

/// The newest layout number of a list.
pub(super) fn newest(migrations: &[Migration]) -> u32 {
    migrations.iter().map(|migration| migration.to).max().unwrap_or(FIRST_SCHEMA)
}

/// The layout number of the data in `view`; `None` if it was never noted.
pub(super) fn schema(view: &impl View) -> Result<Option<u32>, Fault> {
    let value = view.get(&ABOUT, &SCHEMA.to_owned())?;
    Ok(value.and_then(|value| value.as_u64()).and_then(|number| u32::try_from(number).ok()))
}

/// Notes the layout number.
pub(super) fn note(tx: &mut Tx, schema: u32) -> Result<(), Fault> {
    tx.put(&ABOUT, &SCHEMA.to_owned(), &Value::from(schema))
}

/// One step of a migration, with the place to go on; whether it was the last.
pub(super) fn advance(tx: &mut Tx, migration: &Migration) -> Result<bool, Fault> {
    let place = tx.get(&ABOUT, &RESUME.to_owned())?;
    match (migration.step)(tx, place)? {
        Step::More(place) => {
            tx.put(&ABOUT, &RESUME.to_owned(), &place)?;
            Ok(false)
        }
        Step::Done => {
            tx.delete(&ABOUT, &RESUME.to_owned());
            note(tx, migration.to)?;
            Ok(true)
        }
    }
}

/// The error of a migration that did not go on.
pub(super) fn failed(migration: &Migration, error: &ChangeError<Fault>) -> OpenError {
    OpenError::Migration { to: migration.to, title: migration.title, why: error.to_string() }
}
