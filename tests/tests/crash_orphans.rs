//! T3: no job is left running without a runner; an interrupted one can be told from every other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::job::JobState;
use sarf_shared::rpc::{JobAction, JobTarget};
use sarf_tests::fake_model::{Fault, Rule, Script};
use sarf_tests::harness::{ModelServer, World, until};

#[test]
fn a_job_whose_daemon_was_killed_is_interrupted_with_its_counts_and_then_goes_on() {
    let world = World::new();
    // From the fourth coach turn on, whichever talk's it is, every one hangs.
    let slow = Rule::new(Fault::Slow { ms: 60_000 }).of("coach").calls(4..=1_000);
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, rules: vec![slow], ..Script::default() });
    let config = |at_once: usize| model.config(&format!("concurrency = 8\n\n[jobs]\nconcurrency = {at_once}\n"));
    world.configure(&config(3));
    let daemon = world.start();
    let rpc = world.rpc();
    let accepted = rpc.generate(5, 6, 9, false);
    let id = |place: usize| accepted[place].job.unwrap();
    let paused = rpc.act(JobAction::Pause, JobTarget::Job(id(4)));
    assert!(matches!(paused[0].brief.state, JobState::Paused { .. }));
    rpc.act(JobAction::Cancel, JobTarget::Job(id(3)));
    until("three talks hang", || (count(&model, "coach") >= 6).then_some(()));
    let before = rpc.jobs();
    daemon.kill();

    // With one place only, two of the three must still be waiting to go on.
    world.configure(&config(1));
    let _daemon = world.start();
    let rpc = world.rpc();
    let boot = rpc.status().unwrap().boot_id;
    let after = rpc.jobs();
    for (was, is) in before.iter().zip(&after) {
        match &was.brief.state {
            JobState::Running { boot: old, .. } => {
                assert_ne!(old, &boot);
                match &is.brief.state {
                    JobState::Running { boot: new, .. } => assert_eq!(new, &boot, "running means running now"),
                    other => assert!(matches!(other, JobState::Interrupted { .. }), "{other:?}"),
                }
                assert_eq!(is.brief.progress, was.brief.progress, "the counts are kept");
                let words = format!("interrupted after {} of {}", was.brief.progress.done, was.brief.progress.of);
                assert!(is.history.iter().any(|moment| moment.what.contains(&words)), "{words}: {:#?}", is.history);
            }
            other => assert_eq!(&is.brief.state, other, "a job at rest stays as it was"),
        }
    }
    let interrupted = after.iter().filter(|job| matches!(job.brief.state, JobState::Interrupted { .. })).count();
    assert!(interrupted >= 2, "control: some are interrupted and seen to be\n{after:#?}");
    assert!(world.sarf(&["jobs", "--json"]).ok().stdout.contains("\"interrupted\""));
}

fn count(model: &ModelServer, role: &str) -> usize {
    model.begun().iter().filter(|call| call.role == role).count()
}
