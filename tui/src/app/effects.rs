//! What the interface asks for, done: calls to the daemon, files. Each effect is a task that answers with a message.

use std::path::Path;
use std::time::Duration;

use sarf_shared::discussion::{DiscussionId, PersonaId};
use sarf_shared::plural::counted;
use sarf_shared::rpc::{
    Accepted, ApiError, BuildId, DiscussionFilter, ExtractRequest, ImportOptions, JobAction, JobFilter, JobTarget,
    MapChange, Page, PageRequest,
};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use super::agreement;
use super::f1;
use super::files::meant;
use super::import::{ImportField, ImportWish};
use super::message::{Changed, Effect, Message};
use super::session::Session;
use super::watching;
use crate::cli::files::trouble;
use crate::client::{Api, Autostart, ClientError, Launch, new_request_id, new_upload_id};

/// Entries asked for at once; the most the daemon gives.
const PAGE: u32 = 500;

/// Statements asked for at once: a statement may hold 64 KB, and a reply must stay within a frame.
const STATEMENTS: u32 = 100;

/// News are asked for at most four times a second: progress that changes faster cannot be read.
const NEWS_PAUSE: Duration = Duration::from_millis(250);

/// The largest transcript that is read.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Does effects.
#[derive(Debug, Clone)]
pub(super) struct Effects {
    api: Api,
    launch: Launch,
    build: BuildId,
    send: UnboundedSender<Message>,
}

impl Effects {
    pub(super) fn new(launch: Launch, build: BuildId, send: UnboundedSender<Message>) -> Effects {
        let api = Api::new(launch.clone(), build.clone(), Autostart::Yes);
        Effects { api, launch, build, send }
    }

    /// Starts what goes on for the whole session.
    pub(super) fn begin(&self) {
        tokio::spawn(watching::follow_link(self.api.clone(), self.send.clone()));
        let watch = watching::watch(self.api.clone(), self.launch.clone(), self.build.clone(), self.send.clone());
        tokio::spawn(watch);
    }

    /// Remembers the session; a failure is no one's loss.
    pub(super) fn save_session(&self, session: &Session) {
        let _ = session.save(&self.launch.places.session_file);
    }

    /// Does one effect in a task of its own.
    pub(super) fn run(&self, effect: Effect) {
        if let Effect::SaveSession(session) = &effect {
            return self.save_session(session);
        }
        let effects = self.clone();
        tokio::spawn(async move {
            let message = effects.done(effect).await;
            if let Some(message) = message {
                effects.tell(message);
            }
        });
    }

    fn tell(&self, message: Message) {
        // The interface is gone when nobody listens; then nothing is left to do.
        let _ = self.send.send(message);
    }

    async fn done(&self, effect: Effect) -> Option<Message> {
        match effect {
            Effect::FetchLists(epoch) => Some(self.lists(epoch).await),
            Effect::FetchNews(epoch, asked) => {
                let news = self.news(epoch, asked.clone()).await;
                self.tell(news.unwrap_or_else(|error| Message::NoNews { epoch, asked, why: error.to_string() }));
                sleep(NEWS_PAUSE).await;
                Some(Message::Settled(epoch))
            }
            Effect::FetchDiscussion(id, from) => Some(self.discussion(id, from).await.unwrap_or_else(|error| {
                let gone = matches!(&error, ClientError::Api(ApiError::NotFound { .. }));
                Message::NoDiscussion { id, from, gone, why: error.to_string() }
            })),
            Effect::FetchF1(number, filter) => Some(Message::F1(number, f1::fetch_table(&self.api, filter).await)),
            Effect::FetchF1Discussion(number, id, filter) => {
                Some(Message::F1Discussion(number, f1::fetch_discussion(&self.api, id, filter).await))
            }
            Effect::FetchF1Items(number, request) => {
                Some(Message::F1Items(number, f1::fetch_items(&self.api, *request).await))
            }
            Effect::FetchF1People(id, filter) => {
                Some(Message::F1People(id, f1::fetch_people(&self.api, id, *filter).await))
            }
            Effect::MapPerson(request) => {
                let undone = matches!(request.change, MapChange::Undo { .. });
                let words = if undone { "taken back; scored anew" } else { "mapped by hand; scored anew" };
                let done = self.api.map_person(new_request_id(), *request).await;
                Some(Message::F1Mapped(done.map(|_| words.to_owned()).map_err(|error| error.to_string())))
            }
            Effect::FetchF1History(number, filter) => {
                Some(Message::F1History(number, f1::fetch_history(&self.api, *filter).await))
            }
            Effect::FetchF1Previous(number, filter) => {
                Some(Message::F1Previous(number, f1::fetch_previous(&self.api, *filter).await))
            }
            Effect::CompareF1(number, request) => {
                Some(Message::F1Comparison(number, f1::fetch_comparison(&self.api, *request).await))
            }
            Effect::FetchF1Change(number, request) => {
                Some(Message::F1Change(number, f1::fetch_change(&self.api, *request).await))
            }
            Effect::ExportF1(file, filter) => Some(match f1::export(&self.api, *filter, &file).await {
                Ok(words) => Message::Done { words, show: None },
                Err(why) => Message::Failed { what: "exporting the figures".into(), why },
            }),
            Effect::FetchAgreement(number, request) => {
                Some(Message::Agreement(number, agreement::fetch(&self.api, *request).await))
            }
            Effect::FetchAgreementUnits(number, request) => {
                Some(Message::AgreementUnits(number, agreement::fetch_units(&self.api, *request).await))
            }
            Effect::ExportAgreement(file, request) => Some(match agreement::export(&self.api, *request, &file).await {
                Ok(words) => Message::Done { words, show: None },
                Err(why) => Message::Failed { what: "exporting agreement".into(), why },
            }),
            Effect::FetchPersona(id) => Some(match self.api.persona(id).await {
                Ok(view) => Message::Persona(Box::new(view)),
                Err(error) => Message::NoPersona { id, why: error.to_string() },
            }),
            Effect::Generate(request) => {
                let done = self.api.generate(new_request_id(), request).await;
                Some(Message::Generated(done.map(|accepted| begun(&accepted)).map_err(|error| error.to_string())))
            }
            Effect::NewPersona => {
                Some(answer("writing a persona", self.api.new_persona(new_request_id(), None, false).await, |one| {
                    let words = one.job.map_or("writing a persona was started".into(), |job| {
                        format!("{job}: writing a persona was started")
                    });
                    (noted(words, &one.notes), None)
                }))
            }
            Effect::Extract(id) => {
                let request = ExtractRequest { discussion: id, allow_remote: None };
                Some(answer(&format!("extracting {id}"), self.api.extract(new_request_id(), request).await, |one| {
                    (noted(format!("extraction of discussion {id} was started"), &one.notes), None)
                }))
            }
            Effect::Job(action, target) => Some(self.job(action, target).await),
            Effect::DeleteDiscussion(id) => {
                let done = self.api.delete_discussion(new_request_id(), id).await;
                Some(answer(&format!("deleting {id}"), done, |()| (format!("discussion {id} is deleted"), None)))
            }
            Effect::DeletePersona(id) => Some(self.delete_persona(id).await),
            Effect::Import(wish) => Some(Message::Imported(self.import(wish).await)),
            Effect::RestartDaemon => Some(self.restart().await),
            Effect::Copy(_) | Effect::SaveSession(_) | Effect::Redraw | Effect::Suspend | Effect::Quit => None,
        }
    }

    async fn lists(&self, epoch: u64) -> Message {
        loop {
            let fetched = async {
                let status = self.api.status().await?;
                let discussions = all(|page| self.api.discussions(DiscussionFilter::default(), page)).await?;
                let personas = all(|page| self.api.personas(page)).await?;
                let jobs = all(|page| self.api.jobs(JobFilter::default(), page)).await?;
                Ok::<_, ClientError>((status, discussions, personas, jobs))
            };
            match fetched.await {
                Ok((status, discussions, personas, jobs)) => {
                    return Message::Lists { epoch, status: Box::new(status), discussions, personas, jobs };
                }
                Err(error) => self.tell(Message::NoLists(error.to_string())),
            }
            // Without the lists there is nothing to show, so they are asked for until they come.
            sleep(Duration::from_secs(2)).await;
        }
    }

    async fn news(&self, epoch: u64, asked: Changed) -> Result<Message, ClientError> {
        let discussions = match asked.discussions.as_slice() {
            [] => Vec::new(),
            ids => {
                let filter = DiscussionFilter { ids: Some(ids.to_vec()), ..DiscussionFilter::default() };
                all(|page| self.api.discussions(filter.clone(), page)).await?
            }
        };
        let jobs = match asked.jobs.as_slice() {
            [] => Vec::new(),
            ids => {
                let filter = JobFilter { ids: Some(ids.to_vec()), ..JobFilter::default() };
                all(|page| self.api.jobs(filter.clone(), page)).await?
            }
        };
        let personas = match asked.personas {
            true => Some(all(|page| self.api.personas(page)).await?),
            false => None,
        };
        let status = Box::new(self.api.status().await?);
        Ok(Message::News { epoch, asked, status, discussions, jobs, personas })
    }

    async fn discussion(&self, id: DiscussionId, from: u32) -> Result<Message, ClientError> {
        let view = Box::new(self.api.discussion(id).await?);
        let mut statements = Vec::new();
        loop {
            let offset = from.saturating_sub(1) + u32::try_from(statements.len()).unwrap_or(u32::MAX);
            let page = self.api.statements(id, None, PageRequest { offset, limit: STATEMENTS }).await?;
            let last = page.items.is_empty();
            statements.extend(page.items);
            let have = from.saturating_sub(1) as usize + statements.len();
            if last || have >= page.total as usize {
                return Ok(Message::Discussion { view, from, statements });
            }
        }
    }

    async fn job(&self, action: JobAction, target: JobTarget) -> Message {
        let what = match target {
            JobTarget::Job(id) => format!("{action} of {id}"),
            _ => format!("{action} of all that failed"),
        };
        answer(&what, self.api.job_action(new_request_id(), action, target).await, |jobs| {
            let ids: Vec<String> = jobs.iter().map(|job| job.brief.id.to_string()).collect();
            let verb = match action {
                JobAction::Cancel => "cancelled",
                JobAction::Pause => "paused",
                JobAction::Resume => "resumed",
                JobAction::Retry => "started again",
            };
            let words = match ids.as_slice() {
                [] => "nothing had to be changed".into(),
                [one] => format!("{one} {verb}"),
                many => format!("{} jobs: {verb} ({})", many.len(), many.join(" ")),
            };
            (words, None)
        })
    }

    async fn delete_persona(&self, id: PersonaId) -> Message {
        let done = self.api.delete_persona(new_request_id(), id).await;
        answer(&format!("deleting {id}"), done, |()| (format!("persona {id} is deleted; its discussions stay"), None))
    }

    async fn import(&self, wish: ImportWish) -> Result<(String, Option<DiscussionId>), (Option<ImportField>, String)> {
        let bytes = read(&wish.path).await.map_err(|why| (Some(ImportField::File), why))?;
        let file = wish.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let options = ImportOptions {
            file,
            coach: wish.coach,
            date: wish.date,
            synthetic: wish.synthetic,
            extract: wish.extract,
            allow_remote: wish.allow_remote,
        };
        let upload = new_upload_id();
        let done = async {
            self.api.upload_file(&upload, &bytes).await?;
            self.api.import_transcript(new_request_id(), upload.clone(), options).await
        };
        let one: Accepted = done.await.map_err(|error: ClientError| (None, error.to_string()))?;
        let words = one.discussion.map_or("imported".into(), |id| format!("imported as discussion {id}"));
        Ok((noted(words, &one.notes), one.discussion))
    }

    async fn restart(&self) -> Message {
        match self.api.restart(&|_| {}).await {
            Ok(hello) => {
                Message::Done { words: format!("the background service runs ({})", hello.build.0), show: None }
            }
            Err(error) => failed("restarting the background service", &error.into()),
        }
    }
}

/// Every page of a list.
async fn all<T, F>(ask: impl Fn(PageRequest) -> F) -> Result<Vec<T>, ClientError>
where
    F: Future<Output = Result<Page<T>, ClientError>>,
{
    let mut items = Vec::new();
    loop {
        let offset = u32::try_from(items.len()).unwrap_or(u32::MAX);
        let page = ask(PageRequest { offset, limit: PAGE }).await?;
        let last = page.items.is_empty();
        items.extend(page.items);
        if last || items.len() >= page.total as usize {
            return Ok(items);
        }
    }
}

/// What was begun, in words that stay true when it is over.
fn begun(accepted: &[Accepted]) -> (String, Option<DiscussionId>) {
    let first = accepted.first().and_then(|one| one.discussion);
    let words = match (accepted.len(), first) {
        (1, Some(id)) => format!("writing of discussion {id} was started"),
        (n, Some(id)) => format!("writing of {n} discussions was started, from {id} on"),
        (n, None) => format!("writing of {} was started", counted(n, "discussion", "discussions")),
    };
    (noted(words, accepted.iter().flat_map(|one| &one.notes)), first)
}

async fn read(path: &Path) -> Result<Vec<u8>, String> {
    let path = meant(path);
    let said = |error: std::io::Error| trouble(&path, &error);
    let meta = tokio::fs::metadata(&path).await.map_err(said)?;
    if !meta.is_file() {
        return Err(format!("{} is no file but a folder or a device", path.display()));
    }
    if meta.len() > LARGEST {
        let mb = meta.len() / (1024 * 1024);
        return Err(format!("{} has {mb} MB; a transcript may have 64 MB", path.display()));
    }
    tokio::fs::read(&path).await.map_err(said)
}

fn noted<'a>(words: String, notes: impl IntoIterator<Item = &'a String>) -> String {
    notes.into_iter().fold(words, |words, note| format!("{words}. {note}"))
}

fn failed(what: &str, error: &ClientError) -> Message {
    Message::Failed { what: what.to_owned(), why: error.to_string() }
}

fn answer<T>(
    what: &str,
    result: Result<T, ClientError>,
    words: impl FnOnce(T) -> (String, Option<DiscussionId>),
) -> Message {
    match result {
        Ok(answer) => {
            let (words, show) = words(answer);
            Message::Done { words, show }
        }
        Err(error) => failed(what, &error),
    }
}
