//! The store as a whole, in one process: what the tests of `tests/` do with processes is not repeated here.

use super::*;
use std::path::Path;

const NOTES: Table<(u64, u32), String> = Table::new("notes");

fn options(dir: &Path) -> OpenOptions {
    OpenOptions::new(dir)
}

fn open(dir: &Path) -> (Store, OpenReport) {
    Store::open(options(dir)).unwrap()
}

fn put(store: &Store, key: (u64, u32), text: &str) {
    let text = text.to_owned();
    store.change_blocking(move |tx| tx.put(&NOTES, &key, &text)).unwrap();
}

#[test]
fn what_was_changed_is_there_after_closing_and_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let (store, report) = open(dir.path());
    assert!(report.new_world);
    for n in 0..20 {
        put(&store, (1, n), &format!("note {n}"));
    }
    store.close_blocking().unwrap();
    let (store, report) = open(dir.path());
    assert_eq!((report.new_world, report.sentences), (false, vec![]));
    let reader = store.read();
    assert_eq!(reader.get(&NOTES, &(1, 7)).unwrap().as_deref(), Some("note 7"));
    assert_eq!(reader.count(&NOTES).unwrap(), 20);
    assert_eq!(reader.scan_prefix(&NOTES, &1u64).unwrap().len(), 20);
    assert_eq!(reader.last(&NOTES, Span::all()).unwrap().unwrap().0, (1, 19));
}

#[test]
fn a_change_sees_what_it_wrote_and_a_refused_one_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    put(&store, (1, 1), "one");
    put(&store, (1, 3), "three");
    let seen = store
        .change_blocking(|tx| {
            tx.put(&NOTES, &(1, 2), &"two".to_owned())?;
            tx.delete(&NOTES, &(1, 3));
            tx.put(&NOTES, &(0, 9), &"zero".to_owned())?;
            let forwards: Vec<(u64, u32)> = tx.scan(&NOTES, &Span::all())?.into_iter().map(|(key, _)| key).collect();
            let backwards = tx.scan(&NOTES, &Span::all().backwards().limit(2))?;
            Ok::<_, Fault>((forwards, backwards, tx.count(&NOTES)?, tx.next_id("notes")?, tx.next_id("notes")?))
        })
        .unwrap();
    assert_eq!(seen.0, [(0, 9), (1, 1), (1, 2)]);
    assert_eq!(seen.1, [((1, 2), "two".to_owned()), ((1, 1), "one".to_owned())]);
    assert_eq!((seen.2, seen.3, seen.4), (3, 1, 2));
    let refused = store.change_blocking(|tx| {
        tx.put(&NOTES, &(5, 5), &"no".to_owned()).map_err(|_| "unwritable")?;
        Err::<(), _>("not now")
    });
    assert_eq!(refused, Err(ChangeError::Refused("not now")));
    assert_eq!(store.read().get(&NOTES, &(5, 5)).unwrap(), None);
    assert_eq!(store.change_blocking(|tx| tx.next_id("notes")).unwrap(), 3);
}

#[test]
fn a_change_that_panics_harms_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let broken: Result<(), ChangeError<()>> = store.change_blocking(|_| panic!("a mistake"));
    assert_eq!(broken, Err(ChangeError::Broken));
    put(&store, (1, 1), "still writing");
    assert_eq!(store.health(), Health::Writing);
}

#[test]
fn of_two_simultaneous_approvals_one_succeeds() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let outcomes: Vec<Result<(), ChangeError<&str>>> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..16)
            .map(|_| {
                scope.spawn(|| {
                    store.change_blocking(|tx| {
                        if tx.contains(&NOTES, &(9, 9)).map_err(|_| "fault")? {
                            return Err("approved already");
                        }
                        tx.put(&NOTES, &(9, 9), &"approved".to_owned()).map_err(|_| "fault")
                    })
                })
            })
            .collect();
        tries.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
}

#[tokio::test]
async fn events_are_told_once_their_change_is_durable() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let cursor = store.cursor();
    let frame = store
        .change(|tx| {
            tx.event(StoreEvent::of(&"saved")?);
            tx.put(&NOTES, &(1, 1), &"x".to_owned())?;
            Ok::<_, Fault>(tx.frame())
        })
        .await
        .unwrap();
    let Events::Some { frames, next } = store.events_since(&cursor, std::time::Duration::from_secs(20)).await else {
        panic!("an event was expected")
    };
    assert_eq!((frames.len(), frames[0].seq, next.seq), (1, frame, frame));
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_store_is_rebuilt_exactly_from_snapshot_and_journal() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    for n in 0..50 {
        let text = format!("before {n}");
        store.change(move |tx| tx.put(&NOTES, &(n, 0), &text)).await.unwrap();
    }
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0..50u64 {
                store
                    .change(move |tx| {
                        tx.delete(&NOTES, &(n, 0));
                        tx.put(&NOTES, &(n, 1), &"during".to_owned())
                    })
                    .await
                    .unwrap();
            }
        })
    };
    store.snapshot().await.unwrap();
    writing.await.unwrap();
    store.snapshot().await.unwrap();
    store.snapshot().await.unwrap();
    store.change(|tx| tx.put(&NOTES, &(99, 9), &"after".to_owned())).await.unwrap();
    let before = store.read().scan(&NOTES, &Span::all()).unwrap();
    store.close().await.unwrap();
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    let (store, report) = open(dir.path());
    assert_eq!(store.read().scan(&NOTES, &Span::all()).unwrap(), before);
    assert!(!report.sentences.is_empty());
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_record_found_damaged_stops_the_store_and_the_next_start_rebuilds_it() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    put(&store, (1, 1), "one");
    let index = store.inner.shelf.index().unwrap();
    let head = index.head().unwrap();
    let key = Key::to_bytes(&(1u64, 1u32));
    index.apply(head.world, head.seq, &[(NOTES.name(), &key, Some(b"\x01nonsense"))]).unwrap();
    drop(index);
    assert!(matches!(store.read().get(&NOTES, &(1, 1)), Err(Fault::Damaged { .. })));
    assert!(matches!(store.health(), Health::Stopped { .. }));
    let refused: Result<(), ChangeError<()>> = store.change(|_| Ok(())).await;
    assert!(matches!(refused, Err(ChangeError::Stopped { .. })), "{refused:?}");
    store.close().await.unwrap();
    let (store, report) = open(dir.path());
    assert!(report.sentences.iter().any(|sentence| sentence.contains("rebuilt")), "{report:?}");
    assert_eq!(store.read().get(&NOTES, &(1, 1)).unwrap().as_deref(), Some("one"));
}

#[test]
fn values_of_a_megabyte_survive_their_blobs() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let long = "x".repeat(1_000_000);
    for n in 0..3 {
        put(&store, (n, 0), &long);
    }
    store.close_blocking().unwrap();
    let blobs = dir.path().join("store/blobs");
    let one = std::fs::read_dir(&blobs).unwrap().next();
    if let Some(blob) = one {
        std::fs::remove_file(blob.unwrap().path()).unwrap();
    }
    let (store, _) = open(dir.path());
    assert_eq!(store.read().scan(&NOTES, &Span::all()).unwrap().len(), 3);
    let longer = "x".repeat(LONGEST_VALUE);
    let refused = store.change_blocking(move |tx| tx.put(&NOTES, &(9, 9), &longer));
    assert!(matches!(refused, Err(ChangeError::Refused(Fault::TooLong { .. }))), "{refused:?}");
}

#[tokio::test]
async fn a_backup_opens_as_a_store_of_its_own() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, _) = open(dir.path());
    for n in 0..30 {
        put(&store, (n, 0), "kept");
    }
    let file = other.path().join("backup");
    let end = store.backup(&file).await.unwrap();
    assert!(store.backup(&file).await.is_err(), "a backup was overwritten");
    let snapshots = other.path().join("state/snapshots");
    std::fs::create_dir_all(&snapshots).unwrap();
    std::fs::rename(&file, snapshots.join(snapshot::name(end))).unwrap();
    let (copy, _) = open(&other.path().join("state"));
    assert_eq!(copy.read().scan(&NOTES, &Span::all()).unwrap().len(), 30);
    put(&copy, (99, 0), "and written on");
    copy.close().await.unwrap();
    let (copy, report) = open(&other.path().join("state"));
    assert_eq!((copy.read().count(&NOTES).unwrap(), report.sentences), (31, vec![]));
}

/// The folder of a service that stopped while `part` of the writes of its last change were in the index; the journal has
/// that change or (on a disk that lied) has not.
fn stopped_while_applying(dir: &Path, part: usize, in_journal: bool) {
    let layout = layout::Layout::new(dir);
    let (store, _) = open(dir);
    for n in 1..=3 {
        put(&store, (1, n), "old");
    }
    store.close_blocking().unwrap();
    let before = dir.join("before");
    mark::copy_tree(&layout.store(), &before).unwrap();
    if in_journal {
        let (store, _) = open(dir);
        let change = |tx: &mut Tx| -> Result<(), Fault> {
            tx.delete(&NOTES, &(1, 1));
            tx.put(&NOTES, &(1, 2), &"new".to_owned())?;
            tx.put(&NOTES, &(2, 1), &"new".to_owned())?;
            tx.put(&NOTES, &(2, 2), &"new".to_owned())
        };
        store.change_blocking(change).unwrap();
        store.close_blocking().unwrap();
    }
    std::fs::remove_dir_all(layout.store()).unwrap();
    std::fs::rename(&before, layout.store()).unwrap();
    std::fs::remove_file(layout.mark()).unwrap();
    let keys: Vec<Vec<u8>> = [(1u64, 1u32), (1, 2), (2, 1), (2, 2)].iter().map(Key::to_bytes).collect();
    let values: Vec<Vec<u8>> =
        keys.iter().map(|key| codec::encode(NOTES.name(), key, &"new".to_owned()).unwrap()).collect();
    let writes: Vec<frame::WriteRef<'_>> = keys
        .iter()
        .zip(&values)
        .enumerate()
        .map(|(place, (key, value))| (NOTES.name(), key.as_slice(), (place > 0).then_some(value.as_slice())))
        .collect();
    index::Index::open(&layout.store(), 1 << 20).unwrap().apply_in_part(&writes, part);
}

#[test]
fn a_change_that_is_in_the_index_in_part_is_completed_from_the_journal_and_counted_once() {
    for part in 0..=4 {
        let dir = tempfile::tempdir().unwrap();
        stopped_while_applying(dir.path(), part, true);
        let (store, report) = open(dir.path());
        assert!(!report.sentences.iter().any(|sentence| sentence.contains("rebuilt")), "{part}: {report:?}");
        let notes = store.read().scan(&NOTES, &Span::all()).unwrap();
        let words: Vec<&str> = notes.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(words, ["new", "old", "new", "new"], "{part}");
        assert_eq!(store.read().count(&NOTES).unwrap(), 4, "{part}");
        assert!(store.check().unwrap().is_sound(), "{part}");
        store.close_blocking().unwrap();
        let (_store, report) = open(dir.path());
        assert_eq!(report.sentences, Vec::<String>::new(), "{part}");
    }
}

#[test]
fn a_change_that_is_in_the_index_in_part_and_not_in_the_journal_is_not_believed() {
    let dir = tempfile::tempdir().unwrap();
    stopped_while_applying(dir.path(), 3, false);
    let (store, report) = open(dir.path());
    assert!(report.sentences.iter().any(|sentence| sentence.contains("rebuilt")), "{report:?}");
    let notes = store.read().scan(&NOTES, &Span::all()).unwrap();
    assert_eq!(notes.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["old"; 3]);
}

#[test]
fn a_single_record_lost_beside_a_change_in_part_is_noticed_wherever_the_change_stopped() {
    for part in 0..=4 {
        let dir = tempfile::tempdir().unwrap();
        stopped_while_applying(dir.path(), part, true);
        let layout = layout::Layout::new(dir.path());
        let db = index::Index::open(&layout.store(), 1 << 20).unwrap();
        db.lose(NOTES.name(), &[(1u64, 3u32).to_bytes()]);
        drop(db);
        let (store, report) = open(dir.path());
        assert!(report.sentences.iter().any(|sentence| sentence.contains("rebuilt")), "{part}: {report:?}");
        assert_eq!(store.read().count(&NOTES).unwrap(), 4, "{part}");
        assert!(store.check().unwrap().is_sound(), "{part}");
    }
}
