//! Bringing a store to a newer layout: a snapshot before each migration, killed anywhere it goes on, and an older
//! program refuses what is newer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_tests::store::child::{Order, REFUSED, sweep};
use sarf_tests::store::damage::{copy, entries};
use std::path::Path;

const CHILD: &str = env!("CARGO_BIN_EXE_store_child");

/// Two steps of the first migration.
const RECORDS: u64 = 7;

fn migrate(dir: &Path) -> Order {
    Order { migrate: true, ..Order::verify(dir) }
}

/// A store of the first layout.
fn old() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Order::work(dir.path(), RECORDS).run(CHILD).acked(), RECORDS);
    dir
}

#[test]
fn a_store_is_brought_to_the_newest_layout_once_with_a_snapshot_before_each_step() {
    let dir = old();
    let ended = migrate(dir.path()).run(CHILD);
    assert_eq!(ended.whole(), RECORDS, "{:#?}", ended.tail());
    assert!(ended.says("to layout 2") && ended.says("to layout 3"), "{:#?}", ended.tail());
    assert_eq!(entries(&dir.path().join("snapshots")).len(), 2);
    let again = migrate(dir.path()).run(CHILD);
    assert!(again.whole() == RECORDS && !again.says("said"), "{:#?}", again.tail());
}

#[test]
fn an_older_program_refuses_a_newer_store_and_changes_nothing() {
    for store in [true, false] {
        let dir = old();
        migrate(dir.path()).run(CHILD);
        if !store {
            std::fs::remove_dir_all(dir.path().join("store")).unwrap();
        }
        let ended = Order::verify(dir.path()).run(CHILD);
        assert_eq!(ended.status.code(), Some(i32::from(REFUSED)), "{:#?}", ended.tail());
        assert!(ended.says("newer version"), "{:#?}", ended.tail());
        assert_eq!(migrate(dir.path()).run(CHILD).whole(), RECORDS);
    }
}

#[test]
fn the_snapshot_taken_before_a_migration_opens_with_the_older_program() {
    let dir = old();
    migrate(dir.path()).run(CHILD);
    let back = tempfile::tempdir().unwrap();
    let first = entries(&dir.path().join("snapshots")).remove(0);
    std::fs::create_dir(back.path().join("snapshots")).unwrap();
    std::fs::copy(&first, back.path().join("snapshots").join(first.file_name().unwrap())).unwrap();
    assert_eq!(Order::verify(back.path()).run(CHILD).whole(), RECORDS);
}

#[test]
fn a_migration_killed_at_every_write_event_goes_on_and_does_nothing_twice() {
    let before = old();
    let check = |k: u64, dir: &Path, _: u64| {
        let ended = migrate(dir).run(CHILD);
        assert_eq!(ended.whole(), RECORDS, "event {k}: {:#?}", ended.tail());
    };
    let events = sweep(CHILD, migrate, |dir| copy(before.path(), dir), check);
    assert!(events > 30, "only {events} write events were swept");
}
