//! The daemon's log: a file a day, the oldest removed, 0600 by the process's umask. It never holds transcript text,
//! prompts or keys: nothing that has them is ever handed to a log macro.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Logs where a panic happened and nothing else: its message may quote the text that was being worked on.
pub fn panics_without_words() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!(place, "a step or request broke off");
    }));
}

/// Starts logging into `folder`; what is not written yet is written when the guard is dropped.
pub fn start(folder: &Path, level: &str, days: usize) -> Option<WorkerGuard> {
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("sarf")
        .filename_suffix("log")
        .max_log_files(days.max(1))
        .build(folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    // Libraries only speak up when something is wrong; their debug output could hold requests.
    let filter = EnvFilter::new(format!("warn,sarf_daemon={level},sarf_shared={level}"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false).finish();
    tracing::subscriber::set_global_default(subscriber).ok()?;
    Some(guard)
}
