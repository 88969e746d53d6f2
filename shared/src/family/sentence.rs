//! Items of a family in sentence form, the actor first: the same on the command line, on screen and beside a figure. Pure.

use std::collections::HashMap;

use super::{DateCertainty, Event, EventKind, ItemId, PairBond, Person};

/// Names by id, as far as codings tell them. The client and the coach are known from the start.
#[derive(Debug, Clone)]
pub struct Names(HashMap<ItemId, String>);

impl Default for Names {
    fn default() -> Self {
        Names(HashMap::from([(ItemId::SUBJECT, "Client".to_owned()), (ItemId::COACH, "Coach".to_owned())]))
    }
}

impl Names {
    /// The names of these people.
    pub fn of_people(people: &[Person]) -> Self {
        let mut names = Names::default();
        names.learn(people);
        names
    }

    /// Adds the names of these people; a later one of the same id wins.
    pub fn learn(&mut self, people: &[Person]) {
        for person in people {
            if let Some(name) = full_name(person) {
                self.0.insert(person.id, name);
            }
        }
    }

    /// The name of a person, or its id.
    pub fn of(&self, id: ItemId) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| format!("person {id}"))
    }

    /// The name of a person, or a question mark where nobody is named.
    pub fn of_opt(&self, id: Option<ItemId>) -> String {
        id.map_or_else(|| "?".to_owned(), |id| self.of(id))
    }
}

/// First and family name, as far as known.
pub fn full_name(person: &Person) -> Option<String> {
    let parts: Vec<&str> = [person.name.as_deref(), person.last_name.as_deref()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// `Michael  male`; a row that only completes somebody goes by the name known already.
pub fn person(person: &Person, names: &Names) -> String {
    let name = full_name(person).unwrap_or_else(|| names.of(person.id));
    match person.gender {
        Some(gender) => format!("{name}  {gender}"),
        None => name,
    }
}

/// `Client ── Dana`, with what is known of a marriage.
pub fn pair_bond(bond: &PairBond, names: &Names) -> String {
    let married = match bond.married {
        Some(true) => "  married",
        Some(false) => "  never married",
        None => "",
    };
    format!("{} ── {}{married}", names.of_opt(bond.person_a), names.of_opt(bond.person_b))
}

/// `moved  Michael  ~2024-04`, `shift  Michael ─distance→ Client  2024`
pub fn event(event: &Event, names: &Names) -> String {
    let actor = names.of_opt(event.person);
    let who = match event.kind {
        EventKind::Birth | EventKind::Adopted => {
            let child = names.of_opt(event.child);
            match event.spouse {
                Some(other) => format!("{child}, of {actor} and {}", names.of(other)),
                None if event.person.is_some() => format!("{child}, of {actor}"),
                None => child,
            }
        }
        EventKind::Shift => shift(event, &actor, names),
        _ => match event.spouse {
            Some(other) => format!("{actor}, {}", names.of(other)),
            None => actor,
        },
    };
    format!("{}  {who}  {}", event.kind, date(event)).trim_end().to_owned()
}

fn shift(event: &Event, actor: &str, names: &Names) -> String {
    let list = |ids: &[ItemId]| ids.iter().map(|id| names.of(*id)).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    for (word, value) in [("symptom", event.symptom), ("anxiety", event.anxiety), ("functioning", event.functioning)] {
        if let Some(value) = value {
            parts.push(format!("{actor} {word} {value}"));
        }
    }
    if let Some(kind) = event.relationship {
        let mut words = format!("{actor} ─{kind}→ {}", list(&event.relationship_targets));
        if !event.relationship_triangles.is_empty() {
            words.push_str(&format!(" (with {})", list(&event.relationship_triangles)));
        }
        parts.push(words);
    }
    let words = if parts.is_empty() { actor.to_owned() } else { parts.join("; ") };
    match event.description.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(description) => format!("{words}: {description}"),
        None => words,
    }
}

/// The date with its certainty: `2024-04-01`, `~2024`, `date unknown`.
pub fn date(event: &Event) -> String {
    let Some(day) = event.date_time.as_deref() else { return "date unknown".to_owned() };
    // Year-only dates are 1 January (FACTS section 3, rule 8).
    let shown = day.strip_suffix("-01-01").unwrap_or(day);
    match event.date_certainty {
        Some(DateCertainty::Certain) => shown.to_owned(),
        Some(DateCertainty::Approximate) | None => format!("~{shown}"),
        Some(DateCertainty::Unknown) => "date unknown".to_owned(),
    }
}

/// Evidence as quoted, or the words that there is none.
pub fn evidence(evidence: &[String]) -> String {
    if evidence.is_empty() {
        return "no evidence".to_owned();
    }
    evidence.iter().map(|words| format!("\"{words}\"")).collect::<Vec<_>>().join(" … ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::RelationshipKind;

    #[test]
    fn a_client_nobody_named_is_the_client_and_others_are_numbers() {
        let nameless = |id: i64| person(&Person::new(ItemId(id)), &Names::default());
        assert_eq!((nameless(1).as_str(), nameless(7).as_str()), ("Client", "person 7"));
    }

    #[test]
    fn a_shift_reads_as_who_does_what_to_whom_and_when() {
        let names = Names::of_people(&[Person { name: Some("Michael".into()), ..Person::new(ItemId(-1)) }]);
        let mut shift = Event::new(ItemId(-2), EventKind::Shift);
        shift.person = Some(ItemId(-1));
        shift.relationship = Some(RelationshipKind::Distance);
        shift.relationship_targets = vec![ItemId(-9)];
        shift.date_time = Some("2024-01-01".into());
        assert_eq!(event(&shift, &names), "shift  Michael ─distance→ person -9  2024");
        shift.date_certainty = Some(DateCertainty::Approximate);
        assert_eq!(date(&shift), "~2024");
    }
}
