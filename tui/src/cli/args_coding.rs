//! The command line of codings, ground truth and person maps.

use clap::{Args, Subcommand};
use sarf_shared::coding::{CoderName, MapScored, MapTarget, Provenance};
use sarf_shared::discussion::{DiscussionId, VersionId};
use sarf_shared::family::ItemId;

use super::args::which::{self, WhichArgs};

/// `coding ...`
#[derive(Debug, Subcommand)]
pub enum CodingCommand {
    /// Lay codings from files on discussions; a file with a problem is refused whole
    ///
    /// Three forms are read: this project's JSON, as `sarf coding export` writes it; the web system's exports (a
    /// discussion, ground truth, a test case), whose discussion is found by its words, or made if it is not here; and a
    /// table (CSV) with one coded cell a row and the columns discussion, statement (or unit: 39/8), coder, person,
    /// variable, value, and as needed event, spouse, child, targets, triangles, date, certainty, description, provenance.
    Import(CodingImportArgs),
    /// List who coded which discussions, how far, and what is approved
    List(CodingListArgs),
    /// Show one coder's coding of a discussion, with its revisions
    Show {
        /// Which discussion
        discussion: DiscussionId,
        /// Whose coding
        #[arg(long, value_name = "NAME")]
        coder: CoderName,
    },
    /// Write codings as JSON, in the form `sarf coding import` takes
    Export {
        /// Of which discussions [default: all]
        discussions: Vec<DiscussionId>,
        /// Only this coder's
        #[arg(long, value_name = "NAME")]
        coder: Option<CoderName>,
        /// Into a file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<std::path::PathBuf>,
    },
}

/// `coding list`
#[derive(Debug, Clone, Default, Args)]
pub struct CodingListArgs {
    /// Which discussions [default: all]
    pub discussions: Vec<DiscussionId>,
    /// Which discussions
    #[command(flatten)]
    pub which: WhichArgs,
    /// Only these coders
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub coder: Vec<CoderName>,
    /// Only coders with codings that are blind, over_the_model or adjudicated
    #[arg(long, value_name = "P", value_delimiter = ',', value_parser = which::provenance)]
    pub provenance: Vec<Provenance>,
}

impl CodingListArgs {
    /// Whether nothing is left out.
    pub fn is_all(&self) -> bool {
        let CodingListArgs { discussions, which, coder, provenance } = self;
        discussions.is_empty() && which.is_all() && coder.is_empty() && provenance.is_empty()
    }
}

/// `coding import`
#[derive(Debug, Args)]
pub struct CodingImportArgs {
    /// Files of codings
    #[arg(required = true)]
    pub files: Vec<std::path::PathBuf>,
    /// The discussion they are of, whatever the file calls it
    #[arg(long, value_name = "DISCUSSION")]
    pub discussion: Option<DiscussionId>,
    /// What the coders had seen, where the file does not say: blind, over_the_model, adjudicated [default: blind]
    #[arg(long, value_name = "WORD", value_parser = which::provenance)]
    pub provenance: Option<Provenance>,
    /// Who coded, where the file does not say
    #[arg(long, value_name = "NAME")]
    pub coder: Option<CoderName>,
    /// Approve what the file marks as approved
    #[arg(long)]
    pub approve: bool,
}

/// `gt ...`
#[derive(Debug, Subcommand)]
pub enum GtCommand {
    /// Make a coder's codings the ground truth of the statements they coded, as a new version; all of them or none
    Approve {
        /// Which discussion
        discussion: DiscussionId,
        /// Whose codings
        #[arg(long, value_name = "NAME")]
        coder: CoderName,
        /// Carry nothing over from the version before
        #[arg(long)]
        afresh: bool,
    },
    /// List versions of ground truth, newest first
    List(GtListArgs),
    /// Show a version with the source of each statement
    Show {
        /// Which, like v9
        version: VersionId,
    },
}

/// `gt list`
#[derive(Debug, Clone, Default, Args)]
pub struct GtListArgs {
    /// Of which discussions [default: all]
    pub discussions: Vec<DiscussionId>,
    /// Which discussions
    #[command(flatten)]
    pub which: WhichArgs,
    /// Only versions with statements from this coder
    #[arg(long, value_name = "NAME")]
    pub coder: Option<CoderName>,
    /// Only versions with statements that are blind, over_the_model or adjudicated
    #[arg(long, value_name = "P", value_delimiter = ',', value_parser = which::provenance)]
    pub provenance: Vec<Provenance>,
    /// Only the versions that are the truth now
    #[arg(long, conflicts_with = "truth")]
    pub newest: bool,
    /// Only the versions that were the truth when this one was approved
    #[arg(long, value_name = "V")]
    pub truth: Option<VersionId>,
}

impl GtListArgs {
    /// Whether nothing is left out.
    pub fn is_all(&self) -> bool {
        let GtListArgs { discussions, which, coder, provenance, newest, truth } = self;
        let all = discussions.is_empty() && which.is_all() && coder.is_none() && provenance.is_empty();
        all && !newest && truth.is_none()
    }
}

/// Between which sides a person map is.
#[derive(Debug, Args)]
pub struct MapSideArgs {
    /// Whose people are mapped: a run (r7) or a coder [default: the run that stands]
    #[arg(long, value_name = "SIDE")]
    pub scored: Option<MapScored>,
    /// To whose people: truth, or a coder
    #[arg(long, value_name = "SIDE", default_value = "truth")]
    pub truth: MapTarget,
}

/// Who a person is said to be on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// This one.
    Person(ItemId),
    /// Nobody.
    Nobody,
}

impl std::str::FromStr for Is {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "nobody" => Ok(Is::Nobody),
            id => person(id).map(|id| Is::Person(ItemId(id))).map_err(|told| format!("{told}; or write nobody")),
        }
    }
}

fn person(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| {
        format!(
            "\"{text}\" is not the id of a person; one looks like -4, and `sarf coding show` and `sarf show --json` tell them"
        )
    })
}

/// `map ...`
#[derive(Debug, Subcommand)]
pub enum MapCommand {
    /// Say that a person of one side is that person of the other, or nobody: `sarf map set 41 -4 -11`
    Set {
        /// Of which discussion
        discussion: DiscussionId,
        /// Id of the person of the scored side
        #[arg(allow_negative_numbers = true, value_parser = person)]
        person: i64,
        /// Id of the person of the other side, or "nobody" for somebody who is not there
        #[arg(allow_negative_numbers = true)]
        is: Is,
        /// The sides
        #[command(flatten)]
        sides: MapSideArgs,
    },
    /// Take back what was said last, of one person or of anybody; the history stays
    Undo {
        /// Of which discussion
        discussion: DiscussionId,
        /// Id of the person of the scored side
        #[arg(allow_negative_numbers = true, value_parser = person)]
        person: Option<i64>,
        /// The sides
        #[command(flatten)]
        sides: MapSideArgs,
    },
    /// List what was said and what holds
    List {
        /// Of which discussion
        discussion: DiscussionId,
    },
}
