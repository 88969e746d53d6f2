//! Who is tied to whom in the world: parents, siblings, children, partners and what follows from them.

use sarf_shared::family::Gender;
use sarf_shared::family::kinship::{Step, Tie};

use super::world::{Human, Who, World};

impl World {
    /// Those born to a person, in the order they were spoken of.
    pub fn children(&self, who: Who) -> Vec<Who> {
        let who = self.real(who);
        let child_of = |h: &Human| {
            h.parents.and_then(|pair| self.ends(pair)).is_some_and(|(a, b)| a == who || b == who)
                || h.loose.iter().any(|(anchor, step)| self.real(*anchor) == who && step.tie == Tie::Child)
        };
        self.living_rows().filter(|(_, h)| child_of(h)).map(|(w, _)| w).collect()
    }

    /// Whether somebody is a child of the pair.
    pub fn has_children(&self, pair: usize) -> bool {
        self.living_rows().any(|(_, h)| h.parents == Some(pair))
    }

    /// Those who share the parents' bond.
    pub fn siblings(&self, who: Who) -> Vec<Who> {
        let who = self.real(who);
        let Some(pair) = self.human(who).and_then(|h| h.parents) else { return Vec::new() };
        self.living_rows().filter(|(w, h)| *w != who && h.parents == Some(pair)).map(|(w, _)| w).collect()
    }

    fn living_rows(&self) -> impl Iterator<Item = (Who, &Human)> {
        self.people.iter().enumerate().filter(|(_, h)| h.merged.is_none())
    }

    /// Those tied to `anchor` by `step`, as far as is known.
    pub fn tied(&self, anchor: Who, step: Step) -> Vec<Who> {
        let anchor = self.real(anchor);
        let mut found: Vec<Who> = match step.tie {
            Tie::Parent => {
                let ends = self.human(anchor).and_then(|h| h.parents).and_then(|pair| self.ends(pair));
                ends.map(|(a, b)| vec![a, b]).unwrap_or_default()
            }
            Tie::Sibling => self.siblings(anchor),
            Tie::Child => self.children(anchor),
            Tie::Spouse | Tie::Partner | Tie::Engaged | Tie::FormerSpouse | Tie::FormerPartner => {
                let former = matches!(step.tie, Tie::FormerSpouse | Tie::FormerPartner);
                let fits = |(_, i): &(Who, usize)| {
                    self.pairs.get(*i).is_some_and(|pair| match step.tie {
                        Tie::Spouse => !pair.former && (pair.married != Some(false)),
                        Tie::Partner | Tie::Engaged => {
                            !pair.former
                                && (pair.married == Some(false) || pair.married.is_none() && !self.has_children(*i))
                        }
                        _ => former && pair.former,
                    })
                };
                self.partners(anchor).into_iter().filter(fits).map(|(w, _)| w).collect()
            }
            Tie::Grandparent => self
                .tied(anchor, Step::new(Tie::Parent, None))
                .into_iter()
                .flat_map(|p| self.tied(p, Step::new(Tie::Parent, None)))
                .collect(),
            Tie::ParentSibling => self
                .tied(anchor, Step::new(Tie::Parent, None))
                .into_iter()
                .flat_map(|p| self.siblings(p))
                .flat_map(|s| std::iter::once(s).chain(self.partners(s).into_iter().map(|(w, _)| w)))
                .collect(),
            Tie::Cousin => self
                .tied(anchor, Step::new(Tie::Parent, None))
                .into_iter()
                .flat_map(|p| self.siblings(p))
                .flat_map(|s| self.children(s))
                .collect(),
            Tie::SiblingChild => self.siblings(anchor).into_iter().flat_map(|s| self.children(s)).collect(),
            Tie::Grandchild => self.children(anchor).into_iter().flat_map(|s| self.children(s)).collect(),
            Tie::SiblingInLaw => {
                let of_spouse = self.partners(anchor).into_iter().flat_map(|(w, _)| self.siblings(w));
                let of_siblings = self.siblings(anchor).into_iter().flat_map(|s| self.partners(s)).map(|(w, _)| w);
                of_spouse.chain(of_siblings).collect()
            }
            Tie::HalfSibling | Tie::StepSibling | Tie::Loss => Vec::new(),
        };
        let loose = |h: &Human| h.loose.iter().any(|(whose, tie)| self.real(*whose) == anchor && tie.tie == step.tie);
        let loosely: Vec<Who> = self.living_rows().filter(|(_, h)| loose(h)).map(|(w, _)| w).collect();
        found.extend(loosely);
        let mut seen = Vec::new();
        found.retain(|w| {
            let fits = *w != anchor && !Gender::contradicts(self.gender(*w), step.gender) && !seen.contains(w);
            seen.push(*w);
            fits
        });
        found
    }
}
