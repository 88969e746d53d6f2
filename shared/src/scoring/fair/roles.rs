//! What somebody is to somebody else: a short path of ties, read from a kin word or from the family's structure.
//!
//! Both are written in the same elementary steps (parent, child, sibling, partner), so that "maternal grandmother" and a
//! mother's mother in the tree are one role. A word can say less than the tree ("grandmother": the side is not said);
//! then the two fit without being equal.

use crate::family::Gender;
use crate::family::kinship::{Step, Tie};

/// Steps that a role can have; who is farther away has none.
const LONGEST: usize = 4;

/// An elementary tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Bare {
    Parent = 1,
    Child,
    Sibling,
    HalfSibling,
    Partner,
    FormerPartner,
    /// A sibling's partner or a partner's sibling: the word does not say which.
    SiblingInLaw,
}

impl Bare {
    /// Ties that one coder may take for the other: whole and half siblings, partners and former partners.
    fn family(self) -> u8 {
        match self {
            Bare::Parent => 0,
            Bare::Child => 1,
            Bare::Sibling | Bare::HalfSibling => 2,
            Bare::Partner | Bare::FormerPartner => 3,
            Bare::SiblingInLaw => 4,
        }
    }
}

/// A step: the tie and the gender of whom it leads to, where known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct BareStep {
    pub tie: Bare,
    pub gender: Option<Gender>,
}

/// A path of one to four steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Role {
    length: u8,
    steps: [Option<BareStep>; LONGEST],
}

/// How well two roles fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// One says less than the other, or the tie is a near one (half sibling, former partner).
    Near,
    /// The same in every step.
    Equal,
}

impl Role {
    /// The empty path; it is the role of whoever is looked from.
    pub const SELF: Role = Role { length: 0, steps: [None; LONGEST] };

    /// The path with one more step; `None`: too far.
    pub fn and(mut self, tie: Bare, gender: Option<Gender>) -> Option<Role> {
        *self.steps.get_mut(usize::from(self.length))? = Some(BareStep { tie, gender: known(gender) });
        self.length += 1;
        Some(self)
    }

    /// The path a kin word or phrase names; `None`: nobody, or too far.
    pub fn of_words(path: &[Step]) -> Option<Role> {
        let mut role = Role::SELF;
        for step in path {
            let end = step.gender;
            role = match step.tie {
                Tie::Parent => role.and(Bare::Parent, end),
                Tie::Sibling => role.and(Bare::Sibling, end),
                Tie::HalfSibling | Tie::StepSibling => role.and(Bare::HalfSibling, end),
                Tie::Child | Tie::Loss => role.and(Bare::Child, end),
                Tie::Spouse | Tie::Partner | Tie::Engaged => role.and(Bare::Partner, end),
                Tie::FormerSpouse | Tie::FormerPartner => role.and(Bare::FormerPartner, end),
                Tie::Grandparent => role.and(Bare::Parent, None)?.and(Bare::Parent, end),
                Tie::ParentSibling => role.and(Bare::Parent, None)?.and(Bare::Sibling, end),
                Tie::Cousin => role.and(Bare::Parent, None)?.and(Bare::Sibling, None)?.and(Bare::Child, end),
                Tie::SiblingChild => role.and(Bare::Sibling, None)?.and(Bare::Child, end),
                Tie::Grandchild => role.and(Bare::Child, None)?.and(Bare::Child, end),
                Tie::SiblingInLaw => role.and(Bare::SiblingInLaw, end),
            }?;
        }
        (role.length > 0).then_some(role)
    }

    /// The path with another after it; `None`: too far.
    pub fn followed_by(self, other: &Role) -> Option<Role> {
        other.steps().try_fold(self, |role, step| role.and(step.tie, step.gender))
    }

    /// Gender of whom it leads to, where known.
    pub fn gender(&self) -> Option<Gender> {
        self.steps().last().and_then(|step| step.gender)
    }

    fn steps(&self) -> impl Iterator<Item = BareStep> {
        self.steps.iter().flatten().copied()
    }

    /// How well two roles fit; `None`: they are roles of different people.
    pub fn fit(&self, other: &Role) -> Option<Fit> {
        if self == other {
            return Some(Fit::Equal);
        }
        if self.length == other.length {
            let near = self
                .steps()
                .zip(other.steps())
                .all(|(one, two)| one.tie.family() == two.tie.family() && !Gender::contradicts(one.gender, two.gender));
            return near.then_some(Fit::Near);
        }
        (self.is_in_law_of(other) || other.is_in_law_of(self)).then_some(Fit::Near)
    }

    /// Whether this is "sister-in-law" and the other a partner's sister or a brother's wife.
    fn is_in_law_of(&self, other: &Role) -> bool {
        let (Some(Some(law)), 1, 2) = (self.steps.first(), self.length, other.length) else { return false };
        let (Some(Some(first)), Some(Some(second))) = (other.steps.first(), other.steps.get(1)) else { return false };
        law.tie == Bare::SiblingInLaw
            && !Gender::contradicts(law.gender, second.gender)
            && matches!((first.tie.family(), second.tie.family()), (2, 3) | (3, 2))
    }

    /// A number for the content.
    pub fn content(&self) -> u64 {
        self.steps().fold(u64::from(self.length), |sum, step| {
            let gender = step.gender.map_or(0, |gender| gender as u64 + 1);
            sum << 8 | (step.tie as u64) << 4 | gender
        })
    }
}

/// "Unknown" says as little as nothing.
fn known(gender: Option<Gender>) -> Option<Gender> {
    gender.filter(|gender| *gender != Gender::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::kinship::relation;

    fn role(words: &str) -> Role {
        Role::of_words(&relation(words).unwrap()).unwrap()
    }

    #[test]
    fn a_word_that_says_less_fits_one_that_says_more_and_no_other() {
        assert_eq!(role("mother's mother").fit(&role("maternal grandmother")), Some(Fit::Equal));
        assert_eq!(role("grandmother").fit(&role("maternal grandmother")), Some(Fit::Near));
        assert_eq!(role("paternal grandmother").fit(&role("maternal grandmother")), None);
        assert_eq!(role("aunt").fit(&role("uncle")), None);
        assert_eq!(role("mother").fit(&role("grandmother")), None);
    }

    #[test]
    fn an_ex_wife_may_be_the_wife_but_is_not_equal() {
        assert_eq!(role("wife").fit(&role("ex-wife")), Some(Fit::Near));
        assert_eq!(role("girlfriend").fit(&role("wife")), Some(Fit::Equal));
        assert_eq!(role("half-brother").fit(&role("brother")), Some(Fit::Near));
    }

    #[test]
    fn an_in_law_is_a_partners_sibling_or_a_siblings_partner() {
        assert_eq!(role("sister-in-law").fit(&role("brother's wife")), Some(Fit::Near));
        assert_eq!(role("husband's sister").fit(&role("sister-in-law")), Some(Fit::Near));
        assert_eq!(role("brother-in-law").fit(&role("brother's wife")), None);
        assert_eq!(role("husband's mother").fit(&role("sister-in-law")), None);
    }
}
