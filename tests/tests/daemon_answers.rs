//! Whatever the jobs reckon, people are answered: a step that takes long has threads of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::job::JobState;
use sarf_tests::harness::Inside;

#[test]
fn while_every_thread_of_the_jobs_is_busy_people_are_answered_and_the_work_goes_on_afterwards() {
    let daemon = Inside::start();
    let rpc = daemon.rpc();
    let reckoning = daemon.reckon();
    let accepted = rpc.generate(1, 1, 5, true);
    assert_eq!(accepted.len(), 1, "a change is taken and answered");
    assert_eq!(rpc.discussions().len(), 1, "what is there is listed");
    assert!(rpc.status().is_some());
    let job = rpc.job(accepted[0].job.unwrap());
    assert!(matches!(job.brief.state, JobState::Queued { .. }), "control: no job can have begun: {job:#?}");
    drop(reckoning);
    let jobs = rpc.settle();
    assert!(jobs.iter().all(|job| matches!(job.brief.state, JobState::Succeeded { .. })), "{jobs:#?}");
}
