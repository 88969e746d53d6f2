//! How a client calls its relatives: `Mom`, `my mom's sister`, `my brother`. Words come from the shared kinship table;
//! which of several a client uses is fixed for the client.

use sarf_shared::discussion::{FactPerson, Persona};
use sarf_shared::family::kinship::{Step, Tie, relation};
use sarf_shared::family::{Gender, kinship};

use super::super::dice::{Dice, hash};

/// A client's own words for mother and father.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexicon {
    /// `mom`, `mother`, ...
    pub(crate) mother: &'static str,
    /// `dad`, `father`, ...
    pub(crate) father: &'static str,
    /// Whether these words stand alone as names (`Mom`), not only with `my`.
    pub(crate) address: bool,
}

impl Lexicon {
    /// The words of a persona; the same persona always uses the same.
    pub(crate) fn of(persona: &Persona) -> Self {
        let mut dice = Dice::new(hash(&persona.name), "lexicon");
        let (mother, father) = match dice.below(5) {
            0 => ("mother", "father"),
            1 => ("mother", "dad"),
            2 => ("mum", "dad"),
            _ => ("mom", "dad"),
        };
        Lexicon { mother, father, address: mother != "mother" }
    }
}

/// What a relation is, as far as choosing words for it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// The client.
    Own,
    /// Mother.
    Mother,
    /// Father.
    Father,
    /// A parent's relative: `true` on the mother's side, and the word for it (`mother`, `brother`).
    Side(bool, &'static str),
    /// Anybody the kinship table knows: `my sister`.
    Kin(String),
    /// A lost pregnancy.
    Loss,
    /// A relation without words of its own; named by name only.
    Other,
}

/// The role of a person.
pub(crate) fn role(person: &FactPerson) -> Role {
    if matches!(person.gender, Gender::Miscarriage | Gender::Abortion) {
        return Role::Loss;
    }
    let Some(path) = relation(&person.relation) else { return Role::Other };
    match path.as_slice() {
        [] => Role::Own,
        [Step::MOTHER] => Role::Mother,
        [Step::FATHER] => Role::Father,
        [first, Step { tie: Tie::Parent, gender }] if first.tie == Tie::Parent && first.gender.is_some() => {
            Role::Side(*first == Step::MOTHER, if *gender == Some(Gender::Female) { "mother" } else { "father" })
        }
        [first, Step { tie: Tie::Sibling, gender }] if first.tie == Tie::Parent && first.gender.is_some() => {
            Role::Side(*first == Step::MOTHER, if *gender == Some(Gender::Female) { "sister" } else { "brother" })
        }
        [Step { tie: Tie::Loss, .. }] => Role::Loss,
        _ => Role::Kin(plain(&person.relation, &path)),
    }
}

/// `older sister, the eldest` is told as `sister`; a relation in several steps keeps its own words up to the remark.
fn plain(given: &str, path: &[Step]) -> String {
    if path.len() == 1 {
        kinship::phrase(path)
    } else {
        given.split([',', ';', '(']).next().unwrap_or(given).trim().to_lowercase()
    }
}

/// The first name: what stands before the first blank, comma or bracket.
pub(crate) fn first_name(person: &FactPerson) -> &str {
    person.name.split([' ', ',', '(']).next().unwrap_or(&person.name)
}
