//! A model server for tests: speaks the OpenAI protocol over loopback TCP, answers every role with valid content that
//! depends only on the request, and misbehaves as a script says. A library for tests in one process, and a program
//! (`fake_model`) whose ledger survives the daemon it serves.
//!
//! It writes and reads HTTP by hand, because what is tested are broken bytes no library would send.

mod content;
mod fault;
mod ledger;
mod script;
mod wire;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use fault::Fault;
pub use ledger::{Entry, Ledger, Moment, read_ledger};
pub use script::{Rule, Script};

/// A request as it was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Role, as the client names it in `x-sarf-role`; empty without.
    pub role: String,
    /// Whether it carried a key.
    pub authorized: bool,
    /// The body.
    pub body: Value,
}

#[derive(Default)]
struct State {
    ledger: Ledger,
    seen: Vec<Seen>,
}

struct Server {
    script: Script,
    /// Whether requests are kept for `seen`; a process of its own, with a ledger file, has nobody to ask for them.
    remembers: bool,
    state: Mutex<State>,
}

impl Server {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running server; ends when dropped.
pub struct FakeModel {
    address: SocketAddr,
    server: Arc<Server>,
    task: JoinHandle<()>,
}

impl FakeModel {
    /// Starts one on a free port, without a ledger file.
    pub async fn start(script: Script) -> io::Result<FakeModel> {
        FakeModel::start_at(0, script, None).await
    }

    /// Starts one on a port (0: any free one), with a ledger file that is appended to.
    pub async fn start_at(port: u16, script: Script, ledger: Option<&Path>) -> io::Result<FakeModel> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let remembers = ledger.is_none();
        let ledger = ledger.map_or_else(|| Ok(Ledger::default()), Ledger::open)?;
        let server = Arc::new(Server { script, remembers, state: Mutex::new(State { ledger, seen: Vec::new() }) });
        let serving = server.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // What a connection ends with is the client's to notice.
                tokio::spawn(wire::serve(serving.clone(), stream));
            }
        });
        Ok(FakeModel { address, server, task })
    }

    /// The address to configure: `http://127.0.0.1:PORT/v1`.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// What was called, in order.
    pub fn entries(&self) -> Vec<Entry> {
        self.server.state().ledger.entries().to_vec()
    }

    /// The requests, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.server.state().seen.clone()
    }
}

impl Drop for FakeModel {
    fn drop(&mut self) {
        self.task.abort();
    }
}
