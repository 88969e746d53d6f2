//! The socket: bound under the instance lock, 0600, and one tarpc server for each connection. Who is on the other end
//! is what the kernel says.

use std::future::Future;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::StreamExt;
use sarf_shared::discussion::Uid;
use sarf_shared::rpc::{MAX_FRAME, Sarf};
use tarpc::server::{BaseChannel, Channel};
use tarpc::tokio_serde::formats::Json;
use tokio::net::{UnixListener, UnixStream};
use tokio_util::codec::LengthDelimitedCodec;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::service::{House, Peer, Server};

/// Requests of one connection handled at once; long polls take one each.
const AT_ONCE: usize = 32;

/// The bound socket.
#[derive(Debug)]
pub struct Socket {
    listener: UnixListener,
    path: PathBuf,
}

/// Binds the socket, replacing a stale one. Only call while holding the instance lock: then nobody listens there.
pub fn bind(path: &Path) -> std::io::Result<Socket> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(Socket { listener, path: path.to_owned() })
}

/// Serves connections until `shutdown`, then takes the socket away and lets those open finish what they are answering.
///
/// The socket goes first: a client whose connection breaks looks whether it is there, and a socket without anyone behind
/// it means a daemon that crashed, which is started again.
pub async fn serve(socket: Socket, house: House, shutdown: CancellationToken) {
    let Socket { listener, path } = socket;
    let connections = TaskTracker::new();
    let closing = CancellationToken::new();
    let mut pause = Duration::from_millis(10);
    loop {
        let stream = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    pause = Duration::from_millis(10);
                    stream
                }
                Err(error) => {
                    // Usually too many open files: some will close.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(1));
                    continue;
                }
            },
        };
        let (house, closing) = (house.clone(), closing.clone());
        connections.spawn(async move {
            tokio::select! {
                () = connection(stream, house) => {}
                // Answers under way get a moment; then the client sees the connection close and dials again.
                () = async { closing.cancelled().await; tokio::time::sleep(Duration::from_millis(200)).await } => {}
            }
        });
    }
    // The instance lock is still held, so it cannot be a later daemon's.
    if let Err(error) = std::fs::remove_file(&path) {
        tracing::warn!(%error, "the socket could not be taken away");
    }
    closing.cancel();
    connections.close();
    connections.wait().await;
}

async fn connection(stream: UnixStream, house: House) {
    let peer = match stream.peer_cred() {
        Ok(cred) => peer(cred.uid()),
        Err(error) => {
            tracing::warn!(%error, "the kernel does not say who connected; refused");
            return;
        }
    };
    if let Peer::Stranger { uid, why } = &peer {
        tracing::warn!(uid = uid.0, why, "a stranger connected; every call is refused");
    }
    let framed = LengthDelimitedCodec::builder().max_frame_length(MAX_FRAME).new_framed(stream);
    let transport = tarpc::serde_transport::new(framed, Json::default());
    let server = Server::new(house, peer);
    let spawn = |answer: std::pin::Pin<Box<dyn Future<Output = ()> + Send>>| {
        tokio::spawn(answer);
        futures::future::ready(())
    };
    BaseChannel::with_defaults(transport)
        .max_concurrent_requests(AT_ONCE)
        .execute(server.serve())
        .map(|answer| -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> { Box::pin(answer) })
        .for_each(spawn)
        .await;
}

fn peer(uid: u32) -> Peer {
    let me = rustix::process::geteuid().as_raw();
    if uid == me {
        return Peer::Known(Uid(uid));
    }
    let why = format!(
        "this workspace belongs to uid {me}, and you are uid {uid}; ask its owner, or use your own with SARF_HOME"
    );
    Peer::Stranger { uid: Uid(uid), why }
}
