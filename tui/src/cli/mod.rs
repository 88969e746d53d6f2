//! The command line: a file per command under `commands`. Everything a person can do here can be scripted: `--json`
//! gives one object, or one a line, and the exit code says how it ended.

mod args;
mod args_coding;
mod build;
mod commands;
mod contract;
mod daemon_run;
mod exit;
pub(crate) mod figures;
pub(crate) mod files;
mod follow;
mod output;
mod schema_keys;
mod session;
mod text;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
pub use build::build_id;
use exit::{Exit, Failure};
use output::Output;

/// The program, from its arguments to its exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            if !error.use_stderr() {
                let _ = error.print();
                return Exit::Done.into();
            }
            // What was not understood cannot be asked, so the flag is looked for by hand.
            match std::env::args().any(|word| word == "--json") {
                true => Output::new(true).failure(&Failure::new(Exit::Usage, not_understood(&error))),
                false => drop(error.print()),
            }
            return Exit::Usage.into();
        }
    };
    let output = Output::new(cli.json);
    crate::crash::end_with_a_report();
    match run(cli, &output) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output.failure(&failure);
            failure.exit.into()
        }
    }
}

/// What is wrong with a command line, in one sentence or two, without usage and colours.
fn not_understood(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let told = text.split("\n\nUsage:").next().unwrap_or(&text);
    let told = told.split("\n\nFor more information").next().unwrap_or(told);
    let words: Vec<&str> = told.trim_start_matches("error: ").split_whitespace().collect();
    words.join(" ")
}

fn run(cli: Cli, output: &Output) -> Result<Exit, Failure> {
    // The daemon and its offline check bring their own runtime; so they come before ours.
    match &cli.command {
        Some(Command::Daemon(args::DaemonCommand::Run { detached, check, repair })) => {
            return daemon_run::run(output, *detached, *check, *repair);
        }
        Some(Command::Completions { shell }) => return commands::generated::completions(output, *shell),
        Some(Command::Man) => return commands::generated::man(output),
        Some(Command::JsonKeys { command }) => return commands::json_keys::run(output, command),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Exit::Failed, format!("the program could not start: {error}")))?;
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = dispatch(cli.command, output) => ended,
            // In the interface Ctrl-C is a key; here it is a signal.
            Ok(()) = tokio::signal::ctrl_c() => {
                Err(Failure::new(Exit::Interrupted, "interrupted; work that was started goes on in the background"))
            }
        }
    });
    runtime.shutdown_background();
    ended
}

async fn dispatch(command: Option<Command>, output: &Output) -> Result<Exit, Failure> {
    match command {
        None => commands::interface::run(output).await,
        Some(Command::Demo(args)) => commands::demo::run(output, args).await,
        Some(Command::Persona(command)) => commands::persona::run(output, command).await,
        Some(Command::Generate(args)) => commands::generate::run(output, args).await,
        Some(Command::Import(args)) => commands::import::run(output, args).await,
        Some(Command::Extract(args)) => commands::extract::run(output, args).await,
        Some(Command::List(args)) => commands::list::run(output, &args).await,
        Some(Command::Show(args)) => commands::show::run(output, &args).await,
        Some(Command::Jobs(args)) => commands::jobs::list(output, &args).await,
        Some(Command::Cancel(args)) => commands::jobs::cancel(output, args).await,
        Some(Command::Pause(args)) => commands::jobs::pause(output, args).await,
        Some(Command::Resume(args)) => commands::jobs::resume(output, args).await,
        Some(Command::Retry(args)) => commands::jobs::retry(output, args).await,
        Some(Command::Delete(args)) => commands::delete::run(output, &args).await,
        Some(Command::Coding(command)) => commands::coding::run(output, command).await,
        Some(Command::Gt(command)) => commands::gt::run(output, command).await,
        Some(Command::Map(command)) => commands::map::run(output, command).await,
        Some(Command::Watch(args)) => commands::watch::run(output, &args).await,
        Some(Command::Export(args)) => commands::export::run(output, &args).await,
        Some(Command::F1(args)) => commands::f1::run(output, *args).await,
        Some(Command::Agreement(args)) => commands::agreement::run(output, &args).await,
        Some(Command::Report(args)) => commands::report::run(output, &args).await,
        Some(Command::Check(args)) => commands::check::run(output, &args).await,
        Some(Command::Doctor) => commands::doctor::run(output).await,
        Some(Command::Daemon(command)) => commands::daemon::run(output, command).await,
        Some(Command::Config(command)) => commands::config::run(output, command).await,
        // Handled before the runtime was made.
        Some(Command::Completions { .. } | Command::Man | Command::JsonKeys { .. }) => Ok(Exit::Done),
    }
}
