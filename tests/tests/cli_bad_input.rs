//! Bad input gets a clear error and loses nothing: personas and transcripts that are none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::path::Path;

use sarf_tests::harness::World;
use serde_json::Value;

fn write(world: &World, name: &str, bytes: &[u8]) -> String {
    let file = world.path(name);
    std::fs::write(&file, bytes).unwrap();
    file.to_str().unwrap().to_owned()
}

fn persona(world: &World) -> Value {
    world.sarf(&["persona", "new", "--seed", "4", "--wait"]).ok();
    let mut persona = world.sarf(&["persona", "show", "p1", "--json"]).ok().json();
    persona["name"] = "Zora Quill".into();
    persona
}

#[test]
fn every_problem_of_a_bad_persona_is_listed_field_by_field_and_nothing_is_stored() {
    let world = World::new();
    let good = persona(&world);
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut bad = good.clone();
        change(&mut bad);
        bad.to_string().into_bytes()
    };
    let taken = world.sarf(&["persona", "list", "--json"]).ok().json()["name"].as_str().unwrap().to_owned();
    let text = good.to_string();
    let cases: Vec<(&str, Vec<u8>, Vec<&str>)> = vec![
        ("empty", Vec::new(), vec!["empty"]),
        ("truncated", text.as_bytes()[..text.len() / 2].to_vec(), vec!["breaks off"]),
        ("prose", b"Dear reader, this is a persona.".to_vec(), vec!["not JSON"]),
        ("not UTF-8", b"{\"name\": \"Zo\xff\"}".to_vec(), vec!["UTF-8"]),
        ("too large", format!("{text}{}", " ".repeat(1_000_001)).into_bytes(), vec!["1000000"]),
        ("no object", b"[1, 2]".to_vec(), vec!["object"]),
        ("unknown trait", changed(&|p| p["traits"] = serde_json::json!(["evasive", "sparkling"])), vec!["traits[1]"]),
        ("duplicate name", changed(&|p| p["name"] = taken.clone().into()), vec!["name"]),
        ("duplicate name in capitals", changed(&|p| p["name"] = taken.to_uppercase().into()), vec!["name"]),
        (
            "duplicate name with spaces",
            changed(&|p| p["name"] = format!("  {}", taken.replace(' ', "   ")).into()),
            vec!["name"],
        ),
        ("a name a terminal would obey", changed(&|p| p["name"] = "Zo\u{1b}[2Jra".into()), vec!["name"]),
        ("a client of a thousand years", changed(&|p| p["as_of"] = "2999-01-01".into()), vec!["birth", "years old"]),
        ("dangling", changed(&|p| p["family"]["events"][0]["person"] = "nobody".into()), vec!["events[0]", "nobody"]),
        (
            "several at once",
            changed(&|p| {
                p["traits"] = "evasive".into();
                p["attachment_style"] = 7.into();
                p["family"]["people"][0]["birth"] = "yesterday".into();
                p["family"]["pair_bonds"][0]["married"] = "yes".into();
                p.as_object_mut().unwrap().remove("presenting_problem");
            }),
            vec!["traits", "attachment_style", "people[0].birth", "pair_bonds[0].married", "presenting_problem"],
        ),
    ];
    for (what, bytes, expected) in cases {
        let file = write(&world, "bad.json", &bytes);
        let ran = world.sarf(&["persona", "import", &file]).ended(7);
        for words in expected {
            assert!(ran.stderr.contains(words), "{what}: \"{words}\" is not said\n{ran}");
        }
        assert!(ran.stderr.contains("bad.json"), "{what}: the file is not named\n{ran}");
    }
    assert_eq!(world.sarf(&["persona", "list", "--json"]).ok().json_lines().len(), 1, "nothing was stored");
    // The control: the same without a fault is taken, and a bad file beside it keeps it out no more.
    let (bad, fine) = (write(&world, "bad.json", b"{}"), write(&world, "fine.json", text.as_bytes()));
    world.sarf(&["persona", "import", &bad, &fine]).ended(7).says("p2");
    assert_eq!(world.sarf(&["persona", "list", "--json"]).ok().json_lines().len(), 2);
}

/// Words that stand in every refused transcript and may be repeated nowhere.
const SECRET: &str = "quivering marmalade";

#[test]
fn a_bad_transcript_is_refused_with_its_reason_and_none_of_its_words() {
    let world = World::new();
    let long = format!("Coach: why?\nAnna: {}", format!("{SECRET} ").repeat(4_000));
    let cases: Vec<(&str, String, &[&str], &[&str])> = vec![
        ("empty", String::new(), &[], &["empty"]),
        ("blank", " \r\n\n".into(), &[], &["empty"]),
        ("one speaker", format!("Coach: {SECRET}\nCoach: hm\n"), &[], &["Only the coach", "Coach"]),
        ("no speaker at first", format!("{SECRET}\nCoach: hm\nAnna: a\n"), &[], &["line 1", "no speaker"]),
        ("NUL", format!("Coach: {SECRET}\nAnna: a\0b\n"), &[], &["line 2", "NUL"]),
        ("unknown speakers", format!("Anna: {SECRET}\nBert: hm\n"), &[], &["Anna, Bert", "--coach"]),
        ("two clients", format!("Coach: {SECRET}\nBert: a\nAnna: b\n"), &[], &["Coach, Bert, Anna"]),
        ("another coach", format!("Anna: {SECRET}\nBert: hm\n"), &["--coach", "Zed"], &["Zed", "Anna, Bert"]),
        ("no words", "Coach:\nAnna: \n".into(), &[], &["2 turns"]),
        ("a long statement", long, &[], &["turn 2", "64 KB"]),
        ("broken JSON", format!("{{\"turns\":[{{\"speaker\":\"coach\",\"text\":\"{SECRET}"), &[], &["JSON"]),
        ("no turns", "{\"turns\":[]}".into(), &[], &["no turns"]),
        ("a list", format!("[\"{SECRET}\"]"), &[], &["list"]),
        ("wrong types", format!("{{\"turns\":\"{SECRET}\"}}"), &[], &["JSON"]),
        ("a nameless turn", format!("{{\"turns\":[{{\"speaker\":\"\",\"text\":\"{SECRET}\"}}]}}"), &[], &["turn 1"]),
    ];
    // More than the uploads one person may have under way: refused files must not stand in the way of later ones.
    for (what, text, more, expected) in &cases {
        let file = write(&world, "talk.txt", text.as_bytes());
        let arguments: Vec<&str> = ["import", file.as_str()].iter().chain(*more).copied().collect();
        let ran = world.sarf(&arguments).ended(7);
        for words in *expected {
            assert!(ran.stderr.contains(words), "{what}: \"{words}\" is not said\n{ran}");
        }
        assert!(ran.stderr.contains("talk.txt") && !ran.stderr.contains("marmalade"), "{what}\n{ran}");
    }
    let file = write(&world, "utf16.txt", b"\xff\xfeC\0o\0");
    world.sarf(&["import", &file]).ended(7).says("UTF-8");
    let big = world.path("big.txt");
    std::fs::File::create(&big).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    world.sarf(&["import", big.to_str().unwrap()]).ended(7).says("64 MB");
    world.sarf(&["import", "--date", "2024-02-30", &file]).ended(2);
    assert!(world.sarf(&["list", "--json"]).ok().stdout.is_empty(), "nothing was stored");
    // A file that is gone when its turn comes keeps the others in.
    let fine = write(&world, "fine.txt", format!("Coach: hm\nAnna: {SECRET}\n").as_bytes());
    let gone = world.path("gone.txt").display().to_string();
    world.sarf(&["import", &gone, &fine, "--wait"]).ended(3).says("gone.txt");
    assert_eq!(world.sarf(&["list", "--json"]).ok().json_lines().len(), 1);
    assert!(!holds(&world.places().log_dir, "marmalade"), "the log holds none of the words");
    assert!(holds(&world.home().join("journal"), "marmalade"), "the control: the journal does");
}

fn holds(folder: &Path, words: &str) -> bool {
    let files = std::fs::read_dir(folder).unwrap().flatten().map(|entry| std::fs::read(entry.path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes()))
}

#[test]
fn what_a_terminal_would_obey_in_a_transcript_is_kept_and_shown_and_not_sent() {
    let world = World::new();
    let text = "Coach: \u{1b}]0;title\u{7}why?\nAnna: My mother \u{1b}[2JCarol died in 1990. \u{9b}31m\n";
    let file = write(&world, "talk\u{1b}[31m.txt", text.as_bytes());
    world.sarf(&["import", &file, "--wait"]).ok();
    for arguments in [&["list"][..], &["show", "1"], &["show", "1/2"], &["jobs"], &["import", "no\u{1b}[1m.txt"]] {
        let ran = world.sarf(arguments);
        let obeyed = |c: char| c.is_control() && c != '\n';
        assert!(!ran.stdout.contains(obeyed) && !ran.stderr.contains(obeyed), "{arguments:?}\n{ran}");
    }
    let shown = world.sarf(&["show", "1"]).ok().says("[2JCarol died in 1990.");
    assert!(shown.stdout.contains('\u{fffd}'), "it is seen that something stood there\n{shown}");
    // The control: nothing of it is lost, scripts get every letter.
    let shown = world.sarf(&["show", "1", "--json"]).ok().json();
    assert!(shown["said"][1]["text"].as_str().unwrap().contains("\u{1b}[2JCarol"), "{shown}");
}

#[test]
fn transcripts_are_taken_as_they_are() {
    let world = World::new();
    let import = |name: &str, text: &str, more: &[&str]| -> Value {
        let file = write(&world, name, text.as_bytes());
        let fixed = ["import", file.as_str(), "--no-extract", "--json"];
        let id = world.sarf(&fixed.iter().chain(more).copied().collect::<Vec<_>>()).ok().json()["discussion"].clone();
        world.sarf(&["show", &id.to_string(), "--json"]).ok().json()
    };
    let said = |shown: &Value| -> Vec<(String, String)> {
        let said = shown["said"].as_array().unwrap().iter();
        said.map(|one| (one["speaker"].as_str().unwrap().into(), one["text"].as_str().unwrap().into())).collect()
    };
    let pair = |speaker: &str, text: &str| (speaker.to_owned(), text.to_owned());

    let mixed = import("mixed.txt", "\u{feff}Coach: Hello.\r\nAnna: One.\rTwo.\nCoach:\n\nAnna: Three\n", &[]);
    let expected =
        [pair("coach", "Hello."), pair("subject", "One.\nTwo."), pair("coach", ""), pair("subject", "Three")];
    assert_eq!(said(&mixed), expected, "an empty turn among others is kept");
    assert_eq!((mixed["synthetic"].as_bool(), mixed["imported"].as_bool()), (Some(false), Some(true)));
    assert!(mixed["date"].is_null(), "no date is invented");

    let named = import("named.txt", "Anna: Hi\nBert: Hello\n", &["--coach", "bert", "--date", "2024-02-29"]);
    assert_eq!(said(&named), [pair("subject", "Hi"), pair("coach", "Hello")]);
    assert_eq!(named["date"], "2024-02-29");

    let turns = r#""turns":[{"speaker":"ai","text":"a"},{"speaker":"user","text":""},{"speaker":"user","text":"b"}]"#;
    let json =
        import("own.json", &format!(r#"{{"title":"Own","date":"2026-03-16_08-22","synthetic":true,{turns}}}"#), &[]);
    assert_eq!(said(&json), [pair("coach", "a"), pair("subject", ""), pair("subject", "b")]);
    assert_eq!((json["synthetic"].as_bool(), json["date"].as_str()), (Some(true), Some("2026-03-16")));
    assert_eq!(json["title"], "Own");
    let given =
        import("given.json", &format!(r#"{{"title":"","date":"20260516_073251",{turns}}}"#), &["--date", "2020-01-02"]);
    assert_eq!((given["date"].as_str(), given["title"].as_str()), (Some("2020-01-02"), Some("given.json")));
    assert_eq!(given["synthetic"], false, "imports are real unless the file or the person says otherwise");
    let marked = import("marked.json", &format!("{{{turns}}}"), &["--synthetic"]);
    assert_eq!(marked["synthetic"], true);
}

#[test]
fn a_hundred_thousand_lines_become_one_discussion() {
    let world = World::new();
    let file = write(&world, "long.txt", "Coach: why?\nAnna: because\n".repeat(50_000).as_bytes());
    let id = world.sarf(&["import", &file, "--no-extract", "--json"]).ok().json()["discussion"].clone();
    let row = world.sarf(&["list", "--json"]).ok().json();
    assert_eq!((row["statements"].as_u64(), row["turns"].as_u64()), (Some(100_000), Some(50_000)));
    let last = sarf_shared::rpc::PageRequest { offset: 99_999, limit: 5 };
    let id = sarf_shared::discussion::DiscussionId(id.as_u64().unwrap());
    let page = world.rpc().ask(|client, context| async move { client.statements(context, id, None, last).await });
    assert_eq!((page.total, page.items.len(), page.items[0].text.as_str()), (100_000, 1, "because"));
    world.sarf(&["delete", "1", "--yes"]).ok();
    assert!(world.sarf(&["list", "--json"]).ok().stdout.is_empty());
}
