//! Damage to the store's files, one place at a time: the next start never hangs, never begins an empty world, and has
//! everything that was acknowledged, or names what is damaged and touches nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_daemon::store::{OpenError, OpenOptions, Store};
use sarf_tests::store::child::{Ended, Order, REFUSED};
use sarf_tests::store::damage::{Damage, copy, entries, files};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;

const CHILD: &str = env!("CARGO_BIN_EXE_store_child");

/// A store with two snapshots and some journal behind them, closed or killed.
fn prepared(close: bool) -> (TempDir, u64) {
    let dir = tempfile::tempdir().unwrap();
    let order = Order { segment_bytes: 8_000, snapshot_every: 50, close, ..Order::work(dir.path(), 120) };
    if close {
        let ended = order.run(CHILD);
        assert!(ended.says("closed"), "{:#?}", ended.tail());
        return (dir, 120);
    }
    let order = Order { changes: 1_000_000, ..order };
    let ended = order.start(CHILD).kill_when(|line| line == "ack 120", Duration::from_millis(5));
    assert_eq!(ended.status.signal(), Some(9));
    let acked = ended.acked();
    (dir, acked)
}

/// Every way to damage one file of `below`, at several places.
fn places(dir: &Path, below: &str) -> Vec<(PathBuf, Damage)> {
    let shares: &[u64] = if std::env::var_os("SARF_LONG").is_some() {
        &[0, 1, 5, 10, 30, 70, 150, 250, 333, 420, 500, 600, 700, 800, 900, 950, 980, 990, 999]
    } else {
        &[0, 10, 420, 990]
    };
    let mut all = Vec::new();
    for path in files(&dir.join(below)) {
        let name = path.strip_prefix(dir).unwrap().to_owned();
        all.extend(shares.iter().map(|share| (name.clone(), Damage::Flip(*share))));
        all.extend(shares.iter().step_by(2).map(|share| (name.clone(), Damage::Cut(*share))));
        all.extend(shares.iter().step_by(3).map(|share| (name.clone(), Damage::Zero(*share))));
        all.push((name, Damage::Remove));
    }
    all
}

/// Damages a copy of `dir` in every place, and hands what the next start says to `check`, with the copy's folder.
fn each_damage(dir: &Path, below: &str, check: impl Fn(&str, &Ended, &Path) + Sync) {
    let work = Mutex::new(places(dir, below));
    assert!(!work.lock().unwrap().is_empty(), "nothing to damage in {below}");
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((name, damage)) = work.lock().unwrap().pop() else { return };
                    let copied = tempfile::tempdir().unwrap();
                    copy(dir, copied.path());
                    if !damage.to(&copied.path().join(&name)) {
                        continue;
                    }
                    let ended = Order::verify(copied.path()).run(CHILD);
                    check(&format!("{damage:?} of {}: {:#?}", name.display(), ended.tail()), &ended, copied.path());
                }
            });
        }
    });
}

#[test]
fn a_damaged_sled_of_a_closed_store_is_noticed_and_rebuilt_whole() {
    let (dir, acked) = prepared(true);
    each_damage(dir.path(), "store", |about, ended, after| {
        assert_eq!(ended.verified(), Some(acked), "{about}");
        assert!(ended.says("rebuilt"), "{about}");
        let kept = entries(after).iter().any(|path| path.to_string_lossy().contains("store.bad-"));
        assert!(kept, "the damaged store was not kept: {about}");
    });
}

#[test]
fn a_damaged_sled_of_a_killed_store_loses_nothing() {
    let (dir, acked) = prepared(false);
    each_damage(dir.path(), "store", |about, ended, _| {
        let whole = ended.verified().unwrap_or_else(|| panic!("{about}"));
        assert!(whole >= acked && whole <= acked + 1, "{whole} of {acked}: {about}");
    });
}

#[test]
fn a_damaged_journal_of_a_closed_store_costs_nothing() {
    let (dir, acked) = prepared(true);
    each_damage(dir.path(), "journal", |about, ended, _| assert_eq!(ended.verified(), Some(acked), "{about}"));
}

#[test]
fn a_damaged_snapshot_costs_nothing_even_when_the_store_is_gone() {
    let (dir, acked) = prepared(true);
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    each_damage(dir.path(), "snapshots", |about, ended, _| assert_eq!(ended.verified(), Some(acked), "{about}"));
}

#[test]
fn a_damaged_journal_whose_store_is_gone_is_whole_or_stops_or_says_what_may_be_missing() {
    let (dir, acked) = prepared(true);
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    each_damage(dir.path(), "journal", |about, ended, after| {
        if ended.status.code() == Some(i32::from(REFUSED)) {
            assert!(ended.says("number"), "no numbers are named: {about}");
            assert!(!after.join("store").exists(), "something was built: {about}");
            return;
        }
        let whole = ended.verified().unwrap_or_else(|| panic!("{about}"));
        // Both the index and the end of the journal are gone: two faults. What is left is said.
        let last_segment = whole < acked;
        assert!(
            !last_segment || ended.says("may be missing") || about.contains("Remove") || about.contains("Cut"),
            "{about}"
        );
        assert!(whole >= 100, "less than the snapshot holds: {about}");
    });
}

#[test]
fn a_mark_that_is_damaged_or_gone_costs_nothing() {
    let (dir, acked) = prepared(true);
    for damage in [Damage::Flip(500), Damage::Cut(500), Damage::Remove] {
        let copied = tempfile::tempdir().unwrap();
        copy(dir.path(), copied.path());
        damage.to(&copied.path().join("store.mark"));
        assert_eq!(Order::verify(copied.path()).run(CHILD).verified(), Some(acked));
    }
}

#[test]
fn an_opening_that_does_not_end_is_left_to_a_fresh_process_which_rebuilds() {
    let (dir, acked) = prepared(false);
    let mut options = OpenOptions::new(dir.path());
    options.open_limit = Duration::from_nanos(1);
    assert!(matches!(Store::open(options), Err(OpenError::MustReexec)));
    // This process still holds the endless opening; the next one must not need what it holds.
    let ended = Order::verify(dir.path()).start(CHILD).wait();
    assert!(ended.whole() >= acked && ended.says("did not end") && ended.says("rebuilt"), "{:#?}", ended.tail());
}

#[test]
fn after_two_openings_that_did_not_end_the_store_is_rebuilt_unopened() {
    let (dir, acked) = prepared(false);
    let mark = dir.path().join("store.mark");
    for tries in [1, 2] {
        std::fs::write(&mark, format!(r#"{{"opening":{{"tries":{tries},"before":null}}}}"#)).unwrap();
        let ended = Order { close: false, ..Order::verify(dir.path()) }.run(CHILD);
        assert!(ended.whole() >= acked);
        assert_eq!(ended.says("two attempts"), tries == 2, "{:#?}", ended.tail());
    }
}
