//! What is kept of scores equals what is computed from nothing, whatever was done in between and in whatever order.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sarf_daemon::jobs::Refusal;
use sarf_daemon::scoring::Scorer;
use sarf_shared::coding::{CoderName, MapScored, MapSides, MapTarget, Provenance};
use sarf_shared::discussion::{DiscussionId, RunId};
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{
    AgreementRequest, CompareRequest, ExtractRequest, ItemsRequest, MapChange, MapRequest, PageRequest, Resampling,
    ScoreFilter, ScoreLevel, ScoredChoice, TruthChoice,
};
use sarf_shared::scoring::agreement::Settings;
use sarf_shared::scoring::f1::{Line, Matcher, Ruler};
use sarf_tests::codings::{file, options, talk, try_approve, try_import};
use sarf_tests::harness::{Inside, Rpc, fresh_id};
use serde::Serialize;
use serde_json::{Value, json};

const ALL: PageRequest = PageRequest { offset: 0, limit: 500 };
const FEW: Resampling = Resampling { seed: 3, replicates: 40 };
const CODERS: [&str; 3] = ["ann", "ben", "cy"];
const NAMES: [&str; 4] = ["Mom", "Ruth", "Dad", "Tim"];

/// Something that changes what scores rest on. Numbers choose among what there is at that time.
#[derive(Debug, Clone)]
enum Step {
    /// A transcript is imported.
    Talk,
    /// A discussion is coded by the model once more.
    Run(usize),
    /// A coder's coding comes in, for one of the statements or both.
    Code { of: usize, coder: usize, items: Vec<(u8, u8)>, statements: u8 },
    /// It becomes the truth.
    Approve { of: usize, coder: usize, afresh: bool },
    /// Somebody of the model's people is said to be somebody of the truth, or nobody.
    Map { of: usize, person: usize, is: Option<usize> },
    /// The same between two coders.
    MapCoders { of: usize, person: usize, is: Option<usize> },
    /// What was said last is taken back.
    Undo { of: usize, of_coders: bool },
    /// A discussion goes with all that belongs to it.
    Delete(usize),
    /// A persona goes, and with it the reference of its discussion.
    DeletePersona,
}

fn step() -> impl Strategy<Value = Step> {
    let one = 0..4usize;
    let items = proptest::collection::vec((0..12u8, 0..4u8), 0..5);
    let whom = proptest::option::weighted(0.7, 0..4usize);
    prop_oneof![
        1 => Just(Step::Talk),
        3 => one.clone().prop_map(Step::Run),
        6 => (one.clone(), 0..3usize, items, 1..4u8)
            .prop_map(|(of, coder, items, statements)| Step::Code { of, coder, items, statements }),
        4 => (one.clone(), 0..3usize, any::<bool>()).prop_map(|(of, coder, afresh)| Step::Approve { of, coder, afresh }),
        5 => (one.clone(), 0..4usize, whom.clone()).prop_map(|(of, person, is)| Step::Map { of, person, is }),
        2 => (one.clone(), 0..4usize, whom).prop_map(|(of, person, is)| Step::MapCoders { of, person, is }),
        3 => (one.clone(), any::<bool>()).prop_map(|(of, of_coders)| Step::Undo { of, of_coders }),
        1 => one.prop_map(Step::Delete),
        1 => Just(Step::DeletePersona),
    ]
}

/// A coding of one statement: shifts of the client and of people with names, and a person for each name used.
fn deltas(statement: u32, items: &[(u8, u8)]) -> Value {
    let base = -100 * i64::from(statement);
    let mut people: Vec<Value> = Vec::new();
    let mut events: Vec<Value> = Vec::new();
    for (at, (what, who)) in (1..).zip(items) {
        let (name, id) = (NAMES[usize::from(*who)], base - i64::from(*who) - 50);
        if !people.iter().any(|one| one["id"] == id) {
            people.push(json!({ "id": id, "name": name }));
        }
        let person = if what % 3 == 0 { 1 } else { id };
        let value = ["up", "down", "same"][usize::from(what % 3)];
        let variable = ["symptom", "anxiety", "functioning"][usize::from(what / 4)];
        events.push(json!({ "id": base - at, "kind": "shift", "person": person, variable: value,
            "description": "a change", "dateTime": format!("{}-01-01", 1990 + u32::from(*what)) }));
    }
    json!({ "people": people, "events": events })
}

/// A daemon with what was done to it.
struct Lab {
    inside: Inside,
    rpc: Rpc,
    /// Steps that changed something.
    done: usize,
}

impl Lab {
    /// One generated discussion with a persona, and one imported; both coded by the model.
    fn new() -> Lab {
        let inside = Inside::start();
        let rpc = inside.rpc();
        rpc.generate(1, 3, 5, true);
        let id = talk(&rpc);
        rpc.settle();
        let mut lab = Lab { inside, rpc, done: 0 };
        lab.extract(id);
        lab
    }

    fn ids(&self) -> Vec<DiscussionId> {
        self.rpc.discussions().iter().map(|row| row.id).collect()
    }

    fn nth(&self, at: usize) -> Option<DiscussionId> {
        let ids = self.ids();
        ids.get(at % ids.len().max(1)).copied()
    }

    fn extract(&mut self, id: DiscussionId) {
        let request = ExtractRequest { discussion: id, allow_remote: None };
        let asked = self.rpc.call(|client, context| async move { client.extract(context, fresh_id(), request).await });
        self.done += usize::from(asked.unwrap().is_ok());
        self.rpc.settle();
    }

    fn runs(&self, id: DiscussionId) -> Vec<RunId> {
        let view = self.rpc.ask(|client, context| async move { client.discussion(context, id).await });
        view.runs.iter().filter(|run| run.finished.is_some()).map(|run| run.id).collect()
    }

    /// Ids of the people that codings of both statements of a talk can have.
    fn person(at: usize) -> ItemId {
        ItemId(-250 - i64::try_from(at).unwrap())
    }

    fn map(&mut self, discussion: DiscussionId, sides: MapSides, change: MapChange) {
        let request = MapRequest { discussion, sides, change };
        let asked =
            self.rpc.call(|client, context| async move { client.map_person(context, fresh_id(), request).await });
        self.done += usize::from(asked.unwrap().is_ok());
    }

    fn sides(&self, id: DiscussionId, of_coders: bool) -> Option<MapSides> {
        let name = |at: usize| -> CoderName { CODERS[at].parse().unwrap() };
        if of_coders {
            return Some(MapSides { scored: MapScored::Coder(name(0)), truth: MapTarget::Coder(name(1)) });
        }
        Some(MapSides { scored: MapScored::Run(self.runs(id).pop()?), truth: MapTarget::Truth })
    }

    /// People of the newest run.
    fn model_people(&self, id: DiscussionId) -> Vec<ItemId> {
        let people = self.rpc.statements(id).into_iter().filter_map(|said| said.coding).flat_map(|it| it.deltas.people);
        let mut ids: Vec<ItemId> = people.map(|person| person.id).filter(|id| id.is_pending()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn take(&mut self, step: &Step) {
        let change = |scored, is: Option<usize>| match is {
            Some(at) => MapChange::Set { scored, truth: Lab::person(at) },
            None => MapChange::Nobody { scored },
        };
        match step {
            Step::Talk => {
                talk(&self.rpc);
                self.rpc.settle();
                self.done += 1;
            }
            Step::Run(at) => {
                if let Some(id) = self.nth(*at) {
                    self.extract(id);
                }
            }
            Step::Code { of, coder, items, statements } => {
                let Some(id) = self.nth(*of) else { return };
                let coded: Vec<(u32, Value)> = [(1u8, 2u32), (2, 4)]
                    .into_iter()
                    .filter(|(bit, _)| statements & bit != 0)
                    .map(|(_, number)| (number, deltas(number, items)))
                    .collect();
                let text = file(id, CODERS[*coder], &coded).to_string();
                self.done += usize::from(try_import(&self.rpc, &text, options()).is_ok());
            }
            Step::Approve { of, coder, afresh } => {
                let Some(id) = self.nth(*of) else { return };
                let name = CODERS[*coder].parse().unwrap();
                self.done += usize::from(try_approve(&self.rpc, id, &name, *afresh).is_ok());
            }
            Step::Map { of, person, is } => {
                let Some(id) = self.nth(*of) else { return };
                let people = self.model_people(id);
                let (Some(sides), Some(scored)) = (self.sides(id, false), people.get(person % people.len().max(1)))
                else {
                    return;
                };
                self.map(id, sides, change(*scored, *is));
            }
            Step::MapCoders { of, person, is } => {
                let Some(id) = self.nth(*of) else { return };
                let Some(sides) = self.sides(id, true) else { return };
                self.map(id, sides, change(Lab::person(*person), *is));
            }
            Step::Undo { of, of_coders } => {
                let Some(id) = self.nth(*of) else { return };
                let Some(sides) = self.sides(id, *of_coders) else { return };
                self.map(id, sides, MapChange::Undo { scored: None });
            }
            Step::Delete(at) => {
                let Some(id) = self.nth(*at) else { return };
                let asked = self
                    .rpc
                    .call(|client, context| async move { client.delete_discussion(context, fresh_id(), id).await });
                self.done += usize::from(asked.unwrap().is_ok());
            }
            Step::DeletePersona => {
                let page = self.rpc.ask(|client, context| async move { client.personas(context, ALL).await });
                let Some(persona) = page.items.first() else { return };
                let id = persona.id;
                let asked = self
                    .rpc
                    .call(|client, context| async move { client.delete_persona(context, fresh_id(), id).await });
                self.done += usize::from(asked.unwrap().is_ok());
            }
        }
    }

    /// Everything that can be asked, as bytes by name.
    fn told(&self, scorer: &Scorer) -> Vec<(String, String)> {
        let mut told = Vec::new();
        let plain = ScoreFilter::default();
        let filters = [
            plain.clone(),
            ScoreFilter { level: ScoreLevel::Statement, ..plain.clone() },
            ScoreFilter { method: Ruler::of(Matcher::Compat).method, ..plain.clone() },
            ScoreFilter { truth: TruthChoice::Constructed, ..plain.clone() },
            ScoreFilter {
                truth: TruthChoice::Human {
                    provenance: vec![Provenance::Blind],
                    coder: "ann".parse().ok(),
                    as_of: None,
                },
                ..plain.clone()
            },
            ScoreFilter {
                scored: ScoredChoice::Engine { model: Some("offline".into()), prompt: None },
                ..plain.clone()
            },
        ];
        for filter in &filters {
            let name = |what: &str| format!("{what}: {filter}, {:?}", filter.method);
            told.push((name("table"), bytes(scorer.f1(filter, FEW, ALL))));
            told.push((name("history"), bytes(scorer.f1_history(filter, FEW))));
            told.push((name("previous"), bytes(scorer.f1_previous(filter, FEW))));
            for id in self.ids() {
                told.push((name(&format!("discussion {id}")), bytes(scorer.f1_discussion(id, filter, ALL))));
            }
        }
        let items = ItemsRequest {
            filter: plain.clone(),
            discussion: None,
            statement: None,
            line: Line::Aggregate,
            outcomes: Vec::new(),
            cell: None,
        };
        told.push(("items".into(), bytes(scorer.f1_items(&items, ALL))));
        if let Some(runs) = self.ids().first().map(|id| self.runs(*id))
            && let [old, .., new] = runs.as_slice()
        {
            let of = |run: &RunId| ScoredChoice::Runs(vec![*run]);
            let request = CompareRequest {
                old: of(old),
                new: of(new),
                filter: plain.clone(),
                resampling: FEW,
                by: Line::Aggregate,
            };
            told.push(("compared".into(), bytes(scorer.f1_compare(&request, ALL))));
        }
        let settings = Settings { replicates: FEW.replicates, ..Settings::default() };
        for (model, units, coders) in [(false, false, &[][..]), (true, true, &[]), (false, true, &["ann", "ben"])] {
            let coders = coders.iter().map(|name: &&str| name.parse().unwrap()).collect();
            let request = AgreementRequest { filter: plain.clone(), coders, model, settings: settings.clone(), units };
            told.push((format!("agreement, model {model}, units {units}"), bytes(scorer.agreement(&request))));
        }
        told
    }
}

/// An answer, or why there is none.
fn bytes<T: Serialize>(answer: Result<T, Refusal>) -> String {
    match answer {
        Ok(answer) => serde_json::to_string(&answer).unwrap(),
        Err(Refusal::Api(refused)) => format!("refused: {refused}"),
        Err(Refusal::Fault(fault)) => panic!("{fault}"),
    }
}

fn different(kept: &[(String, String)], afresh: &[(String, String)]) -> Option<String> {
    kept.iter()
        .zip(afresh)
        .find(|(kept, afresh)| kept != afresh)
        .map(|(kept, afresh)| format!("{}\nkept   {}\nafresh {}", kept.0, kept.1, afresh.1))
}

fn kept_equals_afresh(steps: &[Step]) -> Result<usize, TestCaseError> {
    let mut lab = Lab::new();
    let store = lab.inside.store().clone();
    let kept = Scorer::new(store.clone());
    for step in steps {
        lab.take(step);
        lab.inside.wait(kept.catch_up());
        let (told, afresh) = (lab.told(&kept), lab.told(&Scorer::new(store.clone())));
        let wrong = different(&told, &afresh);
        prop_assert!(told.len() == afresh.len() && wrong.is_none(), "after {step:?}: {}", wrong.unwrap_or_default());
        // Asked twice, it is the same: now from what is kept alone.
        prop_assert_eq!(lab.told(&kept), told, "asked again after {:?}", step);
    }
    Ok(lab.done)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn what_is_kept_equals_what_is_computed_from_nothing(steps in proptest::collection::vec(step(), 6..14)) {
        kept_equals_afresh(&steps)?;
    }
}

/// A sequence in which every kind of step does something.
fn eventful() -> Vec<Step> {
    let items = |of: &[(u8, u8)]| of.to_vec();
    let code = |coder, of: &[(u8, u8)]| Step::Code { of: 1, coder, items: items(of), statements: 3 };
    vec![
        code(0, &[(1, 0), (4, 1)]),
        code(1, &[(1, 1), (3, 2)]),
        Step::Approve { of: 1, coder: 0, afresh: true },
        Step::Map { of: 1, person: 0, is: Some(0) },
        Step::Undo { of: 1, of_coders: false },
        Step::Map { of: 1, person: 0, is: None },
        Step::Undo { of: 1, of_coders: false },
        Step::MapCoders { of: 1, person: 0, is: Some(1) },
        Step::Undo { of: 1, of_coders: true },
        Step::Run(1),
        code(0, &[(2, 0)]),
        Step::Approve { of: 1, coder: 0, afresh: false },
        Step::Approve { of: 1, coder: 1, afresh: true },
        Step::Talk,
        Step::Code { of: 2, coder: 0, items: items(&[(1, 3)]), statements: 1 },
        Step::Approve { of: 2, coder: 0, afresh: false },
        Step::Delete(1),
        Step::DeletePersona,
    ]
}

#[test]
fn a_map_taken_back_a_run_a_version_and_a_deletion_are_seen_at_once() {
    let steps = eventful();
    let done = kept_equals_afresh(&steps).unwrap();
    assert_eq!(done, steps.len() + 1, "every step did something, and so did the first run");
}

/// The control: who does not read what has changed tells figures that were.
#[test]
fn without_reading_what_changed_the_kept_figures_are_wrong() {
    let mut lab = Lab::new();
    let store = lab.inside.store().clone();
    let careless = Scorer::new(store.clone());
    let mut wrong = 0;
    for step in eventful() {
        lab.take(&step);
        let afresh = lab.told(&Scorer::new(store.clone()));
        wrong += usize::from(different(&lab.told(&careless), &afresh).is_some());
    }
    assert!(wrong > 10, "figures that were never brought up to date were wrong {wrong} times only");
}
