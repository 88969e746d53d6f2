//! What keeping figures is worth: how long the service takes to answer the first time, again, and after one more coding.
//! Prints one JSON object, in milliseconds.
//!
//! `cargo run -q --release -p sarf-tests --bin kept -- [--discussions 100] [--turns 20] [--again 20]`. Each discussion is
//! coded by the model and by two people, one of whom is the truth; the service runs inside this process and is asked over
//! its socket.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{AgreementRequest, GenerateRequest, PageRequest, PersonaSource, Resampling, ScoreFilter};
use sarf_tests::codings::{file, options, try_approve, try_import};
use sarf_tests::harness::{Inside, Rpc, fresh_id};
use sarf_tests::measure::{ms, quantile};
use serde_json::{Value, json};

const PAGE: PageRequest = PageRequest { offset: 0, limit: 50 };

fn main() -> anyhow::Result<()> {
    let (mut discussions, mut turns, mut again) = (100_u32, 20_u32, 20_u32);
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{flag} needs a number"))?;
        match flag.as_str() {
            "--discussions" => discussions = value.parse()?,
            "--turns" => turns = value.parse()?,
            "--again" => again = value.parse()?,
            other => bail!("unknown flag {other}"),
        }
    }
    let inside = Inside::start();
    let rpc = inside.rpc();
    let persona = PersonaSource::New;
    let request = GenerateRequest { persona, count: discussions, turns, seed: Some(1), extract: true, offline: true };
    rpc.ask(|client, context| async move { client.generate(context, fresh_id(), request).await });
    rpc.settle();
    let ids: Vec<DiscussionId> = rpc.discussions().iter().map(|row| row.id).collect();
    for id in &ids {
        for (coder, more) in [("ann", 0), ("ben", 1)] {
            code(&rpc, *id, coder, more)?;
        }
        approve(&rpc, *id)?;
    }
    let last = *ids.last().context("no discussion was written")?;

    let mut figures = serde_json::Map::new();
    let mut more = 2;
    let asked: [(&str, &dyn Fn()); 3] =
        [("f1", &|| f1(&rpc)), ("history", &|| history(&rpc)), ("agreement", &|| agreement(&rpc))];
    for (name, ask) in asked {
        let first = timed(ask);
        let mut kept: Vec<Duration> = (0..again).map(|_| timed(ask)).collect();
        more += 1;
        code(&rpc, last, "ann", more)?;
        approve(&rpc, last)?;
        let after = timed(ask);
        let told =
            json!({ "first": ms(first), "again_median": quantile(&mut kept, 0.5), "after_one_coding": ms(after) });
        figures.insert(name.to_owned(), told);
    }
    let told = json!({ "discussions": ids.len(), "statements_each": turns * 2, "ms": figures });
    println!("{told:#}");
    Ok(())
}

/// The model's coding as a person's, with some shifts of the client's more in its first statement.
fn code(rpc: &Rpc, id: DiscussionId, coder: &str, more: i64) -> anyhow::Result<()> {
    let mut statements: Vec<(u32, Value)> = Vec::new();
    for said in rpc.statements(id) {
        let Some(coding) = said.coding else { continue };
        statements.push((said.number, serde_json::to_value(&coding.deltas)?));
    }
    let (_, first) = statements.first_mut().context("the model coded nothing")?;
    let events = first["events"].as_array_mut().context("a coding without events")?;
    for n in 0..more {
        events.push(json!({ "id": -900 - n, "kind": "shift", "person": 1, "anxiety": "up", "description": "worried",
            "dateTime": format!("{}-05-01", 1950 + n), "dateCertainty": "certain" }));
    }
    try_import(rpc, &file(id, coder, &statements).to_string(), options())
        .map_err(|refused| anyhow::anyhow!("{refused}"))?;
    Ok(())
}

fn approve(rpc: &Rpc, id: DiscussionId) -> anyhow::Result<()> {
    let coder = "ann".parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    try_approve(rpc, id, &coder, true).map_err(|refused| anyhow::anyhow!("{refused}"))?;
    Ok(())
}

fn timed(ask: &dyn Fn()) -> Duration {
    let begun = Instant::now();
    ask();
    begun.elapsed()
}

fn f1(rpc: &Rpc) {
    let filter = ScoreFilter::default();
    rpc.ask(|client, context| async move { client.f1(context, filter, Resampling::default(), PAGE).await });
}

fn history(rpc: &Rpc) {
    let filter = ScoreFilter::default();
    rpc.ask(|client, context| async move { client.f1_history(context, filter, Resampling::default()).await });
}

fn agreement(rpc: &Rpc) {
    let request = AgreementRequest { model: true, ..AgreementRequest::default() };
    rpc.ask(|client, context| async move { client.agreement(context, request).await });
}
