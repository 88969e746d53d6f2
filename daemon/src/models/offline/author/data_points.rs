//! What a coach should ask this client about: per intake category the words by which a question is recognised.

use chrono::Datelike;
use sarf_shared::dialogue::{DataPoint, IntakeCategory as C};
use sarf_shared::discussion::{Persona, Shifted};
use sarf_shared::family::kinship::{Step, Tie, relation};
use sarf_shared::family::{EventKind, VariableShift};

use super::super::client::first_name;

/// The data points of a persona; only categories it has something to say on.
pub(crate) fn data_points(persona: &Persona) -> Vec<DataPoint> {
    let names = |fits: &dyn Fn(&[Step]) -> bool| -> Vec<String> {
        persona
            .family
            .people
            .iter()
            .filter(|person| relation(&person.relation).is_some_and(|path| fits(&path)))
            .map(|person| first_name(person).to_lowercase())
            .filter(|name| name.chars().count() > 3)
            .collect()
    };
    let point = |category, mut names: Vec<String>, words: &[&str]| {
        names.extend(words.iter().map(|word| (*word).to_owned()));
        DataPoint { category, keywords: names }
    };
    let one = |path: &[Step], tie: &[Tie]| path.len() == 1 && path.iter().all(|step| tie.contains(&step.tie));
    let up = |path: &[Step], first: Step, then: Tie| {
        path.len() == 2 && path.first() == Some(&first) && path.get(1).is_some_and(|step| step.tie == then)
    };

    let trouble: Vec<String> = persona
        .family
        .shifts
        .iter()
        .filter(|shift| shift.shifted == Shifted::Symptom(VariableShift::Up) && shift.person.0 == "self")
        .flat_map(|shift| shift.description.split_whitespace())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|word| {
            word.len() > 5 && !["started", "having", "stopped", "without", "through", "before"].contains(&word.as_str())
        })
        .collect();
    let mut points = vec![
        point(C::PresentingProblem, trouble, &["when did", "started", "begin", "first notice"]),
        point(C::Mother, names(&|path| path == [Step::MOTHER]), &["mother", "mom", "mum"]),
        point(C::Father, names(&|path| path == [Step::FATHER]), &["father", "dad"]),
        point(C::ParentsStatus, Vec::new(), &["your parents", "divorce", "separated", "their marriage"]),
        point(
            C::MaternalGrandparents,
            names(&|path| up(path, Step::MOTHER, Tie::Parent)),
            &[
                "mother's parents",
                "mother's side",
                "mom's parents",
                "mum's parents",
                "mother's mother",
                "grandparents",
                "grandmother",
            ],
        ),
        point(
            C::PaternalGrandparents,
            names(&|path| up(path, Step::FATHER, Tie::Parent)),
            &["father's parents", "father's side", "dad's parents", "dad's side", "father's father", "grandfather"],
        ),
    ];
    let siblings = names(&|path| one(path, &[Tie::Sibling, Tie::HalfSibling]));
    points.push(point(C::Siblings, siblings, &["brother", "sister", "sibling"]));
    let aunts = names(&|path| up(path, Step::MOTHER, Tie::Sibling) || up(path, Step::FATHER, Tie::Sibling));
    points.push(point(C::AuntsUncles, aunts, &["aunt", "uncle", "brothers or sisters of"]));
    let partners = names(&|path| one(path, &[Tie::Spouse, Tie::FormerSpouse, Tie::Partner, Tie::FormerPartner]));
    if !partners.is_empty() {
        points.push(point(C::Spouse, partners, &["husband", "wife", "partner", "married", "boyfriend", "girlfriend"]));
    }
    let children = names(&|path| one(path, &[Tie::Child]));
    if !children.is_empty() {
        points.push(point(C::Children, children, &["children", "kids", "daughter", "your son"]));
    }
    let mut nodal: Vec<String> = persona
        .family
        .events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Death | EventKind::Divorced))
        .map(|event| event.date.year().to_string())
        .collect();
    nodal.dedup();
    points.push(point(C::NodalEvents, nodal, &["died", "death", "moved", "funeral"]));
    points.push(point(C::FamilyFunctioning, Vec::new(), &["manage", "cope", "hold up", "held up", "day to day"]));
    points.push(point(
        C::RelationshipPatterns,
        Vec::new(),
        &["get along", "close to", "fight", "argue", "conflict", "distance", "on whose side"],
    ));
    points.push(point(C::SymptomTimeline, Vec::new(), &["when did", "how long", "worse", "better", "before that"]));
    points.push(point(
        C::EventSymptomConnections,
        Vec::new(),
        &["around that time", "around then", "same time", "going on in the family", "happened before"],
    ));
    points
}
