//! `sarf doctor`: where things are, how they are, and what to do.

use sarf_shared::rpc::{DoctorFinding, FindingLevel};

use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{daemon_run, session};

/// Looks from the client's side, then asks the daemon.
pub async fn run(output: &Output) -> Result<Exit, Failure> {
    let places = session::places()?;
    let ok = |what: &str, found: String| DoctorFinding {
        level: FindingLevel::Ok,
        what: what.to_owned(),
        found,
        remedy: None,
    };
    let mut findings = vec![
        ok("state folder", places.state_dir.display().to_string()),
        ok("socket", places.socket.display().to_string()),
    ];
    let config = configuration(&places.config_file);
    let is_config_readable = config.level == FindingLevel::Ok;
    findings.push(config);
    findings.push(ok("log folder", places.log_dir.display().to_string()));
    if let Err(problem) = super::interface::keys(&places) {
        findings.push(DoctorFinding {
            level: FindingLevel::Problem,
            what: "keys of the interface".to_owned(),
            found: problem.message,
            remedy: Some("correct the line, or remove it; the usual keys are then back".to_owned()),
        });
    }
    findings.extend(lingering());
    match session::connect(output).await {
        Ok(api) => {
            let status = api.status().await?;
            findings.push(ok("service", format!("running, process {}, build {}", status.pid, status.build.0)));
            findings.extend(api.doctor().await?);
        }
        Err(failure) => findings.push(DoctorFinding {
            level: FindingLevel::Problem,
            what: "service".to_owned(),
            found: failure.message,
            remedy: Some(
                if is_config_readable { "sarf daemon logs, sarf check" } else { "correct the configuration first" }
                    .to_owned(),
            ),
        }),
    }
    let bad = findings.iter().any(|finding| finding.level == FindingLevel::Problem);
    if output.is_json() {
        for finding in &findings {
            output.value(finding, String::new);
        }
    } else {
        for finding in &findings {
            let mark = match finding.level {
                FindingLevel::Ok => "ok",
                FindingLevel::Warning => "! ",
                FindingLevel::Problem => "✗ ",
            };
            output.text(format!("{mark}  {}: {}", finding.what, finding.found));
            if let Some(remedy) = &finding.remedy {
                output.text(format!("      {remedy}"));
            }
        }
    }
    Ok(if bad { Exit::Failed } else { Exit::Done })
}

/// The configuration file as it is now, which a running service may not have read yet.
fn configuration(file: &std::path::Path) -> DoctorFinding {
    let (level, found, remedy) = match daemon_run::config_in_force() {
        Ok(_) if file.exists() => (FindingLevel::Ok, file.display().to_string(), None),
        Ok(_) => (FindingLevel::Ok, format!("{} (not there; the built-in values hold)", file.display()), None),
        Err(problem) => {
            let remedy = "until then a running service goes on with what the file said before, and none can start";
            (FindingLevel::Problem, problem.message, Some(remedy.to_owned()))
        }
    };
    DoctorFinding { level, what: "configuration file".to_owned(), found, remedy }
}

/// Over SSH a login manager may end background processes at logout unless the user lingers.
fn lingering() -> Option<DoctorFinding> {
    std::env::var_os("SSH_CONNECTION")?;
    let user = std::env::var("USER").ok()?;
    let lingers = std::path::Path::new("/var/lib/systemd/linger").join(&user).exists();
    let managed = std::path::Path::new("/run/systemd/system").exists();
    (managed && !lingers).then(|| DoctorFinding {
        level: FindingLevel::Warning,
        what: "logout".to_owned(),
        found: "this machine may end the service when you log out; jobs then go on at the next start".to_owned(),
        remedy: Some(format!("loginctl enable-linger {user}")),
    })
}
