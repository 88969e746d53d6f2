use chrono::NaiveDate;

use super::*;

fn brief(avoid: &[&str]) -> AuthorBrief {
    AuthorBrief {
        as_of: NaiveDate::from_ymd_opt(2026, 5, 18).unwrap(),
        avoid: avoid.iter().map(|name| (*name).to_owned()).collect(),
        problems: Vec::new(),
    }
}

#[test]
fn the_same_seed_draws_the_same_persona_and_an_avoided_name_changes_only_the_name() {
    let first = persona(11, &brief(&[]));
    assert_eq!(first, persona(11, &brief(&[])));
    assert_ne!(first.family, persona(12, &brief(&[])).family);
    let other = persona(11, &brief(&[&first.name.to_uppercase()]));
    assert_ne!(other.name.to_lowercase(), first.name.to_lowercase());
    let names = |persona: &Persona| {
        persona.family.people.iter().filter(|person| person.relation != "self").cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&first), names(&other));
    assert_eq!(other, persona(11, &brief(&[&first.name])));
}

/// Seeds drawn by the everyday test; SARF_LONG runs ten times as many.
fn seeds() -> u64 {
    if std::env::var_os("SARF_LONG").is_some() { 30_000 } else { 3_000 }
}

#[test]
fn every_persona_passes_the_check_with_all_four_variables_and_a_triangle() {
    use sarf_shared::discussion::Shifted;
    use sarf_shared::discussion::persona_check::problems_of;
    use sarf_shared::family::RelationshipKind as R;
    for seed in 0..seeds() {
        let persona = persona(seed, &brief(&["Maren Solberg"]));
        let problems = problems_of(&persona, &["Maren Solberg".to_owned()]);
        assert!(problems.is_empty(), "seed {seed}: {problems:?}");
        let shifts = &persona.family.shifts;
        let has = |fits: &dyn Fn(&Shifted) -> bool| shifts.iter().any(|shift| fits(&shift.shifted));
        assert!(has(&|shifted| matches!(shifted, Shifted::Symptom(_))), "seed {seed}: no symptom");
        assert!(has(&|shifted| matches!(shifted, Shifted::Anxiety(_))), "seed {seed}: no anxiety");
        assert!(has(&|shifted| matches!(shifted, Shifted::Functioning(_))), "seed {seed}: no functioning");
        assert!(
            has(
                &|shifted| matches!(shifted, Shifted::Relationship { kind: R::Inside | R::Outside, triangles, .. } if !triangles.is_empty())
            ),
            "seed {seed}: no triangle"
        );
        assert!(!persona.background.contains('{') && !persona.presenting_problem.contains('{'), "seed {seed}");
        assert!(persona.opening_facts.len() >= 2, "seed {seed}");
    }
}
