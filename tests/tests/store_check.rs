//! `check` tells what is wrong and changes nothing; `check --repair` goes on without what is lost and keeps the rest.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_daemon::store::{OpenOptions, Span, Store, View, Weight, check, repair};
use sarf_tests::store::child::{Order, REFUSED, sweep};
use sarf_tests::store::damage::{Damage, copy, entries, files};
use sarf_tests::store::work;
use std::path::{Path, PathBuf};

const CHILD: &str = env!("CARGO_BIN_EXE_store_child");

fn store_of(changes: u64, snapshot_every: u64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    Order { segment_bytes: 1200, snapshot_every, ..Order::work(dir.path(), changes) }.run(CHILD);
    dir
}

fn segments(dir: &Path) -> Vec<PathBuf> {
    entries(&dir.join("journal"))
}

fn contents(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files(dir).into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn a_sound_store_checks_sound_and_nothing_is_changed() {
    let dir = store_of(30, 10);
    let before = contents(dir.path());
    let report = check(&OpenOptions::new(dir.path())).unwrap();
    assert!(report.is_sound() && report.next_start.is_none(), "{report:#?}");
    assert_eq!((report.head, report.journal_end, report.snapshots), (31, 31, 2));
    assert!(contents(dir.path()) == before, "the check changed something");
}

#[test]
fn a_check_names_damage_gaps_and_what_the_next_start_does() {
    let dir = store_of(30, 0);
    let hole = segments(dir.path())[2].clone();
    Damage::Flip(600).to(&hole);
    let before = contents(dir.path());
    let report = check(&OpenOptions::new(dir.path())).unwrap();
    let name = hole.file_name().unwrap().to_string_lossy().into_owned();
    assert!(report.findings.iter().any(|finding| finding.text.contains(&name)), "{report:#?}");
    assert!(report.findings.iter().any(|finding| finding.text.contains("not needed any more")), "{report:#?}");
    assert!(report.findings.iter().all(|finding| finding.weight != Weight::Stop), "{report:#?}");
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    let report = check(&OpenOptions::new(dir.path())).unwrap();
    assert!(report.findings.iter().any(|finding| finding.weight == Weight::Stop), "{report:#?}");
    assert!(report.next_start.as_deref().is_some_and(|next| next.contains("A repair would")), "{report:#?}");
    assert!(contents(dir.path()).len() < before.len() && segments(dir.path()).len() > 5);
}

#[tokio::test]
async fn a_store_at_work_can_be_checked() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(OpenOptions::new(dir.path())).unwrap();
    for _ in 0..20 {
        store.change(work::step).await.unwrap();
    }
    store.snapshot().await.unwrap();
    let report = store.check().unwrap();
    assert!(report.is_sound(), "{report:#?}");
    assert_eq!((report.head, report.snapshots), (21, 1));
    store.change(work::step).await.unwrap();
    store.close().await.unwrap();
}

/// A journal with a hole and no store: a start refuses it.
fn holed() -> tempfile::TempDir {
    let dir = store_of(30, 0);
    let hole = segments(dir.path()).into_iter().nth(2).unwrap();
    Damage::Flip(600).to(&hole);
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    assert_eq!(Order::verify(dir.path()).run(CHILD).status.code(), Some(i32::from(REFUSED)));
    dir
}

#[test]
fn a_repair_keeps_everything_that_can_be_read_and_names_what_is_lost() {
    let dir = holed();
    let said = repair(&OpenOptions::new(dir.path())).unwrap();
    assert!(said.iter().any(|line| line.contains("lost: number")), "{said:#?}");
    let (store, _) = Store::open(OpenOptions::new(dir.path())).unwrap();
    let records = store.read().scan(&work::RECORDS, &Span::all()).unwrap();
    assert!(records.len() >= 28 && records.iter().all(|(id, text)| *text == work::text(*id)), "{}", records.len());
    assert_eq!(records.last().unwrap().0, 30);
    let next = store.change_blocking(work::step).unwrap();
    assert_eq!(next, 31);
    store.close_blocking().unwrap();
    let kept = entries(dir.path()).into_iter().any(|path| path.to_string_lossy().contains("journal.cut-"));
    assert!(kept, "the damaged journal was not kept");
    // From now on it starts by itself again, even without the index.
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    let (store, _) = Store::open(OpenOptions::new(dir.path())).unwrap();
    assert_eq!(store.read().scan(&work::RECORDS, &Span::all()).unwrap().len(), records.len() + 1);
}

#[test]
fn a_repair_of_what_a_start_can_recover_changes_nothing() {
    let dir = store_of(10, 0);
    std::fs::write(dir.path().join("store/db"), b"nothing sled would know").unwrap();
    let before = contents(dir.path());
    let said = repair(&OpenOptions::new(dir.path())).unwrap();
    assert!(said[0].contains("Nothing needs a repair"), "{said:#?}");
    assert!(contents(dir.path()) == before, "the repair changed something");
    assert_eq!(Order::verify(dir.path()).run(CHILD).whole(), 10);
}

#[test]
fn a_repair_takes_what_a_damaged_store_still_holds_where_there_is_nothing_else() {
    let dir = store_of(10, 0);
    std::fs::remove_file(&segments(dir.path())[0]).unwrap();
    std::fs::write(dir.path().join("store.mark"), br#"{"suspect":{"why":"a record could not be read"}}"#).unwrap();
    assert_eq!(Order::verify(dir.path()).run(CHILD).status.code(), Some(i32::from(REFUSED)));
    let ended = Order { first: "repair".into(), ..Order::verify(dir.path()) }.run(CHILD);
    assert_eq!(ended.whole(), 10, "{:#?}", ended.tail());
}

#[test]
fn a_repair_killed_at_every_write_event_can_be_done_again() {
    let before = holed();
    let order = |dir: &Path| Order { first: "repair only".into(), ..Order::verify(dir) };
    let check = |k: u64, dir: &Path, _: u64| {
        let said = repair(&OpenOptions::new(dir)).unwrap();
        let (store, _) = Store::open(OpenOptions::new(dir)).unwrap();
        let records = store.read().scan(&work::RECORDS, &Span::all()).unwrap();
        assert!(
            records.len() >= 28 && records.last().unwrap().0 == 30,
            "event {k}: {} records, {said:#?}",
            records.len()
        );
    };
    let events = sweep(CHILD, order, |dir| copy(before.path(), dir), check);
    assert!(events > 15, "only {events} write events were swept");
}
