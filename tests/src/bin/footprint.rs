//! What an idle daemon costs with many discussions, and how soon it is ready. Prints one JSON object.
//!
//! `cargo run -q --release -p sarf-tests --bin footprint -- [--discussions 1000] [--turns 20] [--extract] [--starts 5]`,
//! after `cargo build --release --workspace`. The home lies in `TMPDIR`. Ready: from the spawn of the process to its
//! first status reply.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use sarf_shared::rpc::{GenerateRequest, PersonaSource};
use sarf_tests::harness::{Daemon, World, fresh_id};
use sarf_tests::measure::{disk, quantile};
use serde_json::json;

fn main() -> anyhow::Result<()> {
    let (mut discussions, mut turns, mut starts, mut extract) = (1_000_u32, 20_u32, 5_usize, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        if flag == "--extract" {
            extract = true;
            continue;
        }
        let value = arguments.next().with_context(|| format!("{flag} needs a number"))?;
        match flag.as_str() {
            "--discussions" => discussions = value.parse()?,
            "--turns" => turns = value.parse()?,
            "--starts" => starts = value.parse()?,
            other => bail!("unknown flag {other}"),
        }
    }
    let world = World::new();
    let daemon = world.start();
    let rpc = world.rpc();
    let begun = Instant::now();
    let made = rpc.ask(|client, context| async move { client.new_persona(context, fresh_id(), Some(1), true).await });
    rpc.settle();
    let persona = made.persona.or_else(|| rpc.jobs().into_iter().find_map(|job| job.persona));
    let persona = PersonaSource::Existing(persona.context("the persona was not written")?);
    let request = GenerateRequest { persona, count: discussions, turns, seed: Some(1), extract, offline: true };
    rpc.ask(|client, context| async move { client.generate(context, fresh_id(), request).await });
    while rpc.status().is_none_or(|status| status.active_jobs > 0) {
        if begun.elapsed() > Duration::from_secs(1_800) {
            bail!("the discussions were not written in half an hour");
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    let written_s = begun.elapsed().as_secs_f64();
    let after_writing = resident_mb(&daemon)?;
    drop(rpc);
    if !daemon.terminate().status.success() {
        bail!("the daemon did not end in order");
    }

    let (mut after_order, mut after_kill, mut idle) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..starts {
        let (daemon, took) = ready(&world)?;
        after_order.push(took);
        idle.push(resident_mb(&daemon)?);
        daemon.kill();
        let (daemon, took) = ready(&world)?;
        after_kill.push(took);
        daemon.terminate();
    }
    let daemon = world.start();
    let first_page = Instant::now();
    world.rpc().discussions();
    let page = first_page.elapsed();
    let listed = resident_mb(&daemon)?;
    world.content();
    let exported = resident_mb(&daemon)?;
    let figures = json!({
        "discussions": discussions,
        "statements_each": turns * 2,
        "extracted": extract,
        "written_s": written_s,
        "home_mb": folder_mb(world.home()),
        "resident_idle_mb": idle.into_iter().fold(0.0, f64::max),
        "resident_after_a_page_mb": listed,
        "resident_after_export_of_all_mb": exported,
        "resident_after_writing_all_mb": after_writing,
        "ready_ms_median": quantile(&mut after_order, 0.5),
        "ready_ms_longest": quantile(&mut after_order, 1.0),
        "ready_after_kill_ms_median": quantile(&mut after_kill, 0.5),
        "ready_after_kill_ms_longest": quantile(&mut after_kill, 1.0),
        "first_page_ms": sarf_tests::measure::ms(page),
        "disk": disk(world.beside())?,
    });
    println!("{figures:#}");
    Ok(())
}

/// Starts a daemon and measures until its first status reply.
fn ready(world: &World) -> anyhow::Result<(Daemon, Duration)> {
    let begun = Instant::now();
    let mut daemon = world.spawn(&[]);
    while world.answers().is_none() {
        if daemon.gone().is_some() || begun.elapsed() > Duration::from_secs(60) {
            bail!("the daemon does not answer\n{}", world.tell());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok((daemon, begun.elapsed()))
}

/// Resident memory, in units of 1024 x 1024 bytes.
fn resident_mb(daemon: &Daemon) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", daemon.pid()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kb: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok((kb / 102.4).round() / 10.0)
}

fn folder_mb(folder: &std::path::Path) -> f64 {
    fn bytes(folder: &std::path::Path) -> u64 {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| match entry.metadata() {
                Ok(found) if found.is_dir() => bytes(&entry.path()),
                Ok(found) => found.len(),
                Err(_) => 0,
            })
            .sum()
    }
    (bytes(folder) as f64 / 104_857.6).round() / 10.0
}
