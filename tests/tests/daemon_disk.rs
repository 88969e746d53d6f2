//! A disk that fills up under a working daemon: the work pauses with a sentence and goes on by itself, and a daemon that
//! cannot start on such a disk says why.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::job::JobState;
use sarf_shared::rpc::StorageHealth;
use sarf_tests::harness::{Rpc, SmallDisk, World, same, until};

/// A little more than the daemon leaves free of a disk.
const NEARLY_FULL: u64 = 9 * 1024 * 1024;

fn disk() -> Option<SmallDisk> {
    let disk = SmallDisk::new("48m");
    if disk.is_none() {
        eprintln!("skipped: this user may not mount a small file system");
    }
    disk
}

fn storage(rpc: &Rpc) -> StorageHealth {
    rpc.ask(|client, context| async move { client.status(context).await }).storage
}

#[test]
fn a_disk_that_fills_up_pauses_the_work_with_a_sentence_and_it_goes_on_where_it_was() {
    let Some(disk) = disk() else { return };
    let golden = {
        let world = World::new();
        let _daemon = world.start();
        world.rpc().generate(3, 30, 6, true);
        world.rpc().settle();
        world.content()
    };
    let world = World::at(tempfile::tempdir_in(disk.path()).unwrap());
    let daemon = world.start();
    disk.fill(NEARLY_FULL);
    let rpc = world.rpc();
    rpc.generate(3, 30, 6, true);
    until("the disk is full", || matches!(storage(&rpc), StorageHealth::Paused { .. }).then_some(()));
    let said = world.sarf(&["daemon", "status"]).ok();
    assert!(said.stdout.contains("paused") && said.stdout.contains("free some space"), "{said}");
    let refused = world.sarf(&["generate", "--turns", "1"]).ended(4);
    assert!(refused.stderr.contains("free some space"), "{refused}");
    assert!(rpc.jobs().iter().any(|job| !job.brief.state.is_over()), "control: there is work left");
    assert_eq!(world.sarf(&["list", "--json"]).ok().stdout.lines().count(), 3, "everything can be looked at meanwhile");
    disk.empty();
    let jobs = rpc.settle();
    assert!(jobs.iter().all(|job| matches!(job.brief.state, JobState::Succeeded { .. })), "{jobs:#?}");
    assert_eq!(world.holder(), Some(daemon.pid()), "by the same process: nobody had to start it again");
    same(&world.content(), &golden, "the content of an undisturbed run");
}

#[test]
fn on_a_disk_without_any_room_the_daemon_does_not_start_and_its_last_words_say_why() {
    let Some(disk) = disk() else { return };
    let world = World::at(tempfile::tempdir_in(disk.path()).unwrap());
    world.sarf(&["generate", "--turns", "2", "--seed", "1", "--wait"]).ok();
    let content = world.content();
    world.sarf(&["daemon", "stop"]).ok();
    disk.fill(0);
    for command in [&["list"][..], &["daemon", "start"]] {
        let said = world.sarf(command).ended(5);
        assert!(said.stderr.contains("free some space"), "{said}");
    }
    disk.empty();
    assert_eq!(world.content(), content);
    world.sarf(&["daemon", "stop"]).ok();
}
