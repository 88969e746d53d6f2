//! A power cut loses nothing that was acknowledged, whatever becomes of bytes and names that were not synced.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sarf_daemon::store::{OpenOptions, Store};
use sarf_tests::store::child::{Order, REFUSED};
use sarf_tests::store::power::{Loss, Power};
use sarf_tests::store::work;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

const CHILD: &str = env!("CARGO_BIN_EXE_store_child");

/// What a power cut at one moment left, and what had been acknowledged by then.
struct Picture {
    dir: PathBuf,
    acked: u64,
    loss: Loss,
}

/// Works on a store, picturing a power cut before every `every`-th sync.
fn pictures(work_dir: &Path, into: &Path, seed: u64, changes: u64, every: u64, sync: bool) -> Vec<Picture> {
    let layer = Power::new(sync);
    let acked = Arc::new(AtomicU64::new(0));
    let taken = Arc::new(Mutex::new(Vec::new()));
    layer.before_each_sync({
        let (acked, taken) = (Arc::clone(&acked), Arc::clone(&taken));
        let (from, into) = (work_dir.to_owned(), into.to_owned());
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut syncs = 0;
        move |layer| {
            syncs += 1;
            if syncs % every != 0 {
                return;
            }
            // Read before the picture is taken: whatever was acknowledged by now has to be in it.
            let acked = acked.load(Ordering::SeqCst);
            let loss = [Loss::Drop, Loss::Cut, Loss::Reorder][random.random_range(0..3)];
            let dir = into.join(format!("{syncs}"));
            layer.picture(&from, &dir, loss, &mut random);
            taken.lock().unwrap().push(Picture { dir, acked, loss });
        }
    });
    let mut options = OpenOptions::new(work_dir);
    options.files = Arc::new(layer);
    options.segment_bytes = 20_000;
    let (store, _) = Store::open(options).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for n in 1..=changes {
            let id = store.change(work::step).await.unwrap();
            acked.store(id, Ordering::SeqCst);
            if n % 25 == 0 {
                store.snapshot().await.unwrap();
            }
        }
    });
    store.close_blocking().unwrap();
    std::mem::take(&mut taken.lock().unwrap())
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let seeds = if std::env::var_os("SARF_LONG").is_some() { 30 } else { 2 };
    for seed in 0..seeds {
        let (work_dir, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for picture in pictures(work_dir.path(), into.path(), seed, 80, 5, true) {
            let order = Order { machine: "this machine, started again".into(), ..Order::work(&picture.dir, 1) };
            let ended = order.run(CHILD);
            let (whole, acked) = (ended.whole(), picture.acked);
            let about = format!("seed {seed}, {:?}, {}: {:#?}", picture.loss, picture.dir.display(), ended.tail());
            assert!(whole >= acked && whole <= acked + 1, "{acked} acknowledged, {whole} there; {about}");
            assert_eq!(ended.acked(), whole + 1, "{about}");
        }
    }
}

#[test]
fn control_leaving_out_the_sync_loses_changes() {
    let (work_dir, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut lost = 0;
    for picture in pictures(work_dir.path(), into.path(), 7, 30, 3, false) {
        // sled has flushed some of it by itself; without it nothing but the journal is left to speak.
        let _ = std::fs::remove_dir_all(picture.dir.join("store"));
        let order = Order { machine: "this machine, started again".into(), ..Order::verify(&picture.dir) };
        let ended = order.run(CHILD);
        let refused = ended.status.code() == Some(i32::from(REFUSED));
        lost += u32::from(refused || ended.verified().is_some_and(|whole| whole < picture.acked));
    }
    assert!(lost > 0, "the test of power cuts cannot see a loss");
}
