//! A disk that refuses: writes that fail cost nothing and work goes on by itself, syncs that fail end the work, and a
//! start on such a disk says so and moves nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_daemon::store::{ChangeError, Fault, Health, OpenError, OpenOptions, Store};
use sarf_tests::harness::SmallDisk;
use sarf_tests::store::child::{Order, REFUSED};
use sarf_tests::store::damage::files;
use sarf_tests::store::layers::{Faults, Refusing};
use sarf_tests::store::work;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const CHILD: &str = env!("CARGO_BIN_EXE_store_child");
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;
const EIO: i32 = 5;

fn open(dir: &Path) -> (Store, Arc<Faults>) {
    let layer = Refusing::default();
    let faults = Arc::clone(&layer.faults);
    let mut options = OpenOptions::new(dir);
    options.files = Arc::new(layer);
    options.retry_every = Duration::from_millis(20);
    (Store::open(options).unwrap().0, faults)
}

async fn until(store: &Store, wanted: impl Fn(&Health) -> bool) {
    let mut watch = store.health_watch();
    let changed = tokio::time::timeout(Duration::from_secs(20), watch.wait_for(|health| wanted(health))).await;
    assert!(changed.is_ok(), "the store stays {:?}", store.health());
}

#[tokio::test]
async fn a_full_or_read_only_disk_pauses_and_work_goes_on_by_itself() {
    for errno in [ENOSPC, EROFS] {
        let dir = tempfile::tempdir().unwrap();
        let (store, faults) = open(dir.path());
        assert_eq!(store.change(work::step).await, Ok(1));
        let frame = store.head();
        faults.fail_writes(errno);
        for _ in 0..2 {
            let refused = store.change(work::step).await;
            assert!(matches!(&refused, Err(ChangeError::NotWritten { why }) if why.contains("disk")), "{refused:?}");
            assert!(matches!(store.health(), Health::Paused { .. }), "{:?}", store.health());
        }
        assert_eq!(work::verify(&store.read()).unwrap(), 1);
        faults.fail_writes(0);
        until(&store, |health| *health == Health::Writing).await;
        assert_eq!(store.change(work::step).await, Ok(2));
        assert!(store.head() > frame + 1, "a number that may have been on the disk was used again");
        store.close().await.unwrap();
        let ended = Order::verify(dir.path()).run(CHILD);
        assert_eq!(ended.whole(), 2);
        assert!(!ended.says("said"), "{:#?}", ended.tail());
        // What was passed over is named in the journal, so that it alone is enough.
        std::fs::remove_dir_all(dir.path().join("store")).unwrap();
        assert_eq!(Order::verify(dir.path()).run(CHILD).whole(), 2);
    }
}

#[tokio::test]
async fn a_kill_while_the_disk_refuses_costs_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, faults) = open(dir.path());
    assert_eq!(store.change(work::step).await, Ok(1));
    faults.fail_writes(ENOSPC);
    assert!(store.change(work::step).await.is_err());
    // Dropped without closing: the next start sees what a kill would leave.
    drop(store);
    let ended = Order::work(dir.path(), 1).run(CHILD);
    assert_eq!((ended.whole(), ended.acked()), (1, 2), "{:#?}", ended.tail());
}

#[tokio::test]
async fn after_a_failed_sync_nothing_is_written_or_synced_again() {
    let dir = tempfile::tempdir().unwrap();
    let (store, faults) = open(dir.path());
    assert_eq!(store.change(work::step).await, Ok(1));
    faults.fail_syncs(EIO);
    assert_eq!(store.change(work::step).await, Err(ChangeError::OutcomeUnknown));
    assert!(matches!(store.health(), Health::Stopped { .. }));
    faults.fail_syncs(0);
    let syncs = faults.syncs();
    let refused = store.change(work::step).await;
    assert!(matches!(refused, Err(ChangeError::Stopped { .. })), "{refused:?}");
    assert!(store.snapshot().await.is_err());
    assert_eq!(work::verify(&store.read()).unwrap(), 1);
    store.close().await.unwrap();
    assert_eq!(faults.syncs(), syncs, "something was synced after a failed sync");
    let ended = Order::work(dir.path(), 1).run(CHILD);
    let whole = ended.whole();
    assert!((1..=2).contains(&whole) && ended.acked() == whole + 1, "{:#?}", ended.tail());
}

#[tokio::test]
async fn after_a_failed_truncation_nothing_is_written_again() {
    let dir = tempfile::tempdir().unwrap();
    let (store, faults) = open(dir.path());
    assert_eq!(store.change(work::step).await, Ok(1));
    faults.fail_truncations(EIO);
    faults.fail_writes(ENOSPC);
    assert_eq!(store.change(work::step).await, Err(ChangeError::OutcomeUnknown));
    faults.fail_writes(0);
    assert!(matches!(store.change(work::step).await, Err(ChangeError::Stopped { .. })));
    store.close().await.unwrap();
    let ended = Order::work(dir.path(), 1).run(CHILD);
    assert_eq!((ended.whole(), ended.acked()), (1, 2), "{:#?}", ended.tail());
}

#[tokio::test]
async fn a_refused_change_stays_refused_and_those_beside_it_are_told_the_disk_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (store, faults) = open(dir.path());
    faults.fail_writes(ENOSPC);
    let refusal = store.change(|_| Err::<(), _>("not now"));
    let change = store.change(work::step);
    let (refusal, change) = tokio::join!(refusal, change);
    assert_eq!(refusal, Err(ChangeError::Refused("not now")));
    assert!(matches!(change, Err(ChangeError::<Fault>::NotWritten { .. })), "{change:?}");
}

#[tokio::test]
async fn a_snapshot_on_a_full_disk_fails_and_changes_go_on_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let (store, faults) = open(dir.path());
    assert_eq!(store.change(work::step).await, Ok(1));
    faults.fail_writes(ENOSPC);
    assert!(store.snapshot().await.is_err());
    faults.fail_writes(0);
    assert_eq!(store.change(work::step).await, Ok(2));
    assert!(store.snapshot().await.is_ok());
    store.close().await.unwrap();
    assert_eq!(Order::verify(dir.path()).run(CHILD).whole(), 2);
}

#[test]
fn a_start_on_a_full_or_read_only_disk_says_so_and_moves_nothing() {
    for (errno, remedy) in [(ENOSPC, "free some space"), (EROFS, "writable again")] {
        let dir = tempfile::tempdir().unwrap();
        Order { close: false, ..Order::work(dir.path(), 20) }.run(CHILD);
        let before = files(dir.path());
        let layer = Refusing::default();
        layer.faults.fail_writes(errno);
        let mut options = OpenOptions::new(dir.path());
        options.files = Arc::new(layer);
        let error = Store::open(options).map(|_| ()).unwrap_err();
        assert!(matches!(error, OpenError::Disk { .. }) && error.to_string().contains(remedy), "{error}");
        assert_eq!(files(dir.path()), before);
        assert_eq!(Order::verify(dir.path()).run(CHILD).whole(), 20);
    }
}

#[test]
fn a_really_full_disk_loses_nothing_and_is_no_damage() {
    let Some(disk) = SmallDisk::new("20m") else {
        eprintln!("skipped: this user may not mount a small file system");
        return;
    };
    let home = disk.path().join("state");
    let mut acked = 0;
    for _ in 0..3 {
        let ended = Order::work(&home, 100_000).run(CHILD);
        assert!(!ended.status.success(), "the disk did not fill up");
        acked = acked.max(ended.acked());
        if ended.status.code() == Some(i32::from(REFUSED)) {
            assert!(ended.says("free some space"), "{:#?}", ended.tail());
        }
    }
    assert!(acked > 100, "only {acked} changes fitted");
    // Somebody else takes what was left free for the index.
    disk.fill(0);
    let ended = Order::work(&home, 1).run(CHILD);
    assert!(!ended.status.success() && ended.says("free some space"), "{:#?}", ended.tail());
    let aside = files(disk.path()).into_iter().filter(|path| path.to_string_lossy().contains("store.bad-")).count();
    assert_eq!(aside, 0, "a full disk was taken for damage");
    disk.resize("64m");
    let ended = Order::work(&home, 1).run(CHILD);
    assert!(ended.whole() >= acked && ended.whole() <= acked + 1, "{acked} acknowledged: {:#?}", ended.tail());
}
