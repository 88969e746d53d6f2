//! The recovery table, row by row, with real files; and that numbers are never used twice.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_daemon::store::{Events, OpenOptions, Store};
use sarf_tests::store::child::{Ended, Order, REFUSED};
use sarf_tests::store::damage::{Damage, copy, entries, files};
use sarf_tests::store::work;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const CHILD: &str = env!("CARGO_BIN_EXE_store_child");

fn verify(dir: &Path) -> Ended {
    Order::verify(dir).run(CHILD)
}

/// `changes` changes, closed or not, in segments of about three frames, without snapshots.
fn journal_of(changes: u64, close: bool) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let ended = Order { segment_bytes: 1200, close, ..Order::work(dir.path(), changes) }.run(CHILD);
    assert_eq!(ended.acked(), changes);
    dir
}

fn segments(dir: &Path) -> Vec<PathBuf> {
    entries(&dir.join("journal"))
}

fn set_aside(dir: &Path, stem: &str) -> Vec<PathBuf> {
    entries(dir).into_iter().filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(stem)).collect()
}

/// Name, length and checksum of every file that is not sled's own, to see that nothing was moved or changed.
fn contents(dir: &Path) -> Vec<(PathBuf, usize, u64)> {
    let sum = |bytes: &[u8]| bytes.iter().fold(7u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let names =
        files(dir).into_iter().filter(|path| !path.ends_with("store.mark") && !path.starts_with(dir.join("store")));
    names
        .map(|path| (std::fs::read(&path).unwrap(), path))
        .map(|(bytes, path)| (path, bytes.len(), sum(&bytes)))
        .collect()
}

#[test]
fn nothing_at_all_is_a_new_world() {
    let dir = tempfile::tempdir().unwrap();
    let ended = verify(dir.path());
    assert_eq!(ended.whole(), 0);
}

#[test]
fn an_empty_or_torn_last_segment_has_no_frame_in_it() {
    for torn in [&b""[..], b"SARFSEG1 and no more"] {
        let dir = journal_of(9, true);
        let next = dir.path().join("journal").join(format!("{:020}.seg", 11));
        std::fs::write(&next, torn).unwrap();
        let ended = Order::work(dir.path(), 1).run(CHILD);
        assert_eq!((ended.whole(), ended.acked()), (9, 10), "{:#?}", ended.tail());
        assert_eq!(verify(dir.path()).whole(), 10);
    }
}

#[test]
fn a_store_that_agrees_with_its_journal_goes_on_without_a_word() {
    let dir = journal_of(9, true);
    let ended = verify(dir.path());
    assert_eq!(ended.whole(), 9);
    assert!(!ended.says("said"), "{:#?}", ended.tail());
}

/// A closed store of 5 changes beside a journal of 9: the store of an earlier moment.
fn behind() -> TempDir {
    let early = journal_of(5, true);
    let late = tempfile::tempdir().unwrap();
    copy(early.path(), late.path());
    Order { segment_bytes: 1200, ..Order::work(late.path(), 4) }.run(CHILD);
    for name in ["store", "store.mark"] {
        let (from, to) = (early.path().join(name), late.path().join(name));
        if from.is_dir() {
            std::fs::remove_dir_all(&to).unwrap();
            copy(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
    late
}

#[test]
fn a_store_behind_its_journal_takes_the_rest_over() {
    let dir = behind();
    let ended = verify(dir.path());
    assert_eq!(ended.whole(), 9);
    assert!(ended.says("4 changes were taken over"), "{:#?}", ended.tail());
}

#[test]
fn a_store_behind_a_journal_with_a_hole_stops_and_moves_nothing() {
    let dir = behind();
    // Frame 1 is the layout note, so change n is frame n+1; the frames behind the store's head begin with 7.
    let hole = segments(dir.path()).into_iter().rev().nth(1).unwrap();
    Damage::Flip(500).to(&hole);
    let before = contents(dir.path());
    let ended = verify(dir.path());
    assert_eq!(ended.status.code(), Some(i32::from(REFUSED)), "{:#?}", ended.tail());
    let name = hole.file_name().unwrap().to_string_lossy().into_owned();
    assert!(ended.says(&name) && ended.says("number") && ended.says("check --repair"), "{:#?}", ended.tail());
    assert_eq!(contents(dir.path()), before);
    assert_eq!(set_aside(dir.path(), "store.bad-").len(), 0);
}

#[test]
fn a_store_ahead_of_its_journal_is_the_witness() {
    for tail in [None, Some(&b"half a frame"[..])] {
        let dir = journal_of(9, true);
        let last = segments(dir.path()).pop().unwrap();
        match tail {
            None => std::fs::remove_file(&last).unwrap(),
            Some(tail) => std::fs::write(&last, [&std::fs::read(&last).unwrap()[..64], tail].concat()).unwrap(),
        }
        let ended = Order::work(dir.path(), 1).run(CHILD);
        assert_eq!((ended.whole(), ended.acked()), (9, 10), "{:#?}", ended.tail());
        assert!(ended.says("the store is right"), "{:#?}", ended.tail());
        assert_eq!(set_aside(dir.path(), "journal.cut-").len(), 1);
        // From the snapshot taken as witness and the new journal, everything can be built again.
        std::fs::remove_dir_all(dir.path().join("store")).unwrap();
        assert_eq!(verify(dir.path()).whole(), 10);
    }
}

#[test]
fn a_bad_tail_is_cut_and_its_bytes_are_kept() {
    let dir = journal_of(9, true);
    let last = segments(dir.path()).pop().unwrap();
    let whole = std::fs::read(&last).unwrap();
    std::fs::write(&last, [&whole[..], b"half a frame"].concat()).unwrap();
    let ended = Order::work(dir.path(), 2).run(CHILD);
    assert_eq!((ended.whole(), ended.acked()), (9, 11), "{:#?}", ended.tail());
    assert!(ended.says("may be missing"), "{:#?}", ended.tail());
    assert_eq!(std::fs::read(&last).unwrap(), whole);
    let kept = files(&set_aside(dir.path(), "journal.cut-")[0]);
    assert_eq!(kept.iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>(), [b"half a frame"]);
    // The numbers passed over are named, so what follows is no gap: the store can be built from frame 1.
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    let ended = verify(dir.path());
    assert_eq!(ended.whole(), 11, "{:#?}", ended.tail());
}

#[test]
fn a_bad_store_is_rebuilt_from_frame_one_and_the_newest_two_bad_ones_are_kept() {
    let dir = journal_of(9, true);
    for round in 1..=4 {
        std::fs::write(dir.path().join("store/db"), b"nothing sled would know").unwrap();
        let ended = verify(dir.path());
        assert_eq!(ended.whole(), 9, "{:#?}", ended.tail());
        assert!(ended.says("nothing that was saved is missing"), "{:#?}", ended.tail());
        assert_eq!(set_aside(dir.path(), "store.bad-").len(), round.min(2));
    }
}

#[test]
fn a_bad_store_is_rebuilt_from_the_older_snapshot_when_the_newer_is_damaged() {
    let dir = tempfile::tempdir().unwrap();
    Order { snapshot_every: 10, segment_bytes: 1200, ..Order::work(dir.path(), 45) }.run(CHILD);
    let snapshots = entries(&dir.path().join("snapshots"));
    assert_eq!(snapshots.len(), 2, "the newest two are kept");
    Damage::Flip(500).to(&snapshots[1]);
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    let ended = verify(dir.path());
    assert_eq!(ended.whole(), 45, "{:#?}", ended.tail());
    assert!(ended.says("is damaged; the one before it is used"), "{:#?}", ended.tail());
}

#[test]
fn segments_before_the_older_snapshot_are_gone_and_those_since_are_there() {
    let dir = tempfile::tempdir().unwrap();
    Order { snapshot_every: 10, segment_bytes: 1200, ..Order::work(dir.path(), 45) }.run(CHILD);
    let first = segments(dir.path())[0].file_stem().unwrap().to_string_lossy().parse::<u64>().unwrap();
    let older =
        entries(&dir.path().join("snapshots"))[0].file_stem().unwrap().to_string_lossy().parse::<u64>().unwrap();
    assert!(first > 1 && first <= older + 1, "the journal begins with {first}, the older snapshot ends with {older}");
}

#[test]
fn a_bad_store_with_neither_snapshot_nor_beginning_stops_and_moves_nothing() {
    let dir = journal_of(9, true);
    std::fs::remove_file(&segments(dir.path())[0]).unwrap();
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    let before = contents(dir.path());
    let ended = verify(dir.path());
    assert_eq!(ended.status.code(), Some(i32::from(REFUSED)), "{:#?}", ended.tail());
    assert!(ended.says("missing: numbers 1 to"), "{:#?}", ended.tail());
    assert_eq!(contents(dir.path()), before);
}

#[test]
fn a_store_of_another_journal_is_not_believed() {
    let (dir, other) = (journal_of(9, true), journal_of(4, true));
    for name in ["store", "store.mark"] {
        let (from, to) = (other.path().join(name), dir.path().join(name));
        if from.is_dir() {
            std::fs::remove_dir_all(&to).unwrap();
            copy(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
    let ended = verify(dir.path());
    assert_eq!(ended.whole(), 9, "{:#?}", ended.tail());
}

#[test]
fn what_a_stop_left_half_made_is_cleared_away() {
    let dir = journal_of(3, true);
    std::fs::create_dir(dir.path().join("store.new")).unwrap();
    std::fs::write(dir.path().join("store.new/db"), b"half").unwrap();
    std::fs::write(dir.path().join("snapshots").join(format!("{:020}.part", 3)), b"half").unwrap();
    assert_eq!(verify(dir.path()).whole(), 3);
    assert!(!dir.path().join("store.new").exists());
    assert!(entries(&dir.path().join("snapshots")).is_empty());
}

#[test]
fn a_second_process_is_told_that_the_store_is_in_use() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(OpenOptions::new(dir.path())).unwrap();
    store.change_blocking(work::step).unwrap();
    let ended = verify(dir.path());
    assert_eq!(ended.status.code(), Some(i32::from(REFUSED)), "{:#?}", ended.tail());
    assert!(ended.says("in use by another process"), "{:#?}", ended.tail());
    store.change_blocking(work::step).unwrap();
    store.close_blocking().unwrap();
    assert_eq!(verify(dir.path()).whole(), 2);
}

#[test]
fn folders_are_0700_and_files_0600() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("state");
    Order { snapshot_every: 2, ..Order::work(&home, 5) }.run(CHILD);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for path in [home.clone(), home.join("journal"), home.join("snapshots"), home.join("store")] {
        assert_eq!(mode(&path), 0o700, "{}", path.display());
    }
    for path in files(&home) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[tokio::test]
async fn a_cursor_of_an_earlier_start_is_answered_with_behind() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(OpenOptions::new(dir.path())).unwrap();
    store.change(work::step).await.unwrap();
    let cursor = store.cursor();
    store.close().await.unwrap();
    let (store, _) = Store::open(OpenOptions::new(dir.path())).unwrap();
    let answer = store.events_since(&cursor, std::time::Duration::ZERO).await;
    assert!(matches!(answer, Events::Behind { .. }), "{answer:?}");
    store.close().await.unwrap();
}
