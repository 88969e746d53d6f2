//! One transport: a Unix socket, length-delimited frames, JSON. Knows nothing of retries.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::Pid;
use sarf_shared::places::fallback_folder;
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

/// An open transport.
pub(super) struct Dialled {
    /// The calls.
    pub client: SarfClient,
    /// Who listens at the other end, as the kernel says.
    pub listener: Option<Pid>,
}

/// Dials the socket. The error is the system's, so that "nobody listens" and "not yours" can be told apart.
pub(super) async fn dial(socket: &Path) -> io::Result<Dialled> {
    let stream = UnixStream::connect(socket).await?;
    let peer = stream.peer_cred().ok();
    // Anybody can make that folder before we do; what is said there is said to whoever did.
    let fallback = socket.parent() == Some(&fallback_folder(super::own_uid()));
    if fallback && peer.is_none_or(|peer| peer.uid() != super::own_uid()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let listener = peer.and_then(|peer| Pid::from_raw(peer.pid()?));
    let framed = LengthDelimitedCodec::builder().max_frame_length(MAX_FRAME).new_framed(stream);
    let transport = serde_transport::new(framed, Json::default());
    Ok(Dialled { client: SarfClient::new(tarpc::client::Config::default(), transport).spawn(), listener })
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

/// Why there is no way in at `path`: the nearest file or folder that can be looked at belongs to somebody else, or is
/// ours and lets us not in.
pub(super) fn not_yours(path: &Path) -> ConnectError {
    let you = super::own_uid();
    let seen = path.ancestors().find_map(|path| std::fs::symlink_metadata(path).ok().map(|meta| (path, meta.uid())));
    let named = |uid: u32| user_name(uid).map_or_else(|| format!("uid {uid}"), |name| format!("{name} (uid {uid})"));
    match seen {
        Some((folder, owner)) if owner == you => ConnectError::NoRights { folder: folder.to_path_buf() },
        Some((folder, owner)) => {
            ConnectError::NotYours { folder: folder.to_path_buf(), owner: named(owner), you: named(you) }
        }
        None => ConnectError::NotYours { folder: path.to_path_buf(), owner: "someone else".into(), you: named(you) },
    }
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
