//! What a person can do about a file that cannot be used, by the kind of the system's answer. Both processes meet such
//! files, and say the same.

use std::io::ErrorKind;

/// The remedy, to stand behind the system's words.
pub fn of_file_error(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "free some space on this disk",
        ErrorKind::ReadOnlyFilesystem => "make the disk writable again, or set SARF_HOME to another folder",
        ErrorKind::PermissionDenied => "it has to belong to you and be writable, or set SARF_HOME to another folder",
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "a file lies where a folder has to be; move it, or set SARF_HOME to a folder"
        }
        _ => "check the disk",
    }
}

/// Whether the error is a lack of space or of rights, and so no damage.
pub fn is_no_damage(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::PermissionDenied
            | ErrorKind::FileTooLarge
    )
}
