//! The folders of the daemon, 0700, and the ownership of the fallback socket folder.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sarf_shared::places::Places;
use sarf_shared::remedy;

/// A folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It cannot be made or read.
    #[error("the folder {} cannot be used: {cause}; {remedy}", path.display())]
    Unusable {
        /// Which.
        path: PathBuf,
        /// The system's words.
        cause: std::io::Error,
        /// What can be done.
        remedy: &'static str,
    },
    /// It belongs to somebody else.
    #[error("the folder {} belongs to uid {owner}, not to you (uid {me}); set SARF_HOME to a folder of yours", path.display())]
    NotYours {
        /// Which.
        path: PathBuf,
        /// Whose.
        owner: u32,
        /// Who asks.
        me: u32,
    },
}

/// Whose a folder is that is reached by a link.
#[derive(Clone, Copy)]
enum Links {
    /// Whoever owns what it leads to.
    Followed,
    /// Whoever laid the link.
    Refused,
}

/// Makes the folders and checks that they are this user's.
pub fn prepare(places: &Places) -> Result<(), FolderError> {
    let socket_folder = places.socket.parent().unwrap_or(&places.state_dir);
    prepare_one(&places.state_dir, Links::Followed)?;
    // In `/tmp` anybody may have made it before: a link of theirs is theirs, wherever it leads.
    let links = if places.socket_is_elsewhere() { Links::Refused } else { Links::Followed };
    prepare_one(socket_folder, links)?;
    prepare_one(&places.log_dir, Links::Followed)
}

fn prepare_one(folder: &Path, links: Links) -> Result<(), FolderError> {
    let unusable = |cause: std::io::Error| {
        let remedy = remedy::of_file_error(cause.kind());
        FolderError::Unusable { path: folder.to_owned(), cause, remedy }
    };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
    let found = match links {
        Links::Followed => fs::metadata(folder),
        Links::Refused => fs::symlink_metadata(folder),
    };
    let found = found.map_err(unusable)?;
    let me = rustix::process::geteuid().as_raw();
    if found.uid() != me {
        return Err(FolderError::NotYours { path: folder.to_owned(), owner: found.uid(), me });
    }
    if found.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(unusable)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_somebody_else_laid_is_not_followed() {
        if !rustix::process::geteuid().is_root() {
            eprintln!("skipped: only root can lay a link for somebody else");
            return;
        }
        let beside = tempfile::tempdir().unwrap();
        let (mine, link) = (beside.path().join("mine"), beside.path().join("link"));
        fs::create_dir(&mine).unwrap();
        fs::set_permissions(&mine, fs::Permissions::from_mode(0o755)).unwrap();
        std::os::unix::fs::symlink(&mine, &link).unwrap();
        std::os::unix::fs::lchown(&link, Some(65_534), None).unwrap();
        let refused = prepare_one(&link, Links::Refused);
        assert!(matches!(refused, Err(FolderError::NotYours { owner: 65_534, .. })), "{refused:?}");
        assert_eq!(fs::metadata(&mine).unwrap().permissions().mode() & 0o777, 0o755, "where it leads is left alone");
        assert!(prepare_one(&link, Links::Followed).is_ok(), "control: followed, it is one's own folder");
    }

    #[test]
    fn a_file_where_the_folder_has_to_be_is_named_with_what_to_do() {
        let beside = tempfile::tempdir().unwrap();
        let file = beside.path().join("file");
        fs::write(&file, "").unwrap();
        let words = prepare_one(&file, Links::Followed).unwrap_err().to_string();
        assert!(words.contains(&file.display().to_string()) && words.contains("SARF_HOME"), "{words}");
    }
}
