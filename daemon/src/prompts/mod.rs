//! The prompt texts of the roles: built in, each replaceable by a file in the `prompts` folder beside the configuration.
//! Which text was used is part of a run's identity: a job keeps text and hash. README.md in this folder is for people.

mod template;

use std::io::Read;
use std::path::{Path, PathBuf};

use sarf_shared::rpc::{DoctorFinding, FindingLevel};
use serde::{Deserialize, Serialize};

use crate::models::Role;

pub use template::{SYSTEM, Template, TemplateProblem};

/// Largest prompt file that is read; a job keeps its texts, and records stay under 100 KB.
pub const LARGEST_PROMPT: u64 = 64 * 1024;

/// The folder of replacing texts, beside the configuration file.
pub const FOLDER: &str = "prompts";

/// A role's text as it is used, and its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptText {
    /// BLAKE3 of the text, in hex.
    pub hash: String,
    /// The text.
    pub text: String,
}

impl PromptText {
    /// A text and its hash.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        PromptText { hash: blake3::hash(text.as_bytes()).to_hex().to_string(), text }
    }

    /// The built-in text of a role.
    pub fn built_in(role: Role) -> Self {
        PromptText::new(built_in(role))
    }
}

/// A replacing file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the prompt {file} cannot be used: {problem}. Correct it, or move it away to use the built-in text")]
pub struct PromptProblem {
    /// The file.
    pub file: PathBuf,
    /// What is wrong.
    pub problem: String,
}

#[derive(Debug, Clone)]
struct Entry {
    role: Role,
    text: Result<PromptText, PromptProblem>,
    replaced_by: Option<PathBuf>,
}

/// The texts of all roles.
#[derive(Debug, Clone)]
pub struct Prompts {
    entries: Vec<Entry>,
    /// Files of the folder that replace nothing.
    unread: Vec<PathBuf>,
}

impl Prompts {
    /// The built-in texts.
    pub fn built_in() -> Self {
        let entry = |role: &Role| Entry { role: *role, text: Ok(PromptText::built_in(*role)), replaced_by: None };
        Prompts { entries: Role::ALL.iter().map(entry).collect(), unread: Vec::new() }
    }

    /// The texts in force: built in, replaced where `folder` (that of the configuration file) has `prompts/ROLE.md`.
    pub fn load(folder: &Path) -> Self {
        let entries = Role::ALL.iter().map(|role| {
            let file = folder.join(FOLDER).join(format!("{role}.md"));
            match read(&file) {
                Ok(None) => Entry { role: *role, text: Ok(PromptText::built_in(*role)), replaced_by: None },
                Ok(Some(text)) => {
                    let text = checked(*role, text).map_err(|problem| PromptProblem { file: file.clone(), problem });
                    Entry { role: *role, text, replaced_by: Some(file) }
                }
                Err(problem) => {
                    let text = Err(PromptProblem { file: file.clone(), problem });
                    Entry { role: *role, text, replaced_by: Some(file) }
                }
            }
        });
        Prompts { entries: entries.collect(), unread: unread(&folder.join(FOLDER)) }
    }

    /// Whether every role has the same text, or the same problem, in both.
    pub fn are_same(&self, other: &Prompts) -> bool {
        Role::ALL.iter().all(|role| self.of(*role) == other.of(*role))
    }

    /// The text of a role, or why its replacing file cannot be used.
    pub fn of(&self, role: Role) -> Result<PromptText, PromptProblem> {
        match self.entries.iter().find(|entry| entry.role == role) {
            Some(entry) => entry.text.clone(),
            None => Ok(PromptText::built_in(role)),
        }
    }

    /// For `doctor`: the texts that are replaced, and those that cannot be used.
    pub fn findings(&self) -> Vec<DoctorFinding> {
        let mut findings = Vec::new();
        for Entry { role, text, replaced_by } in &self.entries {
            let Some(file) = replaced_by else { continue };
            let what = format!("prompt of the {role}");
            findings.push(match text {
                Ok(_) => {
                    let found = format!("replaced by {}", file.display());
                    DoctorFinding { level: FindingLevel::Ok, what, found, remedy: None }
                }
                Err(problem) => DoctorFinding {
                    level: FindingLevel::Problem,
                    what,
                    found: format!("{}: {}", file.display(), problem.problem),
                    remedy: Some("Correct it, or move it away to use the built-in text".to_owned()),
                },
            });
        }
        findings.extend(self.unread.iter().map(|file| {
            let known: Vec<String> = Role::ALL.iter().map(|role| format!("{role}.md")).collect();
            DoctorFinding {
                level: FindingLevel::Warning,
                what: "prompts".to_owned(),
                found: format!("{} replaces nothing", file.display()),
                remedy: Some(format!("Name it after its role: {}; or move it away", known.join(", "))),
            }
        }));
        findings
    }
}

/// Files of the folder that no role reads, in order; hidden ones, an editor's copies and what explains the folder are let be.
fn unread(folder: &Path) -> Vec<PathBuf> {
    let is_let_be = |name: &str| {
        name.starts_with('.')
            || name.ends_with('~')
            || name.eq_ignore_ascii_case("readme.md")
            || Role::ALL.iter().any(|role| name == format!("{role}.md"))
    };
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let name = |file: &Path| file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut unread: Vec<PathBuf> = files.filter(|file| !is_let_be(&name(file))).collect();
    unread.sort();
    unread
}

/// The built-in text of a role.
pub fn built_in(role: Role) -> &'static str {
    match role {
        Role::Author => include_str!("author.md"),
        Role::Client => include_str!("client.md"),
        Role::Coach => include_str!("coach.md"),
        Role::Extractor => include_str!("extractor.md"),
        Role::Judge => include_str!("judge.md"),
    }
}

/// Words no text of the role can do without, each with its part.
fn needed(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::Author => &[("request", "as_of"), ("problems", "problems")],
        Role::Client => &[(SYSTEM, "name"), (SYSTEM, "background"), (SYSTEM, "facts"), ("turn", "talk")],
        Role::Coach => &[],
        Role::Extractor => &[
            ("request", "family"),
            ("request", "pool"),
            ("request", "talk"),
            ("request", "statement"),
            ("errors", "errors"),
        ],
        Role::Judge => &[("request", "turns")],
    }
}

/// Parses a text of a role and checks it against the built-in one.
pub fn parse(role: Role, text: &str) -> Result<Template, TemplateProblem> {
    let template = Template::parse(text)?;
    template.fits(&Template::parse(built_in(role))?, needed(role))?;
    Ok(template)
}

fn checked(role: Role, text: String) -> Result<PromptText, String> {
    parse(role, &text).map_err(|problem| problem.to_string())?;
    Ok(PromptText::new(text))
}

/// The file's text; `None` if there is no such file.
fn read(file: &Path) -> Result<Option<String>, String> {
    let opened = match std::fs::File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("it cannot be read ({})", error.kind())),
    };
    let mut bytes = Vec::new();
    opened.take(LARGEST_PROMPT + 1).read_to_end(&mut bytes).map_err(|e| format!("it cannot be read ({})", e.kind()))?;
    if bytes.len() as u64 > LARGEST_PROMPT {
        return Err(format!("it is larger than {} KB", LARGEST_PROMPT / 1024));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| "it is not UTF-8 text".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_text_passes_its_own_check() {
        for role in Role::ALL {
            parse(*role, built_in(*role)).unwrap_or_else(|problem| panic!("{role}: {problem}"));
        }
    }

    #[test]
    fn a_file_takes_the_place_of_a_text_and_changes_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let before = Prompts::load(folder.path());
        assert!(before.findings().is_empty());
        std::fs::create_dir(folder.path().join(FOLDER)).unwrap();
        let file = folder.path().join(FOLDER).join("judge.md");
        std::fs::write(&file, built_in(Role::Judge).replace("score", "mark")).unwrap();
        let after = Prompts::load(folder.path());
        assert_ne!(before.of(Role::Judge).unwrap().hash, after.of(Role::Judge).unwrap().hash);
        assert_eq!(before.of(Role::Coach), after.of(Role::Coach));
        assert_eq!(after.findings().len(), 1);
    }

    #[test]
    fn a_file_that_replaces_nothing_is_said_with_the_names_that_do() {
        let folder = tempfile::tempdir().unwrap();
        let prompts = folder.path().join(FOLDER);
        std::fs::create_dir(&prompts).unwrap();
        for name in ["coach.txt", "Judge.md", "README.md", ".coach.md.swp", "coach.md~"] {
            std::fs::write(prompts.join(name), "x").unwrap();
        }
        let findings = Prompts::load(folder.path()).findings();
        let told: Vec<&str> = findings.iter().map(|found| found.found.rsplit('/').next().unwrap()).collect();
        assert_eq!(told, ["Judge.md replaces nothing", "coach.txt replaces nothing"]);
        assert!(findings[0].remedy.as_deref().unwrap().contains("coach.md"));
    }

    #[test]
    fn a_text_that_cannot_be_used_is_said_and_not_skipped() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(FOLDER)).unwrap();
        let file = folder.path().join(FOLDER).join("extractor.md");
        for (text, words) in [
            (b"Code it.\n".to_vec(), "missing"),
            (vec![0xff, 0xfe], "UTF-8"),
            (vec![b'a'; LARGEST_PROMPT as usize + 1], "larger than"),
            (built_in(Role::Extractor).replace("{{statement}}", "").into_bytes(), "{{statement}} is missing"),
        ] {
            std::fs::write(&file, text).unwrap();
            let prompts = Prompts::load(folder.path());
            let problem = prompts.of(Role::Extractor).unwrap_err();
            assert!(problem.to_string().contains(words), "{problem}");
            assert!(prompts.of(Role::Coach).is_ok());
        }
    }
}
