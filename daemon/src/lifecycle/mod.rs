//! The life of the daemon process: folders, instance lock, log, socket, signals, and the order in which they come and
//! go. Knows nothing of what jobs do.

mod doctor;
mod folders;
mod lock;
mod log;
mod process;
mod socket;

pub use doctor::doctor;
pub use folders::prepare;
pub use lock::{InstanceLock, LockError};
pub use process::{DaemonError, DaemonOptions, check_offline, run_process};
pub use socket::{Socket, bind, serve};
