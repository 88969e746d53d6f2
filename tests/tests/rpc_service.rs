//! Every request of the service, asked of a real daemon over its real socket.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, RunId, StatusWord};
use sarf_shared::job::{BootId, JobState};
use sarf_shared::rpc::{
    Accepted, ApiError, Changes, Cursor, DiscussionFilter, Event, ExtractRequest, GenerateRequest, ImportOptions,
    JobAction, JobFilter, JobTarget, MAX_PART, PROTOCOL, PageRequest, PersonaSource, RequestId, StorageHealth,
    UploadId, WatchRequest,
};
use sarf_tests::fake_model::Script;
use sarf_tests::harness::{ModelServer, Rpc, World, fresh_id};

const ALL: PageRequest = PageRequest { offset: 0, limit: 500 };
const TALK: &[u8] = b"Coach: How is your mother?\nAnna: My mother Ruth died in 2019.\n";

fn page(offset: u32, limit: u32) -> PageRequest {
    PageRequest { offset, limit }
}

fn upload(rpc: &Rpc, name: &str, parts: &[&[u8]]) -> UploadId {
    let id = UploadId(name.to_owned());
    for (number, part) in (0..).zip(parts) {
        let (id, bytes) = (id.clone(), STANDARD.encode(part));
        rpc.ask(|client, context| async move { client.upload(context, id, number, bytes).await });
    }
    id
}

fn options(file: &str) -> ImportOptions {
    ImportOptions { file: file.to_owned(), extract: true, ..ImportOptions::default() }
}

fn import(rpc: &Rpc, request: &RequestId, upload: &UploadId) -> Result<Accepted, ApiError> {
    let (request, upload) = (request.clone(), upload.clone());
    rpc.call(
        |client, context| async move { client.import_transcript(context, request, upload, options("t.txt")).await },
    )
    .unwrap()
}

fn generate(rpc: &Rpc, request: &RequestId, asked: &GenerateRequest) -> Vec<Accepted> {
    let (request, asked) = (request.clone(), asked.clone());
    rpc.ask(|client, context| async move { client.generate(context, request, asked).await })
}

fn new_talk(turns: u32) -> GenerateRequest {
    let persona = PersonaSource::New;
    GenerateRequest { persona, count: 1, turns, seed: Some(3), extract: true, offline: false }
}

#[test]
fn every_request_is_answered() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let hello = rpc.ask(|client, context| async move { client.hello(context, PROTOCOL, "test".into()).await });
    let status = rpc.ask(|client, context| async move { client.status(context).await });
    assert_eq!((hello.protocol, &hello.boot, &hello.build), (PROTOCOL, &status.boot_id, &status.build));
    assert_eq!((status.discussions, status.active_jobs, &status.storage), (0, 0, &StorageHealth::Writing));

    let written =
        rpc.ask(|client, context| async move { client.new_persona(context, fresh_id(), Some(8), false).await });
    let job = written.job.unwrap();
    rpc.settle();
    let again = rpc.ask(|client, context| async move { client.new_persona(context, fresh_id(), Some(8), false).await });
    assert_eq!((again.persona, again.job), (Some(PersonaId(1)), None), "the persona of a seed is made once");
    assert_eq!(rpc.job(job).persona, Some(PersonaId(1)));
    let personas = rpc.ask(|client, context| async move { client.personas(context, ALL).await });
    assert_eq!((personas.total, personas.items[0].id), (1, PersonaId(1)));
    let persona = rpc.ask(|client, context| async move { client.persona(context, PersonaId(1)).await });

    let mut copy = persona.persona.clone();
    copy.name = "Zora Quill".to_owned();
    let own = copy.family.people.iter_mut().find(|person| person.relation == "self").unwrap();
    own.name = "Zora Quill".to_owned();
    let id = upload(&rpc, "persona", &[serde_json::to_string(&copy).unwrap().as_bytes()]);
    let request = fresh_id();
    let read = || {
        let (request, id) = (request.clone(), id.clone());
        rpc.ask(|client, context| async move { client.import_persona(context, request, id).await })
    };
    assert_eq!(read().persona, Some(PersonaId(2)));
    assert_eq!(read().persona, Some(PersonaId(2)), "asked again, it gives the first answer");

    let existing = GenerateRequest { persona: PersonaSource::Existing(PersonaId(2)), count: 2, ..new_talk(2) };
    let accepted = generate(&rpc, &fresh_id(), &existing);
    assert_eq!(accepted.len(), 2);
    rpc.settle();
    let filter = DiscussionFilter { synthetic: Some(true), ..DiscussionFilter::default() };
    let rows = rpc.ask(|client, context| async move { client.discussions(context, filter, ALL).await });
    assert_eq!(rows.total, 2);
    assert!(rows.items.iter().all(|row| row.status == StatusWord::ReadyForCoding), "{rows:?}");
    let id = rows.items[0].id;
    let view = rpc.ask(|client, context| async move { client.discussion(context, id).await });
    assert_eq!((view.row.statements, view.runs.len(), view.row.persona), (4, 1, Some(PersonaId(2))));
    assert!(view.reference.is_some() && view.evaluation != sarf_shared::dialogue::Evaluation::default());
    let run = view.runs[0].id;
    let said = rpc.ask(|client, context| async move { client.statements(context, id, Some(run), page(2, 1)).await });
    assert_eq!((said.total, said.items.len(), said.items[0].number), (4, 1, 3));

    let asked = ExtractRequest { discussion: id, allow_remote: None };
    let extracted = rpc.ask(|client, context| async move { client.extract(context, fresh_id(), asked).await });
    rpc.settle();
    let job = extracted.job.unwrap();
    let calls = rpc.ask(|client, context| async move { client.calls(context, job, ALL).await });
    assert_eq!(calls.total, 2, "a call for each subject statement");
    let refused = rpc.refused(|client, context| async move {
        client.job_action(context, fresh_id(), JobAction::Cancel, JobTarget::Job(job)).await
    });
    assert!(matches!(refused, ApiError::Conflict { .. }), "{refused:?}");
    let jobs = rpc.ask(|client, context| async move {
        let filter = JobFilter { discussion: Some(id), ..JobFilter::default() };
        client.jobs(context, filter, ALL).await
    });
    assert_eq!(jobs.items.first().unwrap().brief.id, job, "newest first");

    let check = rpc.ask(|client, context| async move { client.check(context).await });
    assert!(check.sound && !check.looked_at.is_empty(), "{check:?}");
    assert!(!rpc.ask(|client, context| async move { client.doctor(context).await }).is_empty());

    rpc.ask(|client, context| async move { client.delete_discussion(context, fresh_id(), id).await });
    rpc.ask(|client, context| async move { client.delete_persona(context, fresh_id(), PersonaId(2)).await });
    for refused in [
        rpc.refused(|client, context| async move { client.discussion(context, id).await }),
        rpc.refused(|client, context| async move { client.statements(context, id, None, ALL).await }),
        rpc.refused(|client, context| async move { client.persona(context, PersonaId(2)).await }),
        rpc.refused(|client, context| async move { client.job(context, job).await }),
        rpc.refused(|client, context| async move { client.calls(context, JobId(99), ALL).await }),
        rpc.refused(|client, context| async move { client.delete_discussion(context, fresh_id(), id).await }),
        rpc.refused(|client, context| async move {
            client.statements(context, DiscussionId(1), Some(RunId(99)), ALL).await
        }),
    ] {
        assert!(matches!(refused, ApiError::NotFound { .. }), "{refused:?}");
    }
    let under_way = rpc.ask(|client, context| async move { client.shutdown(context).await });
    assert_eq!(under_way, 0);
}

#[test]
fn a_list_is_cut_into_pages_that_do_not_overlap_and_never_exceed_the_limit() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let many = GenerateRequest { count: 501, extract: false, ..new_talk(1) };
    let refused = rpc.refused(|client, context| {
        let too_many = GenerateRequest { count: 1001, turns: 0, ..many.clone() };
        async move { client.generate(context, fresh_id(), too_many).await }
    });
    assert!(matches!(refused, ApiError::Invalid { problems } if problems.len() == 2));
    generate(&rpc, &fresh_id(), &many);
    let list = |page| {
        rpc.ask(|client, context| async move { client.discussions(context, DiscussionFilter::default(), page).await })
    };
    assert_eq!(list(page(0, u32::MAX)).items.len(), 500);
    assert_eq!(
        (list(page(500, 500)).items.len(), list(page(501, 500)).items.len(), list(page(0, 0)).items.len()),
        (1, 0, 0)
    );
    let both: Vec<u64> =
        [list(page(0, 2)), list(page(2, 2))].iter().flat_map(|page| &page.items).map(|row| row.id.0).collect();
    assert_eq!(both, [501, 500, 499, 498]);
    assert_eq!(list(page(u32::MAX, u32::MAX)).total, 501);
    let jobs = |page| rpc.ask(|client, context| async move { client.jobs(context, JobFilter::default(), page).await });
    assert_eq!(
        (jobs(page(0, 1000)).items.len(), jobs(page(500, 9)).items.len(), jobs(page(0, 1)).total),
        (500, 1, 501)
    );
}

#[test]
fn an_upload_is_put_together_in_order_and_used_once() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let add = |id: &str, part: u32, bytes: String| {
        let id = UploadId(id.to_owned());
        rpc.call(|client, context| async move { client.upload(context, id, part, bytes).await }).unwrap()
    };
    assert!(matches!(add("late", 1, STANDARD.encode("x")), Err(ApiError::Invalid { .. })), "part 0 is missing");
    assert!(matches!(add("odd", 0, "%%".into()), Err(ApiError::Invalid { .. })), "not base64");
    let large = STANDARD.encode(vec![b'x'; MAX_PART + 1]);
    assert!(matches!(add("large", 0, large), Err(ApiError::Invalid { .. })), "a part of at most 1 MB");

    let (head, tail) = TALK.split_at(30);
    let id = upload(&rpc, "talk", &[head]);
    add("talk", 0, STANDARD.encode(head)).unwrap();
    assert!(matches!(add("talk", 2, STANDARD.encode(tail)), Err(ApiError::Invalid { .. })), "part 1 is missing");
    add("talk", 1, STANDARD.encode(tail)).unwrap();
    add("talk", 0, STANDARD.encode(head)).unwrap();
    assert!(rpc.discussions().is_empty(), "nothing exists before it was asked for");
    let unknown = import(&rpc, &fresh_id(), &UploadId("never".to_owned()));
    assert!(matches!(unknown, Err(ApiError::Conflict { .. })), "{unknown:?}");
    let request = fresh_id();
    let first = import(&rpc, &request, &id).unwrap();
    assert_eq!(rpc.statements(first.discussion.unwrap())[1].text, "My mother Ruth died in 2019.");
    let other = world.rpc();
    assert_eq!(import(&other, &request, &id).unwrap(), first, "asked again after a reconnect, the first answer");
    assert!(import(&rpc, &fresh_id(), &id).is_err(), "an upload is used once");
    assert_eq!(rpc.discussions().len(), 1);
    let kind = rpc.refused(|client, context| {
        let request = request.clone();
        async move { client.generate(context, request, new_talk(1)).await }
    });
    assert!(matches!(kind, ApiError::Conflict { .. }), "an id names one request: {kind:?}");
    let empty =
        rpc.refused(
            |client, context| async move { client.generate(context, RequestId(String::new()), new_talk(1)).await },
        );
    assert!(matches!(empty, ApiError::Invalid { .. }));
}

#[test]
fn a_request_asked_again_after_the_daemon_was_killed_gives_the_first_answer() {
    let world = World::new();
    let daemon = world.start();
    let rpc = world.rpc();
    let (request, asked) = (fresh_id(), new_talk(2));
    let first = generate(&rpc, &request, &asked);
    let id = upload(&rpc, "talk", &[TALK]);
    let second = fresh_id();
    let imported = import(&rpc, &second, &id).unwrap();
    daemon.kill();
    let _daemon = world.start();
    let rpc = world.rpc();
    assert_eq!(generate(&rpc, &request, &asked), first);
    assert_eq!(import(&rpc, &second, &id).unwrap(), imported, "though the upload is gone with the daemon");
    assert_eq!(rpc.discussions().len(), 2);
    // The control: another id is another request.
    assert_ne!(generate(&rpc, &fresh_id(), &asked), first);
    let removed = fresh_id();
    let delete = |request: RequestId, id| {
        rpc.call(|client, context| async move { client.delete_discussion(context, request, id).await }).unwrap()
    };
    let gone = imported.discussion.unwrap();
    rpc.settle();
    delete(removed.clone(), gone).unwrap();
    delete(removed, gone).unwrap();
    assert!(matches!(delete(fresh_id(), gone), Err(ApiError::NotFound { .. })));
}

#[test]
fn a_watch_tells_what_changed_and_a_cursor_of_another_life_is_told_everything_did() {
    let world = World::new();
    let daemon = world.start();
    let rpc = world.rpc();
    let watch = |rpc: &Rpc, since: Option<Cursor>, wait_ms| {
        let request = WatchRequest { since, live: None, wait_ms };
        rpc.ask(|client, context| async move { client.watch(context, request).await })
    };
    let start = watch(&rpc, None, 0);
    assert_eq!(start.changes, Changes::Events(Vec::new()));
    assert_eq!(watch(&rpc, Some(start.cursor.clone()), 0).changes, Changes::Events(Vec::new()), "nothing yet");
    rpc.generate(1, 2, 1, true);
    rpc.settle();
    let (mut cursor, mut seen) = (start.cursor.clone(), Vec::new());
    loop {
        let reply = watch(&rpc, Some(cursor.clone()), 0);
        let Changes::Events(events) = reply.changes else { panic!("{reply:?}") };
        if events.is_empty() {
            break;
        }
        seen.extend(events);
        cursor = reply.cursor;
    }
    let id = DiscussionId(1);
    for number in 1..=4 {
        assert!(seen.contains(&Event::Statement { discussion: id, number }), "{seen:?}");
    }
    assert!(seen.contains(&Event::Coded { discussion: id, number: 1 }), "{seen:?}");
    assert!(seen.contains(&Event::Job { id: JobId(1) }) && seen.contains(&Event::Discussion { id }), "{seen:?}");
    let statements: Vec<&Event> = seen.iter().filter(|event| matches!(event, Event::Statement { .. })).collect();
    assert_eq!(statements.len(), 4, "each is told once");
    daemon.kill();
    let _daemon = world.start();
    let rpc = world.rpc();
    let reply = watch(&rpc, Some(cursor.clone()), 20_000);
    assert_eq!(reply.changes, Changes::Everything);
    assert_ne!(reply.cursor.boot, cursor.boot);
    let strange = Cursor { boot: BootId("no life".to_owned()), seq: 0 };
    assert_eq!(watch(&rpc, Some(strange), 20_000).changes, Changes::Everything);
}

#[test]
fn the_words_of_a_turn_are_told_while_it_is_written_and_are_no_event() {
    let world = World::new();
    let script = Script { delay_ms: 0, piece_delay_ms: 40, pieces: 12, ..Script::default() };
    let model = ModelServer::start(world.beside(), &script);
    world.configure(&model.config(""));
    let _daemon = world.start();
    let rpc = world.rpc();
    rpc.generate(1, 3, 1, false);
    let (mut since, mut live, mut pieces) = (None, 0, std::collections::BTreeMap::<u32, Vec<String>>::new());
    while !rpc.jobs().iter().all(|job| job.brief.state.is_over()) {
        let request = WatchRequest { since: since.clone(), live: Some(live), wait_ms: 2_000 };
        let reply = rpc.ask(|client, context| async move { client.watch(context, request).await });
        live = reply.live_version;
        since = Some(reply.cursor);
        for text in reply.live.into_iter().flatten() {
            assert_eq!(text.discussion, DiscussionId(1));
            pieces.entry(text.number).or_default().push(text.text);
        }
    }
    let job = rpc.jobs().remove(0);
    assert!(matches!(job.brief.state, JobState::Succeeded { .. }), "{job:?}");
    let grew = |texts: &Vec<String>| {
        texts.iter().any(|text| !text.is_empty() && text.len() < texts.last().map_or(0, String::len))
    };
    assert!(pieces.values().any(grew), "the words grow: {pieces:?}");
    let request = WatchRequest { since, live: Some(0), wait_ms: 0 };
    let reply = rpc.ask(|client, context| async move { client.watch(context, request).await });
    assert_eq!(reply.live.unwrap_or_default(), [], "what is stored is no live word any more");
}
