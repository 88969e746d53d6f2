//! Completions and the manual page, from the one definition of the command line.

use clap::CommandFactory;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::args::Cli;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;

/// `completions`
#[derive(Serialize, JsonSchema)]
pub struct Completions<'a> {
    /// The shell.
    shell: String,
    /// The script for it.
    script: &'a str,
}

/// `man`
#[derive(Serialize, JsonSchema)]
pub struct ManualPage<'a> {
    /// The manual page in roff.
    roff: &'a str,
}

/// Prints a completion script.
pub fn completions(output: &Output, shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "sarf", &mut script);
    let script = String::from_utf8_lossy(&script);
    output.value(&Completions { shell: shell.to_string(), script: &script }, || script.trim_end().to_owned());
    Ok(Exit::Done)
}

/// Prints the manual page.
pub fn man(output: &Output) -> Result<Exit, Failure> {
    let page = page().map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    output.value(&ManualPage { roff: &page }, || page.trim_end().to_owned());
    Ok(Exit::Done)
}

/// One page with every command: a list of further pages that nobody installed would help nobody.
fn page() -> std::io::Result<String> {
    let mut command = Cli::command();
    command.build();
    let top = clap_mangen::Man::new(command.clone());
    let mut page = Vec::new();
    top.render_title(&mut page)?;
    top.render_name_section(&mut page)?;
    top.render_synopsis_section(&mut page)?;
    top.render_description_section(&mut page)?;
    top.render_options_section(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    page.push_str(".SH COMMANDS\n");
    for sub in command.get_subcommands() {
        section(sub, &mut page)?;
    }
    page.push_str(".SH EXIT STATUS\n");
    for line in crate::cli::exit::help().lines().skip(1) {
        let (code, words) = line.trim().split_once(' ').unwrap_or((line, ""));
        page.push_str(&format!(".TP\n{code}\n{}\n", words.trim()));
    }
    Ok(page)
}

/// A command under its usage, or those it holds.
fn section(command: &clap::Command, page: &mut String) -> std::io::Result<()> {
    if command.get_name() == "help" || command.is_hide_set() {
        return Ok(());
    }
    if command.is_subcommand_required_set() {
        return command.get_subcommands().try_for_each(|sub| section(sub, page));
    }
    // What every command has stands at the top.
    let bare = command.clone().mut_args(|arg| match arg.get_id().as_str() {
        "help" | "json" => arg.hide(true),
        _ => arg,
    });
    let usage = bare.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace('\\', "\\e").replace('-', "\\-");
    page.push_str(&format!(".SS \"{usage}\"\n"));
    let man = clap_mangen::Man::new(bare.clone());
    let mut told = Vec::new();
    man.render_description_section(&mut told)?;
    if bare.get_arguments().any(|arg| !arg.is_hide_set()) {
        man.render_options_section(&mut told)?;
    }
    let told = String::from_utf8_lossy(&told);
    let lines =
        told.lines().filter(|line| !line.starts_with(".SH") && !line.starts_with(".ie") && !line.starts_with(".el"));
    for line in lines {
        page.push_str(line);
        page.push('\n');
    }
    command.get_subcommands().try_for_each(|sub| section(sub, page))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of commands as typed, those that only hold others left out.
    fn names(command: &clap::Command, before: &str, all: &mut Vec<String>) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let name = format!("{before} {}", sub.get_name());
            if !sub.is_subcommand_required_set() {
                all.push(name.clone());
            }
            names(sub, &name, all);
        }
    }

    #[test]
    fn every_command_and_every_option_stands_on_the_manual_page_and_no_other_page_is_named() {
        let page = page().unwrap().replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\fI", "");
        let mut all = Vec::new();
        names(&Cli::command(), "sarf", &mut all);
        assert!(all.contains(&"sarf persona import".to_owned()), "{all:?}");
        for name in all {
            assert!(page.contains(&format!(".SS \"{name}")), "{name}");
        }
        for words in ["--allow-remote", "--no-extract", "--replicates", "-n, --lines", ".SH EXIT STATUS", "interrupted"]
        {
            assert!(page.contains(words), "{words}\n{page}");
        }
        assert!(!page.contains("(1)\n"), "a page that is not there is named");
    }
}
