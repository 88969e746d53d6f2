//! Which build this program is: its version and a mark of its executable, so that a rebuilt client notices an older
//! daemon even under the same version number.

use std::os::unix::fs::MetadataExt;

use sarf_shared::rpc::BuildId;

/// The version with the size and time of the executable, as it was when this process looked.
pub fn build_id() -> BuildId {
    let version = env!("CARGO_PKG_VERSION");
    let mark = std::env::current_exe().and_then(std::fs::metadata).map(|found| {
        // Nothing secret and nothing exact: another build has another mark.
        let parts = [found.size(), found.mtime().unsigned_abs(), found.mtime_nsec().unsigned_abs()];
        sarf_shared::seed::derive(0, &parts) >> 24
    });
    BuildId(match mark {
        Ok(mark) => format!("{version}+{mark:010x}"),
        Err(_) => version.to_owned(),
    })
}
