//! One handle on the daemon that outlives its connections: it dials when it must, greets, redials after a break, starts
//! a crashed daemon again, and repeats what may be repeated. The calls themselves are in `methods`.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sarf_shared::rpc::{ApiError, BuildId, Hello, PROTOCOL, SarfClient};
use tarpc::client::RpcError;
use tarpc::context::Context;
use tokio::sync::{Mutex, watch};
use tokio::time::sleep;

use super::error::{BuildIdWords, ClientError, ConnectError};
use super::link::Link;
use super::start::{self, Autostart, Launch};
use super::stop::stop;
use super::wire::{Dialled, ctx, dial, dial_failure, is_broken};

/// How long a socket that vanished is waited for: a restart takes a moment, a stop is for good.
const VANISHED: Duration = Duration::from_secs(3);

/// The first and the longest pause between two dials.
const PAUSE: (Duration, Duration) = (Duration::from_millis(25), Duration::from_secs(2));

/// How long the first call may take.
const GREETING: Duration = Duration::from_secs(5);

/// How often a request is sent again whose outcome the daemon could not tell.
const UNKNOWN_TRIES: u32 = 5;

/// Whether a request may be sent again after a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// It only reads.
    Read,
    /// It changes something and carries its request id (or is an upload part, which is stored by its number).
    SameId,
    /// It must be sent once at most.
    Never,
}

/// The daemon's calls, over a connection that mends itself. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Api {
    common: Arc<Common>,
    live: Arc<Mutex<Option<Live>>>,
    patience: Duration,
}

struct Common {
    launch: Launch,
    build: BuildId,
    autostart: Autostart,
    link: watch::Sender<Link>,
}

#[derive(Clone)]
struct Live {
    client: SarfClient,
    hello: Hello,
    number: u64,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("socket", &self.common.launch.places.socket).finish_non_exhaustive()
    }
}

impl Api {
    /// A handle that has not dialled yet. After a break it tries for ten seconds before it gives up.
    pub fn new(launch: Launch, build: BuildId, autostart: Autostart) -> Api {
        let (link, _) = watch::channel(Link::Reconnecting { why: "connecting".into() });
        Api {
            common: Arc::new(Common { launch, build, autostart, link }),
            live: Arc::default(),
            patience: Duration::from_secs(10),
        }
    }

    /// The same daemon over a connection of its own, so that a long poll holds nobody up.
    pub fn own_connection(&self) -> Api {
        Api { common: self.common.clone(), live: Arc::default(), patience: self.patience }
    }

    /// The same handle with another patience: how long a broken connection is tried again before a call fails.
    pub fn with_patience(&self, patience: Duration) -> Api {
        Api { patience, ..self.clone() }
    }

    /// The state of the connection, as it changes.
    pub fn link(&self) -> watch::Receiver<Link> {
        self.common.link.subscribe()
    }

    /// What the daemon of the present connection said first; dials where there is none.
    pub async fn hello(&self) -> Result<Hello, ConnectError> {
        Ok(self.live().await?.hello)
    }

    /// Starts the daemon although it was stopped in order; a person asked for it.
    pub async fn start_again(&self) -> Result<Hello, ConnectError> {
        let link = self.common.link.clone();
        let tell = |why: &str| {
            link.send_replace(Link::Reconnecting { why: why.to_owned() });
        };
        start::ensure(&self.common.launch, &self.common.build, Autostart::Yes, &tell).await?;
        *self.live.lock().await = None;
        self.hello().await
    }

    /// Restarts the daemon whatever it is doing, or fails to do; its jobs go on by themselves. `notify` is told of what
    /// is out of the ordinary.
    pub async fn restart(&self, notify: &(dyn Fn(&str) + Sync)) -> Result<Hello, ConnectError> {
        stop(&self.common.launch.places, notify).await?;
        *self.live.lock().await = None;
        self.start_again().await
    }

    /// One call: dials if it must, and repeats it after a break as far as `repeat` and the patience allow.
    pub(super) async fn call<T, F>(
        &self,
        repeat: Repeat,
        within: Duration,
        send: impl Fn(SarfClient, Context) -> F,
    ) -> Result<T, ClientError>
    where
        F: Future<Output = Result<Result<T, ApiError>, RpcError>>,
    {
        let mutation = repeat != Repeat::Read;
        let begun = Instant::now();
        let mut pause = PAUSE.0;
        let mut unknown = 0;
        loop {
            let live = match self.live().await {
                Ok(live) => live,
                Err(error) if self.may_mend(&error) && begun.elapsed() < self.patience => {
                    self.mend(&error).await?;
                    wait(&mut pause).await;
                    continue;
                }
                Err(error) => return Err(self.give_up(error)),
            };
            match send(live.client, ctx(within)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(ApiError::OutcomeUnknown)) if repeat != Repeat::Never && unknown < UNKNOWN_TRIES => unknown += 1,
                Ok(Err(refusal)) => return Err(refusal.into()),
                Err(RpcError::DeadlineExceeded) => return Err(ClientError::TimedOut { waited: within, mutation }),
                Err(error) => {
                    if is_broken(&error) {
                        self.drop_connection(live.number).await;
                    }
                    if repeat == Repeat::Never || begun.elapsed() >= self.patience {
                        return Err(ClientError::Broken { mutation });
                    }
                }
            }
            wait(&mut pause).await;
        }
    }

    /// The open connection, or a new one: dialled and greeted.
    async fn live(&self) -> Result<Live, ConnectError> {
        let mut slot = self.live.lock().await;
        if let Some(live) = slot.as_ref() {
            return Ok(live.clone());
        }
        let socket = &self.common.launch.places.socket;
        let Dialled { client, .. } = dial(socket).await.map_err(|error| {
            dial_failure(socket, &error).unwrap_or(if error.kind() == std::io::ErrorKind::NotFound {
                ConnectError::Stopped
            } else {
                ConnectError::NotRunning { socket: socket.clone() }
            })
        })?;
        let greeting = client.hello(ctx(GREETING), PROTOCOL, self.common.build.0.clone()).await;
        let hello = match greeting {
            Ok(Ok(hello)) => hello,
            Ok(Err(refusal)) => return Err(self.refuse(ConnectError::Refused(refusal))),
            // A daemon that ends takes its socket away first, so that this is told apart from one that crashed.
            Err(error) if is_broken(&error) && !socket.exists() => return Err(ConnectError::Stopped),
            Err(error) if is_broken(&error) => return Err(ConnectError::NotRunning { socket: socket.clone() }),
            Err(_) => return Err(ConnectError::Silent { waited: GREETING }),
        };
        if hello.protocol != PROTOCOL || hello.build != self.common.build {
            return Err(self.refuse(ConnectError::Mismatch {
                theirs: BuildIdWords(hello.build),
                ours: BuildIdWords(self.common.build.clone()),
                active_jobs: Some(hello.active_jobs),
                command: start::RESTART.into(),
            }));
        }
        self.common.link.send_if_modified(|link| {
            let now = Link::Connected { boot: hello.boot.clone() };
            let changed = *link != now;
            *link = now;
            changed
        });
        let live = Live { client, hello, number: next_number() };
        *slot = Some(live.clone());
        Ok(live)
    }

    async fn drop_connection(&self, number: u64) {
        let mut slot = self.live.lock().await;
        if slot.as_ref().is_some_and(|live| live.number == number) {
            *slot = None;
            self.common.link.send_replace(Link::Reconnecting { why: "the connection broke".into() });
        }
    }

    fn may_mend(&self, error: &ConnectError) -> bool {
        matches!(error, ConnectError::NotRunning { .. } | ConnectError::Stopped | ConnectError::Silent { .. })
    }

    /// What can be done about a dead daemon: one that crashed is started again, one that left in order is waited for.
    async fn mend(&self, error: &ConnectError) -> Result<(), ClientError> {
        let link = self.common.link.clone();
        let tell = |why: &str| {
            link.send_replace(Link::Reconnecting { why: why.to_owned() });
        };
        match error {
            ConnectError::NotRunning { .. } if self.common.autostart == Autostart::Yes => {
                tell("the background service is not there; starting it again");
                start::start(&self.common.launch, &tell).await.map_err(|error| self.give_up(error))
            }
            ConnectError::Stopped => {
                tell("the background service was stopped; waiting whether it comes back");
                let begun = Instant::now();
                while !self.common.launch.places.socket.exists() {
                    if begun.elapsed() > VANISHED.min(self.patience) {
                        return Err(self.give_up(ConnectError::Stopped));
                    }
                    sleep(PAUSE.0).await;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn refuse(&self, error: ConnectError) -> ConnectError {
        self.common.link.send_replace(Link::Refused { why: error.to_string() });
        error
    }

    fn give_up(&self, error: ConnectError) -> ClientError {
        self.refuse(error).into()
    }
}

async fn wait(pause: &mut Duration) {
    sleep(*pause).await;
    *pause = (*pause * 2).min(PAUSE.1);
}

/// Numbers connections, so that a late failure of an old one does not throw away the new one.
fn next_number() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
