//! Where the files of the program lie, as a pure function of the environment: both processes must agree on it.
//!
//! Touches no file: making the folders (0700) and checking who owns the fallback socket folder is the caller's task.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The longest socket path the kernel takes, in bytes (108 with the closing zero).
const MAX_SOCKET_PATH: usize = 107;

/// Every place the program writes to or reads from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// State folder, 0700.
    pub state_dir: PathBuf,
    /// Socket of the daemon, 0600, in a folder of its own.
    pub socket: PathBuf,
    /// Lock of the daemon, held for life.
    pub lock: PathBuf,
    /// Lock of a client that is starting a daemon, so that two clients do not start two.
    pub start_lock: PathBuf,
    /// Journal folder.
    pub journal: PathBuf,
    /// Snapshot folder.
    pub snapshots: PathBuf,
    /// Store folder.
    pub store: PathBuf,
    /// Log folder.
    pub log_dir: PathBuf,
    /// What the interface remembers of its last session: screen, selection, filter.
    pub session_file: PathBuf,
    /// Configuration folder.
    pub config_dir: PathBuf,
    /// Configuration file.
    pub config_file: PathBuf,
}

/// The environment names no folder in which files could be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no folder to keep files in: SARF_HOME is not set, and neither XDG_STATE_HOME nor HOME names a folder from the root on; set SARF_HOME to a folder of yours"
)]
pub struct NoHome;

impl Places {
    /// The places for this environment: `SARF_HOME` (made absolute by `cwd`), else the XDG folders, else those under
    /// `HOME`. An empty variable counts as unset, and so does a relative XDG one (the XDG specification says so).
    ///
    /// A socket path over 107 bytes is replaced by one in `/tmp/sarf-<uid>/`, named after the state folder.
    pub fn resolve(env: impl Fn(&str) -> Option<OsString>, cwd: &Path, uid: u32) -> Result<Places, NoHome> {
        let set = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let (state_dir, config_dir) = match set("SARF_HOME") {
            Some(home) => {
                // Components drop `.` and doubled separators, so that one folder has one name (and one socket).
                let home: PathBuf = cwd.join(home).components().collect();
                (home.clone(), home.join("config"))
            }
            None => {
                let home = set("HOME").filter(|path| path.is_absolute());
                let xdg = |name: &str, under: &str| {
                    set(name)
                        .filter(|path| path.is_absolute())
                        .or_else(|| home.as_ref().map(|home| home.join(under)))
                        .map(|path| path.join("sarf"))
                        .ok_or(NoHome)
                };
                (xdg("XDG_STATE_HOME", ".local/state")?, xdg("XDG_CONFIG_HOME", ".config")?)
            }
        };
        Ok(Places {
            socket: socket_path(&state_dir, uid),
            lock: state_dir.join("lock"),
            start_lock: state_dir.join("start.lock"),
            journal: state_dir.join("journal"),
            snapshots: state_dir.join("snapshots"),
            store: state_dir.join("store"),
            log_dir: state_dir.join("log"),
            session_file: state_dir.join("session.json"),
            config_file: config_dir.join("config.toml"),
            state_dir,
            config_dir,
        })
    }

    /// Whether the socket lies outside the state folder because its path would have been too long.
    pub fn socket_is_elsewhere(&self) -> bool {
        !self.socket.starts_with(&self.state_dir)
    }
}

fn socket_path(state_dir: &Path, uid: u32) -> PathBuf {
    let usual = state_dir.join("run").join("sarf.sock");
    if usual.as_os_str().len() <= MAX_SOCKET_PATH {
        return usual;
    }
    let name = fnv1a(state_dir.as_os_str().as_encoded_bytes());
    fallback_folder(uid).join(format!("{name:016x}.sock"))
}

/// The folder of a user's sockets whose usual paths would be too long. Everybody may write in `/tmp`, so whose it is has
/// to be looked at.
pub fn fallback_folder(uid: u32) -> PathBuf {
    PathBuf::from(format!("/tmp/sarf-{uid}"))
}

/// FNV-1a, 64 bits. The standard hasher may change between compilers, and an older client must find the same socket.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(vars: &[(&str, &str)]) -> Result<Places, NoHome> {
        let find = |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        Places::resolve(find, Path::new("/somewhere"), 1000)
    }

    #[test]
    fn sarf_home_holds_every_file_and_a_relative_one_is_made_absolute() {
        let places = resolve(&[("SARF_HOME", "./x"), ("HOME", "/home/ada"), ("XDG_STATE_HOME", "/s")]).unwrap();
        assert_eq!(places.socket, Path::new("/somewhere/x/run/sarf.sock"));
        assert_eq!(places.config_file, Path::new("/somewhere/x/config/config.toml"));
        for path in [&places.lock, &places.store, &places.journal, &places.snapshots, &places.log_dir] {
            assert!(path.starts_with("/somewhere/x"), "{}", path.display());
        }
    }

    #[test]
    fn xdg_folders_come_before_home_unless_empty_or_relative() {
        let places = resolve(&[("HOME", "/home/ada"), ("XDG_STATE_HOME", "/s"), ("XDG_CONFIG_HOME", "")]).unwrap();
        assert_eq!(places.state_dir, Path::new("/s/sarf"));
        assert_eq!(places.config_dir, Path::new("/home/ada/.config/sarf"));
        let places = resolve(&[("HOME", "/home/ada"), ("XDG_STATE_HOME", "s")]).unwrap();
        assert_eq!(places.state_dir, Path::new("/home/ada/.local/state/sarf"));
    }

    #[test]
    fn without_any_folder_the_error_names_the_variable_to_set() {
        assert!(resolve(&[("HOME", "")]).unwrap_err().to_string().contains("SARF_HOME"));
    }

    #[test]
    fn a_socket_path_too_long_for_the_kernel_is_replaced_by_a_short_one_of_the_same_name_each_time() {
        let long = format!("/{}", "h".repeat(110));
        let places = resolve(&[("SARF_HOME", &long)]).unwrap();
        assert!(places.socket.starts_with("/tmp/sarf-1000"), "{}", places.socket.display());
        assert!(places.socket_is_elsewhere());
        assert_eq!(resolve(&[("SARF_HOME", &long)]).unwrap().socket, places.socket);
        assert_ne!(resolve(&[("SARF_HOME", &format!("{long}2"))]).unwrap().socket, places.socket);

        let longest = format!("/{}", "h".repeat(MAX_SOCKET_PATH - 1 - "/run/sarf.sock".len()));
        assert!(!resolve(&[("SARF_HOME", &longest)]).unwrap().socket_is_elsewhere());
        assert!(resolve(&[("SARF_HOME", &format!("{longest}h"))]).unwrap().socket_is_elsewhere());
    }
}
