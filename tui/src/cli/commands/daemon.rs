//! `sarf daemon start|stop|restart|status|logs`. `daemon run` is elsewhere: only one file names the daemon.

use sarf_shared::discussion::JobId;
use sarf_shared::job::{BootId, JobKind};
use sarf_shared::plural::counted;
use sarf_shared::rpc::{BuildId, DaemonStatus, JobFilter, JobView, StorageHealth};
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::args::DaemonCommand;
use crate::cli::build::build_id;
use crate::cli::exit::{Exit, Failure};
use crate::cli::follow::ALL;
use crate::cli::output::Output;
use crate::cli::{daemon_run, session, text};
use crate::client::{self, Api, Autostart, Launch};

/// `daemon stop`
#[derive(Serialize, JsonSchema)]
pub struct Ended {
    /// Always true; else the command fails.
    stopped: bool,
    /// Jobs that go on at the next start.
    jobs_under_way: u32,
}

/// `daemon restart`
#[derive(Serialize, JsonSchema)]
pub struct Restarted {
    /// The new life.
    boot_id: BootId,
    /// Its build.
    build: BuildId,
    /// Jobs not over.
    jobs: Vec<UnderWay>,
}

/// A job after a restart.
#[derive(Serialize, JsonSchema)]
struct UnderWay {
    /// Id.
    id: JobId,
    /// What it does.
    kind: JobKind,
    /// State, as a word.
    state: &'static str,
}

/// Runs the subcommand.
pub async fn run(output: &Output, command: DaemonCommand) -> Result<Exit, Failure> {
    match command {
        DaemonCommand::Start => {
            let api = session::connect(output).await?;
            tell(output, &api.status().await?)
        }
        DaemonCommand::Stop => stop(output).await,
        DaemonCommand::Restart => restart(output).await,
        DaemonCommand::Status => {
            let launch = Launch::this_program(&session::places()?)?;
            match client::start::probe(&launch.places, std::time::Duration::from_millis(500)).await? {
                client::start::Probe::Up(status) => tell(output, &status),
                client::start::Probe::Down { .. } => {
                    Err(client::ConnectError::NotRunning { socket: launch.places.socket }.into())
                }
                client::start::Probe::Silent => {
                    Err(client::ConnectError::Silent { waited: std::time::Duration::from_millis(500) }.into())
                }
            }
        }
        DaemonCommand::Logs { lines, follow } => super::logs::run(output, lines, follow).await,
        // Handled before there was a runtime.
        DaemonCommand::Run { .. } => Ok(Exit::Done),
    }
}

fn tell(output: &Output, status: &DaemonStatus) -> Result<Exit, Failure> {
    output.value(status, || {
        let mut lines = vec![format!(
            "running: process {}, build {}, since {}\nsocket {}\n{}, {} running, {} not over",
            status.pid,
            status.build.0,
            text::time(status.started),
            status.socket,
            counted(status.discussions, "discussion", "discussions"),
            counted(status.running_jobs, "job", "jobs"),
            status.active_jobs,
        )];
        match &status.storage {
            StorageHealth::Writing => {}
            StorageHealth::Paused { why } => lines.push(format!("! saving is paused: {why}")),
            StorageHealth::Stopped { why } => lines.push(format!("✗ nothing is saved any more: {why}")),
        }
        lines.extend(status.recovery.iter().map(|sentence| format!("at the last start: {sentence}")));
        lines.join("\n")
    });
    Ok(Exit::Done)
}

async fn stop(output: &Output) -> Result<Exit, Failure> {
    let places = session::places()?;
    let under_way = client::stop::stop(&places, &|words| output.notice(words)).await?;
    output.value(&Ended { stopped: true, jobs_under_way: under_way }, || match under_way {
        0 => "stopped".to_owned(),
        1 => "stopped; 1 job was under way and goes on at the next start".to_owned(),
        n => format!("stopped; {n} jobs were under way and go on at the next start"),
    });
    Ok(Exit::Done)
}

async fn restart(output: &Output) -> Result<Exit, Failure> {
    // A service that runs is not ended for one that could not start.
    daemon_run::config_in_force()
        .map_err(|problem| Failure::new(problem.exit, format!("{}; nothing was restarted", problem.message)))?;
    let launch = Launch::this_program(&session::places()?)?;
    let api = Api::new(launch, build_id(), Autostart::Yes);
    let hello = api.restart(&|words| output.notice(words)).await?;
    let filter = JobFilter { ids: None, discussion: None, active: true };
    let jobs = api.jobs(filter, ALL).await?.items;
    let under_way = |job: &JobView| UnderWay { id: job.brief.id, kind: job.brief.kind, state: job.brief.state.word() };
    let shown = jobs.iter().map(under_way).collect();
    output.value(&Restarted { boot_id: hello.boot, build: hello.build, jobs: shown }, || {
        let mut lines = vec!["restarted".to_owned()];
        lines.extend(jobs.iter().map(|job| {
            let (brief, progress) = (&job.brief, job.brief.progress);
            format!("  {}  {} {} at {}/{}", brief.id, brief.kind, brief.state.word(), progress.done, progress.of)
        }));
        lines.join("\n")
    });
    Ok(Exit::Done)
}
