//! Ending a daemon, also one that does not listen any more: it is asked, awaited, and killed if it does neither answer
//! nor end. A kill costs the steps in flight and nothing else, so it is the way out of every hang.

use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_process};
use sarf_shared::places::Places;
use tokio::time::sleep;

use super::error::ConnectError;
use super::folders::{holder, is_free};
use super::wire::{Dialled, ctx, dial, dial_failure};

/// How long a daemon that was told to end may take: more than the five seconds it promises.
const END: Duration = Duration::from_secs(8);

/// How long one that was killed may take to be gone; more than that means a disk that hangs.
const GONE: Duration = Duration::from_secs(5);

/// How often it is looked whether it is gone.
const STEP: Duration = Duration::from_millis(10);

/// Tells the daemon to end and waits until it has let go of its lock; kills it if it does not in time, which is told.
/// Answers how many jobs were under way, as far as it said.
pub async fn stop(places: &Places, notify: &(dyn Fn(&str) + Sync)) -> Result<u32, ConnectError> {
    let Dialled { client, listener } = match dial(&places.socket).await {
        Ok(dialled) => dialled,
        Err(error) => return dial_failure(&places.socket, &error).map_or(Ok(0), Err),
    };
    let begun = Instant::now();
    let jobs = match client.shutdown(ctx(END)).await {
        Ok(Ok(jobs)) => jobs,
        Ok(Err(refusal)) => return Err(ConnectError::Refused(refusal)),
        // It may end before its answer is out.
        Err(_) => 0,
    };
    if released(&places.lock, END.saturating_sub(begun.elapsed())).await {
        return Ok(jobs);
    }
    // Only the process that listens there and holds the lock; a number in a file may be anybody's.
    let hung = listener.filter(|pid| holder(&places.lock) == u32::try_from(pid.as_raw_nonzero().get()).ok());
    let silent = || ConnectError::Silent { waited: END };
    let pid = hung.ok_or_else(silent)?;
    kill_process(pid, Signal::KILL).map_err(|_| silent())?;
    if !released(&places.lock, GONE).await {
        return Err(ConnectError::WillNotEnd { pid: pid.as_raw_nonzero().get() });
    }
    notify("The background service did not answer any more and was killed; finished steps are kept.");
    Ok(jobs)
}

/// Whether the lock is let go of in time.
async fn released(lock: &Path, within: Duration) -> bool {
    let begun = Instant::now();
    while !is_free(lock) {
        if begun.elapsed() > within {
            return false;
        }
        sleep(STEP).await;
    }
    true
}
