//! One transport: a Unix socket, length-delimited frames, JSON. Knows nothing of retries.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use sarf_shared::rpc::{MAX_FRAME, SarfClient};
use tarpc::client::RpcError;
use tarpc::context::Context;
use tarpc::serde_transport;
use tokio::net::UnixStream;
use tokio_serde::formats::Json;
use tokio_util::codec::LengthDelimitedCodec;

use super::error::ConnectError;

/// How long a start-up probe waits for its answer; a wedged daemon must not block a person.
pub const PROBE: Duration = Duration::from_millis(500);

/// Dials the socket. The error is the system's, so that "nobody listens" and "not yours" can be told apart.
pub(super) async fn dial(socket: &Path) -> io::Result<SarfClient> {
    let stream = UnixStream::connect(socket).await?;
    let framed = LengthDelimitedCodec::builder().max_frame_length(MAX_FRAME).new_framed(stream);
    let transport = serde_transport::new(framed, Json::default());
    Ok(SarfClient::new(tarpc::client::Config::default(), transport).spawn())
}

/// A context whose deadline is `within` from now.
pub(super) fn ctx(within: Duration) -> Context {
    let mut context = tarpc::context::current();
    context.deadline = Instant::now() + within;
    context
}

/// Whether the transport is of no more use.
pub(super) fn is_broken(error: &RpcError) -> bool {
    match error {
        RpcError::Shutdown | RpcError::Send(_) | RpcError::Channel(_) => true,
        RpcError::DeadlineExceeded | RpcError::Server(_) => false,
    }
}

/// Why dialling failed, in words. `None`: nobody listens there (the socket is missing or stale).
pub(super) fn dial_failure(socket: &Path, error: &io::Error) -> Option<ConnectError> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused | io::ErrorKind::NotADirectory => None,
        // Whoever listened is dying at this moment.
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => None,
        io::ErrorKind::PermissionDenied => Some(not_yours(socket)),
        _ => Some(ConnectError::File {
            what: "cannot reach the background service at",
            path: socket.to_path_buf(),
            why: error.to_string(),
        }),
    }
}

/// Names the owner of the nearest folder above `path` that can be looked at.
pub(super) fn not_yours(path: &Path) -> ConnectError {
    let you = super::own_uid();
    // The innermost visible folder that is not ours is the one that keeps us out.
    let seen = path.ancestors().filter_map(|p| std::fs::metadata(p).ok().map(|meta| (p, meta.uid())));
    let (folder, owner) = seen
        .into_iter()
        .find(|(_, uid)| *uid != you)
        .map_or_else(|| (path.to_path_buf(), None), |(folder, uid)| (folder.to_path_buf(), Some(uid)));
    let named = |uid: u32| user_name(uid).map_or_else(|| format!("uid {uid}"), |name| format!("{name} (uid {uid})"));
    ConnectError::NotYours { folder, owner: owner.map_or_else(|| "someone else".into(), named), you: named(you) }
}

/// The name of a user of this machine, where the plain user table has it (a directory service is not asked).
fn user_name(uid: u32) -> Option<String> {
    let table = std::fs::read_to_string("/etc/passwd").ok()?;
    table.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}
