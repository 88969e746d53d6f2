//! Why unmatched items of two sets are unmatched, in sentences.
//!
//! `fair` says it of its own matching. What the published method leaves unmatched is explained by `fair` too; where `fair`
//! would have paired it, that is the reason: the method's own rules.

use std::collections::BTreeMap;

use sarf_shared::family::{Event, ItemId, PairBond, Person};
use sarf_shared::pdp::{Deltas, Pdp};
use sarf_shared::scoring::f1::{Codings, Method};
use sarf_shared::scoring::fair::{self, FairSettings, OfSide, Side, Unmatchable};

/// The reasons, by side, kind and position.
pub struct Reasons {
    known: BTreeMap<(OfSide, Unmatchable, usize), String>,
    otherwise: &'static str,
}

/// The items of a side, own ones first, with what is known around them.
#[derive(Debug, Default)]
pub struct Surrounded {
    people: Vec<Person>,
    bonds: Vec<PairBond>,
    events: Vec<Event>,
}

impl Surrounded {
    /// A whole family.
    pub fn family(family: &Pdp) -> Self {
        Surrounded { people: family.people.clone(), bonds: family.pair_bonds.clone(), events: family.events.clone() }
    }

    /// What one statement says, in the family it is said of.
    pub fn statement(deltas: &Deltas, family: &Pdp) -> Self {
        let known =
            |person: &Person| family.people.iter().find(|other| other.id == person.id).unwrap_or(person).clone();
        let mut people: Vec<Person> = deltas.people.iter().map(known).collect();
        let others = family.people.iter().filter(|person| !deltas.people.iter().any(|own| own.id == person.id));
        people.extend(others.cloned());
        let mut bonds = deltas.pair_bonds.clone();
        let others = family.pair_bonds.iter().filter(|bond| !deltas.pair_bonds.iter().any(|own| own.id == bond.id));
        bonds.extend(others.cloned());
        Surrounded { people, bonds, events: deltas.events.clone() }
    }

    fn side<'a>(&'a self, subject: Option<&'a str>) -> Side<'a> {
        Side { people: &self.people, pair_bonds: &self.bonds, events: &self.events, subject }
    }

    fn has(&self, id: ItemId) -> bool {
        id == ItemId::SUBJECT || id == ItemId::COACH || self.people.iter().any(|person| person.id == id)
    }
}

impl Reasons {
    /// Nothing is asked.
    pub fn none() -> Self {
        Reasons { known: BTreeMap::new(), otherwise: "" }
    }

    /// The reasons for two sides, scored side first.
    pub fn of(scored: &Surrounded, truth: &Surrounded, codings: &Codings, method: Method) -> Self {
        let (settings, otherwise) = match method {
            Method::Fair(settings) => (settings, "what it could be paired with is told in another statement"),
            Method::Compat(_) => (
                FairSettings::default(),
                "the matcher fair pairs it; the published method pairs in the order of the lists and does not know kin \
                 names",
            ),
        };
        let subject = codings.subject.as_deref();
        let map = codings.overrides.restricted(|id| scored.has(id), |id| truth.has(id));
        let found = fair::explain(&scored.side(subject), &truth.side(subject), &map, &settings).unwrap_or_default();
        let known = found.into_iter().map(|one| ((one.side, one.what, one.at), one.why.to_string())).collect();
        Reasons { known, otherwise }
    }

    /// Why an item is unmatched.
    pub fn get(&self, side: OfSide, what: Unmatchable, at: usize) -> Option<String> {
        let known = self.known.get(&(side, what, at)).map(String::as_str);
        Some(known.unwrap_or(self.otherwise)).filter(|why| !why.is_empty()).map(str::to_owned)
    }
}
