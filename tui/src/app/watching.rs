//! Keeps hold of the daemon: connects at the start, waits for changes, and connects again for as long as it takes.

use std::time::Duration;

use sarf_shared::rpc::Cursor;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use super::message::Message;
use crate::client::{Api, Autostart, ClientError, ConnectError, Link, start};

/// How long a poll waits for a change.
const WAIT: Duration = Duration::from_secs(20);

/// The pause after each answer, so that live words come in readable pieces and a busy daemon is not asked without end.
const PAUSE: Duration = Duration::from_millis(80);

/// How often it is looked whether a daemon that was stopped, or could not start, is there again.
const LOOK: Duration = Duration::from_secs(1);

/// Tells the interface of every change of the connection.
pub(super) async fn follow_link(api: Api, send: UnboundedSender<Message>) {
    let mut link = api.link();
    loop {
        let now = link.borrow_and_update().clone();
        if send.send(Message::Link(now)).is_err() || link.changed().await.is_err() {
            return;
        }
    }
}

/// Connects, then follows the log of events. Never ends by itself.
pub(super) async fn watch(
    api: Api,
    launch: start::Launch,
    build: sarf_shared::rpc::BuildId,
    send: UnboundedSender<Message>,
) {
    let told = send.clone();
    let notify = move |words: &str| {
        let _ = told.send(Message::Notice(words.to_owned()));
    };
    match start::ensure(&launch, &build, Autostart::Yes, &notify).await {
        Ok(()) => {}
        Err(error @ ConnectError::Mismatch { .. }) => {
            let _ = send.send(Message::AskRestart(error.to_string()));
        }
        Err(error) => refused(&send, &error.to_string()),
    }
    let api = api.own_connection();
    let mut cursor: Option<Cursor> = None;
    let mut live = 0;
    loop {
        match api.watch(cursor.clone(), Some(live), WAIT).await {
            Ok(reply) => {
                if cursor.as_ref().is_none_or(|cursor| cursor.boot != reply.cursor.boot) {
                    // Versions of live words count anew in each life.
                    live = 0;
                } else {
                    live = reply.live_version;
                }
                cursor = Some(reply.cursor.clone());
                if send.send(Message::Watched(reply)).is_err() {
                    return;
                }
                sleep(PAUSE).await;
            }
            Err(ClientError::Api(error)) => {
                refused(&send, &error.to_string());
                sleep(LOOK).await;
            }
            Err(ClientError::Connect(error)) => {
                refused(&send, &error.to_string());
                // Not started again by itself now; but whoever starts it is noticed.
                loop {
                    sleep(LOOK).await;
                    match start::probe(&launch.places, start::PROBE).await {
                        Ok(start::Probe::Up(status)) if status.build == build => break,
                        _ => {}
                    }
                }
            }
            Err(ClientError::Broken { .. } | ClientError::TimedOut { .. }) => sleep(PAUSE).await,
        }
    }
}

fn refused(send: &UnboundedSender<Message>, why: &str) {
    let _ = send.send(Message::Link(Link::Refused { why: why.to_owned() }));
}
