//! One set of items against another: matched by either matcher, counted in one way.

use chrono::NaiveDate;

use super::count::{self, Context};
use super::laid::people_of;
use super::ruler::{Method, Ruler};
use super::tally::Tally;
use crate::family::ItemId;
use crate::pdp::Deltas;
use crate::scoring::compat::rows::Rows;
use crate::scoring::compat::sarf::Levels;
use crate::scoring::compat::{self, CompatError, CompatSettings, SetFigures};
use crate::scoring::fair::{self, FairSettings, MapError, Matched, PersonMap, Prepared, Reader, Side};
use crate::scoring::{Matching, PerVariable};

/// Why there is no score.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// The published method cannot score this.
    #[error("{0} (the matcher fair has no such limit)")]
    Compat(#[from] CompatError),
    /// The overrides contradict themselves.
    #[error(transparent)]
    Map(#[from] MapError),
}

/// What belongs together, as positions in the lists of the two sides. Only what counts is listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetMatching {
    /// People.
    pub people: Matching,
    /// Pair bonds.
    pub pair_bonds: Matching,
    /// Events.
    pub events: Matching,
    /// Child-of links, as positions of the children in the lists of people.
    pub child_of: Matching,
}

/// Who is who, as the matcher found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Found by `fair`: a person who is not matched is nobody on the other side.
    Fair(fair::IdMap),
    /// Found by `compat`: an id that is not matched stands for itself.
    Compat(compat::IdMap),
}

impl Who {
    /// The truth's id of a person of the scored side.
    pub fn resolve(&self, scored: ItemId) -> Option<ItemId> {
        match self {
            Who::Fair(map) => map.resolve(scored),
            Who::Compat(map) => map.resolve(Some(scored.0)).map(ItemId),
        }
    }

    /// The id by which the truth's person is known; another only where a person stands there twice.
    pub fn truth_id(&self, truth: ItemId) -> ItemId {
        match self {
            Who::Fair(map) => map.truth_id(truth),
            Who::Compat(_) => truth,
        }
    }
}

/// What the published method prints and no sum can give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Published {
    /// Counts and macro F1 as published.
    pub figures: SetFigures,
    /// Detection, value and people as published; of statements only.
    pub levels: Option<PerVariable<Levels>>,
}

/// Two sets matched and counted.
#[derive(Debug, Clone, PartialEq)]
pub struct SetScore {
    /// What belongs together.
    pub matching: SetMatching,
    /// Who is who.
    pub who: Who,
    /// The counts.
    pub tally: Tally,
    /// The published figures, where the matcher is `compat`.
    pub published: Option<Published>,
}

/// Scores one set against another. `date` is the discussion's; only `compat` looks at it, and only `fair` follows the
/// overrides.
pub fn score_set(
    scored: &Side<'_>,
    truth: &Side<'_>,
    ruler: &Ruler,
    date: Option<NaiveDate>,
    overrides: &PersonMap,
) -> Result<SetScore, ScoreError> {
    match ruler.method {
        Method::Fair(settings) => {
            let none = Context::default();
            let mut score = score_fair(scored, truth, &settings, overrides, [&none, &none], &mut Reader::new())?;
            score.tally.add_exact(count::is_exact(scored, truth, &score.matching, &score.who));
            Ok(score)
        }
        Method::Compat(parts) => {
            let [ours, theirs] = [scored, truth].map(|side| Rows::of(side.people, side.events, side.pair_bonds, &[]));
            score_compat(scored, truth, &ours, &theirs, &parts.settings(date))
        }
    }
}

/// Scores one statement's deltas against another coding of it by the published method.
pub(super) fn score_deltas_compat(
    scored: &Deltas,
    truth: &Deltas,
    settings: &CompatSettings,
) -> Result<SetScore, ScoreError> {
    let (ours, theirs) = (Rows::from(scored), Rows::from(truth));
    score_compat(&Side::of_deltas(scored, None), &Side::of_deltas(truth, None), &ours, &theirs, settings)
}

pub(super) fn score_fair(
    scored: &Side<'_>,
    truth: &Side<'_>,
    settings: &FairSettings,
    overrides: &PersonMap,
    context: [&Context; 2],
    reader: &mut Reader,
) -> Result<SetScore, ScoreError> {
    let (ours, theirs) = (Prepared::read(*scored, reader), Prepared::read(*truth, reader));
    let found = Matched::new(&ours, &theirs, overrides, settings)?.whole();
    let matching = SetMatching {
        people: found.people,
        pair_bonds: found.pair_bonds,
        events: found.events,
        child_of: found.child_of,
    };
    let (who, matching) = (Who::Fair(found.id_map), count::without_context(matching, context[0], context[1]));
    let tally = count::tally(scored, truth, &matching, &who, context);
    Ok(SetScore { matching, who, tally, published: None })
}

/// The overrides that speak of people who are there: of a discussion's overrides, those that concern a part of it. Who is
/// somebody that this part of the truth does not name is nobody in it.
pub(crate) fn within(overrides: &PersonMap, scored: &Side<'_>, truth: &Side<'_>) -> PersonMap {
    let is_there = |side: &Side<'_>, id: ItemId| {
        id == ItemId::SUBJECT
            || id == ItemId::COACH
            || side.people.iter().any(|person| person.id == id)
            || side.pair_bonds.iter().any(|bond| bond.person_a == Some(id) || bond.person_b == Some(id))
            || side.events.iter().flat_map(people_of).any(|other| other == id)
    };
    overrides.restricted(|id| is_there(scored, id), |id| is_there(truth, id))
}

fn score_compat(
    scored: &Side<'_>,
    truth: &Side<'_>,
    ours: &Rows<'_>,
    theirs: &Rows<'_>,
    settings: &CompatSettings,
) -> Result<SetScore, ScoreError> {
    let (ours, theirs) = (compat::Prepared::new(ours, settings)?, compat::Prepared::new(theirs, settings)?);
    let score = compat::score_statement(&ours, &theirs)?;
    let published = Published { figures: score.sets.figures(), levels: Some(score.levels) };
    let (matching, who) = of_compat(score.sets)?;
    let mut tally = count::tally(scored, truth, &matching, &who, [&Context::default(), &Context::default()]);
    tally.add_exact(score.exact);
    Ok(SetScore { matching, who, tally, published: Some(published) })
}

/// The matching of the published method in the words of this room.
pub(super) fn of_compat(sets: compat::SetScore) -> Result<(SetMatching, Who), ScoreError> {
    let matching =
        SetMatching { people: sets.people, pair_bonds: sets.pair_bonds, events: sets.events, child_of: sets.child_of? };
    Ok((matching, Who::Compat(sets.id_map)))
}
