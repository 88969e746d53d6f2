//! The command line: one definition, from which parser, help, completions and the man page come.

pub mod agreement;
pub mod scores;
pub mod which;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, StatusWord};
use sarf_shared::rpc::JobTarget;

use super::args_coding::{CodingCommand, GtCommand, MapCommand};

/// Synthetic clients, family data coding and honest agreement figures, in the terminal.
///
/// Without a command it opens the interface. The background service starts by itself.
#[derive(Debug, Parser)]
#[command(name = "sarf", version, max_term_width = 100, after_help = super::exit::help())]
pub struct Cli {
    /// Machine-readable output: one JSON object, or one a line (`sarf json-keys` lists the keys)
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the whole pipeline with the offline engine: persona, discussion, extraction, scores
    Demo(DemoArgs),
    /// Make, list, show, import and delete personas
    #[command(subcommand)]
    Persona(PersonaCommand),
    /// Write discussions between a synthetic client and a coach
    Generate(GenerateArgs),
    /// Make discussions of recorded transcripts (neutral JSON, or text with "Name: words" lines)
    Import(ImportArgs),
    /// Code discussions (again)
    Extract(ExtractArgs),
    /// Import, list, show and export codings by people
    #[command(subcommand)]
    Coding(CodingCommand),
    /// Approve codings as ground truth, and look at its versions
    #[command(subcommand)]
    Gt(GtCommand),
    /// Say who is who between two codings, where a matcher is wrong
    #[command(subcommand)]
    Map(MapCommand),
    /// List discussions
    List(ListArgs),
    /// Show a discussion, a statement (39/8), a persona (p3) or a job (j12)
    Show(ShowArgs),
    /// List jobs with what happened to them
    Jobs(JobsArgs),
    /// Cancel a job, or the latest job of a discussion; what is finished is kept
    Cancel(TargetArgs),
    /// Pause a job
    Pause(TargetArgs),
    /// Let a paused job go on
    Resume(TargetArgs),
    /// Try a failed, dead or cancelled job again, from where it stopped
    Retry(RetryArgs),
    /// Delete discussions with all that belongs to them
    Delete(DeleteArgs),
    /// Follow what happens, one line an event
    Watch(WatchArgs),
    /// Write discussions as JSON
    Export(ExportArgs),
    /// Precision, recall and F1 of the model against ground truth
    F1(Box<scores::F1Args>),
    /// How far coders agree: on finding items, and on the values of what they found
    Agreement(Box<agreement::AgreementArgs>),
    /// One page of methods and results for a paper, in Markdown
    Report(Box<agreement::ReportArgs>),
    /// Look at store and journal
    Check(CheckArgs),
    /// Look at configuration, endpoints and files, and say what to do
    Doctor,
    /// Run, start, stop, restart and look at the background service
    #[command(subcommand)]
    Daemon(DaemonCommand),
    /// Show, locate or write the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff)
    Man,
    /// List what --json prints: the keys of each command, with types and meaning
    JsonKeys {
        /// Only of this command, like `show` or `persona list`
        command: Vec<String>,
    },
}

/// `demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Seed of the persona and of the talk
    #[arg(long, default_value_t = 1, value_parser = which::seed)]
    pub seed: u64,
    /// Coach turns, at most 200
    #[arg(long, default_value_t = 20, value_parser = which::within::<1, 200>)]
    pub turns: u32,
}

/// `persona ...`
#[derive(Debug, Subcommand)]
pub enum PersonaCommand {
    /// Have a persona written
    New {
        /// Seed; with the offline engine the persona of a seed is made once
        #[arg(long, value_parser = which::seed)]
        seed: Option<u64>,
        /// The offline engine, whatever is configured
        #[arg(long)]
        offline: bool,
        /// Wait until it is there
        #[arg(long)]
        wait: bool,
    },
    /// List personas
    List,
    /// Show a persona; with --json in the form `persona import` takes
    Show {
        /// Which, like p3
        id: PersonaId,
    },
    /// Read personas from files
    Import {
        /// JSON files
        #[arg(required = true)]
        files: Vec<std::path::PathBuf>,
    },
    /// Delete a persona; its discussions stay
    Delete {
        /// Which, like p3
        id: PersonaId,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// `generate`
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// The client, like p3; without one each discussion gets a new persona
    pub persona: Option<PersonaId>,
    /// How many discussions, at most 1000
    #[arg(long, default_value_t = 1, value_parser = which::within::<1, 1000>)]
    pub count: u32,
    /// Coach turns of each, at most 200
    #[arg(long, default_value_t = 20, value_parser = which::within::<1, 200>)]
    pub turns: u32,
    /// Seed; the same seed writes the same talk with the offline engine
    #[arg(long, value_parser = which::seed)]
    pub seed: Option<u64>,
    /// Do not code it afterwards
    #[arg(long)]
    pub no_extract: bool,
    /// The offline engine for every role, whatever is configured
    #[arg(long)]
    pub offline: bool,
    /// Wait until all of it is done
    #[arg(long)]
    pub wait: bool,
}

/// `import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Transcripts
    #[arg(required = true)]
    pub files: Vec<std::path::PathBuf>,
    /// Which speaker is the coach [default: coach, therapist, counsellor, interviewer, expert, ai, assistant]
    #[arg(long, value_name = "NAME")]
    pub coach: Option<String>,
    /// The day of the discussion [default: the file's own; without one relative dates stay undated]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = which::day)]
    pub date: Option<NaiveDate>,
    /// The client was a model, whatever the file says
    #[arg(long)]
    pub synthetic: bool,
    /// Do not code it
    #[arg(long)]
    pub no_extract: bool,
    /// Allow these transcripts to go to a provider outside this machine
    #[arg(long, value_name = "PROVIDER")]
    pub allow_remote: Option<String>,
    /// Wait until all of it is done
    #[arg(long)]
    pub wait: bool,
}

/// `extract`
#[derive(Debug, Args)]
pub struct ExtractArgs {
    /// Which discussions
    #[arg(required = true)]
    pub discussions: Vec<DiscussionId>,
    /// Allow these transcripts to go to a provider outside this machine
    #[arg(long, value_name = "PROVIDER")]
    pub allow_remote: Option<String>,
    /// Wait until all of it is done
    #[arg(long)]
    pub wait: bool,
}

/// `list`
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only those whose client was a model
    #[arg(long, conflicts_with = "real")]
    pub synthetic: bool,
    /// Only those with a real client
    #[arg(long)]
    pub real: bool,
    /// Only with this status
    #[arg(long, value_name = "STATUS")]
    pub status: Option<StatusWord>,
}

/// `show`
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A discussion (41), a statement (41/8), a persona (p3) or a job (j12)
    pub what: String,
    /// The coding of this run (r7) instead of the one that stands
    #[arg(long)]
    pub run: Option<sarf_shared::discussion::RunId>,
}

/// `jobs`
#[derive(Debug, Args)]
pub struct JobsArgs {
    /// Only those not over
    #[arg(long)]
    pub active: bool,
    /// Only of this discussion
    #[arg(long, value_name = "DISCUSSION")]
    pub of: Option<DiscussionId>,
    /// With the ledger of model calls
    #[arg(long)]
    pub calls: bool,
}

/// `cancel`, `pause`, `resume`
#[derive(Debug, Args)]
pub struct TargetArgs {
    /// Jobs (j12), or discussions (41) for their latest job
    #[arg(required = true, value_parser = target)]
    pub targets: Vec<JobTarget>,
}

/// `retry`
#[derive(Debug, Args)]
pub struct RetryArgs {
    /// Jobs (j12), or discussions (41) for their latest job
    #[arg(required_unless_present = "failed", conflicts_with = "failed", value_parser = target)]
    pub targets: Vec<JobTarget>,
    /// Everything failed or dead that a person did not cancel
    #[arg(long)]
    pub failed: bool,
    /// Wait until all of it is done
    #[arg(long)]
    pub wait: bool,
}

/// `delete`
#[derive(Debug, Args)]
pub struct DeleteArgs {
    /// Which discussions
    #[arg(required = true)]
    pub discussions: Vec<DiscussionId>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// `watch`
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Only this discussion, until it is done
    pub discussion: Option<DiscussionId>,
}

/// `export`
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Which discussions [default: all]
    pub discussions: Vec<DiscussionId>,
    /// Only what was said and coded: no times, history, attempts or job ids
    #[arg(long)]
    pub content: bool,
    /// Into a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<std::path::PathBuf>,
}

/// `check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Go on without what is lost, keeping the damaged bytes aside (the service must be stopped)
    #[arg(long)]
    pub repair: bool,
}

/// `daemon ...`
#[derive(Debug, Subcommand)]
pub enum DaemonCommand {
    /// Run it in this terminal
    Run {
        /// Started in the background: leave the terminal's session
        #[arg(long, hide = true)]
        detached: bool,
        /// Only look at store and journal, and end
        #[arg(long, hide = true)]
        check: bool,
        /// With --check: repair
        #[arg(long, hide = true, requires = "check")]
        repair: bool,
    },
    /// Start it in the background
    Start,
    /// Stop it; jobs under way go on at the next start
    Stop,
    /// Stop and start it, and say what became of its jobs
    Restart,
    /// Whether it runs, and how it is
    Status,
    /// Show the end of its log
    Logs {
        /// How many lines
        #[arg(short = 'n', long, default_value_t = 40, value_parser = which::within::<0, 1_000_000>)]
        lines: u32,
        /// Go on with every line that is written, until interrupted
        #[arg(short, long)]
        follow: bool,
    },
}

/// `config ...`
#[derive(Debug, Clone, Copy, Subcommand, ValueEnum)]
pub enum ConfigCommand {
    /// Print the configuration in force
    Show,
    /// Print where the configuration file lies
    Path,
    /// Write a commented configuration file, unless there is one
    Init,
    /// Print what may stand in a configuration file, as a JSON schema for editors
    Schema,
    /// List the keys of the interface, with the names by which [keys] in the configuration changes them
    Keys,
}

/// `j12` or `41`.
fn target(text: &str) -> Result<JobTarget, String> {
    if let Ok(job) = text.parse::<JobId>() {
        return Ok(JobTarget::Job(job));
    }
    text.parse::<DiscussionId>()
        .map(JobTarget::Discussion)
        .map_err(|_| format!("\"{text}\" is neither a job (j12) nor a discussion (41)"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_wrong_kind_of_id_is_told_apart_before_anything_is_asked() {
        assert!(Cli::try_parse_from(["sarf", "cancel", "p3"]).is_err());
        assert!(Cli::try_parse_from(["sarf", "extract", "j3"]).is_err());
        assert!(Cli::try_parse_from(["sarf", "cancel", "j3", "41"]).is_ok());
        assert!(Cli::try_parse_from(["sarf", "retry"]).is_err());
        assert!(Cli::try_parse_from(["sarf", "retry", "--failed"]).is_ok());
    }

    #[test]
    fn a_number_that_is_none_or_out_of_its_limits_is_told_the_limits() {
        for (words, told) in [
            (["generate", "--turns", "0"], "a whole number from 1 to 200"),
            (["generate", "--turns", "201"], "a whole number from 1 to 200"),
            (["generate", "--count", "1e3"], "a whole number from 1 to 1000"),
            (["generate", "--seed", "abc"], "a whole number from 0 to 18446744073709551615"),
            (["demo", "--seed", "18446744073709551616"], "a whole number from 0 to 18446744073709551615"),
            (["agreement", "--window", "1"], "a whole number, 2 or more"),
            (["f1", "--replicates", "x"], "a whole number from 0 to 100000"),
        ] {
            let error = Cli::try_parse_from(["sarf"].iter().chain(&words)).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
            assert!(!error.contains("digit") && !error.contains("target type"), "a programmer's words: {error}");
        }
        assert!(Cli::try_parse_from(["sarf", "generate", "--turns", "200", "--count", "1000"]).is_ok());
    }

    #[test]
    fn the_exit_codes_are_in_the_help() {
        let help = Cli::command().render_long_help().to_string();
        assert!(help.contains("Exit codes:") && help.contains("130  interrupted"), "{help}");
    }
}
