//! Codings and figures asked for wrongly, on the real program: what happened, what was kept and what to do, in words and in
//! one object; and codings that cannot be, refused whole with every problem and its place.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_tests::coders::three_coders;
use sarf_tests::codings::{file, options, person, shift, talk, try_approve, try_import};
use sarf_tests::harness::World;
use serde_json::{Value, json};

/// Each command ends so and says so, in words and as the one object on standard error.
#[track_caller]
fn refused(world: &World, command: &str, code: i32, told: &[&str]) {
    let words: Vec<&str> = command.split(' ').collect();
    let ran = world.sarf(&words).ended(code);
    assert!(ran.stdout.is_empty(), "nothing that looks like a result\n{ran}");
    for words in told {
        assert!(ran.stderr.contains(words), "\"{words}\" is not said\n{ran}");
    }
    for word in ["os error", "panicked", "expected", "invalid digit", "premature"] {
        assert!(!ran.stderr.contains(word), "\"{word}\" is no word for a researcher\n{ran}");
    }
    let ran = world.sarf(&words.iter().copied().chain(["--json"]).collect::<Vec<_>>()).ended(code);
    let told: Value = serde_json::from_str(ran.stderr.trim()).unwrap_or_else(|error| panic!("{error}\n{ran}"));
    assert_eq!(told["exit"], code, "{ran}");
    assert!(told["error"].as_str().is_some_and(|error| !error.is_empty()) && told["kind"].is_string(), "{ran}");
}

#[test]
fn what_is_not_there_is_not_found_and_named() {
    let world = three_coders();
    for (command, told) in [
        ("coding list 9", "no discussion 9; `sarf list`"),
        ("coding show 9 --coder ann", "no discussion 9"),
        ("coding show 1 --coder zed", "no coder zed of discussion 1; `sarf coding list 1`"),
        ("coding export 9", "no discussion 9"),
        ("coding export 1 --coder zed", "no coding to export; `sarf coding list`"),
        ("coding import nowhere.json", "there is no file nowhere.json; nothing of it was imported"),
        ("gt approve 9 --coder ann", "no discussion 9"),
        ("gt approve 1 --coder zed", "no coder zed of discussion 1"),
        ("gt list 9", "no discussion 9"),
        ("gt list --truth v99", "no version v99; `sarf gt list`"),
        ("gt show v99", "no version v99"),
        ("map set 9 -1 -1", "no discussion 9"),
        ("map set 1 -999 -998", "no person -999"),
        ("map list 9", "no discussion 9"),
        ("f1 9", "no discussion 9"),
        ("f1 --run r99", "no run r99"),
        ("f1 --truth v99", "no version v99"),
        (
            "f1 --model nowhere/none",
            "no discussion asked for has a finished run of model nowhere/none; `sarf f1 history`",
        ),
        ("f1 --prompt 00", "a finished run of prompt 00"),
        ("f1 compare r1 r99", "no run r99"),
        ("f1 history 9", "no discussion 9"),
        ("agreement 9", "no discussion 9"),
        ("agreement --run r99", "no run r99"),
        ("agreement --coder ann,zed", "none of the codings asked for is by zed; `sarf coding list`"),
        ("agreement --model zed", "a finished run of model zed"),
        ("agreement nowhere.csv", "there is no file nowhere.csv (discussions are named by their numbers)"),
        ("report 9", "no discussion 9"),
        ("report --model zed", "a finished run of model zed"),
    ] {
        refused(&world, command, 3, &[told]);
    }
    for (command, told) in [
        ("f1 --provenance adjudicated", "no ground truth that fits"),
        ("f1 --coder zed", "`sarf gt list` shows what there is"),
        ("f1 compare r1 r3", "no discussion has a score in both"),
        ("map undo 1", "nothing to undo"),
        (
            "agreement --provenance adjudicated",
            "no coding fits the coders and provenances asked for; `sarf coding list`",
        ),
    ] {
        refused(&world, command, 4, &[told]);
    }
}

#[test]
fn what_is_of_the_wrong_kind_is_told_apart_before_anything_is_asked() {
    let world = World::new();
    for (command, told) in [
        ("coding show p1 --coder ann", "\"p1\" is not a discussion id; one looks like 41"),
        ("coding show 1", "--coder <NAME>"),
        ("coding import x.json --coder model", "the word means something else here"),
        ("coding list --provenance blin", "blind, over_the_model, adjudicated"),
        ("gt list v1", "\"v1\" is not a discussion id"),
        ("gt show 9", "\"9\" is not a ground-truth version id; one looks like v9"),
        ("gt list --newest --truth v1", "cannot be used with"),
        ("map set 1 r1 -4", "\"r1\" is not the id of a person; one looks like -4"),
        ("f1 r1", "\"r1\" is not a discussion id"),
        ("f1 --run 7", "\"7\" is not a run id; one looks like r7"),
        ("f1 --today 2026 --matcher compat", "a day is written like 2026-01-31"),
        ("f1 --today 2026-01-01", "--matcher compat"),
        ("f1 --trait kind", "use one of: evasive"),
        ("f1 --csv --explain", "cannot be used with"),
        ("f1 compare 1 2", "\"1\" is a discussion; a run looks like r7"),
        ("f1 compare r1 v2", "\"v2\" is a version of ground truth"),
        ("f1 compare r1 r2 --run r3", "leave --run, --model and --prompt out"),
        ("f1 history --line exact", "use one of: aggregate"),
        ("f1 --provenance constructed,blind", "never mixed"),
        ("agreement --provenance constructed", "blind, over_the_model, adjudicated"),
        ("agreement --window 1", "2 or more"),
        ("agreement --units all", "matched, coded, cells"),
        ("agreement 1 x.csv", "a file of codings is named alone"),
        ("report --against 3", "\"3\" is a discussion"),
        ("import x.txt --date 2024-02-30", "no day of the calendar"),
    ] {
        refused(&world, command, 2, &[told]);
    }
    assert!(world.answers().is_none(), "no service was started for it");
}

#[test]
fn a_file_in_the_wrong_place_says_where_it_belongs() {
    let world = World::new();
    let _daemon = world.start();
    let write = |name: &str, text: &str| std::fs::write(world.beside().join(name), text).unwrap();
    write("long.csv", "unit,coder,variable,value\n1/2#1,ann,anxiety,up\n");
    refused(
        &world,
        "coding import long.csv",
        7,
        &["`sarf agreement long.csv` tells its figures", "Nothing of it was imported"],
    );
    write("own.json", r#"{"format":"sarf-codings/1","codings":[]}"#);
    refused(&world, "agreement own.json", 7, &["`sarf coding import own.json` reads them in, then `sarf agreement`"]);
    write("empty.csv", "");
    refused(&world, "agreement empty.csv", 7, &["unit,coder,variable,value"]);
    std::fs::create_dir(world.beside().join("folder")).unwrap();
    refused(&world, "agreement folder", 1, &["folder is a folder, not a file"]);
    refused(&world, "coding import folder", 1, &["folder is a folder, not a file"]);
    world
        .sarf(&["report", "-o", "nowhere/page.md"])
        .ended(1)
        .says("the folder of nowhere/page.md is not there; nothing was written");
    refused(&world, "agreement long.csv --matcher compat", 2, &["leave --matcher and --today out"]);
    refused(&world, "agreement long.csv --coder ann", 2, &["--coder chooses among stored codings"]);
    refused(&world, "agreement long.csv --csv", 2, &["a long table already"]);
}

#[test]
fn codings_that_cannot_be_are_refused_whole_with_every_problem_and_its_place() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let bad = json!({ "people": [{ "id": -1, "name": "Ruth" }, { "id": -1, "name": "Ruth again" }],
        "events": [
            { "id": -2, "kind": "wedding", "person": 1, "description": "x", "dateTime": "2001-01-01" },
            { "id": -4, "kind": "shift", "person": 1, "description": "x", "anxiety": "upward", "dateTime": "2001-01-01" },
            { "id": -5, "kind": "shift", "person": 1, "description": "x", "anxiety": "up", "dateTime": "2001-02-30" }] });
    let mut laid = file(id, "ann", &[(2, person(-9, "Fine")), (4, bad), (3, shift(-6, 1)), (99, shift(-7, 1))]);
    laid["codings"].as_array_mut().unwrap().push(json!({ "discussion": 77, "coder": "ben", "provenance": "blind",
        "statements": [{ "statement": 2, "deltas": {} }] }));
    laid["codings"].as_array_mut().unwrap().push(json!({ "discussion": id.0, "coder": "r7", "provenance": "blind",
        "statements": [{ "statement": 2, "deltas": {} }] }));
    // Whom a coder means is looked at where all that they coded could be read.
    laid["codings"].as_array_mut().unwrap().push(json!({ "discussion": id.0, "coder": "dora", "provenance": "blind",
        "statements": [{ "statement": 2, "deltas": shift(-3, -77) }] }));
    std::fs::write(world.beside().join("bad.json"), laid.to_string()).unwrap();
    let told =
        ["bad.json", "wedding", "-77", "upward", "2001-02-30", "99", "77", "r7", "Nothing of bad.json was imported"];
    let ran = world.sarf(&["coding", "import", "bad.json"]).ended(7);
    let missing: Vec<&&str> = told.iter().filter(|words| !ran.stderr.contains(**words)).collect();
    assert!(missing.is_empty(), "{missing:?} not said\n{ran}");
    refused(&world, "coding import bad.json", 7, &["bad.json"]);
    assert!(world.sarf(&["coding", "list", "--json"]).ok().stdout.is_empty(), "nothing half-imported");

    let csv = "discussion,statement,coder,person,variable,value,date\n\
               1,2,ann,Client,anxiety,up,2001-01-01\n\
               1,2,ann,Client,anxieti,up,2001-01-01\n\
               1,2,ann,Client,symptom,sideways,2001-01-01\n\
               1,77,ann,Client,symptom,up,2001-01-01\n\
               1,2,ann,Client,symptom,up,someday\n";
    std::fs::write(world.beside().join("bad.csv"), csv).unwrap();
    let ran = world.sarf(&["coding", "import", "bad.csv"]).ended(7);
    for words in ["line 3", "anxieti", "line 4", "sideways", "line 5", "77", "line 6", "someday"] {
        assert!(ran.stderr.contains(words), "\"{words}\" is not said\n{ran}");
    }
    assert!(world.sarf(&["coding", "list", "--json"]).ok().stdout.is_empty(), "nothing half-imported");

    // Somebody else's account of this machine; root's is everybody's but root's.
    let other = if rustix::process::getuid().is_root() { "daemon" } else { "root" };
    std::fs::write(world.beside().join("other.json"), file(id, other, &[(2, shift(-1, 1))]).to_string()).unwrap();
    refused(&world, "coding import other.json", 7, &[other]);
    // The control: the same by a name that is nobody's is taken.
    std::fs::write(world.beside().join("fine.json"), file(id, "ann", &[(2, shift(-1, 1))]).to_string()).unwrap();
    world.sarf(&["coding", "import", "fine.json"]).ok().says("ann: 1 coded");
}

#[test]
fn a_truth_without_a_run_a_statement_without_truth_and_an_empty_coding_give_words() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let empty = talk(&rpc);
    try_import(&rpc, &file(empty, "ann", &[(2, json!({}))]).to_string(), options()).unwrap();
    try_approve(&rpc, empty, &"ann".parse().unwrap(), true).unwrap();
    let ran = world.sarf(&["f1"]).ok();
    assert!(
        ran.stdout.contains("none: no run was scored") && ran.stdout.contains("not coded by the scored side"),
        "{ran}"
    );
    world.sarf(&["extract", "1", "--wait"]).ok();
    let ran = world.sarf(&["f1", "--per-statement"]).ok();
    // Statement 4 has no truth; of statement 2 the truth says: nothing there.
    assert!(ran.stdout.contains("truth covers 1 of 2 statements") && ran.stdout.contains("no ground truth"), "{ran}");
    let figures = world.sarf(&["f1", "--json"]).ok().json();
    let births = figures["lines"].as_array().unwrap().iter().find(|line| line["line"] == "birth").unwrap();
    assert_eq!(births["pooled"]["f1"], json!({ "undefined": { "none_coded": "birth" } }), "no 0 and no 1");
    for words in [&["f1"][..], &["f1", "--csv"], &["f1", "--matcher", "compat"], &["report"], &["agreement"]] {
        let ran = world.sarf(words).ok();
        assert!(!ran.stdout.contains("NaN") && !ran.stdout.contains("inf"), "{ran}");
    }
}
