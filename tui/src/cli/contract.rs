//! What `--json` prints: one table with the commands and the types they print. The keys, their types and their meaning
//! are read from those types, so that `sarf json-keys` says what is printed and not what somebody once wrote down.

use sarf_shared::coding::file::OwnFile;
use sarf_shared::discussion::Persona;
use sarf_shared::rpc::{
    Accepted, Approval, CheckView, CodedView, CoderRow, CodingsImported, CompareView, DaemonStatus, DiscussionRow,
    DoctorFinding, Event, HistoryView, JobView, MapView, PersonaRow, StatementView, VersionRow,
};
use sarf_shared::scoring::agreement::AgreementReport;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::commands::{
    Started, agreement, config, daemon, delete, demo, export, f1, generated, gt, jobs, json_keys, logs, persona,
    report, show, watch,
};
use super::output::Told;

/// How many objects a command prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One object.
    One,
    /// Any number of objects, one a line.
    Lines,
    /// One object on standard error, when a command fails.
    Error,
}

impl Shape {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Shape::One => "one object",
            Shape::Lines => "one object a line",
            Shape::Error => "one object on standard error",
        }
    }
}

/// A form of what a command prints. A command with several prints each where its `when` says.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The command, as typed after `sarf`.
    pub command: &'static str,
    /// When it prints this form; empty for a command with one form.
    pub when: &'static str,
    /// How many.
    pub shape: Shape,
    /// The type's schema.
    pub schema: fn() -> Schema,
}

const fn form<T: JsonSchema>(command: &'static str, when: &'static str, shape: Shape) -> Form {
    Form { command, when, shape, schema: schema::<T> }
}

/// The schema of what is written, with every part in its place.
fn schema<T: JsonSchema>() -> Schema {
    let inline = |settings: &mut SchemaSettings| settings.inline_subschemas = true;
    SchemaSettings::draft2020_12().for_serialize().with(inline).into_generator().into_root_schema_for::<T>()
}

/// The command under which the object for a failure stands.
pub const ANY: &str = "(any command)";

/// Every command, in the order of the help. A new command is one more line.
#[rustfmt::skip]
pub const TABLE: &[Form] = &[
    form::<demo::Demo<'_>>("demo", "", Shape::One),
    form::<Accepted>("persona new", "", Shape::One),
    form::<PersonaRow>("persona list", "", Shape::Lines),
    form::<Persona>("persona show", "", Shape::One),
    form::<Accepted>("persona import", "", Shape::Lines),
    form::<persona::Deleted>("persona delete", "", Shape::One),
    form::<Started<'_>>("generate", "", Shape::Lines),
    form::<Started<'_>>("import", "", Shape::Lines),
    form::<Started<'_>>("extract", "", Shape::Lines),
    form::<DiscussionRow>("list", "", Shape::Lines),
    form::<show::Shown>("show", "a discussion", Shape::One),
    form::<StatementView>("show", "a statement", Shape::One),
    form::<Persona>("show", "a persona", Shape::One),
    form::<jobs::WithCalls<'_>>("show", "a job", Shape::One),
    form::<JobView>("jobs", "", Shape::Lines),
    form::<jobs::WithCalls<'_>>("jobs", "with --calls", Shape::Lines),
    form::<JobView>("cancel", "", Shape::Lines),
    form::<JobView>("pause", "", Shape::Lines),
    form::<JobView>("resume", "", Shape::Lines),
    form::<JobView>("retry", "", Shape::Lines),
    form::<DiscussionRow>("retry", "with --wait, after the jobs", Shape::Lines),
    form::<delete::Deleted>("delete", "", Shape::Lines),
    form::<Event>("watch", "", Shape::Lines),
    form::<watch::Everything>("watch", "after a restart, or when too much happened at once", Shape::Lines),
    form::<DiscussionRow>("watch", "at the end of a discussion that was named", Shape::Lines),
    form::<export::Document<export::Whole>>("export", "", Shape::One),
    form::<export::Document<export::Content>>("export", "with --content", Shape::One),
    form::<CodingsImported>("coding import", "", Shape::Lines),
    form::<CoderRow>("coding list", "", Shape::Lines),
    form::<CodedView>("coding show", "", Shape::Lines),
    form::<OwnFile>("coding export", "", Shape::One),
    form::<Approval>("gt approve", "", Shape::One),
    form::<VersionRow>("gt list", "", Shape::Lines),
    form::<gt::Shown>("gt show", "", Shape::One),
    form::<MapView>("map set", "", Shape::Lines),
    form::<MapView>("map undo", "", Shape::Lines),
    form::<MapView>("map list", "", Shape::Lines),
    form::<f1::Printed>("f1", "", Shape::One),
    form::<CompareView>("f1 compare", "", Shape::One),
    form::<HistoryView>("f1 history", "", Shape::One),
    form::<AgreementReport>("agreement", "of stored codings, or of a file of normalised ones", Shape::One),
    form::<agreement::OfTable>("agreement", "of a long table", Shape::One),
    form::<report::Written<'_>>("report", "", Shape::One),
    form::<CheckView>("check", "", Shape::One),
    form::<DoctorFinding>("doctor", "", Shape::Lines),
    form::<DaemonStatus>("daemon start", "", Shape::One),
    form::<daemon::Ended>("daemon stop", "", Shape::One),
    form::<daemon::Restarted>("daemon restart", "", Shape::One),
    form::<DaemonStatus>("daemon status", "", Shape::One),
    form::<logs::LogLine<'_>>("daemon logs", "", Shape::Lines),
    form::<config::ConfigText<'_>>("config show", "", Shape::One),
    form::<config::ConfigPath<'_>>("config path", "", Shape::One),
    form::<config::ConfigWritten<'_>>("config init", "", Shape::One),
    form::<config::ConfigSchema<'_>>("config schema", "", Shape::One),
    form::<config::KeyRow>("config keys", "", Shape::Lines),
    form::<generated::Completions<'_>>("completions", "", Shape::One),
    form::<generated::ManualPage<'_>>("man", "", Shape::One),
    form::<json_keys::KeyLine>("json-keys", "", Shape::Lines),
    form::<Told<'_>>(ANY, "when it fails", Shape::Error),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Cli;

    /// Commands as typed, without those that only hold others.
    fn typed(command: &clap::Command, before: &str, out: &mut BTreeSet<String>) {
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            let name = format!("{before}{}", inner.get_name());
            if inner.has_subcommands() {
                typed(inner, &format!("{name} "), out);
            }
            if !inner.is_subcommand_required_set() {
                out.insert(name);
            }
        }
    }

    #[test]
    fn every_command_stands_in_the_table_and_nothing_else() {
        let mut commands = BTreeSet::new();
        typed(&Cli::command(), "", &mut commands);
        // It stays in the terminal and writes no result.
        assert!(commands.remove("daemon run"));
        let told: BTreeSet<String> =
            TABLE.iter().map(|form| form.command.to_owned()).filter(|command| command != ANY).collect();
        assert_eq!(commands, told, "a command needs its line in the table of `contract`");
    }
}
