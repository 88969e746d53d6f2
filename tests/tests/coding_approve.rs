//! Ground truth over the real socket: immutable versions, one source for each statement, who is who said and taken back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::collections::BTreeSet;

use sarf_shared::coding::CoderName;
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{ApiError, MapChange, MapRequest};
use sarf_tests::codings::{approved, file, options, person, shift, talk, try_approve, try_import, versions};
use sarf_tests::harness::{Rpc, World, fresh_id};
use serde_json::json;

fn name(text: &str) -> CoderName {
    text.parse().unwrap()
}

#[test]
fn a_version_never_changes_whatever_is_imported_later() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    try_import(&rpc, &file(id, "kmora", &[(2, person(-1, "Ruth")), (4, shift(-2, 1))]).to_string(), options()).unwrap();
    let first = try_approve(&rpc, id, &name("kmora"), false).unwrap();
    assert_eq!((first.new, first.version.statements, first.version.of), (true, 2, 2));
    let before = approved(&rpc, first.version.id);
    assert!(!try_approve(&rpc, id, &name("kmora"), false).unwrap().new, "nothing new to approve");

    try_import(&rpc, &file(id, "kmora", &[(4, json!({}))]).to_string(), options()).unwrap();
    assert_eq!(approved(&rpc, first.version.id), before, "the coding changed, the version did not");
    let second = try_approve(&rpc, id, &name("kmora"), false).unwrap();
    assert_eq!((second.version.id.0, second.version.after), (2, Some(first.version.id)));
    assert_eq!(approved(&rpc, first.version.id), before);
    assert!(approved(&rpc, second.version.id)[1].approved.deltas.is_empty());
    let all = versions(&rpc, id);
    assert_eq!(all.iter().map(|row| row.newest).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_cannot_be_truth_is_refused_with_every_problem_and_nothing_is_approved() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let draft = json!({ "events": [{ "id": -1, "kind": "shift", "person": 1 }, { "id": -2, "kind": "married", "person": 1,
        "dateTime": "2001" }] });
    try_import(&rpc, &file(id, "kmora", &[(2, draft)]).to_string(), options()).unwrap();
    let Err(ApiError::Invalid { problems }) = try_approve(&rpc, id, &name("kmora"), false) else { panic!("approved") };
    let of = |item: &str| problems.iter().filter(|told| told.contains("1/2") && told.contains(item)).count();
    assert_eq!((of("event -1"), of("event -2")), (2, 1), "description, date and spouse: {problems:#?}");
    assert!(versions(&rpc, id).is_empty());
    assert!(matches!(try_approve(&rpc, id, &name("nobody"), false), Err(ApiError::NotFound { .. })));
}

#[test]
fn approvals_at_the_same_time_leave_one_source_for_each_statement() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let names: Vec<CoderName> = ["a1", "a2", "a3", "a4"].map(name).to_vec();
    for (coder, statements) in names.iter().zip([vec![2, 4], vec![2], vec![4], vec![2, 4]]) {
        let statements: Vec<_> = statements.into_iter().map(|number| (number, json!({}))).collect();
        try_import(&rpc, &file(id, coder.as_str(), &statements).to_string(), options()).unwrap();
    }
    std::thread::scope(|scope| {
        for coder in &names {
            scope.spawn(|| try_approve(&world.rpc(), id, coder, false).unwrap());
        }
    });
    let all = versions(&rpc, id);
    assert!(all.len() >= 2 && all.len() <= 4, "each approval that said something new made a version: {all:?}");
    assert_eq!(all.iter().filter(|row| row.newest).count(), 1);
    for row in &all {
        let numbers: Vec<u32> = approved(&rpc, row.id).iter().map(|one| one.statement).collect();
        let distinct: BTreeSet<u32> = numbers.iter().copied().collect();
        assert_eq!((numbers.len(), row.coders.values().sum::<u32>() as usize), (distinct.len(), numbers.len()));
        assert_eq!(row.after.map(|v| v.0), all.iter().map(|other| other.id.0).filter(|v| *v < row.id.0).max());
    }
}

fn map(rpc: &Rpc, request: &MapRequest) -> Result<Vec<sarf_shared::rpc::MapView>, ApiError> {
    let request = request.clone();
    rpc.call(|client, context| async move { client.map_person(context, fresh_id(), request).await }).unwrap()
}

#[test]
fn who_is_who_is_said_with_author_and_time_and_taken_back_with_its_history() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    try_import(&rpc, &file(id, "kmora", &[(2, person(-4, "Mom"))]).to_string(), options()).unwrap();
    let two = json!({ "people": [{ "id": -11, "name": "Ruth" }, { "id": -12, "name": "Rosa" }] });
    try_import(&rpc, &file(id, "jvega", &[(2, two)]).to_string(), options()).unwrap();
    let set = |scored, truth| MapChange::Set { scored: ItemId(scored), truth: ItemId(truth) };
    let sides = sarf_shared::coding::MapSides { scored: "kmora".parse().unwrap(), truth: "truth".parse().unwrap() };
    let ask = |change| MapRequest { discussion: id, sides: sides.clone(), change };
    assert!(matches!(map(&rpc, &ask(set(-4, -11))), Err(ApiError::Conflict { .. })), "there is no truth yet");
    try_approve(&rpc, id, &name("jvega"), false).unwrap();
    assert!(matches!(map(&rpc, &ask(set(-5, -11))), Err(ApiError::NotFound { .. })), "nobody is -5");
    let said = map(&rpc, &ask(set(-4, -11))).unwrap();
    assert_eq!((said.len(), said[0].entry.scored_name.as_str()), (1, "Mom"));
    assert!(said[0].entry.at.0 > 0 && said[0].state.is_some());
    let undone = map(&rpc, &ask(MapChange::Undo { scored: None })).unwrap();
    assert_eq!((undone.len(), undone.iter().filter(|view| view.state.is_some()).count()), (2, 0));
    assert!(matches!(map(&rpc, &ask(MapChange::Undo { scored: None })), Err(ApiError::Conflict { .. })));

    map(&rpc, &ask(set(-4, -11))).unwrap();
    // Another coding becomes the truth, in which -11 is somebody else.
    let other = json!({ "people": [{ "id": -11, "name": "Tim" }, { "id": -12, "name": "Rosa" }] });
    try_import(&rpc, &file(id, "jvega", &[(2, other)]).to_string(), options()).unwrap();
    try_approve(&rpc, id, &name("jvega"), false).unwrap();
    let listed = world.sarf(&["map", "list", &id.to_string()]).ok().stdout;
    assert!(listed.contains("not used"), "{listed}");
    let mine = world.sarf(&["map", "set", &id.to_string(), "-4", "-12", "--scored", "kmora"]).ok().stdout;
    assert!(mine.contains("-4 (Mom) is -12 (Rosa)"), "{mine}");
}
