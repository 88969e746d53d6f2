//! The folders of the daemon, 0700, and the ownership of the fallback socket folder.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sarf_shared::places::Places;

/// A folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It cannot be made or read.
    #[error("the folder {} cannot be used: {cause}; make it writable for you, or set SARF_HOME to another folder", path.display())]
    Unusable {
        /// Which.
        path: PathBuf,
        /// The system's words.
        cause: std::io::Error,
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

/// Makes the folders and checks that they are this user's.
pub fn prepare(places: &Places) -> Result<(), FolderError> {
    let socket_folder = places.socket.parent().unwrap_or(&places.state_dir);
    for folder in [places.state_dir.as_path(), socket_folder, &places.log_dir] {
        prepare_one(folder)?;
    }
    Ok(())
}

fn prepare_one(folder: &Path) -> Result<(), FolderError> {
    let unusable = |cause| FolderError::Unusable { path: folder.to_owned(), cause };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
    let found = fs::metadata(folder).map_err(unusable)?;
    let me = rustix::process::geteuid().as_raw();
    if found.uid() != me {
        return Err(FolderError::NotYours { path: folder.to_owned(), owner: found.uid(), me });
    }
    if found.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(unusable)?;
    }
    Ok(())
}
