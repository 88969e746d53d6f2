//! A change is made once for its request id: whoever asks again, over another connection, in another life of the daemon,
//! or at the same time, gets the first answer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::{DiscussionId, PersonaId};
use sarf_shared::rpc::{
    Accepted, ApiError, ExtractRequest, GenerateRequest, JobAction, JobTarget, PersonaSource, RequestId,
};
use sarf_tests::harness::{Rpc, World, fresh_id};

fn order(turns: u32) -> GenerateRequest {
    let persona = PersonaSource::New;
    GenerateRequest { persona, count: 1, turns, seed: None, extract: false, offline: false }
}

fn generate(rpc: &Rpc, id: &RequestId, turns: u32) -> Vec<Accepted> {
    let id = id.clone();
    rpc.ask(|client, context| async move { client.generate(context, id, order(turns)).await })
}

#[test]
fn a_request_repeated_after_a_kill_gives_the_first_answer_and_does_nothing() {
    let world = World::new();
    let daemon = world.start();
    let id = fresh_id();
    let first = generate(&world.rpc(), &id, 2);
    assert_eq!(generate(&world.rpc(), &id, 2), first, "over another connection");
    daemon.kill();
    let _daemon = world.start();
    let rpc = world.rpc();
    assert_eq!(generate(&rpc, &id, 2), first, "in another life");
    assert_eq!(rpc.discussions().len(), 1);
    assert_ne!(generate(&rpc, &fresh_id(), 2), first, "control: another request is another discussion");
    assert_eq!(rpc.discussions().len(), 2);
}

#[test]
fn the_same_request_from_many_connections_at_once_is_done_once() {
    let world = World::new();
    let _daemon = world.start();
    let id = fresh_id();
    let answers: Vec<Vec<Accepted>> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8).map(|_| scope.spawn(|| generate(&world.rpc(), &id, 1))).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert_eq!(world.rpc().discussions().len(), 1);
}

#[test]
fn every_kind_of_change_is_repeated_safely() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let persona = fresh_id();
    let new = |rpc: &Rpc| {
        let id = persona.clone();
        rpc.ask(|client, context| async move { client.new_persona(context, id, None, true).await })
    };
    let first = new(&rpc);
    assert_eq!(new(&rpc), first);
    let discussion = generate(&rpc, &fresh_id(), 1)[0].discussion.unwrap();
    rpc.settle();
    let again = fresh_id();
    let extract = |rpc: &Rpc| {
        let (id, request) = (again.clone(), ExtractRequest { discussion, allow_remote: None });
        rpc.ask(|client, context| async move { client.extract(context, id, request).await })
    };
    assert_eq!(extract(&rpc), extract(&rpc));
    rpc.settle();
    let cancel = fresh_id();
    let long = generate(&rpc, &fresh_id(), 200)[0].job.unwrap();
    for _ in 0..2 {
        let (id, target) = (cancel.clone(), JobTarget::Job(long));
        let done =
            rpc.ask(|client, context| async move { client.job_action(context, id, JobAction::Cancel, target).await });
        assert_eq!(done[0].brief.id, long);
    }
    let gone = fresh_id();
    for _ in 0..2 {
        let id = gone.clone();
        rpc.ask(|client, context| async move { client.delete_discussion(context, id, discussion).await });
    }
    let refused =
        rpc.refused(|client, context| async move { client.delete_discussion(context, fresh_id(), discussion).await });
    assert!(matches!(refused, ApiError::NotFound { .. }), "control: a new request finds nothing to delete: {refused}");
    assert_eq!(rpc.jobs().len(), 2, "the persona's job and the cancelled one; those of the deleted went with it");
}

#[test]
fn a_request_id_used_for_another_kind_of_request_changes_nothing() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = fresh_id();
    generate(&rpc, &id, 1);
    let reused = id.clone();
    let request = ExtractRequest { discussion: DiscussionId(1), allow_remote: None };
    let refused = rpc.refused(|client, context| async move { client.extract(context, reused, request).await });
    assert!(!matches!(refused, ApiError::NotFound { .. }), "{refused}");
    assert_eq!(rpc.jobs().len(), 1);
    let empty = RequestId(String::new());
    let refused =
        rpc.refused(|client, context| async move { client.delete_persona(context, empty, PersonaId(1)).await });
    assert!(matches!(refused, ApiError::Invalid { .. }), "{refused}");
}
