//! Files a person names: the home folder's short form is understood, and nothing that is there is ever written over.

use std::path::{Path, PathBuf};

use tokio::io::AsyncWriteExt as _;

use crate::cli::files::trouble;

/// The path meant; `~` is the shell's, but people type it.
pub(in crate::app) fn meant(file: &Path) -> PathBuf {
    match file.strip_prefix("~") {
        Ok(rest) => std::env::var_os("HOME").map(|home| PathBuf::from(home).join(rest)).unwrap_or(file.into()),
        Err(_) => file.to_owned(),
    }
}

/// Writes a text into a new file that only its owner reads; answers where.
pub(in crate::app) async fn write_new(file: &Path, text: &str) -> Result<PathBuf, String> {
    let path = meant(file);
    let mut options = tokio::fs::OpenOptions::new();
    let said = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!("{} is there already and was left as it is; take another name", path.display())
        }
        std::io::ErrorKind::NotFound => format!("the folder of {} is not there", path.display()),
        _ => trouble(&path, &error),
    };
    let mut out = options.write(true).create_new(true).mode(0o600).open(&path).await.map_err(said)?;
    out.write_all(text.as_bytes()).await.map_err(said)?;
    out.flush().await.map_err(said)?;
    Ok(path)
}
