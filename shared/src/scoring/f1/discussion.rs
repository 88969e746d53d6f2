//! The score of a discussion: its final families against each other, and each of its statements.
//!
//! A side's final family is the replay of its statements. Statements without ground truth take part as context only:
//! the people they introduce can be referred to, but items introduced only there count on neither side. How many
//! statements the truth covers goes with the score.
//!
//! One edited coding re-scores its statement, the statements that refer to people whose particulars it changed, and the
//! final families.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::connectivity::connected;
use super::count::{self, Context};
use super::laid::{Around, Known, Origins, from, ids, last_rows};
use super::ruler::{Method, Ruler};
use super::set::{Published, ScoreError, SetScore, of_compat, score_deltas_compat, score_fair, within};
use super::tally::{Tally, WhichSide};
use super::value::Why;
use crate::family::{Event, ItemId, Person};
use crate::pdp::{Deltas, Pdp, replay};
use crate::scoring::compat::cumulative::{Ids, score_laid};
use crate::scoring::compat::discussion::Diagram;
use crate::scoring::compat::rows::{PersonRow, Rows};
use crate::scoring::compat::{CompatSettings, Prepared};
use crate::scoring::fair::{FairSettings, PersonMap, Reader, Side};

/// How one of the subject's statements is coded on the two sides; `None` is "not coded", empty deltas are "nothing there".
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatementCodings {
    /// By the scored side.
    pub scored: Option<Deltas>,
    /// By the truth.
    pub truth: Option<Deltas>,
}

/// What a discussion is scored from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Codings {
    /// What the subject is called, where known.
    pub subject: Option<String>,
    /// The date of the discussion.
    pub date: Option<NaiveDate>,
    /// The researcher's overrides for this discussion.
    pub overrides: PersonMap,
    /// The people of the committed family. Only `compat` looks at them: by their names it finds committed people whom the
    /// scored side refers to under another number.
    #[serde(default)]
    pub committed: Vec<Person>,
    /// The subject's statements in order.
    pub statements: Vec<StatementCodings>,
}

impl Codings {
    fn side(&self, side: WhichSide) -> impl DoubleEndedIterator<Item = Option<&Deltas>> + Clone {
        self.statements.iter().map(move |statement| statement.side(side))
    }

    fn coded(&self, side: WhichSide) -> impl DoubleEndedIterator<Item = &Deltas> + Clone {
        self.side(side).flatten()
    }
}

impl StatementCodings {
    fn side(&self, side: WhichSide) -> Option<&Deltas> {
        match side {
            WhichSide::Scored => self.scored.as_ref(),
            WhichSide::Truth => self.truth.as_ref(),
        }
    }
}

/// How many of the subject's statements are coded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// All of the subject's statements.
    pub statements: usize,
    /// Coded by the truth.
    pub truth: usize,
    /// Coded by the scored side.
    pub scored: usize,
    /// Coded by both.
    pub both: usize,
}

impl std::fmt::Display for Coverage {
    /// "truth covers 12 of 20 statements".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "truth covers {} of {} statements", self.truth, self.statements)?;
        if self.both < self.truth {
            write!(f, ", {} of them not coded by the scored side", self.truth - self.both)?;
        }
        Ok(())
    }
}

/// The final family of a side.
#[derive(Debug, Clone, PartialEq)]
pub struct Final {
    /// The items; matchings hold positions in these lists.
    pub items: Pdp,
    origins: Origins,
}

impl Final {
    /// The statement, by its place among the subject's, in which an item was first spoken of.
    pub fn first_statement(&self, id: ItemId) -> Option<usize> {
        self.origins.get(id)
    }
}

/// The final families of a discussion, scored.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// Of the scored side. Events that are context only stand last.
    pub scored: Final,
    /// Of the truth.
    pub truth: Final,
    /// What belongs together, and counts.
    pub score: SetScore,
}

/// The score of a discussion.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscussionScore {
    /// What it was measured with.
    pub ruler: Ruler,
    /// How much of the discussion is coded.
    pub coverage: Coverage,
    /// The final families, or why they cannot be compared.
    pub whole: Result<Whole, Why>,
    /// Each of the subject's statements, or why it has no score.
    pub statements: Vec<Result<SetScore, Why>>,
    /// All counts: of the final families, with the exact matches of the statements.
    pub tally: Tally,
    around: Vec<[Around; 2]>,
}

impl DiscussionScore {
    /// Scores a discussion.
    pub fn new(codings: &Codings, ruler: &Ruler) -> Result<Self, ScoreError> {
        let mut score = DiscussionScore {
            ruler: *ruler,
            coverage: Coverage::default(),
            whole: Err(Why::NoTruth),
            statements: Vec::new(),
            tally: Tally::default(),
            around: Vec::new(),
        };
        score.update(codings, None)?;
        Ok(score)
    }

    /// Scores again after the coding of one statement has changed, as `codings` now says. Nothing changes on an error.
    pub fn rescore_statement(&mut self, codings: &Codings, at: usize) -> Result<(), ScoreError> {
        self.update(codings, Some(at))
    }

    /// Without the scores of the statements, which take most of the room; its counts stay. It cannot be updated any more.
    pub fn without_statements(self) -> Self {
        DiscussionScore { statements: Vec::new(), around: Vec::new(), ..self }
    }

    /// The counts of all statements coded by both sides.
    pub fn by_statement(&self) -> Tally {
        self.statements.iter().flatten().map(|score| &score.tally).sum()
    }

    /// The figures as the published method prints them, where the matcher is `compat`.
    pub fn published(&self) -> Option<&Published> {
        self.whole.as_ref().ok().and_then(|whole| whole.score.published.as_ref())
    }

    fn update(&mut self, codings: &Codings, edited: Option<usize>) -> Result<(), ScoreError> {
        let around = around(codings, &self.ruler);
        let fresh = edited.is_none();
        let mut reader = Reader::new();
        // Scores are large: room for all of them at once, and each is put in its place once.
        let mut changed = Vec::new();
        let mut all = Vec::with_capacity(if fresh { codings.statements.len() } else { 0 });
        for (at, statement) in codings.statements.iter().enumerate() {
            let same =
                || self.statements.get(at).is_some() && edited != Some(at) && around.get(at) == self.around.get(at);
            if fresh {
                all.push(score_statement(statement, around.get(at), codings, &self.ruler, &mut reader)?);
            } else if !same() {
                changed.push((at, score_statement(statement, around.get(at), codings, &self.ruler, &mut reader)?));
            }
        }
        let whole = score_whole(codings, &self.ruler, &mut reader)?;
        self.whole = whole;
        self.coverage = coverage(codings);
        self.around = around;
        if fresh {
            self.statements = all;
        } else {
            self.statements.resize(codings.statements.len(), Err(Why::NoTruth));
            for (at, score) in changed {
                if let Some(slot) = self.statements.get_mut(at) {
                    *slot = score;
                }
            }
        }
        self.tally = self.whole.as_ref().map_or_else(|_| Tally::default(), |whole| whole.score.tally.clone());
        for score in self.statements.iter().flatten() {
            self.tally.add_exact(score.tally.sums().exact().part > 0);
        }
        Ok(())
    }
}

fn coverage(codings: &Codings) -> Coverage {
    let both = codings.statements.iter().filter(|one| one.scored.is_some() && one.truth.is_some()).count();
    Coverage {
        statements: codings.statements.len(),
        truth: codings.coded(WhichSide::Truth).count(),
        scored: codings.coded(WhichSide::Scored).count(),
        both,
    }
}

/// What each statement is scored with beside its own events; the published method looks at nothing else.
fn around(codings: &Codings, ruler: &Ruler) -> Vec<[Around; 2]> {
    let Method::Fair(_) = ruler.method else { return Vec::new() };
    let known = [WhichSide::Scored, WhichSide::Truth].map(|side| Known::of(codings.coded(side)));
    (codings.statements.iter())
        .map(|statement| match (&statement.scored, &statement.truth) {
            (Some(scored), Some(truth)) => [known[0].around(scored), known[1].around(truth)],
            _ => [Around::default(), Around::default()],
        })
        .collect()
}

fn score_statement(
    statement: &StatementCodings,
    around: Option<&[Around; 2]>,
    codings: &Codings,
    ruler: &Ruler,
    reader: &mut Reader,
) -> Result<Result<SetScore, Why>, ScoreError> {
    let (scored, truth) = match (&statement.scored, &statement.truth) {
        (Some(scored), Some(truth)) => (scored, truth),
        (_, None) => return Ok(Err(Why::NoTruth)),
        (None, Some(_)) => return Ok(Err(Why::NotScored)),
    };
    match (ruler.method, around) {
        (Method::Fair(settings), Some([ours, theirs])) => {
            let [ours_side, theirs_side] = [(ours, scored), (theirs, truth)].map(|(around, deltas)| Side {
                people: &around.people,
                pair_bonds: &around.bonds,
                events: &deltas.events,
                subject: codings.subject.as_deref(),
            });
            let context = [ours, theirs].map(|around| Context {
                people: from(around.own_people, around.people.len()),
                pair_bonds: from(around.own_bonds, around.bonds.len()),
                events: Vec::new(),
            });
            let [of_scored, of_truth] = &context;
            let overrides = within(&codings.overrides, &ours_side, &theirs_side);
            let mut score = score_fair(&ours_side, &theirs_side, &settings, &overrides, [of_scored, of_truth], reader)?;
            let same_deletes = scored.delete.len() == truth.delete.len();
            let exact = same_deletes && count::is_exact(&ours_side, &theirs_side, &score.matching, &score.who);
            score.tally.add_exact(exact);
            Ok(Ok(score))
        }
        (Method::Fair(_), None) => Ok(Err(Why::NotScored)),
        (Method::Compat(parts), _) => Ok(Ok(score_deltas_compat(scored, truth, &parts.settings(codings.date))?)),
    }
}

fn score_whole(codings: &Codings, ruler: &Ruler, reader: &mut Reader) -> Result<Result<Whole, Why>, ScoreError> {
    let why = match (codings.coded(WhichSide::Truth).next(), codings.coded(WhichSide::Scored).next()) {
        (None, _) => Some(Why::NoTruth),
        (_, None) => Some(Why::NotScored),
        _ => None,
    };
    if let Some(why) = why {
        return Ok(Err(why));
    }
    let (scored, truth, mut score) = match ruler.method {
        Method::Fair(settings) => whole_fair(codings, &settings, reader)?,
        Method::Compat(parts) => whole_compat(codings, &parts.settings(codings.date))?,
    };
    for (side, items) in [(WhichSide::Scored, &scored), (WhichSide::Truth, &truth)] {
        let connected = connected(items);
        score.tally.add_connected(side, connected.largest, connected.people);
    }
    let [scored, truth] = [(WhichSide::Scored, scored), (WhichSide::Truth, truth)]
        .map(|(side, items)| Final { items, origins: Origins::of(codings.side(side)) });
    Ok(Ok(Whole { scored, truth, score }))
}

/// The ids the scored side speaks of in statements that have ground truth; `None` where all have.
fn scored_ids(codings: &Codings) -> Option<Vec<ItemId>> {
    codings.statements.iter().any(|one| one.truth.is_none() && one.scored.is_some()).then(|| {
        let covered = codings.statements.iter().filter(|one| one.truth.is_some());
        let mut all: Vec<ItemId> = covered.filter_map(|one| one.scored.as_ref()).flat_map(ids).collect();
        all.sort_unstable();
        all.dedup();
        all
    })
}

type Scored = (Pdp, Pdp, SetScore);

fn whole_fair(codings: &Codings, settings: &FairSettings, reader: &mut Reader) -> Result<Scored, ScoreError> {
    let subject = codings.subject.as_deref();
    let mut scored = replay(codings.coded(WhichSide::Scored), usize::MAX);
    let truth = replay(codings.coded(WhichSide::Truth), usize::MAX);
    let Some(covered) = scored_ids(codings) else {
        let (ours, theirs) = (Side::of(&scored, subject), Side::of(&truth, subject));
        let none = Context::default();
        let score = score_fair(&ours, &theirs, settings, &codings.overrides, [&none, &none], reader)?;
        return Ok((scored, truth, score));
    };
    let counts = |id: ItemId| covered.binary_search(&id).is_ok();
    let (own, elsewhere): (Vec<Event>, Vec<Event>) = scored.events.drain(..).partition(|event| counts(event.id));
    let context = Context {
        people: scored.people.iter().map(|person| !counts(person.id)).collect(),
        pair_bonds: scored.pair_bonds.iter().map(|bond| !counts(bond.id)).collect(),
        events: Vec::new(),
    };
    let found_elsewhere = if elsewhere.is_empty() {
        Context::default()
    } else {
        told_before(codings, settings, &scored, &own, &elsewhere, &truth, reader)?
    };
    let ours = Side { events: &own, ..Side::of(&scored, subject) };
    let theirs = Side::of(&truth, subject);
    let score = score_fair(&ours, &theirs, settings, &codings.overrides, [&context, &found_elsewhere], reader)?;
    scored.events = own.into_iter().chain(elsewhere).collect();
    Ok((scored, truth, score))
}

/// Truth events that the scored side has coded in a statement without ground truth and in no other: to have them is
/// neither right nor wrong here.
fn told_before(
    codings: &Codings,
    settings: &FairSettings,
    scored: &Pdp,
    own: &[Event],
    elsewhere: &[Event],
    truth: &Pdp,
    reader: &mut Reader,
) -> Result<Context, ScoreError> {
    let subject = codings.subject.as_deref();
    let none = Context::default();
    let mut matched = |events: &[Event], theirs: &Pdp| {
        let (ours, theirs) = (Side { events, ..Side::of(scored, subject) }, Side::of(theirs, subject));
        let overrides = within(&codings.overrides, &ours, &theirs);
        score_fair(&ours, &theirs, settings, &overrides, [&none, &none], reader)
    };
    let left = matched(own, truth)?.matching.events.truth_unmatched;
    let rest = Pdp { events: left.iter().filter_map(|at| truth.events.get(*at)).cloned().collect(), ..truth.clone() };
    let mut told = Context { events: vec![false; truth.events.len()], ..Context::default() };
    for (_, at) in matched(elsewhere, &rest)?.matching.events.pairs {
        if let Some(flag) = left.get(at).and_then(|at| told.events.get_mut(*at)) {
            *flag = true;
        }
    }
    Ok(told)
}

fn ready<'r, 'a>(rows: &'r [Rows<'a>], settings: &CompatSettings) -> Result<Vec<Prepared<'r, 'a>>, ScoreError> {
    Ok(rows.iter().map(|rows| Prepared::new(rows, settings)).collect::<Result<_, _>>()?)
}

fn whole_compat(codings: &Codings, settings: &CompatSettings) -> Result<Scored, ScoreError> {
    let rows = |side| codings.coded(side).map(Rows::from).collect::<Vec<_>>();
    let [ours, theirs] = [rows(WhichSide::Scored), rows(WhichSide::Truth)];
    let (ours, theirs) = (ready(&ours, settings)?, ready(&theirs, settings)?);
    let people = codings.committed.iter().map(PersonRow::from).collect();
    let laid = score_laid(&ours, &theirs, Some(&Diagram { people, pdp: None }))?;
    let items = |side, ids: &Ids| last_rows(codings.coded(side), &ids.people, &ids.pair_bonds, &ids.events);
    let (scored, truth) = (items(WhichSide::Scored, &laid.scored), items(WhichSide::Truth, &laid.truth));
    let published = Published { figures: laid.sets.figures(), levels: None };
    let (matching, who) = of_compat(laid.sets)?;
    let none = Context::default();
    let context = match scored_ids(codings) {
        None => Context::default(),
        Some(covered) => {
            let elsewhere = |id: ItemId| covered.binary_search(&id).is_err();
            Context {
                people: scored.people.iter().map(|person| elsewhere(person.id)).collect(),
                pair_bonds: scored.pair_bonds.iter().map(|bond| elsewhere(bond.id)).collect(),
                events: scored.events.iter().map(|event| elsewhere(event.id)).collect(),
            }
        }
    };
    let matching = count::without_context(matching, &context, &none);
    let tally = {
        let (ours, theirs) = (Side::of(&scored, None), Side::of(&truth, None));
        count::tally(&ours, &theirs, &matching, &who, [&context, &none])
    };
    Ok((scored, truth, SetScore { matching, who, tally, published: Some(published) }))
}
