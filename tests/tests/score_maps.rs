//! Who is who by a person's word, on the real program: what it does to the figures, and that it is taken back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::DiscussionId;
use sarf_tests::codings::{file, options, talk, try_approve, try_import};
use sarf_tests::harness::{Rpc, World};
use serde_json::{Value, json};

/// A shift in anxiety of somebody, on a day in May.
fn shift(id: i64, who: i64) -> Value {
    json!({ "id": id, "kind": "shift", "person": who, "anxiety": "up", "description": "worried",
        "dateTime": "2019-05-01", "dateCertainty": "certain" })
}

fn code(rpc: &Rpc, id: DiscussionId, coder: &str, statements: &[(u32, Value)]) {
    try_import(rpc, &file(id, coder, statements).to_string(), options()).unwrap();
}

/// True positives, false positives, false negatives of people and of events.
fn counts(view: &Value) -> [[u64; 3]; 2] {
    ["people", "events"].map(|name| {
        let line = view["lines"].as_array().unwrap().iter().find(|line| line["line"] == name).unwrap();
        ["tp", "fp", "fn"].map(|count| line["counts"][count].as_u64().unwrap())
    })
}

#[test]
fn somebody_said_to_be_nobody_is_matched_with_nobody_until_it_is_taken_back() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    world.sarf(&["extract", "1", "--wait"]).ok();
    // The model found Ruth, the client's mother, who died. The truth has a Ruth too, and says that she died in 2019.
    let model = rpc.statements(id)[1].coding.clone().unwrap().deltas;
    let ruth = model.people.iter().find(|one| one.name.as_deref() == Some("Ruth")).unwrap().id;
    let death = json!({ "id": -12, "kind": "death", "person": -11, "dateTime": "2019-01-01" });
    let truth = json!({ "people": [{ "id": -11, "name": "Ruth", "gender": "female" }], "events": [death] });
    code(&rpc, id, "ann", &[(2, truth), (4, json!({}))]);
    try_approve(&rpc, id, &"ann".parse().unwrap(), true).unwrap();
    let before = world.sarf(&["f1", "--json"]).ok().json();
    let [[people, _, missed], [events, ..]] = counts(&before);
    assert_eq!((people, missed, events), (1, 0, 1), "Ruth and her death are found: {before}");
    assert!(before["stamp"]["ruler"]["overrides"].is_null());

    let ruth = ruth.0.to_string();
    world.sarf(&["map", "set", "1", &ruth, "somebody"]).ended(2).says("nobody");
    let said = world.sarf(&["map", "set", "1", &ruth, "nobody"]).ok().stdout;
    assert!(said.contains(&format!("{ruth} (Ruth) is nobody in truth")), "{said}");
    world.sarf(&["map", "set", "1", &ruth, "nobody"]).ended(4).says("is nobody already");
    let listed = world.sarf(&["map", "list", "1", "--json"]).ok().json_lines();
    assert_eq!((&listed[0]["truth"], &listed[0]["state"]), (&json!("nobody"), &json!("used")));

    // Nobody of the truth is matched with her, and her death happened to nobody there: one invented and one missed more of
    // each.
    let after = world.sarf(&["f1", "--json"]).ok().json();
    let [[people, _, missed], [events, _, no_event]] = counts(&after);
    assert_eq!((people, missed, events, no_event), (0, 1, 0, 1), "{after}");
    assert_eq!(after["stamp"]["ruler"]["overrides"]["people"], 1);
    let told = world.sarf(&["f1", "--explain"]).ok().stdout;
    assert!(told.contains("said to be nobody on the other side"), "{told}");

    // Taken back, every digit is what it was.
    let undone = world.sarf(&["map", "undo", "1"]).ok().stdout;
    assert!(undone.contains("was nobody in truth") && undone.contains("was taken back"), "{undone}");
    assert_eq!(world.sarf(&["f1", "--json"]).ok().json(), before);
    assert_eq!(world.sarf(&["map", "list", "1"]).ok().stdout.lines().count(), 2, "the history stays");
    // The last word counts, also of one person.
    world.sarf(&["map", "set", "1", &ruth, "nobody"]).ok();
    world.sarf(&["map", "set", "1", &ruth, "-11"]).ok();
    assert_eq!(counts(&world.sarf(&["f1", "--json"]).ok().json()), counts(&before));
}

/// Ann calls her Mom in the second statement; Ben calls her Ruth in the first, and codes nothing else.
fn mom_and_ruth(rpc: &Rpc) -> DiscussionId {
    let id = talk(rpc);
    let ruth = json!({ "people": [{ "id": -11, "name": "Ruth" }], "events": [shift(-12, -11)] });
    let mom = json!({ "people": [{ "id": -4, "name": "Aunt Jo" }], "events": [shift(-5, -4)] });
    code(rpc, id, "ann", &[(2, mom), (4, json!({ "people": [{ "id": -6, "name": "Zed" }] }))]);
    code(rpc, id, "ben", &[(2, ruth)]);
    id
}

fn events_of_coders(world: &World) -> Value {
    let told = world.sarf(&["agreement", "--json"]).ok().json();
    let lines = told["finding"]["humans"].as_array().unwrap();
    lines.iter().find(|line| line["line"] == "events").unwrap()["counts"].clone()
}

#[test]
fn what_is_said_of_two_coders_counts_in_either_direction_and_where_one_coded_less() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    mom_and_ruth(&rpc);
    let apart = json!({ "tp": 0, "fp": 1, "fn": 1 });
    let one = json!({ "tp": 1, "fp": 0, "fn": 0 });
    assert_eq!(events_of_coders(&world), apart);
    let of_ann = ["--scored", "ann", "--truth", "ben"];
    let of_ben = ["--scored", "ben", "--truth", "ann"];
    let say = |words: &[&str], sides: &[&str]| world.sarf(&[words, sides].concat()).ok();
    say(&["map", "set", "1", "-4", "-11"], &of_ann);
    assert_eq!(events_of_coders(&world), one);
    // Somebody of a statement that the other has not coded is in no comparison, and stops none.
    say(&["map", "set", "1", "-6", "nobody"], &of_ann);
    assert_eq!(events_of_coders(&world), one);
    // The other way round it is said otherwise: what is said in the direction of the figures wins.
    say(&["map", "set", "1", "-11", "-6"], &of_ben);
    assert_eq!(events_of_coders(&world), one);
    say(&["map", "undo", "1", "-4"], &of_ann);
    assert_eq!(events_of_coders(&world), apart, "Ruth is Zed now, whom Ben has not coded");
    say(&["map", "set", "1", "-11", "-4"], &of_ben);
    assert_eq!(events_of_coders(&world), one);
    say(&["map", "set", "1", "-11", "nobody"], &of_ben);
    assert_eq!(events_of_coders(&world), apart);
}
