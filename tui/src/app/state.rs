//! Everything the interface shows, as plain data. Changed only by the update; drawn without being changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::FixedOffset;
use ratatui::layout::Rect;
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, StatusWord, Timestamp};
use sarf_shared::job::{BootId, JobMove, JobState};
use sarf_shared::rpc::{DaemonStatus, DiscussionRow, JobBrief, JobView, LiveText, PersonaRow, PersonaView};
use serde::{Deserialize, Serialize};

use super::agreement::Agreement;
use super::f1::{F1, Level};
use super::form::Form;
use super::list::Listing;
use super::overlay::Overlay;
use super::reading::Reading;
use super::session::Session;
use crate::client::Link;
use crate::keymap::{Action, Keymap, Place};
use crate::theme::Theme;

/// Which screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// The list of discussions.
    #[default]
    Discussions,
    /// A discussion.
    Reading,
    /// The form for a new discussion.
    Generate,
    /// Personas.
    Personas,
    /// Jobs.
    Jobs,
    /// The model against ground truth.
    F1,
    /// Coder against coder.
    Agreement,
}

impl Screen {
    /// Where its keys stand in the table.
    pub fn place(self) -> Place {
        match self {
            Screen::Discussions => Place::Discussions,
            Screen::Reading => Place::Reading,
            Screen::Generate => Place::Generate,
            Screen::Personas => Place::Personas,
            Screen::Jobs => Place::Jobs,
            Screen::F1 => Place::F1,
            Screen::Agreement => Place::Agreement,
        }
    }
}

/// How grave a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Plain,
    /// Done.
    Good,
    /// Not done.
    Bad,
}

/// A message to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// When.
    pub at: Timestamp,
    /// How grave.
    pub tone: Tone,
    /// What.
    pub words: String,
    /// It is about reading what is shown, and gone once that is true again.
    pub passing: bool,
}

/// What was heard of changes and not yet asked for.
#[derive(Debug, Clone, Default)]
pub struct Dirty {
    /// Discussions.
    pub discussions: BTreeSet<DiscussionId>,
    /// Jobs.
    pub jobs: BTreeSet<JobId>,
    /// Personas.
    pub personas: bool,
    /// Something the status line shows.
    pub status: bool,
    /// An asking is under way.
    pub asking: bool,
    /// The lists are being asked for as a whole.
    pub lists: bool,
}

/// The whole state.
#[derive(Debug)]
pub struct State {
    /// Looks.
    pub theme: Theme,
    /// Keys.
    pub keys: Keymap,
    /// Size of the terminal.
    pub area: Rect,
    /// The clock.
    pub now: Timestamp,
    /// The zone times are shown in.
    pub zone: FixedOffset,
    /// The screen.
    pub screen: Screen,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// The connection.
    pub link: Link,
    /// The life of the daemon that what is shown comes from.
    pub boot: Option<BootId>,
    /// The life of the daemon whose recovery at its start was told.
    pub recovery_told: Option<BootId>,
    /// When what is shown was last known to be true.
    pub fresh: Timestamp,
    /// What is shown may no longer be true.
    pub stale: bool,
    /// Counts askings for all lists.
    pub epoch: u64,
    /// What changed.
    pub dirty: Dirty,
    /// The daemon.
    pub daemon: Option<DaemonStatus>,
    /// Discussions.
    pub discussions: Listing<DiscussionRow>,
    /// Personas.
    pub personas: Listing<PersonaRow>,
    /// Jobs.
    pub jobs: Listing<JobView>,
    /// Words being written, by discussion.
    pub live: BTreeMap<DiscussionId, LiveText>,
    /// The discussion being read.
    pub reading: Option<Reading>,
    /// The persona shown in full.
    pub persona: Option<Box<PersonaView>>,
    /// The persona last asked for, so that it is asked for once.
    pub asked_persona: Option<PersonaId>,
    /// That asking failed; it is done again with the next second.
    pub persona_failed: bool,
    /// The figures of the model against ground truth.
    pub f1: F1,
    /// How far coders agree.
    pub agreement: Agreement,
    /// Lines the lower or right pane of personas, jobs and agreement is scrolled by.
    pub scroll: usize,
    /// The form.
    pub form: Form,
    /// The notice being shown.
    pub notice: Option<Notice>,
    /// All notices of the session.
    pub notices: Vec<Notice>,
    /// What was last remembered.
    pub saved: Session,
}

impl State {
    /// At the start of a session.
    pub fn new(theme: Theme, area: Rect, now: Timestamp, zone: FixedOffset, session: Session) -> State {
        let mut state = State {
            theme,
            keys: Keymap::default(),
            area,
            now,
            zone,
            screen: Screen::Discussions,
            overlay: None,
            link: Link::Reconnecting { why: "connecting to the background service".into() },
            boot: None,
            recovery_told: None,
            fresh: now,
            stale: true,
            epoch: 0,
            dirty: Dirty::default(),
            daemon: None,
            discussions: Listing::default(),
            personas: Listing::default(),
            jobs: Listing::default(),
            live: BTreeMap::new(),
            reading: None,
            persona: None,
            asked_persona: None,
            persona_failed: false,
            f1: F1::default(),
            agreement: Agreement::default(),
            scroll: 0,
            form: Form::default(),
            notice: None,
            notices: Vec::new(),
            saved: session.clone(),
        };
        state.discussions.set_filter(&session.filter);
        state.discussions.set_order(session.order);
        if let Some(id) = session.discussion {
            state.discussions.select(id);
        }
        match (session.screen, session.discussion) {
            (Screen::Reading, Some(id)) => {
                state.reading = Some(Reading::new(id, session.statement));
                state.screen = Screen::Reading;
            }
            (Screen::Personas | Screen::Jobs | Screen::F1 | Screen::Agreement, _) => state.screen = session.screen,
            _ => {}
        }
        state
    }

    /// What is to be remembered.
    pub fn session(&self) -> Session {
        let reading = self.reading.as_ref().filter(|_| self.screen == Screen::Reading);
        Session {
            screen: if self.screen == Screen::Generate { Screen::Discussions } else { self.screen },
            discussion: reading.map(|reading| reading.id).or(self.discussions.selected_id()),
            statement: reading.map_or(0, |reading| reading.number()),
            filter: self.discussions.filter().to_owned(),
            order: self.discussions.order(),
        }
    }

    /// Where keys are pressed now: the screen, or a part of it with keys of its own.
    pub fn place(&self) -> Place {
        match self.screen {
            Screen::F1 if matches!(self.f1.level(), Level::Confusion(_)) => Place::Matrix,
            screen => screen.place(),
        }
    }

    /// Whether one is in a text field of the screen itself, which takes every key that types.
    pub fn is_typing(&self) -> bool {
        self.screen == Screen::Generate && self.form.is_typing()
    }

    /// Whether what is shown is the daemon's present word.
    pub fn is_connected(&self) -> bool {
        matches!(self.link, Link::Connected { .. })
    }

    /// The discussion that actions mean on this screen.
    pub fn subject(&self) -> Option<&DiscussionRow> {
        match self.screen {
            Screen::Discussions => self.discussions.selected(),
            Screen::Reading => self.reading.as_ref().and_then(|reading| self.discussions.get(reading.id)),
            Screen::Jobs => {
                let id = self.jobs.selected().and_then(|job| job.discussion)?;
                self.discussions.get(id)
            }
            Screen::Generate | Screen::Personas | Screen::F1 | Screen::Agreement => None,
        }
    }

    /// The job that actions mean on this screen.
    pub fn job(&self) -> Option<&JobBrief> {
        match self.screen {
            Screen::Jobs => self.jobs.selected().map(|job| &job.brief),
            _ => self.subject().and_then(|row| row.job.as_ref()),
        }
    }

    /// Whether an action makes sense now; the error says in words why not.
    pub fn allows(&self, action: Action) -> Result<(), String> {
        use Action as A;
        let needs_daemon = matches!(
            action,
            A::Retry
                | A::RetryFailed
                | A::Cancel
                | A::PauseResume
                | A::Extract
                | A::Delete
                | A::NewPersona
                | A::Start
                | A::Import
                | A::MapPerson
                | A::CompareRun
                | A::ExportFigures
        );
        if needs_daemon && !self.is_connected() {
            return Err("not now: the background service is not there; nothing was sent".into());
        }
        if self.screen == Screen::F1 {
            return self.f1.allows(action);
        }
        if self.screen == Screen::Agreement {
            return self.agreement.allows(action);
        }
        match action {
            A::Retry => self.job_allows(JobMove::Retry),
            A::Cancel => self.job_allows(JobMove::Cancel),
            A::PauseResume => match self.job_allows(JobMove::Pause) {
                Ok(()) => Ok(()),
                Err(why) => self.job_allows(JobMove::Resume).map_err(|_| why),
            },
            A::RetryFailed => {
                let failed = |job: &JobView| matches!(job.brief.state, JobState::Failed { .. } | JobState::Dead { .. });
                if self.jobs.all().any(failed) { Ok(()) } else { Err("no job has failed".into()) }
            }
            A::Extract => match self.subject() {
                None => Err("no discussion is selected".into()),
                Some(row) => extractable(row),
            },
            A::Open => match self.screen {
                Screen::Jobs if self.jobs.selected().is_some_and(|job| job.discussion.is_none()) => {
                    Err("this job has no discussion".into())
                }
                Screen::Personas => self.personas.selected().map(|_| ()).ok_or_else(|| "no persona is selected".into()),
                _ => self.subject().map(|_| ()).ok_or_else(|| "no discussion is selected".into()),
            },
            A::Delete if self.screen == Screen::Personas => {
                self.personas.selected().map(|_| ()).ok_or_else(|| "no persona is selected".into())
            }
            A::Filter | A::Copy if self.screen == Screen::Reading => {
                let read = self.reading.as_ref().is_some_and(|reading| !reading.statements.is_empty());
                if read { Ok(()) } else { Err("nothing has been said yet".into()) }
            }
            A::NextItem | A::PrevItem => match &self.reading {
                Some(reading) if reading.search.is_on() => Ok(()),
                _ => Err(format!("nothing is searched for; {} asks for the words", self.key(A::Filter))),
            },
            A::Sort if self.screen == Screen::Reading => Err("what was said has one order only".into()),
            A::Scores if self.reading.as_ref().is_none_or(|reading| reading.view.is_none()) => {
                Err("the discussion is not read yet".into())
            }
            A::Delete | A::History => self.subject().map(|_| ()).ok_or_else(|| "no discussion is selected".into()),
            _ => Ok(()),
        }
    }

    fn job_allows(&self, asked: JobMove) -> Result<(), String> {
        match self.job() {
            None => Err("nothing is or was at work here".into()),
            Some(job) => job.state.allows(asked).map_err(|refused| format!("{}: {refused}", job.id)),
        }
    }

    /// The key of an action on this screen, for a sentence.
    pub fn key(&self, action: Action) -> String {
        self.keys.word(self.place(), action)
    }

    /// The word for an action in the hint line, where the table's word depends on the row.
    pub fn hint_word(&self, action: Action, word: &'static str) -> &'static str {
        match (action, self.job().map(|job| &job.state)) {
            (Action::PauseResume, Some(JobState::Paused { .. })) => "resume",
            (Action::PauseResume, _) => "pause",
            _ => word,
        }
    }

    /// Shows words in the notice line, and keeps them for the list of messages.
    pub fn say(&mut self, tone: Tone, words: impl Into<String>) {
        self.notify(Notice { at: self.now, tone, words: words.into(), passing: false });
    }

    /// Says why what is shown cannot be read; once, however often that fails.
    pub fn say_passing(&mut self, words: impl Into<String>) {
        let notice = Notice { at: self.now, tone: Tone::Bad, words: words.into(), passing: true };
        if self.notice.as_ref().is_none_or(|now| !now.passing || now.words != notice.words) {
            self.notify(notice);
        }
    }

    /// Keeps words for the list of messages only, since what is shown says as much.
    pub fn keep(&mut self, tone: Tone, words: impl Into<String>) {
        let shown = self.notice.take();
        self.say(tone, words);
        self.notice = shown;
    }

    fn notify(&mut self, notice: Notice) {
        const KEPT: usize = 100;
        if self.notices.len() >= KEPT {
            self.notices.remove(0);
        }
        self.notices.push(notice.clone());
        self.notice = Some(notice);
    }
}

fn extractable(row: &DiscussionRow) -> Result<(), String> {
    match row.status {
        StatusWord::PendingExtraction | StatusWord::ReadyForCoding => Ok(()),
        StatusWord::Failed if row.turns > 0 => Ok(()),
        StatusWord::Failed => Err("there is nothing to extract: no turn was written".into()),
        StatusWord::Extracting => Err("it is being extracted already".into()),
        StatusWord::Pending | StatusWord::Generating => Err("it is still being written".into()),
    }
}
