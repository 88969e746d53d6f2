//! A workload of which a reader can tell afterwards whether anything is missing, doubled or half there.
//!
//! Change n takes the next id, writes record n, moves a mark from record n-1 to n, and counts. So at any time the
//! records are exactly 1..=total, one of them marked, each with the text its number demands.

use anyhow::{Result, ensure};
use sarf_daemon::store::{Fault, Span, StoreEvent, Table, Tx, View};

/// Records by id.
pub const RECORDS: Table<u64, String> = Table::new("records");
/// The marked id: one record, moved by deleting and putting.
pub const MARKED: Table<u64, bool> = Table::new("marked");
/// The number of records, under the empty key.
pub const TOTAL: Table<(), u64> = Table::new("total");

/// The text record `id` has to have; about one in eight is longer than a page.
pub fn text(id: u64) -> String {
    let length = if id.is_multiple_of(8) { 5000 } else { 40 + usize::try_from(id % 200).unwrap_or(0) };
    let mut text = format!("record {id}: ");
    while text.len() < length {
        text.push_str(&(id.wrapping_mul(2_654_435_761) % 9973).to_string());
    }
    text
}

/// One change; the id it gave out.
pub fn step(tx: &mut Tx) -> Result<u64, Fault> {
    let id = tx.next_id("record")?;
    tx.put(&RECORDS, &id, &text(id))?;
    tx.delete(&MARKED, &(id - 1));
    tx.put(&MARKED, &id, &true)?;
    let total = tx.get(&TOTAL, &())?.unwrap_or(0);
    tx.put(&TOTAL, &(), &(total + 1))?;
    tx.event(StoreEvent::of(&id)?);
    Ok(id)
}

/// Checks that the records are whole; how many there are.
pub fn verify(view: &impl View) -> Result<u64> {
    let total = view.get(&TOTAL, &())?.unwrap_or(0);
    let mut next = 1;
    let mut wrong = None;
    view.visit(&RECORDS, &Span::all(), |id, found| {
        if id != next || found != text(id) {
            wrong.get_or_insert(format!("record {id} where {next} was due, or with another text"));
        }
        next = id + 1;
        std::ops::ControlFlow::Continue(())
    })?;
    ensure!(wrong.is_none(), "{wrong:?}");
    ensure!(next == total + 1, "the records end at {} and the total is {total}", next - 1);
    let marked: Vec<u64> = view.scan(&MARKED, &Span::all())?.into_iter().map(|(id, _)| id).collect();
    let due: Vec<u64> = (total > 0).then_some(total).into_iter().collect();
    ensure!(marked == due, "marked are {marked:?}, not {due:?}");
    ensure!(view.count(&RECORDS)? == total, "the count of records is {}, not {total}", view.count(&RECORDS)?);
    Ok(total)
}
