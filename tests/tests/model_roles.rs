//! A model behind an OpenAI-compatible endpoint plays the five roles: what is asked, what is shown, what comes back,
//! and what is given up where a server knows less than others.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use sarf_daemon::models::llm::Http;
use sarf_daemon::models::{ClientReply, Role};
use sarf_daemon::prompts::PromptText;
use sarf_shared::discussion::{FactId, Persona};
use sarf_shared::pdp::Deltas;
use sarf_tests::fake_model::{FakeModel, Fault, Moment, Rule, Script, read_ledger};
use sarf_tests::model_kit::{SECRET_WORDS, call, model_at};
use serde_json::json;

#[tokio::test]
async fn every_role_gets_its_reply_its_cost_and_the_hash_of_its_prompt() {
    let fake = FakeModel::start(Script::prompt()).await.unwrap();
    let http = Http::new();
    for role in Role::ALL {
        let model = model_at(&fake.base_url(), *role, "", "", &http);
        let answer = call(&model, *role, 3).await.unwrap();
        assert_eq!(answer.prompt_hash, Some(PromptText::built_in(*role).hash));
        let shown = answer.pieces.concat();
        match role {
            Role::Author => {
                let persona: Persona = serde_json::from_str(&answer.text).unwrap();
                assert_ne!(persona.name, "Ada");
            }
            Role::Client => {
                let reply: ClientReply = serde_json::from_str(&answer.text).unwrap();
                assert_eq!(reply.revealed, Some(vec![FactId::from("father")]), "the mother is out already");
                assert_eq!(shown, reply.text, "only the spoken words are shown");
                assert!(answer.pieces.len() > 2, "{:?}", answer.pieces);
            }
            Role::Coach => {
                assert_eq!(shown, answer.text);
                assert!(answer.pieces.len() > 2);
            }
            Role::Extractor => {
                serde_json::from_str::<Deltas>(&answer.text).unwrap();
                assert_eq!(shown, "");
            }
            Role::Judge => assert!(sarf_shared::simulation::read_arc_reply(&answer.text).is_ok()),
        }
    }
}

#[tokio::test]
async fn a_request_holds_what_the_configuration_says_and_what_the_role_needs() {
    let fake = FakeModel::start(Script::prompt()).await.unwrap();
    let http = Http::new();
    for role in Role::ALL {
        let lines = if *role == Role::Coach { "temperature = 0.3\nextra = { top_p = 0.9 }" } else { "" };
        let model = model_at(&fake.base_url(), *role, "extra = { user = \"lab\" }", lines, &http);
        call(&model, *role, 5).await.unwrap();
    }
    let seen = fake.seen();
    let of = |role: Role| seen.iter().find(|seen| seen.role == role.as_str()).map(|seen| &seen.body).unwrap();
    for role in Role::ALL {
        let body = of(*role);
        assert_eq!((&body["model"], &body["seed"], &body["user"]), (&json!("fake-1"), &json!(5), &json!("lab")));
        let kind = &body["response_format"]["json_schema"]["strict"];
        assert_eq!(kind, &if *role == Role::Coach { json!(null) } else { json!(true) }, "{role}");
    }
    assert_eq!((&of(Role::Coach)["temperature"], &of(Role::Coach)["top_p"]), (&json!(0.3), &json!(0.9)));
    assert_eq!(of(Role::Author)["temperature"], json!(0.8));
    assert_eq!(of(Role::Client)["temperature"], json!(0.75));
    assert_eq!(of(Role::Client)["max_tokens"], json!(120 + 200));
    assert_eq!(of(Role::Client)["reasoning_effort"], json!("none"), "thinking eats the words of short replies");
    assert_eq!(of(Role::Coach).get("reasoning_effort"), None);
    let coach = &of(Role::Coach)["messages"];
    let roles: Vec<&str> = coach.as_array().unwrap().iter().map(|m| m["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["system", "user", "assistant", "user"]);
    assert!(!coach.to_string().contains("You are Mara"), "the coach never sees the persona");
    let client = of(Role::Client)["messages"].to_string();
    for part in
        ["You are Mara", "[e1] 1999: divorced, Lena and Ulf", "about 22 words", "So I said that", "Coach: Since when?"]
    {
        assert!(client.contains(part), "{part}: {client}");
    }
    let extractor = of(Role::Extractor)["messages"][1]["content"].as_str().unwrap().to_owned();
    assert!(
        extractor.contains(&format!("<<<\n{SECRET_WORDS}\n>>>")) && extractor.contains("2026-01-15"),
        "{extractor}"
    );
    assert!(!seen.iter().any(|seen| seen.body.to_string().contains("{{")), "a word was not filled in");
}

#[tokio::test]
async fn a_server_that_knows_no_schema_is_asked_for_an_object_and_then_in_words_and_it_is_remembered() {
    for (fault, formats) in [
        (Fault::NoJsonSchema, vec!["json_schema", "json_object", "json_object"]),
        (Fault::NoJsonFormat, vec!["json_schema", "json_object", "", ""]),
    ] {
        let fake = FakeModel::start(Script::always(fault)).await.unwrap();
        let model = model_at(&fake.base_url(), Role::Extractor, "", "", &Http::new());
        call(&model, Role::Extractor, 1).await.unwrap();
        call(&model, Role::Extractor, 2).await.unwrap();
        let seen: Vec<_> = fake.seen().into_iter().map(|seen| seen.body).collect();
        let asked: Vec<&str> = seen.iter().map(|b| b["response_format"]["type"].as_str().unwrap_or_default()).collect();
        assert_eq!(asked, formats);
        for body in &seen {
            let schema_in_words = body["messages"][0]["content"].as_str().unwrap().contains("\"additionalProperties\"");
            assert_eq!(schema_in_words, body["response_format"]["type"] != "json_schema");
        }
    }
}

#[tokio::test]
async fn a_field_a_server_does_not_know_is_left_out_and_nothing_else() {
    for field in ["seed", "temperature", "stream_options"] {
        let fake = FakeModel::start(Script::always(Fault::NoField { field: field.into() })).await.unwrap();
        let model = model_at(&fake.base_url(), Role::Coach, "", "", &Http::new());
        call(&model, Role::Coach, 1).await.unwrap();
        let last = fake.seen().pop().unwrap().body;
        assert_eq!(last.get(field), None);
        assert!(last.get("max_tokens").is_some());
        assert_eq!(fake.seen().len(), 2, "{field}");
    }
}

#[tokio::test]
async fn plain_words_of_a_client_are_taken_without_facts_and_facts_that_are_none_are_left_out() {
    let fake = FakeModel::start(Script::always(Fault::PlainWords)).await.unwrap();
    let model = model_at(&fake.base_url(), Role::Client, "", "", &Http::new());
    let answer = call(&model, Role::Client, 1).await.unwrap();
    let reply: ClientReply = serde_json::from_str(&answer.text).unwrap();
    assert_eq!((reply.text.as_str(), reply.revealed), (answer.pieces.concat().as_str(), None));
    for fault in [Fault::Dangling, Fault::CollidingIds] {
        let fake = FakeModel::start(Script::always(fault)).await.unwrap();
        let model = model_at(&fake.base_url(), Role::Client, "", "", &Http::new());
        let reply: ClientReply = serde_json::from_str(&call(&model, Role::Client, 1).await.unwrap().text).unwrap();
        assert_eq!(reply.revealed, Some(vec![FactId::from("father")]));
    }
}

#[tokio::test]
async fn colliding_ids_and_dangling_references_reach_the_rules_that_know_them() {
    for fault in [Fault::CollidingIds, Fault::Dangling] {
        let fake = FakeModel::start(Script::always(fault.clone())).await.unwrap();
        let model = model_at(&fake.base_url(), Role::Extractor, "", "", &Http::new());
        let deltas: Deltas = serde_json::from_str(&call(&model, Role::Extractor, 1).await.unwrap().text).unwrap();
        match fault {
            Fault::CollidingIds => assert_eq!(deltas.people[0].id, deltas.people[1].id),
            _ => assert!(deltas.people.is_empty() && deltas.events[0].person.is_some()),
        }
    }
}

#[tokio::test]
async fn an_answer_in_one_piece_is_taken_though_a_stream_was_asked_for() {
    let fake = FakeModel::start(Script::always(Fault::Whole)).await.unwrap();
    let model = model_at(&fake.base_url(), Role::Coach, "", "", &Http::new());
    let answer = call(&model, Role::Coach, 1).await.unwrap();
    assert_eq!(answer.pieces, [answer.text]);
}

#[tokio::test]
async fn the_fake_model_says_the_same_to_the_same_request_and_its_ledger_counts_each() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let script = Script {
        rules: vec![Rule { each_key: true, ..Rule::new(Fault::Status { status: 500 }).calls(1..=1) }],
        ..Script::prompt()
    };
    let mut words = Vec::new();
    for _ in 0..2 {
        let fake = FakeModel::start_at(0, script.clone(), Some(&path)).await.unwrap();
        let model = model_at(&fake.base_url(), Role::Coach, "", "", &Http::new());
        for turn in 1..=2 {
            if let Ok(answer) = call(&model, Role::Coach, turn).await {
                words.push(answer.text);
            }
        }
    }
    let ledger = read_ledger(&path).unwrap();
    assert_eq!(ledger.iter().filter(|entry| entry.moment == Moment::Begin).count(), 4);
    assert_eq!(ledger.iter().filter(|entry| entry.fault && entry.moment == Moment::End).count(), 2);
    assert_eq!(words.len(), 2, "each request fails once, over restarts of the server");
    assert_ne!(words[0], words[1]);
    let fake = FakeModel::start(Script::prompt()).await.unwrap();
    let model = model_at(&fake.base_url(), Role::Coach, "", "", &Http::new());
    assert_eq!(call(&model, Role::Coach, 1).await.unwrap().text, words[0]);
}
