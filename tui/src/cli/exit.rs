//! Exit codes: one table, from which the help text is made and to which every error maps.

use std::process::ExitCode;

use sarf_shared::rpc::ApiError;

use crate::client::{ClientError, ConnectError};

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// The command line is wrong.
    Usage,
    /// What was named does not exist.
    NotFound,
    /// The state of things does not allow it now.
    Conflict,
    /// The daemon cannot be reached.
    Unreachable,
    /// The daemon is another version and has work under way.
    Mismatch,
    /// Refused: not allowed, or the input is not acceptable.
    Refused,
    /// Interrupted by a signal.
    Interrupted,
}

/// Every code once: variant, number, words.
const TABLE: &[(Exit, u8, &str)] = &[
    (Exit::Done, 0, "done"),
    (Exit::Failed, 1, "failed"),
    (Exit::Usage, 2, "the command line is wrong"),
    (Exit::NotFound, 3, "not found"),
    (Exit::Conflict, 4, "conflict, or not now"),
    (Exit::Unreachable, 5, "the daemon cannot be reached"),
    (Exit::Mismatch, 6, "the daemon is another version"),
    (Exit::Refused, 7, "refused"),
    (Exit::Interrupted, 130, "interrupted"),
];

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        TABLE.iter().find(|(exit, ..)| *exit == self).map_or(1, |(_, code, _)| *code)
    }

    /// The end that has this number.
    pub fn of_code(code: i32) -> Option<Exit> {
        TABLE.iter().find(|(_, number, _)| i32::from(*number) == code).map(|(exit, ..)| *exit)
    }

    /// The word used beside the number.
    pub fn words(self) -> &'static str {
        TABLE.iter().find(|(exit, ..)| *exit == self).map_or("failed", |(.., words)| *words)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// The table as the end of `--help`.
pub fn help() -> String {
    let rows: Vec<String> = TABLE.iter().map(|(_, code, words)| format!("  {code:>3}  {words}")).collect();
    format!("Exit codes:\n{}", rows.join("\n"))
}

/// Why a command ended otherwise than done: the code and the words.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The code.
    pub exit: Exit,
    /// What happened, what was kept, what to do.
    pub message: String,
}

impl Failure {
    /// A failure of this kind.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Failure { exit, message: message.into() }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let exit = match &error {
            ClientError::Connect(connect) => of_connect(connect),
            ClientError::Api(api) => of_api(api),
            ClientError::Broken { .. } | ClientError::TimedOut { .. } => Exit::Unreachable,
        };
        Failure::new(exit, error.to_string())
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        Failure::new(of_connect(&error), error.to_string())
    }
}

fn of_connect(error: &ConnectError) -> Exit {
    match error {
        ConnectError::Mismatch { .. } => Exit::Mismatch,
        ConnectError::Refused(api) => of_api(api),
        _ => Exit::Unreachable,
    }
}

fn of_api(error: &ApiError) -> Exit {
    match error {
        ApiError::NotFound { .. } => Exit::NotFound,
        ApiError::Conflict { .. } | ApiError::Unavailable { .. } => Exit::Conflict,
        ApiError::Invalid { .. } | ApiError::Forbidden { .. } => Exit::Refused,
        ApiError::OutcomeUnknown | ApiError::Internal { .. } => Exit::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_table_is_in_the_help_once() {
        let help = help();
        for (_, code, words) in TABLE {
            assert_eq!(help.matches(&format!("{code:>3}  {words}")).count(), 1, "{code}");
        }
    }
}
