//! What a durable change costs, beside what the disk's bare sync costs: `cargo bench -p sarf-tests --bench store`.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to measure")]

use divan::Bencher;
use sarf_daemon::store::{Fault, OpenOptions, Span, Store, StoreEvent, Table, View};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

fn main() {
    divan::main();
}

const TURNS: Table<(u64, u32), String> = Table::new("turns");
const STATUS: Table<u64, String> = Table::new("status");

fn open() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (store, _) = Store::open(OpenOptions::new(dir.path())).unwrap();
    (dir, store)
}

fn turn(store: &Store, n: u64) {
    store
        .change_blocking(move |tx| {
            let place = (n / 40, u32::try_from(n % 40).unwrap_or(0));
            tx.put(&TURNS, &place, &"Since the move my mother has called every evening. ".repeat(8))?;
            tx.put(&STATUS, &place.0, &format!("generating {}", place.1))?;
            tx.event(StoreEvent::of(&place)?);
            Ok::<_, Fault>(())
        })
        .unwrap();
}

/// The bare cost of the disk: append as much as a turn's frame and sync.
#[divan::bench(sample_count = 500, sample_size = 1)]
fn bare_append_and_sync(bencher: Bencher) {
    let mut file = tempfile::tempfile_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    bencher.bench_local(|| {
        file.write_all(&[7; 600]).unwrap();
        file.sync_data().unwrap();
    });
}

/// One turn: journal, sync, index, event, answer.
#[divan::bench(sample_count = 500, sample_size = 1)]
fn durable_turn(bencher: Bencher) {
    let (_dir, store) = open();
    let n = AtomicU64::new(0);
    bencher.bench_local(|| turn(&store, n.fetch_add(1, Ordering::Relaxed)));
}

/// Sixteen turns at the same time share syncs.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn sixteen_durable_turns_at_once(bencher: Bencher) {
    let (_dir, store) = open();
    let n = Arc::new(AtomicU64::new(0));
    bencher.bench_local(|| {
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| turn(&store, n.fetch_add(1, Ordering::Relaxed)));
            }
        });
    });
}

/// Reading the last page of forty turns.
#[divan::bench]
fn page_of_forty_turns(bencher: Bencher) {
    let (_dir, store) = open();
    (0..400).for_each(|n| turn(&store, n));
    let reader = store.read();
    bencher.bench_local(|| reader.scan(&TURNS, &Span::all().backwards().limit(40)).unwrap().len());
}

/// How long a start takes with 40,000 turns, after a clean end.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn open_with_forty_thousand_turns(bencher: Bencher) {
    let (dir, store) = open();
    std::thread::scope(|scope| {
        for part in 0..32 {
            let store = &store;
            scope.spawn(move || (0..1250).for_each(|n| turn(store, part * 1250 + n)));
        }
    });
    store.close_blocking().unwrap();
    bencher.bench_local(|| Store::open(OpenOptions::new(dir.path())).unwrap().0.close_blocking().unwrap());
}
