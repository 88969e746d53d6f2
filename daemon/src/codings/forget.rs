//! Removing all that people made of a discussion, in the change that removes the discussion.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::Event;

use crate::jobs::Refusal;
use crate::jobs::change::announce;
use crate::records::{
    CODED, CODERS, DISCUSSION_VERSIONS, HUMAN_CODINGS, KEPT, MAP_ENTRIES, VERSION_STATEMENTS, VERSIONS,
};
use crate::store::{Tx, View};

/// Removes codings, versions, person maps and what was kept of the file of a discussion. Numbers of versions are not
/// given out again.
pub fn forget(tx: &mut Tx, id: DiscussionId) -> Result<(), Refusal> {
    for (key, _) in tx.scan_prefix(&CODERS, &id.0)? {
        tx.delete(&CODERS, &key);
    }
    for (key, _) in tx.scan_prefix(&HUMAN_CODINGS, &id.0)? {
        tx.delete(&HUMAN_CODINGS, &key);
    }
    for (key, ()) in tx.scan_prefix(&DISCUSSION_VERSIONS, &id.0)? {
        for (statement, _) in tx.scan_prefix(&VERSION_STATEMENTS, &key.1)? {
            tx.delete(&VERSION_STATEMENTS, &statement);
        }
        tx.delete(&VERSIONS, &key.1);
        tx.delete(&DISCUSSION_VERSIONS, &key);
    }
    for (key, _) in tx.scan_prefix(&MAP_ENTRIES, &id.0)? {
        tx.delete(&MAP_ENTRIES, &key);
    }
    for (key, _) in tx.scan_prefix(&KEPT, &id.0)? {
        tx.delete(&KEPT, &key);
    }
    tx.delete(&CODED, &id.0);
    announce(tx, &Event::Codings { discussion: id })?;
    Ok(())
}
