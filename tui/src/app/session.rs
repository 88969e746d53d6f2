//! What is remembered from one session to the next: where a person was, never what they read.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use sarf_shared::discussion::DiscussionId;
use serde::{Deserialize, Serialize};

use super::state::Screen;

/// Screen, selection, filter and order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The screen.
    pub screen: Screen,
    /// The selected discussion.
    pub discussion: Option<DiscussionId>,
    /// The statement being read, from 1.
    pub statement: u32,
    /// The filter of the discussions.
    pub filter: String,
    /// The order of the discussions.
    pub order: usize,
}

impl Session {
    /// What was remembered; nothing where there is none or it cannot be read, for it is only a convenience.
    pub fn load(file: &Path) -> Session {
        fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Remembers it in a file of our own, replaced as a whole.
    pub fn save(&self, file: &Path) -> std::io::Result<()> {
        let new = file.with_extension("new");
        let mut out = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&new)?;
        out.write_all(&serde_json::to_vec(self)?)?;
        drop(out);
        fs::rename(&new, file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_session_comes_back_and_is_readable_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("session.json");
        assert_eq!(Session::load(&file), Session::default());
        let session = Session {
            screen: Screen::Reading,
            discussion: Some(DiscussionId(41)),
            statement: 8,
            filter: "failed".into(),
            order: 1,
        };
        session.save(&file).unwrap();
        assert_eq!(Session::load(&file), session);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&file, "{broken").unwrap();
        assert_eq!(Session::load(&file), Session::default());
    }
}
