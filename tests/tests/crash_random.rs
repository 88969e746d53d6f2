//! T6: a larger run is killed at random moments, and ends with the content of an undisturbed one; nothing acknowledged
//! is lost, nothing is there twice, no job is left without a runner.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::time::Duration;

use rand::{RngExt, SeedableRng};
use sarf_shared::discussion::StatusWord;
use sarf_shared::job::JobState;
use sarf_tests::harness::{Rpc, World, long, same};

const SEED: u64 = 7;
const DISCUSSIONS: u32 = 8;
const TURNS: u32 = 8;

fn steps(rpc: &Rpc) -> Option<u32> {
    Some(rpc.try_jobs()?.iter().map(|job| job.brief.progress.done).sum())
}

#[test]
fn a_larger_run_killed_at_random_moments_ends_with_the_content_of_an_undisturbed_one() {
    let golden = {
        let world = World::new();
        let _daemon = world.start();
        world.rpc().generate(DISCUSSIONS, TURNS, SEED, true);
        world.rpc().settle();
        world.content()
    };
    let runs = if long() { 20 } else { 1 };
    let from: u64 = std::env::var("SARF_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let (mut kills, mut reruns) = (0, 0);
    for seed in from..from + runs {
        eprintln!("SARF_SEED={seed}");
        let mut dice = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        let world = World::new();
        let daemon = world.start();
        let accepted = world.rpc().generate(DISCUSSIONS, TURNS, SEED, true);
        daemon.kill();
        for kill in 0..20 {
            let daemon = world.start();
            let rpc = world.rpc();
            assert_eq!(rpc.discussions().len(), accepted.len(), "what was acknowledged is there");
            // Three ends in a row without a completed step would make the step dead, so every second life completes one.
            if kill % 2 == 1 {
                let before = steps(&rpc).unwrap();
                rpc.until("a step is completed or all are", |rpc| {
                    let jobs = rpc.jobs();
                    let over = jobs.iter().all(|job| job.brief.state.is_over());
                    (over || steps(rpc)? > before).then_some(())
                });
            }
            let boot = rpc.status().unwrap().boot_id;
            for job in rpc.jobs() {
                if let JobState::Running { boot: runs_under, .. } = &job.brief.state {
                    assert_eq!(*runs_under, boot, "no job runs under a life that is gone");
                }
            }
            std::thread::sleep(Duration::from_millis(dice.random_range(0..40)));
            daemon.kill();
            kills += 1;
        }
        let _daemon = world.start();
        let rpc = world.rpc();
        let jobs = rpc.settle();
        for job in &jobs {
            assert!(matches!(job.brief.state, JobState::Succeeded { .. }), "{job:#?}");
        }
        reruns += jobs.iter().map(|job| job.rerun).sum::<u32>();
        assert_eq!(jobs.len(), accepted.len() * 2);
        assert!(rpc.discussions().iter().all(|row| row.status == StatusWord::ReadyForCoding));
        same(&world.content(), &golden, &format!("SARF_SEED={seed}"));
    }
    eprintln!("{kills} kills, {reruns} steps done again");
    assert!(reruns > 0, "control: the kills must hit work under way");
}
