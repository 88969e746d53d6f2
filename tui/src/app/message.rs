//! What happens to the interface (messages) and what it asks for (effects). The update turns the one into the other and
//! touches nothing itself.

use std::path::PathBuf;

use crossterm::event::KeyEvent;
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, Timestamp};
use sarf_shared::rpc::{
    AgainstPrevious, AgreementRequest, CompareRequest, CompareView, DaemonStatus, DiscussionRow, DiscussionView,
    F1DiscussionView, F1View, GenerateRequest, HistoryView, ItemsRequest, JobAction, JobTarget, JobView, MapRequest,
    PersonaRow, PersonaView, ScoreFilter, StatementView, WatchReply,
};
use sarf_shared::scoring::agreement::{AgreementReport, Units};

use super::f1::{BothPeople, ChangeRequest, Got, InBothRuns, Items};
use super::import::{ImportField, ImportWish};
use super::session::Session;
use crate::client::Link;

/// Something happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resize(u16, u16),
    /// Time passed; the clock of this machine.
    Tick(Timestamp),
    /// The connection changed.
    Link(Link),
    /// What the log of events says.
    Watched(WatchReply),
    /// Fresh lists, as of the epoch that asked for them.
    Lists {
        /// Which asking this answers; an older one is dropped.
        epoch: u64,
        /// How the daemon is.
        status: Box<DaemonStatus>,
        /// All discussions.
        discussions: Vec<DiscussionRow>,
        /// All personas.
        personas: Vec<PersonaRow>,
        /// All jobs.
        jobs: Vec<JobView>,
    },
    /// The lists could not be read, and why; they are asked for until they come.
    NoLists(String),
    /// The news of what changed.
    News {
        /// Which asking this answers.
        epoch: u64,
        /// What was asked.
        asked: Changed,
        /// How the daemon is.
        status: Box<DaemonStatus>,
        /// The discussions of those asked that are there.
        discussions: Vec<DiscussionRow>,
        /// The jobs of those asked that are there.
        jobs: Vec<JobView>,
        /// All personas, if they were asked for.
        personas: Option<Vec<PersonaRow>>,
    },
    /// What changed could not be read; it is asked for again.
    NoNews {
        /// Which asking this answers.
        epoch: u64,
        /// What was asked.
        asked: Changed,
        /// Why it could not be read, in words.
        why: String,
    },
    /// News may be asked for again: the last ones are in, and a pause has passed.
    Settled(u64),
    /// A discussion to read, with its statements from number `from` on.
    Discussion {
        /// Its view.
        view: Box<DiscussionView>,
        /// Number of the first statement given.
        from: u32,
        /// The statements.
        statements: Vec<StatementView>,
    },
    /// A discussion could not be read.
    NoDiscussion {
        /// Which.
        id: DiscussionId,
        /// From which statement on.
        from: u32,
        /// It is not there; otherwise it is asked for again.
        gone: bool,
        /// Why, in words.
        why: String,
    },
    /// A persona in full.
    Persona(Box<PersonaView>),
    /// A persona could not be read; it is asked for again.
    NoPersona {
        /// Which.
        id: PersonaId,
        /// Why, in words.
        why: String,
    },
    /// The form for new discussions was accepted, with words and the first of them; or was not, and why.
    Generated(Result<(String, Option<DiscussionId>), String>),
    /// What was asked for is done; words for the notice line.
    Done {
        /// What was done.
        words: String,
        /// A discussion that came of it and is to be selected.
        show: Option<DiscussionId>,
    },
    /// What was asked for was not done; all words there are.
    Failed {
        /// What was tried.
        what: String,
        /// Why not.
        why: String,
    },
    /// A transcript was imported, with words and its discussion; or was not: the field to look at, if it is known, and
    /// why.
    Imported(Result<(String, Option<DiscussionId>), (Option<ImportField>, String)>),
    /// The F1 table, by the number it was asked for with.
    F1(u64, Got<Box<F1View>>),
    /// The F1 of one discussion.
    F1Discussion(u64, Got<Box<F1DiscussionView>>),
    /// The items behind a number.
    F1Items(u64, Got<Items>),
    /// The people of both sides of a discussion; or why they cannot be told.
    F1People(DiscussionId, Result<BothPeople, String>),
    /// A person was mapped, in words; or not, and why.
    F1Mapped(Result<String, String>),
    /// Every run in order of time.
    F1History(u64, Got<Box<HistoryView>>),
    /// What is shown against the runs before; nothing if none were before.
    F1Previous(u64, Got<Option<Box<AgainstPrevious>>>),
    /// What is shown against other runs.
    F1Comparison(u64, Got<Box<CompareView>>),
    /// How two runs have one item.
    F1Change(u64, Got<Box<InBothRuns>>),
    /// How far coders agree, by the number it was asked for with.
    Agreement(u64, Got<Box<AgreementReport>>),
    /// The events behind it.
    AgreementUnits(u64, Got<Box<Units>>),
    /// Words worth a line (a daemon that is starting).
    Notice(String),
    /// The daemon is another build with jobs under way: may it be restarted?
    AskRestart(String),
}

/// What changed and must be asked for again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Discussions.
    pub discussions: Vec<DiscussionId>,
    /// Jobs.
    pub jobs: Vec<JobId>,
    /// Personas.
    pub personas: bool,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask for all lists.
    FetchLists(u64),
    /// Ask for what changed.
    FetchNews(u64, Changed),
    /// Ask for a discussion and its statements from this number on.
    FetchDiscussion(DiscussionId, u32),
    /// Ask for the F1 table.
    FetchF1(u64, ScoreFilter),
    /// Ask for the F1 of one discussion.
    FetchF1Discussion(u64, DiscussionId, ScoreFilter),
    /// Ask for the items behind a number.
    FetchF1Items(u64, Box<ItemsRequest>),
    /// Ask for the people of both sides of a discussion.
    FetchF1People(DiscussionId, Box<ScoreFilter>),
    /// Say who is who, or take it back.
    MapPerson(Box<MapRequest>),
    /// Ask for all runs in order of time.
    FetchF1History(u64, Box<ScoreFilter>),
    /// Ask for what is shown against the runs before.
    FetchF1Previous(u64, Box<ScoreFilter>),
    /// Compare runs.
    CompareF1(u64, Box<CompareRequest>),
    /// Ask how two runs have one item.
    FetchF1Change(u64, Box<ChangeRequest>),
    /// Write the figures into a file.
    ExportF1(PathBuf, Box<ScoreFilter>),
    /// Ask how far coders agree.
    FetchAgreement(u64, Box<AgreementRequest>),
    /// Ask for the events behind it.
    FetchAgreementUnits(u64, Box<AgreementRequest>),
    /// Write agreement into a file.
    ExportAgreement(PathBuf, Box<AgreementRequest>),
    /// Ask for a persona.
    FetchPersona(PersonaId),
    /// Write discussions.
    Generate(GenerateRequest),
    /// Write a persona.
    NewPersona,
    /// Code a discussion.
    Extract(DiscussionId),
    /// Do something to a job.
    Job(JobAction, JobTarget),
    /// Delete a discussion.
    DeleteDiscussion(DiscussionId),
    /// Delete a persona.
    DeletePersona(PersonaId),
    /// Read a transcript file and import it.
    Import(ImportWish),
    /// Start or restart the daemon.
    RestartDaemon,
    /// Hand text to the terminal's clipboard.
    Copy(String),
    /// Remember where the person was.
    SaveSession(Session),
    /// Write the next frame whole.
    Redraw,
    /// Give the terminal back until told to go on.
    Suspend,
    /// Leave.
    Quit,
}
