//! What the daemon can say about its own health: configuration, storage, the file system it lies on.

use std::path::Path;

use sarf_shared::rpc::{DoctorFinding, FindingLevel, StorageHealth};

use crate::config::Config;
use crate::prompts::Prompts;
use crate::service::Identity;

/// Everything worth telling.
pub fn doctor(config: &Config, prompts: &Prompts, identity: &Identity, storage: &StorageHealth) -> Vec<DoctorFinding> {
    let environment = |name: &str| std::env::var(name).ok();
    let mut findings = Vec::new();
    for found in config.findings(&environment).into_iter().chain(prompts.findings()) {
        // One line may concern several roles.
        if !findings.contains(&found) {
            findings.push(found);
        }
    }
    findings.extend(changed_since(config, prompts));
    findings.push(match storage {
        StorageHealth::Writing => finding(FindingLevel::Ok, "storage", "changes are saved", None),
        StorageHealth::Paused { why } => finding(
            FindingLevel::Problem,
            "storage",
            why,
            Some("free some space or make the disk writable; work goes on by itself"),
        ),
        StorageHealth::Stopped { why } => finding(FindingLevel::Problem, "storage", why, Some("sarf daemon restart")),
    });
    findings.push(file_system(Path::new(&identity.home)));
    for sentence in &identity.recovery {
        findings.push(finding(FindingLevel::Warning, "last start", sentence, None));
    }
    findings
}

/// Whether file or prompts say something else by now. A file that cannot be read any more is the client's to tell: it reads
/// it too.
fn changed_since(config: &Config, prompts: &Prompts) -> Option<DoctorFinding> {
    let now = Config::read(config.file()).ok()?;
    let what = if !now.is_same_in_force(config) {
        "the file was"
    } else if !Prompts::load(config.folder()).are_same(prompts) {
        "prompts were"
    } else {
        return None;
    };
    let words = format!("{what} changed after the service started, which goes on with what was said then");
    Some(finding(FindingLevel::Warning, "configuration", &words, Some("sarf daemon restart")))
}

fn finding(level: FindingLevel, what: &str, found: &str, remedy: Option<&str>) -> DoctorFinding {
    DoctorFinding { level, what: what.to_owned(), found: found.to_owned(), remedy: remedy.map(str::to_owned) }
}

/// Magic numbers of file systems that do not keep the promises the journal stands on.
const UNSAFE: &[(u64, &str)] =
    &[(0x6969, "NFS"), (0x0102_1994, "tmpfs"), (0x8584_58f6, "ramfs"), (0xff53_4d42, "CIFS"), (0xfe53_4d42, "SMB2")];

fn file_system(home: &Path) -> DoctorFinding {
    let what = "file system";
    match rustix::fs::statfs(home) {
        Ok(found) => {
            let magic = u64::try_from(found.f_type).unwrap_or(0) & 0xffff_ffff;
            match UNSAFE.iter().find(|(number, _)| *number == magic) {
                Some((_, name)) => finding(
                    FindingLevel::Warning,
                    what,
                    &format!("the state folder lies on {name}, which may lose what was saved"),
                    Some("set SARF_HOME to a folder on a local disk"),
                ),
                None => finding(FindingLevel::Ok, what, "the state folder lies on a local disk", None),
            }
        }
        Err(error) => finding(FindingLevel::Warning, what, &format!("cannot be told: {error}"), None),
    }
}
