//! The way to the daemon: dialling, the first call, deadlines, redialling after a break, and starting a daemon that
//! does not run. The command line and the interface both speak through [`Api`]; nothing here draws or prints.
//!
//! tarpc never mends a broken transport, so a connection that failed once is thrown away and dialled anew, and a
//! mutation is only ever repeated under the request id it was first sent with.

mod api;
mod error;
mod folders;
mod link;
mod methods;
pub mod start;
pub mod stop;
mod wire;
mod words;

use std::ffi::OsString;
use std::path::Path;

use sarf_shared::places::{NoHome, Places};
use sarf_shared::rpc::{BuildId, Hello, RequestId, UploadId};
use ulid::Ulid;

pub use api::Api;
pub use error::{ClientError, ConnectError};
pub(crate) use folders::make_private_folder;
pub use link::Link;
pub use start::{Autostart, Launch};

/// An open way to the daemon.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The calls.
    pub api: Api,
    /// What the daemon said first.
    pub hello: Hello,
}

/// The places of this process: its environment, folder and uid.
pub fn places() -> Result<Places, NoHome> {
    let cwd = std::env::current_dir().unwrap_or_else(|_| Path::new("/").to_path_buf());
    Places::resolve(|name: &str| -> Option<OsString> { std::env::var_os(name) }, &cwd, own_uid())
}

/// The uid of this process.
pub fn own_uid() -> u32 {
    rustix::process::getuid().as_raw()
}

/// A fresh name for a mutation. Keep it while asking again.
pub fn new_request_id() -> RequestId {
    RequestId(Ulid::generate().to_string())
}

/// A fresh name for an upload.
pub fn new_upload_id() -> UploadId {
    UploadId(Ulid::generate().to_string())
}

/// Opens the way to the daemon of `places`, starting one with this executable where none answers and `autostart`
/// allows it. `notify` is told, in sentences, what takes time or was done (a start, a restart of an older build).
pub async fn connect(
    places: &Places,
    build: &BuildId,
    autostart: Autostart,
    notify: &(dyn Fn(&str) + Sync),
) -> Result<Connection, ConnectError> {
    let launch = Launch::this_program(places)?;
    connect_with(&launch, build, autostart, notify).await
}

/// [`connect`] with the program that is started given (tests hand in another one).
pub async fn connect_with(
    launch: &Launch,
    build: &BuildId,
    autostart: Autostart,
    notify: &(dyn Fn(&str) + Sync),
) -> Result<Connection, ConnectError> {
    start::ensure(launch, build, autostart, notify).await?;
    let api = Api::new(launch.clone(), build.clone(), autostart);
    let hello = api.hello().await?;
    Ok(Connection { api, hello })
}
