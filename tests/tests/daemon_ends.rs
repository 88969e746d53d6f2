//! T11: told to end under load, the daemon ends within five seconds and loses nothing; the next life takes the work up as
//! after a crash.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::time::Duration;

use sarf_shared::job::JobState;
use sarf_tests::fake_model::{Fault, Rule, Script};
use sarf_tests::harness::{ModelServer, World, same, until};

/// How long an end may take: a promise to the service manager, not a figure of speed.
const PROMISED: Duration = Duration::from_secs(5);

#[test]
fn told_to_end_while_calls_hang_the_daemon_ends_in_time_and_the_next_one_goes_on() {
    let golden = {
        let world = World::new();
        let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, ..Script::default() });
        world.configure(&model.config("concurrency = 4\n"));
        let _daemon = world.start();
        world.rpc().generate(4, 3, 8, true);
        world.rpc().settle();
        world.content()
    };
    let world = World::new();
    let slow = Rule::new(Fault::Slow { ms: 600_000 }).of("coach").calls(3..=6);
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, rules: vec![slow], ..Script::default() });
    world.configure(&model.config("concurrency = 4\n"));
    let daemon = world.start();
    let rpc = world.rpc();
    rpc.generate(4, 3, 8, true);
    let coaches = || model.begun().iter().filter(|call| call.role == "coach").count();
    until("four calls hang", || (coaches() >= 6).then_some(()));
    let before: Vec<u32> = rpc.discussions().iter().map(|row| row.statements).collect();
    assert!(before.iter().sum::<u32>() > 4, "control: there is something to lose");
    let ended = daemon.terminate();
    assert!(ended.status.success(), "{:?}\n{}", ended.status, world.tell());
    assert!(ended.after < PROMISED, "it took {:?}", ended.after);
    assert!(!world.places().socket.exists(), "an orderly end leaves no socket behind");

    let _daemon = world.start();
    let rpc = world.rpc();
    let after: Vec<u32> = rpc.discussions().iter().map(|row| row.statements).collect();
    assert!(before.iter().zip(&after).all(|(was, is)| is >= was), "{before:?} became {after:?}");
    let jobs = rpc.settle();
    assert!(jobs.iter().all(|job| matches!(job.brief.state, JobState::Succeeded { .. })), "{jobs:#?}");
    same(&world.content(), &golden, "the content of an undisturbed run");
}

#[test]
fn told_to_end_under_offline_load_the_daemon_ends_in_time_with_no_step_to_do_again() {
    let world = World::new();
    let daemon = world.start();
    let rpc = world.rpc();
    rpc.generate(6, 60, 3, true);
    rpc.until("the work is under way", |rpc| rpc.jobs().iter().any(|job| job.brief.progress.done >= 2).then_some(()));
    let ended = daemon.terminate();
    assert!(ended.status.success() && ended.after < PROMISED, "{ended:?}");
    let _daemon = world.start();
    let rpc = world.rpc();
    let jobs = rpc.jobs();
    assert!(jobs.iter().any(|job| !job.brief.state.is_over()), "control: there was work left");
    assert!(jobs.iter().all(|job| job.rerun == 0), "steps of a millisecond are finished before the end: {jobs:#?}");
}

#[test]
fn whoever_sees_a_connection_to_an_ending_daemon_break_finds_its_socket_gone() {
    use std::io::Read;
    let world = World::new();
    let daemon = world.start();
    let mut connection = std::os::unix::net::UnixStream::connect(&world.places().socket).unwrap();
    assert!(world.places().socket.exists(), "control: it is there while the daemon serves");
    let watching = std::thread::spawn({
        let socket = world.places().socket.clone();
        move || {
            // Nothing is asked, so nothing comes but the end.
            let end = connection.read(&mut [0; 1]);
            (end.unwrap_or(0), socket.exists())
        }
    });
    assert!(daemon.terminate().status.success());
    assert_eq!(watching.join().unwrap(), (0, false), "else it is taken for a crash, and started again");
}

#[test]
fn a_daemon_that_neither_answers_nor_ends_is_killed_by_a_restart_and_the_work_goes_on() {
    let world = World::new();
    let mut daemon = world.start();
    world.rpc().generate(1, 30, 3, true);
    daemon.freeze();
    let said = world.sarf(&["daemon", "status"]).ended(5);
    assert!(
        said.stderr.contains("sarf daemon restart"),
        "control: it does not answer, and what to do is named: {said}"
    );
    let restarted = world.sarf(&["daemon", "restart"]).ok();
    assert!(daemon.ended().was_killed() && restarted.stderr.contains("killed"), "{restarted}");
    let jobs = world.rpc().settle();
    assert!(jobs.iter().all(|job| matches!(job.brief.state, JobState::Succeeded { .. })), "{jobs:#?}");
    world.sarf(&["daemon", "stop"]).ok();
    assert!(world.holder().is_none() && world.answers().is_none(), "nobody holds the workspace any more");
}
