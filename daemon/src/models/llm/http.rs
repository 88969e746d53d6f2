//! The HTTP clients all model calls share: one pool of connections, no redirects, no proxy to this machine.
//!
//! A redirect could carry a transcript from a loopback endpoint to another machine, and a proxy could too; neither is
//! ever followed without being named in the configuration.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::capabilities::Capabilities;
use crate::models::ModelFailure;

/// Handle on the shared clients and on what was learnt of each endpoint. Cheap to clone; one for the whole daemon.
#[derive(Clone, Default)]
pub struct Http {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    clients: Mutex<HashMap<(bool, Duration), reqwest::Client>>,
    known: Mutex<HashMap<(String, String), Capabilities>>,
}

impl Http {
    /// A handle; clients are made when they are first needed, so that a machine without certificates starts too.
    pub fn new() -> Self {
        Http::default()
    }

    /// The client for this machine or for others, with a limit on the time to make a connection.
    pub(super) fn client(&self, loopback: bool, connect: Duration) -> Result<reqwest::Client, ModelFailure> {
        let mut clients = self.inner.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&(loopback, connect)) {
            return Ok(client.clone());
        }
        // An error only says that a provider is installed already, which is just as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("sarf/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(connect)
            .tcp_nodelay(true);
        if loopback {
            // `localhost` is what the name says, whatever a resolver answers.
            let here = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
            builder = builder.no_proxy().resolve_to_addrs("localhost", &here);
        }
        let client = builder.build().map_err(|_| ModelFailure::Refused {
            status: None,
            why: "no secure connection can be set up on this machine; install its certificates (package \
                  ca-certificates)"
                .to_owned(),
        })?;
        clients.insert((loopback, connect), client.clone());
        Ok(client)
    }

    /// What was learnt of a model at an endpoint since the daemon started.
    pub(super) fn known(&self, url: &str, model: &str) -> Capabilities {
        let known = self.inner.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(url.to_owned(), model.to_owned())).copied().unwrap_or_default()
    }

    /// Remembers what a model at an endpoint turned out not to understand.
    pub(super) fn learn(&self, url: &str, model: &str, capabilities: Capabilities) {
        let mut known = self.inner.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((url.to_owned(), model.to_owned()), capabilities);
    }
}
