//! Files of codings over the real socket: laid whole or not at all, in chains that only grow, with every problem listed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::coding::CoderName;
use sarf_shared::discussion::StatusWord;
use sarf_shared::rpc::{ApiError, CodingImportOptions};
use sarf_tests::codings::{
    coders, codings, file, options, person, problems, shift, talk, try_approve, try_import, upload,
};
use sarf_tests::harness::{World, fresh_id};
use serde_json::{Value, json};

fn name(text: &str) -> CoderName {
    text.parse().unwrap()
}

#[test]
fn two_coders_code_the_same_talk_and_saying_it_again_adds_nothing() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let kmora = file(id, "kmora", &[(2, person(-1, "Ruth")), (4, shift(-2, 1))]).to_string();
    let jvega = file(id, "jvega", &[(4, json!({}))]).to_string();
    let done = try_import(&rpc, &kmora, options()).unwrap();
    assert_eq!(done.discussions[0].coders[&name("kmora")].first, 2);
    try_import(&rpc, &jvega, options()).unwrap();
    let again = try_import(&rpc, &kmora, options()).unwrap();
    assert_eq!((again.discussions[0].coders[&name("kmora")].unchanged, again.warnings.len()), (2, 0));
    let revised = file(id, "kmora", &[(4, json!({}))]).to_string();
    let revised = try_import(&rpc, &revised, CodingImportOptions { file: "later.json".into(), ..options() }).unwrap();
    assert_eq!(revised.discussions[0].coders[&name("kmora")].revised, 1);

    let rows: Vec<_> = coders(&rpc).iter().map(|row| (row.coder.to_string(), row.statements, row.revisions)).collect();
    assert_eq!(rows, [("jvega".into(), 1, 1), ("kmora".into(), 2, 3)]);
    let chain = codings(&rpc, id, &name("kmora"));
    assert_eq!((chain[1].revisions.len(), chain[1].deltas.is_empty()), (2, true), "the last revision counts");
    assert_eq!(
        (chain[1].revisions[0].file.as_str(), chain[1].revisions[1].file.as_str()),
        ("codings.json", "later.json")
    );
    let coded = rpc.row(id).coded.unwrap();
    assert_eq!((coded.statements, coded.of, coded.coders, coded.approved), (2, 2, 2, 0));
}

#[test]
fn a_file_with_problems_is_refused_whole_and_every_problem_has_its_place() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let ghost = json!({ "events": [{ "id": -5, "kind": "shift", "person": -7, "anxiety": "up" }] });
    let twice = json!({ "people": [{ "id": -1, "name": "Ruth" }, { "id": -1, "name": "Rosa" }] });
    let mut bad = file(id, "kmora", &[(1, person(-1, "Ruth")), (9, json!({})), (2, twice), (4, ghost)]);
    bad["codings"].as_array_mut().unwrap().push(json!({ "discussion": 99, "coder": "jvega", "statements": [] }));
    let good = file(id, "adiaz", &[(2, person(-1, "Ruth"))]);
    bad["codings"].as_array_mut().unwrap().push(good["codings"][0].clone());
    let listed = problems(&rpc, &bad.to_string(), options());
    for (place, what) in [
        ("codings[0].statements[0]", "is the coach's"),
        ("codings[0].statements[1]", "there is no 1/9"),
        ("codings[0].statements[2]", "the id -1 is used twice"),
        ("codings[0].statements[3]: statement 1/4 (kmora), event -5", "no statement of this coder defines"),
        ("codings[1]", "there is no discussion 99"),
    ] {
        assert!(listed.iter().any(|told| told.contains(place) && told.contains(what)), "{place} {what}\n{listed:#?}");
    }
    assert_eq!(listed.len(), 6, "five problems, and that nothing was imported: {listed:#?}");
    assert!(coders(&rpc).is_empty(), "not even the good coding of adiaz");
    let shapes = json!({ "people": [{ "id": -1, "gender": "femal" }],
        "events": [{ "id": -2, "kind": "sift" }, { "id": -3, "kind": "death", "person": 1, "dateTime": "2026-02-30" }] });
    let listed = problems(&rpc, &file(id, "kmora", &[(2, shapes)]).to_string(), options());
    assert_eq!(listed.len(), 4, "{listed:#?}");
    for text in ["", "{\"format\":", "[]", "a,b\n1,2\n", "{}", "\u{0}"] {
        assert!(problems(&rpc, text, options()).len() >= 2, "{text:?}");
    }
    try_import(&rpc, &good.to_string(), options()).unwrap();
    assert_eq!(coders(&rpc).len(), 1, "the control: the good one alone is taken");
}

#[test]
fn what_is_wrong_with_the_file_and_what_is_wrong_here_is_told_at_once() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let impossible = json!({ "people": [{ "id": "Ruth" }, { "id": -1 }, { "id": -1 }],
        "events": [{ "id": -3, "kind": "death", "person": -7, "dateTime": "2026-02-30" }] });
    let mut bad = file(id, "kmora", &[(2, impossible), (7, json!({}))]);
    let twice = file(id, "jvega", &[(2, person(-1, "Ruth")), (2, person(-1, "Rosa")), (4, shift(-2, -9))]);
    let nowhere = json!({ "discussion": 99, "coder": "adiaz", "statements": [{ "statement": 2, "deltas": {} }] });
    let nobody = json!({ "discussion": id.0, "coder": "a diaz", "statements": [{ "statement": 3, "deltas": {} }] });
    bad["codings"].as_array_mut().unwrap().extend([twice["codings"][0].clone(), nowhere, nobody]);
    let listed = problems(&rpc, &bad.to_string(), options());
    let expected = [
        ("codings[0].statements[0].deltas.people[0].id", "a whole number"),
        ("codings[0].statements[0].deltas.events[0].dateTime", "no such day"),
        ("codings[3].coder", "a diaz"),
        ("codings[0].statements[1]", "there is no 1/7"),
        ("codings[1].statements[1]", "in the file twice"),
        ("codings[3].statements[0]", "is the coach's"),
        ("codings[2]", "there is no discussion 99"),
        ("codings[0].statements[0]: statement 1/2 (kmora), person -1", "used twice"),
        ("codings[1].statements[2]: statement 1/4 (jvega), event -2", "person -9, which no statement"),
    ];
    for (place, what) in expected {
        assert!(listed.iter().any(|told| told.contains(place) && told.contains(what)), "{place} {what}\n{listed:#?}");
    }
    // Whether -7 is defined by what could not be read cannot be told, so it is not; nothing is told twice.
    assert_eq!(listed.len(), expected.len() + 1, "{listed:#?}");
    assert!(coders(&rpc).is_empty());
}

#[test]
fn every_form_lists_every_problem_with_its_place_on_the_command_line() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let table = "discussion,statement,coder,person,variable,value,date\n\
                 1,9,kmora,Anna,anxiety,up,2019-05-01\n1,1,kmora,Anna,anxiety,up,\n77,2,kmora,Anna,anxiety,up,\n\
                 1,2,k mora,Anna,anxiety,up,\n1,2,jvega,Anna,anxiety,upp,\n1,2,jvega,Anna,mood,up,\n\
                 1,4,jvega,Anna,event,sift,\n1,4,jvega,Anna,anxiety,up,2026-02-30\n1,x,jvega,Anna,anxiety,up,\n";
    let path = world.path("bad.csv");
    std::fs::write(&path, table).unwrap();
    let told = world.sarf(&["coding", "import", path.to_str().unwrap()]).ended(7);
    for (line, what) in [
        (2, "there is no 1/9"),
        (3, "is the coach's"),
        (4, "there is no discussion 77"),
        (5, "coder"),
        (6, "\"upp\""),
        (7, "\"mood\""),
        (8, "\"sift\""),
        (9, "no such day"),
        (10, "the number of a discussion"),
    ] {
        let line = format!("line {line}");
        assert!(told.stderr.lines().any(|told| told.contains(&line) && told.contains(what)), "{line}: {what}\n{told}");
    }
    let json = world.sarf(&["coding", "import", path.to_str().unwrap(), "--json"]).ended(7);
    assert!(json.stdout.is_empty() && json.stderr.contains("there is no discussion 77"), "{json}");
    assert!(coders(&rpc).is_empty());
    // The control: with the wrong lines taken out, what is left is taken.
    std::fs::write(&path, "discussion,statement,coder,person,variable,value\n1,2,kmora,Anna,anxiety,up\n").unwrap();
    world.sarf(&["coding", "import", path.to_str().unwrap()]).ok();
    assert_eq!(codings(&rpc, id, &name("kmora")).len(), 1);
}

#[test]
fn a_local_account_of_somebody_else_is_no_coder_of_a_file() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let own = rustix::process::getuid();
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap();
    let accounts: Vec<(&str, u32)> = passwd
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            Some((name, fields.nth(1)?.parse().ok()?))
        })
        .filter(|(name, _)| name.parse::<CoderName>().is_ok())
        .collect();
    let other = accounts.iter().find(|(_, uid)| *uid != own.as_raw()).unwrap().0;
    let listed = problems(&rpc, &file(id, other, &[(2, json!({}))]).to_string(), options());
    assert!(listed[0].contains(other) && listed[0].contains("not yours"), "{listed:?}");
    let shouted = other.to_uppercase();
    assert!(problems(&rpc, &file(id, &shouted, &[(2, json!({}))]).to_string(), options())[0].contains("not yours"));
    if let Some((me, _)) = accounts.iter().find(|(_, uid)| *uid == own.as_raw()) {
        try_import(&rpc, &file(id, me, &[(2, json!({}))]).to_string(), options()).unwrap();
        assert!(matches!(coders(&rpc)[0].coder, sarf_shared::coding::Coder::External { .. }), "but no account by it");
    }
}

/// The example of the reference folder, or the same form where it is absent.
fn export() -> String {
    let said = |order: u32, speaker: u32, text: &str, feedbacks: Value| {
        json!({ "id": 900 + order, "order": order, "speaker_id": speaker, "text": text, "feedbacks": feedbacks,
            "pdp_deltas": if speaker == 70 { json!({ "people": [{ "id": -1, "name": "Irena" }] }) } else { Value::Null } })
    };
    let feedback = json!([{ "id": 5, "auditor_id": "coder-1", "feedback_type": "extraction", "approved": true,
        "comment": "clear", "edited_extraction": { "people": [{ "id": -1, "name": "Irena" }], "events": [{ "id": -2,
            "kind": "shift", "person": 1, "relationship": "away", "relationshipTargets": [-1],
            "description": "Avoids calling", "dateTime": "2024-05-01", "dateCertainty": "approximate" }] } }]);
    json!({ "id": 41, "summary": "Example", "discussion_date": "2026-05-04", "synthetic": false, "user_id": 3,
        "speakers": [{ "id": 70, "type": "subject", "name": "Olga" }, { "id": 71, "type": "expert", "name": "Coach" }],
        "statements": [said(1, 70, "I stopped calling Irena.", feedback), said(2, 71, "And then?", json!([]))] })
    .to_string()
}

#[test]
fn an_export_of_the_web_system_makes_its_discussion_once_with_run_coding_and_truth() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let asked = CodingImportOptions { approve: true, ..options() };
    let done = try_import(&rpc, &export(), asked.clone()).unwrap();
    let laid = &done.discussions[0];
    assert!(laid.created && laid.run.is_some() && laid.version.is_some(), "{done:?}");
    let id = laid.discussion;
    let row = rpc.row(id);
    assert_eq!((row.status, row.synthetic, row.imported), (StatusWord::ReadyForCoding, false, true));
    let coded = row.coded.unwrap();
    assert!(coded.is_approved());
    let said = rpc.statements(id);
    assert_eq!(said[0].coding.as_ref().unwrap().deltas.people.len(), 1, "the model's coding is its run");
    assert_eq!(codings(&rpc, id, &name("coder-1"))[0].kept["comment"], "clear", "what means nothing here is kept");
    let again = try_import(&rpc, &export(), asked).unwrap();
    assert_eq!((again.discussions[0].created, again.discussions[0].discussion), (false, id));
    assert_eq!(again.discussions[0].version, done.discussions[0].version, "the same truth makes no new version");
    assert_eq!(rpc.discussions().len(), 1);

    let other = talk(&rpc);
    let listed = problems(&rpc, &export(), CodingImportOptions { discussion: Some(other), ..options() });
    assert!(listed.iter().any(|told| told.contains("statements[0]") && told.contains("not those of statement")));
    assert!(!listed.iter().any(|told| told.contains("calling")), "no word of the talk is repeated");
}

#[test]
fn a_table_of_names_becomes_one_family_and_an_export_gives_the_same_bytes() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let table = format!(
        "unit,coder,person,variable,value,event,date,targets\n{id}/2,kmora,Ruth,event,death,,2019,\n\
         {id}/4,kmora,Anna,anxiety,up,e1,2019-05-01,\n{id}/4,kmora,Anna,relationship,distance,e1,,Ruth\n\
         {id}/4,jvega,,,,,,\n"
    );
    let done = try_import(&rpc, &table, CodingImportOptions { file: "t.csv".into(), ..options() }).unwrap();
    assert_eq!(done.discussions[0].coders.len(), 2);
    let coded = codings(&rpc, id, &name("kmora"));
    let (first, second) = (&coded[0].deltas, &coded[1].deltas);
    assert_eq!((first.people.len(), second.people.len(), second.events.len()), (1, 0, 1), "Ruth is one person");
    assert_eq!(second.events[0].person.unwrap().0, 1, "Anna is the client");
    assert_eq!(second.events[0].relationship_targets, [first.people[0].id]);
    let again = try_import(&rpc, &table, options()).unwrap();
    assert_eq!(again.discussions[0].coders[&name("kmora")].unchanged, 2);
    assert!(try_approve(&rpc, id, &name("kmora"), false).is_ok());

    let text = world.sarf(&["coding", "export"]).ok().stdout;
    let path = world.beside().join("export.json");
    std::fs::write(&path, &text).unwrap();
    world.sarf(&["coding", "import", path.to_str().unwrap()]).ok();
    assert_eq!(world.sarf(&["coding", "export"]).ok().stdout, text);
    // In a store that has only the talk, the file gives the same again.
    let elsewhere = World::new();
    let _other = elsewhere.start();
    assert_eq!(talk(&elsewhere.rpc()), id);
    elsewhere.sarf(&["coding", "import", path.to_str().unwrap()]).ok();
    assert_eq!(elsewhere.sarf(&["coding", "export"]).ok().stdout, text);
}

#[test]
fn deleting_a_discussion_takes_its_codings_along() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    try_import(&rpc, &file(id, "kmora", &[(2, person(-1, "Ruth"))]).to_string(), options()).unwrap();
    try_approve(&rpc, id, &name("kmora"), false).unwrap();
    rpc.ask(|client, context| async move { client.delete_discussion(context, fresh_id(), id).await });
    assert!(coders(&rpc).is_empty());
    assert!(matches!(try_approve(&rpc, id, &name("kmora"), false), Err(ApiError::NotFound { .. })));
    let next = talk(&rpc);
    try_import(&rpc, &file(next, "kmora", &[(2, person(-1, "Ruth"))]).to_string(), options()).unwrap();
    assert_eq!(try_approve(&rpc, next, &name("kmora"), false).unwrap().version.id.0, 2, "v1 is not given out again");
}

#[test]
fn a_kill_around_an_import_leaves_all_of_it_or_nothing() {
    let world = World::new();
    let id = {
        let _daemon = world.start();
        talk(&world.rpc())
    };
    let text = file(id, "kmora", &[(2, person(-1, "Ruth")), (4, shift(-2, -1))]).to_string();
    let mut seen = [false, false];
    for k in 1..40 {
        let mut daemon = world.start_to_crash(k);
        let answered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            sarf_tests::harness::until("the daemon answers or is gone", || {
                if daemon.gone().is_some() { Some(false) } else { world.answers().map(|()| true) }
            })
        }));
        if answered.is_ok_and(|up| up)
            && let Some(rpc) = sarf_tests::harness::Rpc::dial(&world.places().socket)
        {
            let upload = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| upload(&rpc, text.as_bytes())));
            if let Ok(upload) = upload {
                let _ = rpc.call(|client, context| async move {
                    client.import_codings(context, fresh_id(), upload, options()).await
                });
            }
        }
        drop(daemon);
        let daemon = world.start();
        let rows = coders(&world.rpc());
        match rows.as_slice() {
            [] => seen[0] = true,
            [row] => {
                assert_eq!((row.statements, row.revisions), (2, 2), "killed at {k}");
                seen[1] = true;
            }
            more => panic!("{more:?}"),
        }
        drop(daemon);
        if seen == [true, true] {
            break;
        }
    }
    assert_eq!(seen, [true, true], "both were met, so the kill points lie around the import");
}
