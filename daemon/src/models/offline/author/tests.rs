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
