//! A daemon as a child of the test: started, killed, told to end; its end is seen, and it never outlives the test.

use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::wait::until;

/// A daemon process.
#[derive(Debug)]
pub struct Daemon {
    pub(super) child: Child,
}

/// How a daemon ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// Its status.
    pub status: ExitStatus,
    /// How long it took from the signal.
    pub after: Duration,
}

impl Ended {
    /// Whether a SIGKILL ended it, its own (a kill point) or somebody else's.
    pub fn was_killed(&self) -> bool {
        self.status.signal() == Some(Signal::KILL.as_raw())
    }
}

impl Daemon {
    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, as a power cut or the memory killer does, and sees it gone.
    pub fn kill(mut self) -> Ended {
        self.signal(Signal::KILL);
        self.ended()
    }

    /// Tells it to end in order, and sees it gone.
    pub fn terminate(mut self) -> Ended {
        self.signal(Signal::TERM);
        self.ended()
    }

    /// Stops it where it stands (SIGSTOP); [`Daemon::proceed`] lets it go on.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets a frozen daemon go on.
    pub fn proceed(&self) {
        self.signal(Signal::CONT);
    }

    /// How it ended, if it has.
    pub fn gone(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap_or_else(|error| panic!("a child cannot be waited for: {error}"))
    }

    /// Waits until it ends by itself.
    pub fn ended(&mut self) -> Ended {
        let begun = Instant::now();
        let status = until("the daemon has ended", || self.gone());
        Ended { status, after: begun.elapsed() }
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let Some(pid) = pid else { return };
        // Gone already is what a kill wants.
        let _ = kill_process(pid, signal);
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
