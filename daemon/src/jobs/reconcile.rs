//! What the daemon does before it listens: work whose runner is gone is marked interrupted, and a step that was in
//! flight at three unclean ends in a row is declared dead. One change.

use sarf_shared::discussion::{Actor, Cause};
use sarf_shared::job::{BootId, JobState};

use super::change::{self, Refusal, save_job};
use super::failing;
use crate::records::{ACTIVE_JOBS, BOOTS, BootRecord, JOBS};
use crate::store::{Span, Tx, View};

/// Unclean ends in a row after which a step in flight is dead.
pub const DEADLY: u8 = 3;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Jobs that go on by themselves.
    pub interrupted: u32,
    /// Jobs declared dead.
    pub dead: u32,
}

/// Marks every job that runs under another life. Called once at start, as one change.
pub fn reconcile(tx: &mut Tx, boot: &BootId) -> Result<Reconciled, Refusal> {
    let now = change::now(tx);
    let last = tx.get(&BOOTS, &"last".to_owned())?;
    let (ended_clean, completed) = last.map_or((true, false), |last| (last.ended_clean, last.completed_a_step));
    let mut found = Reconciled::default();
    for (id, ()) in tx.scan(&ACTIVE_JOBS, &Span::all())? {
        let Some(mut job) = tx.get(&JOBS, &id)? else {
            tx.delete(&ACTIVE_JOBS, &id);
            continue;
        };
        let running = matches!(job.state, JobState::Running { .. });
        let mut dead = false;
        if let Some(step) = job.in_flight.as_mut() {
            step.unclean = match (ended_clean, running, completed) {
                (true, _, _) => 0,
                // Any step of any job completed between two unclean ends starts the count anew.
                (false, true, true) => 1,
                (false, true, false) => step.unclean.saturating_add(1),
                (false, false, true) => 0,
                (false, false, false) => step.unclean,
            };
            dead = running && step.unclean >= DEADLY;
        }
        if dead {
            found.dead += 1;
            let message = format!(
                "The service ended abnormally {DEADLY} times in a row while this step was under way, so it is not \
                 tried again by itself. What was finished is kept; `sarf retry {}` tries again.",
                job.id
            );
            job.tell(now, Actor::Runner, message.clone());
            job.state = JobState::Dead { at: now, message };
            failing::fail_discussion(tx, &job, Cause::Internal, now, Actor::Runner)?;
            save_job(tx, &job)?;
        } else if running {
            found.interrupted += 1;
            let done = job.progress.done;
            let of = job.progress.of;
            job.state = JobState::Interrupted { at: now };
            job.tell(now, Actor::Runner, format!("interrupted after {done} of {of}; goes on by itself"));
            save_job(tx, &job)?;
        } else if job.in_flight.is_some() {
            save_job(tx, &job)?;
        }
    }
    let present = BootRecord { boot: boot.clone(), completed_a_step: false, ended_clean: false };
    tx.put(&BOOTS, &"last".to_owned(), &present)?;
    Ok(found)
}
