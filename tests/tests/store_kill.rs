//! A process that is killed loses nothing it acknowledged, wherever it was; the next one starts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sarf_tests::store::child::{Order, sweep};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::Duration;

const CHILD: &str = env!("CARGO_BIN_EXE_store_child");

/// The long sweep is for a quiet hour.
fn long() -> bool {
    std::env::var_os("SARF_LONG").is_some()
}

/// Works on a store with kills at random moments; the highest id acknowledged and the records found afterwards.
fn killed_at_random(seed: u64, rounds: u32, procrastinate: bool) -> (u64, u64) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let dir = tempfile::tempdir().unwrap();
    let tasks = random.random_range(1..=4);
    let mut acked = 0;
    for _ in 0..rounds {
        let order = Order {
            tasks,
            segment_bytes: 64 * 1024,
            snapshot_every: if random.random_bool(0.5) { 40 } else { 0 },
            procrastinate,
            ..Order::work(dir.path(), 1_000_000)
        };
        let mut wanted = random.random_range(1..150u32);
        let pause = Duration::from_micros(random.random_range(0..20_000));
        let enough = |line: &str| {
            wanted -= u32::from(line.starts_with("ack "));
            wanted == 0
        };
        let ended = order.start(CHILD).kill_when(enough, pause);
        assert_eq!(ended.status.signal(), Some(9), "seed {seed}: {:#?}", ended.tail());
        acked = acked.max(ended.acked());
    }
    let ended = Order::verify(dir.path()).run(CHILD);
    if procrastinate {
        return (acked, ended.verified().unwrap_or(0));
    }
    let whole = ended.whole();
    assert!(whole >= acked, "seed {seed}: {acked} acknowledged, {whole} there");
    assert!(whole <= acked + tasks, "seed {seed}: {whole} there, {acked} acknowledged, {tasks} in flight");
    (acked, whole)
}

#[test]
fn kills_at_random_moments_lose_nothing_that_was_acknowledged() {
    let seeds = if long() { 200 } else { 10 };
    for seed in 0..seeds {
        killed_at_random(seed, 2, false);
    }
}

#[test]
fn control_acknowledging_before_the_frame_is_written_loses_changes() {
    let lost = (0..5).filter(|seed| {
        let (acked, whole) = killed_at_random(*seed, 1, true);
        whole < acked
    });
    assert!(lost.count() > 0, "the test of kills cannot see a loss");
}

#[test]
fn a_kill_at_every_write_event_loses_nothing_and_doubles_nothing() {
    let order = |dir: &Path| Order { snapshot_every: 3, segment_bytes: 1500, ..Order::work(dir, 7) };
    let events = sweep(
        CHILD,
        order,
        |_| {},
        |k, dir, acked| {
            let whole = Order::verify(dir).run(CHILD).whole();
            assert!(whole == acked || whole == acked + 1, "event {k}: {acked} acknowledged, {whole} there");
            let again = Order::work(dir, 1).run(CHILD);
            assert_eq!((again.whole(), again.acked()), (whole, whole + 1), "event {k}: {:#?}", again.tail());
        },
    );
    assert!(events > 60, "only {events} write events were swept");
}

#[test]
fn a_kill_at_every_write_event_of_a_rebuild_leaves_a_store_that_starts() {
    let prepare = |dir: &Path| {
        assert_eq!(Order { snapshot_every: 4, ..Order::work(dir, 10) }.run(CHILD).acked(), 10);
        let sled = dir.join("store/db");
        std::fs::write(&sled, b"nothing sled would know").unwrap();
    };
    let events = sweep(CHILD, Order::verify, prepare, |k, dir, _| {
        let ended = Order::verify(dir).run(CHILD);
        assert_eq!(ended.whole(), 10, "event {k}: {:#?}", ended.tail());
    });
    assert!(events > 10, "only {events} write events were swept");
}

#[test]
fn a_kill_at_every_write_event_of_a_cut_leaves_a_store_that_starts() {
    let prepare = |dir: &Path| {
        Order { close: false, ..Order::work(dir, 5) }.run(CHILD);
        let segment = dir.join("journal").join(format!("{:020}.seg", 1));
        let mut bytes = std::fs::read(&segment).unwrap();
        bytes.extend_from_slice(b"half a frame");
        std::fs::write(&segment, bytes).unwrap();
    };
    let events = sweep(CHILD, Order::verify, prepare, |k, dir, _| {
        let ended = Order::work(dir, 1).run(CHILD);
        assert_eq!((ended.whole(), ended.acked()), (5, 6), "event {k}: {:#?}", ended.tail());
    });
    assert!(events > 8, "only {events} write events were swept");
}
