//! Every request about codings, ground truth and figures, asked of a real daemon over its real socket; and none of all
//! requests may be missing among the tests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::path::Path;

use sarf_shared::coding::MapSides;
use sarf_shared::discussion::{DiscussionId, RunId, VersionId};
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{
    AgreementRequest, ApiError, CompareRequest, ItemsRequest, MapChange, MapRequest, PageRequest, Resampling,
    ScoreFilter, ScoredChoice,
};
use sarf_shared::scoring::f1::Line;
use sarf_tests::codings::{approved, coders, codings, file, options, try_approve, try_import, versions};
use sarf_tests::harness::{World, fresh_id};
use serde_json::Value;

const ALL: PageRequest = PageRequest { offset: 0, limit: 500 };
const ONE: DiscussionId = DiscussionId(1);

#[test]
fn every_request_about_codings_and_figures_is_answered() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    rpc.generate(1, 3, 5, true);
    rpc.settle();
    let said: Vec<(u32, Value)> = (rpc.statements(ONE).iter())
        .filter_map(|one| Some((one.number, serde_json::to_value(&one.coding.as_ref()?.deltas).unwrap())))
        .collect();
    for coder in ["ben", "ann"] {
        try_import(&rpc, &file(ONE, coder, &said).to_string(), options()).unwrap();
    }
    let ben = "ben".parse().unwrap();
    assert_eq!((coders(&rpc).len(), codings(&rpc, ONE, &ben).len()), (2, said.len()));

    try_approve(&rpc, ONE, &ben, true).unwrap();
    let version = versions(&rpc, ONE)[0].id;
    let view = rpc.ask(|client, context| async move { client.version(context, version).await });
    assert_eq!((view.row.id, approved(&rpc, version).len()), (version, said.len()));
    let unknown = rpc.refused(|client, context| async move { client.version(context, VersionId(99)).await });
    assert!(matches!(unknown, ApiError::NotFound { .. }), "{unknown:?}");

    let sides = MapSides { scored: "ann".parse().unwrap(), truth: "truth".parse().unwrap() };
    let change = MapChange::Nobody { scored: ItemId(somebody(&said)) };
    let request = MapRequest { discussion: ONE, sides, change };
    let entries = rpc.ask(|client, context| async move { client.map_person(context, fresh_id(), request).await });
    let listed = rpc.ask(|client, context| async move { client.person_maps(context, ONE, ALL).await });
    assert_eq!((entries.len(), listed.total), (1, 1));

    let filter = ScoreFilter::default;
    let whole = rpc.ask(|client, context| async move { client.f1(context, filter(), Resampling::NONE, ALL).await });
    let one = rpc.ask(|client, context| async move { client.f1_discussion(context, ONE, filter(), ALL).await });
    assert_eq!((whole.discussions.total, one.row.discussion.id), (1, ONE));
    let request = ItemsRequest {
        filter: filter(),
        discussion: None,
        statement: None,
        line: Line::People,
        outcomes: Vec::new(),
        cell: None,
    };
    let items = rpc.ask(|client, context| async move { client.f1_items(context, request, ALL).await });
    assert!(items.total > 0);
    let history =
        rpc.ask(|client, context| async move { client.f1_history(context, filter(), Resampling::NONE).await });
    assert_eq!(history.points.len(), 1);
    let before =
        rpc.ask(|client, context| async move { client.f1_previous(context, filter(), Resampling::NONE).await });
    assert!(before.is_none(), "there was no run before");
    let request = CompareRequest {
        old: ScoredChoice::Runs(vec![RunId(1)]),
        new: ScoredChoice::Runs(vec![RunId(1)]),
        filter: filter(),
        resampling: Resampling::NONE,
        by: Line::People,
    };
    let compared = rpc.ask(|client, context| async move { client.f1_compare(context, request, ALL).await });
    assert_eq!((compared.fixed.total, compared.broken.total), (0, 0), "a run against itself");
    let report = rpc.ask(|client, context| async move { client.agreement(context, AgreementRequest::default()).await });
    assert_eq!(report.raters.len(), 2);
}

/// The first person a statement adds.
fn somebody(said: &[(u32, Value)]) -> i64 {
    let people = said.iter().filter_map(|(_, deltas)| deltas["people"].as_array()).flatten();
    people.filter_map(|person| person["id"].as_i64()).find(|id| *id < 0).unwrap()
}

/// The names of the service's requests.
fn requests(contract: &str) -> Vec<String> {
    let names = contract.lines().filter_map(|line| line.trim().strip_prefix("async fn "));
    names.filter_map(|rest| Some(rest.split_once('(')?.0.to_owned())).collect()
}

/// Those of them that no test asks a real daemon, through a client of the harness.
fn unasked(contract: &str, tests: &str) -> Vec<String> {
    let asked = |name: &String| tests.contains(&format!("client.{name}(context"));
    requests(contract).into_iter().filter(|name| !asked(name)).collect()
}

#[test]
fn no_request_of_the_service_is_left_without_a_test_on_a_real_socket() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let contract = std::fs::read_to_string(root.join("../shared/src/rpc/service.rs")).unwrap();
    let files = std::fs::read_dir(root.join("tests")).unwrap().map(|entry| entry.unwrap().path());
    let helpers = ["src/codings.rs", "src/harness/rpc.rs"].map(|helper| root.join(helper));
    let texts = files.filter(|path| path.extension().is_some_and(|end| end == "rs")).chain(helpers);
    let tests: String = texts.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert!(requests(&contract).len() > 30, "the contract is read: {:?}", requests(&contract));
    assert_eq!(unasked(&contract, &tests), Vec::<String>::new());
    // The control: one that nobody asks is found.
    let more = format!("{contract}\n    async fn forgotten(id: u32) -> Result<(), ApiError>;\n");
    assert_eq!(unasked(&more, &tests), ["forgotten"]);
}
