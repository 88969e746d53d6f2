//! Several relatives in one word: "my parents, Sue and Ken", "her brothers", "his sons Tom and Jim".

use sarf_shared::family::Gender;
use sarf_shared::family::kinship::{self, Kin, Step, Tie};

use super::mentions::Reader;
use super::names;
use super::relatives::{self, Name, Said};
use super::world::Who;

impl Reader {
    /// Several relatives: parents both, others as far as they are known or named here.
    pub(super) fn several(&mut self, anchor: Who, row: &Kin, said: &Said, names: &[Name]) -> Vec<Who> {
        let Some(step) = row.path.last().copied() else { return Vec::new() };
        let parents_of = match (step.tie, row.path.len(), said.side) {
            (Tie::Parent, 1, _) => Some(anchor),
            (Tie::Parent, _, _) => row.path.first().and_then(|first| {
                let said = Said::default();
                let spouse = self.world.tied(anchor, *first).first().copied();
                spouse.or_else(|| {
                    let row = kinship::kin("spouse")?;
                    relatives::relative(&mut self.world, anchor, row, &said, true)
                })
            }),
            (Tie::Grandparent, _, Some(side)) => self.world.parent(anchor, side, true),
            _ => None,
        };
        if let Some(child) = parents_of {
            let mother = self.world.parent(child, Gender::Female, true);
            let father = self.world.parent(child, Gender::Male, true);
            if let [one, two] = names {
                let first_is_father = names::gender(&one.given) == Some(Gender::Male)
                    || names::gender(&two.given) == Some(Gender::Female);
                let (m, f) = if first_is_father { (two, one) } else { (one, two) };
                if let Some(mother) = mother {
                    self.learn(mother, m);
                }
                if let Some(father) = father {
                    self.learn(father, f);
                }
            }
            let both: Vec<Who> = mother.into_iter().chain(father).collect();
            for who in &both {
                self.world.support(*who);
            }
            return both;
        }
        let mut people = Vec::new();
        for name in names {
            let said = Said { name: Some(name.clone()), ..said.clone() };
            let gender = match names::gender(&name.given) {
                Some(gender) => Some(gender),
                // Brothers and a sister in one list: a name in -a is the sister's.
                None if name.given.ends_with('a') && step.tie == Tie::Sibling && said.mixed => Some(Gender::Female),
                None => step.gender,
            };
            let gender = if said.mixed { gender } else { step.gender.or(gender) };
            let single = kinship::KIN
                .iter()
                .find(|r| r.path == [Step { gender, ..step }])
                .unwrap_or(kinship::KIN.iter().find(|r| r.path == row.path).unwrap_or(&kinship::KIN[0]));
            people.extend(relatives::relative(&mut self.world, anchor, single, &said, true));
        }
        if people.is_empty() {
            people = self.plural_known(anchor, row, said.side);
        }
        people
    }

    pub(super) fn plural_known(&self, anchor: Who, row: &Kin, side: Option<Gender>) -> Vec<Who> {
        let Some(step) = row.path.last().copied() else { return Vec::new() };
        let anchor = match (side, step.tie) {
            (Some(side), Tie::Grandparent) => {
                let parent = self.world.tied(anchor, Step::new(Tie::Parent, Some(side))).first().copied();
                return parent.map(|p| self.world.tied(p, Step::new(Tie::Parent, None))).unwrap_or_default();
            }
            _ => anchor,
        };
        match row.path {
            [_] => self.world.tied(anchor, step),
            [first, _] => {
                let through = self.world.tied(anchor, *first).first().copied();
                through.map(|t| self.world.tied(t, step)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}
