//! What the durable runner adds to a model's own time, and how soon a watching client is woken. Prints one JSON object.
//!
//! `cargo run -q --release -p sarf-tests --bin overhead -- [--discussions 64] [--turns 20] [--concurrency 16]
//! [--delay-ms 50] [--offline]`, after `cargo build --release --workspace`. The homes lie in `TMPDIR`. A fake model
//! answers after 50 ms; author and extraction are left out. Ideal: discussions / concurrency x (2 x turns - 1) calls x
//! delay, for a turn of client and coach each is a call and the first turn needs none.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use sarf_shared::job::JobState;
use sarf_shared::rpc::{Cursor, GenerateRequest, JobAction, JobTarget, PersonaSource, WatchRequest};
use sarf_tests::fake_model::{Fault, Moment, Rule, Script};
use sarf_tests::harness::{ModelServer, Rpc, World, fresh_id, until};
use sarf_tests::measure::{disk, ms, quantile};
use serde_json::{Value, json};

struct Load {
    discussions: u32,
    turns: u32,
    concurrency: u32,
    delay_ms: u64,
    offline: bool,
}

fn main() -> anyhow::Result<()> {
    let mut load = Load { discussions: 64, turns: 20, concurrency: 16, delay_ms: 50, offline: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        if flag == "--offline" {
            load.offline = true;
            continue;
        }
        let value = arguments.next().with_context(|| format!("{flag} needs a number"))?;
        match flag.as_str() {
            "--discussions" => load.discussions = value.parse()?,
            "--turns" => load.turns = value.parse()?,
            "--concurrency" => load.concurrency = value.parse()?,
            "--delay-ms" => load.delay_ms = value.parse()?,
            other => bail!("unknown flag {other}"),
        }
    }
    let figures = json!({ "generation": generation(&load)?, "watch": waking(500)? });
    println!("{figures:#}");
    Ok(())
}

/// Writes all discussions and measures from the order to the last one's end.
fn generation(load: &Load) -> anyhow::Result<Value> {
    let world = World::new();
    let script = Script { delay_ms: load.delay_ms, pieces: 4, ..Script::default() };
    let model = ModelServer::start(world.beside(), &script);
    let n = load.concurrency;
    world.configure(&model.config(&format!("concurrency = {n}\n\n[jobs]\nconcurrency = {n}\n")));
    let daemon = world.start();
    let rpc = world.rpc();
    let made = rpc.ask(|client, context| async move { client.new_persona(context, fresh_id(), Some(1), true).await });
    rpc.settle();
    let persona = made.persona.or_else(|| rpc.jobs().into_iter().find_map(|job| job.persona));
    let persona = PersonaSource::Existing(persona.context("the persona was not written")?);
    let (count, turns, offline) = (load.discussions, load.turns, load.offline);
    let request = GenerateRequest { persona, count, turns, seed: Some(1), extract: false, offline };

    let cpu_before = cpu(daemon.pid());
    let begun = Instant::now();
    rpc.ask(|client, context| async move { client.generate(context, fresh_id(), request).await });
    // Looked at four times a second, so that looking costs nothing; the daemon's own times give the end.
    let jobs = loop {
        std::thread::sleep(Duration::from_millis(250));
        if rpc.status().is_some_and(|status| status.active_jobs == 0) {
            break rpc.jobs();
        }
        if begun.elapsed() > Duration::from_secs(600) {
            bail!("not done after ten minutes");
        }
    };
    let ends = jobs.iter().filter_map(|job| match &job.brief.state {
        JobState::Succeeded { at } => Some(at.0),
        _ => None,
    });
    let end = ends.max().context("nothing was written")?;
    let order = jobs.iter().filter(|job| job.discussion.is_some()).map(|job| job.created.0).min();
    let took_s = end.saturating_sub(order.unwrap_or(end)) as f64 / 1e3;
    let done = jobs.iter().filter(|job| matches!(job.brief.state, JobState::Succeeded { .. })).count();
    let ideal_s =
        f64::from(load.discussions.div_ceil(load.concurrency)) * f64::from(load.turns * 2 - 1) * load.delay_ms as f64
            / 1e3;
    let entries = model.entries();
    let mut answered: Vec<f64> =
        entries.iter().filter(|e| e.moment == Moment::End).map(|e| e.after_us as f64 / 1e3).collect();
    let answered_mean = answered.iter().sum::<f64>() / (answered.len().max(1)) as f64;
    answered.sort_by(f64::total_cmp);
    let calls = entries.iter().filter(|e| e.moment == Moment::Begin).count();
    let used = cpu(daemon.pid()) - cpu_before;
    Ok(json!({
        "discussions": load.discussions,
        "turns": load.turns,
        "concurrency": load.concurrency,
        "delay_ms": if offline { 0 } else { load.delay_ms },
        "jobs_done": done.saturating_sub(1),
        "calls": calls,
        "model_answered_after_ms": {
            "mean": answered_mean,
            "longest": answered.last(),
        },
        "ideal_s": ideal_s,
        "took_s": took_s,
        "ratio": (took_s / ideal_s * 1e4).round() / 1e4,
        "daemon_cpu_s": used,
        "daemon_cpu_ms_a_call": used * 1e3 / (calls.max(1)) as f64,
        "model_cpu_s": cpu(model.pid()),
        "disk": disk(world.beside())?,
    }))
}

/// Processor seconds a process has used.
fn cpu(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = |place: usize| after_name.split_whitespace().nth(place).and_then(|n| n.parse::<f64>().ok());
    // Fields 14 and 15; the kernel counts in hundredths of a second.
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0
}

/// How soon a client that watches is woken: one connection changes a job, another long-polls.
fn waking(changes: usize) -> anyhow::Result<Value> {
    let world = World::new();
    let hang = Rule::new(Fault::Slow { ms: 3_600_000 });
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 0, rules: vec![hang], ..Script::default() });
    world.configure(&model.config("\n[jobs]\nconcurrency = 1\n"));
    let _daemon = world.start();
    let rpc = world.rpc();
    rpc.generate(1, 1, 1, false);
    until("the only place is taken", || (!model.begun().is_empty()).then_some(()));
    let job = rpc.generate(1, 1, 2, false).first().and_then(|made| made.job).context("no job")?;
    let socket = world.places().socket.clone();
    let (to_main, woken) = std::sync::mpsc::channel();
    let (ready, armed) = std::sync::mpsc::channel();
    let watching = std::thread::spawn(move || -> anyhow::Result<()> {
        let rpc = Rpc::dial(&socket).context("no daemon")?;
        let mut since: Option<Cursor> = None;
        for _ in 0..=changes {
            let wait_ms = if since.is_some() { 20_000 } else { 0 };
            let request = WatchRequest { since: since.take(), live: None, wait_ms };
            if wait_ms > 0 {
                ready.send(())?;
            }
            let reply = rpc.ask(|client, context| async move { client.watch(context, request).await });
            let now = Instant::now();
            since = Some(reply.cursor);
            if wait_ms > 0 {
                to_main.send(now)?;
            }
        }
        Ok(())
    });
    let (mut after_answer, mut after_order) = (Vec::new(), Vec::new());
    for place in 0..changes {
        armed.recv()?;
        // The long poll must be waiting in the daemon before the change is made.
        std::thread::sleep(Duration::from_millis(3));
        let action = if place % 2 == 0 { JobAction::Pause } else { JobAction::Resume };
        let ordered = Instant::now();
        rpc.act(action, JobTarget::Job(job));
        let answered = Instant::now();
        let woken = woken.recv()?;
        after_answer.push(woken.saturating_duration_since(answered));
        after_order.push(woken.saturating_duration_since(ordered));
    }
    let joined = watching.join().map_err(|_| anyhow::anyhow!("the watching thread broke off"))?;
    joined?;
    let longest = after_order.iter().max().copied().map_or(0.0, ms);
    Ok(json!({
        "changes": changes,
        "from_order_p50_ms": quantile(&mut after_order, 0.5),
        "from_order_p99_ms": quantile(&mut after_order, 0.99),
        "from_order_longest_ms": longest,
        "from_answer_p99_ms": quantile(&mut after_answer, 0.99),
        "note": "from_order holds the request, the durable change and the waking; from_answer the waking alone",
    }))
}
