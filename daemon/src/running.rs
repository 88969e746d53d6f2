//! The daemon proper: reconcile, run jobs, serve; at the end stop the runner, mark the clean end, close the store.

use std::sync::Arc;
use std::time::Duration;

use sarf_shared::job::BootId;
use sarf_shared::plural::counted;
use sarf_shared::rpc::BuildId;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::jobs::{Limits, Refusal, RetryPolicy, Runner, RunnerParts, reconcile};
use crate::lifecycle::{DaemonError, Socket, serve};
use crate::live::LiveHub;
use crate::models::llm::Http;
use crate::models::offline::Offline;
use crate::models::plan::{ModelSet, Plan};
use crate::prompts::Prompts;
use crate::records::BOOTS;
use crate::service::{House, HouseParts, Identity, forget_old};
use crate::store::{Health, Store, Tx, View};

/// What a daemon is made of.
pub struct Parts {
    /// The open store.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// The configuration.
    pub config: Config,
    /// The prompt texts.
    pub prompts: Prompts,
    /// This life.
    pub boot: BootId,
    /// Which build.
    pub build: BuildId,
    /// Where it listens, for people.
    pub socket: String,
    /// The state folder, for people.
    pub home: String,
    /// What opening the store found and did.
    pub recovery: Vec<String>,
    /// How long steps in flight get at the end.
    pub grace: Duration,
    /// Where the jobs run, so that no step keeps a person waiting for an answer.
    pub work: Handle,
}

/// Serves at `listening` until `shutdown`, or until storage stops.
pub async fn run(listening: Socket, parts: Parts, shutdown: CancellationToken) -> Result<(), DaemonError> {
    let Parts { store, clock, config, prompts, boot, build, socket, home, mut recovery, grace, work } = parts;
    let stopped = |why: String| DaemonError::Stopped(why);
    let life = boot.clone();
    let found = store
        .change(move |tx: &mut Tx| -> Result<_, Refusal> {
            let now = crate::jobs::change::now(tx);
            forget_old(tx, now)?;
            reconcile(tx, &life)
        })
        .await
        .map_err(|error| stopped(error.to_string()))?;
    if found.dead > 0 {
        recovery.push(format!(
            "{} given up because the service ended abnormally three times while a step was under way; `sarf jobs` shows \
             what happened.",
            counted(found.dead, "job was", "jobs were")
        ));
    }
    tracing::info!(interrupted = found.interrupted, dead = found.dead, "reconciled");
    let http = Http::new();
    let for_jobs = http.clone();
    let limits = Limits::new(config.providers.iter().map(|(name, provider)| (name.clone(), provider.concurrency)));
    let live = LiveHub::default();
    let for_models = config.clone();
    let runner = Runner::start(RunnerParts {
        store: store.clone(),
        boot: boot.clone(),
        clock: clock.clone(),
        live: live.clone(),
        at_once: config.jobs.concurrency,
        limits,
        retry: RetryPolicy {
            tries: config.retry.attempts,
            base: config.retry.first_wait(),
            longest: config.retry.longest_wait(),
        },
        make_models: Arc::new(move |plan: &Plan, allowed: Option<&[String]>| {
            let environment = |name: &str| std::env::var(name).ok();
            // Asked again when the job runs: a provider may lie elsewhere now than when the job was accepted.
            let plan = allowed.map_or_else(|| plan.clone(), |allowed| plan.kept_here(&for_models, allowed).0);
            let offline = Arc::new(Offline::default());
            let models = ModelSet::from_plan(&plan, &for_models, &environment, &for_jobs, &offline);
            (plan, models)
        }),
        work,
    });
    let identity =
        Identity { pid: std::process::id(), boot: boot.clone(), build, started: clock.now(), socket, home, recovery };
    let house = House::new(HouseParts {
        store: store.clone(),
        runner: runner.clone(),
        clock,
        live,
        config,
        prompts,
        http,
        identity,
        shutdown: shutdown.clone(),
    });
    let mut health = store.health_watch();
    let mut why_stopped = None;
    let serving = serve(listening, house, shutdown.clone());
    tokio::pin!(serving);
    loop {
        tokio::select! {
            () = &mut serving => break,
            Ok(()) = health.changed() => {
                let now = health.borrow_and_update().clone();
                match now {
                    Health::Stopped { why } => {
                        tracing::error!(why, "storage stopped; ending");
                        why_stopped = Some(why);
                        shutdown.cancel();
                    }
                    Health::Paused { why } => tracing::warn!(why, "storage paused"),
                    Health::Writing => {
                        tracing::info!("storage goes on");
                        runner.wake();
                    }
                }
            }
        }
    }
    runner.stop(grace).await;
    if let Some(why) = why_stopped {
        return Err(stopped(why));
    }
    let marked = store
        .change(move |tx: &mut Tx| -> Result<(), Refusal> {
            if let Some(mut last) = tx.get(&BOOTS, &"last".to_owned())?
                && last.boot == boot
            {
                last.ended_clean = true;
                tx.put(&BOOTS, &"last".to_owned(), &last)?;
            }
            Ok(())
        })
        .await;
    if let Err(error) = marked {
        tracing::warn!(%error, "the clean end was not marked");
    }
    store.close().await.map_err(stopped)?;
    tracing::info!("ended");
    Ok(())
}
