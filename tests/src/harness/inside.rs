//! A daemon inside the test's own process: what it serves is asked over its socket, and the test reads its store too.

use std::future::Future;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Barrier, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use sarf_daemon::clock::Clock;
use sarf_daemon::config::Config;
use sarf_daemon::prompts::Prompts;
use sarf_daemon::store::{OpenOptions, Store};
use sarf_daemon::{Parts, lifecycle, records, run};
use sarf_shared::job::BootId;
use sarf_shared::rpc::BuildId;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use super::rpc::Rpc;
use super::wait::until;
use super::world::World;

/// Threads its jobs run on.
const WORKERS: usize = 2;

/// The daemon, with a home of its own. Dropped, it ends in order.
pub struct Inside {
    world: World,
    store: Store,
    shutdown: CancellationToken,
    runtime: Arc<Runtime>,
    /// Where its jobs run: as in the process, threads of their own.
    work: Runtime,
    serving: Option<JoinHandle<()>>,
}

impl Default for Inside {
    fn default() -> Self {
        Inside::start()
    }
}

impl Inside {
    /// Starts it and waits until it listens.
    pub fn start() -> Inside {
        let world = World::new();
        let places = world.places().clone();
        lifecycle::prepare(&places).unwrap_or_else(|error| panic!("{error}"));
        let clock = Clock::system();
        let mut options = OpenOptions::new(&places.state_dir);
        options.migrations = records::MIGRATIONS;
        let boot = BootId(options.run_id.clone());
        let (store, report) = Store::open(options).unwrap_or_else(|error| panic!("{error}"));
        let (runtime, work) = (Arc::new(threads(2)), threads(WORKERS));
        let parts = Parts {
            store: store.clone(),
            clock,
            config: Config::read(&places.config_file).unwrap_or_else(|problem| panic!("{problem}")),
            prompts: Prompts::load(&places.config_dir),
            boot,
            build: BuildId("inside".into()),
            socket: places.socket.display().to_string(),
            home: places.state_dir.display().to_string(),
            recovery: report.sentences,
            grace: Duration::from_secs(1),
            work: work.handle().clone(),
        };
        let shutdown = CancellationToken::new();
        let serving = {
            let (runtime, shutdown) = (runtime.clone(), shutdown.clone());
            std::thread::spawn(move || {
                runtime.block_on(async move {
                    let listening = lifecycle::bind(&places.socket).unwrap_or_else(|error| panic!("{error}"));
                    run(listening, parts, shutdown).await.unwrap_or_else(|error| panic!("{error}"));
                });
            })
        };
        let inside = Inside { world, store, shutdown, runtime, work, serving: Some(serving) };
        until("the daemon inside listens", || Rpc::dial(&inside.world.places().socket).map(|_| ()));
        inside
    }

    /// A connection.
    pub fn rpc(&self) -> Rpc {
        self.world.rpc()
    }

    /// Its store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Occupies every thread its jobs run on, as steps that reckon for long do, until what is returned is dropped.
    pub fn reckon(&self) -> Reckoning {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        let busy = Arc::new(Barrier::new(WORKERS + 1));
        for _ in 0..WORKERS {
            let (held, busy) = (Arc::clone(&held), Arc::clone(&busy));
            self.work.spawn(async move {
                busy.wait();
                // Nothing is ever sent; it ends when the other side goes.
                let _ = held.lock().map(|held| held.recv());
            });
        }
        busy.wait();
        Reckoning { _release: release }
    }

    /// Waits for something asynchronous.
    pub fn wait<T>(&self, of: impl Future<Output = T>) -> T {
        self.runtime.block_on(of)
    }
}

/// Keeps the threads of the jobs busy while it lives.
#[derive(Debug)]
pub struct Reckoning {
    _release: Sender<()>,
}

fn threads(number: usize) -> Runtime {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(number).enable_all().build();
    runtime.unwrap_or_else(|error| panic!("{error}"))
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.shutdown.cancel();
        let ended = self.serving.take().map(JoinHandle::join);
        if matches!(ended, Some(Err(_))) && !std::thread::panicking() {
            panic!("the daemon inside did not end in order");
        }
    }
}

impl std::fmt::Debug for Inside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inside")
    }
}
